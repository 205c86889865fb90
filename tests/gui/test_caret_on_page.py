"""The page shows the line in which she writes, until she scrolls it by hand."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QTextCursor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from gonghui_desktop.printing.sheet import Box, PageBoxes, Setting
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.page_view.in_view import caret_line
from gonghui_desktop.ui.page_view.layout import POINTS_PER_MM, PageSize, PreviewLayout
from gonghui_desktop.ui.page_view.page_preview import PagePreview
from gonghui_desktop.ui.window.form_page import FormPage
from tests.gui.clerk import OpenWindow, TypeChinese, add_filled, contents_of, focus, input_of

A4 = PageSize(210 * POINTS_PER_MM, 297 * POINTS_PER_MM)
PITCH = POINTS_PER_MM * 6  # 6 mm
PAGES = (
    PageBoxes({"text": Box(40, 100, 130, 120)}, {}, {"text": Setting(12, PITCH, 20)}),
    PageBoxes({"text": Box(40, 50, 130, 60)}, {}, {"text": Setting(12, PITCH, 10)}),
)


@pytest.mark.parametrize(
    ("share", "page", "top"),
    [(0, 0, 100), (0.5, 0, 190), (0.65, 0, 214), (0.68, 1, 50), (0.99, 1, 104), (1, 1, 104)],
)
def test_a_share_of_the_text_is_a_line_on_its_pages(share: float, page: int, top: float) -> None:
    found = caret_line(PAGES, "text", share)
    assert found is not None
    assert found[0] == page
    assert found[1].top == pytest.approx(top)


def test_a_text_that_is_not_printed_has_no_line() -> None:
    assert caret_line(PAGES, "other", 0.5) is None
    assert caret_line((), "text", 0.5) is None
    empty = PageBoxes({"text": Box(40, 100, 130, 120)}, {}, {"text": Setting(12, PITCH, 0)})
    assert caret_line((empty,), "text", 0.5) is None


@pytest.fixture
def page(qtbot: QtBot, ws: Workspace, open_window: OpenWindow) -> FormPage:
    """A form on several pages; the caret stands at the beginning of its longest text."""
    add_filled(ws, measures="围绕生产经营开展劳动竞赛，维护职工权益。\n" * 90)
    window = open_window()
    page = contents_of(window).tabs.current_page
    measures = input_of(window, "annex1.measures")
    assert isinstance(measures, QPlainTextEdit)
    qtbot.wait_until(lambda: page.is_settled and page.preview.page_in_view[1] > 1)
    measures.moveCursor(QTextCursor.MoveOperation.Start)
    focus(qtbot, measures)
    return page


def _input(page: FormPage) -> QPlainTextEdit:
    found = page.findChild(QPlainTextEdit, "annex1.measures")
    assert found is not None
    return found


def _sees_end(preview: PagePreview) -> bool:
    """Whether the last line of the text is seen on the page."""
    assert preview.printed is not None
    pages = preview.printed.pages
    ((last, box),) = [(n, each) for n, each in enumerate(pages) if "measures" in each.fields][-1:]
    setting, cell = box.settings["measures"], box.fields["measures"]
    foot = cell.top + setting.lines * setting.pitch / POINTS_PER_MM
    line = Box(cell.left, foot - 1, cell.width, 1)
    view = preview.viewport()
    layout = PreviewLayout([A4] * len(pages), preview.zoom, 1.0, view.width())
    place = layout.box_rect(last, line).translated(0, -preview.verticalScrollBar().value())
    return place.top() >= 0 and place.bottom() <= view.height()


def test_the_page_goes_with_the_caret_through_a_long_text(qtbot: QtBot, page: FormPage) -> None:
    preview, measures = page.preview, _input(page)
    assert preview.page_in_view[0] == 1
    seen = [preview.verticalScrollBar().value()]
    while not measures.textCursor().atEnd():
        for _ in range(8):
            QTest.keyClick(measures, Qt.Key.Key_Down)
        if measures.textCursor().block() == measures.document().lastBlock():
            measures.moveCursor(QTextCursor.MoveOperation.End)
        seen.append(preview.verticalScrollBar().value())
    assert seen == sorted(seen)
    assert _sees_end(preview)

    measures.moveCursor(QTextCursor.MoveOperation.Start)
    assert preview.page_in_view[0] == 1


def test_what_is_written_onto_a_further_page_is_seen(
    qtbot: QtBot, page: FormPage, type_chinese: TypeChinese
) -> None:
    preview, measures = page.preview, _input(page)
    before = preview.page_in_view[1]
    measures.moveCursor(QTextCursor.MoveOperation.End)
    type_chinese(measures, "建设职工之家，" * 400)
    qtbot.wait_until(lambda: page.is_settled and preview.page_in_view[1] > before)
    qtbot.wait_until(lambda: _sees_end(preview))


def test_a_page_that_she_scrolled_by_hand_stays_until_the_next_key(
    qtbot: QtBot, page: FormPage, type_chinese: TypeChinese
) -> None:
    preview, measures = page.preview, _input(page)
    measures.moveCursor(QTextCursor.MoveOperation.End)
    assert _sees_end(preview)
    for _ in range(60):
        _turn_wheel(preview)
    assert preview.verticalScrollBar().value() == 0

    page.redraw()  # as when something else is changed that is printed
    qtbot.wait_until(lambda: page.is_settled)
    assert preview.verticalScrollBar().value() == 0

    type_chinese(measures, "完。")
    assert _sees_end(preview)


def _turn_wheel(preview: PagePreview) -> None:
    """A notch towards the head of the page, at the pointer over it."""
    over = preview.viewport().rect().center()
    event = QWheelEvent(
        QPointF(over),
        QPointF(preview.viewport().mapToGlobal(over)),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(preview.viewport(), event)
