"""Printing, PDF and Word files through the window."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
from docx import Document
from PySide6.QtWidgets import (
    QWidget,
)
from pytestqt.qtbot import QtBot

from gonghui_desktop.model.checkcode import check_code
from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.services import pages, records
from gonghui_desktop.services.record_names import name_of
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.spooling import PrintQueue
from gonghui_desktop.ui.dialogs.save_pdf_dialog import PdfFile
from gonghui_desktop.ui.printing.print_job import PrintChoice, PrintJob
from gonghui_desktop.ui.printing.printers import Printers
from gonghui_desktop.ui.window.main_window import MainWindow
from gonghui_desktop.ui.window.window_contents import WindowContents
from tests.gui.clerk import OpenWindow, contents_of, trigger
from tests.paper_tray import HP, PaperTray


def _show_only_record(window: MainWindow) -> None:
    page = next(page for page in contents_of(window).tabs.pages.values() if page.record is not None)
    contents_of(window).tabs.show_page(page)


def _page_count(pdf: bytes | Path) -> int:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def _text(pdf: bytes, page: int = 0) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        text_page = document[page].get_textpage()
        try:
            return str(text_page.get_text_bounded())
        finally:
            text_page.close()


def test_printing_presets_the_official_copies(
    qtbot: QtBot, one_unit: Workspace, open_window: OpenWindow
) -> None:
    asked: list[PrintJob] = []

    def turn_back(
        job: PrintJob, _printers: Printers, _parent: QWidget | None
    ) -> PrintChoice | None:
        asked.append(job)
        return None

    window = open_window(one_unit, ask_printer=turn_back)
    _show_only_record(window)
    trigger(window, "print")
    qtbot.wait_until(lambda: len(asked) == 1)
    trigger(window, "print_blank")
    qtbot.wait_until(lambda: len(asked) == 2)
    assert [job.copies for job in asked] == [(3,), (1,)]  # a blank form is copied once it is needed
    assert [job.page_counts for job in asked] == [(_page_count(asked[0].pdf),), (1,)]


def test_saving_as_pdf_suggests_the_units_name(
    qtbot: QtBot,
    one_unit: Workspace,
    window: MainWindow,
    contents: WindowContents,
    prompts: ScriptedPrompts,
    tmp_path: Path,
) -> None:
    contents.tabs.reload()
    _show_only_record(window)
    path = tmp_path / "表.pdf"
    prompts.answers.append(path)
    trigger(window, "save_pdf")
    qtbot.wait_until(lambda: "已存为" in contents.notifications.banner.text)
    assert path.read_bytes().startswith(b"%PDF")
    asked = next(each for each in prompts.asked if each.kind == "ask_pdf_file")
    name = name_of(one_unit.campaign.form("annex3"), records.records(one_unit)[0])
    assert Path(asked.options[0]).name == f"附件3 {name}.pdf"


def test_saving_as_word(
    qtbot: QtBot,
    one_unit: Workspace,
    window: MainWindow,
    contents: WindowContents,
    prompts: ScriptedPrompts,
    tmp_path: Path,
) -> None:
    contents.tabs.reload()
    _show_only_record(window)
    path = tmp_path / "表.docx"
    prompts.answers.append(path)
    trigger(window, "save_word")
    qtbot.wait_until(lambda: "已存为" in contents.notifications.banner.text)
    name = name_of(one_unit.campaign.form("annex3"), records.records(one_unit)[0])
    words = [cell.text for table in Document(str(path)).tables for cell in table._cells]
    assert name in words


def test_foot_line_and_signature_fields_are_chosen_where_a_pdf_is_saved_and_kept(
    qtbot: QtBot,
    one_unit: Workspace,
    window: MainWindow,
    contents: WindowContents,
    prompts: ScriptedPrompts,
    tmp_path: Path,
) -> None:
    def saved(answer: PdfFile | Path) -> bytes:
        path = answer if isinstance(answer, Path) else answer.path
        prompts.answers.append(answer)
        trigger(window, "save_pdf")
        qtbot.wait_until(lambda: path.exists() and not window.tasks.is_busy)
        return path.read_bytes()

    contents.tabs.reload()
    _show_only_record(window)
    both = saved(tmp_path / "both.pdf")
    neither = saved(PdfFile(tmp_path / "neither.pdf", foot_line=False, signature_fields=False))
    as_before = saved(tmp_path / "as before.pdf")
    assert [b"/Sig" in data for data in (both, neither, as_before)] == [True, False, False]
    code = check_code(pages.record_sheet(one_unit, records.records(one_unit)[0]).fingerprint or b"")
    assert [code in _text(data) for data in (both, neither, as_before)] == [True, False, False]
    twice = saved(PdfFile(tmp_path / "twice.pdf", foot_line=True, signature_fields=False, copies=2))
    assert _page_count(twice) == 2 * _page_count(both)
    assert pages.paper_choices(one_unit) == pages.PaperChoices(True, False)


def test_what_is_switched_off_in_the_print_dialog_is_not_printed(
    qtbot: QtBot, one_unit: Workspace, open_window: OpenWindow, tray: PaperTray
) -> None:
    jobs = []

    def without_foot_line(
        job: PrintJob, _printers: Printers, _parent: QWidget | None
    ) -> PrintChoice:
        jobs.append(job)
        return PrintChoice(HP, foot_line=False)

    window = open_window(one_unit, ask_printer=without_foot_line)
    _show_only_record(window)
    page = contents_of(window).tabs.current_page
    qtbot.wait_until(lambda: page.is_settled)

    def shows_code() -> bool:
        printed = page.preview.printed
        return printed is not None and "校验码" in _text(printed.pdf)

    assert shows_code()
    trigger(window, "print")
    qtbot.wait_until(lambda: bool(tray.sent))
    assert jobs[0].foot_line
    ((_queue, sent),) = tray.sent
    assert len(sent.pages) == jobs[0].page_counts[0]
    assert "校验码" not in _text(sent.pdf)
    assert not pages.paper_choices(one_unit).foot_line
    qtbot.wait_until(lambda: page.is_settled and not shows_code())
    qtbot.wait_until(lambda: not window.status.job_line.text)


def test_a_blank_form_is_printed_or_saved_with_its_continuation(
    qtbot: QtBot,
    ws: Workspace,
    open_window: OpenWindow,
    prompts: ScriptedPrompts,
    tray: PaperTray,
    tmp_path: Path,
) -> None:
    queues: list[PrintQueue | None] = [HP, None]
    jobs = []

    def with_continuation(
        job: PrintJob, _printers: Printers, _parent: QWidget | None
    ) -> PrintChoice:
        jobs.append(job)
        return PrintChoice(queues.pop(0), foot_line=False, with_continuation=True)

    window = open_window(ws, ask_printer=with_continuation)
    trigger(window, "print_blank")
    qtbot.wait_until(lambda: "共 2 页" in contents_of(window).notifications.banner.text)
    ((_queue, sent),) = tray.sent
    assert (sent.pages, _page_count(sent.pdf)) == ((0, 1), 2)
    assert jobs[0].can_continue
    assert jobs[0].title == "附件1 空白表"
    assert pages.paper_choices(ws).foot_line  # for the forms that have a code
    path = tmp_path / "空白表.pdf"
    prompts.answers.append(path)
    trigger(window, "print_blank")
    qtbot.wait_until(lambda: path.exists() and not window.tasks.is_busy)
    assert "（续表）" in _text(path.read_bytes(), 1)


def test_what_cannot_be_printed_is_told_before_printing(
    qtbot: QtBot,
    one_unit: Workspace,
    window: MainWindow,
    contents: WindowContents,
    prompts: ScriptedPrompts,
) -> None:
    (record,) = records.records(one_unit)
    records.change(one_unit, record.id, {"chairperson": "王😀"})
    contents.tabs.reload()
    _show_only_record(window)
    prompts.answers.append(False)
    trigger(window, "print")
    asked = prompts.asked[-1]
    assert asked.kind == "confirm"
    assert "😀" in asked.text
    assert "工会主席" in asked.text
    assert all(each.kind != "wait" for each in prompts.asked)  # nothing goes on after 取消


def test_a_file_that_cannot_be_written_is_told(
    qtbot: QtBot,
    one_unit: Workspace,
    window: MainWindow,
    contents: WindowContents,
    prompts: ScriptedPrompts,
    tmp_path: Path,
) -> None:
    contents.tabs.reload()
    prompts.answers.append(tmp_path / "没有这个文件夹" / "表.pdf")
    trigger(window, "save_all_pdf")
    qtbot.wait_until(lambda: prompts.asked[-1].kind == "warn")
    assert "表.pdf" in prompts.asked[-1].text
