"""A table of units: its caption, its head, and rows that grow with their texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from gonghui_desktop.printing.page.geometry import INNER_RULE, PageLayout, Rect, SetRule
from gonghui_desktop.printing.page.structure import ARTIFACT, Path
from gonghui_desktop.printing.papers.columns import BESIDE, SIZE, Columns, cell_text, columns_of
from gonghui_desktop.printing.papers.contents import UnitTable
from gonghui_desktop.printing.type.fonts import Role
from gonghui_desktop.printing.type.textblock import SetText, TextBlock
from gonghui_desktop.printing.type.typesetter import Typesetter

_ABOVE = 3.0
"""Above and below a text, pt."""
_CAPTION_SIZES = (11.0, SIZE)
_HEAD_HEIGHT = 24.0
"""Least height of the head, pt."""
_MOST_UNBROKEN = 300.0
"""A row that is higher may break across pages, pt."""


@dataclass(frozen=True)
class UnitRow:
    """A row, or a part of one that is higher than a page takes.

    Attributes:
        path: in the structure.
        cells: its texts from left to right.
        columns: of its table.
        lowest: its least height, pt.
        is_head: it names the columns.
        is_total: it sums them up.
        goes_on: it is not the first part of its row.
    """

    path: Path
    cells: tuple[TextBlock, ...]
    columns: Columns
    lowest: float
    is_head: bool = False
    is_total: bool = False
    goes_on: bool = False

    @property
    def height(self) -> float:
        """Of its highest text with the air around it, pt."""
        return max(self.lowest, *(block.height + 2 * _ABOVE for block in self.cells))

    def parts(self) -> Iterator[UnitRow]:
        """The row itself, or its parts where it is high."""
        if self.height <= _MOST_UNBROKEN:
            yield self
            return
        count = min(block.lines_in(_MOST_UNBROKEN) for block in self.cells)
        longest = max(len(block.lines) for block in self.cells)
        for start in range(0, longest, count):
            cells = tuple(block.part(start, start + count) for block in self.cells)
            yield replace(self, cells=cells, goes_on=start > 0)

    def place(self, page: PageLayout, top: float, *, again: bool = False) -> None:
        """Place its texts, and the rules between its cells.

        Args:
            page: the page.
            top: of the row, pt.
            again: it stands on a page before, too.
        """
        bottom = top + self.height
        for column, block in enumerate(self.cells):
            left, right = self.columns.edges[column : column + 2]
            if column:
                page.rules.append(SetRule(left, top, left, bottom, INNER_RULE))
            y = (top + bottom - block.height) / 2
            role = Role.SONG_BOLD if self.is_head or self.is_total else Role.SONG
            if self.is_head or self.columns.centred[column]:
                texts: Sequence[SetText] = block.set_centred((left + right) / 2, y, role)
            else:
                texts = block.set_left(left + BESIDE, y, role)
            kind = "TH" if self.is_head else "TD"
            page.put(ARTIFACT if again else (*self.path, (kind, str(column))), texts)


@dataclass(frozen=True)
class SetTable:
    """A table of units, set in its columns.

    Attributes:
        key: in the structure.
        caption: above it.
        continued: above it on its further pages.
        head: its first row, on every page again.
        rows: the units, in parts where they are high.
        edges: left and right edge, pt.
    """

    key: str
    caption: TextBlock
    continued: TextBlock
    head: UnitRow
    rows: tuple[UnitRow, ...]
    edges: tuple[float, float]

    def lowered(self, lowest: float) -> SetTable:
        """The same with other rows' least height, pt."""
        return replace(self, rows=tuple(replace(row, lowest=lowest) for row in self.rows))

    def place_caption(self, page: PageLayout, top: float, *, again: bool = False) -> float:
        """Place the caption, flush left.

        Args:
            page: the page.
            top: of the caption, pt.
            again: the table began on a page before.

        Returns:
            The caption's height, pt.
        """
        block = self.continued if again else self.caption
        path: Path = ARTIFACT if again else (("H2", self.key),)
        page.put(path, block.set_left(self.edges[0], top, Role.SONG_BOLD))
        return block.height

    def frame(self, page: PageLayout, top: float, bottom: float) -> None:
        """Draw the frame around its rows on a page."""
        page.frame(Rect(self.edges[0], top, self.edges[1], bottom))

    def across(self, page: PageLayout, y: float) -> None:
        """Draw the rule between two rows."""
        page.rules.append(SetRule(self.edges[0], y, self.edges[1], y, INNER_RULE))


def set_table(
    key: str, contents: UnitTable, edges: tuple[float, float], setter: Typesetter
) -> SetTable:
    """Set a table of units.

    Args:
        key: of the table among those of its paper.
        contents: what stands in it.
        edges: left and right edge, pt.
        setter: sets the texts.
    """
    columns = columns_of(contents, *edges, setter)

    def cells(texts: Sequence[str], role: Role = Role.SONG) -> tuple[TextBlock, ...]:
        return tuple(
            cell_text(setter, text, columns.room(column), role) for column, text in enumerate(texts)
        )

    path: Path = (("Table", key),)
    head = UnitRow(
        path=(*path, ("THead", ""), ("TR", "head")),
        cells=cells(contents.heads, Role.SONG_BOLD),
        columns=columns,
        lowest=_HEAD_HEIGHT,
        is_head=True,
    )
    body: Path = (*path, ("TBody", ""))
    rows = [
        UnitRow((*body, ("TR", str(at))), cells(row), columns, 0.0)
        for at, row in enumerate(contents.rows)
    ]
    if contents.total:
        total = cells(contents.total, Role.SONG_BOLD)
        rows.append(UnitRow((*body, ("TR", "total")), total, columns, 0.0, is_total=True))
    width = edges[1] - edges[0]
    caption = setter.short_text(contents.caption, width, Role.SONG_BOLD, _CAPTION_SIZES)
    continued = setter.short_text(contents.continued, width, Role.SONG_BOLD, _CAPTION_SIZES)
    parts = tuple(part for row in rows for part in row.parts())
    return SetTable(key, caption, continued, head, parts, edges)
