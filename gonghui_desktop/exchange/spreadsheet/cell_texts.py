"""Values of a spreadsheet's cells as the texts that the office sees."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from math import isfinite

from gonghui_desktop.exchange.spreadsheet.mangled import MOST_DIGITS

Moment = datetime.datetime | datetime.date | datetime.time | datetime.timedelta
Value = str | bool | int | float | Moment

BUILT_IN_FORMATS = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
}
"""Number formats that files name by number alone (ECMA-376, 18.8.30); dates are told elsewhere."""

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # ECMA-376, 22.9.2.19
_NOT_SHOWN = re.compile(r'\[[^\]]*\]|"|\\|_.|\*.')  # colours, quotes, room, filling
_DIGITS = re.compile(r"[-0#() ]*0[-0#() ]*")
_DECIMALS = re.compile(r"(?:#,##)?0(?:\.(0+))?(%?)")


def text_of(value: Value) -> str:
    """The value as a text: a whole number without ``.0``, a date as ``2017-03-20``."""
    if isinstance(value, str):
        return _line_breaks(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return _number(value) if isinstance(value, int | float) else _moment(value)


def formatted(code: str, value: float) -> str | None:
    """The number as its format shows it, for the formats that change what it says.

    Args:
        code: the format, such as ``0000-00000000``, ``0%``.
        value: the number.

    Returns:
        ``None`` where the plain number says the same.
    """
    if not isfinite(value):
        return None
    code = _NOT_SHOWN.sub("", code.split(";", maxsplit=1)[0]).strip()
    if found := _DECIMALS.fullmatch(code):
        decimals = len(found[1] or "")
        if found[2]:
            return f"{value * 100:.{decimals}f}%"
        return f"{value:.{decimals}f}" if value != int(value) else None
    if _DIGITS.fullmatch(code) and value == int(value) and value >= 0:
        return _in_places(code, f"{int(value)}")
    return None


_MIDNIGHT = datetime.time()


def _moment(value: Moment) -> str:
    """A day without its midnight, a time, or hours of more than a day."""
    match value:
        case datetime.datetime():
            time = value.time()
            return value.date().isoformat() + (f" {_time(time)}" if time != _MIDNIGHT else "")
        case datetime.date():
            return value.isoformat()
        case datetime.time():
            return _time(value)
        case datetime.timedelta():
            minutes, seconds = divmod(round(value.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"


def _time(time: datetime.time) -> str:
    return time.strftime("%H:%M:%S" if time.second else "%H:%M")


def _number(value: float) -> str:
    """With as many digits as spreadsheet programs show, never with an exponent."""
    if isinstance(value, int):
        return str(value)
    text = format(Decimal(f"{value:.{MOST_DIGITS}g}"), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _in_places(code: str, digits: str) -> str:
    """Digits put into a format's places from the right; those left over stand in front."""
    left, shown = list(digits), list[str]()
    for at, mark in reversed([*enumerate(code)]):
        if mark in "0#":
            shown.append(left.pop() if left else mark.strip("#"))
        elif left or "0" in code[:at] or "#" not in code[:at]:
            shown.append(mark)
    return "".join(left) + "".join(reversed(shown))


def _line_breaks(text: str) -> str:
    """With plain line breaks; characters that XML cannot hold are escaped in the file."""
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
    return text.replace("\r\n", "\n").replace("\r", "\n")
