"""Whole numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar, Self

from gonghui_desktop.model.fieldtypes.contract import Digits, Problem, digits_to_ascii
from gonghui_desktop.model.findings import Severity
from gonghui_desktop.model.strict import Table
from gonghui_desktop.model.toml_file import LARGEST_COUNT, count_of

_SEPARATORS: Mapping[str, str] = MappingProxyType({"comma": ",", "space": "\u00a0"})
"""What stands between thousands: 千分撇 or 千分空 of GB/T 15835-2011."""
_LEAST_GROUPED = 5
"""Digits of a number in which thousands are set apart: four may stand together (the same)."""


@dataclass(frozen=True)
class WholeNumber(Digits):
    """A whole number, such as 职工人数.

    Attributes:
        minimum: anything less is 强制.
        doubtful_above: anything more is 核实 (see the campaign's rules), ``None`` for no limit.
        thousands: how thousands are set apart where the number is shown: ``comma`` (1,286,000),
            ``space`` (1 286 000), or not at all. The canonical text never has separators.
    """

    minimum: int = 1
    doubtful_above: int | None = None
    thousands: str = ""
    name: ClassVar[str] = "whole_number"

    _SHAPE: ClassVar[re.Pattern[str]] = re.compile(
        r"([0-9]+|[0-9]{1,3}(?:[,，][0-9]{3})+)[人名个家户位]?"
    )

    @classmethod
    def read(cls, table: Table) -> Self:
        """The limits and the separator, where the form file has them."""
        limit = count_of(table, "doubtful_above") if table.has("doubtful_above") else None
        least = count_of(table, "minimum", least=-LARGEST_COUNT) if table.has("minimum") else 1
        thousands = table.get_or("thousands", str, "")
        if thousands and thousands not in _SEPARATORS:
            table.fail(f"应当是 {' 或 '.join(_SEPARATORS)}，不分节的不写", "thousands")
        return cls(minimum=least, doubtful_above=limit, thousands=thousands)

    def parameters(self) -> dict[str, object]:
        """The limits and the separator."""
        limits: dict[str, object] = {}
        if self.minimum != 1:
            limits["minimum"] = self.minimum
        if self.doubtful_above is not None:
            limits["doubtful_above"] = self.doubtful_above
        if self.thousands:
            limits["thousands"] = self.thousands
        return limits

    def number(self, text: str) -> int | None:
        """The number, with or without a word for what is counted (320人); ``None`` if it is none.

        An estimate (约320, 300余人) is none: the form asks for the number.
        """
        ascii_text = "".join(digits_to_ascii(text).split())
        found = self._SHAPE.fullmatch(ascii_text) if len(ascii_text) <= 30 else None
        return int(re.sub("[,，]", "", found[1])) if found else None

    def normalise(self, text: str) -> str:
        """Digits without blanks, separators, leading zeros and a word for what is counted."""
        number = self.number(text)
        return text if number is None else str(number)

    def check(self, text: str) -> Problem | None:
        """See the class attributes."""
        number = self.number(text)
        if number is None:
            return Problem(Severity.MANDATORY, "不是整数，只填数字。")
        if number < self.minimum:
            return Problem(Severity.MANDATORY, f"不能小于 {self.minimum}，请核对后改正。")
        if self.doubtful_above is not None and number > self.doubtful_above:
            return Problem(Severity.VERIFY, f"超过 {self.doubtful_above}；确实如此请写明原因。")
        return None

    def suggest(self, text: str) -> str:
        """The one number in a text that is none, such as 320 in 约320人."""
        plain = re.sub("[,，]", "", digits_to_ascii(text))
        found = re.findall(r"[0-9]+", plain)
        if len(found) != 1 or self.number(text) is not None or re.search("[-十百千万亿]", plain):
            return ""
        number = self.number(found[0])
        return "" if number is None or number < self.minimum else str(number)

    def show(self, text: str) -> str:
        """The canonical digits, thousands set apart if the form's file says so."""
        separator = _SEPARATORS.get(self.thousands)
        if separator is None or len(text) < _LEAST_GROUPED or self.normalise(text) != text:
            return text
        number = self.number(text)
        return text if number is None else f"{number:,}".replace(",", separator)
