"""The tab 收件, which is filled with its page once somebody sees it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gonghui_desktop.ui.page_view.page_preview import PagePreview
from gonghui_desktop.ui.window.centre import OpeningMessage

if TYPE_CHECKING:  # the window shows before the page is imported
    from gonghui_desktop.ui.receiving.receiving_page import ReceivingPage

MakePage = Callable[[QWidget], "ReceivingPage"]


class OfficeTab(QWidget):
    """The page of what is received, made once somebody sees it.

    Args:
        parent: the owner, until it is a tab.

    Attributes:
        page: the page; ``None`` before it is made.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.page: ReceivingPage | None = None
        self._make_page: MakePage | None = None
        self._wants_focus = False  # somebody has asked for it before the page was there
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._opening = OpeningMessage(self)
        column.addWidget(self._opening)
        self.hide()

    def set_maker(self, make_page: MakePage) -> None:
        """Sets what makes the page; one that is looked at already is made at once."""
        self._make_page = make_page
        if self.isVisible():
            self.made_page()

    def made_page(self) -> ReceivingPage | None:
        """The page, made if it is not there; ``None`` before it can be."""
        if self.page is None and self._make_page is not None:
            self.page = self._make_page(self)
            layout = self.layout()
            assert layout is not None
            self._opening.hide()
            layout.addWidget(self.page)
            self.page.show()  # at once: Qt shows what comes to a visible parent a moment later
            if self._wants_focus:
                self.take_focus()
        return self.page

    def drop_page(self) -> None:
        """Ends what the page does; another one is made when it is seen again."""
        page, self.page = self.page, None
        if page is not None:
            page.hide()
            page.deleteLater()
            self._opening.show()

    @property
    def panes(self) -> Sequence[QWidget]:
        """What the focus moves between, in order."""
        return self.page.panes if self.page is not None else ()

    @property
    def previews(self) -> Sequence[PagePreview]:
        """The pages of forms that it shows."""
        return self.page.previews if self.page is not None else ()

    @property
    def room_for_messages(self) -> QWidget:
        """What a message may float over."""
        return self if self.page is None else self.page.room_for_messages

    def take_focus(self) -> None:
        """Gives the focus to the page's list."""
        self._wants_focus = self.page is None
        if self.page is not None:
            self.page.take_focus()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Makes the page."""
        super().showEvent(event)
        self.made_page()
