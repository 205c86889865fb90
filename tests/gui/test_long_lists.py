"""A list may be long: it is never read on the thread that paints and takes keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Thread, current_thread, main_thread

import pytest
from PySide6.QtWidgets import QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.record import Profile, Record, RecordState
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.services import reporter
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import Store
from gonghui_desktop.ui.window.main_window import MainWindow
from tests.gui.clerk import OpenWindow, add_filled, contents_of, dialog_of, trigger

_MANY = 25  # more than are looked at at once before they are printed


@pytest.fixture
def reading_threads() -> list[Thread]:
    """The threads on which whole lists were read."""
    return []


@pytest.fixture
def ws(
    campaign: Campaign, printer: FormPrinter, tmp_path: Path, reading_threads: list[Thread]
) -> Iterator[Workspace]:
    class NotingStore(Store):
        """A store that notes who reads whole lists."""

        def records(self, form: str | None = None, campaign: str | None = None) -> list[Record]:
            reading_threads.append(current_thread())
            return super().records(form, campaign)

    with NotingStore.open(tmp_path / "data") as store:
        yield Workspace(campaign, lambda: store, lambda: printer)


@pytest.fixture
def window(ws: Workspace, open_window: OpenWindow, reading_threads: list[Thread]) -> MainWindow:
    """附件1 with many records."""
    for number in range(_MANY):
        add_filled(ws, unit_name=f"单位{number}")
    window = open_window()
    reading_threads.clear()
    return window


def _count(window: MainWindow) -> int:
    return contents_of(window).tabs.current_page.record_count


def test_after_bulk_work_and_its_undo(
    qtbot: QtBot, window: MainWindow, reading_threads: list[Thread]
) -> None:
    view = contents_of(window).tabs.current_page.list.view
    view.selectAll()
    trigger(window, "copy")
    qtbot.wait_until(lambda: _count(window) == 2 * _MANY, timeout=20_000)
    view.selectAll()
    trigger(window, "delete")
    qtbot.wait_until(lambda: _count(window) == 0, timeout=20_000)
    trigger(window, "undo")
    qtbot.wait_until(lambda: _count(window) == 2 * _MANY)
    trigger(window, "undo")
    qtbot.wait_until(lambda: _count(window) == _MANY)
    assert reading_threads
    assert main_thread() not in reading_threads


def test_around_an_export_and_an_import(
    qtbot: QtBot,
    ws: Workspace,
    window: MainWindow,
    prompts: ScriptedPrompts,
    reading_threads: list[Thread],
    data_folder: Path,
    tmp_path: Path,
) -> None:
    reporter.set_reporter(ws, Profile("district", "中山区总工会"))
    trigger(window, "export")
    dialog = dialog_of(qtbot, window, "export_dialog")
    (reason,) = dialog.findChildren(QPlainTextEdit, "export.reason")
    (accept,) = dialog.findChildren(QPushButton, "export.accept")
    reason.setPlainText("名额已经同意调整")
    package = tmp_path / "报送包.zip"
    prompts.answers.append(package)
    accept.click()
    banner = contents_of(window).notifications.banner
    qtbot.wait_until(lambda: "已导出报送包" in banner.text, timeout=30_000)
    page = contents_of(window).tabs.current_page
    assert page.record is not None
    assert page.record.state is RecordState.FINAL
    prompts.answers.append([data_folder / "district.json"])
    trigger(window, "import")
    qtbot.wait_until(lambda: "已导入" in banner.text, timeout=20_000)
    assert _count(window) == _MANY + 4
    assert len(reading_threads) > 3
    assert main_thread() not in reading_threads


def test_for_a_pdf_of_all(
    qtbot: QtBot,
    window: MainWindow,
    prompts: ScriptedPrompts,
    reading_threads: list[Thread],
    tmp_path: Path,
) -> None:
    path = tmp_path / "全部.pdf"
    prompts.answers.append(path)
    trigger(window, "save_all_pdf")
    qtbot.wait_until(path.exists, timeout=20_000)
    qtbot.wait_until(lambda: not window.tasks.is_busy)
    assert reading_threads
    assert main_thread() not in reading_threads
