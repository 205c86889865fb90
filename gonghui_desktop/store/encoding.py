"""Records as the columns of the table, both ways: the one place that knows how they are written.

Texts of a record are JSON objects, code point by code point; moments are ISO 8601 in UTC, to the
microsecond, which sorts as text. Standard library only, so that the window's first lists need not
wait for SQLAlchemy.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from gonghui_desktop.errors import StoreError
from gonghui_desktop.model.record import Record, RecordState

RECORD_COLUMNS = (
    "id",
    "form",
    "created_at",
    "changed_at",
    "field_values",
    "explanations",
    "state",
    "revision",
    "reopen_reason",
    "campaign",
    "edition",
    "code_version",
)
"""Columns of a record, in the order in which :func:`record_of` takes them."""

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_DAMAGED = "数据里有一处内容已损坏，无法读取，请从备份恢复。"


def record_of(row: Sequence[Any]) -> Record:
    """The record of a row with :data:`RECORD_COLUMNS`.

    Raises:
        StoreError: somebody else wrote something else there.
    """
    id_, form, created, changed, values, reasons, state, *rest = row
    try:
        return Record(
            id_,
            form,
            moment_of(created),
            moment_of(changed),
            texts_of(values),
            texts_of(reasons),
            RecordState(state),
            *rest,
        )
    except (TypeError, ValueError) as error:
        raise StoreError(_DAMAGED) from error


def columns_of(record: Record) -> dict[str, Any]:
    """Column name to what is written there."""
    return {
        "id": record.id,
        "form": record.form,
        "created_at": moment_text(record.created_at),
        "changed_at": moment_text(record.changed_at),
        "field_values": texts_text(record.values),
        "explanations": texts_text(record.explanations),
        "state": record.state.value,
        "revision": record.revision,
        "reopen_reason": record.reopen_reason,
        "campaign": record.campaign,
        "edition": record.edition,
        "code_version": record.code_version,
    }


def texts_of(stored: str | None) -> Mapping[str, str]:
    """Field id to text, read-only, from the JSON object in a column.

    Raises:
        StoreError: somebody else wrote something else there.
    """
    try:
        texts = json.loads(stored or "")
    except ValueError as error:
        raise StoreError(_DAMAGED) from error
    if not isinstance(texts, dict) or not all(type(item) is str for item in texts.values()):
        raise StoreError(_DAMAGED)
    return MappingProxyType(texts)


def texts_text(texts: Mapping[str, str]) -> str:
    """JSON as people read it: Chinese stays Chinese."""
    return _JSON.encode(dict(texts))


def moment_of(stored: str) -> datetime:
    """The moment in a column, with time zone.

    Raises:
        StoreError: somebody else wrote something else there.
    """
    try:
        moment = datetime.fromisoformat(stored)
    except (TypeError, ValueError) as error:
        raise StoreError(_DAMAGED) from error
    if moment.tzinfo is None:
        raise StoreError(_DAMAGED)
    return moment


def moment_text(moment: datetime) -> str:
    """ISO 8601 in UTC, to the microsecond."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
