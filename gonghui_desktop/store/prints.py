"""What was printed of each record, inside a transaction of the caller's."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from gonghui_desktop.errors import DamagedError
from gonghui_desktop.model.prints import Paper, PrintEntry
from gonghui_desktop.store.encoding import DAMAGED, moment_of, moment_text, read_rows, readable

_COLUMNS = "prints.revision, is_draft, code, copies, printer, at"
_KEEP = (
    "INSERT INTO prints (record, revision, is_draft, code, copies, printer, at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_OF_RECORD = f"SELECT {_COLUMNS} FROM prints WHERE record = ? ORDER BY number"  # noqa: S608 -- our own
_OF_CAMPAIGN = f"""
    SELECT records.id, {_COLUMNS} FROM prints JOIN records ON records.number = prints.record
    WHERE records.campaign = ? AND records.deleted_at IS NULL ORDER BY prints.number"""  # noqa: S608 -- our own


def keep(driver: sqlite3.Connection, number: int, entry: PrintEntry) -> None:
    """Writes down that a record was printed."""
    paper = entry.paper
    row = (number, paper.revision, int(paper.is_draft), paper.code, entry.copies, entry.printer)
    driver.execute(_KEEP, (*row, moment_text(entry.at)))


def entries(driver: sqlite3.Connection, number: int) -> list[PrintEntry]:
    """Each time that a record was printed, the first one first; what is damaged is left out."""
    return readable(read_rows(driver, _OF_RECORD, (number,)), _entry)


def entries_of_campaign(driver: sqlite3.Connection, campaign: str) -> dict[str, list[PrintEntry]]:
    """Id of each of a campaign's records that was printed, to its entries, likewise."""
    found: dict[str, list[PrintEntry]] = {}
    for record_id, *row in read_rows(driver, _OF_CAMPAIGN, (campaign,)):
        with suppress(DamagedError):
            found.setdefault(record_id, []).append(_entry(row))
    return found


def _entry(row: Iterable[Any]) -> PrintEntry:
    """The entry of a row.

    Raises:
        DamagedError: somebody else wrote something else there, or the disk did.
    """
    revision, is_draft, code, copies, printer, at = row
    if any(type(number) is not int for number in (revision, copies)) or is_draft not in (0, 1):
        raise DamagedError(DAMAGED)
    if any(type(text) is not str for text in (code, printer)):
        raise DamagedError(DAMAGED)
    return PrintEntry(Paper(revision, bool(is_draft), code), copies, printer, moment_of(at))
