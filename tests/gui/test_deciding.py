"""退回 and 受理 in the window: reasons are ticked and written, files saved, all of it by keys."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
)
from pytestqt.qtbot import QtBot

from gonghui_desktop.exchange.package.reply import read_reply
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.receiving.submissions import SubmissionEvent, SubmissionState
from gonghui_desktop.model.record import Profile
from gonghui_desktop.model.replies import Reply, ReplyKind
from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.services import records, reporter
from gonghui_desktop.services.receiving.arrivals.receive import receive
from gonghui_desktop.services.receiving.decisions.desk import Desk
from gonghui_desktop.services.receiving.received import received_submissions
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.receiving.own_records import OwnRecords
from gonghui_desktop.store.values import RecordStateError
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.receiving.decisions import decide_commands
from gonghui_desktop.ui.receiving.decisions.decided_dialog import DecidedDialog
from gonghui_desktop.ui.receiving.decisions.return_dialog import About
from gonghui_desktop.ui.widgets.note_edit import NoteEdit
from gonghui_desktop.ui.window.main_window import MainWindow
from tests.gui.clerk import OpenWindow, contents_of, dialog_of, part
from tests.gui.conftest import NOON
from tests.sending_offices import Made, SendingOffices

_ZHONGSHAN = Profile("district", "中山区总工会")
_XIGANG = Profile("district", "西岗区总工会")


@pytest.fixture(scope="module")
def offices(campaign: Campaign) -> SendingOffices:
    return SendingOffices(campaign)


@pytest.fixture(scope="module")
def doubtful(offices: SendingOffices) -> Made:
    """A package with an open point of ours, and one record without any."""
    odd = offices.record("annex1", "大连甲机械有限公司", contact="找传达室")
    return offices.package(_ZHONGSHAN, [odd, offices.record("annex2", "中山区餐饮行业工会")])


@pytest.fixture
def city(ws: Workspace, open_window: OpenWindow) -> MainWindow:
    """The window of the city's office."""
    reporter.set_reporter(ws, Profile("city", "大连市总工会"))
    return open_window()


def _received(ws: Workspace, folder: Path, *packages: Made) -> list[int]:
    """Numbers of packages that have come."""
    paths = [folder / f"in{number}.zip" for number, _made in enumerate(packages)]
    for path, made in zip(paths, packages, strict=True):
        path.write_bytes(made.data)
    return [file.submission.number for file in receive(ws, paths) if file.submission]


def _states(ws: Workspace) -> list[SubmissionState]:
    return [look.state for look in received_submissions(ws)]


def _context(window: MainWindow) -> CommandContext:
    return contents_of(window).command_context()


def _reply(path: Path) -> Reply:
    return read_reply(path.read_bytes())


def _ticks(dialog: QDialog, name: str) -> Sequence[tuple[str, bool]]:
    view = part(dialog, QListWidget, name)
    items = (view.item(row) for row in range(view.count()))
    return [(item.text(), item.checkState() is Qt.CheckState.Checked) for item in items]


def test_a_package_is_returned_with_our_finding_one_s_own_words_and_a_ready_phrase(
    qtbot: QtBot,
    city: MainWindow,
    ws: Workspace,
    doubtful: Made,
    prompts: ScriptedPrompts,
    tmp_path: Path,
) -> None:
    (number,) = _received(ws, tmp_path, doubtful)
    told: list[bool] = []
    decide_commands.return_dialog(_context(city), number, About(), lambda: told.append(True))
    dialog = dialog_of(qtbot, city, "return_dialog")
    ticks = _ticks(dialog, "return.reasons")
    assert ticks
    assert all(is_ticked for _text, is_ticked in ticks)  # ours are offered, and meant
    assert any(text.startswith("附件1“大连甲机械有限公司”的“联系方式”：") for text, _ in ticks)

    text = part(dialog, NoteEdit, "return.text")
    text.setPlainText("盖章不清楚，请补盖")
    QTest.keyClick(text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    part(dialog, QComboBox, "return.place").setCurrentIndex(2)
    goals = part(dialog, QComboBox, "return.field")
    goals.setCurrentIndex(goals.findData("goals"))
    menu = part(dialog, QPushButton, "return.phrases").menu()
    menu.actions()[2].trigger()  # it is not put into the list: what is written counts
    path = tmp_path / "退回单.zip"
    prompts.answers.append(path)
    part(dialog, QPushButton, "return.go").click()

    result = dialog_of(qtbot, city, "decided_dialog")
    reply = _reply(path)
    assert reply.kind is ReplyKind.RETURN
    assert [each.text for each in reply.reasons[len(ticks) :]] == [
        "盖章不清楚，请补盖",
        ws.campaign.return_phrases[2],
    ]
    second = doubtful.submission.records[1]
    assert (reply.reasons[-1].record, reply.reasons[-1].field) == (second.id, "goals")
    assert reply.answer_by is not None
    assert (reply.made_on, reply.answer_by) == (NOON.date(), date(2017, 3, 15))
    assert _states(ws) == [SubmissionState.RETURNED]
    assert told == [True]

    assert isinstance(result, DecidedDialog)
    assert result.view.height() <= result.view.height_of(2)  # no room below its last line
    part(result, QPushButton, "decided.path").click()
    assert QGuiApplication.clipboard().text() == str(path)
    part(result, QPushButton, "decided.mail").click()
    mail = QGuiApplication.clipboard().text()
    assert mail.startswith("中山区总工会：\n你单位第 1 次报送的")
    assert f"附件2“中山区餐饮行业工会”的“{_goals(ws)}”：{ws.campaign.return_phrases[2]}" in mail
    result.accept()


def _goals(ws: Workspace) -> str:
    return ws.campaign.form("annex2").field("goals").label


def test_what_is_wrong_with_a_return_is_said_in_place_and_nothing_is_decided(
    qtbot: QtBot,
    city: MainWindow,
    ws: Workspace,
    doubtful: Made,
    prompts: ScriptedPrompts,
    tmp_path: Path,
) -> None:
    (number,) = _received(ws, tmp_path, doubtful)
    record = doubtful.submission.records[1].id
    decide_commands.return_dialog(_context(city), number, About(record, "goals"), _never)
    dialog = dialog_of(qtbot, city, "return_dialog")
    assert not any(is_ticked for _text, is_ticked in _ticks(dialog, "return.reasons"))
    text, day = part(dialog, NoteEdit, "return.text"), part(dialog, QLineEdit, "return.answer_by")
    assert text.hasFocus()  # she came for this field, about which we have found nothing
    go = part(dialog, QPushButton, "return.go")
    go.click()
    assert "请勾选一条原因" in _fault(dialog)
    text.setPlainText("核实无误")
    go.click()
    day.setText("明天")
    text.setPlainText("指标不能检查")
    go.click()
    assert day.hasFocus()
    day.setText("2017年3月1日")
    prompts.answers.append(tmp_path / "退回单.zip")
    go.click()
    qtbot.wait_until(lambda: "已经过了" in _fault(dialog))
    assert not (tmp_path / "退回单.zip").exists()
    assert _states(ws) == [SubmissionState.RECEIVED]

    QTest.keyClick(dialog, Qt.Key.Key_Escape)  # she is asked, and stays
    assert dialog.isVisible()
    assert prompts.asked[-1].title == "放弃写好的原因？"
    prompts.answers.append(True)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def _fault(dialog: QDialog) -> str:
    return part(dialog, QLabel, "return.fault").text()


def _never() -> None:
    raise AssertionError("nothing was decided")


def test_all_without_an_open_point_are_accepted_and_the_others_shown_with_their_reason(
    qtbot: QtBot,
    city: MainWindow,
    ws: Workspace,
    doubtful: Made,
    offices: SendingOffices,
    prompts: ScriptedPrompts,
    tmp_path: Path,
) -> None:
    sound = offices.package(_XIGANG, [offices.record("annex1", "大连乙机械有限公司")])
    _received(ws, tmp_path, doubtful, sound)
    told: list[bool] = []
    decide_commands.accept_all(_context(city), lambda: told.append(True))
    dialog = dialog_of(qtbot, city, "accept_dialog")
    left, ready = _ticks(dialog, "accept.list")
    assert (ready[0], ready[1]) == ("“西岗区总工会”第 1 次报送，1 份申报表", True)
    assert left[0].startswith("“中山区总工会”第 1 次报送，2 份申报表\n")
    assert "联系方式" in left[0]
    assert not left[1]
    go = part(dialog, QPushButton, "accept.go")
    assert go.text() == "受理 1 个"
    assert go.hasFocus()

    prompts.answers.append(tmp_path / "受理回执.zip")
    QTest.keyClick(go, Qt.Key.Key_Return)
    dialog_of(qtbot, city, "decided_dialog").accept()
    assert _reply(tmp_path / "受理回执.zip").kind is ReplyKind.RECEIPT
    assert _states(ws) == [SubmissionState.RECEIVED, SubmissionState.ACCEPTED]
    assert told == [True]


def test_several_are_accepted_with_their_receipts_in_a_folder(
    qtbot: QtBot,
    city: MainWindow,
    ws: Workspace,
    doubtful: Made,
    offices: SendingOffices,
    prompts: ScriptedPrompts,
    tmp_path: Path,
) -> None:
    sound = offices.package(_XIGANG, [offices.record("annex1", "大连乙机械有限公司")])
    numbers = _received(ws, tmp_path, doubtful, sound)
    decide_commands.accept(_context(city), numbers, lambda: None)
    dialog = dialog_of(qtbot, city, "accept_dialog")
    view = part(dialog, QListWidget, "accept.list")
    view.setFocus()
    view.setCurrentRow(0)
    QTest.keyClick(view, Qt.Key.Key_Space)  # she has looked at it
    folder = tmp_path / "回执"
    folder.mkdir()
    prompts.answers.append(folder)
    part(dialog, QPushButton, "accept.go").click()
    dialog_of(qtbot, city, "decided_dialog").accept()
    assert sorted(path.name for path in folder.iterdir()) == [
        "受理回执 第1次 中山区总工会.zip",
        "受理回执 第1次 西岗区总工会.zip",
    ]
    assert _states(ws) == [SubmissionState.ACCEPTED] * 2


def test_what_was_accepted_before_a_fault_is_shown_with_its_receipts(
    qtbot: QtBot,
    city: MainWindow,
    ws: Workspace,
    offices: SendingOffices,
    prompts: ScriptedPrompts,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    senders = (_ZHONGSHAN, _XIGANG)
    made = [offices.package(each, [offices.record("annex1", each.name)]) for each in senders]
    numbers = _received(ws, tmp_path, *made)
    usual = Desk.decide

    def second_fails(desk: Desk, events: Sequence[SubmissionEvent], own: OwnRecords) -> object:
        if events[0].submission == numbers[1]:
            raise RecordStateError("刚刚又收到或办理了报送，请看一看再做一次。")
        return usual(desk, events, own)

    monkeypatch.setattr(Desk, "decide", second_fails)
    told: list[bool] = []
    decide_commands.accept(_context(city), numbers, lambda: told.append(True))
    dialog = dialog_of(qtbot, city, "accept_dialog")
    folder = tmp_path / "回执"
    folder.mkdir()
    prompts.answers.append(folder)
    part(dialog, QPushButton, "accept.go").click()
    done = dialog_of(qtbot, city, "decided_dialog")
    words = [label.text() for label in done.findChildren(QLabel)]
    assert "已受理 1 个报送，没有做完，还有 1 个没有受理" in words
    assert "前 1 个已经受理，后面的没有：刚刚" in contents_of(city).notifications.banner.text
    assert told == [True]
    done.accept()


def test_a_district_accepts_a_unit_and_takes_that_back_with_a_reason(
    qtbot: QtBot,
    ws: Workspace,
    open_window: OpenWindow,
    offices: SendingOffices,
    prompts: ScriptedPrompts,
    tmp_path: Path,
) -> None:
    reporter.set_reporter(ws, _ZHONGSHAN)
    unit = Profile("unit", "大连丙机械有限公司", receiver="中山区总工会")
    made = offices.package(unit, [offices.record("annex1", unit.name)])
    (number,) = _received(ws, tmp_path, made)
    window = open_window()
    decide_commands.accept(_context(window), [number], lambda: None)
    dialog = dialog_of(qtbot, window, "accept_dialog")
    part(dialog, QCheckBox, "accept.receipts").setChecked(False)
    part(dialog, QPushButton, "accept.go").click()
    page = contents_of(window).tabs.pages["annex1"]
    qtbot.wait_until(lambda: page.record_count == 1)  # it is the district's own now, and seen
    assert "已受理" in contents_of(window).notifications.banner.text

    prompts.answers.append("对方来电要求改人数")
    decide_commands.take_back(_context(window), number, lambda: None)
    qtbot.wait_until(lambda: page.record_count == 0)
    assert "回收站" in prompts.asked[-1].text
    assert _states(ws) == [SubmissionState.RECEIVED]
    assert records.records(ws) == []


def test_of_two_with_one_revision_one_is_chosen_with_a_reason(
    qtbot: QtBot,
    city: MainWindow,
    ws: Workspace,
    offices: SendingOffices,
    prompts: ScriptedPrompts,
    tmp_path: Path,
) -> None:
    one = offices.package(_XIGANG, [offices.record("annex1", "大连乙机械有限公司")])
    other = offices.package(_XIGANG, [offices.record("annex1", "大连丁机械有限公司")])
    numbers = _received(ws, tmp_path, one, other)
    context = _context(city)
    decide_commands.accept(context, numbers[:1], _never)
    banner = contents_of(city).notifications.banner
    qtbot.wait_until(lambda: "请先选定以哪一个为准" in banner.text)

    prompts.answers.append("电话核实，以后收到的为准")
    decide_commands.choose(context, numbers[1], lambda: None)
    qtbot.wait_until(lambda: "已选定" in banner.text)
    assert _states(ws) == [SubmissionState.OLDER, SubmissionState.RECEIVED]
