"""Telephone numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from gonghui_desktop.model.fieldtypes.contract import Digits, Problem, digits_to_ascii
from gonghui_desktop.model.findings import Severity


@dataclass(frozen=True)
class Telephone(Digits):
    """One or more telephone numbers of mainland China."""

    name: ClassVar[str] = "telephone"

    _NUMBER: ClassVar[re.Pattern[str]] = re.compile(
        r"(?:(?:\+?86-?)?1[3-9][0-9]{9}"  # mobile
        r"|(?:\(?0[0-9]{2,3}\)?-?)?[2-9][0-9]{6,7}(?:(?:-|转|ext\.?)[0-9]{1,6})?"  # fixed line
        r"|[48]00-?[0-9]{3}-?[0-9]{4})",  # service number
        re.IGNORECASE,
    )
    _SEPARATOR: ClassVar[re.Pattern[str]] = re.compile(r"[、,;/]|\s{2,}")
    _DASHES: ClassVar[dict[int, str]] = dict.fromkeys(map(ord, "‐‑‒–—―−－"), "-")
    _WRITABLE: ClassVar[re.Pattern[str]] = re.compile(r"[-+()、,;/转ext.0-9\s]*", re.IGNORECASE)

    def normalise(self, text: str) -> str:
        """ASCII digits, dashes and brackets where the text is nothing but a number."""
        ascii_text = digits_to_ascii(text).translate(self._DASHES).strip()
        return ascii_text if self._WRITABLE.fullmatch(ascii_text) else text

    def check(self, text: str) -> Problem | None:
        """Anything that looks like no telephone number is 核实: a clerk may have a reason."""
        if not text.strip():
            return Problem(Severity.MANDATORY, "只有空格，请填写内容。")
        parts = [re.sub(r"\s", "", part) for part in self._SEPARATOR.split(text)]
        if all(self._NUMBER.fullmatch(part) for part in parts if part) and any(parts):
            return None
        return Problem(Severity.VERIFY, "不像电话号码，请核对；确实如此请写明原因。")

    def show(self, text: str) -> str:
        """The canonical number."""
        return text
