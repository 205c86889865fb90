"""Telephone numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from gonghui_desktop.model.fieldtypes.area_codes import AREA_CODES
from gonghui_desktop.model.fieldtypes.contract import Digits, Problem, digits_to_ascii
from gonghui_desktop.model.findings import Severity

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－─﹣ー~～"), "-")
_GAP = r"[-. ]{0,2}"  # between the groups of one number
_AREA_GAP = r"[-. )）]{0,3}"  # between area code and number, which may stand in brackets
_END = r"(?![0-9@])"  # "@": the number of an e-mail address is none to call

_MOBILE = re.compile(rf"(?<![0-9])(?:(?:\+|00)?86{_GAP}|0)?1[3-9](?:{_GAP}[0-9]){{9}}{_END}")
_SERVICE = re.compile(rf"(?<![0-9])[48]00(?:{_GAP}[0-9]){{7}}{_END}")
_WITH_AREA = re.compile(
    rf"(?<![0-9])(?:(?:\+|00)?86{_AREA_GAP}\(?)?0?([1-9][0-9]{{1,2}}){_AREA_GAP}"
    rf"[2-9][0-9]{{2,3}}{_GAP}[0-9]{{4}}{_END}"
)
# Not behind other digits: what follows "051-" is not a number on its own.
_LOCAL = re.compile(
    rf"(?<![0-9])(?<![0-9][-. )])(?<![0-9][-)] )[2-9][0-9]{{2,3}}{_GAP}[0-9]{{4}}{_END}"
)
_OTHER_NUMBERS = re.compile(
    r"(?:[qｑ]\s*[qｑ]|微信|wechat|邮编|邮政编码|身份证|门牌|信用代码)[^0-9]{0,6}[0-9]+",
    re.IGNORECASE,
)
"""Numbers that are no telephone's. A mobile number is looked for first, as many a 微信号 is one."""

_PLAIN = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0x3000: " "} | _DASHES
"""Full-width forms and dashes as ASCII, one character for one."""
_EXTENSION = re.compile(
    r"(?:\s?(?:转\s?(?:分机)?|分机|ext\.?)[:\s]{0,2}|[-#*/](?=[0-9]{1,4}(?![-0-9])))"
    r"[0-9]{1,6}(?![0-9])",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Telephone(Digits):
    """How somebody can be called, as people write it: one telephone number at least.

    Names, 电话 and 手机, brackets, extensions and further numbers may stand around it.
    """

    name: ClassVar[str] = "telephone"

    _WRITABLE: ClassVar[re.Pattern[str]] = re.compile(r"[-+()、,;/转ext.0-9\s]*", re.IGNORECASE)

    def normalise(self, text: str) -> str:
        """ASCII digits, dashes and brackets where the text is nothing but numbers."""
        ascii_text = digits_to_ascii(text).translate(_DASHES).strip()
        return ascii_text if self._WRITABLE.fullmatch(ascii_text) else text

    def check(self, text: str) -> Problem | None:
        """A text without any number that can be one is 核实: a clerk may have a reason.

        A number can be one if it is a mobile number, a 400 or 800 number, or one of 7 or 8 digits
        with an area code that exists or without any.
        """
        if not text.strip():
            return Problem(Severity.MANDATORY, "只有空格，请填写内容。")
        if _has_number(text):
            return None
        return Problem(Severity.VERIFY, "不像电话号码；确实如此请写明原因。")

    def show(self, text: str) -> str:
        """The canonical text."""
        return text

    def contact_key(self, text: str) -> str:
        """Its digits, however it is written; empty for a text that is no telephone's."""
        if not text or not _has_number(text):
            return ""
        return "".join(char for char in digits_to_ascii(text) if "0" <= char <= "9")


def number_spans(text: str) -> list[tuple[int, int]]:
    """Where telephone numbers stand in a text, each with its area code and its extension.

    Returns:
        Start and end of each, in order; none overlaps another.
    """
    plain = text.translate(_PLAIN)
    patterns = (_MOBILE, _SERVICE, _WITH_AREA, _LOCAL)
    found = [match.span() for pattern in patterns for match in pattern.finditer(plain)]
    begin = {start for start, _ in found}
    spans: list[tuple[int, int]] = []
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if not spans or start >= spans[-1][1]:
            extension = _EXTENSION.match(plain, end)
            extends = extension and (plain[end] not in "-/" or end + 1 not in begin)
            spans.append((start, extension.end() if extension and extends else end))
    return spans


def _has_number(text: str) -> bool:
    plain = " ".join(digits_to_ascii(text).translate(_DASHES).split())
    if _MOBILE.search(plain) or _SERVICE.search(plain):
        return True
    if any(found[1] in AREA_CODES for found in _WITH_AREA.finditer(plain)):
        return True
    return _LOCAL.search(_OTHER_NUMBERS.sub("", plain)) is not None
