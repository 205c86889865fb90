"""Automatic saving: what is typed is on the disk within a second, at once when a field is left.

It is stored on a thread of its own, so that no key waits for the disk. A write that fails is
reported, its text stays in the editor, and the next write is tried. A record that can never be
stored, such as one that another program has made final, stops no other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from time import monotonic

from PySide6.QtCore import QObject, QTimer, Signal

from gonghui_desktop.errors import GonghuiError, StoreError
from gonghui_desktop.model.record import Record
from gonghui_desktop.services.safekeeping.recovery import Open
from gonghui_desktop.services.safekeeping.rescue import Rescued
from gonghui_desktop.services.safekeeping.unsaved import (
    Outcome,
    Unsaved,
    conflict_of,
    settled_by,
    store_unsaved,
)
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.background.writer_thread import WriterThread
from gonghui_desktop.ui.editor.refused_texts import Refused, RefusedTexts
from gonghui_desktop.ui.editor.rescuer import Rescuer

_DELAY = 200  # ms from the first unsaved key: durable well within 1 s
_RETRY = 3000  # ms until the next attempt after a failure
_SLOW = 200  # ms after which what is not stored goes into the rescue file: within the second
_NOTHING = Unsaved()


class DraftKeeper(QObject):
    """Keeps what is typed until it is stored.

    Typing is stored a moment after its first key, not after its last, so that typing without a
    pause is stored, too. What cannot be stored is kept and retried.

    Args:
        ws: the workspace.
        writer: the thread on which it is stored.
        parent: the owner.
        rescuer: keeps it meanwhile where that takes long or fails; ``None`` to go without.
    """

    saved = Signal(object, object)
    """Emitted with a record as it was stored (``model.record.Record``), and the ids of the fields
    that this write set or settled; what else has changed in it was somebody else's."""
    failed = Signal(object)
    """Emitted with a ``StoreError`` when the store failed; everything typed is kept."""
    refused = Signal(object)
    """Emitted with a :class:`~gonghui_desktop.ui.editor.refused_texts.Refused`: all texts of one
    record that can never be stored, whenever there are others or the reason is another."""
    all_saved = Signal()
    """Emitted when everything that can be stored is."""

    def __init__(
        self,
        ws: Workspace,
        writer: WriterThread,
        parent: QObject | None = None,
        rescuer: Rescuer | None = None,
    ) -> None:
        super().__init__(parent)
        self._rescuer = rescuer
        self._seen: dict[str, Record] = {}
        self._ws = ws
        self._writer = writer
        self._typed: dict[str, Unsaved] = {}
        self._writing: dict[str, Unsaved] = {}
        self._refused = RefusedTexts()
        self._is_writing = False
        self._is_due = False  # what is typed is to be stored as soon as the write has ended
        self._error: GonghuiError | None = None
        self._left_behind: dict[str, Rescued] = {}  # by a former run, by record
        self._after: list[tuple[Callable[[], None], Callable[[GonghuiError], None]]] = []
        self._timer = QTimer(self, singleShot=True, interval=_DELAY)
        self._timer.timeout.connect(self._store)
        self._slow = QTimer(self, singleShot=True, interval=_SLOW)
        self._slow.timeout.connect(self._rescue)

    @property
    def has_unsaved(self) -> bool:
        """Whether anything typed is not stored yet that could be."""
        return bool(self._typed or self._writing)

    @property
    def error(self) -> GonghuiError | None:
        """Why the last attempt failed, if it did."""
        return self._error

    @property
    def refusals(self) -> tuple[Refused, ...]:
        """What can never be stored, record by record."""
        return self._refused.all

    def unsaved(self, record_id: str) -> Mapping[str, str]:
        """Field id to text typed into a record and not stored yet."""
        return self._all_of(record_id).values

    def unsaved_reasons(self, record_id: str) -> Mapping[str, str]:
        """Field id to reason typed and not stored yet."""
        return self._all_of(record_id).reasons

    def is_touched(self, record_id: str) -> bool:
        """Whether anything typed into a record is not stored."""
        return self._all_of(record_id).is_typed

    def edit(self, record_id: str, field_id: str, text: str, seen: str | None = None) -> None:
        """Takes a value that was typed.

        Args:
            record_id: the record.
            field_id: the field.
            text: its text.
            seen: the stored value that the clerk saw when she began; ``None`` if any may be
                replaced.
        """
        if self._refused.edit(record_id, field_id, text):
            self._rescue_soon()
            return
        self._of(record_id).put(field_id, text, seen)
        self._start()

    def move(self, record_id: str) -> None:
        """Stores a record in the current edition of its form soon, as any change would."""
        self._of(record_id).is_moved = True
        self._start()

    def explain(self, record_id: str, field_id: str, reason: str, seen: str | None = None) -> None:
        """Takes a reason that was typed for a 核实 finding; arguments as for :meth:`edit`."""
        if self._refused.edit(record_id, field_id, reason, is_reason=True):
            self._rescue_soon()
            return
        self._of(record_id).put_reason(field_id, reason, seen)
        self._start()

    def store_soon(self) -> None:
        """Begins to store everything, and waits for nothing."""
        self._store()

    def flush(self) -> bool:
        """Stores everything now and waits a moment for it.

        Returns:
            Whether all that can be stored is.
        """
        self._store_now()
        return not self.has_unsaved

    def flush_then(
        self, callback: Callable[[], None], failed: Callable[[GonghuiError], None]
    ) -> None:
        """Stores everything, then goes on; at once if there is nothing to store.

        Args:
            callback: called on the GUI thread once everything typed until then is stored.
            failed: called instead if the store fails.
        """
        if not self.has_unsaved:
            callback()
            return
        self._after.append((callback, failed))
        self._store_now()

    def note_seen(self, record: Record) -> None:
        """Notes how a record is stored that can be typed into.

        What could not be stored while it was final or deleted is tried again.
        """
        self._seen[record.id] = record
        if (refused := self._refused.take_to_try(record.id)) is not None:
            self._take_back(record.id, refused.texts)
            self._start()

    def seen(self, record_id: str) -> Record | None:
        """How a record was stored when it was seen last."""
        return self._seen.get(record_id)

    def base_of(self, record_id: str) -> tuple[str, Mapping[str, str]]:
        """Form id and values of a record as they were stored when it was seen last."""
        record, former = self._seen.get(record_id), self._left_behind.get(record_id)
        if record is not None:
            return record.form, record.values
        return (former.form, former.values) if former is not None else ("", {})

    def take_refused(self, record_id: str, copied: Unsaved | None = None) -> Refused | None:
        """Hands over what cannot be stored: somebody has decided what becomes of it.

        Args:
            record_id: the record.
            copied: the texts that this is true of; what is newer stays. ``None`` for all.
        """
        refused = self._refused.take(record_id, copied)
        self._rescue_soon()
        return refused

    def take_over(self, unsettled: Iterable[Open]) -> bool:
        """Takes what a former run left behind and somebody has to decide about.

        Returns:
            Whether it is on the disk again, as this run's.
        """
        for each in unsettled:
            rescued = each.rescued
            self._left_behind[rescued.record_id] = rescued
            self._refuse(rescued.record_id, each.error, rescued.texts)
        return self.rescue()

    def rescue(self) -> bool:
        """Writes what is not stored into the rescue file and waits for it.

        Where everything is stored, the file goes: at the next start it would be older than the
        store.

        Returns:
            Whether all of it is on the disk.
        """
        if kept := self._not_stored():
            return self._rescuer is not None and self._rescuer.keep_now(kept)
        self._rescue()
        return True

    def discard(self) -> None:
        """Discards what could not be stored; the rescue file stays as it is from now on.

        Nothing may fail any more that the clerk could come back from.
        """
        self._rescuer = None
        self._timer.stop()
        self._slow.stop()
        self._typed.clear()
        self._writing.clear()
        self._refused.clear()

    def _of(self, record_id: str) -> Unsaved:
        return self._typed.setdefault(record_id, Unsaved())

    def _all_of(self, record_id: str) -> Unsaved:
        """Everything of one record that is not stored, the newest last."""
        refused = self._refused.of(record_id)
        parts = [refused.texts] if refused else []
        parts += [each[record_id] for each in (self._writing, self._typed) if record_id in each]
        if len(parts) <= 1:
            return parts[0] if parts else _NOTHING
        whole = Unsaved()
        for part in parts:
            whole = whole.under(part)
        return whole

    def _store_now(self) -> None:
        end = monotonic() + self._writer.patience
        self._store()
        while self._is_writing and (left := end - monotonic()) > 0:
            self._writer.settle(left)

    def _store(self) -> None:
        self._timer.stop()
        self._is_due = True
        if self._is_writing or not self._typed:
            return
        self._is_due, self._is_writing = False, True
        self._writing, self._typed = self._typed, {}
        self._slow.start()
        ws, typed, rescuer = self._ws, dict(self._writing), self._rescuer

        def store() -> list[Outcome]:
            if rescuer is not None:
                rescuer.settle()
            return store_unsaved(ws, typed)

        self._writer.run(
            store,
            self._on_stored,
            self._on_failed,
            broke=self._on_broke,
            owner=self,
            patience=0.0,
        )

    def _on_stored(self, outcomes: list[Outcome]) -> None:
        self._is_writing = False
        error: GonghuiError | None = None
        bugs: list[Exception] = []
        written, self._writing = self._writing, {}
        for outcome in outcomes:
            if outcome.record_id not in written:
                continue  # discarded meanwhile
            if isinstance(outcome.error, StoreError):
                error = outcome.error
                self._take_back(outcome.record_id, outcome.left)
            elif outcome.error is not None:
                is_news = self._refuse(outcome.record_id, outcome.error, outcome.left)
                if outcome.bug is not None and is_news:
                    bugs.append(outcome.bug)
            if outcome.record is not None:
                self._note_stored(outcome.record, outcome.stored_of(written[outcome.record_id]))
        self._end(error)
        if bugs:
            raise bugs[0]  # for the crash path, now that all else is dealt with

    def _on_broke(self) -> None:
        """As :meth:`_on_failed`, by a bug, which is raised afterwards."""
        self._on_failed(StoreError("程序出了问题，没能保存。"))

    def _on_failed(self, error: GonghuiError) -> None:
        """Nothing was stored, such as where the store cannot be opened."""
        self._is_writing = False
        written, self._writing = self._writing, {}
        for record_id, texts in written.items():
            self._take_back(record_id, texts)
        self._end(error)

    def _end(self, error: GonghuiError | None) -> None:
        self._error = error
        if error is not None or (self._rescuer is not None and self._rescuer.holds_texts):
            self._rescue()
        if self._is_writing:
            return  # who heard of what was saved has begun the next write, which ends here, too
        if error is not None and self._is_due:
            self._store()  # it was asked for after the attempt that failed had begun
        elif error is not None:
            self._timer.start(_RETRY)
            waiting, self._after = self._after, []
            self.failed.emit(error)
            for _, failed in waiting:
                failed(error)
        elif self._typed and (self._is_due or self._after):
            self._store()
        elif self._typed:
            self._start()
        else:
            self.all_saved.emit()
            waiting, self._after = self._after, []
            for callback, _ in waiting:
                callback()

    def _take_back(self, record_id: str, texts: Unsaved) -> None:
        newer = self._typed.get(record_id, _NOTHING)
        if whole := texts.under(newer):
            self._typed[record_id] = whole

    def _refuse(self, record_id: str, error: GonghuiError, texts: Unsaved) -> bool:
        newer = self._typed.pop(record_id, _NOTHING)
        if conflict_of(error) is not None:  # the other fields have nothing to do with it
            rest = newer.without(texts.values, texts.reasons)
            newer = newer.only(texts.values, texts.reasons)
            if rest:
                self._typed[record_id] = rest
        news = self._refused.add(record_id, error, texts.under(newer))
        self._rescue()
        if news is not None:
            self.refused.emit(news)
        return news is not None

    def _rescue_soon(self) -> None:
        """Not later with every key: it is on the disk within the second."""
        if not self._slow.isActive():
            self._slow.start()

    def _rescue(self) -> None:
        if self._rescuer is not None:
            self._rescuer.keep(self._not_stored())

    def _not_stored(self) -> list[Rescued]:
        """Everything typed that is not stored, or not known to be."""
        now = datetime.now(UTC)
        kept = []
        refused = (each.record_id for each in self._refused.all)
        for record_id in dict.fromkeys([*refused, *self._writing, *self._typed]):
            texts, former = self._all_of(record_id), self._left_behind.get(record_id)
            if texts.is_typed:
                form, values = self.base_of(record_id)
                on_the_way = self._writing.get(record_id, _NOTHING).values
                at = former.at if former else now
                campaign = self._ws.campaign.id
                kept.append(Rescued(record_id, form, campaign, values, texts, on_the_way, at))
        return kept

    def _note_stored(self, record: Record, written: Unsaved) -> None:
        settled = settled_by(self._ws, record, written.values)
        newer = self._typed.get(record.id)
        if newer is not None:
            newer.note_stored(record, settled, written.reasons)
        self._seen[record.id] = record
        self.saved.emit(record, settled)

    def _start(self) -> None:
        if self._is_writing or self._error is not None:
            self._rescue_soon()
        is_retrying = self._timer.isActive() and self._timer.interval() != _DELAY
        if not self._is_writing and (is_retrying or not self._timer.isActive()):
            self._timer.start(_DELAY)
