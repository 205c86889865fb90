"""Keyboard, eyes and screen reader: every widget of the window is walked, none is listed here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollBar, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from gonghui_desktop.services import records
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.theme.theme import Appearance, Theme
from gonghui_desktop.ui.widgets.accessibility import install_roles
from gonghui_desktop.ui.window.main_window import MainWindow
from tests.contrast import contrast
from tests.gui.clerk import FILLED, OpenWindow, add_filled, contents_of, focus, input_of, trigger

SILENT_ROLES = (QAccessible.Role.Client, QAccessible.Role.NoRole)


@pytest.fixture(scope="module", autouse=True)
def _roles() -> None:
    install_roles()


@pytest.fixture
def filled(ws: Workspace, open_window: OpenWindow) -> MainWindow:
    """A window with a record that has a 强制 and a 核实 finding."""
    add_filled(ws, contact="无", unit_name="")
    return open_window()


def stops(window: QWidget) -> list[QWidget]:
    """Every widget that the Tab key can reach, in no order."""
    return [
        each
        for each in window.findChildren(QWidget)
        if each.isVisible()
        and each.isEnabled()
        and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and each.focusProxy() is None
        and not isinstance(each, QScrollBar)
    ]


def spoken(widget: QWidget, kind: QAccessible.Text) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(kind)


def test_every_stop_says_what_it_is(filled: MainWindow) -> None:
    silent = []
    for widget in stops(filled):
        interface = QAccessible.queryAccessibleInterface(widget)
        name = interface.text(QAccessible.Text.Name)
        if not name.strip() or "&" in name or "(" in name or interface.role() in SILENT_ROLES:
            silent.append((type(widget).__name__, widget.objectName(), name, interface.role()))
    assert not silent


def test_mandatory_inputs_say_so_and_tell_their_findings(qtbot: QtBot, filled: MainWindow) -> None:
    page = contents_of(filled).tabs.current_page
    trigger(filled, "finish")
    qtbot.wait_until(lambda: bool(page.panel.editor.row("unit_name").findings))
    for field in page.form.fields:
        row = page.panel.editor.row(field.id)
        told = spoken(row.input.widget(), QAccessible.Text.Description)
        assert told.startswith("必填") == field.mandatory
        for finding in row.findings:
            assert finding.message in told


def test_the_page_can_be_read_out(qtbot: QtBot, filled: MainWindow) -> None:
    preview = contents_of(filled).tabs.current_page.preview
    qtbot.wait_until(lambda: preview.printed is not None)
    interface = QAccessible.queryAccessibleInterface(preview)
    assert interface.role() is QAccessible.Role.Document
    assert FILLED["address"].replace(" ", "") in interface.text(QAccessible.Text.Value).replace(
        " ", ""
    ).replace("\r\n", "")


def _walk(backwards: bool = False) -> Iterator[QWidget]:
    """The stops in the order of the Tab key, from the present one on, once around."""
    first = QApplication.focusWidget()
    assert first is not None
    widget = first
    for _ in range(200):
        yield widget
        key = Qt.Key.Key_Backtab if backwards else Qt.Key.Key_Tab
        QTest.keyClick(widget, key)
        found = QApplication.focusWidget()
        assert found is not None
        widget = found
        if widget is first:
            return
    raise AssertionError("the Tab key never comes back")


def _place(window: QWidget, widget: QWidget) -> QPoint:
    return widget.mapTo(window, QPoint(0, 0))


def _name(widget: QWidget) -> str:
    return widget.objectName() or type(widget).__name__


@pytest.mark.parametrize("size", [(1366, 728), (1024, 660)])
def test_the_tab_key_goes_once_around_and_back(
    qtbot: QtBot, ws: Workspace, open_window: OpenWindow, size: tuple[int, int]
) -> None:
    add_filled(ws, contact="无", unit_name="")
    window = open_window()
    window.resize(*size)
    focus(qtbot, input_of(window, "annex1.unit_name"))
    there, back = list(_walk()), list(_walk(backwards=True))
    assert len(there) == len(set(map(id, there)))
    assert [_name(each) for each in back] == [
        _name(each) for each in (there[0], *reversed(there[1:]))
    ]
    assert set(map(id, there)) == set(map(id, stops(window)))


def test_the_stop_is_wholly_in_view(qtbot: QtBot, filled: MainWindow) -> None:
    focus(qtbot, input_of(filled, "annex1.unit_name"))
    hidden = []
    for widget in _walk():
        QApplication.processEvents()
        seen = widget.visibleRegion().boundingRect()
        if seen.width() < widget.width() or seen.height() < min(widget.height(), 120):
            hidden.append((_name(widget), seen.size().toTuple(), widget.size().toTuple()))
    assert not hidden


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_the_focus_can_be_seen_at_every_stop(
    qtbot: QtBot, dressed: Theme, filled: MainWindow, appearance: Appearance
) -> None:
    dressed.apply(appearance)
    focus(qtbot, input_of(filled, "annex1.unit_name"))
    unseen = []
    for widget in list(_walk()):
        focus(qtbot, widget)
        QApplication.processEvents()
        inside = widget.grab().toImage()
        widget.clearFocus()
        QApplication.processEvents()
        outside = widget.grab().toImage()
        best = max(
            (
                contrast(inside.pixelColor(x, y).name(), outside.pixelColor(x, y).name())
                for y in (*range(4), inside.height() // 2)
                for x in range(inside.width())
            ),
            default=1,
        )
        if best < 3:
            unseen.append((_name(widget), round(best, 2)))
    assert not unseen


def _best_contrast(first: QImage, second: QImage) -> float:
    """The largest contrast between the same pixel of two pictures."""
    return max(
        contrast(first.pixelColor(x, y).name(), second.pixelColor(x, y).name())
        for y in range(first.height())
        for x in range(first.width())
    )


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_the_focus_can_be_seen_where_nothing_can_be_changed(
    qtbot: QtBot,
    dressed: Theme,
    ws: Workspace,
    open_window: OpenWindow,
    appearance: Appearance,
) -> None:
    dressed.apply(appearance)
    records.make_final(ws, [add_filled(ws).id])
    window = open_window()
    for name in ("unit_name", "unit_nature", "goals"):
        widget = input_of(window, f"annex1.{name}")
        focus(qtbot, widget)
        inside = widget.grab().toImage()
        widget.clearFocus()
        QApplication.processEvents()
        assert (
            _best_contrast(inside.copy(8, 0, 40, 2), widget.grab().toImage().copy(8, 0, 40, 2)) >= 3
        )


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_how_a_form_stands_can_be_read(
    qtbot: QtBot,
    dressed: Theme,
    ws: Workspace,
    open_window: OpenWindow,
    appearance: Appearance,
) -> None:
    """Also where nothing is left to unfold, so that its button is disabled."""
    dressed.apply(appearance)
    add_filled(ws, city="大连", county="中山")
    panel = contents_of(open_window()).tabs.current_page.panel
    summary = panel.findChild(QToolButton, "findings_summary")
    assert isinstance(summary, QToolButton)
    qtbot.wait_until(lambda: "可以定稿" in summary.text())
    qtbot.wait_until(lambda: summary.width() >= summary.sizeHint().width())
    place = QRect(summary.mapTo(panel, QPoint(0, 0)), summary.size())
    words = panel.grab(place.adjusted(24, 0, 0, 0)).toImage()
    ground = words.copy()
    ground.fill(words.pixelColor(words.width() - 1, 0))
    assert _best_contrast(words, ground) >= 4.5


@pytest.fixture
def announced(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """What a screen reader is told: sentence, and whether it interrupts."""
    told: list[tuple[str, bool]] = []
    assertive = QAccessible.AnnouncementPoliteness.Assertive

    def receive(event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            told.append((event.message(), event.politeness() is assertive))

    monkeypatch.setattr(QAccessible, "updateAccessibility", receive)
    return told


def test_a_message_is_announced_once(window: MainWindow, announced: list[tuple[str, bool]]) -> None:
    notifications = contents_of(window).notifications
    notifications.notify("success", "已导出。")
    notifications.fail("磁盘已满，请清理磁盘后再试。")
    assert announced == [("已导出。", False), ("磁盘已满，请清理磁盘后再试。", True)]


@pytest.mark.parametrize("scale", [1, 1.25, 1.5, 2])
@pytest.mark.parametrize("large", [False, True])
def test_nothing_is_cut_off(dressed: Theme, filled: MainWindow, large: bool, scale: float) -> None:
    """At a scale the window has fewer pixels of ours: 1366x768 at 2 has 683x384."""
    dressed.apply(Appearance.LIGHT, large_type=large)
    filled.resize(round(1366 / scale), round(728 / scale))
    QApplication.processEvents()
    assert filled.width() <= round(1366 / scale)
    small = [
        (_name(each), each.size().toTuple())
        for each in stops(filled)
        if min(each.width(), each.height()) < 24
    ]
    assert not small
