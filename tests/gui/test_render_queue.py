"""What a preview renders, and in which order: on a document of several pages, without a window."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.printing.sheet import Printed, Sheet
from gonghui_desktop.ui.background.tasks import TaskRunner
from gonghui_desktop.ui.page_view.layout import PreviewLayout, Viewport
from gonghui_desktop.ui.page_view.render_queue import PAUSE, RenderQueue

WIDTH, HEIGHT = 900, 300
LONG = "围绕生产经营开展劳动竞赛。" * 600


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[TaskRunner]:
    tasks = TaskRunner()
    yield tasks
    assert tasks.wait_for_done(10_000)
    shiboken6.delete(tasks)  # as with a window, which owns it in the program


@pytest.fixture
def queue(tasks: TaskRunner) -> RenderQueue:
    return RenderQueue(tasks, at(0), tasks)


@pytest.fixture
def printed(printer: FormPrinter, campaign: Campaign) -> Printed:
    """A form that takes several pages."""
    return printer.render([Sheet(campaign.form("annex1"), {"measures": LONG})])


def at(top: float) -> Viewport:
    return Viewport(QRectF(0, top, WIDTH, HEIGHT), zoom=1.0, ratio=1.0, steady_width=WIDTH)


def layout_of(queue: RenderQueue) -> PreviewLayout:
    assert queue.document is not None
    return at(0).layout(queue.document.sizes)


def show(qtbot: QtBot, queue: RenderQueue, printed: Printed) -> None:
    with qtbot.wait_signal(queue.document_rendered):
        queue.submit(lambda: printed)


def test_of_many_requests_the_newest_is_rendered(
    qtbot: QtBot, queue: RenderQueue, tasks: TaskRunner, printed: Printed
) -> None:
    made: list[int] = []

    def make(number: int) -> Printed:
        made.append(number)
        return printed

    for number in range(30):
        queue.submit(partial(make, number))
    qtbot.wait_until(lambda: made[-1:] == [29] and not queue.is_waiting)

    assert len(made) <= 3  # the first, perhaps one between, the last


def test_the_visible_part_comes_first_and_its_margin_after_a_pause(
    qtbot: QtBot, queue: RenderQueue, printed: Printed
) -> None:
    show(qtbot, queue, printed)
    assert queue.tiles[0].tile.area.height() < HEIGHT

    with qtbot.wait_signal(queue.tiles_rendered):
        pass

    assert queue.tiles[0].tile.area.height() > HEIGHT


def test_what_comes_into_view_is_rendered_and_what_is_far_away_dropped(
    qtbot: QtBot, queue: RenderQueue, printed: Printed
) -> None:
    show(qtbot, queue, printed)
    last = len(printed.pages) - 1
    assert last > 2
    top = layout_of(queue).page_rect(last).top()
    queue.set_viewport(at(top))
    qtbot.wait_until(lambda: last in queue.tiles)

    assert 0 not in queue.tiles
    assert queue.tiles[last].covers(
        layout_of(queue).scale, layout_of(queue).device_area(last, at(top).visible)
    )


def test_no_margin_is_drawn_of_a_document_that_was_cleared(
    qtbot: QtBot, queue: RenderQueue, tasks: TaskRunner, printed: Printed
) -> None:
    show(qtbot, queue, printed)
    qtbot.wait_until(lambda: not tasks.is_busy)
    queue.set_viewport(at(0))  # its margin is drawn after a pause
    queue.clear()
    qtbot.wait(2 * PAUSE)  # an error in the background would fail the test

    assert queue.document is None


def test_nothing_is_left_of_a_document_that_was_cleared(
    qtbot: QtBot, queue: RenderQueue, tasks: TaskRunner, printed: Printed
) -> None:
    queue.submit(lambda: printed)
    queue.clear()
    qtbot.wait_until(lambda: not tasks.is_busy)

    assert queue.document is None
    show(qtbot, queue, printed)
