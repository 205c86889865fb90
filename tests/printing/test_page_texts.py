"""What stands on the pages: the official words, and every character that was typed."""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pdfplumber
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.printing.sheet import PageBoxes, Printed, PrintOptions, Sheet
from gonghui_desktop.printing.type.characters import printable

ReadPages = Callable[[bytes], list[list[Any]]]
NO_FOOT_LINE = PrintOptions(foot_line=False)
FORMS = ("annex1", "annex2", "annex3")

PIECES = st.one_of(
    st.text("职工代表大会民主管理制度集体协商", min_size=1, max_size=12),
    st.sampled_from(["，", "。", "、", "”，", "）。", "：“", "》（", "（", "《", "——", "……", "！"]),
    st.sampled_from(["12", "98.5%", "ISO9001", "0411-83641234", "(a)", "a@b.cn", "\U0002c029"]),
    st.sampled_from([" ", "\u3000", "\n", "\n\n", "\t"]),
    st.sampled_from(["w" * 90, "。" * 50, "—" * 45, "http://example.com/a/b?c=d&e=f"]),
)


def long_texts(most: int) -> st.SearchStrategy[str]:
    """Texts of all lengths up to about ``most``: a passage of pieces, over and over."""
    passages = st.lists(PIECES, min_size=1, max_size=25).map("".join)
    return st.one_of(
        st.just(""),
        passages,
        st.builds(
            lambda passage, length: (passage * length)[:length], passages, st.integers(0, most)
        ),
    )


def words_of(form: FormDefinition) -> list[str]:
    """Everything that a blank form says, in the page's order."""
    words = [form.number, *form.title, *(form.field(key).label for key in form.heading)]
    words += [form.field(field_id).label for row in form.rows for field_id in row]
    words += [word for seal in form.seals for word in (seal.name, seal.mark, seal.date)]
    assert form.confirmation is not None
    words += [form.confirmation.label, form.confirmation.name, form.confirmation.date]
    return [*words, *form.notes]


def visible(text: str) -> str:
    return "".join(printable(text).split())


@pytest.mark.parametrize("form_id", FORMS)
def test_a_blank_form_says_what_the_notice_says(
    campaign: Campaign, printer: FormPrinter, read_pages: ReadPages, form_id: str
) -> None:
    form = campaign.form(form_id)
    (page,) = read_pages(printer.render([Sheet(form, {})], NO_FOOT_LINE).pdf)
    assert "".join(glyph.char for glyph in page) == visible("".join(words_of(form)))


@given(st.sampled_from(FORMS), long_texts(6000), long_texts(6000), st.data())
def test_every_text_prints_whole_in_its_cells(
    campaign: Campaign,
    printer: FormPrinter,
    read_pages: ReadPages,
    form_id: str,
    goals: str,
    measures: str,
    data: st.DataObject,
) -> None:
    form = campaign.form(form_id)
    values = {"goals": goals, "measures": measures}
    for field in form.fields:
        if field.id not in values:
            values[field.id] = data.draw(st.one_of(st.just(""), long_texts(60)))
    printed = printer.render([Sheet(form, values)], NO_FOOT_LINE)
    pages = read_pages(printed.pdf)
    assert len(pages) == printed.page_counts[0] == len(printed.pages)
    for page in pages:
        assert_nothing_overlaps(page)
        assert_body_keeps_its_margins(page)
    for field in form.fields:
        if field.printed:
            shown = visible(field.type.show(values[field.id]))
            assert text_in_cells(pages, printed, field.id) == shown
    assert_seals_stand_together(form, printed)


@given(long_texts(4000))
@settings(max_examples=10)
def test_a_short_field_takes_any_text(
    campaign: Campaign, printer: FormPrinter, read_pages: ReadPages, text: str
) -> None:
    form = campaign.form("annex1")
    for field_id in ("city", "unit_name"):
        printed = printer.render([Sheet(form, {field_id: text})], NO_FOOT_LINE)
        pages = read_pages(printed.pdf)
        for page in pages:
            assert_nothing_overlaps(page)
            assert_body_keeps_its_margins(page)
        shown = visible(form.field(field_id).type.show(text))
        assert text_in_cells(pages, printed, field_id) == shown


def text_in_cells(pages: list[list[Any]], printed: Printed, field_id: str) -> str:
    """A field's text over all pages; every stroke of it is inside its cell."""
    text = ""
    for page, boxes in zip(pages, printed.pages, strict=True):
        box = boxes.fields.get(field_id)
        if box is not None:
            glyphs = [glyph for glyph in page if glyph.starts_in(box)]
            assert all(glyph.inside(box) for glyph in glyphs)
            text += "".join(glyph.char for glyph in glyphs)
    return text


def assert_nothing_overlaps(page: list[Any]) -> None:
    lines: dict[float, list[Any]] = {}
    for glyph in page:
        lines.setdefault(round(glyph.baseline, 1), []).append(glyph)
    for line in lines.values():
        line.sort(key=lambda glyph: float(glyph.x))
        for left, right in pairwise(line):
            # An f reaches over its neighbour by design.
            assert right.left >= left.right - (0.4 if left.char == "f" else 0.1)


def assert_body_keeps_its_margins(page: list[Any]) -> None:
    for glyph in page:
        assert glyph.left > 19.9
        assert glyph.right < 190.1
        assert glyph.top > 19.9
        assert glyph.bottom < 277.1


def assert_seals_stand_together(form: FormDefinition, printed: Printed) -> None:
    """Seals and confirmation are on the last page, whole, and on no other.

    Where less room saves a page, a circle still keeps 1 mm to every rule.
    """
    *others, last = printed.pages
    assert not any(boxes.seals for boxes in others)
    assert list(last.seals) == [*(seal.id for seal in form.seals), "confirmation"]
    for key, box in last.seals.items():
        usual = 50 if key == "confirmation" else 48
        assert box.height >= (usual if others else box.diameter + 2)
        assert box.width >= 46.5
        assert box.top + box.height < 277
    rows = [box for boxes in printed.pages for box in boxes.fields.values()]
    assert all(box.height > 3 for box in rows)
    assert tops(last) == sorted(tops(last))


def tops(boxes: PageBoxes) -> list[float]:
    return [box.top for box in (*boxes.fields.values(), *boxes.seals.values())]


@pytest.mark.parametrize("form_id", FORMS)
@pytest.mark.parametrize("length", [2, 40])
def test_the_page_is_read_aloud_in_the_order_in_which_it_is_read_on_paper(
    campaign: Campaign, printer: FormPrinter, values: dict[str, str], form_id: str, length: int
) -> None:
    """Above the table a value stands in front of its words, in its rows behind them."""
    form = campaign.form(form_id)
    long = {key: (values[key] * length)[:length] for key in form.heading}
    values = values | long | {"goals": "健全制度。", "measures": "定期检查。"}
    printed = printer.render([Sheet(form, values)], NO_FOOT_LINE)
    with pdfplumber.open(io.BytesIO(printed.pdf)) as document:
        found = "".join(char["text"] for page in document.pages for char in page.chars)
    expected = [form.number, *form.title]
    for key in form.heading:
        expected += [values[key], form.field(key).label]
    for key in (key for row in form.rows for key in row):
        expected += [form.field(key).label, form.field(key).type.show(values.get(key, ""))]
    assert visible(found).startswith(visible("".join(expected)))


@pytest.mark.parametrize(
    "contact",
    [
        "0411-82312345；13912345678、0411-87654321转801",
        "0411-82312345转8001;13912345678;0411-87654321",
        "0411-82312345/13912345678/0411-87654321/13700000000",
        "办公室0411-82312345,工会13912345678",
    ],
)
def test_telephone_numbers_stay_whole(
    campaign: Campaign,
    printer: FormPrinter,
    read_pages: ReadPages,
    values: dict[str, str],
    contact: str,
) -> None:
    for form_id in FORMS:
        sheet = Sheet(campaign.form(form_id), values | {"contact": contact})
        printed = printer.render([sheet], NO_FOOT_LINE)
        box = printed.pages[0].fields["contact"]
        glyphs = [glyph for glyph in read_pages(printed.pdf)[0] if glyph.starts_in(box)]
        assert "".join(glyph.char for glyph in glyphs) == contact
        for before, after in pairwise(glyphs):
            if before.baseline != after.baseline:
                assert not (before.char.isdigit() and after.char in "0123456789-")


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("阿不都热依木·买买提江", ["阿不都热依木·买买提江"]),
        ("阿不都热依木·买买提江·吐尔逊", ["阿不都热依木·", "买买提江·吐尔逊"]),
        ("王某某、阿不都热依木·艾山", ["王某某、", "阿不都热依木·艾山"]),
        ("阿卜杜热西提阿不都热依木买买提江·艾山", ["阿卜杜热西提阿不都", "热依木买买提江·艾山"]),
    ],
)
def test_a_name_is_broken_between_its_parts_where_they_fit(
    campaign: Campaign,
    printer: FormPrinter,
    read_pages: ReadPages,
    values: dict[str, str],
    name: str,
    lines: list[str],
) -> None:
    sheet = Sheet(campaign.form("annex2"), values | {"chairperson": name})
    printed = printer.render([sheet], NO_FOOT_LINE)
    box = printed.pages[0].fields["chairperson"]
    found: dict[float, str] = {}
    for glyph in read_pages(printed.pdf)[0]:
        if glyph.starts_in(box):
            found[glyph.baseline] = found.get(glyph.baseline, "") + glyph.char
    assert list(found.values()) == lines
