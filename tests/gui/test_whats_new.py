"""更新说明: told once after an update, without taking a key; opened again from the menu."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QTextBrowser
from pytestqt.qtbot import QtBot

from gonghui_desktop import __version__
from gonghui_desktop.arguments import parser
from gonghui_desktop.cli.commands import run
from gonghui_desktop.model.record import Profile
from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.services import reporter, whats_new
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.help.update_notice import tell_update
from gonghui_desktop.ui.window.main_window import MainWindow
from gonghui_desktop.ui.window.window_contents import WindowContents
from tests.gui.clerk import OpenWindow, contents_of, dialog_of, focus, input_of, trigger
from tests.gui.conftest import PATIENCE

_UNION = Profile("district", "中山区总工会")


def _banner_text(contents: WindowContents) -> str:
    banner = contents.notifications.banner
    return "" if banner.isHidden() else banner.text


def _start(contents: WindowContents) -> None:
    tell_update(contents.command_context())
    contents.main_window.writer.settle(PATIENCE)


def test_the_first_start_ever_has_nothing_new(ws: Workspace, open_window: OpenWindow) -> None:
    contents = contents_of(open_window())
    _start(contents)
    assert _banner_text(contents) == ""

    reporter.set_reporter(ws, _UNION)
    assert not whats_new.is_updated(ws)


def test_what_the_command_line_began_was_not_updated(
    ws: Workspace, open_window: OpenWindow
) -> None:
    words = ["profile", "--kind", _UNION.kind, "--name", _UNION.name]
    assert run(ws, parser().parse_args(words)).code == 0
    contents = contents_of(open_window())
    _start(contents)
    assert _banner_text(contents) == ""


def test_an_update_is_told_once_and_takes_no_focus(
    qtbot: QtBot, one_unit: Workspace, open_window: OpenWindow
) -> None:
    """The first version noted nothing of itself."""
    window = open_window()
    contents = contents_of(window)
    contents.tabs.show_form("annex3")
    name = input_of(window, "annex3.unit_name")
    focus(qtbot, name)

    _start(contents)
    assert f"已更新到 {__version__} 版" in _banner_text(contents)
    assert name.hasFocus()

    contents.notifications.banner.button.click()
    browser = dialog_of(qtbot, window, "news_window").findChild(QTextBrowser)
    assert browser is not None
    assert browser.accessibleName() == "更新说明"
    assert __version__ in browser.toPlainText()
    contents.main_window.writer.settle(PATIENCE)
    _start(contents)
    assert _banner_text(contents) == ""


def test_what_is_more_urgent_goes_first(one_unit: Workspace, open_window: OpenWindow) -> None:
    contents = contents_of(open_window())
    contents.notifications.fail("磁盘已满。")
    _start(contents)
    assert _banner_text(contents) == "磁盘已满。"

    contents.notifications.banner.hide()  # at the next start
    _start(contents)
    assert __version__ in _banner_text(contents)


def test_a_notice_that_another_message_overwrites_comes_again_at_three_starts_at_most(
    one_unit: Workspace, open_window: OpenWindow
) -> None:
    contents = contents_of(open_window())
    for _start_of_three in range(3):
        _start(contents)
        assert __version__ in _banner_text(contents)
        contents.notifications.notify("success", "已导出。")
        contents.notifications.banner.hide()
        contents.main_window.writer.settle(PATIENCE)
    _start(contents)
    assert _banner_text(contents) == ""


@pytest.mark.parametrize("how", ["closed", "menu"])
def test_a_notice_that_was_closed_or_read_does_not_come_again(
    one_unit: Workspace, open_window: OpenWindow, how: str
) -> None:
    window = open_window()
    contents = contents_of(window)
    _start(contents)
    if how == "menu":
        contents.notifications.notify("success", "已导出。")
        trigger(window, "whats_new")
    contents.notifications.banner.hide()
    contents.main_window.writer.settle(PATIENCE)
    assert not whats_new.is_updated(one_unit)


@pytest.mark.parametrize(
    ("told", "is_updated"),
    [("0.1.9", True), ("0.1.10.3", True), (__version__, False), ("99.0", False), ("0.½", True)],
)
def test_only_a_newer_version_is_an_update(ws: Workspace, told: str, is_updated: bool) -> None:
    ws.store.set_setting("news.version", told)
    assert whats_new.is_updated(ws) is is_updated


def test_the_menu_opens_it_and_about_names_the_build(
    qtbot: QtBot, window: MainWindow, prompts: ScriptedPrompts, project_folder: Path
) -> None:
    trigger(window, "whats_new")
    trigger(window, "whats_new")
    browser = dialog_of(qtbot, window, "news_window").findChild(QTextBrowser)
    assert browser is not None
    assert "## " not in browser.toPlainText()

    trigger(window, "about")
    (told,) = [call.text for call in prompts.asked if __version__ in call.text]
    if (project_folder / ".git").exists():
        assert "从源代码运行" in told
