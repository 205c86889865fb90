"""Paragraphs, cells and tables while a Word file is read."""

from __future__ import annotations

from dataclasses import dataclass, field

from gonghui_desktop.exchange.word_forms.archive import WordFileError
from gonghui_desktop.exchange.word_forms.document import Block, Cell, Paragraph, Table

_MOST_COLUMNS = 63  # of a row, Word's own limit
_MOST_CELLS = 200  # of a row: other programs are not as strict


@dataclass
class ParagraphBuilder:
    """A paragraph that is being read.

    Attributes:
        is_hidden: the run that is being read is hidden text.
        goes_on: its end is deleted, so that the next paragraph goes on in it.
        is_flush: see :class:`.document.Paragraph`.
        list_id: of the list that it belongs to, empty for none.
        level: in that list.
        mark: what the list puts in front of it.
        boxes: what stands in its text boxes.
    """

    is_hidden: bool = False
    goes_on: bool = False
    is_flush: bool = False
    list_id: str = ""
    level: str = ""
    mark: str = ""
    boxes: list[Block] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Adds text to its end, unless it is hidden."""
        if not self.is_hidden:
            self._pieces.append(text)

    @property
    def text(self) -> str:
        """All its text."""
        return "".join(self._pieces)


@dataclass
class FormField:
    """A field of a protected form (ECMA-376 part 1, 17.16): its value stands in no run's text."""

    _is_box: bool = False
    _is_checked: bool = False
    _entries: list[str] = field(default_factory=list)
    _chosen: int = 0

    def set_property(self, parent: str, name: str, value: str, *, is_on: bool) -> None:
        """A property of the field that is being read."""
        match parent, name:
            case _, "checkBox":
                self._is_box = True
            case "checkBox", "checked" | "default":  # in this order: what was set comes last
                self._is_checked = is_on
            case "ddList", "listEntry":
                self._entries.append(value)
            case "ddList", "result" if value.isascii() and value.isdigit():
                self._chosen = int(value[:4])

    @property
    def text(self) -> str:
        """A box, ticked or not, or the entry that was chosen of a list."""
        if self._is_box:
            return "☑" if self._is_checked else "□"
        return self._entries[self._chosen] if self._chosen < len(self._entries) else ""


@dataclass
class Container:
    """What holds blocks: the body, a cell or a text box."""

    blocks: list[Block] = field(default_factory=list)
    _begun: list[str] = field(default_factory=list)

    def add_paragraph(self, built: ParagraphBuilder) -> None:
        """Adds a paragraph, or keeps it as the beginning of the next one."""
        text = built.text
        self._begun.append(text if self._begun else built.mark + text)
        if not built.goes_on:
            self.blocks.append(Paragraph("".join(self._begun), built.is_flush))
            self._begun.clear()
        self.blocks += built.boxes

    def finish(self) -> list[Block]:
        """All blocks; a paragraph whose end was deleted ends here."""
        if self._begun:
            self.blocks.append(Paragraph("".join(self._begun)))
            self._begun.clear()
        return self.blocks


@dataclass
class _OpenCell:
    span: int = 1
    goes_on_above: bool = False
    goes_on_before: bool = False
    is_deleted: bool = False


@dataclass(eq=False)
class _Merged:
    """A cell with all that was merged into it."""

    row: int
    column: int
    width: int
    height: int
    blocks: list[Block]


class TableBuilder:
    """A table that is being read. Cells merged with others become one."""

    def __init__(self) -> None:
        self._rows: list[list[_Merged]] = []
        self._row: list[_Merged] = []
        self._column = 0
        self._is_deleted = False
        self._cell = _OpenCell()

    def begin_row(self) -> None:
        """A row begins."""
        self._row, self._column, self._is_deleted = [], 0, False

    def delete_row(self) -> None:
        """The row that is being read is a tracked deletion."""
        self._is_deleted = True

    def begin_cell(self) -> None:
        """A cell begins."""
        self._cell = _OpenCell()

    def set_property(self, name: str, value: str) -> None:
        """A property of the row or the cell that is being read."""
        match name:
            case "gridBefore":
                self._column = _columns(value, least=0)
            case "gridSpan":
                self._cell.span = _columns(value, least=1)
            case "vMerge":
                self._cell.goes_on_above = value != "restart"
            case "hMerge":
                self._cell.goes_on_before = value != "restart"
            case "cellDel":
                self._cell.is_deleted = True

    def end_cell(self, blocks: list[Block]) -> None:
        """A cell ends."""
        cell = self._cell
        self._cell = _OpenCell()
        if cell.is_deleted:
            return
        if len(self._row) >= _MOST_CELLS:
            raise WordFileError("里面的表格有一行多得不像申报表，像是恶意文件，请勿打开。")
        above = self._above() if cell.goes_on_above else None
        if above is not None and (not self._row or self._row[-1] is not above):
            above.height += 1
            above.blocks += [block for block in blocks if _is_filled(block)]
            self._row.append(above)
        elif cell.goes_on_before and self._row:
            self._row[-1].width += cell.span
            self._row[-1].blocks += [block for block in blocks if _is_filled(block)]
        else:
            self._row.append(_Merged(len(self._rows), self._column, cell.span, 1, blocks))
        self._column += cell.span

    def end_row(self) -> None:
        """A row ends."""
        if self._is_deleted:
            for cell in self._row:
                cell.height -= 1  # of those above; those of this row go with it
            return
        self._rows.append(self._row)

    def table(self) -> Table:
        """The table."""
        cells: dict[int, Cell] = {}
        for row in self._rows:
            for cell in row:
                if id(cell) not in cells:
                    place = (cell.row, cell.column, cell.width, cell.height)
                    cells[id(cell)] = Cell(*place, tuple(cell.blocks))
        return Table(tuple(tuple(cells[id(cell)] for cell in row) for row in self._rows))

    def _above(self) -> _Merged | None:
        """The cell of the row above at the present column."""
        if not self._rows:
            return None
        return next((cell for cell in self._rows[-1] if cell.column == self._column), None)


def _columns(value: str, *, least: int) -> int:
    digits = value.strip()
    if not digits.isascii() or not digits.isdigit():
        return least
    return min(max(int(digits[:4]), least), _MOST_COLUMNS)


def _is_filled(block: Block) -> bool:
    return isinstance(block, Table) or bool(block.text.strip())
