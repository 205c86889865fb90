"""Titles, labels and short values: where they stand, and where their lines end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from gonghui_desktop.model.campaign import Campaign
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.printing.sheet import Box, PrintOptions, Sheet

ReadPages = Callable[[bytes], list[list[Any]]]
NO_FOOT_LINE = PrintOptions(foot_line=False)
FORMS = ("annex1", "annex2", "annex3")


def strokes(glyphs: Sequence[Any], text: str) -> list[Any]:
    """The characters of the first place where a text stands."""
    start = "".join(glyph.char for glyph in glyphs).index(text)
    return list(glyphs[start : start + len(text)])


def middle(glyphs: Sequence[Any]) -> float:
    """Of a line's strokes, mm."""
    return float(glyphs[0].left + glyphs[-1].right) / 2


def lines_in(glyphs: Sequence[Any], box: Box) -> list[str]:
    """The lines of the text in a cell."""
    lines: dict[float, str] = {}
    for glyph in glyphs:
        if glyph.starts_in(box):
            lines[glyph.baseline] = lines.get(glyph.baseline, "") + glyph.char
    return list(lines.values())


@pytest.mark.parametrize("form_id", FORMS)
def test_what_is_centred_is_centred_by_its_strokes(
    campaign: Campaign,
    printer: FormPrinter,
    read_pages: ReadPages,
    values: dict[str, str],
    form_id: str,
) -> None:
    """A bracket's blank half counts for nothing, nor does the air around 目."""
    form = campaign.form(form_id)
    printed = printer.render([Sheet(form, values | {"goals": "职" * 1500})], NO_FOOT_LINE)
    pages = read_pages(printed.pdf)
    assert len(pages) > 1
    for line in form.title:
        assert middle(strokes(pages[0], line)) == pytest.approx(105, abs=0.2)
    for page in pages[1:]:
        title = strokes(page, f"{form.full_title}（续表）")
        assert middle(title) == pytest.approx(105, abs=0.2)
    for seal in form.seals:
        box = printed.pages[-1].seals[seal.id]
        cell = [glyph for glyph in pages[-1] if glyph.starts_in(box)]
        for words in (seal.name, seal.mark):
            across = box.left + box.width / 2
            assert middle(strokes(cell, words)) == pytest.approx(across, abs=0.2)
