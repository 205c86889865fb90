"""Returns and receipts in the window: where they are seen, and what they ask for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from gonghui_desktop.exchange.package.reply import write_reply
from gonghui_desktop.exchange.package.submission import Submission
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.record import Profile, RecordState
from gonghui_desktop.model.replies import Reply, ReplyReason
from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.services import records, reporter
from gonghui_desktop.services.receiving.arrivals.receive import receive
from gonghui_desktop.services.receiving.decisions import deciding
from gonghui_desktop.services.submissions.submission import export_package
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.records.record_model import RecordModel
from gonghui_desktop.ui.widgets.wrapping_list import WrappingList
from gonghui_desktop.ui.window.main_window import MainWindow
from tests.gui.clerk import (
    OpenWindow,
    add_filled,
    contents_of,
    dialog_of,
    input_of,
    part,
    row_of,
    trigger,
)
from tests.made_replies import reason, receipt, returned
from tests.sending_offices import SendingOffices

NAME = "annex1.unit_name"
HEAD = "大连市总工会 3月12日退回，请在 3月18日前答复"
Bring = Callable[[MainWindow, Reply], None]


@pytest.fixture
def sent(ws: Workspace, tmp_path: Path) -> Submission:
    """The package of a district's office with two units."""
    reporter.set_reporter(ws, Profile("district", "中山区总工会"))
    add_filled(ws)
    add_filled(ws)
    return export_package(ws, tmp_path / "1.zip", "名额已经同意调整").submission


@pytest.fixture
def bring(qtbot: QtBot, tmp_path: Path) -> Bring:
    """Opens a reply's file as a double click does, until the window has told what came of it."""

    def bring(window: MainWindow, reply: Reply) -> None:
        path = tmp_path / f"{reply.package[:8]}.zip"
        path.write_bytes(write_reply(reply))
        window.opened_files.add([path])
        notifications, told = contents_of(window).notifications, reply.office.name

        def is_told() -> bool:
            is_open = QApplication.activeModalWidget() is not None
            is_shown = notifications.banner.isVisible()
            return is_open or (is_shown and notifications.banner.text.startswith(told))

        qtbot.wait_until(is_told, timeout=20_000)

    return bring


def _model(window: MainWindow) -> RecordModel:
    return contents_of(window).tabs.current_page.model


def _spoken(window: MainWindow, row: int) -> str:
    return str(_model(window).index(row).data(Qt.ItemDataRole.AccessibleTextRole))


def test_what_was_sent_back_is_opened_again_without_typing(
    qtbot: QtBot,
    ws: Workspace,
    sent: Submission,
    open_window: OpenWindow,
    bring: Bring,
    prompts: ScriptedPrompts,
) -> None:
    window = open_window()
    _, second = records.records(ws)
    bring(window, returned(sent, reason(second, "与公章不一致", NAME.split(".")[1])))
    page = contents_of(window).tabs.current_page
    assert page.record is not None
    assert page.record.id == second.id  # she is led there
    qtbot.wait_until(lambda: page.reply is not None)
    assert f"{HEAD}：“单位名称”：与公章不一致" in _spoken(window, 1)
    assert "退回" not in _spoken(window, 0)
    only = part(page.list, QToolButton, "list.returned")
    assert only.text().strip() == "1 份退回"
    only.click()
    assert [_model(window).record_at(0), _model(window).rowCount()] == [page.record, 1]
    only.click()
    assert _model(window).rowCount() == 2

    assert page.panel.banner.text == f"{HEAD}：要改的 1 处写在栏目下面。"
    note = row_of(window, NAME).returned
    assert note.words == ("退回：与公章不一致",)
    assert note.isVisible()
    assert "退回：与公章不一致" in input_of(window, NAME).accessibleDescription()

    page.panel.banner.button.click()
    qtbot.wait_until(lambda: page.record is not None and page.record.state is RecordState.DRAFT)
    qtbot.wait_until(input_of(window, NAME).hasFocus)
    assert {each.kind for each in prompts.asked} == {"wait"}
    assert page.record.reopen_reason == ("大连市总工会 2017年3月12日退回：“单位名称”：与公章不一致")
    assert note.isVisible()  # while it is corrected
    assert HEAD in _spoken(window, 1)

    prompts.answers.append(True)
    trigger(window, "finish")
    qtbot.wait_until(lambda: page.record is not None and page.record.state is RecordState.FINAL)
    assert not note.isVisible()
    assert "退回" not in _spoken(window, 1)
    assert not only.isVisible()


def test_what_was_accepted_is_told_before_it_is_opened_again(
    qtbot: QtBot,
    ws: Workspace,
    sent: Submission,
    open_window: OpenWindow,
    bring: Bring,
    prompts: ScriptedPrompts,
) -> None:
    window = open_window()
    bring(window, receipt(sent))

    told = contents_of(window).notifications.banner.text
    assert told == "大连市总工会 3月12日已受理第 1 次报送（2 份申报表）。"
    qtbot.wait_until(lambda: contents_of(window).tabs.current_page.reply is not None)
    assert "已受理 3月12日" in _spoken(window, 0)  # the day of the decision, not of the import
    trigger(window, "reopen")

    (asked,) = (each for each in prompts.asked if each.kind == "ask_text")
    assert asked.text.startswith("大连市总工会 3月12日已受理第 1 次报送，在那里已锁定。")
    assert all(each.state is RecordState.FINAL for each in records.records(ws))


def test_a_form_that_a_unit_handed_in_is_told_to_be_theirs_when_it_is_opened_again(
    qtbot: QtBot,
    ws: Workspace,
    campaign: Campaign,
    open_window: OpenWindow,
    prompts: ScriptedPrompts,
    bring: Bring,
    tmp_path: Path,
) -> None:
    reporter.set_reporter(ws, Profile("district", "中山区总工会"))
    unit, offices = (
        Profile("unit", "大连示例重工", receiver="中山区总工会"),
        SendingOffices(campaign),
    )
    path = tmp_path / "unit.zip"
    path.write_bytes(offices.package(unit, [offices.record("annex1", unit.name)]).data)
    receive(ws, [path])
    deciding.accept_submissions(ws, [1])

    window = open_window()
    trigger(window, "reopen")

    (asked,) = (each for each in prompts.asked if each.kind == "ask_text")
    assert asked.text.startswith("它是“大连示例重工”报来的。要他们改的，请在收件里撤销受理")

    made = export_package(ws, tmp_path / "own.zip", "名额已经同意调整").submission
    (own,) = records.records(ws)
    bring(window, returned(made, reason(own, "地址不全", "address")))
    page = contents_of(window).tabs.current_page
    qtbot.wait_until(lambda: page.reply is not None)
    trigger(window, "reopen")
    told = contents_of(window).notifications.banner
    qtbot.wait_until(lambda: "它是“大连示例重工”报来的：要他们改的，请撤销这一步" in told.text)


def test_the_overview_tells_it_first_and_leads_to_the_field(
    qtbot: QtBot, ws: Workspace, sent: Submission, open_window: OpenWindow, bring: Bring
) -> None:
    window = open_window()
    first, _ = records.records(ws)
    whole = ReplyReason("缺附件3")
    bring(window, returned(sent, whole, reason(first, "与公章不一致", NAME.split(".")[1])))

    trigger(window, "overview")
    lines = part(window, WrappingList, "overview.lines")
    qtbot.wait_until(lambda: lines.count() > 0)
    texts = [lines.item(row).text() for row in range(3)]
    assert texts[:2] == [
        "退回和受理",
        "大连市总工会 3月12日退回第 1 次报送，请在 3月18日前答复：缺附件3。",
    ]
    assert texts[2].endswith(f"{HEAD}：“单位名称”：与公章不一致。")
    lines.setCurrentRow(2)
    lines.setFocus()
    QTest.keyClick(lines, Qt.Key.Key_Return)

    page = contents_of(window).tabs.current_page
    assert page.record is not None
    assert page.record.id == first.id
    assert page.panel.banner.text == f"{HEAD}：缺附件3；另有 1 处写在栏目下面。"


def test_a_record_that_is_gone_is_told_of(
    qtbot: QtBot, ws: Workspace, sent: Submission, open_window: OpenWindow, bring: Bring
) -> None:
    first, _ = records.records(ws)
    records.delete(ws, first.id)
    window = open_window()

    bring(window, returned(sent, reason(first, "与公章不一致")))

    dialog = dialog_of(qtbot, window, "outcome_dialog")
    lines = dialog.findChild(WrappingList)
    assert lines is not None
    told = [lines.item(row).text() for row in range(lines.count())]
    assert any("本机已经删除，在回收站里" in each for each in told)
    dialog.reject()


def test_a_second_return_with_a_long_reason_stands_whole_above_the_fields(
    qtbot: QtBot, ws: Workspace, sent: Submission, open_window: OpenWindow, bring: Bring
) -> None:
    window = open_window()
    first, _ = records.records(ws)
    long = "请按营业执照逐项核对" * 60
    bring(window, returned(sent, reason(first, "与公章不一致", "unit_name")))
    page = contents_of(window).tabs.current_page
    qtbot.wait_until(lambda: page.reply is not None)
    assert not page.panel.editor.returned.isVisible()

    later = date(2017, 3, 13)
    again = returned(
        sent, reason(first, "还是不一致", "unit_name"), reason(first, long), made_on=later
    )
    contents_of(window).notifications.banner.hide()
    bring(window, again)
    qtbot.wait_until(lambda: page.reply is not None and page.reply.at == later)

    assert page.panel.editor.returned.words == (f"退回：{long}",)
    assert page.panel.editor.returned.isVisible()
    assert page.panel.banner.text == ("大连市总工会 3月13日退回，请在 3月18日前答复，原因见下面。")
    assert row_of(window, NAME).returned.words == ("退回：还是不一致",)
