"""What the rest of the city says of one package's units: the same elsewhere, or on the roster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gonghui_desktop.model.receiving.submissions import ReceivedRecord
from gonghui_desktop.model.units.roster import Barred
from gonghui_desktop.services.receiving.city.city_units import why_alike
from gonghui_desktop.services.receiving.office_table import office_table
from gonghui_desktop.services.workspace import Workspace


@dataclass(frozen=True)
class OtherUnit:
    """A record elsewhere that seems to be of the same unit.

    Attributes:
        office: who put it forward.
        submission: number of its package.
        record: the record.
        likeness: why the two may be one unit, a clause.
        said: what the offices themselves say of them, empty for nothing.
        decided: what one's own office has decided, its reason; empty for nothing.
    """

    office: str
    submission: int
    record: ReceivedRecord
    likeness: str
    said: str = ""
    decided: str = ""


@dataclass(frozen=True)
class UnitsSaid:
    """What is to be said of a package's units.

    Attributes:
        others: id of a record to those that seem to be of the same unit.
        barred: id of a record to the units on the roster that it seems to be of.
    """

    others: Mapping[str, Sequence[OtherUnit]]
    barred: Mapping[str, Sequence[Barred]]


def said_of_units(ws: Workspace, number: int) -> UnitsSaid:
    """Looks at a package's units among those that all offices report; not for the GUI thread.

    Of a package that does not count nothing is said.

    Raises:
        InputError: one's own office receives nothing.
        StoreError: it cannot be read.
    """
    table = office_table(ws)
    names = {row.submission.number: row.name for row in table.rows if row.submission}
    others: dict[str, list[OtherUnit]] = {}
    for double in table.city.doubles:
        for own in double.sides:
            if own.submission == number:
                others.setdefault(own.record.record.id, []).extend(
                    OtherUnit(
                        names.get(side.submission, ""),
                        side.submission,
                        side.record,
                        why_alike(double.likeness, (own.record.name, side.record.name)),
                        double.said,
                        double.decision.reason if double.decision else "",
                    )
                    for side in double.sides
                    if side is not own
                )
    return UnitsSaid(others, table.city.barred.get(number, {}))
