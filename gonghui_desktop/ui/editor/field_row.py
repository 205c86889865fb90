"""One field of the editor: its label, input, hint, findings and the room left on the page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QLabel, QVBoxLayout, QWidget

from gonghui_desktop.model.findings import Finding, Severity
from gonghui_desktop.model.form import Field
from gonghui_desktop.ui.editor.field_guide import GUIDE_ROOM, FieldGuide
from gonghui_desktop.ui.editor.focus_tracker import FocusTracker
from gonghui_desktop.ui.editor.gauge import RoomGauge
from gonghui_desktop.ui.editor.inputs.line import LineInput
from gonghui_desktop.ui.editor.inputs.pasting import paste_within_limits
from gonghui_desktop.ui.editor.inputs.protocol import FieldInput, Level
from gonghui_desktop.ui.editor.inputs.registry import create_input
from gonghui_desktop.ui.editor.undo import Target
from gonghui_desktop.ui.theme.theme import Theme, mark
from gonghui_desktop.ui.widgets.finding_line import FindingLine

_WIDEST_LABEL = 144
_NO_LIMIT = 16_777_215  # Qt's own
_LEVELS: dict[Severity, Level] = {Severity.MANDATORY: "error", Severity.VERIFY: "warning"}


class FieldRow(QWidget):
    """A field in the editor, built from the form's definition alone.

    Args:
        theme: sizes and icons.
        form_id: first half of the input's object name.
        field: the definition.
        parent: the owner; given at once, so that no widget is styled twice.
    """

    changed = Signal(str, str)
    """Field id and text, after each change by the clerk."""
    explained = Signal(str, str)
    """Field id and the clerk's reason for a 核实 finding."""
    entered = Signal(str)
    left = Signal(str)
    pasted = Signal(object, str, str)
    """Target; its text as it were with what is on the clipboard, and as it is, cleaned."""
    table_pasted = Signal(str, str)
    """Field id and a text that looks like rows of a spreadsheet; it was not pasted."""
    paste_refused = Signal(str)
    moved_on = Signal(str)
    """Enter was pressed in an input of one line, to go to the next field."""

    def __init__(self, theme: Theme, form_id: str, field: Field, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.field = field
        self.input: FieldInput = create_input(form_id, field, self)
        self.gauge: RoomGauge | None = None
        self._findings: tuple[Finding, ...] = ()
        self._hint: QLabel | None = None
        self._read_only = False
        self._label = self._make_label()
        self.guide = FieldGuide(theme, self._label, field.guide, self) if field.guide else None
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self.reason = self._make_reason(form_id)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(8)
        self._box.addWidget(self._label, 0, Qt.AlignmentFlag.AlignTop)
        self._box.addLayout(self._make_column(), 1)
        self._describe()
        self.input.changed.connect(lambda text: self.changed.emit(field.id, text))
        self._connect_pasting()
        tracker = FocusTracker(
            self.input.widget(), enter_moves_on=field.type.widget != "paragraphs"
        )
        tracker.moved_on.connect(lambda: self.moved_on.emit(field.id))
        tracker.entered.connect(lambda: self.entered.emit(field.id))
        tracker.left.connect(self._on_left)

    @property
    def value(self) -> str:
        """The text in the input."""
        return self.input.value()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings shown under it."""
        return self._findings

    @property
    def has_focus(self) -> bool:
        """Whether the input has the focus."""
        return self.input.widget().hasFocus()

    @property
    def label_width(self) -> int:
        """The label's width in one line, limited to leave room for the input."""
        self._label.ensurePolished()
        words = self._label.fontMetrics().horizontalAdvance(self._label.text())
        return min(words + 4, _WIDEST_LABEL) + (GUIDE_ROOM if self.guide else 0)

    def place_label(self, *, above: bool, width: int) -> None:
        """Puts the label above the input, or to its left in a column of that width."""
        directions = QBoxLayout.Direction
        self._box.setDirection(directions.TopToBottom if above else directions.LeftToRight)
        self._box.setSpacing(4 if above else 8)
        self._label.setMinimumWidth(0 if above else width)
        self._label.setMaximumWidth(_NO_LIMIT if above else width)
        self._label.setMinimumHeight(0 if above else self._theme.control_height)

    def set_read_only(self, read_only: bool) -> None:
        """Makes the field read-only or editable."""
        self._read_only = read_only
        self.input.set_read_only(read_only)
        self.reason.set_read_only(read_only)
        self._label.setText(self._label_text())
        for help_to_write in (self.gauge, self._hint):
            if help_to_write is not None:
                help_to_write.setHidden(read_only)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Shows the field's findings; none for an empty sequence."""
        shown = tuple(findings)
        if shown == self._findings:
            return
        self._findings = shown
        while (item := self._lines.takeAt(0)) is not None:
            if line := item.widget():
                line.hide()
                line.deleteLater()
        for finding in shown:
            self._lines.addWidget(FindingLine(self._theme, finding, self.field.label, self))
        severities = [finding.severity for finding in shown if finding.blocks]
        level = next((_LEVELS[each] for each in _LEVELS if each in severities), None)
        self.input.show_problem(level)
        doubtful = any(finding.severity is Severity.VERIFY for finding in shown)
        self.reason.setVisible(doubtful)
        self._describe()

    def _describe(self) -> None:
        """Tells a screen reader what the asterisk, the hint and the findings tell the eye."""
        needed = "必填。" if self.field.mandatory else ""
        messages = [finding.message for finding in self._findings]
        words = " ".join([needed, self.field.hint, *messages]).strip()
        self.input.widget().setAccessibleDescription(words)

    def _make_label(self) -> QLabel:
        label = QLabel(self._label_text(), self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setBuddy(self.input.widget())
        label.setToolTip("必填" if self.field.mandatory else "")
        return label

    def _label_text(self) -> str:
        text = self.field.label.replace("&", "&&")
        return f"{text} *" if self.field.mandatory and not self._read_only else text

    def _make_reason(self, form_id: str) -> LineInput:
        reason = LineInput(self)
        reason.setObjectName(f"{form_id}.{self.field.id}.reason")
        reason.setAccessibleName(f"{self.field.label}：核实说明")
        reason.setPlaceholderText("确实如此？请写明原因")
        reason.changed.connect(lambda text: self.explained.emit(self.field.id, text))
        reason.editingFinished.connect(lambda: self.left.emit(self.field.id))
        FocusTracker(reason, enter_moves_on=False)  # the window's undo, not the input's own
        reason.hide()
        return reason

    def _connect_pasting(self) -> None:
        field_id = self.field.id
        for target, source in (
            (Target(field_id), self.input),
            (Target(field_id, is_reason=True), self.reason),
        ):
            source.pasted.connect(
                lambda raw, clean, target=target: self.pasted.emit(target, raw, clean)
            )
            source.paste_refused.connect(self.paste_refused)
        self.input.table_pasted.connect(lambda text: self.table_pasted.emit(field_id, text))
        self.reason.table_pasted.connect(lambda text: paste_within_limits(self.reason, text))

    def _make_column(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(self.input.widget())
        if self.field.type.widget == "paragraphs" and self.field.printed:
            self.gauge = RoomGauge(self)
            column.addWidget(self.gauge)
        if self.field.hint:
            hint = QLabel(self.field.hint, self)
            hint.setTextFormat(Qt.TextFormat.PlainText)
            hint.setWordWrap(True)
            mark(hint, "role", "hint")
            column.addWidget(hint)
            self._hint = hint
        if self.guide is not None:
            column.addWidget(self.guide.words)
        column.addLayout(self._lines)
        column.addWidget(self.reason)
        column.addStretch(1)  # keeps everything at the top beside a higher neighbour
        return column

    def _on_left(self) -> None:
        """Normalises what was typed, such as full-width digits."""
        typed = self.input.value()
        canonical = self.field.type.normalise(typed)
        if canonical != typed and not self._read_only:
            self.input.set_value(canonical)
            self.changed.emit(self.field.id, canonical)
        self.left.emit(self.field.id)
