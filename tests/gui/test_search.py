"""What a clerk sees when the search leaves out the record that she is in, or leaves none."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gonghui_desktop.services import records
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.window.form_page import FormPage
from gonghui_desktop.ui.window.main_window import MainWindow
from gonghui_desktop.ui.window.window_contents import WindowContents
from tests.gui.clerk import TypeChinese, add_filled, contents_of, focus, input_of, trigger

OPEN = "大连甲厂"


@pytest.fixture
def page(ws: Workspace, window: MainWindow) -> FormPage:
    """附件1 with two records; the first one is open."""
    add_filled(ws, unit_name=OPEN)
    add_filled(ws, unit_name="大连乙厂")
    contents_of(window).tabs.reload()
    return contents_of(window).tabs.current_page


def _search(qtbot: QtBot, window: MainWindow, text: str) -> None:
    window.tool_bar.search.setText(text)
    qtbot.wait_until(lambda: contents_of(window).tabs.current_page.model.is_filtered is bool(text))


def _words(page: FormPage) -> str:
    """What stands in and under the list, beside the records."""
    labels = page.list.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisible())


def test_a_search_without_a_hit_says_so_and_what_is_open(
    qtbot: QtBot, window: MainWindow, page: FormPage
) -> None:
    assert _words(page) == ""
    _search(qtbot, window, "丙")
    assert "没有名称含“丙”的申报表" in _words(page)
    assert f"“{OPEN}”" in _words(page)


def test_a_search_that_leaves_out_the_open_record_says_so(
    qtbot: QtBot, window: MainWindow, page: FormPage
) -> None:
    _search(qtbot, window, "乙")
    assert page.model.rowCount() == 1
    assert f"“{OPEN}”" in _words(page)
    page.open_by_id(page.list.view.model().index(0, 0).data(Qt.ItemDataRole.UserRole).id)
    assert _words(page) == ""


def test_a_search_that_leaves_the_open_record_says_nothing(
    qtbot: QtBot, window: MainWindow, page: FormPage
) -> None:
    _search(qtbot, window, "甲")
    assert _words(page) == ""


def test_dropping_the_search_shows_the_open_record_in_its_list(
    qtbot: QtBot, window: MainWindow, page: FormPage
) -> None:
    _search(qtbot, window, "丙")
    (drop,) = (each for each in page.list.findChildren(QPushButton) if each.isVisible())
    assert drop.text() == "清除查找"
    QTest.mouseClick(drop, Qt.MouseButton.LeftButton)
    assert window.tool_bar.search.text() == ""
    assert page.list.view.isVisible()
    assert page.list.current is not None
    assert page.list.current.value("unit_name") == OPEN
    assert _words(page) == ""


def test_what_is_typed_while_nothing_is_found_is_stored_and_its_name_told(
    qtbot: QtBot, window: MainWindow, ws: Workspace, page: FormPage, type_chinese: TypeChinese
) -> None:
    _search(qtbot, window, "丙")
    name = input_of(window, "annex1.unit_name")
    focus(qtbot, name)
    QTest.keyClick(name, Qt.Key.Key_End)
    type_chinese(name, "二部")
    trigger(window, "save")
    names = [record.value("unit_name") for record in records.records(ws, "annex1")]
    assert names == [f"{OPEN}二部", "大连乙厂"]
    assert f"“{OPEN}二部”" in _words(page)


def test_a_list_without_records_is_not_blamed_on_the_search(
    qtbot: QtBot, window: MainWindow, contents: WindowContents, page: FormPage
) -> None:
    _search(qtbot, window, "丙")
    empty = contents.tabs.pages["annex2"]
    contents.tabs.show_page(empty)
    assert _words(empty) == "还没有申报表"


def test_words_from_files_and_keys_are_no_markup_and_not_endless(
    qtbot: QtBot, window: MainWindow, ws: Workspace, page: FormPage
) -> None:
    assert page.record is not None
    records.change(ws, page.record.id, {"unit_name": "<b>甲</b>" + "厂" * 300})
    page.reload()
    _search(qtbot, window, "<i>丙</i>" + "丙" * 300)
    assert "<i>丙</i>" in _words(page)
    assert len(_words(page)) < 200
    formats = {label.textFormat() for label in page.list.findChildren(QLabel)}
    assert formats == {Qt.TextFormat.PlainText}


def test_a_finding_of_a_record_that_the_search_hides_is_gone_to(
    qtbot: QtBot, window: MainWindow, contents: WindowContents, page: FormPage
) -> None:
    hidden = page.model.record_at(1)
    assert hidden is not None
    _search(qtbot, window, "甲")

    contents.tabs.go_to(hidden.id, "employees")

    assert page.record == hidden
    assert window.tool_bar.search.text() == ""
    assert page.model.rowCount() == 2


def test_a_deleted_record_comes_back_to_sight_though_the_search_would_hide_it(
    qtbot: QtBot, window: MainWindow, contents: WindowContents, page: FormPage
) -> None:
    trigger(window, "delete")
    _search(qtbot, window, "乙")

    contents.notifications.banner.button.click()

    assert page.record is not None
    assert page.record.value("unit_name") == OPEN
    assert page.model.rowCount() == 2
