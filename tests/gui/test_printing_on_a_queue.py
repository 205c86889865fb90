"""The whole way through a real CUPS queue: dialog, job, paper, note. States: test_printing.py."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pdfplumber
import pytest
from pytestqt.qtbot import QtBot

from gonghui_desktop.model.record import Record
from gonghui_desktop.model.stages import Stage
from gonghui_desktop.selftest.print_answers import PrintAnswers
from gonghui_desktop.selftest.window_driver import WindowDriver
from gonghui_desktop.services import prints, records
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.spooling.cups import CupsSpooler
from gonghui_desktop.ui.window.main_window import MainWindow
from tests.gui.clerk import OpenWindow, add_filled, contents_of, trigger
from tests.print_server import Printer, PrintServer

PATIENCE = 30_000  # ms, on a busy machine


@pytest.fixture
def spooler(print_server: PrintServer) -> CupsSpooler:
    return CupsSpooler(print_server.address)


@pytest.fixture
def paper(print_server: PrintServer) -> Iterator[Printer]:
    printer = print_server.add_printer("窗口旁的打印机", margin=4.2)
    yield printer
    print_server.run("lpadmin", "-x", printer.name)  # of one title, printers get longer names


@pytest.fixture
def final(ws: Workspace) -> Record:
    return records.make_final(ws, [add_filled(ws).id])[0]


@pytest.fixture
def window(final: Record, paper: Printer, open_window: OpenWindow) -> MainWindow:
    """The window on a final form; the print dialog is answered with that printer."""
    assert paper
    window = open_window()
    contents_of(window).tabs.current_page.open_by_id(final.id)
    return window


def _print(window: MainWindow, printer: Printer, action: str = "print") -> None:
    PrintAnswers(WindowDriver(window), queue=printer.name).prepare()
    trigger(window, action)


def _came_out(printer: Printer) -> list[str]:
    """The texts of the pages of the only job."""
    (file,) = printer.folder.glob("*.out")
    with pdfplumber.open(BytesIO(file.read_bytes())) as document:
        return [page.extract_text() for page in document.pages]


def test_the_paper_is_there_before_it_is_noted(
    qtbot: QtBot, ws: Workspace, window: MainWindow, final: Record, paper: Printer
) -> None:
    _print(window, paper)
    qtbot.wait_until(lambda: bool(prints.prints(ws, final.id)), timeout=PATIENCE)
    pages = _came_out(paper)
    assert len(pages) == 4
    assert len(set(pages)) == 1
    (entry,) = prints.prints(ws, final.id)
    assert (entry.copies, entry.printer) == (4, "窗口旁的打印机")
    assert entry.paper.code in pages[0]
    qtbot.wait_until(lambda: ws.store.record(final.id).stage is Stage.PRINTED)


def test_a_printer_out_of_paper_is_told_and_goes_on_when_there_is_some(
    qtbot: QtBot, ws: Workspace, window: MainWindow, final: Record, paper: Printer
) -> None:
    paper.report("media-empty-error")
    _print(window, paper)
    banner = contents_of(window).notifications.banner
    qtbot.wait_until(lambda: "没有纸了" in banner.text, timeout=PATIENCE)
    assert ws.store.record(final.id).stage is Stage.FINAL
    paper.mend()
    qtbot.wait_until(lambda: bool(prints.prints(ws, final.id)), timeout=PATIENCE)
    assert len(_came_out(paper)) == 4


def test_the_test_page_comes_out_of_the_queue_whole(
    qtbot: QtBot, window: MainWindow, paper: Printer
) -> None:
    _print(window, paper, "print_test_page")
    banner = contents_of(window).notifications.banner
    qtbot.wait_until(lambda: "已打印，共 1 页" in banner.text, timeout=PATIENCE)
    (text,) = _came_out(paper)
    assert "打印机测试页" in text
