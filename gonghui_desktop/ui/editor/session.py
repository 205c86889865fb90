"""The open record of one form: texts as typed, their undo steps, stored state."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import QObject, Signal

from gonghui_desktop.model.entry import LONGEST_TEXT, as_entered, canonical_values
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.forms.implied import implied_values
from gonghui_desktop.model.record import Record
from gonghui_desktop.ui.commands.undo_list import UndoList
from gonghui_desktop.ui.editor.drafts import DraftKeeper
from gonghui_desktop.ui.editor.undo import Target, Typing

CLEANED = "整理粘贴的文字"
"""Title of the undo step that leads back to the text as it was on the clipboard."""


class RecordSession(QObject):
    """Connects the editor, which shows texts, with the keeper, which stores them.

    Args:
        form: the records' form in its current edition.
        keeper: stores what is typed.
        undo: the window's list of steps.
        parent: the owner.
    """

    opened = Signal()
    """Emitted when another record is open, or none."""
    changed = Signal()
    """Emitted when values or reasons changed, by typing, by undo, or as a consequence."""
    followed = Signal()
    """Emitted when values of other fields follow from what the clerk has changed."""
    stored = Signal(object)
    """Emitted with a record of this form as it was stored, open or not."""
    rewound = Signal(object)
    """Emitted with the texts that an undo or redo restored, by ``undo.Target``."""

    def __init__(
        self,
        form: FormDefinition,
        keeper: DraftKeeper,
        undo: UndoList,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._form = form
        self._keeper = keeper
        self._record: Record | None = None
        self._is_read_only = True
        self._texts: dict[str, str] = {}
        self._typing = Typing(undo, self._title_of, self._rewind)
        keeper.saved.connect(self._on_saved)

    @property
    def form(self) -> FormDefinition:
        """The records' form in its current edition."""
        return self._form

    @property
    def record(self) -> Record | None:
        """The open record as stored."""
        return self._record

    @property
    def texts(self) -> Mapping[str, str]:
        """Field id to text as typed."""
        return self._texts

    @property
    def reasons(self) -> Mapping[str, str]:
        """Field id to the clerk's reason, stored or not."""
        if self._record is None:
            return {}
        if self._is_read_only:
            return self._record.explanations
        return {**self._record.explanations, **self._keeper.unsaved_reasons(self._record.id)}

    @property
    def live(self) -> Record | None:
        """The open record as it will be stored: what was typed, in canonical form."""
        if self._record is None or self._is_read_only:
            return self._record  # its values are those of its own edition
        return as_entered(self._form, self._record, self._texts, self.reasons)

    @property
    def is_read_only(self) -> bool:
        """Whether the record cannot be changed, or there is none."""
        return self._is_read_only

    def open(self, record: Record | None, *, is_read_only: bool) -> None:
        """Opens a record, with texts typed before that could not be stored yet.

        Args:
            record: which one; a draft is in the current edition of its form. ``None`` for none.
            is_read_only: whether it cannot be changed.
        """
        self._record = record
        self._is_read_only = is_read_only or record is None
        if record is None:
            self._texts = {}
        else:
            self._texts = dict(record.values)
            if not is_read_only:
                self._keeper.note_seen(record)
                self._texts.update(self._keeper.unsaved(record.id))
        self._typing.close_step()
        self.opened.emit()

    def refresh(self, record: Record) -> None:
        """Shows the open record as somebody else has changed it, beside what was typed here."""
        self._record = record
        self._keeper.note_seen(record)
        self._texts = {**record.values, **self._keeper.unsaved(record.id)}
        self.changed.emit()

    def edit(self, field_id: str, text: str) -> None:
        """Handles a change of a field by the clerk."""
        if self._record is None or self.is_read_only:
            return
        before = self._texts.get(field_id, "")
        if before == text:
            return
        target = Target(field_id)
        if self._form.field(field_id).type.normalise(before) == text:
            self._typing.note_normalised(self._record.id, target, text)
        else:
            self._typing.note(self._record.id, target, before, text)
        following = self._following(field_id, text)
        self._put({target: text, **following})
        if following:
            self.followed.emit()

    def _following(self, field_id: str, text: str) -> dict[Target, str]:
        """Texts of other fields that follow from a change, in the same step of the undo list."""
        assert self._record is not None
        if not self._form.field(field_id).type.choices:
            return {}
        settled = self._settled({field_id: text})
        for target, value in settled.items():
            self._typing.note_consequence(self._record.id, target, self._text(target), value)
        return {each: value for each, value in settled.items() if value != self._text(each)}

    def _settled(self, changes: Mapping[str, str]) -> dict[Target, str]:
        """What becomes of the other fields that changed choices may settle.

        Also where nothing becomes of it: a step that is taken back must say what stood there, or
        the way back settles it anew and a decision of the clerk's is gone.
        """
        form = self._form
        choices = [form.field(each).type for each in changes]
        follows = implied_values(
            form, canonical_values(form, self._texts), canonical_values(form, changes)
        )
        return {
            Target(field.id): follows.get(field.id, self._texts.get(field.id, ""))
            for field in form.fields
            if field.id not in changes and any(one.decides(field.id) for one in choices)
        }

    def explain(self, field_id: str, reason: str) -> None:
        """Handles a change of the reason for a 核实 finding."""
        if self._record is None or self.is_read_only:
            return
        before = self.reasons.get(field_id, "")
        if before != reason:
            target = Target(field_id, is_reason=True)
            self._typing.note(self._record.id, target, before, reason)
            self._put({target: reason})

    def paste(self, target: Target, raw: str, clean: str) -> None:
        """Handles a paste: one undo leads to what was on the clipboard, a second to before it.

        Args:
            target: where it was pasted.
            raw: the whole text with the pasted one as it is on the clipboard.
            clean: the whole text as the input shows it.
        """
        before = self._text(target)
        if len(raw) > max(LONGEST_TEXT, len(before)):
            raw = clean  # a step that leads to what cannot be stored leads nowhere
        if self._record is None or self.is_read_only or before == clean == raw:
            return
        label = self._form.field(target.field_id).label
        record_id = self._record.id
        self._typing.note_at_once(record_id, f"粘贴 {label}", {target: before}, {target: raw})
        if clean != raw:
            self._typing.note_at_once(record_id, CLEANED, {target: raw}, {target: clean})
        self._put({target: clean})

    def change_at_once(self, title: str, changes: Mapping[Target, str]) -> None:
        """Changes several texts of the open record in one step of the undo list.

        Args:
            title: what it is called there, such as ``恢复 单位名称``.
            changes: the new texts, the one to be shown first.
        """
        if self._record is None or self.is_read_only:
            return
        changed = {target: text for target, text in changes.items() if text != self._text(target)}
        if changed:
            changed |= self._settled(
                {target.field_id: text for target, text in changed.items() if not target.is_reason}
            )
            was = {target: self._text(target) for target in changed}
            self._typing.note_at_once(self._record.id, title, was, changed)
            self._rewind(self._record.id, changed)

    def leave_field(self) -> None:
        """Stores at once, as the field was left; the next change is an undo step of its own."""
        self._typing.close_step()
        self._keeper.store_soon()

    def _text(self, target: Target) -> str:
        texts = self.reasons if target.is_reason else self._texts
        return texts.get(target.field_id, "")

    def _title_of(self, target: Target) -> str:
        field = self._form.field(target.field_id)
        if target.is_reason:
            return f"输入 {field.label} 的原因"
        return f"{'选择' if field.type.widget == 'choice' else '输入'} {field.label}"

    def _rewind(self, record_id: str, changes: Mapping[Target, str]) -> None:
        """Puts the texts of a step into the open record."""
        if self._record is not None and self._record.id == record_id and not self.is_read_only:
            self._typing.close_step()
            self._put(changes)
            self.rewound.emit(changes)

    def _put(self, changes: Mapping[Target, str]) -> None:
        assert self._record is not None
        for target, text in changes.items():
            if target.is_reason:
                seen = self._record.explanations.get(target.field_id, "")
                self._keeper.explain(self._record.id, target.field_id, text, seen)
            else:
                seen = self._record.value(target.field_id)
                self._texts[target.field_id] = text
                self._keeper.edit(self._record.id, target.field_id, text, seen)
        self.changed.emit()

    def _on_saved(self, record: Record, settled: Collection[str]) -> None:
        if record.form != self._form.id:
            return
        if self._record is not None and self._record.id == record.id:
            self._record = record
            self._follow(record, settled)
        self.stored.emit(record)

    def _follow(self, record: Record, settled: Collection[str]) -> None:
        """Adopts values as they are stored.

        Those that follow from the clerk's own, such as an implied one, belong to her last step.
        What somebody else has written does not: she would undo it without knowing.
        """
        followed = False
        typed_since = self._keeper.unsaved(record.id)
        for field in self._form.fields:
            if field.id in typed_since:
                continue  # newer than what was stored
            typed = self._texts.get(field.id, "")
            value = record.value(field.id)
            if field.type.normalise(typed) != value:
                if field.id in settled:
                    self._typing.note_consequence(record.id, Target(field.id), typed, value)
                self._texts[field.id] = value
                followed = True
        if followed:
            self.changed.emit()
