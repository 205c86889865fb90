"""Columns that somebody has matched by hand, kept for the next table with the same headings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.tables.headings import SEARCHED_ROWS, Headings, Rows, headings_at
from gonghui_desktop.model.tables.matching import ColumnMatch, SheetMatch
from gonghui_desktop.services.settings import keep_settings, setting
from gonghui_desktop.services.workspace import Workspace

_KEY = "import.columns"
_MOST = 60  # tables; an office has a handful of lists


@dataclass(frozen=True)
class _Entry:
    """What was chosen for headings.

    Attributes:
        key: digest of the headings.
        form: id of the form.
        fields: for each column the id of its field, empty for none.
    """

    key: str
    form: str
    fields: tuple[str, ...]


def remembered(ws: Workspace, rows: Rows) -> SheetMatch | None:
    """What was chosen for a table with the same headings; ``None`` for a new one."""
    entries = {entry.key: entry for entry in _entries(ws)}
    if not entries:
        return None
    for first in range(min(len(rows), SEARCHED_ROWS)):
        for count in (1, 2):
            headings = headings_at(rows, first, count)
            entry = entries.get(_digest(headings))
            if entry is not None and (match := _as_match(ws.campaign.forms, entry, headings)):
                return match
    return None


def remember(ws: Workspace, chosen: Sequence[SheetMatch], unchanged: Sequence[SheetMatch]) -> None:
    """Keeps what was chosen, the latest first, and forgets what is proposed by itself.

    Args:
        ws: the workspace.
        chosen: of tables whose form or columns somebody has changed.
        unchanged: of tables whose proposal somebody has taken as it is.

    Raises:
        StoreError: it cannot be stored.
    """
    new = [
        _Entry(_digest(match.headings), match.form, tuple(field or "" for field in match.fields))
        for match in chosen
        if match.headings.count
    ]
    gone = {entry.key for entry in new} | {_digest(match.headings) for match in unchanged}
    kept = [*new, *(entry for entry in _entries(ws) if entry.key not in gone)][:_MOST]
    text = json.dumps([[each.key, each.form, list(each.fields)] for each in kept]) if kept else ""
    keep_settings(ws, {_KEY: text})


def _entries(ws: Workspace) -> list[_Entry]:
    """What is kept; nothing of what another version has written otherwise."""
    try:
        kept = json.loads(setting(ws, _KEY) or "[]")
        return [_Entry(str(key), str(form), tuple(map(str, fields))) for key, form, fields in kept]
    except (ValueError, TypeError):
        return []


def _as_match(
    forms: Sequence[FormDefinition], entry: _Entry, headings: Headings
) -> SheetMatch | None:
    """The choice as a match; ``None`` where the form or a field is gone."""
    form = next((form for form in forms if form.id == entry.form), None)
    if form is None or len(entry.fields) != len(headings.parts):
        return None
    if not all(form.has_field(field) for field in entry.fields if field):
        return None
    columns = tuple(
        ColumnMatch(heading, field or None)
        for heading, field in zip(headings.texts, entry.fields, strict=True)
    )
    return SheetMatch(form.id, headings, columns, is_chosen=True)


def _digest(headings: Headings) -> str:
    return hashlib.sha256(json.dumps(headings.key).encode()).hexdigest()[:32]
