"""The official form as a Word file that a clerk can edit in Word or WPS.

The same wording, table and seal cells as the printed page, on the same measures: the cells are
those of :class:`~gonghui_desktop.printing.sheet.PageBoxes`. Type is 宋体 and 黑体, as on every
office PC.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from gonghui_desktop.model.fieldtypes import LongText
from gonghui_desktop.printing.characters import printable
from gonghui_desktop.printing.sheet import Box, PageBoxes, Sheet

if TYPE_CHECKING:
    from docx.document import Document as DocumentType
    from docx.oxml.text.font import CT_RPr
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.table import _Cell, _Row
    from docx.text.paragraph import Paragraph

SONG, HEI = "宋体", "黑体"
_LATIN = "Times New Roman"
_TEXT, _SMALL, _MARK, _TITLE = 12.0, 10.5, 16.0, 22.0
_MARGIN, _PAPER_WIDTH, _PAPER_HEIGHT = 20.0, 210.0, 297.0
_FRAME, _INNER = 8, 4  # rule widths in eighths of a point
_ALL_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_UNDER_HEADING = 5.0  # pt
_SLACK = 4.0
"""What each long row gives away, mm: other faces break a note or a text one line later."""
_LEAST_LONG = 20.0  # mm
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_CREATED = datetime(2017, 1, 1)


def write_docx(sheet: Sheet, pages: Sequence[PageBoxes]) -> bytes:
    """The form with its values as a ``.docx`` file; the same bytes for the same sheet.

    Args:
        sheet: the form and its values.
        pages: the boxes of the form's printed pages, which give the table its measures.
    """
    document = Document()
    _set_up_page(document, sheet)
    form = sheet.form
    _line(document.add_paragraph(), form.number, size=_MARK, font=HEI, pitch=20)
    for line in form.title:
        paragraph = document.add_paragraph()
        _line(paragraph, line, size=_TITLE, bold=True, pitch=31)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _heading(document, sheet, pages[0])
    _TableWriter(document, sheet, pages).write()
    for note in form.notes:
        _line(document.add_paragraph(), note, size=_SMALL, pitch=14)
    return _same_bytes(document)


@dataclass(frozen=True)
class _Span:
    """A cell of a row: its edges, mm from the paper's left, and what stands in it."""

    left: float
    right: float
    lines: Sequence[str]
    size: float = _TEXT
    long: bool = False


class _TableWriter:
    """Writes the table: rows of values, seals and confirmation on one grid of columns."""

    def __init__(self, document: DocumentType, sheet: Sheet, pages: Sequence[PageBoxes]) -> None:
        self._document = document
        self._sheet = sheet
        self._pages = pages
        boxes = [*pages[-1].seals.values()]
        self._left = min(box.left for box in boxes)
        self._right = max(box.left + box.width for box in boxes)

    def write(self) -> None:
        """Adds the table to the document."""
        rows = [self._row(row) for row in self._sheet.form.rows]
        rows += [self._seal_row(), self._confirmation_row()]
        edges = sorted(
            {round(edge, 2) for _, row in rows for s in row for edge in (s.left, s.right)}
        )
        table = self._document.add_table(len(rows), len(edges) - 1)
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        table._tbl.tblPr.append(_borders("w:tblBorders", _ALL_SIDES))
        for number, (height, spans) in enumerate(rows):
            row = table.rows[number]
            is_long = any(span.long for span in spans)
            _set_height(row, height, splits=is_long)
            for span in spans:
                first, last = edges.index(round(span.left, 2)), edges.index(round(span.right, 2))
                cell = row.cells[first].merge(row.cells[last - 1])
                cell.width = Mm(span.right - span.left)
                # Seals, confirmation and notes stay together on one page.
                _fill(cell, span, keep_with_next=number >= len(self._sheet.form.rows))
        for column, (left, right) in zip(table.columns, pairwise(edges), strict=True):
            column.width = Mm(right - left)

    def _box(self, field_id: str) -> Box:
        """The field's cell on the first page that shows it."""
        return next(page.fields[field_id] for page in self._pages if field_id in page.fields)

    def _row(self, row: tuple[str, ...]) -> tuple[float, list[_Span]]:
        """A row's least height, mm, and its cells: label and value in turn."""
        spans: list[_Span] = []
        left = self._left
        form = self._sheet.form
        for field_id in row:
            field, box = form.field(field_id), self._box(field_id)
            value = printable(field.type.show(self._sheet.values.get(field_id, "")))
            long = isinstance(field.type, LongText)
            spans.append(_Span(left, box.left, (field.label,)))
            size = _TEXT if long or len(value) * _TEXT * 0.353 < box.width else _SMALL
            left = box.left + box.width
            spans.append(_Span(box.left, left, value.split("\n"), size, long))
        height = self._box(row[0]).height
        if spans[-1].long:
            height = height - _SLACK if len(self._pages) == 1 else _LEAST_LONG
        return height, spans

    def _seal_row(self) -> tuple[float, list[_Span]]:
        boxes = self._pages[-1].seals
        spans = []
        for seal in self._sheet.form.seals:
            box = boxes[seal.id]
            lines = ("", seal.name, "", seal.mark, "", "", seal.date)
            spans.append(_Span(box.left, box.left + box.width, lines))
        return boxes[self._sheet.form.seals[0].id].height, spans

    def _confirmation_row(self) -> tuple[float, list[_Span]]:
        confirmation = self._sheet.form.confirmation
        box = self._pages[-1].seals["confirmation"]
        lines = ("", confirmation.name, "", "", "", "", confirmation.date)
        label = _Span(self._left, box.left, (confirmation.label,))
        return box.height, [label, _Span(box.left, box.left + box.width, lines)]


def _set_up_page(document: DocumentType, sheet: Sheet) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(_PAPER_WIDTH), Mm(_PAPER_HEIGHT)
    section.left_margin = section.right_margin = Mm(_MARGIN)
    section.top_margin = section.bottom_margin = Mm(_MARGIN)
    section.footer_distance = Mm(_MARGIN / 2)
    style = document.styles["Normal"]
    style.font.name = _LATIN
    style.font.size = Pt(_TEXT)
    _set_east_asian_font(style.element.get_or_add_rPr(), SONG)
    style.paragraph_format.space_after = Pt(0)
    properties = document.core_properties
    properties.title = sheet.form.full_title
    properties.subject = sheet.bookmark
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.language = "zh-CN"
    properties.created = properties.modified = _CREATED


def _line(
    paragraph: Paragraph,
    text: str,
    size: float = _TEXT,
    font: str = SONG,
    *,
    bold: bool = False,
    pitch: float = 18.0,
) -> None:
    """One paragraph of one kind of type."""
    run = paragraph.add_run(printable(text))
    run.font.size = Pt(size)
    run.font.bold = bold or None
    run.font.name = _LATIN
    _set_east_asian_font(run._element.get_or_add_rPr(), font)
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = Pt(pitch)


def _set_east_asian_font(properties: CT_RPr, font: str) -> None:
    """The face of Chinese characters, which python-docx has no call for."""
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _heading(document: DocumentType, sheet: Sheet, page: PageBoxes) -> None:
    """The line above the table: each value on its underlined blank, in front of its words.

    A table without rules, since only cells keep a blank's width whatever is typed on it.
    """
    fields = [sheet.form.field(field_id) for field_id in sheet.form.heading]
    if not fields:
        return
    boxes = [page.fields[field.id] for field in fields]
    ends = [box.left for box in boxes[1:]] + [_PAPER_WIDTH - _MARGIN]
    table = document.add_table(1, 2 * len(fields))
    table.autofit = False
    for number, (field, box, end) in enumerate(zip(fields, boxes, ends, strict=True)):
        blank, words = table.rows[0].cells[2 * number : 2 * number + 2]
        blank.width, words.width = Mm(box.width), Mm(end - box.left - box.width)
        value = printable(field.type.show(sheet.values.get(field.id, "")))
        _line(blank.paragraphs[0], value)
        blank.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        blank._tc.get_or_add_tcPr().append(_borders("w:tcBorders", ("bottom",)))
        _line(words.paragraphs[0], field.label)
    # Word would join two tables that follow one another.
    _line(document.add_paragraph(), "", size=1, pitch=_UNDER_HEADING)


def _fill(cell: _Cell, span: _Span, *, keep_with_next: bool) -> None:
    """Writes the lines into the cell: long texts from the top, all else centred both ways."""
    centred = not span.long
    cell.vertical_alignment = (
        WD_CELL_VERTICAL_ALIGNMENT.CENTER if centred else WD_CELL_VERTICAL_ALIGNMENT.TOP
    )
    for number, line in enumerate(span.lines):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        _line(paragraph, line, size=span.size)
        paragraph.paragraph_format.keep_with_next = keep_with_next
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        else:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
            paragraph.paragraph_format.first_line_indent = Pt(2 * span.size)


def _set_height(row: _Row, height: float, *, splits: bool) -> None:
    row.height = Mm(height)
    row.height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST
    if not splits:
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))


def _borders(name: str, sides: Sequence[str]) -> BaseOxmlElement:
    """A frame of 1 pt, inner rules and single sides of 0.5 pt."""
    borders = OxmlElement(name)
    is_frame = "insideH" in sides
    for side in sides:
        border = OxmlElement(f"w:{side}")
        border.set(qn("w:val"), "single")
        border.set(qn("w:sz"), str(_FRAME if is_frame and "inside" not in side else _INNER))
        border.set(qn("w:color"), "000000")
        borders.append(border)
    return borders


def _same_bytes(document: DocumentType) -> bytes:
    """The file with fixed times in its ZIP directory."""
    written, fixed = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(fixed, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return fixed.getvalue()
