"""The pages of the summary (汇总表): A4 landscape, its seal never alone on a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gonghui_desktop.printing.page.geometry import (
    FRAME_RULE,
    LANDSCAPE,
    LEFT,
    MARGIN,
    TOP,
    PageLayout,
)
from gonghui_desktop.printing.page.structure import TITLE
from gonghui_desktop.printing.papers.charts import SetCharts
from gonghui_desktop.printing.papers.contents import Summary
from gonghui_desktop.printing.papers.foot import place_feet
from gonghui_desktop.printing.papers.seal_row import OfficeSealRow, remark_lines
from gonghui_desktop.printing.papers.unit_rows import SetTable, UnitRow, set_table
from gonghui_desktop.printing.type.fonts import Role
from gonghui_desktop.printing.type.textblock import FULL_SIZE, TextBlock
from gonghui_desktop.printing.type.typesetter import Typesetter

_RIGHT = LANDSCAPE.width - LEFT
_FOOT = LANDSCAPE.height - MARGIN - FRAME_RULE / 2
_TITLE_SIZES = (22.0, 21.0, 20.0, 19.0, 18.0)
_UNDER_TITLE = 14.0
_UNDER_OFFICE = 2.0
_GAP = 8.0
"""Above a caption, and above the row with the seal, pt."""
_UNDER_CAPTION = 5.0
_ROW_HEIGHTS = (34.0, 30.0, 27.0, 24.0, 22.7)
"""Least heights of a row, pt: 12 mm where all has room on a page, 8 mm where it would not."""
_ROW_HEIGHT = 24.0
"""The same on several pages."""
_MANY = 2
"""Tables from which on the charts stand below the first one, else above it."""
_BEGUN = 3
"""Rows with which a table begins at least in a summary with charts, which fills a first page."""
_WITH_SEAL = 2
"""Rows, or lines of remarks, that stay on the seal's page."""


@dataclass(frozen=True)
class _Piece:
    """What is never parted.

    Attributes:
        table: whose rows are in it.
        rows: of that table.
        begins: the table's caption and head go before them.
        lines: of remarks, below the rows.
        ending: the row with the seal, below all.
        charts: instead of all that.
    """

    table: SetTable | None = None
    rows: tuple[UnitRow, ...] = ()
    begins: bool = False
    lines: TextBlock | None = None
    ending: OfficeSealRow | None = None
    charts: SetCharts | None = None


def summary_pages(contents: Summary, setter: Typesetter) -> list[PageLayout]:
    """Lay out the summary: on one page if that can be, with its rows as high as it takes."""
    layout = _Layout(contents, setter)
    for height in _ROW_HEIGHTS:
        pages = layout.pages(height)
        if len(pages) == 1:
            break
    else:
        pages = layout.pages(_ROW_HEIGHT)
    place_feet(pages, ("汇总表", contents.office), LANDSCAPE, setter)
    return pages


class _Layout:
    """A summary whose texts are set.

    Args:
        contents: what stands in it.
        setter: sets the texts.
    """

    def __init__(self, contents: Summary, setter: Typesetter) -> None:
        edges = (LEFT, _RIGHT)
        width = _RIGHT - LEFT
        self._tables = [
            set_table(str(number), table, edges, setter)
            for number, table in enumerate(contents.tables)
        ]
        self._begun = _BEGUN if contents.charts else 1
        self._charts = SetCharts(contents.charts, edges, setter) if contents.charts else None
        self._title = setter.short_text(contents.title, width, Role.SONG_BOLD, _TITLE_SIZES)
        self._date = setter.short_text(contents.date, width / 4)
        self._office = setter.short_text(contents.lead, width * 0.7)
        self._remarks = remark_lines(contents.remarks, width, setter)
        self._ending = OfficeSealRow(
            contents.office, contents.remarks, contents.signers, edges, setter
        )

    def pages(self, row_height: float) -> list[PageLayout]:
        """The pages with rows of a least height, pt."""
        builder = _Builder(*self._head())
        for piece in self._pieces(row_height):
            builder.add(piece)
        return builder.finish()

    def _head(self) -> tuple[PageLayout, float]:
        """The first page with title, office and date, and where the first table goes."""
        page = PageLayout()
        page.put(TITLE, self._title.set_centred((LEFT + _RIGHT) / 2, TOP, Role.SONG_BOLD))
        y = TOP + self._title.height + _UNDER_TITLE
        page.put((("P", "office"),), self._office.set_left(LEFT, y))
        date_width = self._date.lines[0].line.width * self._date.size if self._date.lines else 0.0
        page.put((("P", "date"),), self._date.set_left(_RIGHT - date_width, y))
        return page, y + max(self._office.height, FULL_SIZE) + _UNDER_OFFICE

    def _pieces(self, row_height: float) -> Iterator[_Piece]:
        tables = [table.lowered(row_height) for table in self._tables]
        lines = None if self._ending.holds_remarks else self._remarks
        if self._charts is not None and len(tables) < _MANY:
            yield _Piece(charts=self._charts)
        for table in tables:
            rows = table.rows
            is_last = table is tables[-1] and lines is None
            kept = min(_WITH_SEAL, len(rows)) if is_last else 0
            loose = len(rows) - kept
            number = 0
            while number < loose:
                count = self._begun if number == 0 else 1
                # What sums rows up never begins a page.
                if number + count + 1 == loose and rows[loose - 1].is_total:
                    count += 1
                count = min(count, loose - number)
                yield _Piece(table, rows[number : number + count], begins=number == 0)
                number += count
            if is_last:
                yield _Piece(table, rows[loose:], begins=not loose, ending=self._ending)
            if self._charts is not None and table is tables[0] and len(tables) >= _MANY:
                yield _Piece(charts=self._charts)
        if lines is not None:
            yield from _remark_pieces(lines, self._ending)
        elif not tables:
            yield _Piece(ending=self._ending)


def _remark_pieces(lines: TextBlock, ending: OfficeSealRow) -> Iterator[_Piece]:
    """Remarks that have no room beside the seal, line by line; the last ones stay with it."""
    loose = max(0, len(lines.lines) - _WITH_SEAL)
    for number in range(loose):
        yield _Piece(lines=lines.part(number, number + 1))
    yield _Piece(lines=lines.part(loose, len(lines.lines)), ending=ending)


class _Builder:
    """Puts pieces on pages, one below the other.

    Args:
        page: the first page.
        top: of what goes on it.
    """

    def __init__(self, page: PageLayout, top: float) -> None:
        self._pages = [page]
        self._y = top
        self._is_empty = False
        self._table: SetTable | None = None
        self._table_top = 0.0

    def add(self, piece: _Piece) -> None:
        """Add a piece; on the next page where it has no room on this one."""
        if self._y + self._height(piece) > _FOOT and not self._is_empty:
            self._close_table()
            self._pages.append(PageLayout())
            self._y, self._is_empty = TOP + FRAME_RULE / 2, True
        if piece.table is not None:
            self._add_rows(piece.table, piece)
        if piece.charts is not None:
            self._add_charts(piece.charts)
        if piece.lines is not None:
            self._add_lines(piece.lines)
        if piece.ending is not None:
            self._close_table()
            self._add_gap()
            piece.ending.place(self._pages[-1], self._y)
            self._y += piece.ending.height

    def finish(self) -> list[PageLayout]:
        """The pages."""
        self._close_table()
        return self._pages

    def _height(self, piece: _Piece) -> float:
        """Of a piece where the page stands, pt."""
        height = sum(row.height for row in piece.rows)
        if piece.table is not None and piece.begins:
            caption = piece.table.caption.height + _UNDER_CAPTION
            height += _GAP + caption + piece.table.head.height
        if piece.lines is not None:
            height += len(piece.lines.lines) * piece.lines.pitch
            height += 0.0 if self._table is None else _GAP
        if piece.charts is not None:
            height += _GAP + piece.charts.height
        if piece.ending is not None:
            height += _GAP + piece.ending.height
        return height

    def _add_rows(self, table: SetTable, piece: _Piece) -> None:
        page = self._pages[-1]
        if piece.begins:
            self._close_table()
            self._add_gap()
        under_head = self._table is None
        if under_head:
            self._y += table.place_caption(page, self._y, again=not piece.begins) + _UNDER_CAPTION
            self._table, self._table_top = table, self._y
            table.head.place(page, self._y, again=not piece.begins)
            self._y += table.head.height
        for row in piece.rows:
            if under_head or not row.goes_on:
                table.across(page, self._y)
            row.place(page, self._y)
            self._y += row.height
            under_head = False
        self._is_empty = False

    def _add_lines(self, lines: TextBlock) -> None:
        if self._table is not None:
            self._close_table()
            self._add_gap()
        self._pages[-1].put((("P", "remarks"),), lines.set_left(LEFT, self._y))
        self._y += len(lines.lines) * lines.pitch
        self._is_empty = False

    def _add_charts(self, charts: SetCharts) -> None:
        self._close_table()
        self._add_gap()
        charts.place(self._pages[-1], self._y)
        self._y += charts.height
        self._is_empty = False

    def _add_gap(self) -> None:
        self._y += 0.0 if self._is_empty else _GAP

    def _close_table(self) -> None:
        """Draw the frame of the table on this page."""
        if self._table is not None:
            self._table.frame(self._pages[-1], self._table_top, self._y)
            self._table = None
