"""The test page is true to size: whoever measures it measures the printer."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise

import pdfplumber
import pytest
from pdfplumber.page import Page

from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.printing.sheet import Sheet
from tests.form_variants import VARIANTS

MM = 72 / 25.4
EXACT = 0.05  # mm


@pytest.fixture(scope="module")
def page(printer: FormPrinter) -> Page:
    return pdfplumber.open(BytesIO(printer.test_page())).pages[0]


def _mm(*lengths: float) -> list[float]:
    return [length / MM for length in lengths]


def test_circles_are_as_large_as_the_seals(page: Page) -> None:
    sizes = [_mm(c["x1"] - c["x0"], c["bottom"] - c["top"]) for c in page.curves]
    assert sizes == [pytest.approx([42, 42], abs=EXACT), pytest.approx([46, 46], abs=EXACT)]


@pytest.mark.parametrize("along", ["x", "y"])
def test_scales_have_a_tick_every_millimetre_of_100(page: Page, along: str) -> None:
    """From the middle of the first tick to that of the last one; a tick lies across its scale."""
    thin = [line for line in page.lines if line["linewidth"] < 0.9]
    start, side = ("x0", "top") if along == "x" else ("top", "x0")
    ticks = [
        line
        for line in thin
        if _mm(line["height" if along == "x" else "width"])[0] < 6
        and line["width" if along == "x" else "height"] == 0
    ]
    sides = [tick[side] for tick in ticks]
    scale = max(set(sides), key=sides.count)
    places = sorted(tick[start] for tick in ticks if abs(tick[side] - scale) < 0.01)
    assert len(places) == 101
    assert _mm(places[-1] - places[0]) == pytest.approx([100], abs=EXACT)
    steps = _mm(*(later - one for one, later in pairwise(places)))
    assert steps == pytest.approx([1] * 100, abs=EXACT)


def test_the_frame_is_where_the_forms_have_it_20_mm_from_each_edge(
    page: Page, printer: FormPrinter
) -> None:
    def sides(of: Page) -> tuple[float, float]:
        thick = [line for line in of.lines if line["linewidth"] >= 0.9]
        return min(line["x0"] for line in thick), max(line["x1"] for line in thick)

    form = VARIANTS["5 seals"].form()
    full = pdfplumber.open(BytesIO(printer.render([Sheet(form, {})]).pdf)).pages[0]
    assert sides(page) == pytest.approx(sides(full), abs=EXACT * MM)
    thick = [line for line in page.lines if line["linewidth"] >= 0.9]
    upright = [line for line in thick if line["width"] == 0]
    level = [line["top"] for line in thick if line["height"] == 0]
    edges = [min(line["x0"] for line in upright) - 0.5, min(level) - 0.5]
    edges += [page.width - max(line["x0"] for line in upright) - 0.5]
    edges += [page.height - max(level) - 0.5]
    assert _mm(*edges) == pytest.approx([20] * 4, abs=EXACT)
    assert _mm(page.width, page.height) == pytest.approx([210, 297], abs=EXACT)


def test_it_says_what_to_do_and_rare_characters_have_their_glyphs(page: Page) -> None:
    text = page.extract_text()
    for words in ("实际大小", "100%", "适合页面", "20 毫米", "挡板", "Letter", "小四号", "五号"):
        assert words in text
    assert "𬀩" in text
    assert "〓" not in text
