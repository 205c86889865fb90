"""What offices above said of records while these were not there, such as in the bin."""

from __future__ import annotations

from collections.abc import Sequence

from gonghui_desktop.model.reply_marks import marks_of
from gonghui_desktop.services.reporter import reporter_name
from gonghui_desktop.services.submissions.sent_packages import last_sent
from gonghui_desktop.services.workspace import Workspace


def mark_missed(ws: Workspace, record_ids: Sequence[str], *, are_new: bool = False) -> None:
    """Marks records that are there again by the returns and receipts that came in meanwhile.

    Args:
        ws: the workspace.
        record_ids: of records that were in the bin, or came in just now.
        are_new: they have never been there.

    Raises:
        StoreError: the store cannot be written.
    """
    if not record_ids or not ws.store.replies(ws.campaign.id):
        return
    last = last_sent(ws, reporter_name(ws))
    latest = last.revision if last is not None else 0
    ws.store.mark_missed(record_ids, lambda every: marks_of(every, latest), are_new=are_new)
