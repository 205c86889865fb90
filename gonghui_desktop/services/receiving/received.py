"""What was received, package by package, with what each counts for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gonghui_desktop.model.receiving.offices import office_key
from gonghui_desktop.model.receiving.submissions import (
    Assessment,
    ReceivedRecord,
    ReceivedSubmission,
    SubmissionState,
    clashing,
    states_of,
)
from gonghui_desktop.services.receiving.offices import own_kind
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.receiving.package_files import place_of


@dataclass(frozen=True)
class Look:
    """A received package with all that is known of it.

    Attributes:
        submission: the package.
        state: what it counts for; of one that came in a report, what that counts for.
        records: its records in their order.
        assessment: what is to be said of it.
        path: where its bytes are kept; ``None`` where they are not there.
        within: UUID of the package that it came in; empty for one that came by itself.
        clashing: ids of its records that say something else in another package, in one revision.
    """

    submission: ReceivedSubmission
    state: SubmissionState
    records: Sequence[ReceivedRecord]
    assessment: Assessment
    path: Path | None
    within: str = ""
    clashing: frozenset[str] = frozenset()


def received_submissions(ws: Workspace) -> list[Look]:
    """Every package of the campaign that was received, in the order in which they came.

    Raises:
        InputError: one's own office receives nothing.
        StoreError: they cannot be read.
    """
    own_kind(ws)
    campaign, store = ws.campaign, ws.store.received
    kept = store.submissions(campaign.id)
    records = store.records(campaign.id)
    assessments = store.assessments(campaign.id)
    states = states_of(
        [each for each in kept if each.within is None],
        store.events(campaign.id),
        lambda name: office_key(name, campaign.places),
    )
    clashes = clashing(records)
    packages = {each.number: each.package for each in kept}
    looks = []
    for each in kept:
        outermost = each.number if each.within is None else each.within
        if outermost not in states:  # that one cannot be read
            continue
        place = place_of(ws.store.folder, each.digest)
        looks.append(
            Look(
                each,
                states[outermost],
                records.get(each.number, ()),
                assessments.get(each.number, Assessment()),
                place if place.is_file() else None,
                packages.get(each.within, "") if each.within is not None else "",
                clashes.get(each.number, frozenset()),
            )
        )
    return looks
