"""收件 in the window: it comes and goes with the kind of one's own office."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from gonghui_desktop.services.reporter import OfficeRole
from gonghui_desktop.ui.commands.actions import Actions
from gonghui_desktop.ui.window.form_tabs import FormTabs
from gonghui_desktop.ui.window.office_tab import MakePage, OfficeTab
from gonghui_desktop.ui.window.tab_caption import RECEIVING
from gonghui_desktop.ui.window.tool_bar import MainToolBar

if TYPE_CHECKING:  # the window shows before the page is imported
    from gonghui_desktop.ui.receiving.receiving_page import ReceivingPage

_COMMANDS = ("receive", "receive_folder", "offices", "accept_all", "summary")


class ReceivingPlace(QObject):
    """Shows the tab where the office receives; there the window's commands for a form are off.

    Args:
        tabs: the window's tabs.
        actions: its actions.
        tool_bar: its tool bar.
        above: names the office that one's own reports to; empty for none.
        parent: the owner.

    Attributes:
        tab: what the tab shows.
    """

    def __init__(
        self,
        tabs: FormTabs,
        actions: Actions,
        tool_bar: MainToolBar,
        above: Callable[[], str],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.tab = OfficeTab(parent)
        self._tabs = tabs
        self._actions = actions
        self._tool_bar = tool_bar
        self._above = above
        self._filter = ""
        self._waiting = 0
        tabs.currentChanged.connect(self._on_changed)

    @property
    def page(self) -> ReceivingPage | None:
        """The page; ``None`` before anybody has seen it."""
        return self.tab.page

    @property
    def is_current(self) -> bool:
        """Whether the tab is shown."""
        return not self._tabs.is_on_form

    def show_for(self, role: OfficeRole, waiting: int = 0) -> None:
        """Shows the tab, or takes it away, as an office of that role needs it.

        Args:
            role: what the office does.
            waiting: offices below whose packages nobody has decided about; the tab says so.
        """
        self._waiting = waiting
        receives = role is not OfficeRole.FILLS_IN
        for name in _COMMANDS:
            self._actions[name].setVisible(receives)
        only_receives = role is OfficeRole.ONLY_RECEIVES
        self._actions.show_passing_on(only_receives)
        self._actions["export"].setVisible(not only_receives or bool(self._above()))
        self._offer_overview(shown=not only_receives)
        if receives:
            caption = f"{RECEIVING}  {self._waiting}" if self._waiting else RECEIVING
            self._tabs.show_office(self.tab, caption, alone=only_receives)
            tip = f"{self._waiting} 家报来的还没有办理" if self._waiting else ""
            self._tabs.setTabToolTip(self._tabs.indexOf(self.tab), tip)
        elif self._tabs.office is not None:
            self._tabs.remove_office()
            self.tab.drop_page()
        self._on_changed()

    def show_page(self) -> ReceivingPage | None:
        """Makes the tab the current one; its page, where the office receives."""
        if self._tabs.office is None:
            return None
        self._tabs.setCurrentIndex(self._tabs.indexOf(self.tab))
        return self.tab.made_page()

    def set_maker(self, make_page: MakePage) -> None:
        """See :meth:`OfficeTab.set_maker`."""

        def make(parent: QWidget) -> ReceivingPage:
            page = make_page(parent)
            page.set_filter(self._filter)
            return page

        self.tab.set_maker(make)

    def set_filter(self, text: str) -> None:
        """Shows only offices whose names contain the text."""
        self._filter = text
        if self.page is not None:
            self.page.set_filter(text)

    def keep_written(self) -> None:
        """Keeps what is being written on the page, before the window closes."""
        if self.page is not None:
            self.page.keep_written()

    def reload(self) -> None:
        """Reads again what the page shows, if there is one."""
        if self.page is not None:
            self.page.reload()

    def _offer_overview(self, *, shown: bool) -> None:
        """Offers 报送情况, of one's own forms, or takes it away with its panel."""
        overview = self._actions["overview"]
        if overview.isChecked() and not shown:
            overview.trigger()
        overview.setVisible(shown)

    def _on_changed(self) -> None:
        self._actions.on_form.setEnabled(not self.is_current)
        self._tool_bar.show_receiving(self.is_current)
