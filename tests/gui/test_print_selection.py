"""Printing and saving what is selected, and what is said first of drafts with faults in them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QPushButton, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from gonghui_desktop.selftest.scripted_prompts import PromptCall, ScriptedPrompts
from gonghui_desktop.services import records
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.dialogs.prompts import Waiting
from gonghui_desktop.ui.printing.print_job import PrintChoice, PrintJob
from gonghui_desktop.ui.printing.printers import Printers
from gonghui_desktop.ui.theme.theme import Theme
from gonghui_desktop.ui.window.connect_commands import fill_window
from gonghui_desktop.ui.window.form_page import FormPage
from gonghui_desktop.ui.window.main_window import MainWindow
from tests.gui.clerk import (
    OpenWindow,
    add_filled,
    contents_of,
    dialog_of,
    input_of,
    part,
    trigger,
)

NAMES = ("大连甲厂", "大连乙厂", "大连丙厂")


@pytest.fixture
def jobs() -> list[PrintJob]:
    """What came to the print dialog, which the clerk then cancels."""
    return []


@pytest.fixture
def window(ws: Workspace, open_window: OpenWindow, jobs: list[PrintJob]) -> MainWindow:
    """附件1 with three records; the first one is open."""

    def cancel(job: PrintJob, _printers: Printers, _parent: QWidget | None) -> PrintChoice | None:
        jobs.append(job)
        return None

    for name in NAMES:
        add_filled(ws, unit_name=name)
    return open_window(ask_printer=cancel)


@pytest.fixture
def page(window: MainWindow) -> FormPage:
    return contents_of(window).tabs.current_page


def _spoil(ws: Workspace, page: FormPage, row: int, *fields: str) -> None:
    """Empties mandatory fields."""
    record = page.model.record_at(row)
    assert record is not None
    records.change(ws, record.id, dict.fromkeys(fields, ""))
    page.reload()


def _foot_lines(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    return [text.splitlines()[-1] for text in texts]


def _asked(prompts: ScriptedPrompts) -> list[PromptCall]:
    return [each for each in prompts.asked if each.kind == "choose"]


def test_what_is_selected_is_printed_as_one_job(
    qtbot: QtBot, window: MainWindow, page: FormPage, jobs: list[PrintJob]
) -> None:
    page.list.view.selectAll()
    assert window.actions_table["print"].text().startswith("打印 3 份")
    trigger(window, "print")
    qtbot.wait_until(lambda: bool(jobs))
    assert jobs[0].copies == (4, 4, 4)
    assert not any("草稿" in line for line in _foot_lines(jobs[0].pdf))


def test_faults_are_told_before_printing_and_the_print_says_draft(
    qtbot: QtBot,
    ws: Workspace,
    window: MainWindow,
    page: FormPage,
    prompts: ScriptedPrompts,
    jobs: list[PrintJob],
) -> None:
    _spoil(ws, page, 0, "goals", "employees")
    prompts.answers.append(1)
    trigger(window, "print")
    qtbot.wait_until(lambda: bool(jobs))
    (asked,) = _asked(prompts)
    assert asked.title == f"“{NAMES[0]}”还有 2 处必须改"
    assert asked.options == ("先看 2 处", "仍要打印", "取消")  # looking is the default
    assert ["草稿" in line for line in _foot_lines(jobs[0].pdf)] == [True]


def test_looking_first_goes_to_the_first_fault(
    qtbot: QtBot,
    ws: Workspace,
    window: MainWindow,
    page: FormPage,
    prompts: ScriptedPrompts,
    jobs: list[PrintJob],
) -> None:
    _spoil(ws, page, 1, "goals")
    page.list.view.selectAll()
    prompts.answers.append(0)
    trigger(window, "print")
    qtbot.wait_until(input_of(window, "annex1.goals").hasFocus)
    (asked,) = _asked(prompts)
    assert asked.title == "3 份里有 1 份还有必须改的地方"
    assert page.record is not None
    assert page.record.value("unit_name") == NAMES[1]
    assert not jobs


def test_a_closed_question_prints_nothing_and_goes_nowhere(
    ws: Workspace,
    window: MainWindow,
    page: FormPage,
    prompts: ScriptedPrompts,
    jobs: list[PrintJob],
) -> None:
    _spoil(ws, page, 1, "goals")
    opened = page.record
    page.list.view.selectAll()
    trigger(window, "print")
    assert len(_asked(prompts)) == 1
    assert page.record == opened
    assert not input_of(window, "annex1.goals").hasFocus()
    assert not jobs


def test_a_blank_form_is_printed_without_a_word(
    qtbot: QtBot, window: MainWindow, prompts: ScriptedPrompts, jobs: list[PrintJob]
) -> None:
    trigger(window, "print_blank")
    qtbot.wait_until(lambda: bool(jobs))
    assert not _asked(prompts)
    assert "草稿" not in _foot_lines(jobs[0].pdf)[0]


def test_a_saved_draft_says_so_too(
    qtbot: QtBot,
    ws: Workspace,
    window: MainWindow,
    page: FormPage,
    prompts: ScriptedPrompts,
    tmp_path: Path,
) -> None:
    _spoil(ws, page, 0, "goals")
    path = tmp_path / "表.pdf"
    prompts.answers.extend([1, path])
    trigger(window, "save_pdf")
    qtbot.wait_until(path.exists)
    assert _asked(prompts)[0].options == ("先看 1 处", "仍要保存", "取消")
    assert "草稿" in _foot_lines(path.read_bytes())[0]


@pytest.mark.parametrize("replaces", [False, True])
def test_several_word_files_go_into_one_folder_and_old_ones_are_asked_about_once(
    qtbot: QtBot,
    ws: Workspace,
    window: MainWindow,
    page: FormPage,
    prompts: ScriptedPrompts,
    tmp_path: Path,
    replaces: bool,
) -> None:
    record = page.model.record_at(2)
    assert record is not None
    records.change(ws, record.id, {"unit_name": NAMES[0]})
    page.reload()
    old = tmp_path / f"附件1-02-{NAMES[1]}.docx"
    old.write_bytes(b"old")
    page.list.view.selectAll()
    prompts.answers.extend([tmp_path, int(replaces)])
    trigger(window, "save_word")
    banner = contents_of(window).notifications.banner
    qtbot.wait_until(lambda: "已存 3 份 Word" in banner.text)
    assert [each.title for each in _asked(prompts)] == ["文件夹里已有 1 个同名文件"]
    assert (old.read_bytes() == b"old") is not replaces
    beside = set() if replaces else {f"附件1-02-{NAMES[1]}（2）.docx"}
    assert {path.name for path in tmp_path.glob("*.docx")} == beside | {
        f"附件1-01-{NAMES[0]}.docx",
        f"附件1-02-{NAMES[1]}.docx",
        f"附件1-03-{NAMES[0]}.docx",
    }


def test_a_word_file_that_cannot_be_written_stops_no_other(
    qtbot: QtBot,
    window: MainWindow,
    page: FormPage,
    prompts: ScriptedPrompts,
    tmp_path: Path,
) -> None:
    (tmp_path / f"附件1-02-{NAMES[1]}.docx").mkdir()  # no file can take its place
    page.list.view.selectAll()
    prompts.answers.extend([tmp_path, 1])
    trigger(window, "save_word")
    qtbot.wait_until(lambda: any(each.kind == "warn" for each in prompts.asked))
    (told,) = [each for each in prompts.asked if each.kind == "warn"]
    assert told.title == "1 份没有存为 Word"
    assert NAMES[1] in told.text
    assert {path.name for path in tmp_path.glob("*.docx") if path.is_file()} == {
        f"附件1-01-{NAMES[0]}.docx",
        f"附件1-03-{NAMES[2]}.docx",
    }


def test_the_selected_forms_become_word_and_pdf_files_and_a_draft_is_told(
    qtbot: QtBot,
    ws: Workspace,
    window: MainWindow,
    page: FormPage,
    prompts: ScriptedPrompts,
    tmp_path: Path,
) -> None:
    _spoil(ws, page, 2, "goals")
    page.list.view.selectAll()
    trigger(window, "save_files")
    dialog = dialog_of(qtbot, window, "save_files_dialog")
    assert part(dialog, QRadioButton, "save_files.scope.0").text() == "选中的 3 份"
    prompts.answers.append(tmp_path)
    part(dialog, QPushButton, "save_files.elsewhere").click()
    QTest.keyClick(part(dialog, QPushButton, "save_files.accept"), Qt.Key.Key_Return)
    banner = contents_of(window).notifications.banner
    qtbot.wait_until(lambda: "已存 3 份 Word 和 PDF" in banner.text)
    assert "其中 1 份还有必须改的地方" in banner.text
    assert {path.name for path in tmp_path.iterdir() if path.is_file()} == {
        f"附件1-{place:02}-{name}{suffix}"
        for place, name in enumerate(NAMES, 1)
        for suffix in (".docx", ".pdf")
    }
    assert "草稿" in _foot_lines((tmp_path / f"附件1-03-{NAMES[2]}.pdf").read_bytes())[0]


def test_what_was_chosen_for_files_is_proposed_again_and_one_kind_must_be(
    qtbot: QtBot, window: MainWindow, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    trigger(window, "save_files")
    dialog = dialog_of(qtbot, window, "save_files_dialog")
    accept = part(dialog, QPushButton, "save_files.accept")
    part(dialog, QCheckBox, "save_files.pdf").click()
    assert accept.isEnabled()
    part(dialog, QCheckBox, "save_files.word").click()
    assert not accept.isEnabled()
    part(dialog, QCheckBox, "save_files.word").click()
    part(dialog, QRadioButton, "save_files.scope.1").click()
    prompts.answers.append(tmp_path)
    part(dialog, QPushButton, "save_files.elsewhere").click()
    accept.click()
    qtbot.wait_until(lambda: len(list(tmp_path.glob("附件1-*.docx"))) == len(NAMES))
    qtbot.wait_until(lambda: not window.tasks.is_busy)
    trigger(window, "save_files")
    again = dialog_of(qtbot, window, "save_files_dialog")
    assert part(again, QCheckBox, "save_files.word").isChecked()
    assert not part(again, QCheckBox, "save_files.pdf").isChecked()
    assert not list(tmp_path.glob("*.pdf"))
    again.close()


class _StoppedAtFirst(ScriptedPrompts):
    """Cancels the writing once the first form is written."""

    def wait(self, title: str, cancel: Callable[[], None] | None) -> Waiting:
        waiting = super().wait(title, cancel)
        return _Stopping(cancel) if cancel and "存为 Word" in title else waiting


class _Stopping:
    def __init__(self, cancel: Callable[[], None]) -> None:
        self._cancel = cancel

    def show_progress(self, done: int, total: int) -> None:
        if done < total:
            self._cancel()

    def finish(self) -> None:
        """Nothing to close."""


def test_what_was_written_before_a_cancel_stays_and_is_told(
    qtbot: QtBot, ws: Workspace, theme: Theme, tmp_path: Path
) -> None:
    for number in range(30):
        add_filled(ws, unit_name=f"大连{number}厂")
    prompts = _StoppedAtFirst()
    prompts.answers.append(tmp_path)
    window = MainWindow(theme, prompts)
    contents = fill_window(window, ws)
    window.show()
    contents.tabs.current_page.list.view.selectAll()
    trigger(window, "save_word")
    qtbot.wait_until(lambda: "份没有存" in contents.notifications.banner.text)
    written = list(tmp_path.glob("*.docx"))
    assert 0 < len(written) < 30
    told = contents.notifications.banner.text
    assert told.startswith(f"已存 {len(written)} 份 Word ")
    assert told.endswith(f"其余 {30 - len(written)} 份没有存。")
    window.close()
    window.delete_now()
