"""Dates as the office writes them, in its own time zone."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
"""The time zone of every deadline."""


def day_in_china(moment: datetime) -> date:
    """The day of a moment, by the calendar of every deadline."""
    return moment.astimezone(CHINA).date()


def written_date(day: date) -> str:
    """A day such as ``2017年3月20日``."""
    return f"{day.year}年{day.month}月{day.day}日"


def written_moment(moment: datetime) -> str:
    """A moment such as ``2017年3月20日 14:05``, in the local time zone."""
    local = moment.astimezone()
    return f"{written_date(local.date())} {local:%H:%M}"


def short_day(moment: datetime) -> str:
    """A day such as ``3月8日``, in the local time zone; with its year if not this one."""
    local = moment.astimezone()
    year = "" if local.year == datetime.now().astimezone().year else f"{local.year}年"
    return f"{year}{local.month}月{local.day}日"
