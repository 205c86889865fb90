"""Records of a package from below that become one's own, in the transaction of the decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from gonghui_desktop.model.history import Action
from gonghui_desktop.model.record import Record, RecordState
from gonghui_desktop.model.stages import Stage
from gonghui_desktop.store import rows
from gonghui_desktop.store.rows import Change
from gonghui_desktop.store.values import RecordStateError


@dataclass(frozen=True)
class OwnRecords:
    """What becomes of one's own records with a decision.

    Attributes:
        added: records that are new here, final, with the ids and revisions that they came with.
        renewed: records as they are here and as they become: the same ids, newer revisions.
        away: records as they are here, which go into the bin.
    """

    added: Sequence[Record] = ()
    renewed: Sequence[tuple[Record, Record]] = ()
    away: Sequence[Record] = ()


def write(connection: Connection, own: OwnRecords, at: datetime, who: str) -> None:
    """Writes all of it, each with its history.

    Raises:
        RecordExists: a record that was to be new is there by now.
        RecordNotFound: one is gone meanwhile.
        RecordStateError: one was changed meanwhile.
    """
    rows.refuse_known(connection, [record.id for record in own.added])
    for record in own.added:
        rows.apply(connection, Change(Action.ADD, at, None, record, who))
    for before, after in own.renewed:
        _refuse_changed(connection, before)
        _renew(connection, before, after, at, who)
    for record in own.away:
        _refuse_changed(connection, record)
        rows.apply(connection, Change(Action.DELETE, at, record, None, who))


def _renew(connection: Connection, before: Record, after: Record, at: datetime, who: str) -> None:
    """Opens a record, changes it and makes it final, as its own office has done below."""
    draft = replace(
        before,
        state=RecordState.DRAFT,
        revision=after.revision,
        reopen_reason=after.reopen_reason,
        changed_at=at,
        code_version=after.code_version,
        stage=Stage.DRAFT,
        stage_at=at,
    )
    filled = replace(
        draft, values=after.values, explanations=after.explanations, edition=after.edition
    )
    is_moved = draft.edition != filled.edition
    rows.apply(connection, Change(Action.REOPEN, at, before, draft, who))
    if filled != draft:
        action = Action.MOVE if is_moved else Action.EDIT
        rows.apply(connection, Change(action, at, draft, filled, who))
    rows.apply(connection, Change(Action.FINALISE, at, filled, after, who))


def _refuse_changed(connection: Connection, seen: Record) -> None:
    if rows.get(connection, seen.id) != seen:
        raise RecordStateError("本单位的申报表刚刚又改动了，没有办理，请再做一次。")
