"""Decisions about pairs, inside a transaction of the caller's."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from gonghui_desktop.errors import DamagedError
from gonghui_desktop.model.units.decisions import Decision
from gonghui_desktop.store.encoding import DAMAGED, moment_of, moment_text, read_rows, readable
from gonghui_desktop.store.values import refuse_unstorable

TABLE = "decisions"

_OF_CAMPAIGN = (
    "SELECT number, campaign, kind, one, other, is_same, reason, who, at FROM decisions"
    " WHERE campaign = ? ORDER BY number"
)
_ADD = (
    "INSERT INTO decisions (campaign, kind, one, other, is_same, reason, who, at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_REMOVE = "DELETE FROM decisions WHERE number = ?"


def of_campaign(driver: sqlite3.Connection, campaign: str) -> list[Decision]:
    """Every decision of a campaign that can be read, in the order in which they were made."""
    return readable(read_rows(driver, _OF_CAMPAIGN, (campaign,)), _decision)


def add(driver: sqlite3.Connection, decision: Decision) -> Decision:
    """Writes a decision down; its number is the next.

    Raises:
        InputError: a text is too long or holds half a character.
    """
    refuse_unstorable({"名称": decision.one, "另一名称": decision.other, "原因": decision.reason})
    values = (
        decision.campaign,
        decision.kind,
        decision.one,
        decision.other,
        int(decision.is_same),
        decision.reason,
        decision.who,
        moment_text(decision.at),
    )
    number = driver.execute(_ADD, values).lastrowid
    assert number is not None
    return replace(decision, number=number)


def remove(driver: sqlite3.Connection, numbers: Iterable[int]) -> None:
    """Forgets decisions; one that is gone already does no harm."""
    driver.executemany(_REMOVE, ((number,) for number in numbers))


def _decision(row: Iterable[Any]) -> Decision:
    """The decision of a row.

    Raises:
        DamagedError: somebody else wrote something else there, or the disk did.
    """
    number, campaign, kind, one, other, is_same, reason, who, at = row
    if any(type(text) is not str for text in (campaign, kind, one, other, reason, who)):
        raise DamagedError(DAMAGED)
    if is_same not in (0, 1):
        raise DamagedError(DAMAGED)
    return Decision(number, campaign, kind, one, other, bool(is_same), reason, who, moment_of(at))
