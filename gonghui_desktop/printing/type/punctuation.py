"""Character classes, and the gap between two neighbours by their classes.

Sources: GB/T 15834-2011 (no closing mark at a line's start, no opening one at its end, dash and
ellipsis never torn apart) and W3C's *Requirements for Chinese Text Layout* (two neighbouring marks
share their blank halves, a quarter of an em between Chinese and Western text). Lengths in em.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

from gonghui_desktop.printing.type.keydefaultdict import KeyDefaultDict


class Kind(IntEnum):
    """Class of a character in spacing and line breaking."""

    HAN = 0
    """Ideographs, kana and whatever else stands alone in a full-width box."""
    SIGN = 1
    """A full-width sign such as ● or →: as an ideograph, without space to Western text."""
    OPEN = 2
    """Full-width opening mark: its left half is blank."""
    CLOSE = 3
    """Full-width closing mark: its right half is blank."""
    TRAILER = 4
    """Full-width, never at a line's start: ～ ％ ℃ 々."""
    LEADER = 5
    """Full-width, never at a line's end: ￥."""
    DASH = 6
    """— as half of a Chinese dash."""
    ELLIPSIS = 7
    """… as half of a Chinese ellipsis."""
    DIGIT = 8
    """Full-width digit or letter: a number stays whole."""
    WORD = 9
    """Western letter or digit."""
    WORD_SIGN = 10
    """Half-width sign that sticks to them: + = @."""
    WORD_OPEN = 11
    """Half-width opening mark."""
    WORD_CLOSE = 12
    """Half-width closing mark."""
    WORD_JOINT = 13
    """Half-width mark between two parts, never at a line's start: - ~."""
    WORD_TRAILER = 14
    """Half-width sign after a number: % °."""
    WORD_TIE = 15
    """Half-width, neither first nor last in a line: / and straight quotes."""
    SPACE = 16
    WORD_LEADER = 17
    """Half-width sign before a number: ¥ $ #."""
    MARK = 18
    """Combining mark: belongs to the character before it."""
    MIDDLE_DOT = 19
    """·: half an em wide between ideographs, as in names (GB/T 15834-2011, 5.1.7)."""


class Gap(NamedTuple):
    """The gap between two neighbours.

    Attributes:
        may_break: a line may end between them.
        space: its natural width, em.
        stretch: how many shares it takes of what is added to a line to fill it.
        shrink: how much may be taken away from it, em.
    """

    may_break: bool
    space: float
    stretch: int
    shrink: float


_MEMBERS = {
    Kind.OPEN: "“‘（《〈【『「〔〖［｛｟〝",
    Kind.CLOSE: "，。、．；：！？）》〉】』」〕〗］｝｠”’〞〟",
    Kind.TRAILER: "～〜－％‰℃℉㎡㎥㎏㎜㎝㎞々〻ー・",
    Kind.LEADER: "￥＄￡№",
    Kind.DASH: "—",
    Kind.ELLIPSIS: "…",
    Kind.WORD_OPEN: "(<[{",
    Kind.WORD_LEADER: "$£¥€#",
    Kind.WORD_CLOSE: ",.;:!?)>]}",
    Kind.WORD_JOINT: "-~–‐‑•",
    Kind.WORD_TRAILER: "%°′″",
    Kind.WORD_TIE: "/\\|\"'",
    Kind.SPACE: " \u3000",
    Kind.MIDDLE_DOT: "·",
}
_LISTED = {char: kind for kind, members in _MEMBERS.items() for char in members}

_JOINTS = frozenset((Kind.WORD_JOINT, Kind.MIDDLE_DOT))
_WESTERN_TAILS = _JOINTS | {Kind.WORD_CLOSE, Kind.WORD_TRAILER, Kind.WORD_TIE}
_WESTERN_HEADS = frozenset((Kind.WORD_OPEN, Kind.WORD_LEADER))
_WESTERN = _WESTERN_TAILS | _WESTERN_HEADS | {Kind.WORD, Kind.WORD_SIGN}
_NEVER_FIRST = _WESTERN_TAILS | {Kind.CLOSE, Kind.TRAILER, Kind.SPACE, Kind.MARK}
_NEVER_LAST = _WESTERN_HEADS | {Kind.OPEN, Kind.LEADER, Kind.WORD_TIE}
_WHOLE = frozenset(((Kind.DASH, Kind.DASH), (Kind.ELLIPSIS, Kind.ELLIPSIS)))
_MIXED = tuple({Kind.HAN, kind} for kind in (Kind.WORD, Kind.WORD_TRAILER, Kind.WORD_LEADER))

HALF = 0.5
"""The blank half of a full-width mark."""
QUARTER = 0.25
"""Between Chinese and Western text."""
_BLANK_SHRINK = 0.08
_BLANK_STRETCH = 2
"""Western words may stand further apart than ideographs before a line looks torn."""
_DASH_OVERLAP = -0.09
"""Joins two — (whose boxes have bearings in Noto Serif SC) to the one stroke of a Chinese dash."""
_BESIDE_DOT = 0.0865
"""Makes the · of Noto Serif SC, 0.327 em wide, as wide as the standard has it: half an em."""
_DASH_MARGIN = 0.15
"""Makes that dash as wide as the standard has it: two em."""


def kind_of(char: str) -> Kind:
    """Classify a character."""
    listed = _LISTED.get(char)
    if listed is not None:
        return listed
    category = unicodedata.category(char)
    if category.startswith("M"):
        return Kind.MARK
    width = unicodedata.east_asian_width(char)
    if width == "F":
        return Kind.DIGIT if category[0] in "LN" else Kind.SIGN
    if width == "W":
        return Kind.HAN if category[0] in "LN" else Kind.SIGN
    if width == "A" and category[0] not in "L" and char not in "×÷±":
        return Kind.SIGN
    return Kind.WORD if category[0] in "LN" else Kind.WORD_SIGN


def _gap(before: Kind, after: Kind) -> Gap:
    may_break = _may_break(before, after)
    space, shrink = 0.0, 0.0
    if (before, after) == (Kind.DASH, Kind.DASH):
        space = _DASH_OVERLAP
    elif _marks_meet(before, after):
        space = -HALF
    elif before is Kind.CLOSE or after is Kind.OPEN:
        shrink = HALF / 2
    elif {before, after} in _MIXED:
        space, shrink = QUARTER, QUARTER / 2
    elif {before, after} == {Kind.HAN, Kind.MIDDLE_DOT}:
        space = shrink = _BESIDE_DOT
    elif {before, after} == {Kind.HAN, Kind.DASH}:
        space = _DASH_MARGIN
    elif before is Kind.SPACE:
        shrink = _BLANK_SHRINK
    return Gap(may_break, space, _stretch(before, after), shrink)


def _stretch(before: Kind, after: Kind) -> int:
    if after is Kind.MARK or (before, after) in _WHOLE:
        return 0
    if Kind.SPACE in (before, after):
        # A run of blanks counts once, at its end.
        return _BLANK_STRETCH if before is Kind.SPACE else 0
    return 0 if before in _WESTERN and after in _WESTERN else 1


def _may_break(before: Kind, after: Kind) -> bool:
    if after in _NEVER_FIRST or before in _NEVER_LAST or (before, after) in _WHOLE:
        return False
    if before in _JOINTS and after is not Kind.HAN:
        return False
    if before is Kind.DIGIT and after is Kind.DIGIT:
        return False
    return not (before in _WESTERN and after in _WESTERN)


def _marks_meet(before: Kind, after: Kind) -> bool:
    """Whether two full-width marks have two blank halves between their strokes, or more."""
    marks = (Kind.OPEN, Kind.CLOSE)
    return before in marks and after in marks and not (before is Kind.OPEN and after is Kind.CLOSE)


KINDS: KeyDefaultDict[str, int] = KeyDefaultDict(lambda char: int(kind_of(char)))
"""Character to kind."""

_TABLE = tuple(tuple(_gap(before, after) for after in Kind) for before in Kind)
"""The gap by the kinds before and after it."""


def _classes(lines: Sequence[tuple[Gap, ...]]) -> bytes:
    """Kind to the number of its class: those with the same gaps to all others are one."""
    classes = list(dict.fromkeys(lines))
    return bytes(map(classes.index, lines)).ljust(256, b"\0")


_BEFORE = _classes(_TABLE)
_AFTER = _classes([*zip(*_TABLE, strict=True)])
# Two neighbours make one byte: the class of the one in its upper half, of the other in the lower.
assert max(_BEFORE) < 16 > max(_AFTER)
_UPPER = bytes(16 * number for number in range(16))
_PAIRS = {
    _UPPER[_BEFORE[before]] + _AFTER[after]: _TABLE[before][after]
    for before in Kind
    for after in Kind
}

GAPS = tuple(dict.fromkeys(_PAIRS.values()))
"""Every gap that there is, each once."""
assert all(gap.stretch for gap in GAPS if gap.may_break)  # line breaking counts on it
_NUMBERS = bytes(GAPS.index(_PAIRS.get(pair, GAPS[0])) for pair in range(256))
_KINDS_BEFORE = _BEFORE.translate(_UPPER.ljust(256, b"\0"))


def gap_numbers(kinds: bytes) -> bytes:
    """The gaps between the characters of a text, by their places in :data:`GAPS`.

    Done for all of them at once, as whole numbers of any length: a page asks for a thousand.

    Args:
        kinds: the kind of each character.
    """
    count = max(0, len(kinds) - 1)
    before = int.from_bytes(kinds[:-1].translate(_KINDS_BEFORE))
    after = int.from_bytes(kinds[1:].translate(_AFTER))
    return (before | after).to_bytes(count).translate(_NUMBERS)
