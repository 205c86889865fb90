"""One tab for each form of the campaign."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from gonghui_desktop.model.form import FormDefinition
from gonghui_desktop.model.record import Record
from gonghui_desktop.services.records import name_of
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.form_page import FormPage


class FormTabs(QTabWidget):
    """The forms' pages; a new form file is a new tab.

    Args:
        ws: the workspace.
        make_page: makes the page of a form.
        parent: the window.
    """

    counts_changed = Signal()

    def __init__(
        self,
        ws: Workspace,
        make_page: Callable[[FormDefinition], FormPage],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ws = ws
        self.setObjectName("annex_tabs")
        self.setDocumentMode(True)
        self.pages: dict[str, FormPage] = {}
        for form in ws.campaign.forms:
            page = make_page(form)
            self.pages[form.id] = page
            self.addTab(page, "")
            page.count_changed.connect(self._show_counts)
            page.splitterMoved.connect(lambda _place, _index: self._share_widths())
        self._show_counts()

    @property
    def current_page(self) -> FormPage:
        """The page in front."""
        page = self.currentWidget()
        assert isinstance(page, FormPage)
        return page

    def page_of(self, record_id: str) -> FormPage | None:
        """The page whose list holds that record."""
        pages = (page for page in self.pages.values() if page.model.row_of(record_id) >= 0)
        return next(pages, None)

    def go_to(self, record_id: str, field_id: str = "") -> None:
        """Shows a record, and all its findings at one of its fields if asked."""
        page = self.page_of(record_id)
        if page is None:
            return
        self.setCurrentWidget(page)
        page.open_by_id(record_id)
        if field_id:
            page.show_all_findings(field_id)

    def set_filter(self, text: str) -> None:
        """Shows only records whose names hold the text; each tab tells how many those are."""
        for page in self.pages.values():
            page.set_filter(text)
        self._show_counts()

    def go_to_match(self) -> None:
        """Opens the first record that the filter left, in the tab in front if there is one."""
        for page in (self.current_page, *self.pages.values()):
            match = page.model.record_at(0)
            if match is not None:
                self.setCurrentWidget(page)
                page.open(match)
                page.list.view.setFocus()
                return

    def reload(self) -> None:
        """Reads all records anew."""
        for page in self.pages.values():
            page.reload()

    def words_for(self, record: Record) -> str:
        """What a record is called where several forms are spoken of."""
        form = self._ws.campaign.form(record.form)
        return f"{form.number}“{name_of(form, record)}”"

    def _show_counts(self) -> None:
        for index, page in enumerate(self.pages.values()):
            caption = page.form.tab.replace("&", "&&")
            count = str(page.model.total)
            if page.model.is_filtered:
                count = f"{page.model.rowCount()}/{count}"
            self.setTabText(index, f"{caption}  {count}" if page.model.total else caption)
        self.counts_changed.emit()

    def _share_widths(self) -> None:
        """The same widths in every tab: the page does not jump when the tab changes."""
        sizes = self.current_page.sizes()
        for page in self.pages.values():
            if page is not self.current_page:
                page.setSizes(sizes)
