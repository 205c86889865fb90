"""What spreadsheet programs do to numbers that are not meant to be counted with.

Nothing is mended: the last digits of 4.1183E+11 are gone, and whether a 0 is missing at the
beginning only the office knows.
"""

from __future__ import annotations

import re

from gonghui_desktop.model.fieldtypes.area_codes import AREA_CODES

MOST_DIGITS = 15
"""Digits of a number that Excel and WPS keep; the following become 0."""

_SCIENTIFIC = re.compile(r"[-+]?[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]{1,3}")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_AREA = re.compile(r"([1-9][0-9]{1,2})[2-9][0-9]{6,7}")
_CUT = re.compile(rf"[1-9][0-9]{{{MOST_DIGITS - 1}}}0+")
_AS_FRACTION = re.compile(r"[0-9]{7,}\.0+")
_AS_TEXT = re.compile(r"['‘’＇`][-+(（]?[0-9].*")

LOST_DIGITS = "表格软件把号码变成了科学计数，后几位已丢失"
ZEROS_AT_END = f"超过 {MOST_DIGITS} 位的号码，表格软件把后几位变成了 0"
POINT_ZERO = "表格软件在号码后面添了“.0”"
APOSTROPHE = "前面多了一个撇号"
LOST_ZERO = "表格软件把号码当成了数字，开头的 0 可能丢了"


def doubt_of_text(text: str) -> str:
    """What happened to a text before it became one, as from a list saved as CSV; empty if nothing.

    Args:
        text: a cell's text.
    """
    digits = text.strip()
    if _SCIENTIFIC.fullmatch(digits):
        return LOST_DIGITS
    if _AS_FRACTION.fullmatch(digits):
        return POINT_ZERO
    if _AS_TEXT.fullmatch(digits):
        return APOSTROPHE
    return ZEROS_AT_END if _CUT.fullmatch(digits) else ""


def doubt_of_number(digits: str) -> str:
    """What happened to a number that may be a telephone's; empty if nothing.

    One of 11 or 12 digits is held exactly. Only an area code without its 0 is told, since a number
    never begins with one.

    Args:
        digits: the number as it is shown.
    """
    doubt = doubt_of_text(digits)
    if doubt or _MOBILE.fullmatch(digits):
        return doubt
    found = _AREA.fullmatch(digits)
    return LOST_ZERO if found and _begins_with_area_code(digits) else ""


def _begins_with_area_code(digits: str) -> bool:
    """Whether an area code is followed by a number of 7 or 8 digits that does not begin with 1."""
    return any(
        digits[:size] in AREA_CODES and len(digits) - size in (7, 8) and digits[size] in "23456789"
        for size in (2, 3)
    )
