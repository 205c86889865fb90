"""Tables of the Word file: the heading line, and the form's table with rows and seal cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from functools import lru_cache
from itertools import groupby, pairwise
from math import ceil
from typing import TYPE_CHECKING, cast

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tc
from docx.shared import Pt, Twips
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from gonghui_desktop.model.forms.form import CONFIRMATION, Confirmation, FormDefinition
from gonghui_desktop.printing.page.geometry import LEFT, RIGHT
from gonghui_desktop.printing.page.seal_cell import date_words
from gonghui_desktop.printing.type.addresses import address_spans
from gonghui_desktop.printing.type.textblock import FULL_SIZE, LEAST_SIZE
from gonghui_desktop.printing.word.keeping import WordRow
from gonghui_desktop.printing.word.parts import FORM_TABLE, HEADING_TABLE, Style
from gonghui_desktop.printing.word.printed import PrintedForm
from gonghui_desktop.printing.word.tablelayout import (
    ABOVE_NOTES,
    NOTE_PITCH,
    TableLayout,
)
from gonghui_desktop.printing.word.text import indent_by_characters, width_of, write_line

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.table import Table

_HEADING_HEIGHT = 18.0
_BEFORE_WORDS = 4.0
"""Between a blank and its words, pt."""
_VALUE_PITCH = 1.25
"""Of a short value in small type, em."""
_LEAST_BESIDE_VALUE = 1.0
"""On either side of a value that is broken at its seams, pt."""
_WIDER = 1.12
"""Figures of some faces, and the gaps beside them, are wider than half an ideograph."""
_MOST_CLOSER = 0.5
"""What may be taken from each character's width, pt."""
_CONTINUED = "（续）"
"""Under the label of a row that goes on with a text, as on the page."""
_SEAL_PITCH = 18.0
_BESIDE_SEAL = 3.0
_NAME_MIDDLE, _MARK_MIDDLE, _DATE_MIDDLE = 21.0, 54.0, 21.0
"""Of a seal cell's lines, as on the page: below its top, below its top, above its foot; pt."""
_FRAME, _INNER = 8, 4
"""Rules, in eighths of a point."""
_BLANK = "\u3000"
"""Before 年, 月 and 日, to write on by hand or to type over: as wide as on the page."""


def add_heading(document: Document, printed: PrintedForm) -> None:
    """Add the line above the table: each value on its underlined blank, in front of its words.

    A table without rules, since only cells keep a blank's width whatever is typed on it.
    """
    rows = []
    for _, line in groupby(printed.form.heading, lambda field_id: printed.cell(field_id).top):
        field_ids = list(line)
        ends = [printed.cell(field_id).left for field_id in field_ids[1:]] + [RIGHT]
        rows.append(
            [_Blank(printed, field_id, end) for field_id, end in zip(field_ids, ends, strict=True)]
        )
    edges = {edge for row in rows for blank in row for edge in blank.edges}
    grid = _Grid(document, edges, HEADING_TABLE)
    for row in rows:
        grid.add_row(_HEADING_HEIGHT)
        for blank in row:
            blank.write(grid)


def add_form_table(document: Document, printed: PrintedForm, layout: TableLayout) -> None:
    """Add the form's table: its rows, the seals and the confirmation."""
    _FormTable(document, printed, layout).write()


class _Grid:
    """A table under construction: rows of cells between given edges, pt from the paper's left."""

    def __init__(self, document: Document, edges: Iterable[float], style: str) -> None:
        self._edges = sorted({_twips(edge) for edge in edges})
        self._table = document.add_table(0, len(self._edges) - 1, style)
        self._table.autofit = False
        for column, (left, right) in zip(self._table.columns, pairwise(self._edges), strict=True):
            column.width = Twips(right - left)

    def add_row(self, height: float, *, breaks: bool = False) -> None:
        """Begin a row of at least a height, pt; ``breaks`` lets it break across pages."""
        row = _Row(self._table._tbl.add_tr(), self._table)
        row.height, row.height_rule = Pt(height), WD_ROW_HEIGHT_RULE.AT_LEAST
        if not breaks:
            properties = row._tr.get_or_add_trPr()
            properties.insert(0, OxmlElement("w:cantSplit"))

    def add_cell(self, left: float, right: float) -> _Cell:
        """Add a cell to the last row; its text stands in its middle."""
        first, last = _twips(left), _twips(right)
        span = self._edges.index(last) - self._edges.index(first)
        tc = deepcopy(_cell_of(last - first, span))
        self._table._tbl.tr_lst[-1].append(tc)
        return _Cell(tc, self._table)

    def keep_row_with_next(self) -> None:
        """Keep the last row on one page with what follows."""
        # Some programs look at the first cell for it, others at any.
        for tc in self._table._tbl.tr_lst[-1].tc_lst:
            for paragraph in tc.p_lst:
                paragraph.get_or_add_pPr().get_or_add_keepNext()

    def let_row_go(self) -> None:
        """Let a page end below the last row, whatever the style of its paragraphs says."""
        for tc in self._table._tbl.tr_lst[-1].tc_lst:
            for paragraph in tc.p_lst:
                paragraph.get_or_add_pPr().keepNext_val = False


class _Blank:
    """A blank in the heading line and the words after it.

    Args:
        printed: the form.
        field_id: of the value that stands on the blank.
        end: where the next blank begins, or the table ends, pt.

    Attributes:
        edges: left and right edge of the blank, right edge of the words.
    """

    def __init__(self, printed: PrintedForm, field_id: str, end: float) -> None:
        self._label = printed.form.field(field_id).label
        self._value = printed.value(field_id)
        self._size = printed.setting(field_id).size
        cell = printed.cell(field_id)
        words = width_of(self._label) * FULL_SIZE + 2 * _BEFORE_WORDS
        self._flush_right = end - cell.right < words
        self.edges = (cell.left, end - words if self._flush_right else cell.right, end)

    def write(self, grid: _Grid) -> None:
        """Adds the two cells to the last row."""
        left, middle, end = self.edges
        blank = grid.add_cell(left, middle)
        _underline(blank)
        _write(blank, self._value, Style.HEADING, self._size)
        blank.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        words = grid.add_cell(middle, end)
        _write(words, self._label, Style.HEADING)
        if self._flush_right:
            words.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        else:
            words.paragraphs[0].paragraph_format.left_indent = Pt(_BEFORE_WORDS)


class _FormTable:
    """Writes the form's table."""

    def __init__(self, document: Document, printed: PrintedForm, layout: TableLayout) -> None:
        self._printed = printed
        self._form = printed.form
        self._layout = layout
        cells = [printed.cell(field_id) for row in self._form.rows for field_id in row]
        cells += printed.seals.values()
        edges = {edge for cell in cells for edge in (cell.left, cell.right)}
        self._grid = _Grid(document, {LEFT, RIGHT} | edges, FORM_TABLE)

    def write(self) -> None:
        """Adds all rows."""
        for row in self._layout.rows:
            self._write_row(row)
        self._write_seals()
        if self._form.confirmation:
            self._write_confirmation(self._form.confirmation)
        if self._form.notes:
            self._write_notes(self._form)

    def _write_row(self, row: WordRow) -> None:
        """Adds a row of labels and values, or a part of one."""
        self._grid.add_row(row.height, breaks=row.may_break)
        left = LEFT
        for field_id in row.fields:
            place = self._printed.cell(field_id)
            label = self._label(left, place.left, self._form.field(field_id).label)
            if row.is_rest:
                write_line(label.add_paragraph(), _CONTINUED, Style.LABEL)
            left = place.right
            cell = self._grid.add_cell(place.left, place.right)
            if row.is_long:
                _write_long(cell, row.text, (self._layout.above, self._layout.below))
            else:
                size = self._printed.setting(field_id).size
                _write(cell, self._printed.short_value(field_id), Style.VALUE, size)
                if parts := self._printed.setting(field_id).parts:
                    _fit(cell.paragraphs[0], parts, size, place.width)
            if row.mid_paragraph:
                _remove_indent(cell.paragraphs[0])
        if row.stays:
            self._grid.keep_row_with_next()

    def _label(self, left: float, right: float, words: str) -> _Cell:
        cell = self._grid.add_cell(left, right)
        _write(cell, words, Style.LABEL)
        return cell

    def _write_seals(self) -> None:
        """Adds the seals in their printed rows; their style keeps them with what follows."""
        for _, seals in groupby(self._form.seals, lambda seal: self._printed.seals[seal.id].top):
            row = list(seals)
            self._grid.add_row(self._layout.seal_heights[row[0].id])
            for seal in row:
                self._seal_cell(seal.id, seal.name, seal.mark, seal.date)
        if self._form.seals and not self._layout.seals_stay:
            self._grid.let_row_go()

    def _write_confirmation(self, confirmation: Confirmation) -> None:
        self._grid.add_row(self._layout.seal_heights[CONFIRMATION])
        self._label(LEFT, self._printed.seals[CONFIRMATION].left, confirmation.label)
        self._seal_cell(CONFIRMATION, confirmation.name, "", confirmation.date)
        self._grid.keep_row_with_next()

    def _write_notes(self, form: FormDefinition) -> None:
        """Adds the notes below the frame, in a row: only rows stay with a row in every program."""
        self._grid.add_row(NOTE_PITCH)
        cell = self._grid.add_cell(LEFT, RIGHT)
        _set_frame_above(cell)
        hang = width_of(form.notes_mark) if form.notes[0].startswith(form.notes_mark) else 0.0
        for number, note in enumerate(form.notes):
            paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
            write_line(paragraph, note, Style.NOTE, before=0.0 if number else ABOVE_NOTES)
            if hang:
                indent_by_characters(paragraph, "left", hang)
            if hang and not number:
                indent_by_characters(paragraph, "hanging", hang)

    def _seal_cell(self, key: str, name: str, mark: str, date: str) -> None:
        """Name, mark and date at their heights on the printed page."""
        place = self._printed.seals[key]
        cell = self._grid.add_cell(place.left, place.right)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.TOP
        room = place.width - 2 * _BESIDE_SEAL
        dates = _date_lines(date, room)
        lines = [(name, _NAME_MIDDLE), *([(mark, _MARK_MIDDLE)] if mark else [])]
        foot = self._layout.seal_heights[key] - _DATE_MIDDLE - _SEAL_PITCH * len(dates)
        lines += [(text, foot + _SEAL_PITCH * number) for number, text in enumerate(dates, 1)]
        y = 0.0
        for number, (text, middle) in enumerate(lines):
            paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
            size = FULL_SIZE if width_of(text) * FULL_SIZE <= room else LEAST_SIZE
            count = ceil(width_of(text) * size / room)
            pitch = size * _VALUE_PITCH if count > 1 else _SEAL_PITCH
            before = max(0.0, middle - pitch / 2 - y)
            write_line(
                paragraph,
                text,
                Style.SEAL,
                size=size if size < FULL_SIZE else 0.0,
                pitch=pitch if count > 1 else 0.0,
                before=before,
            )
            y += before + count * pitch


@lru_cache(512)
def _cell_of(width: int, span: int) -> CT_Tc:
    """An empty cell so many twips and columns wide, to be copied: making one takes long."""
    tc = CT_Tc.new()
    tc.width = Twips(width)
    tc.grid_span = span
    _Cell(tc, cast("Table", None)).vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    return tc


def _remove_indent(paragraph: Paragraph) -> None:
    """Sets a paragraph as what it is: the rest of an earlier one."""
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:firstLineChars"), "0")
    indent.set(qn("w:firstLine"), "0")


def _write(cell: _Cell, value: str, style: Style, size: float = FULL_SIZE) -> None:
    """Write a text of one paragraph, in its size on the printed page."""
    small = size < FULL_SIZE
    write_line(
        cell.paragraphs[0],
        value,
        style,
        size=size if small else 0.0,
        pitch=size * _VALUE_PITCH if small else 0.0,
    )


def _fit(paragraph: Paragraph, lines: Sequence[str], size: float, width: float) -> None:
    """Give a value's lines the cell's whole width, and set them closer where one is too wide.

    Word cannot let a mark's blank half hang out of a line.
    """
    paragraph.paragraph_format.left_indent = Pt(_LEAST_BESIDE_VALUE)
    paragraph.paragraph_format.right_indent = Pt(_LEAST_BESIDE_VALUE)
    room = width - 2 * _LEAST_BESIDE_VALUE
    closer = max((_WIDER * width_of(line) * size - room) / len(line) for line in lines)
    if closer <= 0:
        return
    for run in paragraph.runs:
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), str(-ceil(20 * min(closer, _MOST_CLOSER))))
        run._r.get_or_add_rPr().insert_element_before(spacing, "w:sz")


def _write_long(cell: _Cell, paragraphs: Sequence[str], padding: tuple[float, float]) -> None:
    """Write paragraphs from the cell's top, with padding above and below, pt."""
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.TOP
    margins = OxmlElement("w:tcMar")
    for side, width in zip(("top", "bottom"), padding, strict=True):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(_twips(width)))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    _add_property(cell, margins)
    for number, text in enumerate(paragraphs):
        paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
        write_line(paragraph, text, Style.LONG_TEXT)
        if address_spans(text):  # Word would spread its neighbours from edge to edge
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT


def _underline(cell: _Cell) -> None:
    _set_borders(cell, {"bottom": _INNER})


def _set_frame_above(cell: _Cell) -> None:
    """Lets the table's frame end above a cell."""
    _set_borders(cell, {"top": _FRAME, "left": 0, "bottom": 0, "right": 0})


def _set_borders(cell: _Cell, widths: Mapping[str, int]) -> None:
    """Sets borders by side, in eighths of a point; 0 for none."""
    borders = OxmlElement("w:tcBorders")
    for side, width in widths.items():
        border = OxmlElement(f"w:{side}")
        border.set(qn("w:val"), "single" if width else "nil")
        if width:
            for name, value in (("sz", str(width)), ("space", "0"), ("color", "000000")):
                border.set(qn(f"w:{name}"), value)
        borders.append(border)
    _add_property(cell, borders)


def _add_property(cell: _Cell, element: BaseOxmlElement) -> None:
    """Add a property that python-docx does not know; the schema wants it before ``vAlign``."""
    cell._tc.get_or_add_tcPr().insert_element_before(element, "w:vAlign")


def _date_lines(date: str, room: float) -> list[str]:
    """年 月 日, each behind room for its number; words before 年 above it in a narrow cell."""
    words = [_BLANK * round(space / FULL_SIZE) + word for space, word in date_words(date)]
    year = next((number for number, word in enumerate(words) if word.endswith("年")), 0)
    if year and width_of("".join(words)) * LEAST_SIZE > room:
        return ["".join(words[:year]), "".join(words[year:])]
    return ["".join(words)]


def _twips(length: float) -> int:
    return round(length * 20)
