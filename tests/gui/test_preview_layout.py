from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRect, QRectF

from gonghui_desktop.printing.sheet import Box
from gonghui_desktop.ui.page_view.layout import (
    GAP,
    MARGIN,
    POINTS_PER_MM,
    ZOOMS,
    PageSize,
    PreviewLayout,
    box_at,
    fit_width,
    next_zoom,
)

A4 = PageSize(210 * POINTS_PER_MM, 297 * POINTS_PER_MM)
RATIOS = st.sampled_from([1.0, 1.25, 1.5, 1.75, 2.0])
DESKS = st.builds(
    PreviewLayout,
    st.lists(st.just(A4), min_size=1, max_size=5),
    st.floats(0.3, 4.0),
    RATIOS,
    st.floats(200, 3000),
)


def is_whole(value: float) -> bool:
    return abs(value - round(value)) < 1e-6


@given(DESKS)
def test_pages_stand_on_whole_pixels_one_under_another(desk: PreviewLayout) -> None:
    rects = [desk.page_rect(page) for page in range(len(desk.sizes))]
    for rect in rects:
        edges = (rect.left(), rect.top(), rect.width(), rect.height())
        assert all(is_whole(edge * desk.ratio) for edge in edges)
        assert rect.left() >= MARGIN - 1
        assert rect.right() <= max(desk.width, desk.extent().width()) - MARGIN + 1
    for above, below in pairwise(rects):
        assert below.top() - above.bottom() == pytest.approx(GAP, abs=1)
    assert desk.extent().height() == pytest.approx(rects[-1].bottom() + MARGIN)


@given(DESKS, st.floats(0, 209.9), st.floats(0, 296.9))
def test_place_on_paper_is_found_again(desk: PreviewLayout, x: float, y: float) -> None:
    page = len(desk.sizes) - 1
    corner = desk.page_rect(page).topLeft()
    found = desk.on_paper(corner + QPointF(desk.length(x), desk.length(y)))
    if found is None:
        reject()  # the last pixel of a page may be cut by rounding
    assert found[0] == page
    assert found[1:] == pytest.approx((x, y), abs=1e-6)


def test_desk_beside_the_paper_is_no_paper() -> None:
    desk = PreviewLayout([A4, A4], 1.0, 1.0, 1000)
    between = desk.page_rect(0).bottom() + GAP / 2
    assert desk.on_paper(QPointF(2, 100)) is None
    assert desk.on_paper(QPointF(500, between)) is None


@given(DESKS, st.floats(0, 5000), st.floats(50, 2000))
def test_what_is_drawn_covers_what_is_seen(desk: PreviewLayout, top: float, height: float) -> None:
    seen = QRectF(0, top, desk.width, height)
    for page in desk.pages_in(seen):
        whole = QRect(0, 0, *desk.sizes[page].pixels(desk.scale).toTuple())
        area = desk.device_area(page, seen)
        assert whole.contains(area)
        rect = desk.page_rect(page)
        part = rect.intersected(seen).translated(-rect.topLeft())
        drawn = QRectF(area.left(), area.top(), area.width(), area.height())
        for corner in (part.topLeft(), part.bottomRight()):
            assert drawn.adjusted(-0.01, -0.01, 0.01, 0.01).contains(corner * desk.ratio)


@given(st.floats(300, 2500))
def test_page_that_fits_the_width_leaves_the_margins(width: float) -> None:
    zoom = fit_width([A4], width)
    desk = PreviewLayout([A4], zoom, 1.0, width)
    assert desk.extent().width() <= width + 1
    if zoom < ZOOMS[-1]:
        assert desk.page_rect(0).left() == pytest.approx(MARGIN, abs=1)


@given(st.floats(0.1, 5.0))
def test_zoom_goes_step_by_step_within_its_bounds(zoom: float) -> None:
    assert next_zoom(zoom, 1) in ZOOMS
    assert next_zoom(zoom, -1) in ZOOMS
    assert next_zoom(zoom, 1) > zoom or zoom > ZOOMS[-1] - 0.01
    assert next_zoom(zoom, -1) < zoom or zoom < ZOOMS[0] + 0.01


def test_box_under_a_point() -> None:
    boxes = {"name": Box(20, 40, 60, 10), "goals": Box(20, 50, 170, 60)}
    assert box_at(boxes, 21, 41) == "name"
    assert box_at(boxes, 21, 60) == "goals"
    assert box_at(boxes, 5, 5) is None
