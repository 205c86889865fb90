"""Findings, saving and the window itself, on the real store and printer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QTextDocumentFragment
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from gonghui_desktop.errors import StoreError
from gonghui_desktop.model.findings import Severity
from gonghui_desktop.model.forms.edition import Definition
from gonghui_desktop.model.record import EMPTY, Profile, Record
from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.services import reporter
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import Store
from gonghui_desktop.store.values import NewRecord
from gonghui_desktop.ui.window.main_window import MainWindow
from gonghui_desktop.ui.window.window_contents import WindowContents
from tests.gui.clerk import (
    FILLED,
    add_filled,
    contents_of,
    focus,
    input_of,
    only_record,
    row_of,
    trigger,
)

TypeChinese = Callable[[QWidget, str], None]
OpenWindow = Callable[..., MainWindow]
Widget = TypeVar("Widget", bound=QWidget)


# findings


def test_an_empty_field_is_not_blamed_before_she_makes_the_form_final(
    qtbot: QtBot, window: MainWindow, contents: WindowContents
) -> None:
    trigger(window, "new")
    strip = contents.tabs.current_page.panel.strip
    qtbot.wait_until(lambda: "强制" in strip.summary)
    name = row_of(window, "annex1.unit_name")
    assert not name.findings
    focus(qtbot, input_of(window, "annex1.unit_name"))
    focus(qtbot, input_of(window, "annex1.chairperson"))
    qtbot.wait_until(lambda: contents.tabs.current_page.is_settled)
    assert not name.findings  # she may come back to it
    trigger(window, "finish")
    qtbot.wait_until(lambda: bool(name.findings))
    (finding,) = name.findings
    assert finding.severity is Severity.MANDATORY
    assert input_of(window, "annex1.unit_name").property("problem") == "error"


def test_a_doubtful_value_stands_with_a_reason(
    qtbot: QtBot,
    window: MainWindow,
    contents: WindowContents,
    ws: Workspace,
    type_chinese: TypeChinese,
) -> None:
    add_filled(ws, contact="找传达室")
    contents.tabs.reload()
    strip = contents.tabs.current_page.panel.strip
    qtbot.wait_until(lambda: strip.summary == "1 核实")
    reason = input_of(window, "annex1.contact.reason")
    qtbot.wait_until(reason.isVisible)
    type_chinese(reason, "山区没有电话")
    qtbot.wait_until(lambda: strip.summary == "没有问题，可以定稿")
    trigger(window, "save")
    assert only_record(ws).explanations == {"contact": "山区没有电话"}


def test_the_gauge_tells_how_much_still_fits(
    qtbot: QtBot, window: MainWindow, contents: WindowContents, ws: Workspace
) -> None:
    add_filled(ws)
    contents.tabs.reload()
    gauge = row_of(window, "annex1.goals").gauge
    assert gauge is not None
    qtbot.wait_until(lambda: gauge.text.startswith("本页还可写约"))


# saving fails


class _FullDisk(Store):
    """The real store on a disk that is full when told so."""

    full = False

    def change(
        self,
        record_id: str,
        values: Mapping[str, str],
        explanations: Mapping[str, str] = EMPTY,
        definition: Definition | None = None,
        **more: Any,
    ) -> Record:
        if self.full:
            raise StoreError("无法保存：磁盘已满，请清理磁盘后再试。")
        return super().change(record_id, values, explanations, definition, **more)

    def add(
        self,
        records: Iterable[NewRecord],
        definitions: Iterable[Definition] = (),
        step: Callable[[], None] = lambda: None,
    ) -> list[Record]:
        if self.full:
            raise StoreError("无法保存：磁盘已满，请清理磁盘后再试。")
        return super().add(records, definitions, step)


@pytest.fixture
def broken(ws: Workspace, tmp_path: Path) -> Iterator[_FullDisk]:
    with _FullDisk.open(tmp_path / "data") as store:
        yield store


def test_what_cannot_be_stored_stays_and_is_tried_again(
    qtbot: QtBot,
    ws: Workspace,
    broken: _FullDisk,
    open_window: OpenWindow,
    prompts: ScriptedPrompts,
    type_chinese: TypeChinese,
) -> None:
    window = open_window(Workspace(ws.campaign, lambda: broken, lambda: ws.printer))
    contents = contents_of(window)
    trigger(window, "new")
    name = input_of(window, "annex1.unit_name")
    broken.full = True
    type_chinese(name, "大连示例")
    qtbot.wait_until(contents.save_failure.isVisible)
    assert "磁盘已满" in contents.save_failure.text
    assert window.status.saved_text == "尚未保存"
    assert not window.close()  # the safe answer is to stay
    assert prompts.asked[-1].kind == "confirm"
    assert row_of(window, "annex1.unit_name").value == "大连示例"
    broken.full = False
    QTest.mouseClick(contents.save_failure.button, Qt.MouseButton.LeftButton)
    assert not contents.save_failure.isVisible()
    assert only_record(ws).value("unit_name") == "大连示例"


def test_what_could_not_be_stored_is_stored_by_itself_once_it_can_be(
    qtbot: QtBot,
    ws: Workspace,
    broken: _FullDisk,
    open_window: OpenWindow,
    type_chinese: TypeChinese,
) -> None:
    window = open_window(Workspace(ws.campaign, lambda: broken, lambda: ws.printer))
    contents = contents_of(window)
    trigger(window, "new")
    broken.full = True
    type_chinese(input_of(window, "annex1.unit_name"), "大连示例")
    qtbot.wait_until(contents.save_failure.isVisible)
    broken.full = False
    qtbot.wait_until(lambda: only_record(ws).value("unit_name") == "大连示例", timeout=10_000)
    qtbot.wait_until(lambda: not contents.save_failure.isVisible())  # told a moment later


def test_a_failure_to_store_is_told_until_something_is_stored(
    ws: Workspace, broken: _FullDisk, open_window: OpenWindow
) -> None:
    window = open_window(Workspace(ws.campaign, lambda: broken, lambda: ws.printer))
    contents = contents_of(window)
    page = contents.tabs.current_page
    broken.full = True
    trigger(window, "new")
    banner = contents.notifications.banner
    assert "磁盘已满" in banner.text
    assert banner.mapTo(window, banner.rect().topLeft()).x() >= (
        page.preview.mapTo(window, page.preview.rect().topLeft()).x()
    )
    broken.full = False
    trigger(window, "new")
    assert banner.isHidden()


def test_unsaved_text_comes_back_with_its_record(
    qtbot: QtBot,
    ws: Workspace,
    broken: _FullDisk,
    open_window: OpenWindow,
    type_chinese: TypeChinese,
) -> None:
    first = add_filled(ws)
    add_filled(ws)
    window = open_window(Workspace(ws.campaign, lambda: broken, lambda: ws.printer))
    broken.full = True
    type_chinese(input_of(window, "annex1.goals"), "新")
    trigger(window, "next")
    assert row_of(window, "annex1.goals").value == FILLED["goals"]
    trigger(window, "previous")
    assert row_of(window, "annex1.goals").value == "新" + FILLED["goals"]
    broken.full = False
    trigger(window, "save")
    assert ws.store.record(first.id).value("goals") == "新" + FILLED["goals"]


# the page


def test_a_click_on_a_cell_goes_to_its_field(
    qtbot: QtBot, window: MainWindow, contents: WindowContents, ws: Workspace
) -> None:
    add_filled(ws)
    contents.tabs.reload()
    page = contents.tabs.current_page
    page.preview.field_clicked.emit("employees")
    qtbot.wait_until(input_of(window, "annex1.employees").hasFocus)


def test_the_page_follows_the_typing(
    qtbot: QtBot,
    window: MainWindow,
    contents: WindowContents,
    ws: Workspace,
    type_chinese: TypeChinese,
) -> None:
    add_filled(ws)
    contents.tabs.reload()
    page = contents.tabs.current_page
    qtbot.wait_until(lambda: page.page_in_view == (1, 1))
    type_chinese(input_of(window, "annex1.measures"), "很长的措施。" * 500)
    qtbot.wait_until(lambda: page.page_in_view[1] > 1)
    qtbot.wait_until(lambda: "提示" in page.panel.strip.summary)


# the window


def test_the_window_comes_back_as_it_was_left(
    qtbot: QtBot, ws: Workspace, open_window: OpenWindow
) -> None:
    add_filled(ws, unit_name="甲")
    second = add_filled(ws, unit_name="乙")
    window = open_window()
    contents = contents_of(window)
    trigger(window, "next")
    contents.tabs.current_page.moveSplitter(260, 1)
    widths = contents.tabs.current_page.pane_widths()
    contents.tabs.setCurrentIndex(2)
    window.close()
    again = contents_of(open_window())
    assert again.tabs.currentIndex() == 2
    again.tabs.setCurrentIndex(0)
    assert again.tabs.current_page.record is not None
    assert again.tabs.current_page.record.id == second.id
    assert again.tabs.current_page.pane_widths() == widths


def test_nothing_needs_horizontal_scrolling_on_a_small_screen(
    window: MainWindow, contents: WindowContents, ws: Workspace
) -> None:
    add_filled(ws)
    contents.tabs.reload()
    page = contents.tabs.current_page
    assert window.minimumSizeHint().width() <= 1024
    editor = page.panel.editor
    assert editor.horizontalScrollBar().maximum() == 0
    content = editor.widget()
    assert content is not None
    assert content.width() <= editor.viewport().width()


def test_labels_stand_above_when_it_is_narrow(
    qtbot: QtBot, open_window: OpenWindow, ws: Workspace
) -> None:
    add_filled(ws)
    window = open_window()
    contents = contents_of(window)
    page = contents.tabs.current_page
    page.set_pane_widths([220, 330, 816])
    row = row_of(window, "annex1.unit_name")
    label = row.findChild(QLabel)
    assert label is not None
    qtbot.wait_until(lambda: row.input.widget().y() > label.y())


def test_the_name_of_a_quota_is_no_markup_in_the_tool_bar(window: MainWindow) -> None:
    name = "<b>典型</b>"
    window.tool_bar.show_progress((f"还差 1 个{name}",), "还有 3 天", (f"0 个{name}",))
    quota = input_of(window, "quota")
    assert isinstance(quota, QLabel)
    assert quota.textFormat() is Qt.TextFormat.PlainText
    assert QTextDocumentFragment.fromHtml(quota.toolTip()).toPlainText().count(name) == 2


def test_quota_and_deadline_are_in_sight(
    qtbot: QtBot, window: MainWindow, contents: WindowContents, ws: Workspace
) -> None:
    quota, deadline = input_of(window, "quota"), input_of(window, "deadline")
    assert isinstance(deadline, QLabel)
    qtbot.wait_until(lambda: "距截止 12 天" in deadline.text())
    assert quota.accessibleName() == ""  # the chip asks for the office
    reporter.set_reporter(ws, Profile("nonresident_industry", "示例工会"))
    contents.refresh_progress()
    qtbot.wait_until(lambda: quota.accessibleName() == "还差 1 个典型单位")
    contents.tabs.setCurrentIndex(2)
    add_filled(ws, "annex3")
    contents.refresh_progress()
    qtbot.wait_until(lambda: quota.accessibleName() == "名额已满足：已定稿 0，草稿 1")
    assert "1 个典型单位：已定稿 0，草稿 1" in quota.toolTip()


def test_appearance_and_large_type_are_kept(
    window: MainWindow, open_window: OpenWindow, ws: Workspace
) -> None:
    window.actions_table["large_type"].setChecked(True)
    window.actions_table["seals"].setChecked(True)
    again = open_window()
    assert again.actions_table["large_type"].isChecked()
    assert again.actions_table["seals"].isChecked()
    again.actions_table["large_type"].setChecked(False)


def test_no_key_or_mnemonic_means_two_things(window: MainWindow) -> None:
    keys = [key.toString() for action in window.findChildren(QAction) for key in action.shortcuts()]
    assert len(keys) == len(set(keys))
    bar = window.menuBar()
    for actions in (bar.actions(), *(menu.actions() for menu in bar.findChildren(QMenu))):
        letters = [text[text.index("&") + 1] for each in actions if "&" in (text := each.text())]
        assert len(letters) == len(set(letters))


def test_a_unit_named_like_markup_is_shown_as_written(
    qtbot: QtBot, window: MainWindow, contents: WindowContents, ws: Workspace
) -> None:
    add_filled(ws, unit_name="<b>甲</b> & 乙")
    contents.tabs.reload()
    index = contents.tabs.current_page.model.index(0)
    assert "&lt;b&gt;" in str(index.data(Qt.ItemDataRole.ToolTipRole))
    trigger(window, "delete")
    assert contents.notifications.banner.text == "已删除“<b>甲</b> & 乙”。"
    assert "<b>" not in window.actions_table["undo"].toolTip()


def test_news_has_room_for_its_words_whatever_was_told_before(
    qtbot: QtBot, window: MainWindow, contents: WindowContents
) -> None:
    contents.notifications.notify("info", "短句。")
    qtbot.wait_until(contents.notifications.banner.isVisible)
    contents.notifications.notify_undoable(
        "已复制“大连青禾水产食品（中国）有限公司”，正在修改新的一份。", lambda: None, None
    )
    banner = contents.notifications.banner
    label = next(each for each in banner.findChildren(QLabel) if each.text() == banner.text)
    words = label.fontMetrics().horizontalAdvance(label.text())
    qtbot.wait_until(lambda: label.width() >= words or label.height() > 30)
    assert banner.button.geometry().left() >= label.geometry().right()
    assert banner.geometry().right() <= window.width()
