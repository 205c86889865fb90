"""Pages of every kind of form: each seal has its place, nothing overlaps, the frame is closed."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.printing.sheet import PrintOptions, Sheet
from tests.form_variants import ANY_VARIANT, SENTENCE, VARIANTS, Variant, filled, forms_by_kind
from tests.printing.page_reader import (
    Page,
    assert_frame_is_closed,
    assert_inside_the_margins,
    assert_nothing_overlaps,
    assert_seals_have_room,
    pages_of,
)

NO_FOOT_LINE = PrintOptions(foot_line=False)
KINDS = [*VARIANTS, "annex4.toml"]
TEXTS = {
    "blank": None,
    "one page": SENTENCE,
    "much text": "\n".join([SENTENCE * 3] * 6),
}


ReadPages = Callable[[bytes], list[list[Any]]]
PrintPages = Callable[[FormDefinition, dict[str, str]], list[Page]]


@pytest.fixture(scope="module")
def print_pages(printer: FormPrinter, read_pages: ReadPages) -> PrintPages:
    """Prints a form and reads its pages back."""

    def run(form: FormDefinition, values: dict[str, str]) -> list[Page]:
        printed = printer.render([Sheet(form, values)], NO_FOOT_LINE)
        assert printer.page_count(form, values) == printed.page_counts[0]
        return pages_of(printed, read_pages(printed.pdf))

    return run


@pytest.fixture(scope="module")
def forms(data_folder: Path) -> dict[str, FormDefinition]:
    return forms_by_kind(data_folder)


@pytest.fixture(scope="module")
def drawn(
    forms: dict[str, FormDefinition], print_pages: PrintPages
) -> Callable[[str, str], list[Page]]:
    """Pages by kind of form and of text, each printed once."""
    known: dict[tuple[str, str], list[Page]] = {}

    def pages(kind: str, text: str) -> list[Page]:
        if (kind, text) not in known:
            wanted = TEXTS[text]
            values = {} if wanted is None else filled(forms[kind], wanted)
            known[kind, text] = print_pages(forms[kind], values)
        return known[kind, text]

    return pages


Drawn = Callable[[str, str], list[Page]]
every_kind = pytest.mark.parametrize("kind", KINDS)
every_text = pytest.mark.parametrize("text", TEXTS)


@every_text
@every_kind
def test_every_seal_has_a_cell_of_its_size_with_room_to_spare(
    drawn: Drawn, forms: dict[str, FormDefinition], kind: str, text: str
) -> None:
    *others, last = drawn(kind, text)
    form = forms[kind]
    sizes = {seal.id: form.seal_size for seal in form.seals}
    if form.confirmation:
        sizes["confirmation"] = form.confirmation.size
    assert {key: box.diameter for key, box in last.seals.items()} == sizes
    assert list(last.seals) == list(sizes)
    assert not any(page.seals for page in others)
    close = text == "much text" or kind == "3 seals of 58 mm"
    saves_a_page = close and not others
    assert_seals_have_room(last, 1.0 if saves_a_page else 2.0)


@pytest.mark.parametrize(
    ("seals", "size", "rows"),
    [
        *[(count, None, [count]) for count in (1, 2, 3)],
        *[(4, None, [2, 2]), (5, None, [3, 2]), (6, None, [3, 3])],
        *[(4, 38, [4]), (5, 38, [3, 2]), (6, 30, [3, 3]), (4, 39, [2, 2])],
        *[(3, 52, [3]), (3, 53, [2, 1]), (5, 58, [2, 2, 1])],
    ],
)
def test_rows_of_seals_are_balanced(
    print_pages: PrintPages, seals: int, size: int | None, rows: list[int]
) -> None:
    form = Variant(seals=seals, seal_size=size, confirmation=False).form()
    cells = print_pages(form, {})[-1].seals.values()
    found = [list(row) for _, row in groupby(cells, lambda cell: cell.top)]
    assert [len(row) for row in found] == rows
    for row in found:
        assert len({round(cell.width, 3) for cell in row}) == 1
        assert row[0].left == pytest.approx(20.2, abs=0.1)
        assert row[-1].left + row[-1].width == pytest.approx(189.8, abs=0.1)
    assert len({round(cell.height, 3) for cell in cells}) == 1


@every_text
@every_kind
def test_the_page_is_sound(drawn: Drawn, kind: str, text: str) -> None:
    for page in drawn(kind, text):
        assert_inside_the_margins(page)
        assert_frame_is_closed(page)
        assert_nothing_overlaps(page)


@every_kind
def test_a_blank_form_has_the_official_words_in_order(
    drawn: Drawn, forms: dict[str, FormDefinition], kind: str
) -> None:
    form = forms[kind]
    words = [form.number, *form.title, *(form.field(key).label for key in form.heading)]
    words += [form.field(key).label for row in form.rows for key in row]
    for seal in form.seals:
        words += [seal.name, seal.mark, seal.date]
    if form.confirmation:
        words += [form.confirmation.label, form.confirmation.name, form.confirmation.date]
    words += form.notes
    pages = drawn(kind, "blank")
    if len(pages) == 1:
        assert pages[0].text == "".join("".join(words).split())
    else:
        assert pages[-1].text.endswith("".join("".join(words[-3:]).split()))


@every_text
@every_kind
def test_a_form_with_long_texts_fills_its_last_page(
    drawn: Drawn, forms: dict[str, FormDefinition], kind: str, text: str
) -> None:
    """Neither the room of notes nor that of seals is left empty where there are none."""
    form = forms[kind]
    if not any(form.field(row[0]).type.is_long for row in form.rows):
        return
    last = drawn(kind, text)[-1]
    if form.notes:
        assert 275.5 < last.foot <= 277.01
    else:
        assert last.foot == pytest.approx(277, abs=0.01)


def test_rows_of_a_form_without_long_texts_grow_but_not_too_much(drawn: Drawn) -> None:
    for kind in ("no long text", "no long text, 6 seals", "no long text, nothing below"):
        (page,) = drawn(kind, "one page")
        heights = {round(page.fields[key].height, 2) for key in ("team", "members", "trade")}
        assert len(heights) == 1
        assert 12 < heights.pop() < 15


def test_long_texts_of_one_page_have_the_same_type(
    printer: FormPrinter, forms: dict[str, FormDefinition]
) -> None:
    form = forms["3 long texts"]
    values = filled(form, SENTENCE) | {"innovation": SENTENCE * 3, "plan": ""}
    (page,) = printer.render([Sheet(form, values)]).pages
    settings_ = [page.settings[key] for key in ("deeds", "innovation", "plan")]
    assert len({(setting.size, setting.pitch) for setting in settings_}) == 1
    heights = [page.fields[key].height for key in ("innovation", "deeds", "plan")]
    assert heights == sorted(heights, reverse=True)


def test_seals_move_with_a_few_rows_where_there_is_no_long_text(print_pages: PrintPages) -> None:
    rows = tuple((f"field{n}", f"other{n}") for n in range(12))
    first, second = print_pages(Variant(rows=rows, seals=6).form(), {})
    assert not first.seals
    assert len(second.seals) == 7
    assert [key for key in second.fields if key.startswith("field")] == [
        "field9",
        "field10",
        "field11",
    ]


@pytest.mark.parametrize("text", ["blank", "one page"])
def test_complete_texts_fill_the_page_before_the_seals(drawn: Drawn, text: str) -> None:
    first, second = drawn("3 long texts, 6 seals", text)
    assert list(second.fields) == ["plan"]
    assert first.foot == pytest.approx(277, abs=0.01)
    assert first.fields["deeds"].height == pytest.approx(first.fields["innovation"].height)


def test_a_blank_text_is_on_both_pages_where_the_seals_need_the_second(
    print_pages: PrintPages,
) -> None:
    first, second = print_pages(Variant(seal_size=58, confirmation_size=58).form(), {})
    assert first.foot == pytest.approx(277, abs=0.01)
    assert second.text.count("主要事迹（续）") == 1
    assert second.fields["deeds"].height > 15


def test_seals_too_large_for_one_page_go_on_the_next_in_order(print_pages: PrintPages) -> None:
    form = Variant(seals=6, seal_size=58, confirmation_size=58).form()
    for text in (None, SENTENCE, SENTENCE * 40):
        pages = print_pages(form, {} if text is None else filled(form, text))
        found = [key for page in pages for key in page.seals]
        assert found == [*(f"seal{n}" for n in range(1, 7)), "confirmation"]
        assert pages[-1].text.endswith("".join("".join(form.notes).split()))
        for page in pages:
            assert_seals_have_room(page, 2.0)
            assert_inside_the_margins(page)
            assert_frame_is_closed(page)


def test_notes_line_up_behind_their_mark(drawn: Drawn, forms: dict[str, FormDefinition]) -> None:
    for kind, mark in (("3 seals", "注："), ("another notes' mark", "填表说明：")):
        (page,) = drawn(kind, "blank")
        start = page.text.index(mark)
        first = page.glyphs[start + len(mark)]
        second = page.glyphs[page.text.index(forms[kind].notes[1])]
        assert second.left == pytest.approx(first.left, abs=0.8)
        assert second.left - page.glyphs[start].left > 3.5 * len(mark)


def test_the_date_in_a_narrow_cell_leaves_room_for_figures(print_pages: PrintPages) -> None:
    (page,) = print_pages(Variant(seals=4, seal_size=38).form(), {})
    for key in ("seal1", "seal2", "seal3", "seal4"):
        box = page.seals[key]
        year, month, day = [
            glyph
            for glyph in page.glyphs
            if glyph.char in "年月日"
            and box.left < glyph.left < box.left + box.width
            and box.top < glyph.top < box.top + box.height
        ]
        assert year.left - box.left >= 10
        assert month.left - year.right >= 6.5
        assert day.left - month.right >= 6.5
        assert box.left + box.width - day.right >= 1.5


@settings(max_examples=30)
@given(variant=ANY_VARIANT, length=st.integers(0, 2500))
def test_whatever_the_form_its_pages_are_sound(
    print_pages: PrintPages, variant: Variant, length: int
) -> None:
    form = variant.form()
    text = (SENTENCE * 60)[:length]
    pages = print_pages(form, filled(form, text))
    seals = [key for page in pages for key in page.seals]
    assert seals == [*(seal.id for seal in form.seals), *["confirmation"] * variant.confirmation]
    for page in pages:
        assert_seals_have_room(page, 1.0)
        assert_inside_the_margins(page)
        assert_frame_is_closed(page)
        assert_nothing_overlaps(page)
    everything = "".join(page.text for page in pages)
    for note in form.notes:
        assert note[:15] in everything
