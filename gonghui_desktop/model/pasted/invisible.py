"""Characters without a shape: which of them a text needs, and the text without the others."""

from __future__ import annotations

import re
import unicodedata

# Controls but tab and line feed; soft hyphen, grapheme joiner, fillers; zero-width spaces, word
# joiner and invisible operators; byte order mark, annotation marks, place holder of a picture.
_NEVER = re.compile(
    "[\0-\b\v-\x1f\x7f-\x9f\xad\u034f\u115f\u1160\u17b4\u17b5\u200b\u2060-\u2065\u206a-\u206f"
    "\u3164\ufeff\uffa0\ufff9-\ufffc\U0001d173-\U0001d17a\U000e0001]"
)
_DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_JOINERS = "\u200c\u200d"
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_MONGOLIAN_MARKS = "\u180b\u180c\u180d\u180e\u180f"
_TAGS = re.compile("[\U000e0020-\U000e007f]")
_SOMETIMES = re.compile(
    f"[{_JOINERS}{_MONGOLIAN_MARKS}\ufe00-\ufe0f\U000e0020-\U000e007f\U000e0100-\U000e01ef]"
)
_BLACK_FLAG = "\U0001f3f4"

# Scripts whose letters a joiner joins or parts, and pictures that it makes one of.
_JOINING = re.compile(
    "[\u0600-\u08ff\u0900-\u0dff\u0e80-\u0fff\u1000-\u109f\u1780-\u17ff\u1800-\u18af"
    "\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\ua840-\ua87f\ufb50-\ufdff\ufe70-\ufeff"
    "\U0001f000-\U0001faff]"
)


def without_invisible(text: str) -> str:
    """The text without characters that have no shape and change none.

    Kept are those that mean something where they stand: variation selectors behind a character,
    joiners between letters of scripts that join them (Uyghur, Mongolian, Tibetan) or between
    parts of an emoji, marks of direction in a text with letters written from the right.
    """
    text = _NEVER.sub("", text)
    if _DIRECTIONS.search(text) and not _has_letters_from_the_right(text):
        text = _DIRECTIONS.sub("", text)
    if not _SOMETIMES.search(text):
        return text
    kept: list[str] = []
    for place, char in enumerate(text):
        if not _SOMETIMES.match(char) or _is_meant(char, kept, text[place + 1 : place + 2]):
            kept.append(char)
    return "".join(kept)


def _has_letters_from_the_right(text: str) -> bool:
    return any(unicodedata.bidirectional(char) in ("R", "AL") for char in text)


def _is_meant(char: str, before: list[str], after: str) -> bool:
    """Whether a character that is needed in some places is needed in this one."""
    last = before[-1] if before else " "
    if char in _JOINERS:
        base = before[-2] if _SELECTORS.match(last) and len(before) > 1 else last
        return bool(_JOINING.match(base) and _JOINING.match(after))
    if char in _MONGOLIAN_MARKS:
        return "\u1810" <= last <= "\u18af"
    if _TAGS.match(char):
        return last == _BLACK_FLAG or bool(_TAGS.match(last))
    # A variation selector belongs to the character in front of it.
    return not (last.isspace() or _SELECTORS.match(last) or last in _JOINERS)
