"""The manual speaks of the campaign that is shown."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QColor, QFont, QImage, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.help.manual import manual_text
from gonghui_desktop.ui.theme.theme import Appearance, Theme
from gonghui_desktop.ui.window.connect_commands import fill_window
from gonghui_desktop.ui.window.main_window import MainWindow
from tests.gui.clerk import contents_of, dialog_of, trigger


@pytest.fixture
def template(project_folder: Path) -> str:
    return (project_folder / "resources" / "help" / "help.md").read_text("utf-8")


def test_names_and_numbers_come_from_the_campaign(template: str, campaign: Campaign) -> None:
    manual = manual_text(template, campaign)
    assert "附件1、附件2 一式四份，附件3 一式三份" in manual
    assert "大段文字（“工作目标”“主要措施”）里" in manual
    assert "有编号的选项（“单位性质”）可以" in manual
    assert "基层工会活力建设项目（2017）" in manual

    annex3 = replace(campaign.form("annex3"), number="附件*", copies=12)
    other = replace(campaign, id="2018", name="另一个项目", forms=(annex3,), barred=("获过奖",))
    manual = manual_text(template, other)
    assert r"附件\* 一式 12 份；" in manual
    assert "另一个项目（2018）" in manual
    assert "获过奖的单位，不能再次申报" in manual
    manual = manual.replace("历年典型", "")  # which is called so in every year
    for name in ("附件1", "附件2", "活力建设项目", "典型"):
        assert name not in manual


def test_a_campaign_without_forms_has_a_manual(template: str) -> None:
    assert "份数见各表的注" in manual_text(template, Campaign.unknown("2015", ()))


def test_what_is_to_be_bold_is_bold_and_nothing_else(qapp: object, template: str) -> None:
    """After ``…`` two stars end nothing, unless punctuation follows (CommonMark)."""
    document = QTextDocument()
    document.setMarkdown(template)
    wanted = re.findall(r"\*\*(.+?)\*\*", template)
    assert _bold_texts(document) == wanted


def _bold_texts(document: QTextDocument) -> list[str]:
    """What is bold in the paragraphs, in order."""
    found: list[str] = []
    block = document.begin()
    while block.isValid():
        if not block.blockFormat().headingLevel() and not QTextCursor(block).currentTable():
            parts = block.begin()
            while not parts.atEnd():
                fragment = parts.fragment()
                if fragment.charFormat().fontWeight() >= QFont.Weight.Bold:
                    found.append(fragment.text())
                parts += 1
        block = block.next()
    return found


def test_an_open_manual_follows_when_it_is_asked_for_again(
    qtbot: QtBot, window: MainWindow, ws: Workspace, prompts: ScriptedPrompts
) -> None:
    trigger(window, "help")
    browser = dialog_of(qtbot, window, "help_window").findChild(QTextBrowser)
    assert browser is not None
    assert "基层工会活力建设项目（2017）" in browser.toPlainText()

    former = contents_of(window)
    fill_window(window, ws.viewing(replace(ws.campaign, id="2018", name="另一个项目")))
    qtbot.wait_until(lambda: not isValid(former))
    trigger(window, "help")
    assert "另一个项目（2018）" in browser.toPlainText()
    trigger(window, "about")
    assert "另一个项目（2018）" in prompts.asked[-1].text


def test_every_picture_is_there_small_and_shown(
    qtbot: QtBot, window: MainWindow, template: str, project_folder: Path
) -> None:
    folder = project_folder / "resources" / "help"
    named = re.findall(r"!\[[^]]+\]\(([^)]+)\)", template)
    assert sorted(named) == sorted(path.name for path in folder.glob("*.png"))
    assert sum(path.stat().st_size for path in folder.glob("*.png")) < 200_000

    trigger(window, "help")
    browser = dialog_of(qtbot, window, "help_window").findChild(QTextBrowser)
    assert browser is not None
    for name in named:
        picture = browser.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name))
        assert picture


def test_a_narrow_manual_needs_no_scrolling_sideways_and_its_tables_are_ruled_quietly(
    qtbot: QtBot, dressed: Theme, window: MainWindow
) -> None:
    dressed.apply(Appearance.DARK)
    trigger(window, "keys")
    manual = dialog_of(qtbot, window, "help_window")
    manual.resize(620, 340)
    browser = manual.findChild(QTextBrowser)
    assert browser is not None
    qtbot.wait_until(lambda: browser.verticalScrollBar().value() > 0)
    qtbot.wait_until(lambda: browser.horizontalScrollBar().maximum() == 0)  # once it is laid out

    for appearance in (Appearance.DARK, Appearance.LIGHT):
        dressed.apply(appearance)
        qtbot.wait(1)
        picture = browser.viewport().grab().toImage()
        assert _has_line(picture, dressed.colour("hairline"), 200), appearance
        assert not _has_line(picture, dressed.colour("text"), 50), appearance


def _has_line(picture: QImage, colour: QColor, pixels: int) -> bool:
    """Whether there is a level line of that colour, so many pixels long."""
    picture = picture.convertToFormat(QImage.Format.Format_RGBA8888)
    line = bytes((colour.red(), colour.green(), colour.blue(), 255)) * pixels
    data, step = bytes(picture.constBits()), picture.bytesPerLine()
    return any(line in data[start : start + step] for start in range(0, len(data), step))
