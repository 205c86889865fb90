"""Days on which the paper was sealed, and how the history writes down a seal."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from gonghui_desktop.model.dates import written_date
from gonghui_desktop.model.fieldtypes import Date


class SealNote(NamedTuple):
    """A seal as an entry of the history has it, such as ``2`` or ``2 2017-03-20``.

    Attributes:
        number: of the seal, 1 for the first.
        day: on which it was made; ``None`` where that is the entry's own day.
    """

    number: int
    day: date | None = None

    def __str__(self) -> str:
        """As it is stored."""
        return f"{self.number} {self.day.isoformat()}" if self.day else str(self.number)

    @classmethod
    def of(cls, text: str) -> SealNote:
        """Reads what is stored.

        Raises:
            ValueError: it is no seal.
        """
        number, _, day = text.partition(" ")
        return cls(int(number), date.fromisoformat(day) if day else None)


def seal_words(name: str, after: str) -> str:
    """What was done to a seal, such as ``骑缝章：已盖（2017年3月20日）``.

    Args:
        name: of the seal.
        after: the history's text after it, empty where the paper has none.
    """
    if not after:
        return f"{name}：未盖"
    try:
        day = SealNote.of(after).day
    except ValueError:  # damaged
        day = None
    return f"{name}：已盖{f'（{written_date(day)}）' if day else ''}"


def day_of_text(text: str) -> date | None:
    """The day that is written in any of the usual ways; ``None`` where it is none."""
    day = Date()
    return None if day.check(text) else date.fromisoformat(day.normalise(text))


def fault_of_seal_day(text: str, final: date, today: date) -> str:
    """A sentence on why a text cannot be the day of a seal; empty for one that can.

    Only paper of this revision is sealed, and it is made after 定稿.

    Args:
        text: what was typed.
        final: on which this revision was made final.
        today: after which nothing has been sealed.
    """
    day = day_of_text(text)
    if day is None:
        return "不是日期，请写成“2017年3月20日”的样子。"
    if day > today:
        return "还没有到这一天，请写今天或以前的日期。"
    if day < final:
        return f"盖章不能早于定稿（{written_date(final)}），请改。"
    return ""
