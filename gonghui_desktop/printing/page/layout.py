"""A form and its values as laid-out pages: pure geometry, nothing is drawn.

Long texts are fitted in this order: one page at 12 pt; one page at 10.5 pt at the least and with
less air; on as few pages as 12 pt takes, as large as these allow.
"""

from __future__ import annotations

from collections.abc import Mapping

from gonghui_desktop.printing.page.geometry import PageLayout
from gonghui_desktop.printing.page.heading import PageHeading
from gonghui_desktop.printing.page.one_page import OnePage
from gonghui_desktop.printing.page.several_pages import SeveralPages
from gonghui_desktop.printing.page.spacing import USUAL
from gonghui_desktop.printing.page.table_frame import TableFrame
from gonghui_desktop.printing.page.table_rows import TableRows
from gonghui_desktop.printing.type.typesetter import Typesetter


class FormLayout:
    """Layout of one form with its values.

    Args:
        frame: the form's own parts.
        values: field id to canonical text.
        setter: typesets the values.
    """

    def __init__(self, frame: TableFrame, values: Mapping[str, str], setter: Typesetter) -> None:
        form = frame.form
        shown = {field.id: field.type.show(values.get(field.id, "")) for field in form.fields}
        self._frame = frame
        self._heading = PageHeading(form, shown, setter)
        self._rows = TableRows(frame, shown, setter)
        self._one_page = OnePage(frame, self._heading, self._rows)

    def pages(self) -> list[PageLayout]:
        """Lay out the form: one page or more."""
        step = self._one_page.step()
        if step is not None:
            return self._one_page.place(step)
        pages, top = self._heading.first_pages()
        return pages + self._several_pages(top).place(pages[-1])

    def page_count(self) -> int:
        """How many pages :meth:`pages` has, without laying out what stands on them."""
        step = self._one_page.step()
        if step is not None:
            return self._heading.table_start(step.spacing)[0]
        begun, top = self._heading.table_start()
        return begun - 1 + self._several_pages(top).count

    def room_left(self, field_id: str) -> int:
        """Estimate how many more ideographs fit into a long text on one page; 0 beyond one page.

        Raises:
            KeyError: the form has no such long text.
        """
        return self._one_page.room_left(field_id)

    def _several_pages(self, top: float) -> SeveralPages:
        return SeveralPages(self._heading, self._frame.seal_block(USUAL), top, self._rows)
