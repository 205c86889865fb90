"""The chip in the tool bar with the reporting office's name; a click opens 上报单位."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QToolButton, QWidget

from gonghui_desktop.ui.widgets.plain_tip import plain_tip

_WIDEST = 200  # pixels of the name
_NOBODY = "填写上报单位"
_BESIDE = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
_ALONE = Qt.ToolButtonStyle.ToolButtonIconOnly


class ReporterChip(QToolButton):
    """Who reports.

    Args:
        icon: shown in front of the name, and alone where there is no room.
        action: 上报单位.
        parent: the tool bar.
    """

    def __init__(self, icon: QIcon, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reporter_chip")
        self.setIcon(icon)
        self.setIconSize(QSize(18, 18))
        self.setToolButtonStyle(_BESIDE)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._name = ""
        self.clicked.connect(action.trigger)
        action.enabledChanged.connect(self.setEnabled)
        self.show_name("")

    def show_name(self, name: str) -> None:
        """Shows the office's name, or asks for it."""
        self._name = name
        elide = Qt.TextElideMode.ElideRight
        shown = self.fontMetrics().elidedText(name or _NOBODY, elide, _WIDEST)
        if self.text() != f" {shown}":
            self.setText(f" {shown}")
        self.setAccessibleName(f"上报单位：{name}" if name else _NOBODY)
        self.setToolTip(
            plain_tip(f"上报单位：{name}，点这里修改") if name else "填写上报单位和联系人"
        )

    def widths(self) -> tuple[int, int]:
        """Pixels that it takes with the name, and without."""
        self.ensurePolished()
        width = self.sizeHint().width()
        name = self.fontMetrics().horizontalAdvance(self.text())
        has_name = self.toolButtonStyle() is _BESIDE
        return (width, width - name) if has_name else (width + name, width)

    def show_with_name(self, has_room: bool) -> None:
        """Shows the name, or the icon alone."""
        style = _BESIDE if has_room else _ALONE
        if self.toolButtonStyle() is not style:
            self.setToolButtonStyle(style)
