"""Word files of every kind of form, opened by python-docx and drawn by LibreOffice."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.table import Table, _Cell, _Row
from hypothesis import given, settings
from hypothesis import strategies as st

from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.printing.sheet import Printed, PrintOptions, SealBox, Sheet
from gonghui_desktop.printing.word.docx import write_docx
from tests.form_variants import ANY_VARIANT, SENTENCE, VARIANTS, Variant, filled, forms_by_kind
from tests.printing.libreoffice import WINDOWS, convert, needs_libreoffice
from tests.printing.page_reader import Page, assert_nothing_overlaps, read_rules

MM = 72 / 25.4
KINDS = [*VARIANTS, "annex4.toml"]
TEXTS = {"one page": SENTENCE, "more pages": "\n".join([SENTENCE * 3] * 11)}
TOO_TIGHT = "3 seals of 58 mm"
"""Its seals, a few lines of text and a note that Word breaks once more do not go on one page."""
MOST_AROUND_SEAL = 5.0
"""Height of a seal's cell beyond the seal in a form of several pages, mm."""
DRAWN_KINDS = [
    *("0 seals", "1 seals", "4 seals", "5 seals", "6 seals", "4 small seals", "6 seals of 30 mm"),
    *("3 seals of 58 mm", "no confirmation", "no notes", "nothing below", "another notes' mark"),
    *("no long text, 6 seals", "3 long texts, 6 seals", "a short row last"),
    *("long names of offices", "annex4.toml"),
]
FOOT_LINE = 9.0
"""Type of this size, pt, or less is the foot line's."""


@dataclass(frozen=True)
class Written:
    """A form on the printed page and as a Word file."""

    form: FormDefinition
    printed: Printed
    word: bytes

    @property
    def seals(self) -> list[SealBox]:
        """Cells of the seals and the confirmation on the printed page."""
        return [box for page in self.printed.pages for box in page.seals.values()]


Forms = dict[tuple[str, str], Written]
every_kind = pytest.mark.parametrize("kind", KINDS)
every_drawn_kind = pytest.mark.parametrize("kind", DRAWN_KINDS)
every_text = pytest.mark.parametrize("text", TEXTS)


@pytest.fixture(scope="module")
def written(data_folder: Path, printer: FormPrinter) -> Forms:
    """Every kind of form with every kind of text."""
    found: Forms = {}
    for kind, form in forms_by_kind(data_folder).items():
        for text, wanted in TEXTS.items():
            found[kind, text] = _write(printer, form, filled(form, wanted))
    return found


def _write(printer: FormPrinter, form: FormDefinition, values: dict[str, str]) -> Written:
    sheet = Sheet(form, values)
    printed = printer.render([sheet], PrintOptions(foot_line=False))
    return Written(form, printed, write_docx(sheet, printed.pages))


@every_text
@every_kind
def test_rows_of_seals_are_as_on_the_page_and_never_parted(
    written: Forms, kind: str, text: str
) -> None:
    form = written[kind, text]
    table = docx.Document(io.BytesIO(form.word)).tables[-1]
    printed = [list(row) for _, row in groupby(form.seals, lambda box: box.top)]
    rows = list(table.rows)[: -1 if form.form.notes else None]
    several = len(form.printed.pages) > 1
    for row, boxes in zip(rows[len(rows) - len(printed) :], printed, strict=True):
        most = boxes[0].diameter + MOST_AROUND_SEAL if several else boxes[0].height
        assert never_broken(row)
        assert row.height is not None
        assert row.height.mm == pytest.approx(min(boxes[0].height, most), abs=0.1)
        widths = [cell.width.mm for cell in cells_of(table, row)[-len(boxes) :] if cell.width]
        assert widths == pytest.approx([box.width for box in boxes], abs=0.1)


@every_kind
def test_notes_are_the_last_row_and_stay_with_the_row_above(written: Forms, kind: str) -> None:
    form = written[kind, "one page"].form
    document = docx.Document(io.BytesIO(written[kind, "one page"].word))
    table = document.tables[-1]
    *rows, last = table.rows
    if form.notes:
        (notes,) = cells_of(table, last)
        assert notes.text == "\n".join(form.notes)
        assert never_broken(last)
        assert not form.confirmation or never_parted(rows[-1])
    (after,) = table._tbl.itersiblings(qn("w:p"))
    assert after == document.paragraphs[-1]._p
    assert document.paragraphs[-1].text == ""


def test_a_blank_text_is_on_both_pages_where_the_seals_need_the_second(
    printer: FormPrinter,
) -> None:
    word = _write(printer, VARIANTS["3 seals of 58 mm"].form(), {}).word
    table = docx.Document(io.BytesIO(word)).tables[-1]
    first, second = [row for row in table.rows if row.cells[0].text.startswith("主要事迹")]
    assert second.cells[0].text == "主要事迹\n（续）"
    assert never_parted(second)
    assert first.height is not None
    assert first.height.mm > 150


def test_the_text_before_the_seals_page_fills_its_page(written: Forms) -> None:
    table = docx.Document(io.BytesIO(written["3 long texts, 6 seals", "one page"].word)).tables[-1]
    heights = {row.cells[0].text: row.height.mm for row in table.rows if row.height}
    assert 180 < heights["主要事迹"] + heights["创新成果"] < 195


@settings(max_examples=20)
@given(variant=ANY_VARIANT, length=st.integers(0, 2500))
def test_whatever_the_form_its_word_file_has_all_words(
    printer: FormPrinter, variant: Variant, length: int
) -> None:
    form = variant.form()
    values = filled(form, (SENTENCE * 60)[:length])
    document = docx.Document(io.BytesIO(_write(printer, form, values).word))
    table = document.tables[-1]
    cells = [cell.text for row in table.rows for cell in cells_of(table, row)]
    found = _without_blanks("".join(cells))
    for seal in form.seals:
        assert _without_blanks(seal.name + seal.mark + seal.date) in found
    for row in form.rows:
        for field_id in row:
            shown = form.field(field_id).type.show(values[field_id])
            label = form.field(field_id).label
            assert _without_blanks(shown) in found.replace(f"{label}（续）", "")
    assert found.endswith(_without_blanks("".join(form.notes)))


def never_broken(row: _Row) -> bool:
    """Whether it stands on one page."""
    properties = row._tr.trPr
    assert properties is not None
    return properties.find(qn("w:cantSplit")) is not None


def never_parted(row: _Row) -> bool:
    """Whether it neither breaks nor is left by what follows it."""
    return never_broken(row) and all(
        paragraph.paragraph_format.keep_with_next
        or (paragraph.style and paragraph.style.paragraph_format.keep_with_next)
        for cell in row.cells
        for paragraph in cell.paragraphs
    )


def cells_of(table: Table, row: _Row) -> list[_Cell]:
    """A row's cells, each once."""
    return [_Cell(tc, table) for tc in row._tr.tc_lst]


Drawn = dict[tuple[str, str], list[Page]]


@pytest.fixture(scope="module")
def drawn(
    written: Forms,
    tmp_path_factory: pytest.TempPathFactory,
    fonts_folder: Path,
    read_pages: Callable[[bytes], list[list[Any]]],
) -> Drawn:
    """All forms as LibreOffice draws them, in Windows' faces, without their foot lines."""
    folder = tmp_path_factory.mktemp("variants")
    keys = [(kind, text) for kind, text in written if kind in DRAWN_KINDS]
    names = {key: f"form{number}" for number, key in enumerate(keys)}
    for key, name in names.items():
        (folder / f"{name}.docx").write_bytes(written[key].word)
    result = convert(folder, fonts_folder, WINDOWS)
    found: Drawn = {}
    for key, name in names.items():
        pdf = (result / f"{name}.pdf").read_bytes()
        glyphs = [[g for g in page if g.size > FOOT_LINE] for page in read_pages(pdf)]
        found[key] = list(map(Page, read_rules(pdf), glyphs))
    return found


@needs_libreoffice
@every_text
@every_drawn_kind
def test_there_are_as_many_pages_as_on_paper(
    written: Forms, drawn: Drawn, kind: str, text: str
) -> None:
    count = len(written[kind, text].printed.pages)
    assert len(drawn[kind, text]) - count == ((kind, text) == (TOO_TIGHT, "one page"))


@needs_libreoffice
@every_drawn_kind
def test_one_page_has_the_same_words_in_order(
    written: Forms,
    drawn: Drawn,
    read_pages: Callable[[bytes], list[list[Any]]],
    kind: str,
) -> None:
    paper = read_pages(written[kind, "one page"].printed.pdf)
    if len(paper) == 1 and kind != TOO_TIGHT:
        assert [page.text for page in drawn[kind, "one page"]] == [
            "".join(glyph.char for glyph in page) for page in paper
        ]


@needs_libreoffice
@every_text
@every_drawn_kind
def test_each_seal_fits_its_cell(written: Forms, drawn: Drawn, kind: str, text: str) -> None:
    form = written[kind, text].form
    texts = [seal.name + seal.mark + seal.date for seal in form.seals]
    if form.confirmation:
        texts.append(form.confirmation.name + form.confirmation.date)
    pages = iter(drawn[kind, text])
    page, start = next(pages), 0
    for words, box in zip(map(_without_blanks, texts), written[kind, text].seals, strict=True):
        while (found := page.text.find(words, start)) < 0:
            page, start = next(pages), 0
        start = found + len(words)
        cell = page.free_cell_around(page.glyphs[found])
        assert min(cell.width, cell.height) >= box.diameter + 2
        several = len(drawn[kind, text]) > 1
        least = min(box.height, box.diameter + MOST_AROUND_SEAL) if several else box.height
        assert least - 0.5 < cell.height < box.height + 0.5
        date = page.glyphs[start - 3 : start]
        bottoms = [glyph.bottom for glyph in date]
        assert max(bottoms) - min(bottoms) < 0.5
        assert all(cell.left < glyph.left < cell.left + cell.width for glyph in date)


def _without_blanks(text: str) -> str:
    return "".join(text.split())


@needs_libreoffice
def test_notes_line_up_behind_their_mark(written: Forms, drawn: Drawn) -> None:
    key = ("another notes' mark", "one page")
    (page,) = drawn[key]
    first = page.glyphs[page.text.index("填表说明：") + len("填表说明：")]
    second = page.glyphs[page.text.index(written[key].form.notes[1])]
    assert second.left == pytest.approx(first.left, abs=0.8)


@needs_libreoffice
@every_text
@every_drawn_kind
def test_no_character_is_on_a_rule_or_on_another(drawn: Drawn, kind: str, text: str) -> None:
    for page in drawn[kind, text]:
        assert_nothing_overlaps(page)
