"""The page of a record that was received, as we print it, with what can be done there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gonghui_desktop.model.receiving.submissions import ReceivedRecord
from gonghui_desktop.services import pages
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.page_view.page_preview import PagePreview
from gonghui_desktop.ui.page_view.zoom_bar import ZoomBar
from gonghui_desktop.ui.theme.theme import mark
from gonghui_desktop.ui.widgets.elided_label import ElidedLabel

_NO_PAGE = "在左边选一份申报表，这里显示它的页面"
_FIELD_HINT = "点页面上的栏目，可以退回这一栏"


class SubmissionPage(QWidget):
    """A page with a foot.

    Args:
        context: what it is made and drawn with.
        parent: the owner.

    Attributes:
        preview: the page.
    """

    def __init__(self, context: CommandContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ws = context.ws
        self.preview = PagePreview(context.tasks, context.theme)
        self._hint = ElidedLabel(self)
        self._hint.set_full_text(_FIELD_HINT)
        mark(self._hint, "role", "hint")
        self._zoom = ZoomBar(self.preview, context.theme, self)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 0, 8, 0)
        foot.addWidget(self._hint, 1)
        foot.addStretch(0)
        foot.addWidget(self._zoom)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.preview, 1)
        column.addLayout(foot)

    @property
    def stops(self) -> Sequence[QWidget]:
        """What the tab key reaches, in order."""
        return (self.preview, *self._zoom.stops)

    def show_record(self, received: ReceivedRecord | None) -> None:
        """Shows another record's page from its head; ``None`` for none."""
        self.preview.scroll_to_top()
        self.preview.set_focused_field(None)
        if received is None:
            self.preview.clear(_NO_PAGE)
        else:
            self.preview.show_page(partial(pages.page_on_paper, self._ws, received.record))

    def offer_return(self, *, offered: bool) -> None:
        """Says that a field can be sent back, where it can."""
        self._hint.setVisible(offered)
