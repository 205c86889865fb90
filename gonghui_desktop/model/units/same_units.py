"""Which names are one unit's once a person has decided: the one rule by which units are counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from gonghui_desktop.model.units.decisions import Decision, Pair
from gonghui_desktop.model.units.unit_names import unit_key


@dataclass(frozen=True)
class SameUnits:
    """What was decided about names that a program cannot tell apart for certain.

    Attributes:
        same: pairs of levelled names that are one unit's.
        apart: levelled names that several units have: each form with one is of another unit.
    """

    same: frozenset[Pair] = frozenset()
    apart: frozenset[str] = frozenset()

    @classmethod
    def of(cls, decided: Mapping[Pair, Decision]) -> SameUnits:
        """What follows from the decisions that count."""
        return cls(
            frozenset(pair for pair, each in decided.items() if each.is_same),
            frozenset(
                pair[0] for pair, each in decided.items() if pair[0] == pair[1] and not each.is_same
            ),
        )

    def units(self, names: Iterable[str]) -> list[str]:
        """What stands for the unit of each form, by the names on them; empty for no name.

        Equal ones are one unit's, so that as many units are there as different ones that are not
        empty.
        """
        found = []
        for at, name in enumerate(names):
            key = unit_key(name)
            is_apart = key and key in self.apart
            found.append(f"{at} {key}" if is_apart else key and self._first.get(key, key))
        return found

    def count(self, names: Iterable[str]) -> int:
        """How many units there are; a form without a name is of none."""
        return len(set(self.units(names)) - {""})

    @cached_property
    def _first(self) -> Mapping[str, str]:
        """Each key in pairs to one that stands for all that hang together."""
        groups: dict[str, set[str]] = {}
        for pair in self.same:
            joined = set().union(pair, *(groups.get(key, ()) for key in pair))
            groups.update(dict.fromkeys(joined, joined))
        return {key: min(group) for key, group in groups.items()}


AS_WRITTEN = SameUnits()
"""Nobody has decided anything: names are one unit's where they are equal once levelled."""
