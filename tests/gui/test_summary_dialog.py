"""汇总 in the window: what it comes to is seen first, then it is saved or printed."""

from __future__ import annotations

import io
from functools import partial
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.receiving.submissions import SubmissionAction
from gonghui_desktop.model.record import Profile
from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.services import reporter
from gonghui_desktop.services.receiving.arrivals.receive import receive
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.receiving.summary_dialog import SummaryDialog
from gonghui_desktop.ui.widgets.banner import Banner
from gonghui_desktop.ui.window.main_window import MainWindow
from tests.gui.clerk import OpenWindow, contents_of, dialog_of, part
from tests.sending_offices import SendingOffices


@pytest.fixture
def city(campaign: Campaign, ws: Workspace, open_window: OpenWindow, tmp_path: Path) -> MainWindow:
    """The city's window; one of two offices was accepted."""
    offices = SendingOffices(campaign)
    reporter.set_reporter(ws, Profile("city", "大连市总工会"))
    for number, name in enumerate(("中山区总工会", "西岗区总工会")):
        made = offices.package(
            Profile("district", name), [offices.record("annex1", f"大连{name[:2]}机床厂")]
        )
        (tmp_path / f"{number}.zip").write_bytes(made.data)
        (file,) = receive(ws, [tmp_path / f"{number}.zip"])
        if not number and file.submission is not None:
            ws.store.received.note(file.submission.number, SubmissionAction.ACCEPT)
    return open_window()


def _is_told(banner: Banner, path: Path) -> bool:
    return str(path) in banner.text


def _told(dialog: SummaryDialog) -> str:
    shown = part(dialog, QScrollArea, "summary_figures").widget()
    assert shown is not None
    return "\n".join(label.text() for label in shown.findChildren(QLabel))


def test_what_it_comes_to_is_shown_and_saved(
    qtbot: QtBot, city: MainWindow, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    part(city, QPushButton, "receiving_summary").click()
    dialog = dialog_of(qtbot, city, "summary_dialog")
    assert isinstance(dialog, SummaryDialog)
    assert "已受理的 1 家上报单位的申报表 1 份" in _told(dialog)
    part(dialog, QCheckBox, "summary_all").click()
    assert "已收到的（含还没有受理的） 2 家上报单位的申报表 2 份" in _told(dialog)
    assert "共 240 人。" in _told(dialog)
    sheet, paper = tmp_path / "汇总.xlsx", tmp_path / "汇总.pdf"
    banner = contents_of(city).notifications.banner
    for name, path in (("summary_xlsx", sheet), ("summary_pdf", paper)):
        prompts.answers.append(path)
        part(dialog, QPushButton, name).click()
        qtbot.wait_until(partial(_is_told, banner, path))
        assert part(dialog, QLabel, "summary_done").text() == f"汇总表已存为“{path}”。"
    book = openpyxl.load_workbook(io.BytesIO(sheet.read_bytes()))
    assert [row[1] for row in book["附件1"].iter_rows(min_row=4, values_only=True)] == [
        "大连中山机床厂",
        "大连西岗机床厂",
    ]
    assert paper.read_bytes().startswith(b"%PDF-")
    dialog.reject()
