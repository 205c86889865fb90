"""The logical structure of a form, beside its geometry: what each text on a page is.

It is kept by archives and read aloud to people who do not see the page. Names of elements are the
standard structure types of ISO 32000-1, 14.8.4.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gonghui_desktop.printing.type.textblock import SetLine, SetText

Path = tuple[tuple[str, str], ...]
"""An element as its type and its key among its siblings, after those of the elements around it."""

ARTIFACT: Path = ()
"""What only belongs to this page: heads of further pages, page numbers."""
MARK: Path = (("P", "mark"),)
TITLE: Path = (("H1", "title"),)
NOTE: Path = (("P", "note"),)


class Passage(NamedTuple):
    """Texts that stand together and belong to one element.

    Attributes:
        path: of the element.
        texts: in reading order; an empty cell has none.
        begins: whether the element begins here even if another one of that path has gone before.
    """

    path: Path
    texts: Sequence[SetText]
    begins: bool = False


def heading_path(field_id: str) -> Path:
    """A blank above the table, with its label."""
    return (("P", field_id),)


def row_path(key: str) -> Path:
    """A row of the table; every row of a form has another key."""
    return (("Table", ""), ("TR", key))


def label_path(row: Path, key: str) -> Path:
    """A cell of a row that heads the next one."""
    return (*row, ("TH", key))


def cell_path(row: Path, key: str) -> Path:
    """Any other cell of a row."""
    return (*row, ("TD", key))


def paragraph_path(cell: Path) -> Path:
    """The paragraphs of a long text in a cell."""
    return (*cell, ("P", ""))


def paragraphs(path: Path, lines: Sequence[SetLine], texts: Sequence[SetText]) -> Iterator[Passage]:
    """A block's lines by paragraph; the first may continue one from the page before.

    Args:
        path: of each paragraph.
        lines: of the block.
        texts: those of its lines that are not empty, placed.
    """
    start = 0
    first = [line.first for line in lines if line.line.text]
    for end in range(1, len(first) + 1):
        if end == len(first) or first[end]:
            yield Passage(path, texts[start:end], begins=first[start])
            start = end
