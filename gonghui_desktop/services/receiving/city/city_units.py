"""Units of all offices among one another: put forward twice, nearly the same, on the roster."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from gonghui_desktop.model.receiving.submissions import ReceivedRecord
from gonghui_desktop.model.units.decisions import Decision, Pair, pair_of
from gonghui_desktop.model.units.roster import Barred
from gonghui_desktop.model.units.same_units import SameUnits


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
        said: what the offices themselves say of them, empty for nothing; it decides nothing here.
        decision: what one's own office has decided of them; ``None`` for nothing.
    """

    sides: tuple[Side, ...]
    likeness: str
    said: str = ""
    decision: Decision | None = None

    @property
    def is_open(self) -> bool:
        """Whether one's own office has not decided; see ``said``."""
        return self.decision is None

    @property
    def pair(self) -> Pair:
        """What is decided about: two names, or twice the same one."""
        return pair_of(self.sides[0].record.name, self.sides[-1].record.name)


def why_alike(likeness: str, names: Collection[str]) -> str:
    """Why names may be one unit's, such as ``名称相同`` or ``只差“限”与“责”``.

    Args:
        likeness: what is near in them; empty where they are equal but for how they are written.
        names: as they are written.
    """
    return likeness or ("名称相同" if len(set(names)) == 1 else "名称只是写法不同")


class Tally(NamedTuple):
    """How many questions concern a package.

    Attributes:
        open: nobody has decided them.
        decided: one's own office has.
    """

    open: int = 0
    decided: int = 0


@dataclass(frozen=True)
class CityUnits:
    """What is to be said of the units of all offices.

    Attributes:
        doubles: those that are put forward twice, or nearly.
        barred: number of a package, to a record's id, to the units on the roster that it may be.
        decided: which names are one unit's, as one's own office has decided.
        of_roster: what it has decided about names and entries of the roster.
        barred_counts: number of a package to how many of its records may be barred; one with an
            entry that nobody has decided about is open.
    """

    doubles: Sequence[CityDouble]
    barred: Mapping[int, Mapping[str, Sequence[Barred]]]
    decided: SameUnits
    of_roster: Mapping[Pair, Decision]
    barred_counts: Mapping[int, Tally]

    def doubles_of(self, submission: int) -> Tally:
        """In how many doubles records of a package stand."""
        return self._doubles.get(submission, Tally())

    def barred_of(self, submission: int) -> Tally:
        """How many records of a package seem to be of barred units."""
        return self.barred_counts.get(submission, Tally())

    @cached_property
    def _doubles(self) -> Mapping[int, Tally]:
        counts: dict[int, Tally] = {}
        for double in self.doubles:
            for submission in {side.submission for side in double.sides}:
                still, done = counts.get(submission, Tally())
                counts[submission] = Tally(still + double.is_open, done + (not double.is_open))
        return counts
