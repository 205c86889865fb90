"""How many offices wait for a decision, by their packages alone."""

from __future__ import annotations

from gonghui_desktop.model.receiving.offices import office_key
from gonghui_desktop.model.receiving.submissions import SubmissionState, states_of
from gonghui_desktop.services.reporter import OfficeRole, office_role
from gonghui_desktop.services.workspace import Workspace

_WAITING = (SubmissionState.RECEIVED, SubmissionState.CONFLICT, SubmissionState.PENDING)


def offices_waiting(ws: Workspace) -> int:
    """Offices that have sent what nobody has decided about yet; no record is read for it.

    Raises:
        StoreError: it cannot be read.
    """
    if office_role(ws) is OfficeRole.FILLS_IN:
        return 0
    store, campaign = ws.store.received, ws.campaign

    def office(name: str) -> str:
        return office_key(name, campaign.places)

    kept = [each for each in store.submissions(campaign.id) if each.within is None]
    states = states_of(kept, store.events(campaign.id), office)
    return len({office(each.sender.name) for each in kept if states[each.number] in _WAITING})
