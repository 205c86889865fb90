"""Tables of figures as a spreadsheet: several sheets, headings that stay in view, a chart."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from gonghui_desktop.exchange.spreadsheet.xlsx_writing import (
    FIXED_TIME,
    HEAD,
    INK,
    LINE,
    PADDING,
    cell_text,
    free_sheet_name,
    made_on_unix,
    print_across,
    row_height,
    text_width,
)
from gonghui_desktop.exchange.strict_json import in_sentence

Cell = str | int
_WIDEST = 40  # of columns, in digits
_NARROWEST = 6
_MOST_DIGITS = 15  # a spreadsheet's numbers are exact up to here
_FROZEN_COLUMNS = 2
_ON_A_PAGE = 60  # rows of an overview that is printed on a single page
_BAR = "#5B6B7A"
_CHART_WIDTH = 520  # pixels
_CHART_HEIGHT = 90, 26  # of an empty chart, and of a bar


@dataclass(frozen=True)
class FigureBlock:
    """A table on a sheet.

    Attributes:
        caption: above it; may be empty.
        heads: of its columns; none for lines of label and value.
        rows: texts and numbers.
        total: the last row; empty for none.
        has_chart: whether a bar chart of its first two columns stands beside it.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] = ()
    has_chart: bool = False

    @property
    def width(self) -> int:
        """How many columns it has."""
        return max(map(len, (self.heads, self.total, *self.rows)), default=1)


@dataclass(frozen=True)
class FigureSheet:
    """A sheet of the workbook.

    Attributes:
        name: on its tab.
        title: in its first line.
        lead: under it; may be empty.
        blocks: one below the other; where it is a single one, its heads stay in view.
    """

    name: str
    title: str
    lead: str
    blocks: tuple[FigureBlock, ...]


@dataclass(frozen=True)
class FigureBook:
    """A workbook.

    Attributes:
        title: among its properties.
        author: among its properties.
        sheets: at least one.
    """

    title: str
    author: str
    sheets: tuple[FigureSheet, ...]


def figures_xlsx(contents: FigureBook) -> bytes:
    """A workbook of tables.

    Every text is written as text, never as a formula, whatever it begins with. The same contents
    give the same bytes.
    """
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties(
            {
                "title": in_sentence(contents.title),
                "author": in_sentence(contents.author),
                "created": FIXED_TIME,
            }
        )
        styles = _Styles.made(book)
        for each in contents.sheets:
            _Sheet(book, styles, each).write()
    return made_on_unix(buffer.getvalue())


@dataclass(frozen=True)
class _Styles:
    """The formats of one workbook."""

    title: Format
    lead: Format
    caption: Format
    head: Format
    text: Format
    number: Format
    total: Format
    total_number: Format

    @classmethod
    def made(cls, book: Workbook) -> _Styles:
        """The formats, added to a workbook."""
        plain = {"font_name": "宋体", "font_size": 11, "font_color": INK, "valign": "vcenter"}
        body = plain | {"text_wrap": True, "border": 1, "border_color": LINE}
        text = body | {"num_format": "@", "indent": 1}
        number = body | {"num_format": "0", "align": "right", "indent": 1}
        bold = {"bold": True, "bg_color": HEAD}
        title = {"font_name": "黑体", "font_size": 18, "valign": "vcenter"}
        return cls(
            title=book.add_format(title),
            lead=book.add_format(plain),
            caption=book.add_format(plain | {"bold": True, "font_size": 12}),
            head=book.add_format(body | bold | {"align": "center"}),
            text=book.add_format(text),
            number=book.add_format(number),
            total=book.add_format(text | bold),
            total_number=book.add_format(number | bold),
        )


class _Sheet:
    """Writes one sheet.

    Args:
        book: gets it.
        styles: the formats.
        contents: what stands on it.
    """

    def __init__(self, book: Workbook, styles: _Styles, contents: FigureSheet) -> None:
        self._book = book
        self._styles = styles
        self._contents = contents
        self._sheet: Worksheet = book.add_worksheet(free_sheet_name(contents.name, book))
        self._widths = _widths(contents.blocks)
        self._row = 0

    def write(self) -> None:
        """Writes all of it."""
        sheet, contents = self._sheet, self._contents
        for column, width in enumerate(self._widths):
            sheet.set_column(column, column, width)
        self._line(contents.title, self._styles.title, 34)
        if contents.lead:
            self._line(contents.lead, self._styles.lead, 22)
        is_single = len(contents.blocks) == 1
        for number, block in enumerate(contents.blocks):
            if number:
                self._row += 1
            self._write_block(block, freezes=is_single)
        print_across(sheet)
        if not is_single and self._row <= _ON_A_PAGE:
            sheet.fit_to_pages(1, 1)
        sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.8)  # inches
        sheet.set_footer("&C第 &P 页 共 &N 页")
        sheet.hide_gridlines(2)

    def _line(self, text: str, style: Format, height: float) -> None:
        self._sheet.write_string(self._row, 0, cell_text(text), style)
        self._sheet.set_row(self._row, height)
        self._row += 1

    def _write_block(self, block: FigureBlock, *, freezes: bool) -> None:
        if block.caption:
            self._line(block.caption, self._styles.caption, 24)
        if block.heads:
            self._write_row(block.heads, self._styles.head, self._styles.head)
            if freezes:
                self._sheet.freeze_panes(self._row, _FROZEN_COLUMNS)
                self._sheet.repeat_rows(0, self._row - 1)
                if block.rows:
                    last = self._row + len(block.rows) - 1
                    self._sheet.autofilter(self._row - 1, 0, last, len(block.heads) - 1)
        first = self._row
        for row in block.rows:
            self._write_row(row, self._styles.text, self._styles.number)
        if block.has_chart and block.rows:
            self._add_chart(block, first)
        if block.total:
            self._write_row(block.total, self._styles.total, self._styles.total_number)

    def _write_row(self, row: Sequence[Cell], text: Format, number: Format) -> None:
        shown = [cell_text(str(cell)) for cell in row]
        self._sheet.set_row(self._row, row_height(shown, self._widths[: len(shown)]))
        for column, (cell, words) in enumerate(zip(row, shown, strict=True)):
            if isinstance(cell, int) and len(words.lstrip("-")) <= _MOST_DIGITS:
                self._sheet.write_number(self._row, column, cell, number)
            else:
                self._sheet.write_string(self._row, column, words, text)
        self._row += 1

    def _add_chart(self, block: FigureBlock, first: int) -> None:
        """A bar for each row, to the right of the table, in one colour that prints in grey."""
        last, name = first + len(block.rows) - 1, self._sheet.get_name()
        chart = self._book.add_chart({"type": "bar"})
        chart.add_series(
            {
                "categories": [name, first, 0, last, 0],
                "values": [name, first, 1, last, 1],
                "fill": {"color": _BAR},
                "gap": 60,
                "data_labels": {"value": True},
            }
        )
        chart.set_title({"name": block.caption, "name_font": {"size": 12}, "overlay": False})
        chart.set_legend({"none": True})
        chart.set_y_axis({"reverse": True, "line": {"none": True}})
        chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
        least, bar = _CHART_HEIGHT
        chart.set_size({"width": _CHART_WIDTH, "height": least + bar * len(block.rows)})
        alt = {"description": f"{block.caption}的条形图，数字在左边的表里", "x_offset": 24}
        self._sheet.insert_chart(first - 1, block.width, chart, alt)


def _widths(blocks: Sequence[FigureBlock]) -> list[int]:
    """Room for the longest text of each column of all tables, within limits, in digits."""
    widths: list[int] = []
    for column in range(max((block.width for block in blocks), default=1)):
        texts = [
            str(row[column])
            for block in blocks
            for row in (block.heads, block.total, *block.rows)
            if column < len(row)
        ]
        longest = max(
            (text_width(line) for text in texts for line in text[:999].split("\n")), default=0
        )
        widths.append(min(max(longest + PADDING, _NARROWEST), _WIDEST))
    return widths
