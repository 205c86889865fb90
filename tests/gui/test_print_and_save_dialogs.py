"""The dialogs before the printer and before a PDF: everything is preset, Enter goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gonghui_desktop.services.prints import PrinterChoice
from gonghui_desktop.services.workspace import Lazy
from gonghui_desktop.spooling import PrintQueue, QueueState, Sides, SpoolError
from gonghui_desktop.ui.background.tasks import TaskRunner
from gonghui_desktop.ui.dialogs.save_pdf_dialog import PdfFile, SavePdfDialog
from gonghui_desktop.ui.printing import print_queues
from gonghui_desktop.ui.printing.print_dialog import PrintDialog
from gonghui_desktop.ui.printing.print_job import PrintChoice, PrintJob
from gonghui_desktop.ui.printing.printers import Printers
from tests.gui.clerk import Widget
from tests.paper_tray import CANON, HP, PaperTray

Ask = Callable[..., PrintDialog]

JOB = PrintJob(b"", (2,), (4,), title="附件1 大连甲厂", is_noted=True)
BLANK = PrintJob(b"", (1,), (1,), title="附件1 空白表", can_continue=True)


@pytest.fixture
def tray() -> PaperTray:
    return PaperTray((CANON, HP))


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[TaskRunner]:
    made = TaskRunner()
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def ask(qtbot: QtBot, tray: PaperTray, tasks: TaskRunner) -> Ask:
    """Shows the print dialog, once the system has told its printers."""

    def shown(job: PrintJob = JOB, **kept: Any) -> PrintDialog:
        dialog = PrintDialog(job, Printers(tasks, Lazy(lambda: tray), **kept), None)
        _shown(qtbot, dialog)
        qtbot.wait_until(lambda: not tasks.is_busy)
        return dialog

    return shown


def _shown(qtbot: QtBot, dialog: QDialog) -> None:
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.wait_exposed(dialog)


def _enter(dialog: QDialog) -> None:
    focused = dialog.focusWidget()
    assert isinstance(focused, QWidget)
    QTest.keyClick(focused, Qt.Key.Key_Return)


def _part(dialog: QDialog, kind: type[Widget], name: str) -> Widget:
    found = dialog.findChild(kind, name)
    assert isinstance(found, kind)
    return found


def _says(dialog: QDialog, words: str) -> bool:
    return any(words in label.text() for label in dialog.findChildren(QLabel))


def _state(dialog: QDialog) -> str:
    return _part(dialog, QLabel, "print.state").text()


def test_enter_prints_the_official_copies_on_the_usual_printer(ask: Ask) -> None:
    dialog = ask()
    assert _part(dialog, QComboBox, "print.printer").currentText() == HP.title
    assert _says(dialog, "附件1 大连甲厂")
    assert _says(dialog, "共 8 页")
    assert _state(dialog) == "可以打印"
    _enter(dialog)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.choice == PrintChoice(HP, 4)
    sent = dialog.choice.spool_job(JOB)
    assert (sent.title, sent.pages, sent.sides) == ("附件1 大连甲厂", (0, 1) * 4, Sides.ONE)


def test_it_is_there_before_the_system_has_answered(
    qtbot: QtBot, tray: PaperTray, tasks: TaskRunner
) -> None:
    may_answer = Event()

    def slow() -> PaperTray:
        may_answer.wait()
        return tray

    dialog = PrintDialog(JOB, Printers(tasks, Lazy(slow)), None)
    _shown(qtbot, dialog)
    go = _part(dialog, QPushButton, "print.accept")
    assert _state(dialog) == "正在查找打印机…"
    assert not go.isEnabled()
    focused = dialog.focusWidget()
    assert focused is not None
    QTest.keyClicks(focused, "7")  # she need not wait for it either
    may_answer.set()
    qtbot.wait_until(go.isEnabled)
    assert dialog.choice == PrintChoice(HP, 7)


def test_the_printer_of_the_last_time_is_chosen_as_long_as_it_is_there(
    ask: Ask, tray: PaperTray
) -> None:
    last = PrinterChoice(CANON.name, two_sided=True)
    assert ask(last=last).choice.queue == CANON
    tray.printers = (HP,)
    dialog = ask(last=last)
    assert (dialog.choice.queue, dialog.choice.sides) == (HP, Sides.LONG_EDGE)


def test_a_number_can_be_typed_at_once(ask: Ask) -> None:
    dialog = ask()
    focused = dialog.focusWidget()
    assert focused is not None
    QTest.keyClicks(focused, "12")
    assert _says(dialog, "共 24 页")
    _enter(dialog)
    assert dialog.choice.copies == 12


def test_forms_with_other_numbers_are_counted_in_sets(ask: Ask) -> None:
    job = PrintJob(b"", (1, 2), (4, 3))
    dialog = ask(job)
    assert _says(dialog, "套数")
    assert _says(dialog, "共 10 页")
    assert not _part(dialog, QLineEdit, "print.pages").isVisible()
    _part(dialog, QSpinBox, "print.copies").setValue(2)
    assert dialog.choice.spool_job(job).pages == (0,) * 8 + (1, 2) * 6


def test_both_sides_are_offered_where_the_printer_can(ask: Ask) -> None:
    job = replace(JOB, page_counts=(3,))
    dialog = ask(job)
    both = _part(dialog, QRadioButton, "print.two_sided")
    assert both.isVisible()
    both.click()
    assert _says(dialog, "共 12 页，8 张纸")
    assert dialog.choice.spool_job(job).pages == ((0, 1, 2, None) * 4)[:-1]
    printers = _part(dialog, QComboBox, "print.printer")
    printers.setCurrentIndex(printers.findData(CANON.name))
    assert not both.isVisible()
    assert dialog.choice.sides is Sides.ONE


@pytest.mark.parametrize(
    ("typed", "pages"), [("2", {2}), ("１，３－４", {1, 3, 4}), ("1、2~3", {1, 2, 3})]
)
def test_some_pages_of_one_form_are_printed(ask: Ask, typed: str, pages: set[int]) -> None:
    job = replace(JOB, page_counts=(4,))
    dialog = ask(job)
    _part(dialog, QLineEdit, "print.pages").setText(typed)
    assert _part(dialog, QRadioButton, "print.some_pages").isChecked()
    assert dialog.choice.pages == frozenset(pages)
    assert _says(dialog, "不登记为已打印")
    assert set(dialog.choice.spool_job(job).pages) == {page - 1 for page in pages}


@pytest.mark.parametrize("typed", ["0", "5", "3-2", "一", ",", "1-"])
def test_pages_that_are_none_are_told_and_nothing_is_printed(ask: Ask, typed: str) -> None:
    dialog = ask(replace(JOB, page_counts=(4,)))
    _part(dialog, QLineEdit, "print.pages").setText(typed)
    assert _says(dialog, "请写要印的页码")
    assert not _part(dialog, QPushButton, "print.accept").isEnabled()
    _part(dialog, QRadioButton, "print.all_pages").click()
    assert _part(dialog, QPushButton, "print.accept").isEnabled()


def test_the_switches_are_chosen_here(ask: Ask) -> None:
    assert not _part(ask(), QCheckBox, "print.continuation").isVisible()
    dialog = ask(BLANK)
    assert _says(dialog, "共 1 页")
    for name in ("print.continuation", "print.foot_line"):
        QTest.keyClick(_part(dialog, QCheckBox, name), Qt.Key.Key_Space)
    assert _says(dialog, "共 2 页")
    assert (dialog.choice.foot_line, dialog.choice.with_continuation) == (False, True)


@pytest.mark.parametrize("printers", [(), SpoolError("打印服务没有回应，请稍后再试。")])
def test_without_a_printer_it_says_so_and_offers_a_pdf(
    ask: Ask, tray: PaperTray, printers: tuple[()] | SpoolError
) -> None:
    tray.printers = printers
    dialog = ask(BLANK)
    assert _says(dialog, str(printers) if printers else "没有找到打印机")
    assert not _part(dialog, QPushButton, "print.accept").isEnabled()
    focused = dialog.focusWidget()
    assert focused is _part(dialog, QPushButton, "print.pdf")  # not a switch
    QTest.keyClick(focused, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.choice.queue is None


@pytest.mark.parametrize(
    ("queue", "words"),
    [
        (replace(HP, loaded="Letter"), "打印机里是 Letter 纸，请换成 A4"),
        (replace(HP, loaded="A5"), "打印机里是 A5 纸，请换成 A4"),
        (replace(HP, state=QueueState.OFFLINE), "连不上打印机"),
        (replace(HP, state=QueueState.PAUSED), "已暂停"),
        (replace(HP, state=QueueState.NO_PAPER), "请放入 A4 纸"),
        (replace(HP, state=QueueState.FAULT, state_words="卡纸了，请取出卡住的纸。"), "卡纸了"),
    ],
)
def test_what_is_wrong_with_a_printer_is_told_and_it_may_still_be_sent_to(
    ask: Ask, tray: PaperTray, queue: PrintQueue, words: str
) -> None:
    tray.printers = (queue,)
    dialog = ask()
    assert words in _state(dialog)
    assert words in _part(dialog, QComboBox, "print.printer").accessibleDescription()
    assert _part(dialog, QPushButton, "print.accept").isEnabled()


def test_a_printer_without_a4_prints_nothing(ask: Ask, tray: PaperTray) -> None:
    tray.printers = (replace(HP, takes_a4=False), CANON)
    dialog = ask()
    assert "没有 A4 纸" in _state(dialog)
    assert not _part(dialog, QPushButton, "print.accept").isEnabled()
    assert _part(dialog, QPushButton, "print.pdf").isDefault()
    _part(dialog, QComboBox, "print.printer").setCurrentIndex(1)
    assert _part(dialog, QPushButton, "print.accept").isEnabled()
    assert _part(dialog, QPushButton, "print.accept").isDefault()


def test_a_printer_that_is_well_again_is_seen_without_a_click(
    qtbot: QtBot, ask: Ask, tray: PaperTray, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(print_queues, "LOOK_EVERY", 20)
    tray.printers = (replace(HP, state=QueueState.NO_PAPER), CANON)
    dialog = ask()
    assert "放入" in _state(dialog)
    tray.printers = (CANON, HP)
    qtbot.wait_until(lambda: _state(dialog) == "可以打印")
    assert dialog.choice.queue == HP


def test_another_printer_in_the_place_of_one_that_is_gone_is_told(
    qtbot: QtBot, ask: Ask, tray: PaperTray, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(print_queues, "LOOK_EVERY", 20)
    dialog = ask()
    tray.printers = (CANON,)
    qtbot.wait_until(lambda: dialog.choice.queue == CANON)
    assert _state(dialog) == f"⚠ “{HP.title}”已经不在了，换成了这一台。"
    tray.printers = ()
    qtbot.wait_until(_part(dialog, QLabel, "print.nothing").isVisible)
    tray.printers = (HP, CANON)
    qtbot.wait_until(_part(dialog, QPushButton, "print.accept").isEnabled)
    assert dialog.choice.queue == CANON  # which she has seen last
    _part(dialog, QComboBox, "print.printer").setCurrentIndex(0)
    assert _state(dialog) == "可以打印"


def test_the_keyboard_stays_where_it_is_while_there_is_no_printer(
    qtbot: QtBot, ask: Ask, tray: PaperTray, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(print_queues, "LOOK_EVERY", 20)
    tray.printers = ()
    dialog = ask()
    cancel, asked = _part(dialog, QPushButton, "print.cancel"), tray.asked
    cancel.setFocus()
    qtbot.wait_until(lambda: tray.asked > asked + 1)
    assert dialog.focusWidget() is cancel
    _part(dialog, QPushButton, "print.pdf").setFocus()
    tray.printers = (HP,)
    qtbot.wait_until(_part(dialog, QPushButton, "print.accept").isEnabled)
    _enter(dialog)
    assert dialog.choice.queue == HP  # and is not saved as a PDF


def test_the_drivers_own_settings_go_along_and_are_remembered(ask: Ask, tray: PaperTray) -> None:
    assert not _part(ask(), QPushButton, "print.more").isVisible()
    tray.has_settings, tray.driver = True, b"tray 2"
    settings: dict[str, bytes] = {}
    dialog = ask(settings=settings)
    _part(dialog, QPushButton, "print.more").click()
    assert dialog.choice.spool_job(JOB).settings == b"tray 2"
    tray.driver = None  # cancelled
    _part(dialog, QPushButton, "print.more").click()
    assert ask(settings=settings).choice.settings == b"tray 2"


def test_it_says_that_the_form_was_printed_already(ask: Ask) -> None:
    assert _says(ask(replace(JOB, known="11月3日已打印 4 份。")), "11月3日已打印 4 份。")


def test_two_printers_of_one_name_can_be_told_apart(ask: Ask, tray: PaperTray) -> None:
    tray.printers = (HP, replace(HP, name="hp-2", is_default=False))
    dialog = ask()
    printers = _part(dialog, QComboBox, "print.printer")
    assert [printers.itemText(n) for n in (0, 1)] == [f"{HP.title}（{n}）" for n in ("hp", "hp-2")]


@pytest.fixture
def proposed(tmp_path: Path) -> PdfFile:
    return PdfFile(tmp_path / "附件1 大连甲厂.pdf", foot_line=True, signature_fields=True)


def _saving(qtbot: QtBot, file: PdfFile, other: Path | None, *, replaces: bool) -> SavePdfDialog:
    dialog = SavePdfDialog(file, lambda _path: other, lambda _path: replaces, None)
    _shown(qtbot, dialog)
    return dialog


def test_enter_saves_what_is_proposed(qtbot: QtBot, proposed: PdfFile) -> None:
    dialog = _saving(qtbot, proposed, None, replaces=False)
    assert _says(dialog, proposed.path.name)
    assert _says(dialog, str(proposed.path.parent))
    _enter(dialog)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.file == proposed


def test_a_file_of_that_name_is_replaced_only_when_asked(qtbot: QtBot, proposed: PdfFile) -> None:
    proposed.path.write_bytes(b"%PDF")
    dialog = _saving(qtbot, proposed, None, replaces=False)
    assert _says(dialog, "已有同名文件")
    _enter(dialog)
    assert dialog.isVisible()
    dialog = _saving(qtbot, proposed, None, replaces=True)
    _enter(dialog)
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_another_place_keeps_what_was_chosen(qtbot: QtBot, proposed: PdfFile) -> None:
    other = proposed.path.with_name("交社区.pdf")
    dialog = _saving(qtbot, proposed, other, replaces=False)
    QTest.keyClick(_part(dialog, QCheckBox, "save_pdf.signature_fields"), Qt.Key.Key_Space)
    _part(dialog, QPushButton, "save_pdf.elsewhere").click()
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.file == PdfFile(other, foot_line=True, signature_fields=False)


def test_no_other_place_leaves_the_dialog_open(qtbot: QtBot, proposed: PdfFile) -> None:
    dialog = _saving(qtbot, proposed, None, replaces=False)
    _part(dialog, QPushButton, "save_pdf.elsewhere").click()
    assert dialog.isVisible()
