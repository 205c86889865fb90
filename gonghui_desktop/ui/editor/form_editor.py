"""The editor of one form's records, built from the form's definition alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gonghui_desktop.model.findings import Finding
from gonghui_desktop.model.forms.form import Field, FormDefinition
from gonghui_desktop.model.forms.implied import decider_of, is_asked
from gonghui_desktop.model.forms.offers import offers
from gonghui_desktop.model.record import Record
from gonghui_desktop.services.editions import Leftover
from gonghui_desktop.ui.editor.blame import Blame
from gonghui_desktop.ui.editor.field_row import LABEL_GAP, FieldRow
from gonghui_desktop.ui.editor.inputs.pasting import paste_within_limits
from gonghui_desktop.ui.editor.keep_in_view import KeepInView
from gonghui_desktop.ui.editor.leftover_note import LeftoverNote
from gonghui_desktop.ui.editor.return_note import ReturnNote
from gonghui_desktop.ui.editor.undo import Target
from gonghui_desktop.ui.theme.theme import Theme, mark

_LEAST_BESIDE = 15  # characters; where an input had less, its label stands above it
_LEAST_PAIRED = 18  # characters; where both have them, fields share a row as they do on the page
_BETWEEN = 24  # pixels between two fields in a row
_MARGIN = 16
_LEAST_HEIGHT = 48  # pixels, an input with its ring, so that the lowest window has room for all
_REST = 1000  # ms without a key, after which what was typed is judged


class RecordEditor(QScrollArea):
    """All fields of a form in the page's reading order; those that are not printed come last.

    It stores nothing: it shows values and emits what the clerk does.

    Args:
        theme: look of the window.
        form: whose fields it has at first; see :meth:`show_form`.
        parent: the owner.
    """

    edited = Signal(str, str)
    """Field id and its text, after each change by the clerk."""
    explained = Signal(str, str)
    """Field id and the clerk's reason for a 核实 finding."""
    pasted = Signal(object, str, str)
    """Target, raw and clean text, after a paste: see :class:`FieldRow`."""
    table_pasted = Signal(str, str)
    """Field id and a text that looks like rows of a spreadsheet; it was not pasted."""
    not_taken = Signal(str)
    """A Chinese sentence on what was typed or pasted and not taken."""
    accepted = Signal(str, str)
    """Field id and the spelling that the clerk took from an offer."""
    entered = Signal(str)
    """Id of the field that has gained the focus."""
    left = Signal(str)
    caret_moved = Signal(float)
    """The share of the lines above the caret in the long text that has the focus."""

    def __init__(self, theme: Theme, form: FormDefinition, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._blame = Blame()
        self._rest = QTimer(self, singleShot=True, interval=_REST)
        self._rest.timeout.connect(self._on_rest)
        self._is_read_only = False
        self._view = KeepInView(self)
        self._build(form)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumHeight(_LEAST_HEIGHT)
        theme.changed.connect(self._arrange_soon)
        self._arrange()

    @property
    def fields(self) -> tuple[str, ...]:
        """Field ids in the order of the tab key."""
        return tuple(self._rows)

    @property
    def asked(self) -> tuple[str, ...]:
        """Those of them that are seen: a value that follows from another is not asked for."""
        return tuple(each for each, row in self._rows.items() if not row.isHidden())

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The record's findings, shown or not."""
        return self._blame.findings

    def row(self, field_id: str) -> FieldRow:
        """The field's row."""
        return self._rows[field_id]

    def show_form(self, form: FormDefinition) -> None:
        """Has the fields of that form from now on, such as of an earlier edition."""
        if form == self._form:
            return
        focused = next((each for each, row in self._rows.items() if row.has_focus), "")
        caret = QApplication.focusWidget()
        had_focus = caret is not None and self._content.isAncestorOf(caret)
        if caret is not None and had_focus:
            caret.clearFocus()  # now, while what hears of it is still whole
        former = self.takeWidget()
        former.hide()
        former.deleteLater()  # not at once: a key in one of its inputs may have led here
        self._build(form)
        self._arrange()
        if had_focus:
            self.focus_field(focused if focused in self._rows else self.fields[0])

    def show_leftovers(self, leftovers: Sequence[Leftover]) -> None:
        """Shows values for which the form has no field."""
        self.leftovers.show_items(leftovers)

    def load(self, values: Mapping[str, str], reasons: Mapping[str, str]) -> None:
        """Shows another record's values."""
        self._blame.begin()
        self._rest.stop()
        for field_id, row in self._rows.items():
            row.set_value(values.get(field_id, ""))
            row.reason.set_value(reasons.get(field_id, ""))
            row.show_findings(())
        self._follow_values()
        self.verticalScrollBar().setValue(0)

    def adopt(self, values: Mapping[str, str], reasons: Mapping[str, str]) -> None:
        """Shows the record's texts as stored, except in the input that has the focus."""
        for field_id, row in self._rows.items():
            if not row.has_focus:
                row.set_value(values.get(field_id, ""))
            if not row.reason.hasFocus():
                row.reason.set_value(reasons.get(field_id, ""))
        self._follow_values()

    def show_texts(self, values: Mapping[str, str], reasons: Mapping[str, str]) -> None:
        """Shows the record's texts, also in the input that has the focus."""
        for field_id, row in self._rows.items():
            row.set_value(values.get(field_id, ""))
            row.reason.set_value(reasons.get(field_id, ""))
        self._follow_values()

    def show_room(self, record: Record, room: Mapping[str, int], pages: int) -> None:
        """Shows how much may still be written.

        Args:
            record: the record that was measured.
            room: field id to the characters that still fit on its page.
            pages: the number of pages that the record takes.
        """
        for field_id, left in room.items():
            gauge = self._rows[field_id].gauge
            if gauge is not None:
                gauge.show_room(len(record.value(field_id)), left, pages)

    def show_rewound(self, changes: Mapping[Target, str]) -> None:
        """Shows the texts restored by an undo or redo; the caret goes to the first."""
        for target, text in changes.items():
            row = self._rows[target.field_id]
            (row.reason if target.is_reason else row).set_value(text)
        self._follow_values()
        first = next(iter(changes))
        row = self._rows[first.field_id]
        if first.is_reason and not row.reason.isHidden():
            self._focus(row, row.reason)
        else:
            self._focus(row, row.input.widget())

    def set_read_only(self, read_only: bool) -> None:
        """Makes the record read-only or editable."""
        self._is_read_only = read_only
        for row in self._rows.values():
            row.set_read_only(read_only)
        self._follow_values()
        self._arrange()

    def show_findings(self, findings: Sequence[Finding], checked: Mapping[str, str]) -> None:
        """Shows findings under their fields, as far as it is time for them (see ``Blame``).

        Args:
            findings: of the open record.
            checked: the canonical values that were checked.
        """
        self._blame.take(findings, checked)
        self._show_findings()

    def show_all_findings(self) -> None:
        """Shows all findings, also those of empty fields."""
        self._blame.tell_all()
        self._show_findings()

    def paste_text(self, field_id: str, text: str) -> None:
        """Pastes a text into a field as text, whatever it looks like."""
        if field_id in self._rows:
            paste_within_limits(self._rows[field_id].input, text)

    def focus_field(self, field_id: str) -> None:
        """Puts the caret into a field and scrolls to it."""
        row = self._rows[field_id]
        self._focus(row, row.input.widget())

    def _focus(self, row: FieldRow, widget: QWidget) -> None:
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        self._view.follow(row)

    def focus_first_empty(self) -> None:
        """Puts the caret into the first empty field."""
        empty = (field_id for field_id in self.asked if not self._rows[field_id].value)
        self.focus_field(next(empty, self.fields[0]))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Moves labels above the inputs in a narrow pane."""
        super().resizeEvent(event)
        self._arrange()

    def _build(self, form: FormDefinition) -> None:
        content = QWidget(self)
        mark(content, "ground", "surface")
        self._form = form
        self._content = content
        self._rows: dict[str, FieldRow] = {}
        self._pairs: list[QBoxLayout] = []
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        self._column.setSpacing(0)  # each field keeps room for a line under it
        self.returned = ReturnNote(self._theme, content, _MARGIN)
        self._column.addWidget(self.returned)
        self._add_fields()
        self.leftovers = LeftoverNote(self._theme, content)
        self._column.addWidget(self.leftovers)
        self._column.addStretch(1)
        self.setWidget(content)
        self._view.watch(content)
        stops = [self._stop_before()]
        for row in self._rows.values():
            stops += row.stops
        for first, second in pairwise([*stops, self.leftovers.first]):
            QWidget.setTabOrder(first, second)

    def _stop_before(self) -> QWidget:
        """The stop of the tab key before the editor; Qt puts nothing behind what is no stop."""
        stop = self.previousInFocusChain()
        while stop not in (None, self) and not stop.focusPolicy() & Qt.FocusPolicy.TabFocus:
            stop = stop.previousInFocusChain()
        return stop or self

    def _add_fields(self) -> None:
        for field_ids in (self._form.heading, *self._form.rows):
            self._add_pair([self._form.field(field_id) for field_id in field_ids])
        beside = [each for each in self._form.fields if each.id not in self._rows]
        if beside:
            caption = QLabel("不印在表上", self._content)
            mark(caption, "role", "caption")
            line = QFrame(self._content, frameShape=QFrame.Shape.HLine)
            self._column.addSpacing(4)
            self._column.addWidget(line)
            self._column.addWidget(caption)
        for field in beside:
            self._add_pair([field])

    def _add_pair(self, fields: Sequence[Field]) -> None:
        """Adds fields that may stand side by side, under each what its choice leaves to decide."""
        if not fields:
            return
        box = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        box.setSpacing(0)
        for field in fields:
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(self._make_row(field))
            for each in self._form.fields:
                if not each.printed and self._decider(each.id) == field.id:
                    column.addWidget(self._make_row(each))
            column.addStretch(1)
            box.addLayout(column, 1)
        self._pairs.append(box)
        self._column.addLayout(box)

    def _make_row(self, field: Field) -> FieldRow:
        row = FieldRow(self._theme, self._form.id, field, self._content)
        row.changed.connect(self._on_changed)
        row.explained.connect(self.explained)
        row.accepted.connect(self.accepted)
        row.pasted.connect(self._on_pasted)
        row.table_pasted.connect(self.table_pasted)
        row.not_taken.connect(self.not_taken)
        row.entered.connect(self._on_entered)
        row.left.connect(self._on_left)
        row.caret_moved.connect(self.caret_moved)
        row.moved_on.connect(self._on_moved_on)
        self._rows[field.id] = row
        return row

    def _decider(self, field_id: str) -> str:
        """Id of the field whose choice settles another one; empty for none."""
        decider = decider_of(self._form, field_id)
        return decider.id if decider is not None else ""

    def _arrange_soon(self) -> None:
        QTimer.singleShot(0, self, self._arrange)  # labels have their new font by then

    def _arrange(self) -> None:
        room = self.viewport().width() - 2 * _MARGIN
        label_width = max(row.label_width for row in self._rows.values())
        character = self._theme.body_size
        above = room < label_width + LABEL_GAP + _LEAST_BESIDE * character
        paired = label_width + LABEL_GAP + _LEAST_PAIRED * character
        share = room >= 2 * paired + _BETWEEN
        for row in self._rows.values():
            row.place_label(above=above, width=label_width)
        directions = QBoxLayout.Direction
        for box in self._pairs:
            box.setDirection(directions.LeftToRight if share else directions.TopToBottom)
            box.setSpacing(_BETWEEN if share else 0)

    def _show_findings(self) -> None:
        for field_id, row in self._rows.items():
            row.show_findings(self._blame.of(field_id, row.canonical, row.findings))

    def _follow_values(self) -> None:
        """Asks for what the values leave to the clerk, and offers other spellings.

        Not while she types: to look through long texts takes milliseconds.
        """
        values = {field_id: row.canonical for field_id, row in self._rows.items()}
        if not self._rest.isActive():
            offered = {} if self._is_read_only else offers(self._form, values)
            for field_id, row in self._rows.items():
                row.show_offer(offered.get(field_id))
        for field_id, row in self._rows.items():
            if decider := self._decider(field_id):
                asked = is_asked(self._form, field_id, values)
                row.setVisible(asked)
                row.set_required(asked)
                follows = bool(values[field_id]) and not asked
                words = f"{row.field.label}：{row.field.type.show(values[field_id])}"
                self._rows[decider].show_hint(words if follows else "")

    def _on_changed(self, field_id: str, text: str) -> None:
        self._blame.type(field_id)
        self._rest.start()
        row = self._rows[field_id]
        row.show_offer(None)
        if row.has_focus:
            self._view.follow(row)
        self.edited.emit(field_id, text)
        if self._form.field(field_id).type.choices:
            self._follow_values()

    def _on_rest(self) -> None:
        self._blame.rest()
        self._follow_values()
        self._show_findings()

    def _on_pasted(self, target: Target, raw: str, clean: str) -> None:
        if not target.is_reason:  # which hides no finding: it would hide itself with that
            self._blame.type(target.field_id)
            self._rest.start()
        self.pasted.emit(target, raw, clean)

    def _on_entered(self, field_id: str) -> None:
        self._view.follow(self._rows[field_id])
        self.entered.emit(field_id)

    def _on_left(self, field_id: str) -> None:
        self._rest.stop()
        self._blame.rest()
        self.left.emit(field_id)
        self._follow_values()
        self._show_findings()

    def _on_moved_on(self, field_id: str) -> None:
        """Goes to the field's reason where one is wanted, else to the next field."""
        row = self._rows[field_id]
        if row.has_focus and row.reason.isVisible():
            self._focus(row, row.reason)
            return
        following = self.asked[self.asked.index(field_id) + 1 :]
        if following:
            self.focus_field(following[0])
