"""Blame late: what is typed is judged when its field is left or a moment later, and calmly."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.theme.theme import Appearance, Theme
from gonghui_desktop.ui.widgets.finding_line import FindingLine
from gonghui_desktop.ui.window.main_window import MainWindow
from gonghui_desktop.ui.window.window_contents import WindowContents
from tests.gui.clerk import OpenWindow, add_filled, contents_of, focus, input_of, row_of, trigger

TypeChinese = Callable[[QWidget, str], None]


@pytest.fixture
def filled(window: MainWindow, contents: WindowContents, ws: Workspace) -> MainWindow:
    """A window with a complete record."""
    add_filled(ws, city="大连", county="中山")
    contents.tabs.reload()
    return window


def _places(window: MainWindow) -> dict[str, QPoint]:
    """Where the inputs are on the screen."""
    names = ("city", "contact", "unit_nature", "employees", "goals", "measures")
    return {name: input_of(window, f"annex1.{name}").mapToGlobal(QPoint(0, 0)) for name in names}


def _replace(qtbot: QtBot, window: MainWindow, name: str, text: str) -> QLineEdit:
    line = input_of(window, name)
    assert isinstance(line, QLineEdit)
    focus(qtbot, line)
    line.selectAll()
    QTest.keyClicks(line, text)
    return line


def test_she_is_not_judged_while_she_types_but_a_moment_after(
    qtbot: QtBot, filled: MainWindow, contents: WindowContents
) -> None:
    page = contents.tabs.current_page
    _replace(qtbot, filled, "annex1.contact", "12")
    row = row_of(filled, "annex1.contact")
    qtbot.wait_until(lambda: page.is_settled and "1 核实" in page.panel.strip.summary)
    assert not row.findings
    qtbot.wait_until(lambda: bool(row.findings))  # the caret is still there
    assert row.has_focus


def test_nothing_moves_when_a_message_comes_or_goes(
    qtbot: QtBot, filled: MainWindow, contents: WindowContents
) -> None:
    qtbot.wait_until(lambda: contents.tabs.current_page.is_settled)
    before = _places(filled)
    contact = _replace(qtbot, filled, "annex1.contact", "12")
    focus(qtbot, input_of(filled, "annex1.address"))
    row = row_of(filled, "annex1.contact")
    qtbot.wait_until(lambda: bool(row.findings))
    qtbot.wait_until(row.reason.isVisible)
    qtbot.wait(20)
    assert _places(filled) == before
    _replace(qtbot, filled, "annex1.employees", "many")
    focus(qtbot, contact)
    qtbot.wait_until(lambda: bool(row_of(filled, "annex1.employees").findings))
    contact.selectAll()
    QTest.keyClicks(contact, "84800001")
    qtbot.wait_until(lambda: not row.findings)
    qtbot.wait(20)
    assert _places(filled) == before


class _Shown(QObject):
    """Notes every message that is shown, however shortly."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.count = 0
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if event.type() is QEvent.Type.Show and isinstance(watched, FindingLine):
            self.count += 1
        return False


def test_no_message_flashes_between_two_fields(
    qtbot: QtBot,
    qapp: QApplication,
    filled: MainWindow,
    contents: WindowContents,
    type_chinese: TypeChinese,
) -> None:
    page = contents.tabs.current_page
    shown = _Shown(qapp)
    for digits in ("320", "1,286", "35"):
        employees = _replace(qtbot, filled, "annex1.employees", digits)
        type_chinese(employees, "人")
        focus(qtbot, input_of(filled, "annex1.goals"))
        qtbot.wait_until(lambda: page.is_settled)
        contact = _replace(qtbot, filled, "annex1.contact", "0411-84800001")
        type_chinese(contact, "转")
        focus(qtbot, input_of(filled, "annex1.address"))
        qtbot.wait_until(lambda: page.is_settled)
    qapp.removeEventFilter(shown)
    shown.deleteLater()
    assert shown.count == 0


def test_an_emptied_field_is_not_blamed_while_she_fills(
    qtbot: QtBot, filled: MainWindow, contents: WindowContents
) -> None:
    page = contents.tabs.current_page
    line = _replace(qtbot, filled, "annex1.chairperson", "x")
    QTest.keyClick(line, Qt.Key.Key_Backspace)
    focus(qtbot, input_of(filled, "annex1.address"))
    qtbot.wait_until(lambda: page.is_settled and "1 强制" in page.panel.strip.summary)
    assert not row_of(filled, "annex1.chairperson").findings
    trigger(filled, "finish")
    qtbot.wait_until(lambda: bool(row_of(filled, "annex1.chairperson").findings))


def test_the_reason_is_the_next_stop_after_its_field(
    qtbot: QtBot, filled: MainWindow, contents: WindowContents
) -> None:
    contact = _replace(qtbot, filled, "annex1.contact", "12")
    reason = row_of(filled, "annex1.contact").reason
    qtbot.wait_until(reason.isVisible)
    QTest.keyClick(contact, Qt.Key.Key_Tab)
    qtbot.wait_until(reason.hasFocus)
    QTest.keyClick(reason, Qt.Key.Key_Tab)
    qtbot.wait_until(input_of(filled, "annex1.unit_nature").hasFocus)
    QTest.keyClick(input_of(filled, "annex1.unit_nature"), Qt.Key.Key_Backtab)
    qtbot.wait_until(reason.hasFocus)
    focus(qtbot, contact)
    QTest.keyClick(contact, Qt.Key.Key_Return)
    qtbot.wait_until(reason.hasFocus)
    QTest.keyClick(reason, Qt.Key.Key_Return)
    qtbot.wait_until(input_of(filled, "annex1.unit_nature").hasFocus)


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("size", [QSize(1366, 728), QSize(1024, 660)])
def test_no_message_pushes_the_fields_below_in_an_offices_window(
    qtbot: QtBot,
    dressed: Theme,
    ws: Workspace,
    open_window: OpenWindow,
    size: QSize,
    large: bool,
) -> None:
    dressed.apply(Appearance.LIGHT, large_type=large)
    add_filled(ws, city="大连", county="中山")
    window = open_window(size=size)
    page = contents_of(window).tabs.current_page
    qtbot.wait_until(lambda: page.is_settled)
    rows = [row_of(window, f"annex1.{each}") for each in ("contact", "employees", "goals")]
    qtbot.wait(20)  # a narrow work area gives all width to one pane a moment after it is shown
    before = [row.y() for row in rows]
    _replace(qtbot, window, "annex1.contact", "12")
    _replace(qtbot, window, "annex1.employees", "12000000")
    focus(qtbot, input_of(window, "annex1.address"))
    qtbot.wait_until(lambda: bool(rows[0].findings) and bool(rows[1].findings))
    qtbot.wait(20)
    assert [row.y() for row in rows] == before


def test_what_the_notice_says_stands_under_its_input_and_a_finding_moves_nothing_below(
    qtbot: QtBot, window: MainWindow, contents: WindowContents
) -> None:
    trigger(window, "new")
    row, below = row_of(window, "annex1.unit_name"), row_of(window, "annex1.chairperson")
    assert row.guide is not None
    field = row.input.widget()
    focus(qtbot, field)
    row.guide.unfold()
    qtbot.wait_until(row.guide.words.isVisible)
    QApplication.processEvents()
    assert row.guide.words.y() - field.geometry().bottom() < 8
    place = below.y()

    contents.tabs.current_page.show_all_findings("unit_name")
    qtbot.wait_until(lambda: bool(row.findings))
    QApplication.processEvents()
    assert row.guide.words.isVisible()
    assert below.y() == place
