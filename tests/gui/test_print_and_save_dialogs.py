"""The dialogs before the printer and before a PDF: everything is preset, Enter goes on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gonghui_desktop.ui.dialogs.save_pdf_dialog import PdfFile, SavePdfDialog
from gonghui_desktop.ui.preview.print_dialog import PrintDialog
from gonghui_desktop.ui.preview.system_print import PrintJob
from tests.gui.clerk import Widget

PRINTERS = ("二楼", "三楼")
JOB = PrintJob(b"", (2,), (4,), title="附件1 大连甲厂")
BLANK = PrintJob(b"", (1,), (1,), title="附件1 空白表", can_continue=True)


def _shown(qtbot: QtBot, dialog: QDialog) -> None:
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.wait_exposed(dialog)


def _asked(qtbot: QtBot, job: PrintJob = JOB, printers: Sequence[str] = PRINTERS) -> PrintDialog:
    dialog = PrintDialog(job, printers, PRINTERS[1], None)
    _shown(qtbot, dialog)
    return dialog


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


def test_enter_prints_the_official_copies_on_the_usual_printer(qtbot: QtBot) -> None:
    dialog = _asked(qtbot)
    assert _part(dialog, QComboBox, "print.printer").currentText() == "三楼"
    assert _says(dialog, "附件1 大连甲厂")
    assert _says(dialog, "共 8 页")
    _enter(dialog)
    assert dialog.result() == QDialog.DialogCode.Accepted
    choice = dialog.choice
    assert choice.target is not None
    assert choice.target.copyCount() == 4
    assert choice.target.docName() == "附件1 大连甲厂"
    assert (choice.foot_line, choice.with_continuation) == (True, False)


def test_a_number_can_be_typed_at_once(qtbot: QtBot) -> None:
    dialog = _asked(qtbot)
    focused = dialog.focusWidget()
    assert focused is not None
    QTest.keyClicks(focused, "12")
    assert _says(dialog, "共 24 页")
    _enter(dialog)
    assert dialog.choice.target is not None
    assert dialog.choice.target.copyCount() == 12


def test_forms_with_other_numbers_are_counted_in_sets(qtbot: QtBot) -> None:
    dialog = _asked(qtbot, PrintJob(b"", (1, 2), (4, 3)))
    assert _says(dialog, "套数")
    assert _says(dialog, "共 10 页")


def test_the_switches_are_chosen_here(qtbot: QtBot) -> None:
    assert not _part(_asked(qtbot), QCheckBox, "print.continuation").isVisible()
    dialog = _asked(qtbot, BLANK)
    assert _says(dialog, "共 1 页")
    for name in ("print.continuation", "print.foot_line"):
        QTest.keyClick(_part(dialog, QCheckBox, name), Qt.Key.Key_Space)
    assert _says(dialog, "共 2 页")
    assert (dialog.choice.foot_line, dialog.choice.with_continuation) == (False, True)


def test_without_a_printer_it_says_so_and_offers_a_pdf(qtbot: QtBot) -> None:
    dialog = _asked(qtbot, BLANK, ())
    assert _says(dialog, "没有找到打印机")
    assert dialog.findChild(QPushButton, "print.accept") is None
    focused = dialog.focusWidget()
    assert focused is _part(dialog, QPushButton, "print.pdf")  # neither 更多设置 nor a switch
    QTest.keyClick(focused, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.choice.target is None


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
