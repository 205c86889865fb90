"""What is told of a return or a receipt that comes in as a file."""

from __future__ import annotations

from gonghui_desktop.model.replies import Reply
from gonghui_desktop.services.imports.outcomes import ImportOutcome
from gonghui_desktop.services.replies import RecordTold, take_in_reply
from gonghui_desktop.services.workspace import Workspace


def import_reply(ws: Workspace, reply: Reply, source: str) -> tuple[ImportOutcome, ...]:
    """Takes in a reply; a sentence on the whole, then one on each record that is worth one.

    Args:
        ws: the workspace.
        reply: what was said.
        source: the file's name.

    Raises:
        InputError: it was said to somebody else, or by ourselves, or of another campaign.
        StoreError: it cannot be stored.
    """
    taken = take_in_reply(ws, reply, source)
    head = ImportOutcome(True, taken.sentence, is_notice=True, reply=taken)
    told = taken.records if taken.is_new else ()
    return (head, *map(_outcome, told))


def _outcome(told: RecordTold) -> ImportOutcome:
    return ImportOutcome(
        accepted=True,
        message=told.sentence,
        form=told.form,
        record_id=told.record if told.is_here else "",
        is_notice=True,
        said=told,
    )
