"""The export from what is open to what goes to the post: one dialog, and nothing half."""

from __future__ import annotations

import email
from collections.abc import Iterator
from email.message import Message
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gonghui_desktop.model.record import Profile, RecordState
from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.services import records, reporter, stages
from gonghui_desktop.services.submissions import verifying
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.printing.print_job import PrintChoice, PrintJob
from gonghui_desktop.ui.printing.printers import Printers
from gonghui_desktop.ui.window.main_window import MainWindow
from tests.gui.clerk import OpenWindow, contents_of, dialog_of, trigger

OFFICE = Profile("nonresident_industry", "大连市示例产业工会", "张样例", "84800001")


class Opened(QObject):
    """Takes what the program asks the system to open."""

    def __init__(self) -> None:
        super().__init__()
        self.paths: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.paths.append(url.toLocalFile())


@pytest.fixture
def opened() -> Iterator[Opened]:
    opened = Opened()
    QDesktopServices.setUrlHandler("file", opened, "take")  # type: ignore[arg-type] # PySide takes no bytes, whatever its stub says
    yield opened
    QDesktopServices.unsetUrlHandler("file")


@pytest.fixture
def office(one_unit: Workspace) -> Workspace:
    """One complete form, and an office that has nothing to explain."""
    reporter.set_reporter(one_unit, OFFICE)
    return one_unit


def _walk(qtbot: QtBot, window: MainWindow) -> QDialog:
    trigger(window, "export")
    return dialog_of(qtbot, window, "export_dialog")


def _press(dialog: QDialog, name: str) -> None:
    button = dialog.findChild(QPushButton, f"export.{name}")
    assert button is not None
    assert button.isEnabled()
    button.click()


def _export(qtbot: QtBot, dialog: QDialog) -> None:
    _press(dialog, "accept")
    qtbot.wait_until(lambda: dialog.findChild(QPushButton, "export.done") is not None, timeout=9000)


def _texts(dialog: QDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]


def _rows(dialog: QDialog) -> list[str]:
    view = dialog.findChild(QListWidget, "export.open")
    return [] if view is None else [view.item(row).text() for row in range(view.count())]


def _parts(mail: bytes) -> list[Message]:
    return list(email.message_from_bytes(mail).walk())


def test_from_one_page_to_the_mail(
    qtbot: QtBot,
    office: Workspace,
    open_window: OpenWindow,
    prompts: ScriptedPrompts,
    tmp_path: Path,
    opened: Opened,
) -> None:
    jobs: list[PrintJob] = []

    def ask_printer(
        job: PrintJob, _printers: Printers, _parent: QWidget | None
    ) -> PrintChoice | None:
        jobs.append(job)
        return None

    window = open_window(office, ask_printer=ask_printer)
    package, mail = tmp_path / "报送 包.zip", tmp_path / "报送.eml"
    prompts.answers.append(package)
    dialog = _walk(qtbot, window)
    _export(qtbot, dialog)
    suggested = Path(prompts.asked[-2].options[0]).name
    assert suggested.startswith(f"{OFFICE.name} 基层工会活力建设项目 第1次 ")
    verified = verifying.verify_package(office, package)
    told = _texts(dialog)
    assert {"报送 包.zip", str(tmp_path), "第 1 次"} <= set(told)
    assert "附件3：1 份申报表，每份一式 3 份，共 3 份，各盖 2 个章" in told
    assert "其中 1 份还没有打印" in told
    (code,) = [text for text in told if len(text) == len("1234 5678 9012 3")]

    _press(dialog, "print")
    qtbot.wait_until(lambda: bool(jobs))
    with pdfplumber.open(BytesIO(jobs[0].pdf)) as document:
        pages = [page.extract_text() for page in document.pages]
    assert (jobs[0].page_counts, jobs[0].is_form) == ((1, 1), False)
    assert code in pages[0]
    assert OFFICE.name in pages[1]

    _press(dialog, "folder")
    qtbot.wait_until(lambda: bool(opened.paths))  # no file manager answers: its folder is opened
    assert opened.paths == [str(tmp_path)]

    prompts.answers.append(mail)
    _press(dialog, "mail")
    qtbot.wait_until(lambda: any("邮件程序" in text for text in _texts(dialog)))
    assert opened.paths[-1] == str(mail)
    _, body, attachment = _parts(mail.read_bytes())
    words = body.get_payload(decode=True)
    assert isinstance(words, bytes)
    assert code in words.decode()
    assert "张样例　84800001" in words.decode()
    assert attachment.get_filename() == package.name
    assert attachment.get_payload(decode=True) == package.read_bytes()
    assert verified.submission.revision == 1
    _press(dialog, "done")
    assert not dialog.isVisible()


def test_the_second_time_is_told_before_and_in_the_name(
    qtbot: QtBot, office: Workspace, window: MainWindow, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    prompts.answers.append(tmp_path / "1.zip")
    dialog = _walk(qtbot, window)
    _export(qtbot, dialog)
    _press(dialog, "done")
    (record,) = records.records(office)
    records.reopen(office, record.id, "人数有误")
    records.change(office, record.id, {"employees": "77"})
    contents_of(window).tabs.reload()
    prompts.answers.append(tmp_path / "2.zip")
    dialog = _walk(qtbot, window)
    assert any("这是第 2 次报送，替代" in text for text in _texts(dialog))
    assert any("1 份申报表有改动" in text for text in _texts(dialog))
    _export(qtbot, dialog)
    assert " 第2次 " in prompts.asked[-2].options[0]
    assert any(text.startswith("第 2 次，替代") for text in _texts(dialog))
    made = verifying.verify_package(office, tmp_path / "2.zip").submission
    before = verifying.verify_package(office, tmp_path / "1.zip").submission
    assert (made.revision, made.supersedes) == (2, before.package)
    dialog.close()


def test_a_place_that_takes_nothing_is_told_and_another_is_asked_for(
    qtbot: QtBot, office: Workspace, window: MainWindow, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    good = tmp_path / "good.zip"
    prompts.answers.extend([tmp_path / "gone" / "p.zip", 0, tmp_path / "stick" / "p.zip", 1])
    dialog = _walk(qtbot, window)
    _press(dialog, "accept")
    qtbot.wait_until(lambda: sum(each.kind == "choose" for each in prompts.asked) == 2)
    told = next(each for each in prompts.asked if each.kind == "choose")
    assert told.title == "报送包没有导出"
    assert told.options[0] == "另存到别处…"
    assert "找不到该文件或文件夹，请检查路径。" in told.text
    assert records.records(office)[0].state is RecordState.DRAFT
    assert dialog.isVisible()  # the reason and all else is still there
    prompts.answers.append(good)
    _export(qtbot, dialog)
    assert good.exists()
    dialog.close()


def test_the_reason_is_there_again_after_a_restart(
    qtbot: QtBot, one_unit: Workspace, open_window: OpenWindow
) -> None:
    reporter.set_reporter(one_unit, Profile("resident_industry", "示例产业工会"))
    dialog = _walk(qtbot, open_window())
    (reason,) = dialog.findChildren(QPlainTextEdit, "export.reason")
    reason.setPlainText("两家停")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    key = "export.explanation.2017"
    qtbot.wait_until(lambda: one_unit.store.setting(key) == "两家停")
    dialog = _walk(qtbot, open_window())
    (reason,) = dialog.findChildren(QPlainTextEdit, "export.reason")
    assert reason.toPlainText() == "两家停"
    dialog.close()


def test_return_on_a_row_goes_there_and_exports_nothing(
    qtbot: QtBot, office: Workspace, window: MainWindow, prompts: ScriptedPrompts
) -> None:
    dialog = _walk(qtbot, window)
    view = dialog.findChild(QListWidget, "export.open")
    assert view is not None
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert contents_of(window).tabs.current_page.form.id == "annex3"
    assert not [each for each in prompts.asked if each.kind == "ask_save_file"]


def test_what_is_done_is_gone_when_she_comes_back(
    qtbot: QtBot, office: Workspace, window: MainWindow
) -> None:
    (record,) = records.records(office)
    records.change(office, record.id, {"employees": "0"})
    seen = []

    def look() -> None:
        dialog = _walk(qtbot, window)
        seen.append(_rows(dialog)[:1])
        dialog.reject()
        qtbot.wait_until(lambda: not dialog.isVisible())

    look()
    records.change(office, record.id, {"employees": "50"})
    look()
    records.make_final(office, [record.id])
    look()
    stages.mark_printed(office, [record.id])
    for number in range(len(stages.seals(office, record))):
        stages.set_seal(office, record.id, number, True)
    look()
    begins = [rows[0][:4] if rows else "" for rows in seen]
    assert begins == ["附件3“", "还没有定", "纸质表没", ""]
