"""收件 in the window: its place, what is received there, what is returned and accepted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QAction, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLineEdit,
    QListWidget,
    QPushButton,
    QRadioButton,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from gonghui_desktop.exchange.package.reply import write_reply
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.record import Profile
from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts, ScriptedWaiting
from gonghui_desktop.services import records, reporter
from gonghui_desktop.services.imports import importing
from gonghui_desktop.services.receiving.arrivals import found_packages
from gonghui_desktop.services.receiving.arrivals.receive import receive
from gonghui_desktop.services.receiving.received import received_submissions
from gonghui_desktop.services.replies import returned_marks
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.widgets.banner import Banner
from gonghui_desktop.ui.window.connect_commands import fill_window
from gonghui_desktop.ui.window.first_start_commands import ask_at_first_start
from gonghui_desktop.ui.window.main_window import MainWindow
from gonghui_desktop.ui.window.window_contents import WindowContents
from tests.gui.clerk import OpenWindow, contents_of, dialog_of, input_of, part, trigger
from tests.made_replies import reason, returned
from tests.sending_offices import Made, SendingOffices

_OTHER = Profile("district", "西岗区总工会")
_UNIT = Profile("unit", "大连示例重工有限公司", receiver="中山区总工会")
_CITY = Profile("city", "大连市总工会")
_DISTRICT = Profile("district", "中山区总工会")


@pytest.fixture(scope="module")
def offices(campaign: Campaign) -> SendingOffices:
    return SendingOffices(campaign)


@pytest.fixture
def city(ws: Workspace, open_window: OpenWindow) -> MainWindow:
    """The window of the city's office."""
    reporter.set_reporter(ws, _CITY)
    return open_window()


def _laid(folder: Path, packages: Mapping[str, Made]) -> list[Path]:
    """The packages as files."""
    folder.mkdir(exist_ok=True)
    for name, made in packages.items():
        (folder / name).write_bytes(made.data)
    return [folder / name for name in packages]


def _message(window: MainWindow) -> Banner:
    return contents_of(window).notifications.banner


def _lines(dialog: QDialog) -> list[str]:
    view = part(dialog, QListWidget, "")
    return [view.item(row).text() for row in range(view.count())]


def _drop(window: MainWindow, *paths: Path) -> None:
    """Drops files as a file manager does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    middle, left = QPointF(window.rect().center()), Qt.MouseButton.LeftButton
    event = QDropEvent(middle, Qt.DropAction.CopyAction, data, left, Qt.KeyboardModifier.NoModifier)
    window.dropEvent(event)


def _captions(contents: WindowContents) -> list[str]:
    tabs = contents.tabs
    shown = (place for place in range(tabs.count()) if tabs.isTabVisible(place))
    return [tabs.tabText(place).split("（")[0].split("  ")[0] for place in shown]


def _page(window: MainWindow) -> QWidget | None:
    return window.findChild(QWidget, "receiving_page")


def _action(window: MainWindow, name: str) -> QAction:
    action = window.findChild(QAction, f"action_{name}")
    assert isinstance(action, QAction)
    return action


def test_the_city_sees_what_it_receives_and_no_form(ws: Workspace, open_window: OpenWindow) -> None:
    reporter.set_reporter(ws, _CITY)
    window = open_window()
    page = _page(window)
    assert page is not None
    assert page.isVisible()
    assert _captions(contents_of(window)) == ["收件"]
    assert not any(_action(window, name).isEnabled() for name in ("new", "print", "finish"))
    (receive,) = (each for each in window.tool_bar.findChildren(QPushButton) if each.isVisible())
    assert receive.text().strip() == "接收报送包"


def test_forms_that_hold_records_stand_behind_what_the_city_receives(
    ws: Workspace, open_window: OpenWindow
) -> None:
    records.create(ws, "annex2")
    reporter.set_reporter(ws, _CITY)
    window = open_window()
    assert _captions(contents_of(window)) == ["收件", "附件2 行业"]
    assert contents_of(window).receiving.is_current


@pytest.mark.parametrize("kind", ["unit", "nonresident_industry"])
def test_the_place_comes_and_goes_with_the_kind_of_the_office(
    qtbot: QtBot, ws: Workspace, open_window: OpenWindow, kind: str
) -> None:
    reporter.set_reporter(ws, _DISTRICT)
    window = open_window()
    contents = contents_of(window)
    assert _captions(contents)[-1] == "收件"
    assert _page(window) is None  # made once somebody looks
    trigger(window, "receiving")
    assert _page(window) is not None
    assert not _action(window, "new").isEnabled()
    trigger(window, "form_annex1")
    assert _action(window, "new").isEnabled()

    reporter.set_reporter(ws, Profile(kind, "示例单位"))
    contents.refresh_progress()
    qtbot.wait_until(lambda: "收件" not in _captions(contents))
    reporter.set_reporter(ws, _CITY)
    contents.refresh_progress()
    qtbot.wait_until(lambda: _captions(contents) == ["收件"])
    page = _page(window)
    assert page is not None
    assert page.isVisible()


def test_whoever_looked_at_what_came_finds_it_again(ws: Workspace, open_window: OpenWindow) -> None:
    reporter.set_reporter(ws, _DISTRICT)
    window = open_window()
    trigger(window, "receiving")
    window.close()
    again = open_window()
    assert contents_of(again).receiving.is_current
    assert _page(again) is not None


def test_at_the_first_start_the_city_says_who_it_is_with_two_keys(
    qtbot: QtBot, window: MainWindow, contents: WindowContents, ws: Workspace
) -> None:
    ask_at_first_start(contents)
    city = window.findChild(QRadioButton, "first_start.city")
    accept = window.findChild(QPushButton, "first_start.accept")
    assert city is not None
    assert accept is not None
    QTest.keyClick(city, Qt.Key.Key_Space)
    assert input_of(window, "first_start.name").property("text") == "大连市总工会"
    assert accept.text() == "开始接收"
    accept.click()

    qtbot.wait_until(lambda: _captions(contents) == ["收件"])
    assert reporter.current_reporter(ws) == _CITY
    assert records.records(ws) == []  # no empty form of its own


def test_a_single_good_package_is_received_and_told_of_in_a_message(
    qtbot: QtBot,
    city: MainWindow,
    ws: Workspace,
    offices: SendingOffices,
    prompts: ScriptedPrompts,
    tmp_path: Path,
) -> None:
    made = offices.package(_DISTRICT, [offices.record("annex1", "大连甲机床厂")])
    prompts.answers.append(_laid(tmp_path / "in", {"中山.zip": made}))
    trigger(city, "receive")
    qtbot.wait_until(lambda: "已收下“中山区总工会”" in _message(city).text)
    (look,) = received_submissions(ws)
    assert look.submission.package == made.package
    assert records.records(ws) == []  # it is none of the city's own

    _message(city).button.click()
    opened = contents_of(city).receiving.page
    assert opened is not None
    assert opened.submission is not None
    assert opened.submission.isVisible()


def test_a_stick_is_dropped_and_each_file_has_its_line_refused_ones_first(
    qtbot: QtBot,
    city: MainWindow,
    ws: Workspace,
    offices: SendingOffices,
    tmp_path: Path,
) -> None:
    first = offices.package(_DISTRICT, [offices.record("annex1", "大连甲机床厂")])
    stick = tmp_path / "U盘"
    _laid(
        stick,
        {
            "0 已收.zip": first,
            "1 中山.zip": first,
            "2 西岗.zip": offices.package(_OTHER, [offices.record("annex1", "大连乙机床厂")]),
            "3 基层.zip": offices.package(_UNIT, [offices.record("annex1", "大连丙机床厂")]),
        },
    )
    (stick / "4 照片.zip").write_bytes(b"PK\x03\x04 no package")
    _drop(city, stick)
    dialog = dialog_of(qtbot, city, "receive_results")
    lines = _lines(dialog)
    assert [line.startswith("没有接收　") for line in lines] == [True, True, False, False, False]
    assert "应当报给" in lines[0]
    assert "4 照片.zip" in lines[1]
    assert len(received_submissions(ws)) == 2

    part(dialog, QPushButton, "receive_results.copy").click()
    assert QGuiApplication.clipboard().text().splitlines() == lines
    view = part(dialog, QListWidget, "")
    view.itemActivated.emit(view.item(2))
    page = contents_of(city).receiving.page
    assert page is not None
    qtbot.wait_until(lambda: page.submission is not None and page.submission.isVisible())


def test_at_a_district_a_package_is_received_and_a_form_dropped_with_it_imported(
    qtbot: QtBot,
    ws: Workspace,
    open_window: OpenWindow,
    offices: SendingOffices,
    data_folder: Path,
    tmp_path: Path,
) -> None:
    reporter.set_reporter(ws, _DISTRICT)
    window = open_window()
    unit = offices.package(_UNIT, [offices.record("annex1", _UNIT.name)])
    own = offices.package(_DISTRICT, [offices.record("annex1", "大连丁机床厂")])
    paths = _laid(tmp_path / "in", {"基层.zip": unit, "本单位.zip": own})
    _drop(window, *paths, data_folder / "nonresident_industry.json")
    qtbot.wait_until(lambda: len(records.records(ws)) == 2)
    (look,) = received_submissions(ws)
    assert look.submission.package == unit.package  # received, and not among its own
    assert own.submission.records[0].id in {record.id for record in records.records(ws)}
    qtbot.wait_until(lambda: not contents_of(window).command_context().tasks.is_busy)


def test_an_office_that_receives_nothing_imports_packages_as_before(
    qtbot: QtBot, ws: Workspace, open_window: OpenWindow, offices: SendingOffices, tmp_path: Path
) -> None:
    reporter.set_reporter(ws, _UNIT)
    window = open_window()
    made = offices.package(_UNIT, [offices.record("annex1", _UNIT.name)])
    window.opened_files.add(_laid(tmp_path / "in", {"自己的.zip": made}))  # a double click
    qtbot.wait_until(lambda: len(records.records(ws)) == 1)
    assert not _action(window, "receive").isVisible()


def test_a_folder_with_far_too_many_packages_is_refused_in_words(
    qtbot: QtBot,
    city: MainWindow,
    prompts: ScriptedPrompts,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(found_packages, "MOST_FILES", 3)
    for number in range(4):
        (tmp_path / f"{number}.zip").touch()
    prompts.answers.append(tmp_path)
    trigger(city, "receive_folder")
    qtbot.wait_until(lambda: "一次最多接收 3 个报送包" in _message(city).text)


def test_what_the_office_above_says_is_imported_where_packages_are_received(
    qtbot: QtBot,
    ws: Workspace,
    open_window: OpenWindow,
    offices: SendingOffices,
    tmp_path: Path,
) -> None:
    own = offices.package(_DISTRICT, [offices.record("annex1", "大连丁机床厂")])
    (sent,) = _laid(tmp_path, {"本单位.zip": own})
    reporter.set_reporter(ws, _DISTRICT)
    importing.import_file(ws, sent)
    (record,) = own.submission.records
    stick = tmp_path / "U盘"
    stick.mkdir()
    reply = returned(own.submission, reason(record, "指标不能检查", "goals"))
    (stick / "退回单.zip").write_bytes(write_reply(reply))
    window = open_window()
    _drop(window, stick)
    qtbot.wait_until(lambda: record.id in returned_marks(ws))
    assert received_submissions(ws) == []
    qtbot.wait_until(lambda: not window.tasks.is_busy)
    for dialog in window.findChildren(QDialog):
        dialog.close()


def test_another_campaign_s_window_has_the_place_again(
    qtbot: QtBot, city: MainWindow, ws: Workspace
) -> None:
    first = contents_of(city)
    again = fill_window(city, ws)
    qtbot.wait_until(lambda: not isValid(first))
    assert _captions(again) == ["收件"]
    assert not _action(city, "new").isEnabled()
    assert again.receiving.page is not None


def test_the_search_finds_offices_also_while_a_submission_is_open_and_f6_goes_around(
    qtbot: QtBot,
    city: MainWindow,
    ws: Workspace,
    offices: SendingOffices,
    tmp_path: Path,
) -> None:
    made = {
        f"{sender.name}.zip": offices.package(sender, [offices.record("annex1", name)])
        for sender, name in ((_DISTRICT, "大连甲机床厂"), (_OTHER, "大连乙机床厂"))
    }
    kept = receive(ws, _laid(tmp_path / "in", made))[0].submission
    assert kept is not None
    page = contents_of(city).receiving.page
    assert page is not None
    page.reload()
    page.open_submission(kept.number)
    assert not page.offices.isVisible()
    assert len(_stops_by_f6(city)) >= 3

    search = part(city, QLineEdit, "search")
    trigger(city, "find")
    search.setText("西岗")
    QTest.keyClick(search, Qt.Key.Key_Return)
    qtbot.wait_until(lambda: page.offices.model.rowCount() == 1)
    assert page.offices.isVisible()
    assert page.offices.table.hasFocus()
    trigger(city, "find")
    QTest.keyClick(search, Qt.Key.Key_Escape)
    qtbot.wait_until(lambda: page.offices.model.rowCount() == 2)
    assert page.offices.table.hasFocus()


def _stops_by_f6(window: MainWindow) -> list[QWidget]:
    """Where the key that goes from pane to pane comes by, until it is where it was first."""
    stops: list[QWidget] = []
    while True:
        trigger(window, "next_pane")
        focused = QApplication.focusWidget()
        assert focused is not None
        if focused in stops:
            return stops
        stops.append(focused)


def test_receiving_is_cancelled_and_what_is_left_is_told(
    qtbot: QtBot,
    city: MainWindow,
    ws: Workspace,
    offices: SendingOffices,
    prompts: ScriptedPrompts,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    senders = [Profile("district", f"{name}区总工会") for name in ("甲", "乙", "丙", "丁")]
    made = {
        f"{sender.name}.zip": offices.package(sender, [offices.record("annex1", sender.name)])
        for sender in senders
    }

    def wait(_title: str, cancel: Callable[[], None] | None) -> ScriptedWaiting:
        assert cancel is not None
        QTimer.singleShot(0, city, cancel)
        return ScriptedWaiting()

    monkeypatch.setattr(prompts, "wait", wait)
    _drop(city, *_laid(tmp_path / "in", made))

    def told() -> str:
        dialogs = city.findChildren(QDialog, "receive_results")
        return " ".join([_message(city).text, *(line for each in dialogs for line in _lines(each))])

    qtbot.wait_until(lambda: "已取消，" in told())
    assert len(received_submissions(ws)) < len(made)
    for dialog in city.findChildren(QDialog, "receive_results"):
        dialog.close()
