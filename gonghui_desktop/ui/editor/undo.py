"""Undo and redo of one record, across its fields. Knows no widget."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic

_PAUSE = 1.0  # seconds without typing that end a step
_DEEPEST = 1000


@dataclass
class _Step:
    before: dict[str, str]
    after: dict[str, str]
    last_at: float
    open: bool = True


class History:
    """What was changed in a record, step by step.

    A step is what a clerk typed into one field without a pause, with the values of other fields
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
        """Whether there is a step to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to do again."""
        return bool(self._undone)

    def note(self, field_id: str, before: str, after: str) -> None:
        """A field was changed by the clerk."""
        self._undone.clear()
        now = self._clock()
        last = self._done[-1] if self._done else None
        if (
            last is not None
            and last.open
            and next(iter(last.after)) == field_id
            and now - last.last_at < _PAUSE
        ):
            last.after[field_id] = after
            last.last_at = now
        else:
            self._done.append(_Step({field_id: before}, {field_id: after}, now))
            del self._done[:-_DEEPEST]

    def note_consequence(self, field_id: str, before: str, after: str) -> None:
        """Another field changed because of the last step."""
        if self._done:
            self._done[-1].before.setdefault(field_id, before)
            self._done[-1].after[field_id] = after

    def note_normalised(self, field_id: str, after: str) -> None:
        """The text of the last step got its canonical form."""
        if self._done and field_id in self._done[-1].after:
            self._done[-1].after[field_id] = after

    def close_step(self) -> None:
        """What comes next is a step of its own."""
        if self._done:
            self._done[-1].open = False

    def undo(self) -> Mapping[str, str]:
        """Field ids with the values to go back to; the field that the clerk changed is first."""
        if not self._done:
            return {}
        step = self._done.pop()
        step.open = False
        self._undone.append(step)
        return step.before

    def redo(self) -> Mapping[str, str]:
        """Field ids with the values to bring back."""
        if not self._undone:
            return {}
        step = self._undone.pop()
        self._done.append(step)
        return step.after
