"""Undo and redo of one record, across its values and reasons. Knows no widget."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import NamedTuple

_PAUSE = 1.0  # seconds without typing that end a step
_DEEPEST = 1000


class Target(NamedTuple):
    """A text that a step changes.

    Attributes:
        field_id: the field.
        is_reason: the reason for a 核实 finding on the field, not the field's value.
    """

    field_id: str
    is_reason: bool = False


@dataclass
class _Step:
    before: dict[Target, str]
    after: dict[Target, str]
    last_at: float
    open: bool = True


class History:
    """The undo steps of one record.

    A step is what a clerk typed into one input without a pause, with the values of other fields
    that followed from it.

    Args:
        clock: seconds, for the pauses.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._done: list[_Step] = []
        self._undone: list[_Step] = []

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to undo."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to redo."""
        return bool(self._undone)

    def note(self, target: Target, before: str, after: str) -> None:
        """Records a change by the clerk."""
        self._undone.clear()
        now = self._clock()
        last = self._done[-1] if self._done else None
        if (
            last is not None
            and last.open
            and next(iter(last.after)) == target
            and now - last.last_at < _PAUSE
        ):
            last.after[target] = after
            last.last_at = now
        else:
            self._done.append(_Step({target: before}, {target: after}, now))
            del self._done[:-_DEEPEST]

    def note_consequence(self, target: Target, before: str, after: str) -> None:
        """Records that another text changed because of the last step."""
        if self._done:
            self._done[-1].before.setdefault(target, before)
            self._done[-1].after[target] = after

    def note_normalised(self, target: Target, after: str) -> None:
        """Records that the text of the last step was normalised."""
        if self._done and target in self._done[-1].after:
            self._done[-1].after[target] = after

    def close_step(self) -> None:
        """Makes the next change a step of its own."""
        if self._done:
            self._done[-1].open = False

    def undo(self) -> Mapping[Target, str]:
        """Undoes a step; returns the texts to restore, the clerk's own change first."""
        if not self._done:
            return {}
        step = self._done.pop()
        step.open = False
        self._undone.append(step)
        return step.before

    def redo(self) -> Mapping[Target, str]:
        """Redoes a step; returns the texts to restore, in the same order."""
        if not self._undone:
            return {}
        step = self._undone.pop()
        self._done.append(step)
        return step.after
