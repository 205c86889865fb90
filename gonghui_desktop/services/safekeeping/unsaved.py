"""What was typed and is not stored yet, and storing it, each record on its own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from gonghui_desktop.errors import GonghuiError, StoreBusyError, StoreError
from gonghui_desktop.model.conflicts import ValueConflict
from gonghui_desktop.model.record import Record
from gonghui_desktop.services import records
from gonghui_desktop.services.workspace import Workspace


@dataclass
class Unsaved:
    """Texts typed into one record, with what stood there when each was begun.

    Attributes:
        values: field id to text.
        reasons: field id to reason for a 核实 finding.
        seen: field id to the value that was stored when the field's text was begun.
        seen_reasons: the same for reasons.
        is_moved: whether the record is to be stored in the current edition, typed into or not.
    """

    values: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)
    seen_reasons: dict[str, str] = field(default_factory=dict)
    is_moved: bool = False

    def __bool__(self) -> bool:
        """Whether there is anything to store."""
        return bool(self.values or self.reasons or self.is_moved)

    @property
    def is_typed(self) -> bool:
        """Whether somebody typed anything."""
        return bool(self.values or self.reasons)

    def put(self, field_id: str, text: str, seen: str | None) -> None:
        """Takes a text; what was seen first counts."""
        self.values[field_id] = text
        if seen is not None:
            self.seen.setdefault(field_id, seen)

    def put_reason(self, field_id: str, reason: str, seen: str | None) -> None:
        """Takes a reason."""
        self.reasons[field_id] = reason
        if seen is not None:
            self.seen_reasons.setdefault(field_id, seen)

    def under(self, newer: Unsaved) -> Unsaved:
        """Both together, where ``newer`` was typed after this."""
        return Unsaved(
            self.values | newer.values,
            self.reasons | newer.reasons,
            newer.seen | self.seen,
            newer.seen_reasons | self.seen_reasons,
            self.is_moved or newer.is_moved,
        )

    def only(self, fields: Collection[str], reasons: Collection[str]) -> Unsaved:
        """The texts of these fields, and the reasons for those."""
        return Unsaved(
            {key: text for key, text in self.values.items() if key in fields},
            {key: text for key, text in self.reasons.items() if key in reasons},
            {key: text for key, text in self.seen.items() if key in fields},
            {key: text for key, text in self.seen_reasons.items() if key in reasons},
        )

    def copy(self) -> Unsaved:
        """The same texts, which go on being the same when these are typed on."""
        return self.only(self.values, self.reasons)

    def without(self, fields: Collection[str], reasons: Collection[str]) -> Unsaved:
        """All others."""
        return self.only(self.values.keys() - set(fields), self.reasons.keys() - set(reasons))

    def newer_than(self, copied: Unsaved) -> Unsaved:
        """The texts that are not those that were copied."""
        return self.without(
            {key for key, text in copied.values.items() if self.values.get(key) == text},
            {key for key, text in copied.reasons.items() if self.reasons.get(key) == text},
        )

    def note_stored(
        self, stored: Record, changed: Iterable[str], explained: Collection[str]
    ) -> None:
        """Adapts to a change of our own that was stored while this was being typed.

        Args:
            stored: the record after it.
            changed: the fields that it set, and those that it settled.
            explained: the fields whose reasons it set; any other reason is somebody else's.
        """
        changed = frozenset(changed)
        for field_id in self.values:
            if field_id in changed:
                self.seen[field_id] = stored.value(field_id)
        for field_id in self.reasons.keys() & set(explained):
            self.seen_reasons[field_id] = stored.explanations.get(field_id, "")


@dataclass(frozen=True)
class Outcome:
    """What became of one record's texts.

    Attributes:
        record_id: which record.
        record: as it is stored now; ``None`` where nothing was stored.
        error: why something was not.
        left: what was not.
        bug: what the program did wrong, where ``error`` says no more than that.
    """

    record_id: str
    record: Record | None
    error: GonghuiError | None
    left: Unsaved
    bug: Exception | None = None

    def stored_of(self, typed: Unsaved) -> Unsaved:
        """What of the texts was stored."""
        return typed.without(self.left.values, self.left.reasons)


class NotStorableError(GonghuiError):
    """The program cannot store this record, which is its own fault; the others it can."""

    def __init__(self) -> None:
        super().__init__("程序出了问题，这一份保存不了。")


def store_unsaved(ws: Workspace, typed: Mapping[str, Unsaved]) -> list[Outcome]:
    """Stores the texts of each record, whatever becomes of the others'.

    A bug concerns its own record alone, too. While another program writes, which takes seconds to
    find out, the rest is not tried.

    Args:
        ws: the workspace.
        typed: record id to texts.
    """
    outcomes: list[Outcome] = []
    busy: StoreBusyError | None = None
    for record_id, unsaved in typed.items():
        outcome = Outcome(record_id, None, busy, unsaved)
        if busy is None:
            outcome = _store(ws, record_id, unsaved)
        if isinstance(outcome.error, StoreBusyError):
            busy = outcome.error
        outcomes.append(outcome)
    return outcomes


def conflict_of(error: GonghuiError) -> Record | None:
    """The record as it is stored, where somebody else changed what was to be stored."""
    return error.record if isinstance(error, ValueConflict) else None


def settled_by(ws: Workspace, record: Record, values: Mapping[str, str]) -> set[str]:
    """The fields that values set, and those that choices among them may settle."""
    if not ws.campaign.has_form(record.form):
        return set(values)
    form = ws.campaign.form(record.form)
    choices = [form.field(field_id).type for field_id in values if form.has_field(field_id)]
    settled = {each.id for each in form.fields if any(one.decides(each.id) for one in choices)}
    return settled | set(values)


def _store(ws: Workspace, record_id: str, unsaved: Unsaved) -> Outcome:
    try:
        return Outcome(record_id, _written(ws, record_id, unsaved), None, Unsaved())
    except ValueConflict as conflict:
        return _store_rest(ws, record_id, unsaved, conflict)
    except StoreError as error:
        return Outcome(record_id, None, error, unsaved)
    except GonghuiError as error:
        if unsaved.is_typed:
            return Outcome(record_id, None, error, unsaved)
        return Outcome(record_id, None, None, Unsaved())  # only moved, which nobody has typed
    except Exception as bug:  # noqa: BLE001  (raised again once the others are stored)
        return Outcome(record_id, None, NotStorableError(), unsaved, bug)


def _store_rest(
    ws: Workspace, record_id: str, unsaved: Unsaved, conflict: ValueConflict
) -> Outcome:
    """Stores the texts of the fields that nobody else has changed."""
    left = unsaved.only(conflict.fields, conflict.reasons)
    rest = unsaved.without(conflict.fields, conflict.reasons)
    if not rest:
        return Outcome(record_id, None, conflict, left)
    outcome = _store(ws, record_id, rest)
    if outcome.error is None:
        return Outcome(record_id, outcome.record, conflict, left)
    left = outcome.left.under(left)
    return Outcome(record_id, outcome.record, outcome.error, left, outcome.bug)


def _written(ws: Workspace, record_id: str, unsaved: Unsaved) -> Record:
    return records.change(
        ws,
        record_id,
        unsaved.values,
        unsaved.reasons,
        seen=unsaved.seen,
        seen_reasons=unsaved.seen_reasons,
    )
