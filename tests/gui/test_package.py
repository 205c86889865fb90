"""Export, verify and import of packages through the window."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QTextBrowser,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gonghui_desktop.confined.faults import ConfinedError, Reason
from gonghui_desktop.exchange.package.submission import MOST_RECORDS, new_submission
from gonghui_desktop.model.record import Profile, RecordState
from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts, ScriptedWaiting
from gonghui_desktop.services import records, reporter
from gonghui_desktop.services.submissions import submission
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.values import NewRecord
from gonghui_desktop.ui.dialogs.waiting import WaitingDialog
from gonghui_desktop.ui.window.main_window import MainWindow
from gonghui_desktop.ui.window.window_contents import WindowContents
from tests.exchange import word_files
from tests.gui.clerk import dialog_of, trigger
from tests.made_packages import packed
from tests.reading_here import ReadersWithoutChild

OFFICE = Profile("nonresident_industry", "大连市示例产业工会")


def test_export_asks_who_reports_then_where_to_and_makes_everything_final(
    qtbot: QtBot,
    one_unit: Workspace,
    window: MainWindow,
    contents: WindowContents,
    prompts: ScriptedPrompts,
    tmp_path: Path,
) -> None:
    contents.tabs.reload()
    trigger(window, "export")
    ask = dialog_of(qtbot, window, "reporter_dialog")
    kind, name = ask.findChild(QComboBox), ask.findChild(QLineEdit, "reporter.name")
    assert kind is not None
    assert name is not None
    kind.setCurrentIndex(kind.findData(OFFICE.kind))
    name.setText(OFFICE.name)
    path = tmp_path / "报送.zip"
    prompts.answers.append(path)
    ask.accept()
    export = dialog_of(qtbot, window, "export_dialog")
    accept = export.findChild(QPushButton, "export.accept")
    assert accept is not None
    QTest.mouseClick(accept, Qt.MouseButton.LeftButton)
    qtbot.wait_until(lambda: "已导出报送包" in contents.notifications.banner.text, timeout=10_000)
    assert one_unit.store.profile() == OFFICE
    assert [record.state for record in records.records(one_unit)] == [RecordState.FINAL]
    prompts.answers.append([path])
    trigger(window, "verify")
    qtbot.wait_until(lambda: prompts.asked[-1].kind == "inform", timeout=10_000)
    assert prompts.asked[-1].title == "“报送.zip”完好"


def test_export_shows_what_blocks_and_goes_there(
    qtbot: QtBot, one_unit: Workspace, window: MainWindow, contents: WindowContents
) -> None:
    reporter.set_reporter(one_unit, OFFICE)
    (record,) = records.records(one_unit)
    records.change(one_unit, record.id, {"employees": "0"})
    contents.tabs.reload()
    trigger(window, "export")
    dialog = dialog_of(qtbot, window, "export_dialog")
    blocking = dialog.findChild(QListWidget, "export.open")
    assert blocking is not None
    assert "职工人数" in blocking.item(1).text()  # below the record's name
    jump = dialog.findChild(QPushButton, "export.jump")
    assert jump is not None
    QTest.mouseClick(jump, Qt.MouseButton.LeftButton)
    field = window.findChild(QWidget, "annex3.employees")
    assert isinstance(field, QWidget)
    qtbot.wait_until(lambda: window.focusWidget() is field)


def test_an_unmet_quota_wants_a_reason(
    qtbot: QtBot, one_unit: Workspace, window: MainWindow, contents: WindowContents
) -> None:
    reporter.set_reporter(one_unit, Profile("resident_industry", "示例产业工会"))
    contents.tabs.reload()
    trigger(window, "export")
    dialog = dialog_of(qtbot, window, "export_dialog")
    accept = dialog.findChild(QPushButton, "export.accept")
    reason = dialog.findChild(QPlainTextEdit, "export.reason")
    assert accept is not None
    assert reason is not None
    assert not accept.isEnabled()
    reason.setPlainText("两家企业停产")
    assert accept.isEnabled()
    dialog.reject()


def test_exporting_nothing_says_so(
    qtbot: QtBot, window: MainWindow, contents: WindowContents
) -> None:
    trigger(window, "export")
    qtbot.wait_until(lambda: "还没有申报表" in contents.notifications.banner.text)


def test_more_than_a_package_holds_is_told_in_the_dialog_before_any_work(
    qtbot: QtBot, window: MainWindow, ws: Workspace
) -> None:
    reporter.set_reporter(ws, OFFICE)
    ws.store.add([NewRecord("annex3", {"unit_name": "甲厂"}, campaign="2017")] * 300)
    trigger(window, "export")
    dialog = dialog_of(qtbot, window, "export_dialog")
    told = [label.text() for label in dialog.findChildren(QLabel)]
    too_many = f"现在有 300 份，请先删去 {300 - MOST_RECORDS} 份不上报的再导出。"
    assert any(text.endswith(too_many) for text in told)
    accept = dialog.findChild(QPushButton, "export.accept")
    assert accept is not None
    assert not accept.isEnabled()
    assert dialog.findChild(QListWidget) is None
    dialog.reject()


def test_a_file_that_is_no_package_does_not_pass(
    qtbot: QtBot, window: MainWindow, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    path = tmp_path / "照片.zip"
    path.write_bytes(b"no zip")
    prompts.answers.append([path])
    trigger(window, "verify")
    qtbot.wait_until(lambda: prompts.asked[-1].kind == "warn")
    assert prompts.asked[-1].title == "“照片.zip”没有通过核验"


class _Endless(ReadersWithoutChild):
    """Readers whose child never answers, until they are told to stop."""

    is_asked = is_given_up = False

    def answer(
        self,
        job: str,
        data: bytes,
        parameters: Mapping[str, object],
        cancelled: Callable[[], bool],
    ) -> Iterator[bytes]:
        """Waits until it is cancelled, half a minute at the most."""
        del job, data, parameters
        self.is_asked = True
        for _ in range(3_000):
            if cancelled():
                self.is_given_up = True
                raise ConfinedError(Reason.CANCELLED, "已取消。")
            time.sleep(0.01)
        yield b""


@pytest.mark.parametrize("action", ["verify", "import", "verify, then close", "import, then close"])
def test_a_package_that_takes_for_ever_is_given_up_at_once(
    qtbot: QtBot,
    ws: Workspace,
    window: MainWindow,
    prompts: ScriptedPrompts,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    action: str,
) -> None:
    endless = _Endless()
    monkeypatch.setattr(Workspace, "readers", endless)
    cancels: list[Callable[[], None]] = []

    def wait(_title: str, cancel: Callable[[], None]) -> ScriptedWaiting:
        cancels.append(cancel)
        return ScriptedWaiting()

    monkeypatch.setattr(prompts, "wait", wait)
    (tmp_path / "p.zip").write_bytes(b"PK\x03\x04")
    prompts.answers.append([tmp_path / "p.zip"])
    trigger(window, action.partition(",")[0])
    qtbot.wait_until(lambda: endless.is_asked)
    if action.endswith("close"):
        window.close()
    else:
        cancels[0]()
    qtbot.wait_until(lambda: endless.is_given_up)
    assert not any(each.kind == "warn" for each in prompts.asked)
    assert records.records(ws) == []
    endless.close()


@pytest.mark.parametrize("is_owned", [True, False])
def test_a_window_that_is_closed_takes_its_progress_dialog_along(
    qtbot: QtBot, window: MainWindow, is_owned: bool
) -> None:
    """The program would go on with nothing but that dialog, and never end."""
    waiting = WaitingDialog("核验报送包", lambda: None, window if is_owned else None)
    qtbot.wait_until(waiting.isVisible)
    window.close()
    assert not waiting.isVisible()


def test_what_must_be_looked_at_in_a_package_is_listed(
    qtbot: QtBot, one_unit: Workspace, window: MainWindow, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    (final,) = records.make_final(one_unit, [each.id for each in records.records(one_unit)])
    made = new_submission(one_unit.campaign, Profile("district", "中山区总工会"), [final])
    (tmp_path / "p.zip").write_bytes(packed(one_unit, made))
    prompts.answers.append([tmp_path / "p.zip"])
    trigger(window, "verify")
    dialog = dialog_of(qtbot, window, "verified_dialog")
    view = dialog.findChild(QListWidget)
    assert view is not None
    told = [view.item(row).text() for row in range(view.count())]
    assert any("要核实：还差" in line for line in told)
    assert any(line.startswith("核对了：") for line in told)
    assert any("以盖章的报送单为准" in line for line in told)
    dialog.accept()


def test_import_tells_what_became_of_every_record(
    qtbot: QtBot, window: MainWindow, ws: Workspace, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    good = {"form": "annex1", "values": {"unit_name": "甲"}}
    bad = {"form": "annex9", "values": {}}
    path = tmp_path / "申报表.json"
    document = {"format": "gonghui-records", "version": 1, "campaign": "2017"}
    path.write_text(json.dumps({**document, "records": [good, bad]}), "utf-8")
    prompts.answers.append([path, tmp_path / "没有.json"])
    trigger(window, "import")
    dialog = dialog_of(qtbot, window, "outcome_dialog")
    view = dialog.findChild(QListWidget)
    assert view is not None
    lines = [view.item(row).text() for row in range(view.count())]
    assert len([line for line in lines if line.startswith("未导入")]) == 2
    assert any("甲" in line for line in lines)
    assert [record.value("unit_name") for record in records.records(ws)] == ["甲"]
    dialog.close()


def test_what_must_be_looked_at_in_a_word_form_is_shown_at_once(
    qtbot: QtBot, window: MainWindow, ws: Workspace, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    clean, doubtful = tmp_path / "甲.docx", tmp_path / "乙.docx"
    clean.write_bytes(word_files.word_file(word_files.annex1(word_files.USUAL_ROWS)))
    body = word_files.annex1(word_files.USUAL_ROWS[:4]).replace("320人", "三百多人")
    doubtful.write_bytes(word_files.word_file(body.replace("样例机械", "乙机械")))
    prompts.answers.append([clean, doubtful])
    trigger(window, "import")
    dialog = dialog_of(qtbot, window, "outcome_dialog")
    view = dialog.findChild(QListWidget)
    assert view is not None
    first, second = (view.item(row).text() for row in range(view.count()))
    assert "请核对：职工人数（读到“三百多人”，不是整数，只填数字）；没找到：主要措施" in first
    assert second == "“甲.docx”：已导入附件1“大连样例机械有限公司”。"
    assert len(records.records(ws)) == 2
    dialog.close()


def test_a_clean_import_shows_its_first_record(
    qtbot: QtBot,
    window: MainWindow,
    contents: WindowContents,
    prompts: ScriptedPrompts,
    data_folder: Path,
) -> None:
    prompts.answers.append([data_folder / "district.json"])
    trigger(window, "import")
    qtbot.wait_until(lambda: contents.notifications.banner.text == "已导入 5 份申报表。")
    assert contents.tabs.current_page.record is not None
    assert [page.model.total for page in contents.tabs.pages.values()] == [4, 1, 0]


def test_forms_that_are_there_already_are_not_called_imported(
    qtbot: QtBot,
    one_unit: Workspace,
    window: MainWindow,
    contents: WindowContents,
    prompts: ScriptedPrompts,
    tmp_path: Path,
) -> None:
    reporter.set_reporter(one_unit, OFFICE)
    package = tmp_path / "报送包.zip"
    submission.export_package(one_unit, package, "名额原因")
    prompts.answers.append([package])
    trigger(window, "import")
    banner = contents.notifications.banner
    qtbot.wait_until(lambda: banner.text == f"1 份本来就有，未改动（{OFFICE.name}报送）。")


def test_the_same_file_again_adds_nothing_unless_it_is_wanted(
    qtbot: QtBot,
    ws: Workspace,
    window: MainWindow,
    contents: WindowContents,
    prompts: ScriptedPrompts,
    data_folder: Path,
) -> None:
    def bring_in() -> None:
        prompts.answers.append([data_folder / "district.json"])
        trigger(window, "import")

    bring_in()
    qtbot.wait_until(lambda: contents.notifications.banner.text == "已导入 5 份申报表。")
    bring_in()
    dialog = dialog_of(qtbot, window, "outcome_dialog")
    view = dialog.findChild(QListWidget)
    take = dialog.findChild(QPushButton, "outcome.again")
    assert view is not None
    assert take is not None
    assert view.count() == 5
    assert "与名单里的一份（草稿，" in view.item(0).text()
    assert take.text() == "全部仍作为新表导入"
    assert not take.isDefault()  # Enter leaves everything as it is
    view.item(1).setCheckState(Qt.CheckState.Checked)
    view.item(2).setCheckState(Qt.CheckState.Checked)
    assert take.text() == "勾选的 2 份仍作为新表导入"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert len(records.records(ws)) == 5

    bring_in()
    dialog = dialog_of(qtbot, window, "outcome_dialog")
    view = dialog.findChild(QListWidget)
    take = dialog.findChild(QPushButton, "outcome.again")
    assert view is not None
    assert take is not None
    view.item(4).setCheckState(Qt.CheckState.Checked)
    take.click()
    qtbot.wait_until(lambda: len(records.records(ws)) == 6)
    qtbot.wait_until(lambda: contents.notifications.banner.text == "已导入 1 份申报表。")
    trigger(window, "undo")
    qtbot.wait_until(lambda: len(records.records(ws)) == 5)


def test_the_reason_for_the_quota_outlives_the_escape_key(
    qtbot: QtBot, one_unit: Workspace, window: MainWindow
) -> None:
    reporter.set_reporter(one_unit, Profile("resident_industry", "示例产业工会"))
    for _ in range(2):
        trigger(window, "export")
        dialog = dialog_of(qtbot, window, "export_dialog")
        reason = dialog.findChild(QPlainTextEdit, "export.reason")
        assert reason is not None
        texts = reason.toPlainText()
        reason.setPlainText("本区只有两家")
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert texts == "本区只有两家"


def test_the_manual_and_about_open(
    qtbot: QtBot, window: MainWindow, prompts: ScriptedPrompts
) -> None:
    trigger(window, "help")
    manual = dialog_of(qtbot, window, "help_window").findChild(QTextBrowser)
    assert manual is not None
    assert "不用保存" in manual.toPlainText()
    trigger(window, "about")
    assert "版本" in prompts.asked[-1].text
