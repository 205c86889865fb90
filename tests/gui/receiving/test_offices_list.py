"""应报单位名单 in the real window: lists come in, an unsure kind is asked, the list is frozen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.services.receiving import offices as expected
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.commands.list_intake_dialog import ListIntakeDialog
from gonghui_desktop.ui.commands.listed_window import ListedWindow
from gonghui_desktop.ui.window.main_window import MainWindow
from tests.gui.clerk import OpenWindow, contents_of, dialog_of, part, trigger
from tests.sending_offices import Made


def _list_window(qtbot: QtBot, window: MainWindow) -> ListedWindow:
    dialog = dialog_of(qtbot, window, "offices_window")
    assert isinstance(dialog, ListedWindow)
    return dialog


def _intake(qtbot: QtBot, window: MainWindow) -> ListIntakeDialog:
    dialog = dialog_of(qtbot, window, "offices_add_dialog")
    assert isinstance(dialog, ListIntakeDialog)
    return dialog


def _listed(ws: Workspace) -> list[tuple[str, str]]:
    return [(each.name, each.kind) for each in expected.expected_offices(ws)]


def test_an_empty_table_leads_to_the_list_and_an_unsure_kind_is_asked(
    qtbot: QtBot, city: Workspace, open_window: OpenWindow
) -> None:
    window = open_window(city)
    page = contents_of(window).receiving.page
    assert page is not None
    begin = part(window, QPushButton, "offices_begin")
    qtbot.wait_until(begin.isVisible)
    QGuiApplication.clipboard().setText("中山区总工会\n大连港工会\n大连市教育局工会\t驻会产业\n")
    begin.click()
    opened = _list_window(qtbot, window)
    opened.paste.click()
    dialog = _intake(qtbot, window)
    qtbot.wait_until(lambda: dialog.add.text() == "加入 3 个单位")
    assert not dialog.add.isEnabled()  # of one nothing tells the kind
    assert dialog.reason.isVisible()
    dialog.reason.setCurrentText("不驻会产业工会")
    qtbot.wait_until(dialog.add.isEnabled)
    dialog.add.click()
    qtbot.wait_until(lambda: len(_listed(city)) == 3)
    assert _listed(city) == [
        ("中山区总工会", "district"),
        ("大连港工会", "nonresident_industry"),
        ("大连市教育局工会", "resident_industry"),
    ]
    assert opened.banner.text == "已加入 3 个单位。"
    opened.close()
    qtbot.wait_until(lambda: page.offices.model.rowCount() == 3)
    assert page.head.missing.text() == "还有 3 家未报"


def test_once_it_is_frozen_a_change_wants_a_reason_and_is_written_down(
    qtbot: QtBot,
    city: Workspace,
    open_window: OpenWindow,
    prompts: ScriptedPrompts,
    tmp_path: Path,
) -> None:
    (tmp_path / "附表.csv").write_text("序号,单位名称\n1,中山区总工会\n2,西岗区总工会\n", "gb18030")
    window = open_window(city)
    trigger(window, "offices")
    opened = _list_window(qtbot, window)
    freeze = part(opened, QPushButton, "offices_freeze")
    assert not freeze.isEnabled()
    prompts.answers.append([tmp_path / "附表.csv"])
    opened.add.click()
    _intake(qtbot, window).add.click()
    qtbot.wait_until(freeze.isEnabled)
    prompts.answers.append("按文件附表")
    freeze.click()
    log = part(opened, QPushButton, "offices_log")
    qtbot.wait_until(log.isVisible)
    assert not freeze.isVisible()

    opened.view.setCurrentIndex(opened.model.index(1, 0))
    prompts.answers.append(None)  # she thinks better of it
    opened.remove.click()
    assert prompts.asked[-1].title == "改动已确定的名单？"
    assert len(_listed(city)) == 2
    prompts.answers.append("已并入中山区")
    opened.remove.click()
    qtbot.wait_until(lambda: _listed(city) == [("中山区总工会", "district")])
    assert opened.banner.text.startswith("已从名单去掉“西岗区总工会”；")
    qtbot.wait_until(lambda: opened.model.rowCount() == 1)
    log.click()
    lines = part(dialog_of(qtbot, window, "offices_log_dialog"), QListWidget, "")
    told = [lines.item(row).text().partition("：")[2] for row in range(lines.count())]
    assert told == [
        "确定名单。原因：按文件附表",
        "去掉“西岗区总工会”（区市县总工会）。原因：已并入中山区",
    ]
    opened.close()


def test_what_was_taken_off_by_mistake_is_put_back_in_its_place(
    qtbot: QtBot, city: Workspace, open_window: OpenWindow
) -> None:
    text = "中山区总工会\n西岗区总工会\n庄河市总工会"
    expected.add(city, expected.read_offices_text(city, text), "附表")
    before = expected.expected_offices(city)
    window = open_window(city)
    trigger(window, "offices")
    opened = _list_window(qtbot, window)
    qtbot.wait_until(lambda: opened.model.rowCount() == 3)
    opened.view.setCurrentIndex(opened.model.index(1, 0))
    opened.remove.click()
    qtbot.wait_until(lambda: opened.model.rowCount() == 2)
    opened.banner.button.click()
    qtbot.wait_until(lambda: opened.model.rowCount() == 3)
    assert expected.expected_offices(city) == before
    opened.close()


def test_the_message_of_the_first_package_covers_no_button_under_the_rows(
    qtbot: QtBot,
    city: Workspace,
    packages: list[Made],
    open_window: OpenWindow,
    prompts: ScriptedPrompts,
    tmp_path: Path,
) -> None:
    window = open_window(city)
    path = tmp_path / "中山.zip"
    path.write_bytes(packages[0].data)
    prompts.answers.append([path])
    trigger(window, "receive")
    banner = contents_of(window).notifications.banner
    button = part(window, QPushButton, "offices_list")
    qtbot.wait_until(lambda: banner.isVisible() and button.isVisible())

    def is_free() -> bool:
        top = banner.mapFromGlobal(button.mapToGlobal(button.rect().topLeft()))
        return not banner.rect().intersects(button.rect().translated(top))

    qtbot.wait_until(is_free)
