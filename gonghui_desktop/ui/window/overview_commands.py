"""报送情况 in the window: opened beside the forms, kept up to date while it is open."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from gonghui_desktop.services.submissions.overview import overview_of
from gonghui_desktop.services.submissions.overview_words import Part, Place, Target, parts_of
from gonghui_desktop.ui.background.refresher import Refresher
from gonghui_desktop.ui.background.tasks import CancelledError, Task
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.submission.overview_panel import OverviewPanel
from gonghui_desktop.ui.window.window_contents import WindowContents


class OverviewCommands(QObject):
    """Handler of the action 报送情况; leads to the places of its lines.

    Args:
        context: what it works with.
        contents: the window's contents, which have room for it.
    """

    def __init__(self, context: CommandContext, contents: WindowContents) -> None:
        super().__init__(context.owner)
        self._context = context
        self._contents = contents
        self._panel: OverviewPanel | None = None
        self._left: QWidget | None = None  # had the focus when the panel was opened
        self._refresher = Refresher[tuple[Part, ...]](
            context.tasks, self._read, self._show, context.report, self
        )
        action = context.actions["overview"]
        action.setChecked(False)  # another campaign's contents may have left it
        context.actions.connect_handlers({"overview": self.toggle})
        contents.standing_shown.connect(self._refresh_soon)
        contents.main_window.tool_bar.progress_clicked.connect(action.trigger)

    def toggle(self) -> None:
        """Shows the panel, or hides it."""
        action = self._context.actions["overview"]
        if action.isChecked() and self._contents.is_covered:
            action.setChecked(False)
            self._context.notifications.notify("info", _FIRST)
        elif action.isChecked():
            self._open()
        else:
            self._close()

    def _open(self) -> None:
        if self._panel is None:
            self._panel = OverviewPanel(self._context.theme, self._contents)
            self._panel.chosen.connect(self._go)
            self._panel.closed.connect(self._close)
        self._left = QApplication.focusWidget()
        self._contents.beside.show_side(self._panel)
        self._refresher.refresh()
        self._panel.take_focus()

    def _close(self) -> None:
        self._context.actions["overview"].setChecked(False)
        self._refresher.stop()
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self._is_open and self._panel_holds(focused)
        self._contents.beside.take_side()
        if had_focus:
            self._return_focus()

    def _return_focus(self) -> None:
        """Gives it to the input that was left for the panel, if that is still in sight."""
        page, left, self._left = self._contents.tabs.current_page, self._left, None
        if left is not None and isValid(left) and page.isAncestorOf(left) and left.isVisible():
            left.setFocus()
        else:
            self._contents.tabs.take_focus()

    def _panel_holds(self, widget: QWidget) -> bool:
        return self._panel is not None and self._panel.isAncestorOf(widget)

    def _refresh_soon(self) -> None:
        if self._is_open:
            self._refresher.refresh_soon()

    @property
    def _is_open(self) -> bool:
        return self._panel is not None and self._contents.beside.side is self._panel

    def _read(self, task: Task) -> tuple[Part, ...]:
        def go_on() -> None:
            if task.is_cancelled:
                raise CancelledError

        today = self._context.clock().date()
        return parts_of(overview_of(self._context.ws, today, go_on))

    def _show(self, parts: tuple[Part, ...]) -> None:
        if self._panel is not None and self._is_open:
            self._panel.show_parts(parts)

    def _go(self, target: Target) -> None:
        """Goes to a line's place; where there is no room for both, the panel gives way."""
        actions, tabs = self._context.actions, self._context.tabs
        if self._contents.beside.is_narrow and target.place not in _IN_A_DIALOG:
            self._close()
        if target.place is Place.RECORD:
            tabs.go_to(target.record, target.field)
            if not target.field:
                self._contents.tabs.current_page.take_focus()
        elif target.place is Place.FORM:
            tabs.show_form(target.form)
            self._contents.tabs.current_page.take_focus()
        elif target.place is Place.SEALS:
            tabs.go_to(target.record)
            actions["progress"].trigger()
        else:
            actions[target.place.value].trigger()


_FIRST = "请先填写您是哪个单位，或点“以后再填”，然后再看报送情况。"
_IN_A_DIALOG = (Place.REPORTER, Place.EXPORT, Place.SEALS)
