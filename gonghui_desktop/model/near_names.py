"""Whether two names may be one unit's, and why: both names are shown, a person decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from gonghui_desktop.model.unit_names import unit_key

_SHORTEST = 4
"""Characters from which on a single other one may be a slip of the pen."""


@dataclass(frozen=True)
class Near:
    """A name that may be the same unit's.

    Attributes:
        id: what it was added under.
        name: as it is written.
        reason: why it may be, a Chinese clause.
    """

    id: str
    name: str
    reason: str


def likeness(one: str, other: str, places: Iterable[str] = ()) -> str:
    """Why two names may be one unit's, as a Chinese clause; empty for two units.

    Args:
        one: a unit's name as it is written.
        other: another one, or the same.
        places: names of places that may stand before a unit's name, such as ``大连市``.
    """
    del places  # levelled with them soon
    return _likeness(unit_key(one), unit_key(other))


def _likeness(one: str, other: str) -> str:
    if not one or not other:
        return ""
    if one == other:
        return "名称相同"
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - the start does without

    if min(len(one), len(other)) < _SHORTEST or OSA.distance(one, other, score_cutoff=1) > 1:
        return ""
    return "只差一个字"


class NearNames:
    """Names by what they have in common, kept up to date name by name.

    Args:
        places: as for :func:`likeness`.
    """

    def __init__(self, places: Iterable[str] = ()) -> None:
        self._places = tuple(places)
        self._names: dict[str, str] = {}
        self._keys: dict[str, str] = {}
        self._by_pair: dict[str, set[str]] = {}

    def add(self, name_id: str, name: str) -> None:
        """Notes a name under an id; one that was there under it goes."""
        self.remove(name_id)
        self._names[name_id] = name
        key = self._keys[name_id] = unit_key(name)
        for pair in _pairs(key):
            self._by_pair.setdefault(pair, set()).add(name_id)

    def remove(self, name_id: str) -> None:
        """Forgets the name of an id; nothing happens where there is none."""
        if self._names.pop(name_id, None) is None:
            return
        for pair in _pairs(self._keys.pop(name_id)):
            self._by_pair[pair].discard(name_id)

    def near(self, name: str) -> tuple[Near, ...]:
        """The names that may be the same unit's, in the order in which they were added."""
        key = unit_key(name)
        common = Counter(each for pair in _pairs(key) for each in self._by_pair.get(pair, ()))
        likely = {each for each, count in common.items() if count >= len(key) - 3}
        found = ((each, _likeness(key, self._keys[each])) for each in self._keys if each in likely)
        return tuple(Near(each, self._names[each], reason) for each, reason in found if reason)


def _pairs(key: str) -> set[str]:
    """Neighbouring characters of a levelled name."""
    return {key[at : at + 2] for at in range(len(key) - 1)} or {key}
