"""Tabs: one for each form of the campaign, and 收件 for an office that receives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.record import Record
from gonghui_desktop.model.reply_marks import ReplyMark
from gonghui_desktop.services import records
from gonghui_desktop.services.editions import retired_among
from gonghui_desktop.services.records import Lists
from gonghui_desktop.services.reporter import unneeded_forms
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.window.folded_forms import FoldedForms
from gonghui_desktop.ui.window.form_page import FormPage
from gonghui_desktop.ui.window.office_tab import OfficeTab
from gonghui_desktop.ui.window.tab_caption import tab_caption

OFFICE = ""
"""Among the ids of tabs, the one of the tab that is no form's."""


class FormTabs(QTabWidget):
    """The forms' pages; a new form file is a new tab.

    Records of a form that the campaign does not have (any more) have a tab at the end, too; an
    import may add one. What an office receives has a tab beside them (:meth:`show_office`).

    The current page is made at once, so that the clerk need not wait for the others; these are
    made when their tab is chosen, or by :meth:`complete`.

    Args:
        ws: the workspace.
        make_page: makes the page of a form with its records.
        current: id of the form whose tab is current at first; the first form if it is unknown.
        parent: the window.

    Attributes:
        pages: form id to page; all of them, in the campaign's order, after :meth:`complete`.
    """

    page_added = Signal(object)
    """A page was made (``FormPage``)."""
    counts_changed = Signal()
    changed = Signal()
    """Emitted when other commands may be available: another page, record or state."""

    def __init__(
        self,
        ws: Workspace,
        make_page: Callable[[FormDefinition, Sequence[Record]], FormPage],
        current: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ws = ws
        self._make_page = make_page
        self._office: OfficeTab | None = None  # the tab that is no form's
        self._is_alone = False  # it is, but for forms with records
        every = records.records(ws)
        self._totals = Counter(record.form for record in every)  # until the pages count theirs
        self._forms = {form.id: form for form in (*ws.campaign.forms, *retired_among(ws, every))}
        self.setObjectName("annex_tabs")
        self.setDocumentMode(True)
        self.pages: dict[str, FormPage] = {}
        self._unneeded: frozenset[str] = frozenset()
        self._replies: tuple[Mapping[str, ReplyMark], date] = ({}, date.min)
        self._unfolded: set[str] = set()  # by the clerk, for this session
        self._folding = FoldedForms(self, self._folded_forms)
        self._folding.chosen.connect(self.show_form)
        self._tabs = {form_id: self._add_tab() for form_id in self._forms}
        self._current_form_id = next(iter(self._forms))
        self.fold(unneeded_forms(ws))
        first = next((each for each in self._forms if each not in self._unneeded), "")
        self.show_form(current if current in self._forms else first)
        current_id = self._current_form_id  # whose records need not be read once more
        self._page(current_id, [record for record in every if record.form == current_id])
        self._show_counts()
        self.currentChanged.connect(self._on_current_changed)

    def complete(self) -> None:
        """Makes the pages that do not exist yet."""
        self.pages = {form_id: self._page(form_id) for form_id in self._forms}

    @property
    def current_page(self) -> FormPage:
        """The page of the current tab; of the last one where that is no form's."""
        return self._page(self._current_form_id)

    @property
    def is_on_form(self) -> bool:
        """Whether the current tab is a form's."""
        return bool(self._form_at(self.currentIndex()))

    @property
    def tab_ids(self) -> tuple[str, ...]:
        """Ids of the forms that have a tab now, folded ones included, and :data:`OFFICE`."""
        here = self._current_form_id if self.is_on_form else ""
        all_here = not self._is_alone
        forms = (each for each in self._forms if all_here or each == here or self._count(each))
        return (*forms, *([OFFICE] if self._office is not None else ()))

    @property
    def office(self) -> OfficeTab | None:
        """The tab that is no form's; ``None`` where there is none."""
        return self._office

    @property
    def room_for_messages(self) -> QWidget:
        """What a message may float over; see :attr:`FormPage.room_for_messages`."""
        if self._office is not None and not self.is_on_form:
            return self._office.room_for_messages
        return self.current_page.room_for_messages

    def take_focus(self) -> None:
        """Gives the focus to what the current tab shows."""
        if self._office is not None and not self.is_on_form:
            self._office.take_focus()
        else:
            self.current_page.take_focus()

    def show_office(self, tab: OfficeTab, caption: str, *, alone: bool) -> None:
        """Shows a tab that is no form's: beside the forms at their end, or in front of them.

        Args:
            tab: what it shows.
            caption: on the tab.
            alone: it stands in front, and forms without records are not there at all.
        """
        if (tab, alone) != (self._office, self._is_alone):
            is_current = self._office is not None and not self.is_on_form
            self.remove_office()
            self._office, self._is_alone = tab, alone
            self.insertTab(0 if alone else self.count(), tab, caption)
            if alone or is_current:
                self.setCurrentIndex(self.indexOf(tab))
            self._show_folding()
            self.changed.emit()
        self.setTabText(self.indexOf(tab), caption)

    def remove_office(self) -> None:
        """Takes away what :meth:`show_office` has shown; a form is current then."""
        tab, self._office, self._is_alone = self._office, None, False
        if tab is not None:
            self.show_form(self._current_form_id)
            self.removeTab(self.indexOf(tab))
            self._show_folding()
            self.changed.emit()

    def show_page(self, page: FormPage) -> None:
        """Makes a page's tab the current one."""
        self.show_form(page.form.id)

    def show_form(self, form_id: str) -> None:
        """Makes a form's tab the current one, if it has one."""
        if form_id in self._forms:
            self.setCurrentIndex(self._index_of(form_id))

    def setCurrentIndex(self, index: int) -> None:  # noqa: N802 (Qt's name)
        """Makes a tab the current one, unfolded if it was folded away."""
        if form_id := self._form_at(index):
            self._unfolded.add(form_id)
            self.setTabVisible(index, True)
            self._current_form_id = form_id
        super().setCurrentIndex(index)
        self._show_folding()

    def show_replies(self, marks: Mapping[str, ReplyMark], today: date) -> None:
        """Shows at the records what offices above have said of them."""
        self._replies = marks, today
        for page in self.pages.values():
            page.replies.show_marks(marks, today)

    def fold(self, form_ids: Collection[str]) -> None:
        """Folds forms away that the reporting office never fills, under 其他表.

        One with records stays, and one that was looked at.
        """
        self._unneeded = frozenset(form_ids)
        self._show_folding()

    def _show_folding(self) -> None:
        folded = dict(self._folded_forms())
        for form_id in self._forms:
            index = self._index_of(form_id)
            if self.isTabVisible(index) is (form_id in folded):
                self.setTabVisible(index, form_id not in folded)
        self._folding.setVisible(bool(folded) and not self._is_alone)

    def _folded_forms(self) -> list[tuple[str, str]]:
        """Id and caption of each form that is folded away now."""
        away = frozenset(self._forms) if self._is_alone else self._unneeded - self._unfolded
        return [
            (form_id, form.tab)
            for form_id, form in self._forms.items()
            if form_id in away
            and self._index_of(form_id) != self.currentIndex()
            and not self._count(form_id)
        ]

    def _index_of(self, form_id: str) -> int:
        return self.indexOf(self._tabs[form_id])

    def _form_at(self, index: int) -> str:
        """Id of the form whose tab stands there; empty for none."""
        tab = self.widget(index)
        return next((each for each, own in self._tabs.items() if own is tab), "")

    def page_of(self, record_id: str) -> FormPage | None:
        """The page that lists a record."""
        pages = (page for page in self.pages.values() if page.model.holds(record_id))
        return next(pages, None)

    def go_to(self, record_id: str, field_id: str = "") -> None:
        """Opens a record in its tab, at one of its findings if a field is named."""
        page = self.page_of(record_id)
        if page is None:
            return
        self.show_page(page)
        page.open_by_id(record_id)
        if field_id:
            page.show_all_findings(field_id)

    def set_filter(self, text: str) -> None:
        """Shows only records whose names contain the text; the tabs show how many match."""
        for page in self.pages.values():
            page.set_filter(text)
        self._show_counts()

    def go_to_match(self) -> None:
        """Opens the first record that matches the search, preferably in the current tab."""
        for page in (self.current_page, *self.pages.values()):
            match = page.model.record_at(0)
            if match is not None:
                self.show_page(page)
                page.open(match)
                page.list.view.setFocus()
                return

    def reload(self) -> None:
        """Reads all records again, here and now; commands read them in the background."""
        self.show_lists(records.lists(self._ws))

    def show_lists(self, lists: Lists) -> None:
        """Shows all records as they were read; a form that is new to the tabs comes with them."""
        for form in lists.retired:
            if form.id not in self._forms:
                self._forms[form.id] = form
                self._tabs[form.id] = self._add_tab()
                self._page(form.id, lists.by_form[form.id])
        for form_id, page in self.pages.items():
            page.show_list(lists.by_form.get(form_id, ()))

    def _add_tab(self) -> QWidget:
        """Adds a tab, to be filled with its page later."""
        tab = QWidget()
        place = QVBoxLayout(tab)
        place.setContentsMargins(0, 0, 0, 0)
        is_last = self._office is not None and not self._is_alone
        self.insertTab(self.count() - 1 if is_last else self.count(), tab, "")
        return tab

    def _page(self, form_id: str, stored: Sequence[Record] | None = None) -> FormPage:
        """A form's page; made if it does not exist yet, with its records as they are now."""
        if form_id in self.pages:
            return self.pages[form_id]
        if stored is None:
            stored = records.records(self._ws, form_id)
        page = self._make_page(self._forms[form_id], stored)
        self.pages[form_id] = page
        page.replies.show_marks(*self._replies)
        layout = self._tabs[form_id].layout()
        assert layout is not None
        layout.addWidget(page)
        page.count_changed.connect(self._show_counts)
        for signal in (page.count_changed, page.record_changed, page.list.selection_changed):
            signal.connect(self.changed)
        page.splitterMoved.connect(self._share_widths)
        self.page_added.emit(page)
        return page

    def _on_current_changed(self) -> None:
        if form_id := self._form_at(self.currentIndex()):
            self._current_form_id = form_id
            self._page(form_id)
        self.changed.emit()

    def _show_counts(self) -> None:
        for form in self._forms.values():
            caption = tab_caption(self._ws.campaign, form, self._count(form.id))
            self.setTabText(self._index_of(form.id), caption)
        self._show_folding()
        self.counts_changed.emit()

    def _count(self, form_id: str) -> str:
        """Number of a form's records, with that of matches before it; empty for no records."""
        page = self.pages.get(form_id)
        total = page.model.total if page else self._totals[form_id]
        if page and page.model.is_filtered and total:
            return f"{page.model.rowCount()}/{total}"
        return str(total or "")

    def _share_widths(self) -> None:
        """Gives every tab the same widths, so that nothing jumps when the tab changes."""
        sizes = self.current_page.pane_widths()
        for page in self.pages.values():
            if page is not self.current_page:
                page.set_pane_widths(sizes)
