"""Units of all offices among one another: put forward twice, nearly the same, on the roster."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from gonghui_desktop.model.receiving.submissions import ReceivedRecord
from gonghui_desktop.model.units.decisions import Pair, last_of_each
from gonghui_desktop.model.units.roster import Barred
from gonghui_desktop.model.units.unit_names import unit_key
from gonghui_desktop.services.units.alike import AlikeIndex
from gonghui_desktop.services.workspace import Workspace


@dataclass(frozen=True)
class Side:
    """One of the records that seem to be one unit's.

    Attributes:
        submission: number of its package.
        record: the record.
    """

    submission: int
    record: ReceivedRecord


@dataclass(frozen=True)
class CityDouble:
    """Records of the whole city that seem to be one unit's.

    Attributes:
        sides: the records, of one office or of several.
        likeness: why they may be, a clause; empty where the names are equal.
        reason: what somebody has said of them, empty for nothing.
    """

    sides: tuple[Side, ...]
    likeness: str
    reason: str


@dataclass(frozen=True)
class CityUnits:
    """What is to be said of the units of all offices.

    Attributes:
        doubles: those that are put forward twice, or nearly.
        barred: number of a package, to a record's id, to the units on the roster that it may be.
        same: pairs of names that somebody has said are one unit's.
    """

    doubles: Sequence[CityDouble]
    barred: Mapping[int, Mapping[str, Sequence[Barred]]]
    same: frozenset[Pair]

    def doubles_of(self, submission: int) -> int:
        """In how many doubles records of a package stand."""
        return self._counts.get(submission, 0)

    def barred_of(self, submission: int) -> int:
        """How many records of a package seem to be of barred units."""
        return len(self.barred.get(submission, {}))

    @cached_property
    def _counts(self) -> Mapping[int, int]:
        counts: Counter[int] = Counter()
        for double in self.doubles:
            counts.update({side.submission for side in double.sides})
        return counts


def city_units(ws: Workspace, records: Mapping[int, Sequence[ReceivedRecord]]) -> CityUnits:
    """Looks at the units of packages among one another.

    Args:
        ws: the workspace.
        records: number of a package to its records.

    Raises:
        StoreError: decisions or the roster cannot be read.
    """
    sides = {
        f"{number}.{place}": Side(number, each)
        for number, found in records.items()
        for place, each in enumerate(found)
    }
    decisions = ws.store.decisions(ws.campaign.id)
    decided = last_of_each(decisions)
    # The same record may be in the packages of two offices: its id alone does not tell them apart.
    keyed = [replace(side.record.record, id=key) for key, side in sides.items()]
    index = AlikeIndex.of(ws.campaign, keyed, decided)
    doubles = [
        CityDouble(tuple(sides[key] for key in each.records), each.likeness, each.reason)
        for each in index.doubles_among()
    ]
    same = frozenset(pair for pair, each in decided.items() if each.is_same)
    return CityUnits(doubles, _barred(ws, records), same)


def _barred(
    ws: Workspace, records: Mapping[int, Sequence[ReceivedRecord]]
) -> Mapping[int, Mapping[str, Sequence[Barred]]]:
    known: dict[str, Sequence[Barred]] = {}
    found: dict[int, dict[str, Sequence[Barred]]] = {}
    for number, each in ((at, each) for at, received in records.items() for each in received):
        key = unit_key(each.name)
        if key not in known:
            known[key] = ws.barred.barred(ws, each.name)
        if known[key]:
            found.setdefault(number, {})[each.record.id] = known[key]
    return found
