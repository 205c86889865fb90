"""Numbers of lists: Word keeps them in no text, and makes a list of any paragraph typed as ``1.``.

ECMA-376 part 1, 17.9.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from gonghui_desktop.exchange.office.xml_events import parse_xml
from gonghui_desktop.exchange.word_forms.archive import NAME_SPACES, WORD_DOCUMENT

_MOST_LEVELS = 9
_LONGEST_MARK = 40  # characters of a level's text

_DIGITS = "零一二三四五六七八九"
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_BY_DIGIT = str.maketrans("0123456789", "〇一二三四五六七八九")
_HIGHEST = 9999
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


@dataclass
class _Level:
    """How a level of a list is numbered.

    Attributes:
        kind: name of its numbers, such as ``decimal``.
        text: such as ``（%1）``; a bullet's own character.
        first: the number that it begins with.
        is_plain: all numbers in it are written in digits, those of higher levels, too.
    """

    kind: str = "decimal"
    text: str = ""
    first: int = 1
    is_plain: bool = False


@dataclass
class _List:
    """A list in use: the level's definitions, and how far each level has counted."""

    levels: Mapping[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the paragraphs of a document's lists.

    Args:
        levels: definition of lists to their levels.
        lists: id of a list to its definition.
        starts: id of a list to the numbers that its levels begin with instead.
    """

    def __init__(
        self,
        levels: Mapping[str, Mapping[int, _Level]],
        lists: Mapping[str, str],
        starts: Mapping[str, Mapping[int, int]],
    ) -> None:
        self._levels = levels
        self._definitions = lists
        self._starts = starts
        self._lists: dict[str, _List] = {}
        self._begun: set[str] = set()

    def next_mark(self, list_id: str, level: str) -> str:
        """What stands in front of a list's next paragraph, such as ``（一）``; may be empty."""
        definition = self._definitions.get(list_id, "")
        levels = self._levels.get(definition)
        if levels is None:
            return ""
        number = int(level) if level.isascii() and level.isdigit() and len(level) == 1 else 0
        # Lists of one definition count on together, unless one begins anew.
        used = self._lists.setdefault(definition, _List(levels))
        if list_id not in self._begun:
            self._begun.add(list_id)
            for place, first in self._starts.get(list_id, {}).items():
                used.counts[place] = first - 1
        own = levels.get(number, _Level())
        used.counts[number] = used.counts.get(number, own.first - 1) + 1
        for deeper in range(number + 1, _MOST_LEVELS):
            used.counts.pop(deeper, None)
        if own.kind == "none":
            return ""
        mark = _bullet(own.text) if own.kind == "bullet" else self._written(used, own)
        return f"{mark} " if mark[-1:].isalnum() else mark

    @staticmethod
    def _written(used: _List, own: _Level) -> str:
        mark = own.text
        for place in range(_MOST_LEVELS):
            if (key := f"%{place + 1}") in mark:
                level = used.levels.get(place, _Level())
                kind = "decimal" if own.is_plain else level.kind
                mark = mark.replace(key, _number(kind, used.counts.get(place, level.first)))
        return mark


def read_numbering(data: bytes) -> Numbering:
    """The lists of a document.

    Args:
        data: its part with the lists' definitions, may be empty.

    Raises:
        WordFileError: as :func:`~gonghui_desktop.exchange.office.xml_events.parse_xml`.
    """
    reader = _Reader()
    if data:
        parse_xml(WORD_DOCUMENT, data, reader.start, reader.end, lambda _text: None)
    return Numbering(reader.levels, reader.lists, reader.starts)


class _Reader:
    def __init__(self) -> None:
        self.levels: dict[str, dict[int, _Level]] = {}
        self.lists: dict[str, str] = {}
        self.starts: dict[str, dict[int, int]] = {}
        self._path = [""]
        self._definition = self._list = ""
        self._level = 0

    def start(self, space: str, name: str, attributes: Mapping[str, str]) -> None:
        self._path.append(name if space in NAME_SPACES else "")
        value = attributes.get("val", "")
        match self._path[-2:]:
            case [_, "abstractNum"]:
                self._definition = attributes.get("abstractNumId", "")
                self.levels.setdefault(self._definition, {})
            case [_, "num"]:
                self._list = attributes.get("numId", "")
            case ["num", "abstractNumId"]:
                self.lists[self._list] = value
            case ["num", "lvlOverride"] | ["abstractNum", "lvl"]:
                self._level = min(_whole(attributes.get("ilvl", ""), 0), _MOST_LEVELS)
            case ["lvlOverride", "startOverride"]:
                self.starts.setdefault(self._list, {})[self._level] = _whole(value, 1)
            case ["lvl", kind] if self._path[-3] == "abstractNum":
                self._set(kind, value)

    def end(self) -> None:
        self._path.pop()

    def _set(self, kind: str, value: str) -> None:
        level = self.levels.setdefault(self._definition, {}).setdefault(self._level, _Level())
        if kind == "start":
            level.first = _whole(value, 1)
        elif kind == "numFmt":
            level.kind = value
        elif kind == "lvlText":
            level.text = value[:_LONGEST_MARK]
        elif kind == "isLgl":
            level.is_plain = value not in ("0", "false", "off")


def _whole(text: str, other: int) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= 4
    return int(text) if is_number else other


def _bullet(text: str) -> str:
    """A bullet; a letter is one of a symbol font."""
    return "●" if text.isascii() and text.isalnum() else text


def _number(kind: str, number: int) -> str:
    written = _KINDS.get(kind)
    return written(number) if written and 0 < number <= _HIGHEST else str(number)


def _chinese(number: int, digits: str = _DIGITS, units: str = "十百千") -> str:
    """A number from 1 to 9,999 in Chinese, 一十 shortened to 十 at its beginning."""
    written, gap = "", False
    text = str(number)
    for place, digit in enumerate(text):
        rest = len(text) - place - 1
        if digit == "0":
            gap = True
            continue
        written += digits[0] if gap else ""
        written += digits[int(digit)] + (units[rest - 1] if rest else "")
        gap = False
    begins = f"{_DIGITS[1]}十"
    return written[1:] if number < 100 and written.startswith(begins) else written


def _legal(number: int) -> str:
    return _chinese(number, _LEGAL_DIGITS, "拾佰仟")


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    written = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        written += sign * count
    return written


def _in_circle(number: int) -> str:
    return chr(ord("①") + number - 1) if number <= 20 else str(number)


def _full_width(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


_KINDS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _in_circle,
    "decimalEnclosedCircleChinese": _in_circle,
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "ideographDigital": lambda number: str(number).translate(_BY_DIGIT),
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal,
    "lowerLetter": lambda number: _letter(number)[:_LONGEST_MARK],
    "upperLetter": lambda number: _letter(number)[:_LONGEST_MARK].upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}
"""17.18.59, those that Chinese documents have; any other number is written in digits."""
