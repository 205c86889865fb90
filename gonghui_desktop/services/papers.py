"""Which paper there is of a form that may be handed in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from gonghui_desktop.model.checkcode import check_code, fingerprint
from gonghui_desktop.model.prints import Paper, PrintEntry, is_void
from gonghui_desktop.model.record import Record, RecordState
from gonghui_desktop.services.editions import as_current, form_of, is_known
from gonghui_desktop.services.workspace import Workspace


def paper_of(ws: Workspace, record: Record) -> Paper:
    """What a record's paper says if it is printed now."""
    code = ""
    if is_known(ws, record):
        code = check_code(fingerprint(form_of(ws, record), as_current(ws, record)))
    return Paper(record.revision, record.state is RecordState.DRAFT, code)


def printed_at(ws: Workspace, record: Record, entries: Iterable[PrintEntry]) -> datetime | None:
    """When the last paper came out that says what the record says; ``None`` if none did.

    Also that of a draft counts: no stage is noted of it, since it might still have been changed.

    Args:
        ws: the workspace.
        record: the form.
        entries: when it was printed, the first time first.
    """
    found = list(entries)
    if not found:
        return None
    now = paper_of(ws, record)
    return next((each.at for each in reversed(found) if not is_void(each, now)), None)
