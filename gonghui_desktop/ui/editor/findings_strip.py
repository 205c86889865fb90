"""The findings of the open record: their number, and a list on demand that leads to the fields."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidgetItem,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gonghui_desktop.model.findings import Finding, Severity
from gonghui_desktop.ui.theme.theme import Theme, mark
from gonghui_desktop.ui.widgets.severity import (
    SEVERITY_STYLES,
    count_by_severity,
    finding_words,
    is_settled,
)
from gonghui_desktop.ui.widgets.wrapping_list import WrappingList

_MOST_ROWS = 5
_ENDLESS = 10_000
_ICON = 16


class FindingsStrip(QWidget):
    """A bar under the editor that unfolds into a list."""

    chosen = Signal(str)
    """Id of the field to go to, empty for a finding of the whole form."""
    finish = Signal()
    """Emitted by the button 定稿."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._findings: tuple[Finding, ...] = ()
        self._words = ""
        self._room = _ENDLESS
        self._is_awaited = False
        self._list = WrappingList(self)
        self._list.setObjectName("findings_list")
        self._list.setAccessibleName("检查结果")
        self._list.itemActivated.connect(self._on_chosen)
        self._list.itemClicked.connect(self._on_chosen)
        self._list.hide()
        self._summary = QToolButton(self)
        self._summary.setCheckable(True)
        self._summary.setObjectName("findings_summary")
        mark(self._summary, "role", "summary")
        self._summary.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._summary.setIconSize(QSize(_ICON, _ICON))
        self._summary.toggled.connect(self._unfold)
        self._finish = QPushButton("定稿", self)
        self._finish.setToolTip("检查后定稿；定稿后不能再改，可以重新打开")
        self._finish.setObjectName("button_finish")
        self._finish.clicked.connect(self.finish)
        self._width_changed = QTimer(self, singleShot=True)  # the list has its width by then
        self._width_changed.timeout.connect(self._fit_list)
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 7, 16, 8)
        bar.addWidget(self._summary)
        bar.addStretch(1)
        bar.addWidget(self._finish)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(QFrame(self, frameShape=QFrame.Shape.HLine))
        column.addWidget(self._list)
        column.addLayout(bar)

    @property
    def summary(self) -> str:
        """The counts, such as ``2 强制 · 1 核实``."""
        return self._words

    def show_final(self) -> None:
        """Shows that the record is final: there is nothing to mend and nothing to finish."""
        self._finish.hide()
        self._show((), "已定稿", "circle-check", "success")

    def show_unfinished(self) -> None:
        """Shows that a draft was never made final, and cannot be any more."""
        self._finish.hide()
        self._show((), "草稿，没有定稿", "file-pen", "muted")

    def show_unchecked(self) -> None:
        """Shows that a draft is being checked."""
        is_awaited = self._is_awaited
        self._finish.show()
        self._show((), "正在检查…", "info", "muted")
        self._is_awaited = is_awaited

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Shows a draft's findings."""
        self._finish.show()
        shown = tuple(findings)
        counts = count_by_severity(shown)
        worst = next((severity for severity in Severity if counts[severity]), None)
        if worst is None:
            self._show(shown, "没有问题，可以定稿", "circle-check", "success")
        else:
            words = [f"{count} {severity}" for severity, count in counts.items() if count]
            style = SEVERITY_STYLES[worst]
            self._show(shown, " · ".join(words), style.icon, style.role)

    def limit(self, room: int) -> None:
        """Leaves the list so many pixels at the most, but one row at least."""
        if room != self._room:
            self._room = room
            self._fit_list()

    def unfold(self) -> None:
        """Shows the list; while the form is still being checked, as soon as it is there."""
        self._is_awaited = not self._findings
        self._summary.setChecked(bool(self._findings))

    def _show(self, findings: tuple[Finding, ...], words: str, icon: str, colour: str) -> None:
        if (findings, words) == (self._findings, self._words):
            return
        self._findings, self._words = findings, words
        self._summary.setIcon(self._theme.icon(icon, colour, disabled=colour))
        self._fill()
        self._summary.setEnabled(bool(findings))
        if not findings or self._is_awaited:
            self._summary.setChecked(bool(findings))
        self._is_awaited = False
        self._show_words()

    def _fill(self) -> None:
        self._list.clear()
        for finding in self._findings:
            style = SEVERITY_STYLES[finding.severity]
            look = ("circle-check", "success") if is_settled(finding) else (style.icon, style.role)
            self._list.add(self._theme.icon(*look), finding_words(finding), finding.field)
        self._fit_list()

    def _fit_list(self) -> None:
        rows = min(self._list.height_of(_MOST_ROWS), self._list.height_within(self._room))
        self._list.setFixedHeight(max(rows, self._list.height_of(1)))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Fits the list's height to its lines at the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._width_changed.start()

    def _unfold(self, shown: bool) -> None:
        if shown and self._list.isHidden():
            self._list.setFixedHeight(0)  # its lines are measured at its width, once it is shown
        self._list.setVisible(shown)
        self._fit_list()
        self._show_words()

    def _show_words(self) -> None:
        verb = "收起" if self._summary.isChecked() else "展开"
        self._summary.setText(f" {self._words}　{verb}" if self._findings else f" {self._words}")

    def _on_chosen(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))
