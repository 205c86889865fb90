"""Papers scanned in the real window: a scanner types, ends with the return key, and goes on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QDialog, QLabel, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from gonghui_desktop.errors import StoreError
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.checkcode import check_code, fingerprint, qr_digits
from gonghui_desktop.model.record import Record
from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.services.receiving.papers.paper import paper_count
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.receiving.paper.paper_view import PaperView
from gonghui_desktop.ui.receiving.receiving_page import ReceivingPage
from gonghui_desktop.ui.window.main_window import MainWindow
from tests.gui.clerk import OpenWindow, dialog_of, part
from tests.gui.receiving.conftest import received
from tests.sending_offices import Made, SendingOffices


@pytest.fixture
def view(qtbot: QtBot, filled: Workspace, open_window: OpenWindow) -> PaperView:
    window = open_window()
    page = window.findChild(ReceivingPage)
    assert page is not None
    page.show_view("paper")
    found = page.findChild(PaperView)
    assert found is not None
    qtbot.wait_until(found.code.hasFocus)
    return found


def _qr(campaign: Campaign, record: Record, page: int = 1, pages: int = 1) -> str:
    digest = fingerprint(campaign.form(record.form), record)
    return qr_digits(digest, page, pages, record.code_version)


def _scan(view: PaperView, *codes: str) -> None:
    for code in codes:
        QTest.keyClicks(view.code, code)
        QTest.keyClick(view.code, Qt.Key.Key_Return)


def _answer(view: PaperView) -> str:
    word = view.findChild(QLabel, "paper_word")
    assert word is not None
    return word.text()


def _sentence(view: PaperView) -> str:
    sentence = view.findChild(QLabel, "paper_sentence")
    assert sentence is not None
    return sentence.text()


def _short(campaign: Campaign, record: Record) -> str:
    return check_code(fingerprint(campaign.form(record.form), record))


def _words(view: PaperView, row: int) -> list[str]:
    lines = view.scans.lines()
    return list(lines[row + 1])


def test_a_stack_is_scanned_faster_than_it_is_answered_and_ticked_off(
    qtbot: QtBot, view: PaperView, filled: Workspace, packages: list[Made], campaign: Campaign
) -> None:
    records = packages[0].submission.records
    assert not view.code.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    _scan(view, *(_qr(campaign, each) for each in records for _copy in range(4)))
    qtbot.wait_until(lambda: view.is_settled and view.scans.rowCount() == 4 * len(records))
    assert paper_count(filled).seen == len(records)
    assert view.scans.same == 4 * len(records)
    assert _words(view, 0)[5] == "4"  # four copies of a form are stamped
    assert view.code.hasFocus()
    assert view.code.text() == ""


def test_what_is_unknown_and_what_is_no_code_is_told_and_the_text_stays(
    qtbot: QtBot, view: PaperView, packages: list[Made], campaign: Campaign
) -> None:
    record = packages[0].submission.records[0]
    stranger = replace(record, values={**record.values, "employees": "7"})
    _scan(view, _qr(campaign, stranger))
    qtbot.wait_until(lambda: view.is_settled and view.scans.rowCount() == 1)
    assert _answer(view) == "没有收到过"
    _scan(view, _qr(campaign, record))
    qtbot.wait_until(lambda: view.is_settled and view.scans.rowCount() == 2)
    only = view.findChild(QCheckBox, "paper_only_others")
    assert only is not None
    only.click()
    assert [view.list.isRowHidden(row, QModelIndex()) for row in range(2)] == [True, False]
    _scan(view, "12345")
    qtbot.wait_until(lambda: _answer(view) == "再扫一次")
    assert view.code.text() == "12345"
    assert view.scans.rowCount() == 2


def test_a_short_code_asks_to_compare_before_it_is_ticked_off(
    qtbot: QtBot, view: PaperView, filled: Workspace, packages: list[Made], campaign: Campaign
) -> None:
    record = packages[0].submission.records[0]
    _scan(view, _short(campaign, record))
    qtbot.wait_until(lambda: view.is_settled and view.scans.rowCount() == 1)
    assert _answer(view) == "请对照"
    assert paper_count(filled).seen == 0
    same = view.findChild(QPushButton, "paper_same")
    assert same is not None
    QTest.mouseClick(same, Qt.MouseButton.LeftButton)
    qtbot.wait_until(lambda: view.is_settled and _answer(view) != "请对照")
    assert paper_count(filled).seen == 1
    assert view.scans.rowCount() == 1  # the question was answered, not scanned again
    assert view.scans.same == 1


def test_on_the_smallest_screen_at_150_percent_no_line_of_the_answer_is_cut(
    qtbot: QtBot, view: PaperView, packages: list[Made], campaign: Campaign
) -> None:
    view.window().resize(910, 499)
    _scan(view, _short(campaign, packages[0].submission.records[0]))
    qtbot.wait_until(lambda: view.is_settled and view.scans.rowCount() == 1)
    sentence = view.findChild(QLabel, "paper_sentence")
    assert sentence is not None
    qtbot.wait_until(lambda: sentence.height() >= sentence.heightForWidth(sentence.width()))
    assert view.window().height() == 499  # nothing is pushed out of it


def test_an_earlier_short_code_is_settled_in_its_own_row_while_others_are_scanned(
    qtbot: QtBot, view: PaperView, filled: Workspace, packages: list[Made], campaign: Campaign
) -> None:
    first, second, third = packages[0].submission.records[:3]
    _scan(view, *(_short(campaign, each) for each in (first, second)))
    qtbot.wait_until(lambda: view.is_settled and view.scans.rowCount() == 2)
    view.list.setCurrentIndex(view.scans.index(1, 0))
    assert _answer(view) == "请对照"
    same = view.findChild(QPushButton, "paper_same")
    assert same is not None
    _scan(view, _qr(campaign, third))
    QTest.mouseClick(same, Qt.MouseButton.LeftButton)  # while the third is being looked up
    QTest.mouseClick(same, Qt.MouseButton.LeftButton)
    qtbot.wait_until(lambda: view.is_settled and view.scans.rowCount() == 3)
    assert [_words(view, row)[0] for row in range(3)] == ["一致，已退回", "请对照", "一致，已退回"]
    assert first.values[campaign.form(first.form).name_field] in _words(view, 2)[1]
    assert paper_count(filled).seen == 2


def test_pages_are_missing_copy_by_copy(
    qtbot: QtBot, view: PaperView, packages: list[Made], campaign: Campaign
) -> None:
    record = packages[0].submission.records[0]
    _scan(view, *(_qr(campaign, record, page, 2) for page in (1, 2)))
    qtbot.wait_until(lambda: view.is_settled and view.scans.rowCount() == 2)
    assert "还没有扫" not in _sentence(view)
    _scan(view, _qr(campaign, record, 1, 2))
    qtbot.wait_until(lambda: view.is_settled and view.scans.rowCount() == 3)
    assert "第 2 份的第 2 页还没有扫" in _sentence(view)


@pytest.mark.parametrize("is_full", [False, True])
def test_what_cannot_be_noted_is_listed_and_said_to_be_so(
    qtbot: QtBot,
    view: PaperView,
    filled: Workspace,
    packages: list[Made],
    campaign: Campaign,
    monkeypatch: pytest.MonkeyPatch,
    is_full: bool,
) -> None:
    if is_full:

        def fails(*_args: object, **_named: object) -> None:
            raise StoreError("磁盘已满，请腾出空间。")

        monkeypatch.setattr(type(filled.store.received), "note", fails)
    else:
        monkeypatch.setattr(Workspace, "read_only", "另一个窗口正在使用。")
    _scan(view, _qr(campaign, packages[0].submission.records[0]))
    qtbot.wait_until(lambda: view.is_settled and view.scans.rowCount() == 1)
    assert _words(view, 0)[0].endswith("没有记下")
    assert "没有记下来" in _sentence(view)
    assert "已核对" not in _sentence(view)
    assert paper_count(filled).seen == 0


def test_an_older_revision_tells_what_differs_and_missing_pages_are_named(
    qtbot: QtBot,
    view: PaperView,
    filled: Workspace,
    packages: list[Made],
    campaign: Campaign,
    offices: SendingOffices,
    tmp_path: Path,
) -> None:
    old = packages[0].submission.records[0]
    new = offices.again(old, employees="130")
    folder = tmp_path / "again"
    folder.mkdir()
    sender = packages[0].submission.reporter
    rest = packages[0].submission.records[1:]
    received(filled, folder, offices.package(sender, [new, *rest], packages[0]))
    _scan(view, _qr(campaign, old), _qr(campaign, new, 1, 2))
    qtbot.wait_until(lambda: view.is_settled and view.scans.rowCount() == 2)
    assert _words(view, 1)[0] == "旧版"
    assert "第 2 页还没有扫" in _sentence(view)
    view.list.copy()
    assert "旧版" in QGuiApplication.clipboard().text()
    QGuiApplication.clipboard().clear()


def test_codes_that_were_scanned_before_a_new_stack_are_of_the_old_one(
    qtbot: QtBot, view: PaperView, filled: Workspace, packages: list[Made], campaign: Campaign
) -> None:
    first, second, third = (_qr(campaign, each) for each in packages[0].submission.records[:3])
    _scan(view, first)
    qtbot.wait_until(lambda: view.is_settled and view.scans.rowCount() == 1)
    again = view.findChild(QPushButton, "paper_again")
    assert again is not None
    _scan(view, second)
    again.click()  # while the second is being looked up
    _scan(view, third)
    qtbot.wait_until(lambda: view.is_settled and paper_count(filled).seen == 3)
    assert view.scans.rowCount() == 1


def _reasons(dialog: QDialog) -> list[str]:
    """Those that are ticked."""
    listed = part(dialog, QListWidget, "return.reasons")
    items = [listed.item(row) for row in range(listed.count())]
    return [each.text() for each in items if each.checkState() is Qt.CheckState.Checked]


def test_what_differs_on_the_paper_is_named_where_it_is_sent_back(
    qtbot: QtBot,
    view: PaperView,
    filled: Workspace,
    packages: list[Made],
    offices: SendingOffices,
    prompts: ScriptedPrompts,
    tmp_path: Path,
) -> None:
    """By its QR code at the word of a button, by its short code at a click into the page."""
    made, campaign = packages[3], filled.campaign
    (old,) = made.submission.records
    rival = replace(old, values={**old.values, "employees": "99", "goals": "另一些目标。" * 90})
    folder = tmp_path / "again"
    folder.mkdir()
    received(filled, folder, offices.package(made.submission.reporter, [rival], made))
    window = view.window()
    assert isinstance(window, MainWindow)
    window.resize(1366, 728)
    _scan(view, _qr(campaign, old))
    qtbot.wait_until(lambda: view.is_settled and _answer(view) == "不一致")
    assert window.height() == 728  # much that differs is scrolled
    part(view, QPushButton, "paper_return").click()
    dialog = dialog_of(qtbot, window, "return_dialog")
    assert _reasons(dialog)[0] == (
        "附件1“大连戊厂”的“职工人数”：盖章的纸质表上是“120”，报送包里是“99”，请核对后重报。"
    )
    dialog.reject()
    qtbot.wait_until(lambda: window.findChild(QDialog, "return_dialog") is None)

    _scan(view, _short(campaign, rival))
    qtbot.wait_until(lambda: view.is_settled and _answer(view) == "请对照")
    view.preview.field_clicked.emit("address")
    dialog = dialog_of(qtbot, window, "return_dialog")
    assert "的“单位地址”：盖章的纸质表与报送包里的不同" in _reasons(dialog)[0]
    prompts.answers.append(tmp_path / "退回单.zip")
    part(dialog, QPushButton, "return.go").click()
    dialog_of(qtbot, window, "decided_dialog").reject()
    assert _answer(view) == "不一致"  # the stack's list says so, too
    assert view.scans.index(0, 0).data() == "不一致"
