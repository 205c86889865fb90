"""A form and its values on the printed pages, whose dimensions the Word file takes over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gonghui_desktop.printing.page.geometry import BOTTOM, MM, Rect
from gonghui_desktop.printing.sheet import Box, PageBoxes, Setting, Sheet
from gonghui_desktop.printing.word.text import one_line, paragraphs_of

_MAX_FREE = 6.0
"""A page with more height than this below its cells is not full, pt."""


@dataclass(frozen=True)
class MovedText:
    """What the seals took along of the last row when they moved to a page of their own.

    Attributes:
        height: of its cell, pt.
        lines: of text in it.
        is_whole_row: nothing of the row stands on the page before.
    """

    height: float
    lines: int
    is_whole_row: bool


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
        self._last_page = pages[-1]
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
        cells = [*self._cells[-1].values(), *_in_points(self._last_page.seals).values()]
        return BOTTOM - max((cell.bottom for cell in cells), default=BOTTOM)

    def moved_with_seals(self) -> MovedText | None:
        """The text that went along with the seals, if they moved and nothing else went along."""
        last = self.form.rows[-1][0]
        if self.page_count == 1 or last not in self._cells[-1]:
            return None
        before = self._cells[-2]
        page_end = max((cell.bottom for cell in before.values()), default=0.0)
        height, lines = self._cells[-1][last].height, self._settings[-1][last].lines
        ends_text = lines > 0 and not self.texts_before_seals()  # others just fill their page
        page_is_full = page_end >= BOTTOM - _MAX_FREE and ends_text
        if page_is_full or not set(self._cells[-1]) <= set(self.form.rows[-1]):
            return None
        return MovedText(height, lines, is_whole_row=last not in before)

    def texts_before_seals(self) -> tuple[str, ...]:
        """Several long texts that fill the page before the last row and the seals, or none."""
        last = self.form.rows[-1][0]
        if self.page_count == 1 or last in self._cells[-2]:
            return ()
        earlier = {field_id for cells in self._cells[:-2] for field_id in cells}
        texts = tuple(
            field_id
            for field_id in self._cells[-2]
            if self.is_long(field_id) and field_id not in earlier
        )
        return texts if len(texts) > 1 else ()

    def _shown(self, field_id: str) -> str:
        return self.form.field(field_id).type.show(self._values.get(field_id, ""))


def _in_points(boxes: Mapping[str, Box]) -> dict[str, Rect]:
    return {
        key: Rect(
            box.left * MM, box.top * MM, (box.left + box.width) * MM, (box.top + box.height) * MM
        )
        for key, box in boxes.items()
    }
