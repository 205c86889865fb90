"""The official form as a Word file that a clerk can edit in Word or WPS.

Wording, table and seal cells of the printed page, in the same dimensions. Set in 宋体 and 黑体, as
every office PC has them. Import this module only where a Word file is written: it takes 40 ms.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

from docx.document import Document
from docx.shared import Pt, Twips
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from gonghui_desktop.printing.page.geometry import WIDTH
from gonghui_desktop.printing.sheet import DRAFT, PageBoxes, Sheet
from gonghui_desktop.printing.type.punctuation import KINDS, Kind
from gonghui_desktop.printing.type.textblock import FULL_SIZE, INDENT, LEAST_SIZE
from gonghui_desktop.printing.word.parts import Style, new_document, to_bytes
from gonghui_desktop.printing.word.printed import PrintedForm
from gonghui_desktop.printing.word.table import add_form_table, add_heading
from gonghui_desktop.printing.word.tablelayout import TableLayout, lay_out_table
from gonghui_desktop.printing.word.text import indent_by_characters, one_line, width_of, write_line

_TITLE_SIZE, _MIN_TITLE_SIZE, _FURTHER_SIZE = 22.0, 18.0, 14.0
_CONTINUED = "（续表）"
_UNDER_TITLE, _ABOVE_HEADING, _UNDER_NAME = 10.0, 6.0, 3.0
_LESS_UNDER_TITLE = 5.0
_TIGHT_PITCHES = {Style.MARK: 17.0, Style.TITLE: 27.0, Style.GAP: 3.0, Style.NOTE: 13.0}
"""Where the page has to make room, pt."""
_NAME_PITCH, _MAX_NAME_LINES = 15.0, 3
"""Of a long name on further pages."""
_BLANK_OF_BRACKET = 0.6
"""How much more of a full-width ） than of an ideograph is blank at its right, em."""
_END_PITCH = 2
"""Of the empty paragraph after the table, twips: it must not need a page of its own."""
_MAX_PROPERTY = 255
"""Length of a document property, as Word limits it."""


def write_docx(sheet: Sheet, pages: Sequence[PageBoxes], author: str = "") -> bytes:
    """The form with its values as a ``.docx`` file; the same bytes for the same arguments.

    Args:
        sheet: the form and its values.
        pages: the boxes of the form's printed pages.
        author: document property, usually the reporting office.
    """
    form, printed = sheet.form, PrintedForm(sheet, pages)
    document = new_document()
    _set_properties(document, sheet, author)
    _write_margins(document, printed, sheet.is_draft)
    write_line(document.add_paragraph(), form.number, Style.MARK)
    below = _ABOVE_HEADING if form.heading else _UNDER_TITLE
    if _is_tight(printed):
        _tighten(document)
        below -= _LESS_UNDER_TITLE
    _add_title(document, form.title, below)
    if form.heading:
        add_heading(document, printed)
        document.add_paragraph()._p.style = Style.GAP
    layout = lay_out_table(printed)
    _set_long_texts(document, layout)
    add_form_table(document, printed, layout)
    _add_end(document)
    return to_bytes(document)


def _set_properties(document: Document, sheet: Sheet, author: str) -> None:
    properties = document.core_properties
    properties.title = one_line(sheet.form.full_title)[:_MAX_PROPERTY]
    if sheet.bookmark:
        properties.subject = one_line(sheet.bookmark)[:_MAX_PROPERTY]
    if author:
        properties.author = one_line(author)[:_MAX_PROPERTY]


def _write_margins(document: Document, printed: PrintedForm, is_draft: bool) -> None:
    """Headers of further pages, with the unit's name, and the footer of every page."""
    form = printed.form
    section = document.sections[0]
    mark, title = section.header.paragraphs
    write_line(mark, form.number, Style.MARK)
    words = f"{form.full_title}{_CONTINUED}"
    size = _fitting(words, _FURTHER_SIZE, LEAST_SIZE)
    write_line(title, words, Style.FURTHER_TITLE, size=size)
    _centre_strokes(title, words, size or _FURTHER_SIZE)
    if name := printed.value(form.name_field):
        label = form.field(form.name_field).label
        _write_name(section.header.add_paragraph(), f"{label}：", name)
    for footer in (section.first_page_footer, section.footer):
        footer.paragraphs[0].runs[0].text = form.number + (f"    {DRAFT}" if is_draft else "")


def _write_name(paragraph: Paragraph, label: str, name: str) -> None:
    """The unit's name; a long one hangs under its beginning and is cut after the last line."""
    size = _fitting(label + name, FULL_SIZE, LEAST_SIZE)
    columns = int(WIDTH / LEAST_SIZE) - len(label)
    text = label + name[: _MAX_NAME_LINES * columns]
    write_line(paragraph, text, Style.HEADING, size=size, pitch=_NAME_PITCH if size else 0.0)
    paragraph.paragraph_format.space_after = Pt(_UNDER_NAME)
    if size:
        indent_by_characters(paragraph, "left", len(label))
        indent_by_characters(paragraph, "hanging", len(label))


def _fitting(text: str, usual: float, least: float) -> float:
    """The size at which a line has room, at the least ``least``; 0 for the style's own."""
    size = floor(2 * WIDTH / width_of(text)) / 2
    return max(size, least) if size < usual else 0.0


def _add_title(document: Document, title: Sequence[str], below: float) -> None:
    for line in title:
        paragraph = document.add_paragraph()
        size = _fitting(line, _TITLE_SIZE, _MIN_TITLE_SIZE)
        write_line(paragraph, line, Style.TITLE, size=size)
        _centre_strokes(paragraph, line, size or _TITLE_SIZE)
    paragraph.paragraph_format.space_after = Pt(below)


def _is_tight(printed: PrintedForm) -> bool:
    """Whether the form's one page gives up air: it does on paper, or Word may need more lines."""
    sizes = [printed.setting(row[0]).size for row in printed.form.rows if printed.is_long(row[0])]
    return printed.page_count == 1 and LEAST_SIZE in sizes


def _tighten(document: Document) -> None:
    for style, pitch in _TIGHT_PITCHES.items():
        _style_of(document, style).paragraph_format.line_spacing = Pt(pitch)


def _style_of(document: Document, style: Style) -> ParagraphStyle:
    styles = (found for found in document.styles if isinstance(found, ParagraphStyle))
    return next(found for found in styles if found.style_id == style)


def _centre_strokes(paragraph: Paragraph, text: str, size: float) -> None:
    """Move a centred line so that the blank half of a bracket at its end counts for nothing."""
    if KINDS[text[-1]] == Kind.CLOSE and KINDS[text[0]] != Kind.OPEN:
        paragraph.paragraph_format.left_indent = Pt(_BLANK_OF_BRACKET * size)


def _set_long_texts(document: Document, layout: TableLayout) -> None:
    style = _style_of(document, Style.LONG_TEXT)
    style.font.size = Pt(layout.size)
    form = style.paragraph_format
    form.line_spacing = Pt(layout.pitch)
    form.left_indent = form.right_indent = Pt(layout.indent)
    form.first_line_indent = Pt(INDENT * layout.size)


def _add_end(document: Document) -> None:
    """Add the paragraph that Word demands after a table."""
    paragraph = document.add_paragraph()
    paragraph._p.style = Style.GAP
    paragraph.paragraph_format.line_spacing = Twips(_END_PITCH)
