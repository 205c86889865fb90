"""The editor of one form's records, built from the form's definition alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
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
from gonghui_desktop.model.form import Field, FormDefinition
from gonghui_desktop.model.record import Record
from gonghui_desktop.services.editions import Leftover
from gonghui_desktop.ui.editor.field_row import FieldRow
from gonghui_desktop.ui.editor.inputs.pasting import paste_within_limits
from gonghui_desktop.ui.editor.leftover_note import LeftoverNote
from gonghui_desktop.ui.editor.undo import Target
from gonghui_desktop.ui.theme.theme import Theme, mark

_NARROW = 380  # below this width labels stand above their inputs
_WIDE = 720  # from this width fields that share a row of the page share one here
_MARGIN = 16


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
    paste_refused = Signal(str)
    """A Chinese sentence that says why nothing was pasted."""
    entered = Signal(str)
    """Id of the field that has gained the focus."""
    left = Signal(str)

    def __init__(self, theme: Theme, form: FormDefinition, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._touched: set[str] = set()
        self._carried = ""  # the field that had the focus when another record was loaded
        self._findings: tuple[Finding, ...] = ()
        self._all_shown = False
        self._build(form)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.changed.connect(self._arrange_soon)
        self._arrange()

    @property
    def fields(self) -> tuple[str, ...]:
        """Field ids in the order of the tab key."""
        return tuple(self._rows)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The record's findings, shown or not."""
        return self._findings

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
        self._touched.clear()
        # Leaving it does not count as a visit: the focus came there in the former record.
        self._carried = next((each for each, row in self._rows.items() if row.has_focus), "")
        self._all_shown = False
        self._findings = ()
        for field_id, row in self._rows.items():
            row.input.set_value(values.get(field_id, ""))
            row.reason.set_value(reasons.get(field_id, ""))
            row.show_findings(())
        self.verticalScrollBar().setValue(0)

    def adopt(self, values: Mapping[str, str], reasons: Mapping[str, str]) -> None:
        """Shows the record's texts as stored, except in the input that has the focus."""
        for field_id, row in self._rows.items():
            if not row.has_focus:
                row.input.set_value(values.get(field_id, ""))
            if not row.reason.hasFocus():
                row.reason.set_value(reasons.get(field_id, ""))

    def show_texts(self, values: Mapping[str, str], reasons: Mapping[str, str]) -> None:
        """Shows the record's texts, also in the input that has the focus."""
        for field_id, row in self._rows.items():
            row.input.set_value(values.get(field_id, ""))
            row.reason.set_value(reasons.get(field_id, ""))

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
            (row.reason if target.is_reason else row.input).set_value(text)
        first = next(iter(changes))
        row = self._rows[first.field_id]
        if first.is_reason and not row.reason.isHidden():
            self._focus(row, row.reason)
        else:
            self._focus(row, row.input.widget())

    def set_read_only(self, read_only: bool) -> None:
        """Makes the record read-only or editable."""
        for row in self._rows.values():
            row.set_read_only(read_only)
        self._arrange()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Shows findings under their fields.

        An empty field shows its findings only after the clerk has visited it, and the field with
        the focus shows new ones only after it is left; findings that are mended go at once.
        """
        self._findings = tuple(findings)
        for field_id in self._rows:
            self._show_findings_of(field_id)

    def show_all_findings(self) -> None:
        """Shows all findings, also of fields that were not visited."""
        self._all_shown = True
        self.show_findings(self._findings)

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
        self._reveal(row)
        # New findings and the unfolded strip are laid out a moment later.
        QTimer.singleShot(0, self, lambda: self._reveal(row))

    def focus_first_empty(self) -> None:
        """Puts the caret into the first empty field."""
        empty = (field_id for field_id, row in self._rows.items() if not row.value)
        self.focus_field(next(empty, self.fields[0]))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Moves labels above the inputs in a narrow pane; keeps the focused field in view."""
        super().resizeEvent(event)
        self._arrange()
        focused = next((row for row in self._rows.values() if row.has_focus), None)
        if focused is not None and event.size().height() < event.oldSize().height():
            self._reveal(focused)

    def _build(self, form: FormDefinition) -> None:
        content = QWidget(self)
        mark(content, "ground", "surface")
        self._form = form
        self._content = content
        self._rows: dict[str, FieldRow] = {}
        self._pairs: list[QBoxLayout] = []
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        self._column.setSpacing(8)
        self._add_fields()
        self.leftovers = LeftoverNote(self._theme, content)
        self._column.addWidget(self.leftovers)
        self._column.addStretch(1)
        self.setWidget(content)
        stops = [self._stop_before()]
        for row in self._rows.values():
            stops += [row.input.widget(), row.reason]
        for first, second in pairwise([*stops, self.leftovers.first]):
            QWidget.setTabOrder(first, second)

    def _stop_before(self) -> QWidget:
        """The stop of the tab key before the editor; Qt puts nothing behind what is no stop."""
        stop = self.previousInFocusChain()
        while stop not in (None, self) and not stop.focusPolicy() & Qt.FocusPolicy.TabFocus:
            stop = stop.previousInFocusChain()
        return stop or self

    def _add_fields(self) -> None:
        placed = (self._form.heading, *self._form.rows)
        for field_ids in placed:
            self._add_pair([self._form.field(field_id) for field_id in field_ids])
        beside = [field for field in self._form.fields if not field.printed]
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
        if not fields:
            return
        box = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        box.setSpacing(8)
        for field in fields:
            row = FieldRow(self._theme, self._form.id, field, self._content)
            row.changed.connect(self._on_changed)
            row.explained.connect(self.explained)
            row.pasted.connect(self._on_pasted)
            row.table_pasted.connect(self.table_pasted)
            row.paste_refused.connect(self.paste_refused)
            row.entered.connect(self._on_entered)
            row.left.connect(self._on_left)
            row.moved_on.connect(self._on_moved_on)
            box.addWidget(row, 1)
            self._rows[field.id] = row
        self._pairs.append(box)
        self._column.addLayout(box)

    def _reveal(self, row: FieldRow) -> None:
        """Scrolls as little as needed to show the row, or its beginning with the label."""
        if row not in self._rows.values():
            return  # of a form that has made room for another since
        top = row.mapTo(self._content, QPoint(0, 0)).y()
        bar, room = self.verticalScrollBar(), self.viewport().height()
        lowest = top - _MARGIN
        highest = min(lowest, top + row.height() + _MARGIN - room)
        bar.setValue(min(max(bar.value(), highest), lowest))

    def _arrange_soon(self) -> None:
        QTimer.singleShot(0, self, self._arrange)  # labels have their new font by then

    def _arrange(self) -> None:
        width = self.viewport().width()
        above = width < _NARROW
        label_width = max(row.label_width for row in self._rows.values())
        for row in self._rows.values():
            row.place_label(above=above, width=label_width)
        directions = QBoxLayout.Direction
        for box in self._pairs:
            box.setDirection(directions.LeftToRight if width >= _WIDE else directions.TopToBottom)
            box.setSpacing(24 if width >= _WIDE else 8)

    def _show_findings_of(self, field_id: str) -> None:
        row = self._rows[field_id]
        findings = [finding for finding in self._findings if finding.field == field_id]
        if row.has_focus and not self._all_shown:
            # Mended ones go at once, new ones wait until the field is left.
            findings = [finding for finding in findings if finding in row.findings]
        elif not (row.value or field_id in self._touched or self._all_shown):
            findings = []
        row.show_findings(findings)

    def _on_changed(self, field_id: str, text: str) -> None:
        self._touched.add(field_id)
        self.edited.emit(field_id, text)

    def _on_pasted(self, target: Target, raw: str, clean: str) -> None:
        self._touched.add(target.field_id)
        self.pasted.emit(target, raw, clean)

    def _on_entered(self, field_id: str) -> None:
        self.ensureWidgetVisible(self._rows[field_id].input.widget(), 0, _MARGIN)
        self.entered.emit(field_id)

    def _on_left(self, field_id: str) -> None:
        if field_id != self._carried:
            self._touched.add(field_id)
        self._carried = ""
        self.left.emit(field_id)
        self._show_findings_of(field_id)

    def _on_moved_on(self, field_id: str) -> None:
        """Goes to the next field."""
        following = self.fields[self.fields.index(field_id) + 1 :]
        if following:
            self.focus_field(following[0])
