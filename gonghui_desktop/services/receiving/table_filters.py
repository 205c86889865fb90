"""Which offices of the table are shown, and which of them come first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum

from gonghui_desktop.services.receiving.office_table import OfficeRow, OfficeState

_REPORTED = (
    OfficeState.IN_TIME,
    OfficeState.LATE,
    OfficeState.ZERO,
    OfficeState.NOT_EXPECTED,
)


class OfficeFilter(StrEnum):
    """A choice among the offices; one may be in several.

    Attributes:
        ALL: every office.
        URGENT: what waits for a person: see :func:`is_urgent`.
        MISSING: it has not reported.
        IN_TIME: it has, until the deadline, whatever became of it.
        LATE: it has, later.
        OPEN: it has, and nobody has decided yet.
        RETURNED: it was sent back, and no answer has come.
        ACCEPTED: it was accepted.
        NOT_EXPECTED: it is not on the list.
    """

    ALL = "all"
    URGENT = "urgent"
    MISSING = "missing"
    IN_TIME = "in_time"
    LATE = "late"
    OPEN = "open"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    NOT_EXPECTED = "not_expected"

    @property
    def word(self) -> str:
        """What clerks call it."""
        return _WORDS[self][0]

    @property
    def tip(self) -> str:
        """What is in it, in a sentence."""
        return _WORDS[self][1]


_WORDS = {
    OfficeFilter.ALL: ("全部", "名单里的单位，和名单外报来的单位。"),
    OfficeFilter.URGENT: (
        "要处理",
        "等您处理的：退回后过了期限没有答复，版次冲突，受理后又报来，"
        "同一份表有两种内容，不在名单里。",
    ),
    OfficeFilter.MISSING: ("未报", "名单里还没有报送的单位。"),
    OfficeFilter.IN_TIME: ("按时", "截止日期前报出或收到的，不论后来退回还是受理。"),
    OfficeFilter.LATE: ("逾期", "截止日期后才报的，不论后来退回还是受理。"),
    OfficeFilter.OPEN: ("待受理", "已经报来，还没有受理，也没有退回。"),
    OfficeFilter.RETURNED: ("已退回", "退回以后还没有重新报来。"),
    OfficeFilter.ACCEPTED: ("已受理", "已经受理的单位。"),
    OfficeFilter.NOT_EXPECTED: ("不在名单", "报来了，但是应报单位名单里没有。"),
}


def is_urgent(row: OfficeRow, today: date) -> bool:
    """Whether something waits for a person, whose answer nobody else can give."""
    is_open = row.state is OfficeState.CONFLICT or row.state is OfficeState.NOT_EXPECTED
    return is_open or row.is_overdue(today) or bool(row.waiting) or bool(row.clashes)


def _tests(today: date) -> Mapping[OfficeFilter, Callable[[OfficeRow], bool]]:
    return {
        OfficeFilter.ALL: lambda _row: True,
        OfficeFilter.URGENT: lambda row: is_urgent(row, today),
        OfficeFilter.MISSING: lambda row: row.state is OfficeState.MISSING,
        OfficeFilter.IN_TIME: lambda row: row.submission is not None and row.is_on_time,
        OfficeFilter.LATE: lambda row: row.submission is not None and not row.is_on_time,
        OfficeFilter.OPEN: lambda row: row.state in (*_REPORTED, OfficeState.CONFLICT),
        OfficeFilter.RETURNED: lambda row: row.state is OfficeState.RETURNED,
        OfficeFilter.ACCEPTED: lambda row: row.state is OfficeState.ACCEPTED,
        OfficeFilter.NOT_EXPECTED: lambda row: not row.is_expected,
    }


def filtered(rows: Iterable[OfficeRow], chosen: OfficeFilter, today: date) -> list[OfficeRow]:
    """The offices of a choice, in their order."""
    return list(filter(_tests(today)[chosen], rows))


def counts(rows: Sequence[OfficeRow], today: date) -> Mapping[OfficeFilter, int]:
    """How many offices are in each choice; without a list nobody is missing on it."""
    found = {each: sum(map(test, rows)) for each, test in _tests(today).items()}
    if not any(row.is_expected for row in rows):
        found[OfficeFilter.NOT_EXPECTED] = 0
    return found


def urgency(row: OfficeRow, today: date) -> tuple[int, date]:
    """Sorts what needs a person to the front: of what is overdue the longest overdue first."""
    rank = _RANKS[row.state]
    if row.is_overdue(today):
        rank = 0
    elif row.waiting or row.clashes:
        rank = min(rank, 2)
    return rank, row.answer_by or date.max


_RANKS = {
    OfficeState.CONFLICT: 1,
    OfficeState.NOT_EXPECTED: 3,
    OfficeState.MISSING: 4,
    OfficeState.LATE: 5,
    OfficeState.IN_TIME: 6,
    OfficeState.ZERO: 6,
    OfficeState.RETURNED: 7,
    OfficeState.ACCEPTED: 8,
}
"""Whom nobody expects, who is to be asked for its report, what is to be looked at, the rest."""
