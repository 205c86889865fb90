"""Forms that were handed to a printer and of which it is not known yet whether they came out.

They are noted as long as the window follows their job. What is still there at the next start was
never heard of again: the program ended first. Nobody can then ask the queue, since it forgets jobs
and begins anew with its numbers; the clerk has the paper in front of her, or not, and says so.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gonghui_desktop.model.prints import Paper
from gonghui_desktop.model.record import Record
from gonghui_desktop.services.prints import note_printed
from gonghui_desktop.services.record_names import record_title
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.values import PRINTING

_SENT = PRINTING + "sent."


@dataclass(frozen=True)
class SentForms:
    """What was handed to a printer in one job.

    Attributes:
        key: of the job, unique.
        printer_name: as the clerk knows it.
        copies: id of each record to the number of its copies.
        papers: id of each record to what was sent.
    """

    key: str
    printer_name: str
    copies: Mapping[str, int]
    papers: Mapping[str, Paper]


def remember(ws: Workspace, sent: SentForms) -> None:
    """Notes that forms are on their way to paper.

    Raises:
        StoreError: it cannot be stored.
    """
    papers = {key: (each.revision, each.is_draft, each.code) for key, each in sent.papers.items()}
    text = json.dumps([sent.printer_name, dict(sent.copies), papers], ensure_ascii=True)
    ws.store.set_setting(_SENT + sent.key, text)


def forget(ws: Workspace, key: str) -> None:
    """Notes that it is known what became of them."""
    ws.store.set_setting(_SENT + key, "")


def note(ws: Workspace, sent: SentForms) -> list[Record]:
    """Notes that they came out; see :func:`note_printed`."""
    marked = note_printed(
        ws, list(sent.copies), list(sent.copies.values()), sent.printer_name, sent=sent.papers
    )
    forget(ws, sent.key)
    return marked


def left(ws: Workspace, followed: Collection[str]) -> list[SentForms]:
    """What is still noted though nobody follows it; what cannot be read says nothing.

    Args:
        ws: the workspace.
        followed: keys of the jobs that are being followed.
    """
    stored = ws.store.settings(_SENT)
    found = [_sent(key.removeprefix(_SENT), text) for key, text in stored.items()]
    return [each for each in found if each is not None and each.key not in followed]


def names(ws: Workspace, sent: SentForms) -> Sequence[str]:
    """What the forms are called that are still there."""
    records = [ws.store.find(record_id) for record_id in sent.copies]
    return [record_title(ws, record) for record in records if record is not None]


def _sent(key: str, text: str) -> SentForms | None:
    try:
        printer, copies, papers = json.loads(text)
        known = {str(each): _paper(paper) for each, paper in papers.items()}
        counted = {str(each): int(copies[each]) for each in known}
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return None
    return SentForms(key, str(printer), counted, known)


def _paper(stored: Any) -> Paper:
    revision, is_draft, code = stored
    return Paper(int(revision), bool(is_draft), str(code))
