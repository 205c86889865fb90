"""Steps of the undo list that were typed into one record. Knows no widget."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import monotonic
from typing import NamedTuple

from gonghui_desktop.ui.commands.undo_list import Deed, UndoList

_PAUSE = 1.0  # seconds without typing that end a step


class Target(NamedTuple):
    """A text that a step changes.

    Attributes:
        field_id: the field.
        is_reason: the reason for a 核实 finding on the field, not the field's value.
    """

    field_id: str
    is_reason: bool = False


Rewind = Callable[[str, Mapping[Target, str]], None]
"""Puts texts into the fields of a record, by its id; the clerk's own change stands first."""


class TypedStep:
    """What a clerk typed into one input without a pause, with what followed from it.

    See :class:`gonghui_desktop.ui.commands.undo_list.Step`.

    Attributes:
        before: the texts as they were.
        after: the texts as they became.
        last_at: seconds, of the last key.
    """

    def __init__(
        self,
        title: str,
        record_id: str,
        before: Mapping[Target, str],
        after: Mapping[Target, str],
        rewind: Rewind,
        last_at: float,
    ) -> None:
        self.title = title
        self.typed_into = record_id
        self.records = frozenset({record_id})
        self.before = dict(before)
        self.after = dict(after)
        self.last_at = last_at
        self._rewind = rewind

    @property
    def size(self) -> int:
        """See :class:`gonghui_desktop.ui.commands.undo_list.Step`."""
        return sum(map(len, (*self.before.values(), *self.after.values())))

    @property
    def undoing(self) -> Deed:
        """See :class:`gonghui_desktop.ui.commands.undo_list.Step`."""
        return Deed(None, lambda _none: self._rewind(self.typed_into, self.before))

    @property
    def redoing(self) -> Deed:
        """See :class:`gonghui_desktop.ui.commands.undo_list.Step`."""
        return Deed(None, lambda _none: self._rewind(self.typed_into, self.after))


class Typing:
    """Makes steps of what is typed into the records of one form.

    Args:
        undo: the window's list.
        title_of: what a change of a text is called, such as ``输入 单位名称``.
        rewind: restores texts.
        clock: seconds, for the pauses.
    """

    def __init__(
        self,
        undo: UndoList,
        title_of: Callable[[Target], str],
        rewind: Rewind,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._undo = undo
        self._title_of = title_of
        self._rewind = rewind
        self._clock = clock
        self._open: TypedStep | None = None

    def note(self, record_id: str, target: Target, before: str, after: str) -> None:
        """Records a change by the clerk."""
        now = self._clock()
        step = self._open
        if (
            step is not None
            and step is self._undo.latest
            and step.typed_into == record_id
            and next(iter(step.after)) == target
            and now - step.last_at < _PAUSE
        ):
            step.after[target] = after
            step.last_at = now
            return
        texts = ({target: before}, {target: after})
        self._open = TypedStep(self._title_of(target), record_id, *texts, self._rewind, now)
        self._undo.add(self._open)

    def note_at_once(
        self,
        record_id: str,
        title: str,
        before: Mapping[Target, str],
        after: Mapping[Target, str],
    ) -> None:
        """Records a change of several texts, such as a row that was pasted, as one step."""
        self._open = None
        self._undo.add(TypedStep(title, record_id, before, after, self._rewind, self._clock()))

    def note_consequence(self, record_id: str, target: Target, before: str, after: str) -> None:
        """Records that another text changed because of the last step."""
        if (step := self._latest(record_id)) is not None:
            step.before.setdefault(target, before)
            step.after[target] = after

    def note_normalised(self, record_id: str, target: Target, after: str) -> None:
        """Records that the text of the last step was normalised."""
        step = self._latest(record_id)
        if step is not None and target in step.after:
            step.after[target] = after

    def close_step(self) -> None:
        """Makes the next change a step of its own."""
        self._open = None

    def _latest(self, record_id: str) -> TypedStep | None:
        step = self._undo.latest_typed_into(record_id)
        return step if isinstance(step, TypedStep) else None
