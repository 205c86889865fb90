"""Numbers in units' names, however they are written: 第二十四, 24, ②, 叁, Ⅱ."""

from __future__ import annotations

import re

_DIGITS = {char: value for value, chars in enumerate(
    ("〇零", "一壹弌", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
) for char in chars}  # fmt: skip
_TENS = {"十": 10, "拾": 10, "廿": 20, "卅": 30}
_ROMAN = {char: str(value % 12 + 1) for value, char in enumerate("ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹⅺⅻ")}
_TO_ARABIC = str.maketrans(_ROMAN)

_FIRST = "".join(char for char in _DIGITS if char not in "〇零") + "".join(_TENS)
_ANY = "".join(_DIGITS) + "".join(_TENS)
_HUNDREDS = f"[{_FIRST}][百佰](?:[{_ANY}]+|(?=[中号所院]))"  # not 第二百货商店
_NUMBER = re.compile(f"第?(?:[0-9]+|{_HUNDREDS}|[{_FIRST}][{_ANY}]*)[号#]?")


def roman_as_arabic(text: str) -> str:
    """The text with Roman numerals, which Unicode takes for letters, as Arabic ones."""
    return text.translate(_TO_ARABIC)


def numbers_taken_from(text: str, sign: str) -> tuple[str, tuple[int, ...]]:
    """A levelled text with a sign in place of each number, and the numbers in their order."""
    found: list[int] = []

    def take(match: re.Match[str]) -> str:
        found.append(_value(match[0].strip("第号#")))
        return sign

    return _NUMBER.sub(take, text), tuple(found)


def _value(number: str) -> int:
    """What it counts; digits one after the other, as in 一〇二, are read as such."""
    if number.isascii():
        return int(number[:18])
    if not any(char in _TENS or char in "百佰" for char in number):
        return int("".join(str(_DIGITS[char]) for char in number[:18]))
    total, digit = 0, 0
    for char in number:
        if char in "百佰":
            total, digit = total + (digit or 1) * 100, 0
        elif char in _TENS:
            ten = _TENS[char]
            total, digit = total + (ten * digit if ten == 10 and digit else ten), 0
        else:
            digit = _DIGITS[char]
    return total + digit
