"""Blank forms for the hand, with a 续表 for what has no room on the form."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.printing.sheet import PrintOptions, Sheet
from tests.form_variants import VARIANTS, forms_by_kind
from tests.printing.page_reader import (
    Page,
    assert_frame_is_closed,
    assert_inside_the_margins,
    assert_nothing_overlaps,
    pages_of,
)

OFFICIAL = ["annex1", "annex2", "annex3"]
OTHERS = [kind for kind, variant in VARIANTS.items() if variant.form().long_texts]
NUMBER_FOR_HAND = "第页共页"

ReadPages = Callable[[bytes], list[list[Any]]]


@pytest.fixture(params=[*OFFICIAL, "annex4.toml", *OTHERS])
def form(request: pytest.FixtureRequest, campaign: Campaign, data_folder: Path) -> FormDefinition:
    """Each form that has a text to go on with."""
    kind = request.param
    return campaign.form(kind) if campaign.has_form(kind) else forms_by_kind(data_folder)[kind]


def _blank(form: FormDefinition) -> Sheet:
    return Sheet(form, {}, has_continuation=True)


def _text(page: Page) -> str:
    return "".join(page.text.split())


def test_a_continuation_is_ready_for_the_hand(
    printer: FormPrinter, read_pages: ReadPages, form: FormDefinition
) -> None:
    printed = printer.render([_blank(form)], PrintOptions(foot_line=False))
    *pages, further = pages_of(printed, read_pages(printed.pdf))
    labels = "".join(f"{form.field(field_id).label}（续）" for field_id in form.long_texts)
    name = form.field(form.name_field).label
    words = f"{form.number}{NUMBER_FOR_HAND}{form.full_title}（续表）{name}：{labels}"
    assert _text(further) == "".join(words.split())
    assert all(NUMBER_FOR_HAND in _text(page) for page in pages)
    assert further.foot == pytest.approx(277, abs=0.01)
    assert list(further.fields) == list(form.long_texts)
    assert not further.seals
    assert_frame_is_closed(further)
    assert_inside_the_margins(further)
    assert_nothing_overlaps(further)


def test_the_name_has_a_line_to_write_on(
    printer: FormPrinter, read_pages: ReadPages, form: FormDefinition
) -> None:
    printed = printer.render([_blank(form)])
    further = pages_of(printed, read_pages(printed.pdf))[-1]
    table = min(box.top for box in further.fields.values())
    (line,) = (rule for rule in further.rules if rule.y2 < table - 1)
    assert line.x2 - line.x1 > 80
    colon = next(glyph for glyph in further.glyphs if glyph.char == "：")
    assert line.y1 > colon.bottom
    above = [glyph.bottom for glyph in further.glyphs if glyph.bottom < colon.top]
    assert line.y1 - max(above) > 6  # mm, for handwriting


def test_the_last_text_has_two_thirds_on_the_form_and_on_its_continuation(
    printer: FormPrinter, campaign: Campaign
) -> None:
    for form in campaign.forms:
        for page in printer.render([_blank(form)]).pages:
            goals, measures = (page.fields[key].height for key in form.long_texts)
            assert measures == pytest.approx(2 * goals)


def test_the_foot_line_leaves_the_numbers_to_the_hand(
    printer: FormPrinter, read_pages: ReadPages, campaign: Campaign
) -> None:
    form = campaign.form("annex1")
    printed = printer.render([_blank(form)])
    for page in pages_of(printed, read_pages(printed.pdf)):
        assert _text(page).count(NUMBER_FOR_HAND) == 1
        assert _text(page).endswith(form.number)
