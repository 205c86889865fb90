"""What a clerk does to a Word file: text is added to a field, or taken from it, by python-docx."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from copy import deepcopy

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import _Cell
from docx.text.paragraph import Paragraph

Edit = Callable[[list[Paragraph]], None]
"""Changes the paragraphs of a long text, of all rows that it has."""

EDITED = 300
"""Characters that are added or taken."""


def edited(word: bytes, label: str, edit: Edit) -> bytes:
    """The file after an edit of the long text behind a label."""
    document = docx.Document(io.BytesIO(word))
    edit(_paragraphs(document, label))
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def text_of(word: bytes, label: str) -> str:
    """The long text behind a label, without blanks."""
    paragraphs = _paragraphs(docx.Document(io.BytesIO(word)), label)
    return "".join("".join(paragraph.text for paragraph in paragraphs).split())


def _paragraphs(document: Document, label: str) -> list[Paragraph]:
    table = document.tables[-1]
    cells = [[_Cell(tc, table) for tc in row._tr.tc_lst] for row in table.rows]
    rows = [row for row in cells if row[0].text.startswith(label)]
    return [paragraph for row in rows for paragraph in row[-1].paragraphs]


def _set(paragraph: Paragraph, text: str) -> None:
    runs = paragraph.runs or [paragraph.add_run()]
    runs[0].text = text
    for run in runs[1:]:
        run.text = ""


def add_at_start(text: str) -> Edit:
    """Text in front of the first paragraph's."""

    def edit(paragraphs: list[Paragraph]) -> None:
        _set(paragraphs[0], text + paragraphs[0].text)

    return edit


def add_at_end(text: str) -> Edit:
    """Text behind the last paragraph's."""

    def edit(paragraphs: list[Paragraph]) -> None:
        _set(paragraphs[-1], paragraphs[-1].text + text)

    return edit


def add_paragraphs(text: str) -> Edit:
    """Paragraphs behind the last one, one for each line."""

    def edit(paragraphs: list[Paragraph]) -> None:
        for line in reversed(text.split("\n")):
            element = deepcopy(paragraphs[-1]._p)
            paragraphs[-1]._p.addnext(element)
            _set(Paragraph(element, paragraphs[-1]._parent), line)

    return edit


def take_from_end(count: int) -> Edit:
    """Takes the last characters, and paragraphs that are left empty."""
    return lambda paragraphs: _take(paragraphs[::-1], count, from_end=True)


def take_from_start(count: int) -> Edit:
    """Takes the first characters, and paragraphs that are left empty."""
    return lambda paragraphs: _take(paragraphs, count, from_end=False)


def _take(paragraphs: list[Paragraph], count: int, *, from_end: bool) -> None:
    for paragraph in paragraphs:
        text = paragraph.text
        stays = max(0, len(text) - count)
        count = max(0, count - len(text))
        _set(paragraph, text[:stays] if from_end else text[len(text) - stays :])
        cell = paragraph._p.getparent()
        # Word wants a paragraph at a cell's end.
        if not stays and len(cell.findall(qn("w:p"))) > 1:
            cell.remove(paragraph._p)
        if not count:
            break


def edits(line: str, lines: str) -> Mapping[str, Edit]:
    """Every edit by its name.

    Args:
        line: a text of 300 characters in one line.
        lines: the same in several.
    """
    return {
        "added at the start": add_at_start(line),
        "added at the end": add_at_end(line),
        "added as a paragraph": add_paragraphs(line),
        "added as paragraphs": add_paragraphs(lines),
        "taken from the end": take_from_end(EDITED),
        "taken from the start": take_from_start(EDITED),
    }
