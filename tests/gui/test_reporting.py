"""上报 at the city and 零报告 at a district, in the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QListWidget, QPlainTextEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from gonghui_desktop.exchange.package.report import read_report
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.receiving.submissions import SubmissionAction
from gonghui_desktop.model.record import Profile
from gonghui_desktop.model.units.roster import Listed
from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.services import reporter
from gonghui_desktop.services.receiving.arrivals.receive import receive
from gonghui_desktop.services.reporter import OfficeRole
from gonghui_desktop.services.submissions.verifying import verify_package
from gonghui_desktop.services.workspace import Workspace
from tests.gui.clerk import OpenWindow, contents_of, dialog_of, part, trigger
from tests.sending_offices import SendingOffices

_WHY = "本年度没有符合条件的单位"


@pytest.fixture
def city(ws: Workspace, campaign: Campaign, tmp_path: Path) -> Workspace:
    """The city's office with three packages, two of them accepted, with one unit in both."""
    reporter.set_reporter(ws, Profile("city", "大连市总工会"))
    offices = SendingOffices(campaign)
    record = offices.record("annex1", "大连甲机械有限公司")
    for number, (name, kind, forms) in enumerate(
        (
            ("中山区总工会", "district", [record, offices.record("annex2", "餐饮行业")]),
            ("大连港工会", "resident_industry", [offices.record("annex3", "大连丁公司")]),
            ("西岗区总工会", "district", [offices.record("annex1", "大连戊厂")]),
        )
    ):
        path = tmp_path / f"{number}.zip"
        path.write_bytes(offices.package(Profile(kind, name), forms).data)
        (file,) = receive(ws, [path])
        assert file.submission is not None
        if number < 2:
            ws.store.received.note(file.submission.number, SubmissionAction.ACCEPT)
    return ws


def _rows(view: QListWidget) -> list[str]:
    return [view.item(row).text() for row in range(view.count())]


def test_the_city_sees_what_goes_up_and_what_stays_and_reports(
    qtbot: QtBot,
    city: Workspace,
    open_window: OpenWindow,
    prompts: ScriptedPrompts,
    tmp_path: Path,
) -> None:
    window = open_window(city)
    part(window, QPushButton, "receiving_report").click()
    dialog = dialog_of(qtbot, window, "report_dialog")
    assert _rows(part(dialog, QListWidget, "report.list")) == [
        "上报的（1 个报送包）",
        "中山区总工会　第 1 次：附件1（1 份），附件2（1 份）",
        "不上报的（2 项）",
        "“大连港工会”第 1 次报送里的附件3（1 份）不再上报，留在本单位。",
        "“西岗区总工会”第 1 次报送还没有受理。",
    ]
    path = tmp_path / "上报.zip"
    prompts.answers.append(path)
    part(dialog, QPushButton, "report.accept").click()
    qtbot.wait_until(lambda: dialog.findChild(QPushButton, "export.done") is not None)
    told = [each.text() for each in dialog.findChildren(QLabel)]
    assert {"1 个报送包，原样", "汇总上报包已导出，读回核验完好"} <= set(told)
    assert [each.name for each in read_report(path.read_bytes()).report.records] == [
        "大连甲机械有限公司",
        "餐饮行业",
    ]
    part(dialog, QPushButton, "export.done").click()


def test_an_office_that_only_passes_on_reports_and_another_exports(
    city: Workspace, open_window: OpenWindow
) -> None:
    window = open_window(city)
    contents, export = contents_of(window), window.actions_table["export"]
    (button,) = (
        each for each in window.tool_bar.findChildren(QToolButton) if each.defaultAction() is export
    )
    assert (export.text(), button.text().strip()) == ("上报(&E)…", "上报")
    assert button.accessibleName() == "上报"
    assert "上一级" in export.toolTip()
    contents.show_reporter("中山区总工会", OfficeRole.ALSO_RECEIVES)
    assert (export.text(), button.text().strip()) == ("导出报送包(&E)…", "导出报送包")


def test_what_nobody_has_decided_stands_first_in_what_goes_up(
    qtbot: QtBot, city: Workspace, open_window: OpenWindow
) -> None:
    city.store.add_to_roster("2017", ([Listed("大连甲机械有限公司", "2015年典型")], ""))
    window = open_window(city)
    part(window, QPushButton, "receiving_report").click()
    dialog = dialog_of(qtbot, window, "report_dialog")
    heading, sentence = _rows(part(dialog, QListWidget, "report.list"))[:2]
    assert heading == "还没有核对的（1 处，请先到“重复与历年典型”里核对）"
    assert sentence.startswith("中山区总工会的附件1“大连甲机械有限公司”与历年典型名单里的")
    assert part(dialog, QPushButton, "report.accept").isEnabled()  # it holds nothing up
    dialog.close()


def test_the_province_has_nobody_to_report_to(ws: Workspace, open_window: OpenWindow) -> None:
    reporter.set_reporter(ws, Profile("province", "辽宁省总工会"))
    window = open_window()
    assert window.findChild(QPushButton, "receiving_report") is None
    export = window.actions_table["export"]
    assert not export.isVisible()
    shown = [each for each in window.tool_bar.findChildren(QToolButton) if each.isVisible()]
    assert export not in [each.defaultAction() for each in shown]


def test_a_district_without_forms_is_offered_a_zero_report_and_says_why(
    qtbot: QtBot, ws: Workspace, open_window: OpenWindow, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    reporter.set_reporter(ws, Profile("district", "中山区总工会"))
    window = open_window()
    trigger(window, "export")
    banner = contents_of(window).notifications.banner
    qtbot.wait_until(lambda: "还没有申报表" in banner.text)
    QTest.mouseClick(banner.button, Qt.MouseButton.LeftButton)
    dialog = dialog_of(qtbot, window, "zero_dialog")
    go = part(dialog, QPushButton, "zero.accept")
    assert not go.isEnabled()
    reason = part(dialog, QPlainTextEdit, "zero.reason")
    reason.setPlainText("核实无误")
    go.click()
    assert part(dialog, QLabel, "zero.fault").text()
    reason.setPlainText(_WHY)
    path = tmp_path / "零报告.zip"
    prompts.answers.append(path)
    go.click()
    qtbot.wait_until(lambda: dialog.findChild(QPushButton, "export.done") is not None)
    assert verify_package(ws, path).submission.explanation == _WHY
    part(dialog, QPushButton, "export.done").click()
