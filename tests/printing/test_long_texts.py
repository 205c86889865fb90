"""Long texts: 12 pt, 10.5 pt, less air, then further pages (docs/official-page.md)."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.printing.sheet import Box, PrintOptions, Sheet

MM = 72 / 25.4
ReadPages = Callable[[bytes], list[list[Any]]]
NO_FOOT_LINE = PrintOptions(foot_line=False)


@pytest.fixture
def form(campaign: Campaign) -> FormDefinition:
    return campaign.form("annex1")


@pytest.fixture
def pages(
    printer: FormPrinter, read_pages: ReadPages, form: FormDefinition, values: dict[str, str]
) -> Callable[..., list[list[Any]]]:
    def print_and_read(options: PrintOptions = NO_FOOT_LINE, **changed: str) -> list[list[Any]]:
        return read_pages(printer.render([Sheet(form, values | changed)], options).pdf)

    return print_and_read


def text_of(page: list[Any]) -> str:
    return "".join(glyph.char for glyph in page)


def sizes_of(page: list[Any], words: str) -> set[float]:
    start = text_of(page).index(words)
    return {round(glyph.size, 2) for glyph in page[start : start + len(words)]}


def test_size_goes_down_before_a_second_page_is_begun(
    pages: Callable[..., list[list[Any]]],
) -> None:
    seen = []
    for length in range(0, 900, 25):
        printed = pages(measures="职" * length, goals="工" * 30)
        size = sizes_of(printed[0], "工" * 20).pop()
        seen.append((len(printed), size))
    assert list(dict.fromkeys(seen)) == [
        (1, 12.0),
        (1, 11.0),
        (1, 10.5),
        (2, 14.0),
    ]


def test_outline_of_the_form_is_always_the_same(
    printer: FormPrinter, form: FormDefinition, values: dict[str, str], paragraph: str
) -> None:
    outlines = set()
    for text in ("", "按计划推进。", paragraph):
        printed = printer.render([Sheet(form, values | {"measures": text})], NO_FOOT_LINE)
        (boxes,) = printed.pages
        outlines.add((boxes.fields["unit_name"], boxes.fields["goals"].top, *boxes.seals.values()))
    assert len(outlines) == 1


def test_long_texts_share_the_height_by_what_they_need(
    printer: FormPrinter, form: FormDefinition, values: dict[str, str], paragraph: str
) -> None:
    def heights(goals: str, measures: str) -> tuple[float, float]:
        texts = {"goals": goals, "measures": measures}
        (boxes,) = printer.render([Sheet(form, values | texts)], NO_FOOT_LINE).pages
        return boxes.fields["goals"].height, boxes.fields["measures"].height

    empty = heights("", "")
    assert 2 * empty[0] == pytest.approx(empty[1])  # for the hand, the measures get two thirds
    short, long = heights("按计划推进。", paragraph)
    assert long > 1.5 * short
    assert short + long == pytest.approx(sum(empty))


def test_further_pages_say_what_they_belong_to(
    pages: Callable[..., list[list[Any]]],
    form: FormDefinition,
    values: dict[str, str],
    paragraph: str,
) -> None:
    first, *further = pages(measures="\n".join([paragraph] * 20))
    assert len(further) >= 2
    assert "续" not in text_of(first)
    for number, page in enumerate(further, 2):
        top = text_of([glyph for glyph in page if glyph.baseline < 42])
        assert top == (
            f"{form.number}第{number}页共{len(further) + 1}页"
            f"{''.join(form.title)}（续表）单位名称：{values['unit_name']}"
        )
        assert "主要措施（续）" in text_of(page)
    assert "注：1" not in text_of(first)
    assert "注：1" in text_of(further[-1])


@pytest.mark.parametrize("form_id", ["annex1", "annex2", "annex3"])
def test_a_long_name_on_a_further_page_hangs_under_its_own_beginning(
    campaign: Campaign,
    printer: FormPrinter,
    read_pages: ReadPages,
    values: dict[str, str],
    paragraph: str,
    form_id: str,
) -> None:
    form = campaign.form(form_id)
    long = values | {form.name_field: "辽宁示例重工" * 12, "measures": paragraph * 8}
    _, page = read_pages(printer.render([Sheet(form, long)], NO_FOOT_LINE).pdf)
    label = f"{form.field(form.name_field).label}："
    start = text_of(page).index(label) + len(label)
    name = page[start : start + 72]
    lines = [glyph for before, glyph in pairwise(name) if glyph.baseline > before.baseline]
    assert text_of(name) == "辽宁示例重工" * 12
    assert lines
    assert {round(glyph.x, 2) for glyph in lines} == {round(name[0].x, 2)}


def test_page_numbers_stand_in_the_foot_line_or_at_the_top_but_once(
    pages: Callable[..., list[list[Any]]], paragraph: str
) -> None:
    for options in (PrintOptions(), NO_FOOT_LINE):
        printed = pages(options, measures=paragraph * 8)
        for number, page in enumerate(printed, 1):
            assert text_of(page).count(f"第{number}页共{len(printed)}页") == 1
    (single,) = pages(measures="")
    assert "页" not in text_of(single)


def test_no_line_of_a_paragraph_is_left_alone(
    printer: FormPrinter,
    read_pages: ReadPages,
    form: FormDefinition,
    values: dict[str, str],
) -> None:
    for length in range(60, 130, 5):
        paragraph = "职" * length + "。"
        text = "\n".join([paragraph] * 40)
        printed = printer.render([Sheet(form, values | {"measures": text})], NO_FOOT_LINE)
        parts = [
            lines_in(page, boxes.fields["measures"])
            for page, boxes in zip(read_pages(printed.pdf), printed.pages, strict=True)
        ]
        for above, below in pairwise(parts):
            assert not (begins(above[-1], parts) and above[-1][-1].char != "。")
            assert begins(below[0], parts) or below[0][-1].char != "。"


def lines_in(page: list[Any], box: Box) -> list[list[Any]]:
    lines: dict[float, list[Any]] = {}
    for glyph in page:
        if glyph.starts_in(box):
            lines.setdefault(round(glyph.baseline, 1), []).append(glyph)
    return list(lines.values())


def begins(line: list[Any], parts: list[list[list[Any]]]) -> bool:
    """Whether a line is indented: the first of its paragraph."""
    left = min(line[0].x for part in parts for line in part)
    return bool(line[0].x > left + 4)


def test_short_values_on_several_lines_have_air_while_the_page_has_room(
    printer: FormPrinter, form: FormDefinition, values: dict[str, str], paragraph: str
) -> None:
    long = values | {"unit_name": "辽宁示例重工" * 8}

    def set_name(measures: str) -> list[float]:
        """Number of pages, pitch of the name, and the room above it and below it, pt."""
        printed = printer.render([Sheet(form, long | {"measures": measures})], NO_FOOT_LINE)
        setting = printed.pages[0].settings["unit_name"]
        assert (setting.size, setting.lines) == (10.5, 3)
        free = printed.pages[0].fields["unit_name"].height * MM - 2 * setting.pitch - setting.size
        return [printed.page_counts[0], setting.pitch, free / 2]

    assert set_name("按计划推进。") == pytest.approx([1, 15.75, 6])
    assert set_name(paragraph * 2) == pytest.approx([1, 13.125, 3.5])
    assert set_name(paragraph * 6) == pytest.approx([2, 15.75, 6])


def test_blank_lines_inside_a_text_stay_and_those_around_it_do_not(
    pages: Callable[..., list[list[Any]]],
) -> None:
    def baselines(text: str) -> list[float]:
        (page,) = pages(measures=text)
        return [next(g.baseline for g in page if g.char == char) for char in "甲乙"]

    tight, apart, around = map(baselines, ("甲\n乙", "甲\n\n乙", "\n\n甲\n乙\n\n\n"))
    assert apart[1] - apart[0] == pytest.approx(2 * (tight[1] - tight[0]), abs=0.01)
    assert around == tight
