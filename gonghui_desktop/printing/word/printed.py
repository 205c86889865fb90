"""A form and its values on the printed pages, whose dimensions the Word file takes over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gonghui_desktop.printing.page.geometry import BOTTOM, MM, Rect
from gonghui_desktop.printing.sheet import Box, PageBoxes, Setting, Sheet
from gonghui_desktop.printing.word.text import one_line, paragraphs_of

_MAX_AROUND_SEAL = 5.0
"""Above and below a seal in a form of several pages, mm: together."""


class PrintedForm:
    """A form's values with their cells on the printed pages. Lengths in pt.

    Args:
        sheet: the form and its values.
        pages: the boxes of its printed pages, at least one.

    Attributes:
        form: the form's definition.
        page_count: how many pages it has.
        seals: seal id to its cell, with the confirmation's.
    """

    def __init__(self, sheet: Sheet, pages: Sequence[PageBoxes]) -> None:
        self.form = sheet.form
        self.page_count = len(pages)
        self.seals = _in_points({key: box for page in pages for key, box in page.seals.items()})
        self._pages = pages
        self._values = sheet.values
        self._cells = [_in_points(page.fields) for page in pages]
        self._settings = [page.settings for page in pages]

    def value(self, field_id: str) -> str:
        """The value as one line."""
        return one_line(self._shown(field_id))

    def short_value(self, field_id: str) -> str:
        """The value of a cell, with a line break at each seam where the page has one."""
        parts = map(one_line, self.setting(field_id).parts)
        return "\n".join(parts) or self.value(field_id)

    def paragraphs(self, field_id: str) -> list[str]:
        """The paragraphs of a long text, at least one."""
        return paragraphs_of(self._shown(field_id))

    def is_long(self, field_id: str) -> bool:
        """Whether the field holds a long text."""
        return self.form.field(field_id).type.is_long

    def cell(self, field_id: str) -> Rect:
        """The value's cell on the first page that shows it."""
        return next(cells[field_id] for cells in self._cells if field_id in cells)

    def setting(self, field_id: str) -> Setting:
        """The value's typesetting on the first page that shows it."""
        return next(page[field_id] for page in self._settings if field_id in page)

    def height(self, field_id: str) -> float:
        """Height of the value's cells on all pages."""
        return sum(cells[field_id].height for cells in self._cells if field_id in cells)

    def lines(self, field_id: str) -> int:
        """Lines of the value on all pages."""
        return sum(page[field_id].lines for page in self._settings if field_id in page)

    def table_tops(self) -> tuple[float, float]:
        """Where the table begins on its first page, and on each further one."""
        first_field = self.form.rows[0][0]
        begin = next(n for n, cells in enumerate(self._cells) if first_field in cells)
        first = self._cells[begin][first_field].top
        tops = [cell.top for cells in self._cells[begin + 1 :] for cell in cells.values()]
        if begin + 1 < self.page_count:
            tops += [seal.top for seal in self.seals.values()]
        return first, min(tops, default=first)

    def height_below_table(self) -> float:
        """From the table's foot on the last page to the foot of the page's body."""
        cells = [*self._cells[-1].values(), *_in_points(self._pages[-1].seals).values()]
        return BOTTOM - max((cell.bottom for cell in cells), default=BOTTOM)

    def moves_with_seals(self, field_id: str) -> bool:
        """Whether the value, or its end, stands on the last of several pages."""
        return self.page_count > 1 and field_id in self._cells[-1]

    def moves_whole(self, field_id: str) -> bool:
        """Whether all of the value does."""
        return self.moves_with_seals(field_id) and not any(
            field_id in cells for cells in self._cells[:-1]
        )

    def lines_with_seals(self, field_id: str) -> int:
        """Lines of the value on the last page."""
        return self._settings[-1][field_id].lines if field_id in self._settings[-1] else 0

    def seal_heights(self) -> dict[str, float]:
        """Heights of the seals' cells.

        Several pages leave no more than :data:`_MAX_AROUND_SEAL` around a seal, so that there is
        room for what a clerk adds to the texts.
        """
        if self.page_count == 1:
            return {key: cell.height for key, cell in self.seals.items()}
        boxes = {key: box for page in self._pages for key, box in page.seals.items()}
        return {
            key: min(box.height * MM, (box.diameter + _MAX_AROUND_SEAL) * MM)
            for key, box in boxes.items()
        }

    def _shown(self, field_id: str) -> str:
        return self.form.field(field_id).type.show(self._values.get(field_id, ""))


def _in_points(boxes: Mapping[str, Box]) -> dict[str, Rect]:
    return {
        key: Rect(
            box.left * MM, box.top * MM, (box.left + box.width) * MM, (box.top + box.height) * MM
        )
        for key, box in boxes.items()
    }
