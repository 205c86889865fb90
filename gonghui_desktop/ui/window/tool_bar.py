"""The tool bar: daily commands, search, and progress of the submission."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QMouseEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolBar,
    QToolButton,
    QWidget,
)

from gonghui_desktop.ui.commands.actions import Actions
from gonghui_desktop.ui.theme.theme import Theme, mark
from gonghui_desktop.ui.widgets.composition import Composition
from gonghui_desktop.ui.widgets.plain_tip import plain_tip
from gonghui_desktop.ui.window.reporter_chip import ReporterChip

_MORE = "点这里看报送情况（F7）"
_SEARCH_WIDTH = 220
_SEARCH_LEAST = 140
_SEARCH_DELAY = 120  # ms after the last key
_WITH_CAPTION = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
_WITHOUT_CAPTION = Qt.ToolButtonStyle.ToolButtonIconOnly


class MainToolBar(QToolBar):
    """＋新建, 打印, 导出报送包 or 上报, search, quota, deadline; at 收件 first 接收报送包 instead.

    In a narrow window the quota is told in fewer words, then the chip loses the office's name,
    which the window's title has; then the quota is hidden, the chip (the menu has its command, too)
    and the deadline; then the search shrinks, and at last the buttons lose their captions. No
    button is hidden, and no words are cut.
    """

    search_changed = Signal(str)
    search_entered = Signal()
    """Enter was pressed in the search; its text has been emitted before."""
    search_left = Signal()
    """Escape was pressed in the search."""
    progress_clicked = Signal()
    """Quota or deadline was clicked: she wants to know more."""

    def __init__(self, theme: Theme, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__("工具栏", parent)
        self.setObjectName("main_tool_bar")
        self.setMovable(False)
        self.setFloatable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setIconSize(QSize(18, 18))
        self._buttons: list[QToolButton] = []
        self._captioned = 0  # pixels that they take with their captions
        self._is_receiving = False
        self._on_form = [self._add_primary(theme, actions["new"], "新建", "plus")]
        self._on_office = [self._add_primary(theme, actions["receive"], " 接收报送包", "inbox")]
        self.addWidget(self._gap(4))
        self._on_form.append(self._add_button(actions["print"], "打印"))
        self._export = actions["export"]
        self._export_button = self._add_button(self._export)
        self.search = self._make_search(theme)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(_SEARCH_DELAY)
        self._delay.timeout.connect(lambda: self.search_changed.emit(self.search.text()))
        self._quota = QLabel()
        self._wordings: tuple[str, ...] = ()  # of the quota, the longest first
        self._quota.setObjectName("quota")
        self._deadline = QLabel()
        self._deadline.setObjectName("deadline")
        self._dot = QLabel(" · ")
        labels = (self._quota, self._dot, self._deadline)
        for label in labels:
            mark(label, "role", "hint")
            label.setTextFormat(Qt.TextFormat.PlainText)  # names of quotas come from files
            label.setCursor(Qt.CursorShape.PointingHandCursor)
            label.installEventFilter(self)
        spacer = QWidget()
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(spacer)
        self.addWidget(self.search)
        self.addWidget(self._gap(16))
        self._label_actions = {label: self.addWidget(label) for label in labels}
        self.reporter = ReporterChip(theme.icon("building-2", "muted"), actions["reporter"], self)
        self._chip_action = self.addWidget(self.reporter)
        self.show_receiving(False)

    def show_receiving(self, shown: bool) -> None:
        """Shows the commands for what is received, or those for a form.

        What is received has the deadline and numbers of its own above it.
        """
        self._is_receiving = shown
        for action in self._on_form:
            action.setVisible(not shown)
        for action in self._on_office:
            action.setVisible(shown)
        self._export_button.setVisible(self._export.isVisible())
        self._fit()

    def show_progress(
        self, quota: Sequence[str], deadline: str, standing: Sequence[str] = ()
    ) -> None:
        """Shows quota and deadline.

        Args:
            quota: in words, and in fewer words; the whole stands in the tool tip.
            deadline: in words.
            standing: what counts for each quota, for the tool tip.
        """
        self._wordings = tuple(dict.fromkeys(filter(None, quota)))
        whole = self._wordings[0] if self._wordings else ""
        self._quota.setAccessibleName(whole)
        self._deadline.setText(deadline)
        lines = [f"{whole}　{deadline}".strip(), *standing, _MORE]
        for label in self._label_actions:
            label.setToolTip(plain_tip("\n".join(lines)))
        self._fit()

    def clear_search(self) -> None:
        """Clears the search at once."""
        self.search.clear()
        self._delay.stop()
        self.search_changed.emit("")

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """A click on quota or deadline is passed on; the menu has the same with a key."""
        if isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseButtonRelease:
            self.progress_clicked.emit()
        return False

    def event(self, event: QEvent) -> bool:
        """Fits the bar again when texts or sizes have changed."""
        handled = super().event(event)
        if event.type() is QEvent.Type.StyleChange:
            self._show_captions(True)  # to be measured again
        elif event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return handled

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Fits the bar to the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Distributes the width; Qt itself would squeeze the buttons.

        Changes a widget only where its size differs: each change causes another layout request.
        """
        if self._has_captions:
            self._captioned = self._width_of_buttons()
        rest = self._room_beside_buttons()
        words, chip = self._told_within(rest - self._captioned - _SEARCH_WIDTH)
        rest -= self._show_chip(chip)
        room = rest - self._captioned
        self._show_captions(room >= _SEARCH_LEAST)
        if not self._has_captions:
            room = rest - self._width_of_buttons()
        search = max(min(room, _SEARCH_WIDTH), _SEARCH_LEAST)
        self.search.setFixedWidth(search)
        self._show_words(words, room - search)

    def _told_within(self, room: int) -> tuple[str, int]:
        """The quota's wording and the chip's width, 0 without it, that fit beside the deadline."""
        spacing = self._layout.spacing()
        room -= self._deadline.sizeHint().width() + spacing
        beside = self._dot.sizeHint().width() + 2 * spacing
        self._quota.ensurePolished()
        fonts = self._quota.fontMetrics()
        widths = {each: fonts.horizontalAdvance(each) + 2 + beside for each in self._wordings}
        named, alone = self.reporter.widths()
        choices = [(words, chip) for chip in (named, alone) for words in widths or ("",)]
        for words, chip in [*choices, ("", alone)]:
            if widths.get(words, 0) + chip + spacing <= room:
                return words, chip
        return "", 0

    def _show_chip(self, width: int) -> int:
        """Shows the chip with its name or without, as wide as that; returns the pixels it takes."""
        self.reporter.show_with_name(width >= self.reporter.widths()[0])
        self._chip_action.setVisible(width > 0)
        return width + self._layout.spacing() if width else 0

    def _show_words(self, quota: str, room: int) -> None:
        """Shows quota and deadline; not the deadline where it does not fit into ``room`` pixels."""
        room -= self._deadline.sizeHint().width() + self._layout.spacing()
        quota = "" if self._is_receiving else quota
        self._label_actions[self._deadline].setVisible(room >= 0 and not self._is_receiving)
        if quota and quota != self._quota.text():
            self._quota.setText(quota)
        self._label_actions[self._dot].setVisible(bool(quota))
        self._label_actions[self._quota].setVisible(bool(quota))

    def _room_beside_buttons(self) -> int:
        """Pixels for the buttons, the search, the labels and the chip."""
        margins, spacing = self._layout.contentsMargins(), self._layout.spacing()
        room = self.width() - margins.left() - margins.right()
        for place in range(self._layout.count()):
            item = self._layout.itemAt(place)
            assert item is not None
            widget = item.widget()
            if (widget in self._buttons and not _is_hidden(widget)) or widget is self.search:
                room -= spacing
            elif widget not in (*self._label_actions, self.reporter) and not _is_hidden(widget):
                room -= item.sizeHint().width() + spacing
        return room

    def _width_of_buttons(self) -> int:
        shown = [button for button in self._buttons if not button.isHidden()]
        for button in shown:
            button.ensurePolished()
        return sum(button.sizeHint().width() for button in shown)

    @property
    def _layout(self) -> QLayout:
        layout = self.layout()
        assert layout is not None
        return layout

    @property
    def _has_captions(self) -> bool:
        return self._buttons[0].toolButtonStyle() is _WITH_CAPTION

    def _show_captions(self, shown: bool) -> None:
        for button in self._buttons:
            button.setToolButtonStyle(_WITH_CAPTION if shown else _WITHOUT_CAPTION)

    def _on_search_entered(self) -> None:
        self._delay.stop()
        self.search_changed.emit(self.search.text())
        self.search_entered.emit()

    def _add_primary(self, theme: Theme, action: QAction, text: str, icon: str) -> QAction:
        button = QPushButton(text)
        button.setAccessibleName(text.strip())
        button.setIcon(theme.icon(icon, "on_accent"))
        button.setToolTip(action.toolTip())
        button.clicked.connect(action.trigger)
        action.enabledChanged.connect(button.setEnabled)
        mark(button, "role", "primary")
        return self.addWidget(button)

    def _add_button(self, action: QAction, fixed: str = "") -> QAction:
        button = QToolButton()
        button.setDefaultAction(action)
        button.setToolButtonStyle(_WITH_CAPTION)

        def rename() -> None:
            text = fixed or action.text().partition("(")[0]  # a caption has no key and no dots
            button.setAccessibleName(text)
            button.setText(f" {text}")  # Qt leaves two pixels to the icon; more cannot be set

        rename()
        action.changed.connect(rename)  # any change of the action restores its own text
        self._buttons.append(button)
        return self.addWidget(button)

    def _make_search(self, theme: Theme) -> QLineEdit:
        search = QLineEdit()
        Composition(search)
        search.setObjectName("search")
        search.setPlaceholderText("查找单位…")
        search.setAccessibleName("查找单位")
        search.addAction(theme.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        search.textChanged.connect(lambda _text: self._delay.start())
        search.returnPressed.connect(self._on_search_entered)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), search)
        escape.setContext(Qt.ShortcutContext.WidgetShortcut)
        escape.activated.connect(self.search_left)
        clear = search.addAction(
            theme.icon("x", "muted"), QLineEdit.ActionPosition.TrailingPosition
        )
        clear.setToolTip("清空")
        clear.setVisible(False)
        clear.triggered.connect(self.clear_search)
        search.textChanged.connect(lambda text: clear.setVisible(bool(text)))
        return search

    @staticmethod
    def _gap(width: int) -> QWidget:
        gap = QWidget()
        gap.setFixedWidth(width)
        return gap


def _is_hidden(widget: QWidget | None) -> bool:
    return widget is not None and widget.isHidden()
