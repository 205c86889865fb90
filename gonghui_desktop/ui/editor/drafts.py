"""Automatic saving: what is typed is on the disk within a second, at once when a field is left.

A write that fails is reported, its text stays in the editor, and the next write is tried.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer, Signal

from gonghui_desktop.errors import GonghuiError, StoreError
from gonghui_desktop.services import records
from gonghui_desktop.services.workspace import Workspace

_DELAY = 400  # ms from the first unsaved key: durable well within 1 s
_RETRY = 3000  # ms until the next attempt after a failure


class DraftKeeper(QObject):
    """Keeps what is typed until it is stored.

    Typing is stored a moment after its first key, not after its last, so that typing without a
    pause is stored, too. What cannot be stored is kept and retried.
    """

    saved = Signal(object)
    """Emitted with a record as it was stored (``model.record.Record``)."""
    failed = Signal(str)
    """Emitted with a Chinese sentence when storing failed; everything typed is kept."""
    all_saved = Signal()
    """Emitted when everything typed is stored."""

    def __init__(self, ws: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ws = ws
        self._values: dict[str, dict[str, str]] = {}
        self._reasons: dict[str, dict[str, str]] = {}
        self._timer = QTimer(self, singleShot=True, interval=_DELAY)
        self._timer.timeout.connect(self.flush)

    @property
    def has_unsaved(self) -> bool:
        """Whether anything typed is not stored yet."""
        return bool(self._values or self._reasons)

    def unsaved(self, record_id: str) -> Mapping[str, str]:
        """Field id to text typed into a record and not stored yet."""
        return self._values.get(record_id, {})

    def unsaved_reasons(self, record_id: str) -> Mapping[str, str]:
        """Field id to reason typed and not stored yet."""
        return self._reasons.get(record_id, {})

    def edit(self, record_id: str, field_id: str, text: str) -> None:
        """Takes a value that was typed."""
        self._values.setdefault(record_id, {})[field_id] = text
        self._start()

    def move(self, record_id: str) -> None:
        """Stores a record in the current edition of its form soon, as any change would."""
        self._values.setdefault(record_id, {})
        self._start()

    def explain(self, record_id: str, field_id: str, reason: str) -> None:
        """Takes a reason that was typed for a 核实 finding."""
        self._reasons.setdefault(record_id, {})[field_id] = reason
        self._start()

    def flush(self) -> bool:
        """Stores everything now.

        Returns:
            Whether nothing is left.
        """
        self._timer.stop()
        if not self.has_unsaved:
            return True
        error = self._store_all()
        if error is not None:
            self._timer.start(_RETRY)
            self.failed.emit(str(error))
            return False
        self.all_saved.emit()
        return True

    def discard(self) -> None:
        """Discards what could not be stored, after the clerk has agreed."""
        self._timer.stop()
        self._values.clear()
        self._reasons.clear()

    def _store_all(self) -> GonghuiError | None:
        """Stores what can be stored.

        Returns:
            The first error. A record's own, such as that another program has made it final or
            deleted it, does not stop the others.
        """
        first: GonghuiError | None = None
        for typed, store in (
            (self._values, self._store_values),
            (self._reasons, self._store_reasons),
        ):
            for record_id in list(typed):
                try:
                    store(record_id)
                except StoreError as error:
                    return error
                except GonghuiError as error:
                    first = first or error
        return first

    def _store_values(self, record_id: str) -> None:
        values = self._values[record_id]
        try:
            record = records.change(self._ws, record_id, values)
        except StoreError:
            raise
        except GonghuiError:
            if values:
                raise
            del self._values[record_id]  # only to be moved, which nobody has typed
            return
        del self._values[record_id]
        self.saved.emit(record)

    def _store_reasons(self, record_id: str) -> None:
        reasons = self._reasons[record_id]
        for field_id in list(reasons):
            record = records.explain(self._ws, record_id, field_id, reasons[field_id])
            del reasons[field_id]
            self.saved.emit(record)
        del self._reasons[record_id]

    def _start(self) -> None:
        if not self._timer.isActive() or self._timer.interval() != _DELAY:
            self._timer.start(_DELAY)
