"""Forms of several pages: no page looks as if text were missing (docs/official-page.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import cycle, pairwise
from math import hypot
from typing import Any

import pytest

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.entry import LONGEST_TEXT
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.printing.sheet import PageBoxes, Printed, PrintOptions, Sheet
from tests.printing.page_reader import assert_seals_have_room, pages_of

MM = 72 / 25.4
ReadPages = Callable[[bytes], list[list[Any]]]
PrintForm = Callable[..., Printed]
FORMS = ("annex1", "annex2", "annex3")
LONG = ("goals", "measures")
FOOT = 276.8
"""Middle of the rule that closes a page, mm."""
SETTINGS: list[tuple[float, float]] = [
    (14, 28),
    (14, 26),
    (14, 24),
    (12, 26),
    (12, 24),
    (12, 22),
    (12, 20),
    (12, 18),
    (12, 17),
]
"""Type size and line pitch, pt, from the largest."""
PARAGRAPHS = {
    "one paragraph": (3000,),
    "paragraphs of 150 to 180": (150, 165, 180),
    "paragraphs of about 55": (55, 62, 48),
    "paragraphs of one line": (18, 25, 14),
}
every_kind = pytest.mark.parametrize("kind", PARAGRAPHS)


def text_of(length: int, kind: str, paragraph: str) -> str:
    """Running text of a length, in paragraphs of a kind."""
    rest = (paragraph * 20)[:length]
    parts = []
    for count in cycle(PARAGRAPHS[kind]):
        parts.append(f"{rest[: count - 1]}。")
        rest = rest[count - 1 :]
        if not rest:
            return "\n".join(parts)
    raise AssertionError


@pytest.fixture
def print_form(printer: FormPrinter, campaign: Campaign, values: dict[str, str]) -> PrintForm:
    def run(form_id: str, options: PrintOptions | None = None, **changed: str) -> Printed:
        sheet = Sheet(campaign.form(form_id), values | changed)
        printed = printer.render([sheet], options or PrintOptions(foot_line=False))
        assert printer.page_count(sheet.form, sheet.values) == printed.page_counts[0]
        return printed

    return run


def setting_of(boxes: PageBoxes) -> tuple[float, float]:
    """Type size and line pitch of a page's long texts, pt."""
    (setting,) = {
        (boxes.settings[key].size, boxes.settings[key].pitch)
        for key in LONG
        if key in boxes.settings
    }
    return setting


def most_empty(boxes: PageBoxes, glyphs: Iterable[Any]) -> float:
    """Height below the last line of that long text on a page below which most is empty, mm."""
    found = 0.0
    for key in LONG:
        if key in boxes.fields:
            box = boxes.fields[key]
            end = max(glyph.baseline for glyph in glyphs if glyph.starts_in(box))
            found = max(found, box.top + box.height - end)
    return found


def assert_pages_are_full(printed: Printed, glyphs: list[list[Any]], length: int) -> None:
    """Every page is closed at its foot, and hardly anything in it is empty."""
    *before, last = printed.pages
    for boxes in before:
        assert max(box.top + box.height for box in boxes.fields.values()) == pytest.approx(
            FOOT, abs=0.1
        )
    empty = [most_empty(*page) for page in zip(printed.pages, glyphs, strict=True)]
    most = 45 if length < 640 else 25
    assert max(empty) <= most + 0.7
    assert sum(last.settings[key].lines for key in LONG if key in last.settings) >= 5
    if empty[-1] > 6:
        *seals, confirmation = last.seals.values()
        assert min(seal.height for seal in seals) > 59.3
        assert confirmation.height > 64.3


def sweep(
    print_form: PrintForm, read_pages: ReadPages, paragraph: str, kind: str, lengths: range
) -> int:
    """Prints every form with texts of these lengths together; how many have several pages."""
    count = 0
    for form_id in FORMS:
        for length in lengths:
            goals = text_of(length * 2 // 5, kind, paragraph)
            measures = text_of(length - length * 2 // 5, kind, paragraph)
            printed = print_form(form_id, goals=goals, measures=measures)
            if len(printed.pages) > 1:
                assert_pages_are_full(printed, read_pages(printed.pdf), length)
                count += 1
    return count


@every_kind
def test_no_page_looks_as_if_text_were_missing(
    print_form: PrintForm, read_pages: ReadPages, paragraph: str, kind: str
) -> None:
    assert sweep(print_form, read_pages, paragraph, kind, range(600, 2401, 225)) > 20


@pytest.mark.slow
@every_kind
def test_no_page_of_any_length_looks_as_if_text_were_missing(
    print_form: PrintForm, read_pages: ReadPages, paragraph: str, kind: str
) -> None:
    assert sweep(print_form, read_pages, paragraph, kind, range(400, 2401, 20)) > 200


def test_the_text_is_as_large_as_the_pages_allow(print_form: PrintForm) -> None:
    """While a text grows, it goes down from step to step, and only then begins another page."""
    seen = []
    for length in range(640, 2100, 12):
        printed = print_form("annex1", measures="职" * length)
        if len(printed.pages) > 1:
            seen.append((len(printed.pages), setting_of(printed.pages[0])))
    steps = list(dict.fromkeys(seen))
    assert [step for step in steps if step[0] == 2] == [(2, setting) for setting in SETTINGS]
    three = [setting for count, setting in steps[len(SETTINGS) :] if count == 3]
    first = SETTINGS.index(three[0])
    assert three == SETTINGS[first : first + len(three)]
    assert len(three) > 2
    assert len(seen) > 100


def test_a_page_ends_with_a_paragraph_where_one_ends_within_three_lines(
    print_form: PrintForm, read_pages: ReadPages
) -> None:
    """Paragraphs of five lines, which could be broken within, on pages that are not quite full."""
    for count, length in ((5, 139), (7, 174)):
        paragraph = "职" * (length - 1) + "。"
        printed = print_form("annex1", goals="工", measures="\n".join([paragraph] * count))
        (glyphs, _), (boxes, _) = read_pages(printed.pdf), printed.pages
        *_, end = (glyph for glyph in glyphs if glyph.starts_in(boxes.fields["measures"]))
        assert end.char == "。", length


def test_no_page_becomes_much_emptier_to_end_with_a_paragraph(
    print_form: PrintForm, read_pages: ReadPages
) -> None:
    """Paragraphs of very different lengths, of which no distribution leaves 25 mm at the most."""
    lengths = {"goals": (12, 260, 15, 87), "measures": (12, 238)}
    long = {
        key: "\n".join("职" * (count - 1) + "。" for count in counts)
        for key, counts in lengths.items()
    }
    printed = print_form("annex1", **long)
    empty = [most_empty(*page) for page in zip(printed.pages, read_pages(printed.pdf), strict=True)]
    assert max(empty) < 28.5  # 32.7 at the paragraph's end


def test_in_a_higher_cell_a_seal_covers_its_mark_and_touches_the_date(
    print_form: PrintForm, read_pages: ReadPages
) -> None:
    for form_id in FORMS:
        printed = print_form(form_id, measures="职" * 700)
        page = pages_of(printed, read_pages(printed.pdf))[-1]
        assert_seals_have_room(page, 7.0)
        for key, box in page.seals.items():
            radius, middle = box.diameter / 2, (box.left + box.width / 2, box.top + box.height / 2)
            glyphs = [glyph for glyph in page.glyphs if glyph.inside(box)]
            corners = [
                max(
                    hypot(x - middle[0], y - middle[1])
                    for x in (glyph.left, glyph.right)
                    for y in (glyph.top, glyph.bottom)
                )
                for glyph in glyphs
            ]
            text = "".join(glyph.char for glyph in glyphs)
            if key != "confirmation":
                start = text.index("（章）")
                assert max(corners[start : start + 3]) < radius
            month = glyphs[text.rindex("月")]
            assert month.top - middle[1] < radius - 1
            assert box.top + box.height - month.bottom > 8
            assert glyphs[0].top - box.top > 4


def test_blank_lines_stay_but_cost_no_page(print_form: PrintForm, read_pages: ReadPages) -> None:
    paragraph = "职" * 99 + "。"
    apart = {}
    for count in (3, 5, 6, 14):
        together, separate = (
            print_form("annex1", measures=mark.join([paragraph] * count))
            for mark in ("\n", "\n\n\n")
        )
        assert len(separate.pages) == len(together.pages)
        box, glyphs = separate.pages[0].fields["measures"], read_pages(separate.pdf)[0]
        lines = sorted({glyph.baseline for glyph in glyphs if glyph.starts_in(box)})
        pitch = setting_of(separate.pages[0])[1]
        apart[count] = max(after - before for before, after in pairwise(lines)) * MM / pitch
    assert apart == pytest.approx({3: 3, 5: 1, 6: 3, 14: 1}, abs=0.01)


def test_a_heading_may_leave_no_room_for_the_table_on_its_page(print_form: PrintForm) -> None:
    for length in range(1100, 1160, 10):
        printed = print_form("annex1", city="职" * length)
        assert {key for boxes in printed.pages for key in boxes.fields} >= {"unit_name", *LONG}
        assert [bool(boxes.seals) for boxes in printed.pages].count(True) == 1


@pytest.mark.parametrize(
    ("texts", "pages"),
    [
        ({"goals": "甲\n" * (LONGEST_TEXT // 2)}, 250),  # more pages than Python nests calls
        ({"unit_name": "长" * LONGEST_TEXT, "address": "长" * LONGEST_TEXT}, 40),
    ],
    ids=["a paragraph a character", "lines"],
)
def test_fields_at_their_limit_are_printed_whole(
    print_form: PrintForm, texts: dict[str, str], pages: int
) -> None:
    printed = print_form("annex1", **texts)
    assert printed.page_counts[0] > pages
