"""Which backups to keep: the newest of each of the last days, weeks and months."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime

DAYS, WEEKS, MONTHS = 7, 8, 12


def kept(moments: Iterable[datetime], now: datetime) -> set[datetime]:
    """Those of these backups that are kept.

    The newest of each of the last 7 days, 8 weeks (from Monday) and 12 months that have one; days
    without the program do not count. Backups that are dated after ``now``, as they are where the
    clock was wrong or jumped back, are counted by themselves: they neither push out those that are
    made now nor are they pushed out.

    Args:
        moments: when they were made, in the time zone whose days count.
        now: the present moment, in the same one.
    """
    every = set(moments)
    past = {moment for moment in every if moment <= now}
    return _kept(past) | _kept(every - past)


def _kept(moments: set[datetime]) -> set[datetime]:
    newest_first = sorted(moments, reverse=True)
    return (
        _newest_of_each(newest_first, datetime.date, DAYS)
        | _newest_of_each(newest_first, lambda moment: moment.isocalendar()[:2], WEEKS)
        | _newest_of_each(newest_first, lambda moment: (moment.year, moment.month), MONTHS)
    )


def _newest_of_each(
    newest_first: list[datetime], span_of: Callable[[datetime], Hashable], most: int
) -> set[datetime]:
    found: dict[Hashable, datetime] = {}
    for moment in newest_first:
        found.setdefault(span_of(moment), moment)
        if len(found) > most:
            return set(list(found.values())[:most])
    return set(found.values())
