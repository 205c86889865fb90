"""What a former run could not store: stored now, or handed over where it cannot be."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from gonghui_desktop.errors import DamagedError, GonghuiError, StoreError
from gonghui_desktop.logs import places_of
from gonghui_desktop.model.conflicts import Clash, ValueConflict
from gonghui_desktop.model.entry import canonical_values
from gonghui_desktop.model.record import Record
from gonghui_desktop.services.safekeeping.rescue import Rescued, RescueFile, forget
from gonghui_desktop.services.safekeeping.unsaved import NotStorableError, Unsaved, store_unsaved
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.values import RecordNotFound

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Recovered:
    """Texts of one record that are stored now.

    Attributes:
        record: as it is stored.
        before: field id to the value that was stored until then.
        after: field id to the recovered one.
        at: when it was typed, with time zone.
    """

    record: Record
    before: Mapping[str, str]
    after: Mapping[str, str]
    at: datetime


@dataclass(frozen=True)
class Open:
    """Texts of one record that somebody has to decide about.

    Attributes:
        rescued: the texts.
        error: why they cannot be stored, such as a ``ValueConflict``.
    """

    rescued: Rescued
    error: GonghuiError


@dataclass(frozen=True)
class Recovery:
    """What was found.

    Attributes:
        stored: what is stored now.
        open: what is not.
        files: those with ``open`` texts in them; they may go once these are kept elsewhere.
    """

    stored: tuple[Recovered, ...]
    open: tuple[Open, ...]
    files: tuple[Path, ...]


def recover(ws: Workspace, file: RescueFile) -> Recovery:
    """Stores what former runs left behind for the campaign, where nothing stands against it.

    Raises:
        StoreError: the store fails, not just one record; everything stays where it is.
    """
    stored: list[Recovered] = []
    unsettled: list[Open] = []
    files: list[Path] = []
    for left in file.found():
        if any(each.campaign != ws.campaign.id for each in left.entries):
            continue  # until that campaign is shown
        result: list[Recovered | Open] = []
        for each in left.entries:
            result += _recover_alone(ws, each, is_foreign=left.is_foreign)
        stored += [part for part in result if isinstance(part, Recovered)]
        undecided = [part for part in result if isinstance(part, Open)]
        unsettled += undecided
        if undecided:
            files.append(left.path)
        else:
            forget([left.path])  # typed on from here, its texts would be older than the store's
    return Recovery(tuple(stored), tuple(unsettled), tuple(files))


def recover_first(ws: Workspace, spare: Path) -> Recovery | None:
    """As :func:`recover`, before anybody can type into what is recovered.

    Args:
        ws: the workspace; its store is opened only if something was left behind.
        spare: see :class:`RescueFile`.

    Returns:
        ``None`` if nothing was, or the store fails, which the next try will tell.
    """
    file = RescueFile(ws.folder, spare) if ws.folder is not None else None
    if file is None or not file.found():
        return None
    try:
        return recover(ws, file)
    except StoreError:
        return None


def _recover_alone(ws: Workspace, rescued: Rescued, *, is_foreign: bool) -> list[Recovered | Open]:
    """One record's; what is wrong with it is told by it."""
    try:
        return _recover(ws, rescued, is_foreign=is_foreign)
    except GonghuiError as error:
        if isinstance(error, StoreError) and not isinstance(error, DamagedError):
            raise
        return [Open(rescued, error)] if rescued.texts.is_typed else []
    except Exception as bug:  # noqa: BLE001  (it is told in the log, the other records go on)
        _log_bug(bug)
        return [Open(rescued, NotStorableError())]


def _log_bug(bug: Exception) -> None:
    _log.error("a record cannot be recovered\n%s", places_of(bug))


def _recover(ws: Workspace, rescued: Rescued, *, is_foreign: bool) -> list[Recovered | Open]:
    record = ws.store.find(rescued.record_id)
    if record is None:
        raise RecordNotFound(rescued.record_id)
    texts = _still_to_store(ws, rescued, record)
    if not texts.is_typed:
        return []
    if is_foreign:
        # As if it had been seen there: until it is decided it is no other value's successor.
        texts = replace(texts, seen=dict(texts.values), seen_reasons=dict(texts.reasons))
        left = replace(rescued, values=record.values, texts=texts, on_the_way={})
        return [Open(left, _conflict(record, texts))]
    (outcome,) = store_unsaved(ws, {record.id: texts})
    if isinstance(outcome.error, StoreError):
        raise outcome.error
    if outcome.bug is not None:
        _log_bug(outcome.bug)
    result: list[Recovered | Open] = []
    if outcome.error is not None:
        left = replace(rescued, values=record.values, texts=outcome.left, on_the_way={})
        result.append(Open(left, outcome.error))
    if outcome.record is not None:
        after = {k: outcome.record.value(k) for k in texts.values if k not in outcome.left.values}
        before = {k: record.value(k) for k in after}
        result.append(Recovered(outcome.record, before, after, rescued.at))
    return result


def _conflict(record: Record, texts: Unsaved) -> ValueConflict:
    """Every text against what is stored: somebody decides, whatever was seen elsewhere."""
    fields: dict[str, Clash] = {}
    for key, text in texts.values.items():
        fields[key] = (texts.seen.get(key, ""), record.value(key), text)
    reasons: dict[str, Clash] = {}
    for key, text in texts.reasons.items():
        reasons[key] = (texts.seen_reasons.get(key, ""), record.explanations.get(key, ""), text)
    return ValueConflict(record, fields, reasons)


def _still_to_store(ws: Workspace, rescued: Rescued, record: Record) -> Unsaved:
    """The texts that the record does not have yet; where nobody else wrote, over what it has."""
    texts, campaign = rescued.texts, ws.campaign
    values, on_the_way = dict(texts.values), dict(rescued.on_the_way)
    if campaign.has_form(record.form):
        form = campaign.form(record.form)
        values, on_the_way = canonical_values(form, values), canonical_values(form, on_the_way)
    left = Unsaved()
    for field_id, value in values.items():
        stored = record.value(field_id)
        seen = texts.seen.get(field_id)
        if value != stored:
            left.put(field_id, value, stored if stored == on_the_way.get(field_id) else seen)
    for field_id, reason in texts.reasons.items():
        if reason.strip() != record.explanations.get(field_id, ""):
            left.put_reason(field_id, reason, texts.seen_reasons.get(field_id))
    return left
