"""From 打印 to the paper: handed to the queue, followed, told of, noted when it is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from gonghui_desktop.model.record import Record
from gonghui_desktop.model.stages import Stage
from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.services import prints, records, unfinished_prints
from gonghui_desktop.services.papers import paper_of
from gonghui_desktop.services.record_names import record_title
from gonghui_desktop.services.unfinished_prints import SentForms
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.spooling import JobReport, JobState, Sides, SpoolError
from gonghui_desktop.ui.printing.print_dialog import PrintDialog
from gonghui_desktop.ui.printing.print_job import PrintChoice, PrintJob
from gonghui_desktop.ui.printing.printers import Printers
from gonghui_desktop.ui.window.connect_commands import switch_from
from gonghui_desktop.ui.window.main_window import MainWindow
from tests.gui.clerk import OpenWindow, add_filled, contents_of, part, trigger
from tests.paper_tray import DONE, HP, PaperTray

WAITS = JobReport(JobState.WAITING)
NO_PAPER = JobReport(JobState.HELD, "没有纸了，请放入 A4 纸。")
Choose = Callable[[PrintJob], PrintChoice]


def _usual(job: PrintJob) -> PrintChoice:
    return PrintChoice(HP, job.common_copies or 1)


@pytest.fixture
def jobs() -> list[PrintJob]:
    """What came to the print dialog."""
    return []


@pytest.fixture
def final(ws: Workspace) -> Record:
    """A form that is final."""
    return records.make_final(ws, [add_filled(ws).id])[0]


@pytest.fixture
def choices() -> list[Choose]:
    """How it is printed; the last one holds on."""
    return [_usual]


@pytest.fixture
def window(
    final: Record, open_window: OpenWindow, jobs: list[PrintJob], choices: list[Choose]
) -> MainWindow:
    """The window on the final form; the print dialog is answered at once."""

    def ask(job: PrintJob, _printers: Printers, _parent: QWidget | None) -> PrintChoice | None:
        jobs.append(job)
        return choices[-1](job)

    window = open_window(ask_printer=ask)
    contents_of(window).tabs.current_page.open_by_id(final.id)
    return window


def _told(window: MainWindow) -> str:
    return contents_of(window).notifications.banner.text


def _line(window: MainWindow) -> str:
    return window.status.job_line.text


def _is_noted(ws: Workspace, record: Record) -> bool:
    is_marked = records.records(ws)[0].stage is Stage.PRINTED
    assert is_marked == bool(prints.prints(ws, record.id))
    return is_marked


def test_what_came_out_is_noted_shown_and_told_the_next_time(
    qtbot: QtBot,
    ws: Workspace,
    window: MainWindow,
    final: Record,
    tray: PaperTray,
    jobs: list[PrintJob],
) -> None:
    trigger(window, "print")
    qtbot.wait_until(lambda: "已打印，共 4 页（二楼 HP LaserJet）" in _told(window))
    ((queue, sent),) = tray.sent
    assert (queue, sent.pages, sent.sides) == (HP.name, (0,) * 4, Sides.ONE)
    assert sent.title == jobs[0].title
    page = contents_of(window).tabs.current_page
    qtbot.wait_until(lambda: page.record is not None and page.record.stage is Stage.PRINTED)
    (entry,) = prints.prints(ws, final.id)
    assert (entry.copies, entry.printer) == (4, HP.title)
    assert _line(window) == ""
    assert jobs[0].known == ""
    trigger(window, "print")
    qtbot.wait_until(lambda: len(jobs) == 2)
    assert "已打印 4 份" in jobs[1].known
    qtbot.wait_until(lambda: len(prints.prints(ws, final.id)) == 2)
    assert prints.last_printer(ws).queue == HP.name


def test_nothing_is_noted_before_the_queue_says_so(
    qtbot: QtBot, ws: Workspace, window: MainWindow, final: Record, tray: PaperTray
) -> None:
    tray.report = WAITS
    trigger(window, "print")
    qtbot.wait_until(lambda: "正在打印" in _line(window))
    assert HP.title in _line(window)
    assert not _is_noted(ws, final)
    tray.report = DONE
    qtbot.wait_until(lambda: "已打印，共" in _told(window))
    assert _is_noted(ws, final)


def test_a_held_job_is_told_and_noted_once_it_is_printed_after_all(
    qtbot: QtBot, ws: Workspace, window: MainWindow, final: Record, tray: PaperTray
) -> None:
    tray.report = NO_PAPER
    trigger(window, "print")
    qtbot.wait_until(lambda: "请放入 A4 纸" in _told(window))
    assert "打印出来以后才登记为已打印" in _told(window)
    assert "请放入 A4 纸" in _line(window)
    assert not _is_noted(ws, final)
    tray.report = DONE
    qtbot.wait_until(lambda: "已打印，共" in _told(window))
    assert _is_noted(ws, final)


def test_a_print_service_that_does_not_answer_is_told_and_asked_again(
    qtbot: QtBot, ws: Workspace, window: MainWindow, final: Record, tray: PaperTray
) -> None:
    tray.report = SpoolError("打印服务没有回应，请稍后再试。")
    trigger(window, "print")
    qtbot.wait_until(lambda: "打印服务没有回应" in _told(window))
    tray.report = DONE
    qtbot.wait_until(lambda: "共 4 页" in _told(window))
    assert _is_noted(ws, final)


def test_a_job_that_failed_is_told_and_not_noted(
    qtbot: QtBot, ws: Workspace, window: MainWindow, final: Record, tray: PaperTray
) -> None:
    tray.report = JobReport(JobState.FAILED, "打印机已从系统里删除，没有印完，请换一台再印。")
    trigger(window, "print")
    qtbot.wait_until(lambda: "请换一台再印。没有登记为已打印" in _told(window))
    assert not _is_noted(ws, final)
    assert _line(window) == ""
    assert unfinished_prints.left(ws, ()) == []


def test_a_job_that_is_refused_is_told_and_not_noted(
    qtbot: QtBot,
    ws: Workspace,
    window: MainWindow,
    final: Record,
    tray: PaperTray,
    prompts: ScriptedPrompts,
) -> None:
    tray.refusal = SpoolError("打印机“hp”已经不在了，请另选一台再印。")
    trigger(window, "print")
    qtbot.wait_until(lambda: bool(prompts.asked) and prompts.asked[-1].kind == "warn")
    assert "请另选一台再印" in prompts.asked[-1].text
    assert not _is_noted(ws, final)


def test_printing_is_cancelled_from_the_status_bar(
    qtbot: QtBot, ws: Workspace, window: MainWindow, final: Record, tray: PaperTray
) -> None:
    tray.report = WAITS
    trigger(window, "print")
    qtbot.wait_until(lambda: bool(_line(window)))
    part(window, QToolButton, "job_cancel").click()
    qtbot.wait_until(lambda: "已取消打印，没有登记为已打印" in _told(window))
    assert len(tray.cancelled) == 1
    assert not _is_noted(ws, final)
    assert _line(window) == ""


def test_a_job_that_cannot_be_cancelled_is_told_and_noted_when_it_is_printed(
    qtbot: QtBot, ws: Workspace, window: MainWindow, final: Record, tray: PaperTray
) -> None:
    tray.report, tray.keeps = WAITS, SpoolError("您没有权限取消打印任务。")
    trigger(window, "print")
    qtbot.wait_until(lambda: bool(_line(window)))
    part(window, QToolButton, "job_cancel").click()
    qtbot.wait_until(lambda: "没有取消成：您没有权限取消打印任务。" in _told(window))
    tray.report = DONE
    qtbot.wait_until(lambda: "已打印，共" in _told(window))
    assert _is_noted(ws, final)


def test_a_part_of_the_pages_is_not_noted(
    qtbot: QtBot,
    ws: Workspace,
    window: MainWindow,
    final: Record,
    tray: PaperTray,
    choices: list[Choose],
) -> None:
    choices.append(lambda _job: PrintChoice(HP, 1, pages=frozenset({2})))
    trigger(window, "print")
    qtbot.wait_until(lambda: bool(tray.sent))
    qtbot.wait_until(lambda: "已打印，共" in _told(window))
    assert not _is_noted(ws, final)


def test_a_draft_is_kept_in_mind_without_a_stage(
    qtbot: QtBot, ws: Workspace, window: MainWindow
) -> None:
    draft = add_filled(ws, unit_name="大连乙厂")
    page = contents_of(window).tabs.current_page
    page.reload()
    page.open_by_id(draft.id)
    trigger(window, "print")
    qtbot.wait_until(lambda: bool(prints.prints(ws, draft.id)))
    assert prints.prints(ws, draft.id)[0].what == f"打印草稿 4 份（{HP.title}）"
    assert ws.store.record(draft.id).stage is Stage.DRAFT


def test_what_the_end_of_the_program_cut_off_is_asked_about_at_the_next_start(
    qtbot: QtBot,
    ws: Workspace,
    window: MainWindow,
    final: Record,
    tray: PaperTray,
    open_window: OpenWindow,
) -> None:
    tray.report = WAITS
    trigger(window, "print")
    qtbot.wait_until(lambda: bool(_line(window)))
    qtbot.wait_until(lambda: bool(unfinished_prints.left(ws, ())))
    window.close()
    again = open_window()
    qtbot.wait_until(lambda: "还没有打印完" in _told(again))
    assert record_title(ws, final) in _told(again)
    assert not _is_noted(ws, final)
    contents_of(again).notifications.notify("info", "别的消息")  # before she has seen it
    again.close()
    again = open_window()
    qtbot.wait_until(lambda: "还没有打印完" in _told(again))
    contents_of(again).notifications.banner.button.click()
    qtbot.wait_until(lambda: _is_noted(ws, final))
    assert prints.prints(ws, final.id)[0].copies == 4
    assert unfinished_prints.left(ws, ()) == []


def test_what_was_cut_off_of_a_form_that_is_gone_since_is_forgotten(
    qtbot: QtBot, ws: Workspace, final: Record, open_window: OpenWindow
) -> None:
    gone = {"f" * 32: paper_of(ws, final)}
    unfinished_prints.remember(ws, SentForms("key", HP.title, dict.fromkeys(gone, 4), gone))
    window = open_window()
    qtbot.wait_until(lambda: unfinished_prints.left(ws, ()) == [])
    assert "还没有打印完" not in _told(window)


def test_a_job_is_followed_while_another_campaign_is_shown(
    qtbot: QtBot, ws: Workspace, window: MainWindow, final: Record, tray: PaperTray
) -> None:
    tray.report = WAITS
    trigger(window, "print")
    qtbot.wait_until(lambda: bool(_line(window)))
    other = ws.viewing(replace(ws.campaign, id="2018", name="另一个项目"))
    switch_from(contents_of(window))(lambda: other, lambda _shown: None)
    assert "还没有打印完" not in _told(window)
    tray.report = DONE
    qtbot.wait_until(lambda: not _line(window))
    qtbot.wait_until(lambda: _is_noted(ws, final))


def test_the_test_page_is_printed_and_nothing_is_noted(
    qtbot: QtBot, ws: Workspace, window: MainWindow, tray: PaperTray, jobs: list[PrintJob]
) -> None:
    trigger(window, "print_test_page")
    qtbot.wait_until(lambda: "测试页”已打印，共 1 页" in _told(window))
    assert (jobs[0].is_form, jobs[0].copies) == (False, (1,))
    assert tray.sent[0][1].pages == (0,)


def test_a_test_page_goes_on_when_the_print_dialog_is_closed_before_it_is_handed_over(
    qtbot: QtBot, final: Record, open_window: OpenWindow, tray: PaperTray
) -> None:
    def ask(job: PrintJob, printers: Printers, parent: QWidget | None) -> None:
        dialog = PrintDialog(job, printers, parent)
        button = dialog.findChild(QPushButton, "print.test")
        assert isinstance(button, QPushButton)
        qtbot.wait_until(button.isEnabled)
        button.click()
        dialog.reject()
        dialog.deleteLater()
        QCoreApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)

    window = open_window(ask_printer=ask)
    contents_of(window).tabs.current_page.open_by_id(final.id)
    trigger(window, "print")
    qtbot.wait_until(lambda: "测试页”已打印，共 1 页" in _told(window))
    assert tray.sent[0][1].pages == (0,)


def test_forty_forms_are_one_job_in_the_order_of_the_list(
    qtbot: QtBot, ws: Workspace, window: MainWindow, tray: PaperTray
) -> None:
    for number in range(39):
        records.make_final(ws, [add_filled(ws, unit_name=f"大连{number}厂").id])
    contents_of(window).tabs.reload()
    trigger(window, "print_all")
    qtbot.wait_until(lambda: "共 160 页" in _told(window), timeout=20_000)
    ((_queue, sent),) = tray.sent
    assert sent.pages == tuple(page for page in range(40) for _copy in range(4))
    qtbot.wait_until(lambda: all(each.stage is Stage.PRINTED for each in records.records(ws)))
