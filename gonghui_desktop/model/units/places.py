"""Places in units' names: which of them may be left out, and which tell units apart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from gonghui_desktop.model.strict import Table
from gonghui_desktop.model.toml_file import texts_of

_LONGEST_NAME, _MOST_NAMES = 30, 20

_NO_UNIT_STANDS_THERE = "(?![路街村镇乡桥])"
"""中山路 is a street, and in 大连 of many a town."""


@dataclass(frozen=True)
class Place:
    """A place as units' names have it.

    Attributes:
        names: the ways of writing it, such as ``大连市`` and ``大连``.
        is_around: whether all units are there, so that many leave it out.
    """

    names: tuple[str, ...]
    is_around: bool = False


@dataclass(frozen=True)
class Found:
    """A place in a name.

    Attributes:
        place: its number among the campaign's.
        is_around: see :class:`Place`.
        text: as it is written there.
        is_ahead: whether nothing but places stands before it.
    """

    place: int
    is_around: bool
    text: str
    is_ahead: bool


@dataclass(frozen=True)
class Places:
    """The places of a campaign."""

    places: tuple[Place, ...] = ()

    @cached_property
    def _by_name(self) -> dict[str, tuple[int, bool]]:
        return {
            name: (number, place.is_around)
            for number, place in enumerate(self.places)
            for name in place.names
        }

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        names = sorted(self._by_name, key=len, reverse=True)
        shortest = {min(place.names, key=len) for place in self.places if not place.is_around}
        guarded = (
            re.escape(name) + (_NO_UNIT_STANDS_THERE if name in shortest else "") for name in names
        )
        return re.compile("|".join(guarded) or "(?!)")

    def taken_from(self, text: str) -> tuple[str, tuple[Found, ...]]:
        """The rest of a levelled name, and the places that were in it."""
        found: list[Found] = []
        rest: list[str] = []
        at = 0
        for match in self._pattern.finditer(text):
            rest.append(text[at : match.start()])
            is_ahead = not any(rest)
            found.append(Found(*self._by_name[match[0]], match[0], is_ahead))
            at = match.end()
        return "".join([*rest, text[at:]]), tuple(found)


NOWHERE = Places()
"""Of a campaign that says nothing of places."""


def read_places(tables: Iterable[Table]) -> Places:
    """The tables ``places`` of a campaign.

    Raises:
        Exception: the table's own error, for a key or value that does not fit.
    """
    places = []
    known: set[str] = set()
    for table in tables:
        names = texts_of(table, "names", _LONGEST_NAME, _MOST_NAMES)
        if not names or not all(len(name.strip()) > 1 for name in names):
            table.fail("须有名称，每个至少两个字", "names")
        for name in names:
            if name in known:
                table.fail(f"重复：{name}", "names")
            known.add(name)
        places.append(Place(names, is_around=table.get_or("around", bool, False)))
        table.done()
    return Places(tuple(places))
