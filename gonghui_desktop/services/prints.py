"""What was printed: noted when the paper is there, told before the form is printed once more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType

from gonghui_desktop.model.prints import Paper, PrintEntry, is_void, reprint_words
from gonghui_desktop.model.record import Record
from gonghui_desktop.services.papers import paper_of
from gonghui_desktop.services.settings import keep_settings, setting
from gonghui_desktop.services.stages import mark_printed
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.values import PRINTING

_QUEUE, _TWO_SIDED, _ON = PRINTING + "queue", PRINTING + "two_sided", "1"

_LONGEST_NAME = 200
"""Characters of a printer's name that are kept: Windows allows 220, with the computer's."""

_NOTHING: Mapping[str, Paper] = MappingProxyType({})


def papers(ws: Workspace, record_ids: Iterable[str]) -> Mapping[str, Paper]:
    """The same of several, by id; to be asked when they are sent, since they may change meanwhile.

    Args:
        ws: the workspace.
        record_ids: which ones; an empty id is a blank form's.
    """
    found = [ws.store.find(record_id) for record_id in dict.fromkeys(record_ids) if record_id]
    return {record.id: paper_of(ws, record) for record in found if record is not None}


def note_printed(
    ws: Workspace,
    record_ids: Sequence[str],
    copies: int | Sequence[int],
    printer: str,
    *,
    sent: Mapping[str, Paper] = _NOTHING,
) -> list[Record]:
    """Notes that forms came out of a printer, and marks the final ones as printed.

    Paper of a past campaign is written down, too, though its forms' stages stay as they are.

    Args:
        ws: the workspace.
        record_ids: whose paper came out; an empty id is a blank form's.
        copies: of each of them, or one number for all.
        printer: its name; of a very long one the beginning is kept.
        sent: what was sent to the printer, from :func:`papers`; by default what is stored now. A
            form that was changed since is not marked: its paper says something else.

    Returns:
        The records whose stage was marked; none of them is a draft.
    """
    numbers = [copies] * len(record_ids) if isinstance(copies, int) else copies
    totals: dict[str, int] = {}
    for record_id, number in zip(record_ids, numbers, strict=True):
        totals[record_id] = totals.get(record_id, 0) + number
    now, current = datetime.now(UTC), papers(ws, record_ids)
    name = printer.encode(errors="replace").decode()[:_LONGEST_NAME]
    entries = {
        record_id: PrintEntry(sent.get(record_id, paper), totals[record_id], name, now)
        for record_id, paper in current.items()
    }
    if entries:
        ws.store.keep_prints(entries)
    fresh = [key for key, entry in entries.items() if not is_void(entry, current[key])]
    return mark_printed(ws, fresh)


def prints(ws: Workspace, record_id: str) -> list[PrintEntry]:
    """Each time that a record was printed, the first one first; also of one in the bin.

    Raises:
        RecordNotFound: there is none at all.
    """
    return ws.store.prints(record_id)


def prints_of_all(ws: Workspace) -> Mapping[str, Sequence[PrintEntry]]:
    """The same of every record of the campaign that was printed, by id."""
    return ws.store.prints_of(ws.campaign.id)


@dataclass(frozen=True)
class PrinterChoice:
    """How it was printed the last time.

    Attributes:
        queue: the printer, by the system's name; empty where none was chosen yet.
        two_sided: on both sides of the paper.
    """

    queue: str = ""
    two_sided: bool = False


def last_printer(ws: Workspace) -> PrinterChoice:
    """The printer that was chosen the last time on this computer."""
    return PrinterChoice(setting(ws, _QUEUE), setting(ws, _TWO_SIDED) == _ON)


def keep_printer(ws: Workspace, choice: PrinterChoice) -> None:
    """Keeps it for the next time.

    Raises:
        StoreError: it cannot be stored.
    """
    keep_settings(ws, {_QUEUE: choice.queue, _TWO_SIDED: _ON if choice.two_sided else ""})


def before_printing(ws: Workspace, record_ids: Iterable[str]) -> str:
    """What a clerk should know before she prints forms (once more); empty if nothing.

    Of several forms it says how many were printed, and of how many the paper is 作废.
    """
    known = prints_of_all(ws)
    found = [ws.store.find(each) for each in dict.fromkeys(record_ids) if each]
    records = [each for each in found if each is not None]
    again = [(known[each.id], paper_of(ws, each)) for each in records if known.get(each.id)]
    if len(records) == 1:
        return reprint_words(*again[0]) if again else ""
    good = sum(not is_void(entry, paper) for entries, paper in again for entry in entries[-1:])
    void = sum(any(is_void(entry, paper) for entry in entries) for entries, paper in again)
    words = f"其中 {good} 份以前已打印。" if good else ""
    return words + (f"有 {void} 份的旧纸质件作废：内容或版本已变。" if void else "")
