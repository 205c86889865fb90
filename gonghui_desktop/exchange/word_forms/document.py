"""A Word file's text as plain values: paragraphs, and tables as grids of cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from gonghui_desktop.exchange.word_forms.levelling import (
    levelled,
    levelled_beginning,
    levelled_label,
)

_LONGEST_WORDS = 400
"""Characters at a cell's beginning that are compared with a form's words; a note has 150."""


@dataclass(frozen=True)
class Paragraph:
    r"""A paragraph.

    Attributes:
        text: as it reads once tracked changes are accepted; line breaks are ``\n``.
        is_flush: its first line is not indented, though its style may say so: the rest of an
            earlier paragraph.
    """

    text: str
    is_flush: bool = False


@dataclass(frozen=True, eq=False)
class Cell:
    """A cell of a table, merged ones being one.

    Attributes:
        row: its first row, from 0.
        column: its first column, from 0.
        width: columns that it covers.
        height: rows that it covers.
        blocks: what is in it.
    """

    row: int
    column: int
    width: int
    height: int
    blocks: tuple[Block, ...]

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Its paragraphs; a table within it counts a paragraph a row, a tab between cells."""
        return tuple(_paragraphs(self.blocks))

    @cached_property
    def text(self) -> str:
        """All its text, a line for each paragraph."""
        return "\n".join(each.text for each in self.paragraphs)

    @cached_property
    def words(self) -> str:
        """How its text begins, levelled; see :mod:`.levelling`."""
        return levelled(self.text[:_LONGEST_WORDS])

    @cached_property
    def label(self) -> str:
        """Its text as a label, levelled; empty where it is too long for one."""
        return levelled_label(self.text)

    @cached_property
    def beginning(self) -> str:
        """The label that it is or begins with, levelled."""
        return levelled_beginning(self.text)

    @property
    def end(self) -> int:
        """The column after its last one."""
        return self.column + self.width

    def without(self, inner: Table) -> Cell:
        """The cell without a table in it."""
        kept = tuple(block for block in self.blocks if block is not inner)
        return Cell(self.row, self.column, self.width, self.height, kept)


@dataclass(frozen=True, eq=False)
class Table:
    """A table.

    Attributes:
        rows: for each row its cells from left to right; a cell that covers several rows stands in
            each of them.
        is_loose: no table of the file but paragraphs outside of any, each one cell of a row.
    """

    rows: tuple[tuple[Cell, ...], ...] = field(default=())
    is_loose: bool = False


Block = Paragraph | Table


def _paragraphs(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for number, row in enumerate(block.rows):
                texts = (cell.text for cell in row if cell.row == number)
                yield Paragraph("\t".join(texts).strip("\t"))
