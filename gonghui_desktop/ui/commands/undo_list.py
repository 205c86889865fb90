"""One list of what the clerk did, the latest first: typing and actions, with the way back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

_DEEPEST = 2000  # steps; a day of typing
_LARGEST = 16_000_000  # characters in all steps together
_LONGEST_TITLE = 24  # characters of a step's name in the menu


@dataclass(frozen=True)
class Deed:
    """One direction of a step.

    Attributes:
        write: what changes the store; touches no widget. ``None`` if nothing is to be stored.
        show: shows on the GUI thread what came of it.
    """

    write: Callable[[], Any] | None
    show: Callable[[Any], None]


class Step(Protocol):
    """Something that the clerk did."""

    @property
    def title(self) -> str:
        """What it was, such as ``输入 单位名称`` or ``删除 “中山餐饮”``."""

    @property
    def records(self) -> frozenset[str]:
        """Ids of the records that it changed."""

    @property
    def typed_into(self) -> str:
        """Id of the record whose fields it changed; empty for an action over records."""

    @property
    def size(self) -> int:
        """Characters that are kept for it."""

    @property
    def undoing(self) -> Deed:
        """The way back."""

    @property
    def redoing(self) -> Deed:
        """The way there again."""


@dataclass(frozen=True, eq=False)
class ActionStep:
    """An action over records, such as a deletion: see :class:`Step`."""

    title: str
    undoing: Deed
    redoing: Deed
    records: frozenset[str]
    typed_into: str = ""
    size: int = 0


class UndoList(QObject):
    """All steps in the order in which they were done.

    What was typed belongs to its record: it is undone where it can be seen, never in a record
    that is not open. An action is undone from anywhere. A step waits for the later ones on the same
    record, so that a record with newer words in it does not vanish from elsewhere.
    """

    changed = Signal()
    asked = Signal(object)
    """Emitted with a step that the clerk wants to undo, whether or not it is the latest."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._done: list[Step] = []
        self._undone: list[Step] = []

    @property
    def latest(self) -> Step | None:
        """The step that was done last."""
        return self._done[-1] if self._done else None

    def latest_typed_into(self, record_id: str) -> Step | None:
        """The step that was typed last into a record."""
        steps = (step for step in reversed(self._done) if step.typed_into == record_id)
        return next(steps, None)

    def push(self, title: str, undo: Deed, redo: Deed, records: Iterable[str]) -> Step:
        """Adds an action that has been done.

        Args:
            title: what it was, such as ``导入 3 份申报表``.
            undo: takes it back.
            redo: does it again.
            records: ids of the records that it changed.
        """
        step = ActionStep(title, undo, redo, frozenset(records))
        self.add(step)
        return step

    def add(self, step: Step) -> None:
        """Adds a step that has been done; what was undone before and concerns it is gone."""
        self._forget_undone(step)
        self._done.append(step)
        self._keep_within_limits()
        self.changed.emit()

    def ask(self, step: Step) -> None:
        """Asks for a step to be undone, such as by a button beside what was done."""
        self.asked.emit(step)

    def undoable(self, open_id: str) -> Step | None:
        """The step that Ctrl+Z undoes.

        Args:
            open_id: id of the record that is open and can be changed, empty for none.
        """
        return _first(self._done, open_id)

    def redoable(self, open_id: str) -> Step | None:
        """The step that Ctrl+Y does again; ``open_id`` as for :meth:`undoable`."""
        return _first(self._undone, open_id)

    def can_undo(self, step: Step) -> bool:
        """Whether nothing that was done later stands in the way of undoing a step."""
        if step not in self._done:
            return False
        later = self._done[self._done.index(step) + 1 :]
        return not any(each.records & step.records for each in later)

    def note_undone(self, step: Step) -> None:
        """Notes that a step was undone."""
        self._move(step, self._done, self._undone)

    def note_redone(self, step: Step) -> None:
        """Notes that a step was done again."""
        self._move(step, self._undone, self._done)

    def drop(self, step: Step) -> None:
        """Forgets a step that can neither be undone nor done again any more."""
        self._done = [each for each in self._done if each is not step]
        self._undone = [each for each in self._undone if each is not step]
        self.changed.emit()

    def forget(self, record_ids: Collection[str]) -> None:
        """Forgets every step on records that are gone for good: nothing brings them back."""
        gone = frozenset(record_ids)
        self._done = [each for each in self._done if not each.records & gone]
        self._undone = [each for each in self._undone if not each.records & gone]
        self.changed.emit()

    def _move(self, step: Step, source: list[Step], target: list[Step]) -> None:
        if step in source:
            source.remove(step)
            target.append(step)
            self.changed.emit()

    def _forget_undone(self, step: Step) -> None:
        """Keeps what was undone in other records' fields; an action would come as a surprise."""
        gone = set(step.records)
        kept = []
        for each in reversed(self._undone):
            if each.typed_into and not each.records & gone:
                kept.append(each)
            else:
                gone |= each.records
        self._undone = kept[::-1]

    def _keep_within_limits(self) -> None:
        size = 0
        for number, step in enumerate(reversed(self._done)):
            size += step.size
            if number >= _DEEPEST or (number and size > _LARGEST):
                del self._done[: len(self._done) - number]
                return


def short_title(text: str) -> str:
    """A step's name as the menu has room for it."""
    line = " ".join(text.split())
    if len(line) <= _LONGEST_TITLE:
        return line
    end = "”" if line.endswith("”") else ""
    return f"{line[: _LONGEST_TITLE - 1 - len(end)]}…{end}"


def _first(steps: list[Step], open_id: str) -> Step | None:
    """The newest step that may be taken now, past those typed into records that are not open."""
    waiting: set[str] = set()
    for step in reversed(steps):
        is_elsewhere = bool(step.typed_into) and step.typed_into != open_id
        if not is_elsewhere and not step.records & waiting:
            return step
        waiting |= step.records
    return None
