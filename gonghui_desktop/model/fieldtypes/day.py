"""Days of the calendar."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from gonghui_desktop.model.fieldtypes.contract import FreeText, Problem, digits_to_ascii
from gonghui_desktop.model.findings import Severity


@dataclass(frozen=True)
class Date(FreeText):
    """A day, canonical as ISO 8601 (``2017-03-20``), shown as 2017年3月20日."""

    name: ClassVar[str] = "date"

    _SHAPE: ClassVar[re.Pattern[str]] = re.compile(
        r"([0-9]{4})(?:[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})日?|([0-9]{2})([0-9]{2}))"
    )

    def normalise(self, text: str) -> str:
        """ISO 8601 for the ways in which a day is written; unchanged if it is no day."""
        day = self._day(text)
        return day.isoformat() if day else text

    def check(self, text: str) -> Problem | None:
        """Anything that is no day of the calendar is 强制."""
        if self._day(text) is None:
            return Problem(Severity.MANDATORY, "不是日期，请写成“2017年3月20日”的样子。")
        return None

    def show(self, text: str) -> str:
        """The day in Chinese; the text itself where it is none."""
        day = self._day(text)
        return f"{day.year}年{day.month}月{day.day}日" if day else text

    def _day(self, text: str) -> date | None:
        found = self._SHAPE.fullmatch("".join(digits_to_ascii(text).split()))
        if not found:
            return None
        year, *rest = (int(part) for part in found.groups() if part)
        try:
            return date(year, *rest)
        except ValueError:
            return None
