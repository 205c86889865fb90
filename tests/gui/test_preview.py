from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import product
from threading import Event

import pytest
import shiboken6
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from gonghui_desktop.errors import InputError
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.printing.sheet import Box, Printed, Sheet
from gonghui_desktop.ui.background.tasks import TaskRunner
from gonghui_desktop.ui.page_view.layout import LOGICAL_DPI, MARGIN
from gonghui_desktop.ui.page_view.page_preview import PagePreview
from gonghui_desktop.ui.theme.palette import DARK, LIGHT
from gonghui_desktop.ui.theme.theme import Appearance, Theme

SHORT = {"unit_name": "大连示例重工有限公司", "goals": "建家。", "measures": "建会。"}
LONG = SHORT | {"measures": "围绕生产经营开展劳动竞赛。" * 250}
WHITE = QColor("white")

MakePage = Callable[..., Printed]


@pytest.fixture
def form(campaign: Campaign, request: pytest.FixtureRequest) -> FormDefinition:
    """A form; its seals are of the size that a test wants."""
    return replace(campaign.form("annex1"), seal_size=getattr(request, "param", 42))


@pytest.fixture
def make(printer: FormPrinter, form: FormDefinition) -> MakePage:
    """Makes the page of the form with these values."""

    def make_page(values: Mapping[str, str] = SHORT) -> Printed:
        return printer.render([Sheet(form, values)])

    return make_page


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[TaskRunner]:
    tasks = TaskRunner()
    yield tasks
    assert tasks.wait_for_done(10_000)
    shiboken6.delete(tasks)  # as with a window, which owns it in the program


@pytest.fixture
def preview(qtbot: QtBot, tasks: TaskRunner, theme: Theme) -> PagePreview:
    preview = PagePreview(tasks, theme)
    qtbot.add_widget(preview)
    preview.resize(700, 600)
    preview.show()
    qtbot.wait_exposed(preview)
    return preview


@pytest.fixture
def show(qtbot: QtBot, preview: PagePreview, tasks: TaskRunner) -> Callable[[Printed], None]:
    """Shows a page and waits for its pixels."""

    def show_page(printed: Printed) -> None:
        with qtbot.wait_signal(preview.page_drawn, timeout=10_000):
            preview.show_page(lambda: printed)
        settle(qtbot, tasks)

    return show_page


def settle(qtbot: QtBot, tasks: TaskRunner) -> None:
    """Waits until all that is seen has been drawn."""
    QApplication.processEvents()
    qtbot.wait_until(lambda: not tasks.is_busy, timeout=10_000)


def picture(preview: PagePreview) -> QImage:
    return preview.viewport().grab().toImage()


def pixels_per_mm(preview: PagePreview) -> float:
    return preview.zoom * LOGICAL_DPI / 25.4


def spot(preview: PagePreview, x: float, y: float) -> QPoint:
    """Where a place on the first page, in mm, is in the viewport."""
    unit = pixels_per_mm(preview)
    left = max(round((preview.viewport().width() - 210 * unit) / 2), MARGIN)
    return QPoint(
        round(left + x * unit) - preview.horizontalScrollBar().value(),
        round(MARGIN + y * unit) - preview.verticalScrollBar().value(),
    )


def middle(preview: PagePreview, box: Box) -> QPoint:
    return spot(preview, box.left + box.width / 2, box.top + box.height / 2)


def ink(image: QImage, area: Box, preview: PagePreview) -> int:
    """How many dark pixels a cell of the page has, its frame left out."""
    first = spot(preview, area.left + 1, area.top + 1)
    last = spot(preview, area.left + area.width - 1, area.top + area.height - 1)
    places = product(range(first.x(), last.x()), range(first.y(), last.y()))
    return sum(image.pixelColor(x, y).value() < 100 for x, y in places if image.valid(x, y))


def words(preview: PagePreview) -> str:
    """What is said over the canvas."""
    labels = preview.viewport().findChildren(QLabel)
    return "".join(label.text() for label in labels if label.isVisible())


def test_page_is_white_paper_with_the_values_on_a_grey_canvas(
    preview: PagePreview, make: MakePage, show: Callable[[Printed], None]
) -> None:
    printed = make()
    show(printed)
    image = picture(preview)
    assert image.pixelColor(spot(preview, 5, 5)) == WHITE
    assert image.pixelColor(4, 300) == QColor(LIGHT.canvas)
    assert ink(image, printed.pages[0].fields["unit_name"], preview) > 50
    assert ink(image, printed.pages[0].fields["chairperson"], preview) == 0
    assert words(preview) == ""


def test_paper_stays_white_in_the_dark(
    preview: PagePreview, make: MakePage, show: Callable[[Printed], None], theme: Theme
) -> None:
    theme.apply(Appearance.DARK)
    try:
        show(make())
        image = picture(preview)
        assert image.pixelColor(spot(preview, 5, 5)) == WHITE
        assert image.pixelColor(4, 300) == QColor(DARK.canvas)
    finally:
        theme.apply(Appearance.LIGHT)


def test_without_a_record_it_says_what_to_do(
    preview: PagePreview, make: MakePage, show: Callable[[Printed], None]
) -> None:
    assert "新建" in words(preview)
    show(make())
    preview.clear()
    assert "新建" in words(preview)
    assert preview.printed is None
    image = picture(preview)
    assert not any(image.pixelColor(x, 20) == WHITE for x in range(image.width()))


def test_old_page_stays_until_the_new_one_is_there(
    qtbot: QtBot, preview: PagePreview, make: MakePage, show: Callable[[Printed], None]
) -> None:
    show(make())
    before = picture(preview)
    preview.show_page(lambda: make(SHORT | {"goals": "新的目标"}))
    assert picture(preview) == before
    with qtbot.wait_signal(preview.page_drawn):
        pass
    assert picture(preview) != before


def test_failure_is_told_over_the_old_page(
    qtbot: QtBot,
    preview: PagePreview,
    make: MakePage,
    show: Callable[[Printed], None],
    tasks: TaskRunner,
) -> None:
    def fail() -> Printed:
        raise InputError("字库文件不见了，请重新安装。")

    show(make())
    preview.show_page(fail)
    settle(qtbot, tasks)
    qtbot.wait_until(lambda: "重新安装" in words(preview))
    assert picture(preview).pixelColor(spot(preview, 5, 100)) == WHITE
    show(make())
    assert words(preview) == ""


def test_bug_in_one_page_does_not_stop_the_next(
    qtbot: QtBot, preview: PagePreview, make: MakePage, show: Callable[[Printed], None]
) -> None:
    def fail() -> Printed:
        raise ZeroDivisionError

    with qtbot.capture_exceptions() as caught:
        preview.show_page(fail)
        qtbot.wait_until(lambda: bool(caught))
    show(make())
    assert len(caught) == 1


def test_slow_page_is_said_to_be_on_its_way(
    qtbot: QtBot, preview: PagePreview, make: MakePage, show: Callable[[Printed], None]
) -> None:
    show(make())
    may_go_on = Event()

    def slow() -> Printed:
        assert may_go_on.wait(10)
        return make(LONG)

    preview.show_page(slow)
    qtbot.wait_until(lambda: "正在更新" in words(preview))
    may_go_on.set()
    qtbot.wait_until(lambda: words(preview) == "")


def test_clicked_cell_is_told(
    qtbot: QtBot, preview: PagePreview, make: MakePage, show: Callable[[Printed], None]
) -> None:
    printed = make()
    show(printed)
    boxes = printed.pages[0].fields
    with qtbot.wait_signal(preview.field_clicked) as clicked:
        left = Qt.MouseButton.LeftButton
        QTest.mouseClick(preview.viewport(), left, pos=middle(preview, boxes["address"]))
    assert clicked.args == ["address"]
    with qtbot.assert_not_emitted(preview.field_clicked):
        QTest.mouseClick(preview.viewport(), left, pos=spot(preview, 3, 3))


def test_cell_of_the_field_in_focus_is_framed(
    preview: PagePreview, make: MakePage, show: Callable[[Printed], None]
) -> None:
    printed = make()
    show(printed)
    box = printed.pages[0].fields["chairperson"]
    place = middle(preview, box)
    assert picture(preview).pixelColor(place) == WHITE
    preview.set_focused_field("chairperson")
    framed = picture(preview).pixelColor(place)
    assert framed != WHITE
    assert framed.blue() > framed.red()  # a breath of the focus ring
    preview.set_focused_field(None)
    assert picture(preview).pixelColor(place) == WHITE


def test_field_in_focus_comes_into_view(
    preview: PagePreview, make: MakePage, show: Callable[[Printed], None]
) -> None:
    printed = make()
    show(printed)
    bar = preview.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert middle(preview, printed.pages[0].fields["unit_name"]).y() < 0
    preview.set_focused_field("unit_name")
    assert 0 <= middle(preview, printed.pages[0].fields["unit_name"]).y() < 600
    value = bar.value()
    preview.set_focused_field("chairperson")  # beside it: nothing moves
    assert bar.value() == value


def test_typing_moves_nothing(
    preview: PagePreview, make: MakePage, show: Callable[[Printed], None]
) -> None:
    show(make())
    preview.verticalScrollBar().setValue(150)
    zoom = preview.zoom
    show(make(SHORT | {"goals": "多写一些。" * 20}))
    assert (preview.verticalScrollBar().value(), preview.zoom) == (150, zoom)


@pytest.mark.parametrize(
    ("form", "seal", "diameter"),
    [(42, "county_federation", 42), (30, "county_federation", 30), (42, "confirmation", 46)],
    indirect=["form"],
)
def test_seals_are_of_true_size(
    qtbot: QtBot,
    preview: PagePreview,
    make: MakePage,
    show: Callable[[Printed], None],
    tasks: TaskRunner,
    seal: str,
    diameter: float,
) -> None:
    printed = make()
    show(printed)
    preview.set_zoom(1.0)
    bar = preview.verticalScrollBar()
    bar.setValue(bar.maximum())
    settle(qtbot, tasks)
    before = picture(preview)
    preview.set_seals_shown(True)
    after = picture(preview)
    row = middle(preview, printed.pages[0].seals[seal]).y()
    box = printed.pages[0].seals[seal]
    first, last = spot(preview, box.left, 0).x(), spot(preview, box.left + box.width, 0).x()
    changed = [x for x in range(first, last) if after.pixel(x, row) != before.pixel(x, row)]
    width = (changed[-1] - changed[0] + 1) / pixels_per_mm(preview)
    assert width == pytest.approx(diameter, abs=0.6)
    preview.set_seals_shown(False)
    assert picture(preview) == before


def test_long_form_has_pages_to_scroll_through(
    qtbot: QtBot,
    preview: PagePreview,
    make: MakePage,
    show: Callable[[Printed], None],
    tasks: TaskRunner,
) -> None:
    printed = make(LONG)
    count = len(printed.pages)
    assert count > 1
    seen: list[tuple[int, int]] = []
    preview.page_changed.connect(lambda page, pages: seen.append((page, pages)))
    show(printed)
    bar = preview.verticalScrollBar()
    bar.setValue(bar.maximum())
    settle(qtbot, tasks)
    assert (seen[0], seen[-1]) == ((1, count), (count, count))
    assert preview.accessibleDescription() == f"第 {count} 页，共 {count} 页"
    image = picture(preview)
    places = product(range(100, 600, 3), range(100, 500))
    assert sum(image.pixelColor(x, y).value() < 100 for x, y in places) > 100  # it is drawn


def test_page_fits_the_width_until_a_zoom_is_chosen(
    qtbot: QtBot, preview: PagePreview, make: MakePage, show: Callable[[Printed], None]
) -> None:
    show(make())
    narrow = preview.zoom
    preview.resize(900, 600)
    assert preview.zoom > narrow
    with qtbot.wait_signal(preview.zoom_changed) as changed:
        preview.set_zoom(1.0)
    assert changed.args == [1.0]
    preview.resize(700, 600)
    assert preview.zoom == 1.0
    preview.zoom_in()
    assert preview.zoom > 1.0
    preview.fit_width()
    assert preview.zoom == pytest.approx(narrow)


def test_wheel_zooms_at_the_pointer_and_scrolls_without_ctrl(
    preview: PagePreview, make: MakePage, show: Callable[[Printed], None]
) -> None:
    printed = make()
    show(printed)
    place = middle(preview, printed.pages[0].fields["measures"])
    position = QPointF(min(place.x(), 500), min(place.y(), 400))
    on_paper = (position.y() - spot(preview, 0, 0).y()) / pixels_per_mm(preview)

    def turn(modifier: Qt.KeyboardModifier) -> None:
        event = QWheelEvent(
            position,
            QPointF(preview.viewport().mapToGlobal(position.toPoint())),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            modifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(preview.viewport(), event)

    zoom = preview.zoom
    turn(Qt.KeyboardModifier.ControlModifier)
    assert preview.zoom > zoom
    now = (position.y() - spot(preview, 0, 0).y()) / pixels_per_mm(preview)
    assert now == pytest.approx(on_paper, abs=1)
    zoom, value = preview.zoom, preview.verticalScrollBar().value()
    turn(Qt.KeyboardModifier.NoModifier)
    assert preview.zoom == zoom
    assert preview.verticalScrollBar().value() < value


def test_closing_while_a_page_is_being_made_does_no_harm(
    qtbot: QtBot, tasks: TaskRunner, theme: Theme, make: MakePage
) -> None:
    preview = PagePreview(tasks, theme)
    preview.show_page(make)
    with qtbot.wait_signal(preview.destroyed):
        preview.deleteLater()
    settle(qtbot, tasks)


def test_screen_reader_knows_what_it_is(preview: PagePreview) -> None:
    assert preview.accessibleName() == "打印页面预览"
    assert preview.focusPolicy() is Qt.FocusPolicy.StrongFocus
