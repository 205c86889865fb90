"""Where a Word file has forms of the campaign, and which ones: by their wording, not by place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from gonghui_desktop.exchange.word_forms.document import Block, Cell, Paragraph, Table
from gonghui_desktop.exchange.word_forms.levelling import levelled
from gonghui_desktop.exchange.word_forms.wording import Wording

MOST_FORMS = 500
_LEAST_LABELS = 3  # of a form's table, for it to be one
_LONGEST_LINE = 100  # characters of a row that may be the line above a form's table


@dataclass
class Region:
    """Part of a document with one form.

    Attributes:
        tables: its rows, those of one table together.
        texts: what stands in it, levelled, as far as it may be words of a form.
    """

    tables: list[Table] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class FoundForm:
    """A form in a document.

    Attributes:
        wordings: the form's; several where it cannot be told which of them it is.
        tables: where its labels and values stand, in order.
    """

    wordings: tuple[Wording, ...]
    tables: tuple[Table, ...]


def find_forms(blocks: Sequence[Block], wordings: Sequence[Wording]) -> list[FoundForm]:
    """The forms of a document, in order.

    Args:
        blocks: the document.
        wordings: of the campaign's forms.
    """
    found = []
    for region in _regions(tables_of(blocks, wordings), wordings):
        fitting = _fitting(region, wordings)
        if fitting:
            found.append(FoundForm(fitting, tuple(region.tables)))
    return found


def tables_of(blocks: Sequence[Block], wordings: Sequence[Wording]) -> Iterator[Table]:
    """All that stands in a document as tables, in order.

    Paragraphs outside of tables come as tables of one column, a line in each row. A table within
    another one's cell comes by itself, after it, if it has labels; else it is part of a text.
    """
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lines += block.text.split("\n")
            continue
        yield from _loose(lines)
        lines = []
        yield from _untangled(block, wordings)
    yield from _loose(lines)


def _loose(lines: Sequence[str]) -> Iterator[Table]:
    filled = [line for line in lines if line.strip()]
    if filled:
        rows = ((Cell(number, 0, 1, 1, (Paragraph(line),)),) for number, line in enumerate(filled))
        yield Table(tuple(rows), is_loose=True)


def _untangled(table: Table, wordings: Sequence[Wording]) -> Iterator[Table]:
    """The table without inner ones that have labels, and then those."""
    inner: list[Table] = []
    plain: dict[int, Cell] = {}
    for row in table.rows:
        for cell in row:
            if id(cell) in plain:
                continue
            plain[id(cell)] = cell
            for block in cell.blocks:
                if isinstance(block, Table) and _has_labels(block, wordings):
                    plain[id(cell)] = plain[id(cell)].without(block)
                    inner.append(block)
    yield Table(tuple(tuple(plain[id(cell)] for cell in row) for row in table.rows))
    for each in inner:
        yield from _untangled(each, wordings)


def _has_labels(table: Table, wordings: Sequence[Wording]) -> bool:
    for row in table.rows:
        for cell in row:
            if any(wording.field_of(cell) for wording in wordings):
                return True
            if any(
                isinstance(block, Table) and _has_labels(block, wordings) for block in cell.blocks
            ):
                return True
    return False


def _regions(tables: Iterator[Table], wordings: Sequence[Wording]) -> Iterator[Region]:
    """Parts of the document that have a form each.

    A form begins with its number or its title, once the one before has a label, or else with the
    label of its name, once the one before has that; not with a text that begins so, beside
    another label.
    """
    names = {levelled(w.form.field(w.form.name_field).label) for w in wordings}
    labels = {label for wording in wordings for label in wording.labels}
    heads = {head for wording in wordings for head in wording.heads}
    region, seen = Region(), set[str]()
    for table in tables:
        begin = 0
        for number, row in enumerate(table.rows):
            own = [cell for cell in row if cell.row == number]
            words = {text for cell in own for text in _label_texts(cell)}
            first = next(
                (text for cell in own for text in _label_texts(cell) if text in labels), ""
            )
            if (seen and words & heads) or (seen & names and first in names):
                _add(region, table, begin, number)
                yield region
                region, seen, begin = Region(), set[str](), number
            seen |= labels & words
        _add(region, table, begin, len(table.rows))
    yield region


def _label_texts(cell: Cell) -> tuple[str, str]:
    """What may be a label of a cell: all of it, or what it begins with."""
    return cell.words, cell.beginning


def _add(region: Region, table: Table, begin: int, end: int) -> None:
    """Adds some rows of a table to a region."""
    if begin == end:
        return
    rows = table.rows[begin:end]
    region.tables.append(table if len(rows) == len(table.rows) else _moved(rows, begin, table))
    for number, row in enumerate(rows, begin):
        for cell in row:
            if cell.row == number:
                region.texts += {cell.words, cell.beginning}
        line = "".join(cell.words for cell in row if cell.row == number)
        if len(row) > 1 and len(line) <= _LONGEST_LINE:
            region.texts.append(line)


def _moved(rows: Sequence[tuple[Cell, ...]], begin: int, table: Table) -> Table:
    """Some rows as a table of their own, counted from 0."""
    kept: dict[int, Cell] = {}
    for number, row in enumerate(rows, begin):
        for cell in row:
            if id(cell) not in kept:
                top = max(cell.row, begin)
                height = min(cell.row + cell.height, begin + len(rows)) - top
                place = (number - begin, cell.column, cell.width, height)
                kept[id(cell)] = Cell(*place, cell.blocks)
    moved = tuple(tuple(kept[id(cell)] for cell in row) for row in rows)
    return Table(moved, table.is_loose)


def _fitting(region: Region, wordings: Sequence[Wording]) -> tuple[Wording, ...]:
    """The forms that a region fits best; none where it has too few of any form's labels."""
    texts = set(region.texts)
    scores = {
        wording: wording.score(region.texts)
        for wording in wordings
        if len(texts & wording.labels.keys()) >= _LEAST_LABELS
        or levelled(wording.form.full_title) in texts
        or {levelled(line) for line in wording.form.title} <= texts
    }
    best = max(scores.values(), default=0)
    return tuple(wording for wording, score in scores.items() if score == best)
