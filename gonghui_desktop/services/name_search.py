"""Looking for a unit by its name as typed: its characters, their pinyin, or pinyin initials.

A search may mix them: ``dlzg``, ``dalian zhonggong`` and ``大连zg`` all find 大连重工. Of a
character with several readings any counts. pypinyin takes a quarter of a second to import, so it
is imported when the first search with a letter in it comes, by :func:`load_readings` in the
background where that can be. Its words, which only sorting needs, take four times the memory of its
characters (46 MB) and are loaded by the first :func:`sort_key`.
"""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

_LETTER = re.compile("[a-z]")
_TWO_LETTER_INITIALS = ("zh", "ch", "sh")
_FIRST = 1  # the state in which nothing of the search has been found yet


def fold(text: str) -> str:
    """Folds a text for searching: without blanks, width and case; ü is v, as clerks type it."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("ü", "v")
    return "".join(folded.split())


def needs_readings(text: str) -> bool:
    """Whether a search has letters, which may be pinyin."""
    return _LETTER.search(fold(text)) is not None


def has_readings() -> bool:
    """Whether the table of readings is loaded."""
    return "pypinyin.core" in sys.modules


def load_readings() -> None:
    """Loads the table of readings; a quarter of a second, once."""
    readings("一")


@lru_cache(maxsize=1 << 16)
def readings(character: str) -> tuple[str, ...]:
    """Every reading of a Chinese character, without tones; empty for any other character."""
    style, pinyin, _ = _pypinyin()
    (found,) = pinyin(character, style=style.NORMAL, heteronym=True, errors="ignore") or ((),)
    both = (each.replace("v", "u") for each in found)  # lv or lu for 旅
    return tuple(dict.fromkeys([*found, *both]))


@lru_cache(maxsize=1 << 15)
def sort_key(name: str) -> str:
    """Orders names as a dictionary does: by pinyin with tones, in the reading that a word has."""
    style, _, lazy_pinyin = _pypinyin()
    _load_words()
    return " ".join([*lazy_pinyin(fold(name), style=style.TONE3), name])


@lru_cache(maxsize=1)
def _pypinyin() -> tuple[Any, Callable[..., list[list[str]]], Callable[..., list[str]]]:
    """Styles and functions of pypinyin, which is loaded without its words."""
    with _variable("PYPINYIN_NO_PHRASES", "1"):  # its only way to say so
        from pypinyin import Style, lazy_pinyin, pinyin  # noqa: PLC0415 -- 250 ms, see above

    return Style, pinyin, lazy_pinyin


@lru_cache(maxsize=1)
def _load_words() -> None:
    """Loads the readings of words, such as 重庆; half a second, once."""
    from pypinyin import load_phrases_dict  # noqa: PLC0415 -- see above
    from pypinyin.phrases_dict import phrases_dict  # noqa: PLC0415 -- see above

    load_phrases_dict(phrases_dict)


@contextmanager
def _variable(name: str, value: str) -> Iterator[None]:
    """Sets an environment variable of this process for a moment."""
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = before


def matcher(text: str, *, from_start: bool = False) -> Callable[[str], bool]:
    """Makes the test whether a name, folded by :func:`fold`, contains what was typed.

    Args:
        text: what was typed.
        from_start: whether the name must begin with it.
    """
    needle = fold(text)
    if _LETTER.search(needle):
        return _PinyinMatcher(needle, from_start=from_start)
    return (lambda name: name.startswith(needle)) if from_start else (lambda name: needle in name)


class _State(dict[str, "_State"]):
    """A state of the matcher: the next state by character, filled as characters come.

    Attributes:
        places: bit n is set if the search's first n characters may end here.
    """

    def __init__(self, places: int, follow: Callable[[int, str], _State]) -> None:
        super().__init__()
        self.places = places
        self._follow = follow

    def __missing__(self, character: str) -> _State:
        following = self._follow(self.places, character)
        self[character] = following
        return following


class _PinyinMatcher:
    """A finite automaton over the characters of a name, made as it is needed.

    One step a character, whatever the number of readings: 10,000 names take some 10 ms.
    """

    def __init__(self, needle: str, *, from_start: bool) -> None:
        self._needle = needle
        self._again = 0 if from_start else _FIRST
        self._states: dict[int, _State] = {}
        self._start = self._state(_FIRST)
        self._found = self._state(1 << len(needle))

    def __call__(self, name: str) -> bool:
        state = self._start
        for character in name:
            state = state[character]
        return state is self._found

    def _state(self, places: int) -> _State:
        if places not in self._states:
            self._states[places] = _State(places, self._follow)
        return self._states[places]

    def _follow(self, places: int, character: str) -> _State:
        end = 1 << len(self._needle)
        if places & end:
            return self._found
        following = self._again
        for place in range(len(self._needle)):
            if places >> place & 1:
                for length in self._steps(place, character):
                    following |= 1 << (place + length)
        return self._found if following & end else self._state(following)

    def _steps(self, place: int, character: str) -> Iterator[int]:
        """Numbers of the search's next characters that this one of the name may stand for."""
        rest = self._needle[place:]
        if rest[0] == character:
            yield 1
        if not "a" <= rest[0] <= "z":
            return
        for reading in readings(character):
            if rest.startswith(reading):
                yield len(reading)
            elif reading.startswith(rest):
                yield len(rest)  # still being typed
            if reading[0] == rest[0]:
                yield 1
            if reading.startswith(_TWO_LETTER_INITIALS) and rest.startswith(reading[:2]):
                yield 2
