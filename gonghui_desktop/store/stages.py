"""Stages and seals of each revision, inside a transaction of the caller's."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

from gonghui_desktop.errors import DamagedError
from gonghui_desktop.model.record import Record
from gonghui_desktop.model.stages import Stage, StageEntry
from gonghui_desktop.store.encoding import DAMAGED, moment_of, moment_text, read_rows

_KEEP = "INSERT INTO stages (record, revision, stage, at) VALUES (?, ?, ?, ?)"
_FORGET = """
    DELETE FROM stages WHERE record = ?1 AND number > (
        SELECT max(number) FROM stages WHERE record = ?1 AND revision = ?2 AND stage = ?3)"""
_CORRECT = """
    UPDATE stages SET at = ?4 WHERE number = (
        SELECT max(number) FROM stages WHERE record = ?1 AND revision = ?2 AND stage = ?3)"""
_ALL = "SELECT revision, stage, at FROM stages WHERE record = ? ORDER BY number"
_TICK = """
    INSERT INTO seals (record, revision, seal, at) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET at = excluded.at"""
_UNTICK = "DELETE FROM seals WHERE record = ? AND revision = ? AND seal = ?"
_SEALS = "SELECT seal, at FROM seals WHERE record = ? AND revision = ? ORDER BY seal"
_OF_CAMPAIGN = """
    FROM {0} JOIN records ON records.number = {0}.record AND records.revision = {0}.revision
    WHERE records.campaign = ? AND records.deleted_at IS NULL"""
_STAGES_NOW = (
    f"SELECT records.id, stages.revision, stages.stage, at {_OF_CAMPAIGN.format('stages')} "
    "ORDER BY stages.number"
)
_SEALS_NOW = f"SELECT records.id, seal, at {_OF_CAMPAIGN.format('seals')}"


def keep(driver: sqlite3.Connection, number: int, record: Record) -> None:
    """Writes down the stage that a record has come to."""
    at = moment_text(record.stage_at)
    driver.execute(_KEEP, (number, record.revision, record.stage.value, at))


def correct(driver: sqlite3.Connection, number: int, record: Record) -> None:
    """Corrects since when a record is in its stage."""
    at = moment_text(record.stage_at)
    driver.execute(_CORRECT, (number, record.revision, record.stage.value, at))


def take_back(driver: sqlite3.Connection, number: int, record: Record) -> None:
    """Forgets the stages that a record came to after the one that it is back at."""
    driver.execute(_FORGET, (number, record.revision, record.stage.value))


def entries(driver: sqlite3.Connection, number: int) -> list[StageEntry]:
    """Every stage that a record's revisions came to, the first one first.

    Raises:
        DamagedError: one is damaged.
    """
    try:
        rows = read_rows(driver, _ALL, (number,))
        return [StageEntry(int(rev), Stage(stage), moment_of(at)) for rev, stage, at in rows]
    except (TypeError, ValueError):
        raise DamagedError(DAMAGED) from None  # Python's own words quote the text


def set_seal(
    driver: sqlite3.Connection, number: int, revision: int, seal: int, at: datetime | None
) -> None:
    """Notes that the paper has a seal since then, or, with ``None``, that it has not."""
    if at is None:
        driver.execute(_UNTICK, (number, revision, seal))
    else:
        driver.execute(_TICK, (number, revision, seal, moment_text(at)))


def seals(driver: sqlite3.Connection, number: int, revision: int) -> Mapping[int, datetime]:
    """Seals that a revision's paper has, counted from 0, and since when.

    Raises:
        DamagedError: one is damaged.
    """
    found = read_rows(driver, _SEALS, (number, revision))
    if any(type(seal) is not int for seal, _ in found):
        raise DamagedError(DAMAGED)
    return {seal: moment_of(at) for seal, at in found}


def entries_now(driver: sqlite3.Connection, campaign: str) -> dict[str, list[StageEntry]]:
    """Id of each of a campaign's records to the stages that its present revision came to.

    One of which something is damaged has none: it is told of elsewhere.
    """
    found: dict[str, list[StageEntry]] = {}
    spoilt = set()
    for record_id, revision, stage, at in read_rows(driver, _STAGES_NOW, (campaign,)):
        try:
            entry = StageEntry(int(revision), Stage(stage), moment_of(at))
        except (TypeError, ValueError, DamagedError):
            spoilt.add(record_id)
        else:
            found.setdefault(record_id, []).append(entry)
    return {record_id: each for record_id, each in found.items() if record_id not in spoilt}


def seals_now(driver: sqlite3.Connection, campaign: str) -> dict[str, dict[int, datetime]]:
    """Id of each of a campaign's records to the seals that its present paper has.

    Counted from 0, with since when; what is damaged is left out.
    """
    found: dict[str, dict[int, datetime]] = {}
    for record_id, seal, at in read_rows(driver, _SEALS_NOW, (campaign,)):
        with suppress(TypeError, ValueError, DamagedError):
            found.setdefault(record_id, {})[int(seal)] = moment_of(at)
    return found
