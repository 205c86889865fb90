"""Tables of the Word file: the heading line's, and the form's own with rows and seal cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from math import ceil
from typing import TYPE_CHECKING

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, Twips
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from gonghui_desktop.model.form import CONFIRMATION, Field
from gonghui_desktop.printing.page.geometry import LEFT, MM, RIGHT
from gonghui_desktop.printing.sheet import Box, PageBoxes, Sheet
from gonghui_desktop.printing.type.textblock import FULL_SIZE
from gonghui_desktop.printing.word.ending import Ending
from gonghui_desktop.printing.word.fit import Fit, first_place
from gonghui_desktop.printing.word.linepitch import ABOVE_LONG, BELOW_LONG
from gonghui_desktop.printing.word.parts import FORM_TABLE, HEADING_TABLE, Style
from gonghui_desktop.printing.word.text import one_line, paragraphs_of, width_of, write_line

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

_HEADING_HEIGHT = 18.0
_BEFORE_WORDS = 4.0
"""Between a blank and its words, pt."""
_VALUE_PITCH = 1.25
"""Of a short value in small type, em."""
_CONTINUED = "（续）"
"""Under the label of a row that goes on with a text, as on the page."""
_MOST_UNBROKEN = 170.0
"""A row of short values that is higher may break across pages, pt."""
_SEAL_PITCH = 18.0
_BESIDE_SEAL = 3.0
_NAME_MIDDLE, _MARK_MIDDLE, _DATE_MIDDLE = 21.0, 54.0, 21.0
"""Of a seal cell's lines, as on the page: below its top, below its top, above its foot; pt."""
_ROOM_FOR_YEAR, _ROOM_FOR_DAY = "\u3000" * 3, "\u3000" * 2
"""Blanks to write on, by hand or by typing over them: as wide as on the page."""


def add_heading(document: Document, sheet: Sheet, pages: Sequence[PageBoxes]) -> None:
    """The line above the table: each value on its underlined blank, in front of its words.

    A table without rules, since only cells keep a blank's width whatever is typed on it.
    """
    form = sheet.form
    placed = [(form.field(field_id), *first_place(pages, field_id)) for field_id in form.heading]
    rows = []
    for _, line in groupby(placed, lambda item: item[1].top):
        groups = list(line)
        ends = [box.left * MM for _, box, _ in groups[1:]] + [RIGHT]
        rows.append(
            [
                _Group(field, setting.size, box.left * MM, _right(box), end)
                for (field, box, setting), end in zip(groups, ends, strict=True)
            ]
        )
    edges = {edge for row in rows for group in row for edge in group.edges}
    grid = _Grid(document, edges, HEADING_TABLE)
    for row in rows:
        grid.add_row(_HEADING_HEIGHT)
        for group in row:
            group.write(grid, sheet.values.get(group.field.id, ""))


def add_form_table(
    document: Document, sheet: Sheet, pages: Sequence[PageBoxes], fitted: Fit
) -> None:
    """The form's table: a row for each of its rows, the seals' row and the confirmation's."""
    _FormTable(document, sheet, pages, fitted).write()


class _Grid:
    """A table under construction: rows of cells between given edges, pt from the paper's left."""

    def __init__(self, document: Document, edges: Iterable[float], style: str) -> None:
        self._edges = sorted({_twips(edge) for edge in edges})
        self._table = document.add_table(0, len(self._edges) - 1, style)
        self._table.autofit = False
        for column, (left, right) in zip(self._table.columns, pairwise(self._edges), strict=True):
            column.width = Twips(right - left)

    def add_row(self, height: float, *, breaks: bool = False) -> None:
        """A row of that height at the least, pt, without cells yet."""
        row = _Row(self._table._tbl.add_tr(), self._table)
        row.height, row.height_rule = Pt(height), WD_ROW_HEIGHT_RULE.AT_LEAST
        if not breaks:
            properties = row._tr.get_or_add_trPr()
            properties.insert(0, OxmlElement("w:cantSplit"))

    def add_cell(self, left: float, right: float) -> _Cell:
        """A cell at the last row's end, whose text stands in its middle."""
        first, last = _twips(left), _twips(right)
        tc = self._table._tbl.tr_lst[-1].add_tc()
        tc.width = Twips(last - first)
        tc.grid_span = self._edges.index(last) - self._edges.index(first)
        cell = _Cell(tc, self._table)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        return cell

    def keep_row_with_next(self) -> None:
        """Keeps the last row on one page with what follows: first cell or any, programs differ."""
        for tc in self._table._tbl.tr_lst[-1].tc_lst:
            for paragraph in tc.p_lst:
                paragraph.get_or_add_pPr().get_or_add_keepNext()


class _Group:
    """A blank in the heading line and the words after it.

    Args:
        field: whose value stands on the blank.
        size: of the value's type, pt.
        left: where the blank begins, pt.
        right: where it ends on the page.
        end: where the next group begins, or the table ends.
    """

    def __init__(self, field: Field, size: float, left: float, right: float, end: float) -> None:
        self.field = field
        self._size = size
        words = width_of(field.label) * FULL_SIZE + 2 * _BEFORE_WORDS
        self._flush = end - right < words
        self.edges = (left, end - words if self._flush else right, end)

    def write(self, grid: _Grid, value: str) -> None:
        """Adds the two cells to the last row."""
        left, middle, end = self.edges
        blank = grid.add_cell(left, middle)
        _underline(blank)
        _write(blank, one_line(self.field.type.show(value)), Style.HEADING, self._size)
        blank.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        words = grid.add_cell(middle, end)
        _write(words, self.field.label, Style.HEADING)
        if self._flush:
            words.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        else:
            words.paragraphs[0].paragraph_format.left_indent = Pt(_BEFORE_WORDS)


class _FormTable:
    """Writes the form's table."""

    def __init__(
        self, document: Document, sheet: Sheet, pages: Sequence[PageBoxes], fitted: Fit
    ) -> None:
        self._sheet = sheet
        self._form = sheet.form
        self._fit = fitted
        self._seals = pages[-1].seals
        self._places = {
            field_id: first_place(pages, field_id) for row in self._form.rows for field_id in row
        }
        boxes = [*self._seals.values(), *(box for box, _ in self._places.values())]
        edges = {edge for box in boxes for edge in (box.left * MM, _right(box))}
        self._grid = _Grid(document, {LEFT, RIGHT} | edges, FORM_TABLE)

    def write(self) -> None:
        """Adds all rows."""
        *rows, last = self._form.rows
        for row in rows:
            self._write_row(row)
        if self._fit.ending:
            self._write_in_two(last[0], self._fit.ending)
        else:
            self._write_row(last, company=self._fit.company)
        self._write_seals()
        self._write_confirmation()

    def _write_row(self, row: tuple[str, ...], *, company: bool = False) -> None:
        """Adds a row of labels and values; as company it stays whole and with the next row."""
        height = self._fit.heights[row[0]]
        is_long = self._form.field(row[0]).type.is_long
        self._grid.add_row(height, breaks=not company and (is_long or height > _MOST_UNBROKEN))
        left = LEFT
        for field_id in row:
            box, setting = self._places[field_id]
            field = self._form.field(field_id)
            self._label(left, box.left * MM, field.label)
            left = _right(box)
            cell = self._grid.add_cell(box.left * MM, left)
            shown = field.type.show(self._sheet.values.get(field_id, ""))
            if is_long:
                _write_long(cell, paragraphs_of(shown))
            else:
                _write(cell, one_line(shown), Style.VALUE, setting.size)
        if company:
            self._grid.keep_row_with_next()

    def _write_in_two(self, field_id: str, ending: Ending) -> None:
        """Adds a long text in two rows, the second of which goes along with the seals."""
        box, label = self._places[field_id][0], self._form.field(field_id).label
        self._grid.add_row(self._fit.heights[field_id], breaks=True)
        self._label(LEFT, box.left * MM, label)
        _write_long(self._grid.add_cell(box.left * MM, _right(box)), ending.before)
        self._grid.add_row(self._fit.ending_height)
        again = self._label(LEFT, box.left * MM, label)
        write_line(again.add_paragraph(), _CONTINUED, Style.LABEL)
        cell = self._grid.add_cell(box.left * MM, _right(box))
        _write_long(cell, ending.after)
        if ending.torn:
            _take_indent(cell.paragraphs[0])
        self._grid.keep_row_with_next()

    def _label(self, left: float, right: float, words: str) -> _Cell:
        cell = self._grid.add_cell(left, right)
        _write(cell, words, Style.LABEL)
        return cell

    def _write_seals(self) -> None:
        boxes = [self._seals[seal.id] for seal in self._form.seals]
        self._grid.add_row(boxes[0].height * MM)
        for seal, box in zip(self._form.seals, boxes, strict=True):
            self._seal_cell(box, seal.name, seal.mark, seal.date)

    def _write_confirmation(self) -> None:
        confirmation = self._form.confirmation
        if confirmation is None:
            return
        box = self._seals[CONFIRMATION]
        self._grid.add_row(box.height * MM)
        self._label(LEFT, box.left * MM, confirmation.label)
        self._seal_cell(box, confirmation.name, "", confirmation.date)
        self._grid.keep_row_with_next()

    def _seal_cell(self, box: Box, name: str, mark: str, date: str) -> None:
        """Name, mark and date at the heights at which they stand on the page."""
        cell = self._grid.add_cell(box.left * MM, _right(box))
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.TOP
        lines = [(name, _NAME_MIDDLE)]
        if mark:
            lines.append((mark, _MARK_MIDDLE))
        lines.append((_date_blanks(date), box.height * MM - _DATE_MIDDLE))
        y = 0.0
        for number, (text, middle) in enumerate(lines):
            paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
            before = max(0.0, middle - _SEAL_PITCH / 2 - y)
            write_line(paragraph, text, Style.SEAL, before=before)
            count = ceil(width_of(text) * FULL_SIZE / (box.width * MM - 2 * _BESIDE_SEAL))
            y += before + count * _SEAL_PITCH


def _take_indent(paragraph: Paragraph) -> None:
    """Lets a paragraph begin like the line that it is of an earlier one."""
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:firstLineChars"), "0")
    indent.set(qn("w:firstLine"), "0")


def _write(cell: _Cell, value: str, style: Style, size: float = FULL_SIZE) -> None:
    """A text of one paragraph, in the size that it has on the page."""
    small = size < FULL_SIZE
    write_line(
        cell.paragraphs[0],
        value,
        style,
        size=size if small else 0.0,
        pitch=size * _VALUE_PITCH if small else 0.0,
    )


def _write_long(cell: _Cell, paragraphs: Sequence[str]) -> None:
    """Paragraphs from the cell's top."""
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.TOP
    margins = OxmlElement("w:tcMar")
    for side, width in (("top", ABOVE_LONG), ("bottom", BELOW_LONG)):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(_twips(width)))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    _add_property(cell, margins)
    for number, text in enumerate(paragraphs):
        paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
        write_line(paragraph, text, Style.LONG_TEXT)


def _underline(cell: _Cell) -> None:
    border = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "000000")):
        border.set(qn(f"w:{name}"), value)
    borders = OxmlElement("w:tcBorders")
    borders.append(border)
    _add_property(cell, borders)


def _add_property(cell: _Cell, element: BaseOxmlElement) -> None:
    """Adds what python-docx has no call for, where the schema wants it: before ``vAlign``."""
    cell._tc.get_or_add_tcPr().insert_element_before(element, "w:vAlign")


def _date_blanks(date: str) -> str:
    """年 月 日, each after blanks for its number."""
    words = date.split()
    if len(words) == 1:
        words = list(words[0])
    return _ROOM_FOR_YEAR + _ROOM_FOR_DAY.join(words)


def _right(box: Box) -> float:
    """Its right edge, pt."""
    return (box.left + box.width) * MM


def _twips(length: float) -> int:
    return round(length * 20)
