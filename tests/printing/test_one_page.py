"""What one page takes: the ladder's last steps, and the gauge (docs/official-page.md)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.printing.sheet import PageBoxes, Printed, PrintOptions, Sheet
from tests.printing.page_reader import (
    assert_frame_is_closed,
    assert_inside_the_margins,
    assert_nothing_overlaps,
    assert_seals_have_room,
    pages_of,
)
from tests.printing.running_text import numbered_paragraphs

ReadPages = Callable[[bytes], list[list[Any]]]
NO_FOOT_LINE = PrintOptions(foot_line=False)
FORMS = {"annex1": 17, "annex2": 19, "annex3": 17}
"""Form to the lines of 10.5 pt that must fit on one page."""

every_form = pytest.mark.parametrize("form_id", FORMS)


@pytest.fixture
def form(campaign: Campaign, form_id: str) -> FormDefinition:
    return campaign.form(form_id)


def texts(count: int, length: int) -> dict[str, str]:
    """Both long texts in paragraphs of a length, so many characters in all."""
    goals = count * 3 // 10
    return {
        "goals": numbered_paragraphs(goals, length),
        "measures": numbered_paragraphs(count - goals, length, 2),
    }


@every_form
@pytest.mark.parametrize("goals", [1, 3, 8])
def test_so_many_lines_fit_on_one_page(
    printer: FormPrinter, form: FormDefinition, values: dict[str, str], form_id: str, goals: int
) -> None:
    lines = {"goals": goals, "measures": FORMS[form_id] - goals}
    full = {key: "\n".join(["职工之家"] * count) for key, count in lines.items()}
    printed = printer.render([Sheet(form, values | full)])
    assert printed.page_counts == (1,)
    assert {printed.pages[0].settings[key].size for key in lines} == {10.5}


@every_form
@pytest.mark.parametrize(("count", "length"), [(480, 57), (550, 150)])
def test_a_text_of_the_length_that_offices_ask_for_is_one_page(
    printer: FormPrinter, form: FormDefinition, values: dict[str, str], count: int, length: int
) -> None:
    assert printer.page_count(form, values | texts(count, length)) == 1


# Size and pitch of the texts, pt; height of a seal's cell; top of the table, height of its first
# row, room of the notes, width of the label of 主要措施, mm.
_USUAL = (48, 61, 9.5, 16.2, 21)
ANNEX1_LOOKS = [
    (12, 18, *_USUAL),
    (11, 15.4, *_USUAL),
    (10.5, 14.4, *_USUAL),
    (10.5, 14.4, 44, 61, 9.5, 16.2, 21),
    (10.5, 13.65, 44, 61, 9.5, 16.2, 21),
    (10.5, 13.65, 44, 55, 9.5, 16.2, 21),
    (10.5, 13.65, 44, 55, 8.0, 16.2, 21),
    (10.5, 13.65, 44, 55, 8.0, 15.5, 21),
    (10.5, 13.65, 44, 55, 8.0, 15.5, 10),
]
ANNEX2_LOOKS = [
    (12, 18, 48, 61, 9.5, 6.3, 30),
    (11, 15.4, 48, 61, 9.5, 6.3, 30),
    (10.5, 14.4, 48, 61, 9.5, 6.3, 30),
    (10.5, 13.65, 44, 61, 9.5, 6.4, 30),
    (10.5, 13.65, 44, 55, 9.5, 6.4, 30),
    (10.5, 13.65, 44, 55, 8.0, 6.4, 30),
    (10.5, 14.4, 44, 55, 8.0, 6.4, 10),
]


def look(form: FormDefinition, boxes: PageBoxes) -> tuple[float, ...]:
    setting = boxes.settings["measures"]
    first = boxes.fields[form.name_field]
    confirmation = boxes.seals["confirmation"]
    return (
        setting.size,
        setting.pitch,
        round(boxes.seals[form.seals[0].id].height),
        round(first.top),
        round(first.height, 1),
        round(277 - confirmation.top - confirmation.height, 1),
        round(boxes.fields["measures"].left - 20),
    )


@pytest.mark.parametrize(
    ("form_id", "expected"),
    [("annex1", ANNEX1_LOOKS), ("annex2", ANNEX2_LOOKS), ("annex3", ANNEX1_LOOKS)],
)
def test_first_the_texts_then_the_air_last_the_outline(
    printer: FormPrinter,
    read_pages: ReadPages,
    form: FormDefinition,
    values: dict[str, str],
    expected: list[tuple[float, ...]],
) -> None:
    """Each as far as it saves a page; whatever is given up, the page stays sound."""
    fullest: dict[tuple[float, ...], Printed] = {}
    counts: list[int] = []
    for count in range(8, 800, 8):
        long = {"goals": "工" * (count // 4), "measures": "职" * count}
        printed = printer.render([Sheet(form, values | long)], NO_FOOT_LINE)
        counts += printed.page_counts
        if printed.page_counts == (1,):
            fullest[look(form, printed.pages[0])] = printed
    assert counts == sorted(counts)
    assert list(fullest) == [pytest.approx(each) for each in expected]
    for printed in fullest.values():
        (page,) = pages_of(printed, read_pages(printed.pdf))
        assert_seals_have_room(page, 1.0)
        assert_inside_the_margins(page)
        assert_frame_is_closed(page)
        assert_nothing_overlaps(page)
        assert min(glyph.size for glyph in read_pages(printed.pdf)[0]) >= 10.5 - 0.01


def test_an_upright_label_is_read_in_front_of_its_text(
    printer: FormPrinter, read_pages: ReadPages, campaign: Campaign, values: dict[str, str]
) -> None:
    long = {"goals": "工" * 180, "measures": "职" * 560}
    printed = printer.render([Sheet(campaign.form("annex2"), values | long)], NO_FOOT_LINE)
    (page,) = read_pages(printed.pdf)
    for label, key in (("工作目标", "goals"), ("主要措施", "measures")):
        text = "".join(glyph.char for glyph in page)
        start = text.index(label + long[key])
        glyphs = page[start : start + 4]
        assert len({round(glyph.x, 1) for glyph in glyphs}) == 1
        assert [glyph.baseline for glyph in glyphs] == sorted(glyph.baseline for glyph in glyphs)
        assert 20 < glyphs[0].left < glyphs[0].right < printed.pages[0].fields[key].left


def test_a_label_that_does_not_stand_upright_stays_as_it_is(
    printer: FormPrinter, campaign: Campaign, values: dict[str, str]
) -> None:
    form = campaign.form("annex2")
    fields = tuple(
        replace(field, label="主要措施（500字以内）") if field.id == "measures" else field
        for field in form.fields
    )
    lefts = set()
    for count in range(400, 760, 24):
        long = {"goals": "工" * 180, "measures": "职" * count}
        (boxes, *_) = printer.render([Sheet(replace(form, fields=fields), values | long)]).pages
        lefts |= {round(boxes.fields[key].left) for key in long}
    assert lefts == {50}


@settings(max_examples=25)
@given(
    paragraphs=st.lists(st.text("工会职工之家，。、；（）“”2017ABC 年", max_size=110), max_size=14),
    goals=st.integers(0, 200),
    form_id=st.sampled_from(list(FORMS)),
)
def test_more_text_never_takes_fewer_pages(
    campaign: Campaign,
    printer: FormPrinter,
    values: dict[str, str],
    paragraphs: list[str],
    goals: int,
    form_id: str,
) -> None:
    form, text = campaign.form(form_id), "\n".join(paragraphs)
    counts = [
        printer.page_count(form, values | {"goals": "工" * goals, "measures": text[:end]})
        for end in range(0, len(text) + 1, 23)
    ]
    assert counts == sorted(counts)


@every_form
@pytest.mark.parametrize("length", [57, 150, 2000])
@pytest.mark.parametrize("field_id", ["goals", "measures"])
def test_what_the_gauge_says_still_goes_on_the_page_and_a_little_more_does_not(
    printer: FormPrinter, form: FormDefinition, values: dict[str, str], length: int, field_id: str
) -> None:
    for count in (60, 240, 420, 460):
        full = values | texts(count, length)
        room = printer.room_left(form, full, field_id)
        assert room > 40
        for more, pages in ((room, 1), (room + 45, 2)):
            longer = full | {field_id: full[field_id] + "工" * more}
            assert printer.page_count(form, longer) == pages, (count, more)
    assert printer.room_left(form, values | texts(900, length), field_id) == 0


def test_only_a_long_text_has_a_gauge(
    printer: FormPrinter, campaign: Campaign, values: dict[str, str]
) -> None:
    with pytest.raises(KeyError):
        printer.room_left(campaign.form("annex1"), values, "unit_name")
