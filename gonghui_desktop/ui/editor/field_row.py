"""One field of the editor: its label, input, note line, reason, offer and checklist."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from gonghui_desktop.model.findings import Finding, Severity
from gonghui_desktop.model.forms.form import Field
from gonghui_desktop.model.forms.offers import Offer
from gonghui_desktop.ui.editor.checklist_view import ChecklistView
from gonghui_desktop.ui.editor.field_guide import GUIDE_ROOM, FieldGuide
from gonghui_desktop.ui.editor.focus_tracker import FocusTracker
from gonghui_desktop.ui.editor.gauge import RoomGauge
from gonghui_desktop.ui.editor.inputs.paragraphs import ParagraphsInput
from gonghui_desktop.ui.editor.inputs.pasting import paste_within_limits
from gonghui_desktop.ui.editor.inputs.protocol import FieldInput, Level
from gonghui_desktop.ui.editor.inputs.registry import create_input
from gonghui_desktop.ui.editor.note_area import NoteArea
from gonghui_desktop.ui.editor.reason_input import ReasonInput
from gonghui_desktop.ui.editor.return_note import ReturnNote
from gonghui_desktop.ui.editor.undo import Target
from gonghui_desktop.ui.theme.theme import Theme, mark
from gonghui_desktop.ui.widgets.severity import is_settled

LABEL_GAP = 8
"""Pixels between a label and the input to its right."""

_WIDEST_LABEL = 144
_LEAST_VALUE = 6  # characters that a value keeps beside its reason
_INPUT_EDGES = 24  # pixels beside the words in an input
_STEP = 8  # pixels; reasons of values that are nearly as long begin under one another
_NO_LIMIT = 16_777_215  # Qt's own
_LEVELS: dict[Severity, Level] = {Severity.MANDATORY: "error", Severity.VERIFY: "warning"}
_REQUIRED = "必填"
_ACCEPT = "Alt+Return"
_ACCEPT_WORDS = "按 Alt+回车"


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
    accepted = Signal(str, str)
    """Field id and the spelling that the clerk took from an offer."""
    entered = Signal(str)
    """The input or the reason has gained the focus."""
    left = Signal(str)
    caret_moved = Signal(float)
    """See :class:`ParagraphsInput`."""
    pasted = Signal(object, str, str)
    """Target; its text as it were with what is on the clipboard, and as it is, cleaned."""
    table_pasted = Signal(str, str)
    """Field id and a text that looks like rows of a spreadsheet; it was not pasted."""
    not_taken = Signal(str)
    moved_on = Signal(str)
    """Enter was pressed in an input of one line, to go to the next field."""

    def __init__(self, theme: Theme, form_id: str, field: Field, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.field = field
        self._required = field.mandatory
        self.input: FieldInput = create_input(form_id, field, self)
        self._findings: tuple[Finding, ...] = ()
        self._read_only = False
        self._label = self._make_label()
        self.guide = FieldGuide(theme, self._label, field.guide, self) if field.guide else None
        self._note = NoteArea(theme, field.label, field.hint, self)
        self.returned = ReturnNote(theme, self)
        self.gauge = self._make_gauge()
        self._offer: Offer | None = None
        self.offer_button = self._make_offer_button(form_id)
        self.reason = self._make_reason(form_id)
        self.checklist = self._make_checklist(form_id)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(LABEL_GAP)
        self._box.addLayout(self._make_label_column())
        self._box.addLayout(self._make_column(), 1)
        self.input.changed.connect(self._on_changed)
        self._connect_pasting()
        if isinstance(self.input, ParagraphsInput):
            self.input.caret_moved.connect(self.caret_moved)
        tracker = FocusTracker(
            self.input.widget(), enter_moves_on=field.type.widget != "paragraphs"
        )
        tracker.moved_on.connect(lambda: self.moved_on.emit(field.id))
        tracker.entered.connect(lambda: self.entered.emit(field.id))
        tracker.left.connect(self._on_left)
        self._describe()

    @property
    def value(self) -> str:
        """The text in the input."""
        return self.input.value()

    @property
    def canonical(self) -> str:
        """The text in the input in its type's canonical form."""
        return self.field.type.normalise(self.value)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings shown under it."""
        return self._findings

    @property
    def has_focus(self) -> bool:
        """Whether the input has the focus."""
        return self.input.widget().hasFocus()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where the tab key stops, in order."""
        beside = (self.checklist.button,) if self.checklist is not None else ()
        return (self.input.widget(), self.reason, *beside)

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
        self._box.setSpacing(4 if above else LABEL_GAP)
        self._labels.setDirection(directions.LeftToRight if above else directions.TopToBottom)
        guide_side = self.guide.height() if self.guide else 0
        self._label.setMinimumWidth(self.label_width if above else width)
        self._label.setMaximumWidth(_NO_LIMIT if above else width)
        self._label.setMinimumHeight(guide_side if above else self._theme.control_height)
        self._note.fit()

    def set_value(self, text: str) -> None:
        """Shows a text."""
        self.input.set_value(text)
        self._compare()

    def set_required(self, required: bool) -> None:
        """Says whether the form cannot be final while it is empty; at first as the form has it."""
        if required != self._required:
            self._required = required
            self._label.setText(self._label_text())
            self._label.setToolTip(_REQUIRED if required else "")
            self._describe()

    def set_read_only(self, read_only: bool) -> None:
        """Makes the field read-only or editable."""
        self._read_only = read_only
        self.input.set_read_only(read_only)
        self.reason.set_read_only(read_only)
        self._label.setText(self._label_text())
        self._note.show_help(not read_only)
        self.show_offer(None)
        if self.checklist is not None:
            self.checklist.button.setVisible(not read_only)
            self.checklist.setVisible(self.checklist.button.isChecked() and not read_only)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Shows the field's findings; none for an empty sequence."""
        shown = tuple(findings)
        if shown == self._findings:
            return
        self._findings = shown
        self._note.show_findings(shown)
        severities = [finding.severity for finding in shown if finding.blocks]
        level = next((_LEVELS[each] for each in _LEVELS if each in severities), None)
        self.input.show_problem(level)
        doubtful = any(finding.severity is Severity.VERIFY for finding in shown)
        self.reason.setVisible(doubtful)
        given = (finding.explanation for finding in shown if is_settled(finding))
        self.reason.show_given(next(given, ""))
        self._share_line()
        self._describe()

    def show_returned(self, words: Sequence[str]) -> None:
        """Shows why it was sent back, a sentence each; none for an empty sequence."""
        self.returned.show_words(words)
        self._describe()

    def show_hint(self, words: str) -> None:
        """Shows something else than the field's own hint, which an empty text brings back."""
        self._note.show_hint(words)

    def show_offer(self, offer: Offer | None) -> None:
        """Shows a spelling that a click takes; ``None`` for none."""
        shown = None if self._read_only else offer
        if shown == self._offer:
            return
        self._offer = shown
        if shown is not None:
            self.offer_button.setText(shown.words)
            self.offer_button.setToolTip(f"{shown.why}（{_ACCEPT_WORDS}）")
        self._note.show_hint(shown.why if shown is not None else "")
        self.offer_button.setVisible(shown is not None)
        self._describe()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Shares the line anew between value and reason."""
        super().resizeEvent(event)
        self._share_line()

    def _share_line(self) -> None:
        """Gives a value what it needs of the line, half at the most, and its reason the rest.

        Not while either is typed: nothing moves under the caret.
        """
        widget = self.input.widget()
        if self.reason.isHidden() or self.field.type.widget == "paragraphs":
            widget.setMaximumWidth(_NO_LIMIT)
            return
        half = (self._beside.geometry().width() - self._beside.spacing()) // 2
        words = widget.fontMetrics().horizontalAdvance(self.value) + _INPUT_EDGES
        wanted = max(words, _LEAST_VALUE * self._theme.body_size)
        wanted = ceil(wanted / _STEP) * _STEP
        is_line = self.field.type.widget == "line"
        widget.setMaximumWidth(max(min(wanted, half) if is_line else half, 1))

    def _describe(self) -> None:
        """What a screen reader says of the input."""
        parts = [_REQUIRED] if self._required else []
        parts += self.returned.words
        parts += [self.field.hint, *(finding.message for finding in self._findings)]
        if self._offer is not None:
            parts.append(f"可{self.offer_button.text()}，{_ACCEPT_WORDS}。")
        self.input.widget().setAccessibleDescription(" ".join(filter(None, parts)))

    def _compare(self) -> None:
        if self.checklist is not None:
            self.checklist.compare(self.value)

    def _make_label(self) -> QLabel:
        label = QLabel(self._label_text(), self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setBuddy(self.input.widget())
        label.setToolTip(_REQUIRED if self._required else "")
        return label

    def _label_text(self) -> str:
        text = self.field.label.replace("&", "&&")
        return f"{text} *" if self._required and not self._read_only else text

    def _make_gauge(self) -> RoomGauge | None:
        if self.field.type.widget != "paragraphs" or not self.field.printed:
            return None
        gauge = RoomGauge(self)
        self._note.add_help(gauge)
        return gauge

    def _make_offer_button(self, form_id: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"{form_id}.{self.field.id}.offer")
        mark(button, "role", "note")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # a key of its own, no further stop
        button.clicked.connect(self._accept)
        key = QShortcut(_ACCEPT, self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.activated.connect(self._accept)
        button.hide()
        self._note.add_button(button)
        return button

    def _accept(self) -> None:
        if self._offer is not None:
            self.accepted.emit(self.field.id, self._offer.text)

    def _make_reason(self, form_id: str) -> ReasonInput:
        field = self.field
        name = f"{form_id}.{field.id}.reason"
        reason = ReasonInput(self._theme, name, field.label, field.phrases, self)
        reason.changed.connect(lambda text: self.explained.emit(field.id, text))
        reason.inserting.connect(lambda: self.left.emit(field.id))
        reason.editingFinished.connect(lambda: self.left.emit(field.id))
        # The window's undo, not the input's own.
        tracker = FocusTracker(reason, enter_moves_on=True)
        tracker.moved_on.connect(lambda: self.moved_on.emit(field.id))
        tracker.entered.connect(lambda: self.entered.emit(field.id))
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
            source.not_taken.connect(self.not_taken)
        self.input.table_pasted.connect(lambda text: self.table_pasted.emit(field_id, text))
        self.reason.table_pasted.connect(lambda text: paste_within_limits(self.reason, text))

    def _make_checklist(self, form_id: str) -> ChecklistView | None:
        if not self.field.checklist:
            return None
        name = f"{form_id}.{self.field.id}.checklist"
        return ChecklistView(name, self.field.checklist, self)

    def _make_label_column(self) -> QBoxLayout:
        """The label, and the checklist's button below or beside it."""
        self._labels = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._labels.setSpacing(4)
        self._labels.addWidget(self._label)
        if self.checklist is not None:
            self._labels.addWidget(self.checklist.button, 0, Qt.AlignmentFlag.AlignLeft)
        self._labels.addStretch(1)
        return self._labels

    def _make_column(self) -> QVBoxLayout:
        """The input, the reason beside it or, for a long text, under it, and the note line."""
        column = QVBoxLayout()
        column.setSpacing(0)
        beside = self._beside = QHBoxLayout()
        beside.setSpacing(8)
        beside.addWidget(self.input.widget(), 1)
        column.addLayout(beside)
        if self.field.type.widget == "paragraphs":
            column.addWidget(self.reason)
        else:
            beside.addWidget(self.reason, 1)
        column.addWidget(self.returned)
        column.addWidget(self._note)
        if self.guide is not None:
            column.addWidget(self.guide.words)
            self._note.unfold_below(self.guide)
        if self.checklist is not None:
            column.addWidget(self.checklist)
        column.addStretch(1)  # keeps everything at the top beside a higher neighbour
        return column

    def _on_changed(self, text: str) -> None:
        self._compare()
        self.changed.emit(self.field.id, text)

    def _on_left(self) -> None:
        """Normalises what was typed, such as full-width digits."""
        canonical = self.canonical
        if canonical != self.value and not self._read_only:
            self.input.set_value(canonical)
            self.changed.emit(self.field.id, canonical)
        self.left.emit(self.field.id)
