"""Two states of a form side by side: only the fields that differ, what changed in them marked.

The same widget shows a history, a conflict of two writers, what was found after a crash, and later
revisions. What differs is computed in :mod:`gonghui_desktop.model.comparison`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gonghui_desktop.model.comparison import Difference
from gonghui_desktop.ui.theme.theme import Theme, mark
from gonghui_desktop.ui.widgets.marked_text import MarkedText


@dataclass(frozen=True)
class Side:
    """One of the two states.

    Attributes:
        title: what it is called, such as ``原来``.
        choice: what taking its text is called, such as ``取原来的``; empty if there is no choice.
        verb: caption of a button beside each text, such as ``恢复``; empty for none.
    """

    title: str
    choice: str = ""
    verb: str = ""


class ComparisonColumn(QWidget):
    """Differences field by field, the old text above the new one.

    Removed words are struck through, added ones underlined; all texts can be selected and copied.

    Args:
        theme: look of the window.
        before: the state whose texts stand above.
        after: the other one, whose texts are taken unless the clerk chooses otherwise.
        parent: the owner.
    """

    acted = Signal(str, bool)
    """Key of the field, and whether the button beside the text of ``after`` was pressed."""
    choice_changed = Signal()

    def __init__(
        self, theme: Theme, before: Side, after: Side, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._sides = (before, after)
        self._can_act = True
        self._blocks: dict[str, _FieldBlock] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        theme.changed.connect(self._redraw)

    @property
    def chosen(self) -> Mapping[str, bool]:
        """Key of each field to whether the text of ``after`` is taken."""
        return {key: block.takes_after for key, block in self._blocks.items()}

    @property
    def stops(self) -> list[QWidget]:
        """What the tab key reaches in it, from top to bottom, for the order of the window's own.

        Qt puts what is made later behind everything that was there.
        """
        return [stop for block in self._blocks.values() for stop in block.stops]

    def set_sides(self, before: Side, after: Side) -> None:
        """Names the two states, for the differences that are shown from then on."""
        self._sides = (before, after)

    def show_differences(
        self,
        differences: Sequence[Difference],
        nothing: str = "",
        now: Mapping[str, str] | None = None,
    ) -> None:
        """Shows these differences in the place of what was shown.

        Args:
            differences: the fields that differ, their texts as they are to be read.
            nothing: a sentence for when there is none.
            now: key to the text as it is now, which has no button; ``None`` if nobody knows.
        """
        while (item := self._column.takeAt(0)) is not None:
            if (shown := item.widget()) is not None:
                shown.setParent(None)  # nobody is to find it any more
                shown.deleteLater()
        self._blocks = {}
        for number, difference in enumerate(differences):
            if number:
                self._add(QFrame(self, frameShape=QFrame.Shape.HLine))
            text_now = None if now is None else now.get(difference.key, "")
            block = _FieldBlock(self._theme, difference, self._sides, text_now, self)
            block.acted.connect(self.acted)
            block.choice_changed.connect(self.choice_changed)
            block.set_can_act(self._can_act)
            self._add(block)
            self._blocks[difference.key] = block
        if not differences:
            words = QLabel(nothing, self)
            words.setTextFormat(Qt.TextFormat.PlainText)
            words.setWordWrap(True)
            mark(words, "role", "hint")
            self._add(words)

    def set_can_act(self, can_act: bool) -> None:
        """Shows the fields' buttons, or hides them where nothing may be changed."""
        self._can_act = can_act
        for block in self._blocks.values():
            block.set_can_act(can_act)

    def _add(self, part: QWidget) -> None:
        self._column.addWidget(part)
        part.show()  # at once, so that the tab key finds it

    def _redraw(self) -> None:
        for block in self._blocks.values():
            block.draw()


class ComparisonView(QScrollArea):
    """A :class:`ComparisonColumn` that scrolls.

    Args:
        theme: look of the window.
        before: as there.
        after: as there.
        parent: the owner.
    """

    acted = Signal(str, bool)
    """As :attr:`ComparisonColumn.acted`."""
    choice_changed = Signal()

    def __init__(
        self, theme: Theme, before: Side, after: Side, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content = QWidget()
        mark(content, "ground", "surface")
        self._differences = ComparisonColumn(theme, before, after, content)
        self._differences.acted.connect(self.acted)
        self._differences.choice_changed.connect(self.choice_changed)
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 12, 16, 16)
        column.addWidget(self._differences)
        column.addStretch(1)
        self.setWidget(content)

    @property
    def chosen(self) -> Mapping[str, bool]:
        """Key of each field to whether the text of ``after`` is taken."""
        return self._differences.chosen

    @property
    def stops(self) -> list[QWidget]:
        """As :attr:`ComparisonColumn.stops`."""
        return self._differences.stops

    def show_differences(
        self,
        differences: Sequence[Difference],
        nothing: str = "",
        now: Mapping[str, str] | None = None,
    ) -> None:
        """As :meth:`ComparisonColumn.show_differences`, from the top."""
        self._differences.show_differences(differences, nothing, now)
        self.verticalScrollBar().setValue(0)

    def set_can_act(self, can_act: bool) -> None:
        """As :meth:`ComparisonColumn.set_can_act`."""
        self._differences.set_can_act(can_act)


class _FieldBlock(QWidget):
    """One field: its label, the old text, the new one.

    Attributes:
        stops: what the tab key reaches in it, in that order.
    """

    acted = Signal(str, bool)
    choice_changed = Signal()

    def __init__(
        self,
        theme: Theme,
        difference: Difference,
        sides: tuple[Side, Side],
        now: str | None,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._difference = difference
        self._is_whole = False
        self._group = QButtonGroup(self)
        self._texts = tuple(
            MarkedText(theme, difference, side.title, is_new, self)
            for is_new, side in enumerate(sides)
        )
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        grid.addLayout(self._make_head(difference), 0, 0, 1, 3)
        self._buttons: list[QPushButton] = []
        self.stops: list[QWidget] = [self._whole]
        for is_new, side in enumerate(sides):
            caption = self._make_caption(side, is_new=bool(is_new))
            grid.addWidget(caption, is_new + 1, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._texts[is_new], is_new + 1, 1)
            self.stops += [caption, self._texts[is_new]] if side.choice else [self._texts[is_new]]
            if side.verb:
                text = difference.after if is_new else difference.before
                beside = self._make_beside(side, is_new=bool(is_new), is_now=text == now)
                grid.addWidget(beside, is_new + 1, 2, Qt.AlignmentFlag.AlignTop)
                self.stops += [beside] if isinstance(beside, QPushButton) else []
        self._group.buttonClicked.connect(self.choice_changed)
        self.draw()

    @property
    def takes_after(self) -> bool:
        """Whether the new text is taken."""
        return self._group.checkedId() != 0

    def set_can_act(self, can_act: bool) -> None:
        """Shows the buttons, or hides them."""
        for button in self._buttons:
            button.setVisible(can_act)

    def draw(self) -> None:
        """Draws both texts, in the colours of the moment."""
        for text in self._texts:
            text.draw(is_whole=self._is_whole)

    def _make_head(self, difference: Difference) -> QHBoxLayout:
        label = QLabel(difference.label, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        mark(label, "role", "strong")
        self._whole = QPushButton("显示全文", self)
        self._whole.setAccessibleName(f"{difference.label}：显示全文")
        self._whole.setVisible(any(text.has_left_out for text in self._texts))
        self._whole.clicked.connect(self._toggle_whole)
        mark(self._whole, "role", "quiet")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label, 1)
        head.addWidget(self._whole)
        return head

    def _make_beside(self, side: Side, *, is_new: bool, is_now: bool) -> QWidget:
        """The button that takes a text, or a word that it is there already."""
        if is_now:
            words = QLabel("现在的内容", self)
            mark(words, "role", "compared")
            return words
        button = QPushButton(side.verb, self)
        button.setAccessibleName(f"{self._difference.label}，{side.title}：{side.verb}")
        button.setIcon(self._theme.icon("undo-2", "muted"))
        mark(button, "role", "quiet")
        button.clicked.connect(lambda: self.acted.emit(self._difference.key, is_new))
        self._buttons.append(button)
        return button

    def _make_caption(self, side: Side, *, is_new: bool) -> QWidget:
        sign = "＋" if is_new else "－"
        if not side.choice:
            caption = QLabel(f"{sign} {side.title}", self)
            mark(caption, "role", "compared")
            return caption
        choice = QRadioButton(f"{sign} {side.choice}", self)
        choice.setAccessibleName(f"{self._difference.label}：{side.choice}")
        choice.setChecked(is_new)
        self._group.addButton(choice, int(is_new))
        return choice

    def _toggle_whole(self) -> None:
        self._is_whole = not self._is_whole
        verb = "只看改动" if self._is_whole else "显示全文"
        self._whole.setText(verb)
        self._whole.setAccessibleName(f"{self._difference.label}：{verb}")
        self.draw()
