"""The lists of records as they are stored, seen before anything can be done with them.

What fills in a form takes three times as long to be imported as its list, so the clerk sees her
records first. Tabs and rows can be chosen; the window's contents then open what was chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QTabWidget, QVBoxLayout, QWidget

from gonghui_desktop.services.listing import Listed, listed_forms
from gonghui_desktop.services.record_names import record_name
from gonghui_desktop.services.reporter import OfficeRole, office_role, unneeded_forms
from gonghui_desktop.services.settings import setting
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.records.list_order import kept_order, order_key
from gonghui_desktop.ui.records.record_model import RecordModel
from gonghui_desktop.ui.records.record_panel import RecordPanel
from gonghui_desktop.ui.theme.theme import Theme, mark
from gonghui_desktop.ui.window.centre import WindowCentre
from gonghui_desktop.ui.window.main_window import MainWindow
from gonghui_desktop.ui.window.pane_widths import USUAL_WIDTHS, kept_widths
from gonghui_desktop.ui.window.tab_caption import RECEIVING, tab_caption
from gonghui_desktop.ui.window.window_state import last_form, last_record, was_receiving


@dataclass(frozen=True)
class Choice:
    """What the clerk has chosen in the lists.

    Attributes:
        form: id of the form whose list she looks at.
        record: id of the record that she opened there; empty for the one that was open last.
    """

    form: str
    record: str = ""


class FirstLists(WindowCentre):
    """A tab with its list for each form that has one, and room for what comes beside it.

    Args:
        ws: the workspace.
        listed: the forms with their records.
        theme: look of the window.
        parent: the window.

    Attributes:
        choice: what the clerk has chosen; ``None`` where she has left everything as it was.
    """

    def __init__(
        self, ws: Workspace, listed: Sequence[Listed], theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._ws = ws
        self.choice: Choice | None = None
        self._listed = listed
        self._theme = theme
        self._pages: dict[str, _ListPage] = {}
        self._tabs = QTabWidget(self)
        self._tabs.setDocumentMode(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._tabs)
        for form, own in listed:
            caption = tab_caption(ws.campaign, form, str(len(own) or ""))
            self._tabs.addTab(_place(), caption)
        if office_role(ws) is OfficeRole.ALSO_RECEIVES:
            self._tabs.addTab(QWidget(), RECEIVING)
        self._tabs.setCurrentIndex(self._front())
        self._show_current()
        self._tabs.currentChanged.connect(self._on_tab_changed)

    @property
    def rows(self) -> QWidget:
        """Where the rows of the list in front are painted; all of it where there are none."""
        current = self._current()
        if current is None or not current.records:
            return self
        return self._pages[current.form.id].list.view.viewport()

    def take_focus(self) -> None:
        """Gives the focus to the list in front."""
        if (current := self._current()) is not None:
            self._pages[current.form.id].list.view.setFocus()

    def _front(self) -> int:
        """Index of the form that was in front or, at first, of one that the office fills in."""
        form_ids = [each.form.id for each in self._listed]
        if (last := last_form(self._ws)) in form_ids:
            return form_ids.index(last)
        unneeded = unneeded_forms(self._ws)
        return next((place for place, each in enumerate(form_ids) if each not in unneeded), 0)

    def _current(self) -> Listed | None:
        """The form in front; ``None`` where the tab is no form's."""
        index = self._tabs.currentIndex()
        return self._listed[index] if index < len(self._listed) else None

    def _on_tab_changed(self) -> None:
        self._show_current()
        current = self._current()
        self.choice = None if current is None else Choice(current.form.id)

    def _on_chosen(self, record_id: str) -> None:
        if (current := self._current()) is not None:
            self.choice = Choice(current.form.id, record_id)

    def _show_current(self) -> None:
        current, place = self._current(), self._tabs.currentWidget()
        if current is None or current.form.id in self._pages:
            return
        page = self._pages[current.form.id] = _ListPage(self._ws, current, self._theme, place)
        page.list.chosen.connect(self._on_chosen)
        layout = place.layout()
        assert layout is not None
        layout.addWidget(page)
        page.show()  # at once: Qt shows what comes to a visible parent a moment later


class _ListPage(QSplitter):
    """One form's list, and the ground of what comes beside it."""

    def __init__(self, ws: Workspace, listed: Listed, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        form, own = listed
        self._ws = ws
        model = RecordModel(lambda record: record_name(ws, record), self)
        self.list = RecordPanel(theme, model, self)
        order, is_backwards = kept_order(setting(ws, order_key(form.id)))
        model.set_order(order, backwards=is_backwards)
        self.list.header.show_order(order, backwards=is_backwards)
        model.set_records(own)
        last = last_record(ws, form.id)
        opened = next((each for each in own if each.id == last), own[0] if own else None)
        self._records = {record.id: record for record in own}
        if opened is not None:
            self._on_chosen(opened.id)
        self.list.chosen.connect(self._on_chosen)
        self.addWidget(self.list)
        self.addWidget(_ground())
        self.setStretchFactor(1, 1)
        self.setChildrenCollapsible(False)  # the rest of the start waits until the rows are painted
        self.setHandleWidth(1)
        first, *others = kept_widths(ws) or USUAL_WIDTHS
        self.setSizes([first, sum(others)])

    def _on_chosen(self, record_id: str) -> None:
        self.list.choose(record_id, record_name(self._ws, self._records[record_id]))


def _place() -> QWidget:
    place = QWidget()
    QVBoxLayout(place).setContentsMargins(0, 0, 0, 0)
    return place


def _ground() -> QWidget:
    """What is seen of the fields before there are any."""
    pane = QWidget()
    mark(pane, "ground", "surface")
    pane.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return pane


def show_first_lists(window: MainWindow, ws: Workspace) -> FirstLists | None:
    """Shows the lists where the window is to show one first, with something in it."""
    is_of_office = office_role(ws) is OfficeRole.ONLY_RECEIVES or was_receiving(ws)
    listed = [] if is_of_office else listed_forms(ws, but=last_form(ws))
    if not any(each.records for each in listed):
        return None
    lists = FirstLists(ws, listed, window.theme, window)
    window.set_centre(lists)
    lists.take_focus()
    return lists
