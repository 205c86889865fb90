"""Moments as a clerk says them, in the office's own time zone."""

from __future__ import annotations

from datetime import datetime, timedelta


def moment_words(at: datetime, now: datetime) -> str:
    """A moment such as ``今天 12:00``, ``3月8日 12:00`` or ``2016年3月8日 12:00``.

    Args:
        at: with time zone.
        now: with the time zone that is meant.
    """
    local = at.astimezone(now.tzinfo)
    day = local.date()
    if day == now.date():
        words = "今天"
    elif day == now.date() - timedelta(days=1):
        words = "昨天"
    else:
        year = "" if day.year == now.year else f"{day.year}年"
        words = f"{year}{day.month}月{day.day}日"
    return f"{words} {local:%H:%M}"
