from __future__ import annotations

from collections import deque
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
)
from pytestqt.qtbot import QtBot

from gonghui_desktop.model.reasons import fault_of_reason
from gonghui_desktop.selftest.scripted_prompts import PromptCall, ScriptedPrompts
from gonghui_desktop.ui.dialogs.dialog import MessageDialog
from gonghui_desktop.ui.dialogs.prompts import Prompts, QtPrompts
from gonghui_desktop.ui.dialogs.waiting import WaitingDialog
from gonghui_desktop.ui.theme.theme import Theme

TITLE, TEXT = "删除“中山餐饮”？", "它会移到回收站，30 天内可以找回。"
Act = Callable[[MessageDialog], None]


@pytest.fixture
def prompts(theme: Theme) -> QtPrompts:
    return QtPrompts(theme)


@pytest.fixture
def meet(qtbot: QtBot) -> Callable[[Act], list[MessageDialog]]:
    """Does something with the next dialog, as soon as it is there."""

    def prepare(act: Act) -> list[MessageDialog]:
        met: list[MessageDialog] = []

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, MessageDialog) and dialog.isVisible():
                met.append(dialog)
                try:
                    act(dialog)
                finally:
                    if dialog.isVisible():  # a failed test must not wait for ever
                        dialog.reject()
            else:
                QTimer.singleShot(5, look)

        QTimer.singleShot(5, look)
        return met

    return prepare


def press(key: Qt.Key) -> Act:
    return lambda dialog: QTest.keyClick(dialog.focusWidget() or dialog, key)


def click(verb: str) -> Act:
    def act(dialog: MessageDialog) -> None:
        (button,) = [each for each in dialog.findChildren(QPushButton) if each.text() == verb]
        button.click()

    return act


def ask(prompts: QtPrompts) -> bool:
    return prompts.confirm(TITLE, TEXT, yes="删除", no="保留", destroys=True)


def test_question_names_thing_and_consequence(
    prompts: QtPrompts, meet: Callable[[Act], list[MessageDialog]]
) -> None:
    words: list[str] = []

    def look(dialog: MessageDialog) -> None:
        words.extend(label.text() for label in dialog.findChildren(QLabel))
        words.extend(button.text() for button in dialog.findChildren(QPushButton))
        assert dialog.accessibleName() == TITLE
        assert dialog.accessibleDescription() == TEXT
        dialog.reject()

    meet(look)
    ask(prompts)
    assert {TITLE, TEXT, "删除", "保留"} <= set(words)


@pytest.mark.parametrize(("verb", "answer"), [("删除", True), ("保留", False)])
def test_verb_is_the_answer(
    prompts: QtPrompts, meet: Callable[[Act], list[MessageDialog]], verb: str, answer: bool
) -> None:
    meet(click(verb))
    assert ask(prompts) is answer


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_return_and_escape_destroy_nothing(
    prompts: QtPrompts,
    meet: Callable[[Act], list[MessageDialog]],
    key: Qt.Key,
) -> None:
    meet(press(key))
    assert ask(prompts) is False


def test_return_does_what_destroys_nothing(
    prompts: QtPrompts, meet: Callable[[Act], list[MessageDialog]]
) -> None:
    meet(press(Qt.Key.Key_Return))
    assert prompts.confirm("定稿？", "定稿后不能再改。", yes="定稿")


def test_names_with_markup_are_shown_as_they_are(
    prompts: QtPrompts, meet: Callable[[Act], list[MessageDialog]]
) -> None:
    formats: list[Qt.TextFormat] = []

    def look(dialog: MessageDialog) -> None:
        formats.extend(label.textFormat() for label in dialog.findChildren(QLabel) if label.text())
        dialog.reject()

    meet(look)
    prompts.inform("<b>公司</b>", '<img src="http://example.com/">')
    assert set(formats) == {Qt.TextFormat.PlainText}


def test_details_are_read_at_a_glance_and_can_be_copied(
    prompts: QtPrompts, meet: Callable[[Act], list[MessageDialog]]
) -> None:
    sentence = f"这个文件清除不了，请自己删除：/{'很长的文件夹/' * 12}文件"
    widths: list[int] = []
    overlaps: list[bool] = []

    def copy(dialog: MessageDialog) -> None:
        (view,) = dialog.findChildren(QPlainTextEdit)
        widths.append(view.horizontalScrollBar().maximum())
        dialog.resize(dialog.width(), 330)  # two thirds of a small screen, as Qt makes it there
        QApplication.processEvents()
        (copy_button,) = (
            each for each in dialog.findChildren(QPushButton) if each.text() == "复制详细信息"
        )
        overlaps.append(view.geometry().intersects(copy_button.geometry()))
        click("复制详细信息")(dialog)
        dialog.reject()

    meet(copy)
    prompts.warn("出了问题", "请自己处理。" * 12, sentence)
    assert QGuiApplication.clipboard().text() == sentence
    assert widths == [0]  # a sentence is read without moving it
    assert overlaps == [False]


def test_reason_is_wanted_before_going_on(
    prompts: QtPrompts, meet: Callable[[Act], list[MessageDialog]]
) -> None:
    could: list[bool] = []
    told: list[str] = []

    def answer(dialog: MessageDialog) -> None:
        (line,) = dialog.findChildren(QPlainTextEdit)
        accept = dialog.button(0)
        for text in ("", "   ", "1", "。", "  单位改名 "):
            line.setPlainText(text)
            could.append(accept.isEnabled())
            QTest.keyClick(line, Qt.Key.Key_Return)
            faults = dialog.findChildren(QLabel, "text_fault")
            told.extend(label.text() for label in faults if label.isVisible())
            assert dialog.focusWidget() is line

    meet(answer)
    answered = prompts.ask_text(
        "重新打开？", "请写明原因。", yes="重新打开", fault_of=fault_of_reason
    )
    assert answered == "单位改名"
    assert could == [False, False, True, True, True]
    assert told == ["看不出原因，请至少写两个汉字。"] * 2


def test_a_long_reason_is_taken_whole_and_one_too_long_is_told_and_kept(
    prompts: QtPrompts, meet: Callable[[Act], list[MessageDialog]]
) -> None:
    told: list[str] = []
    pasted = f"经与原单位电话核对，\n{'情况说明' * 100}"

    def answer(dialog: MessageDialog) -> None:
        (edit,) = dialog.findChildren(QPlainTextEdit)
        QGuiApplication.clipboard().setText("长" * 2001)
        edit.paste()
        QTest.keyClick(edit, Qt.Key.Key_Return)
        told.extend(label.text() for label in dialog.findChildren(QLabel, "text_fault"))
        assert dialog.isVisible()
        assert edit.toPlainText() == "长" * 2001
        edit.selectAll()
        QGuiApplication.clipboard().setText(pasted)
        edit.paste()
        QTest.keyClick(edit, Qt.Key.Key_Return)

    meet(answer)
    answered = prompts.ask_text("撤销？", "原因", yes="撤销受理", fault_of=fault_of_reason)
    assert told == ["写了 2001 字，最多 2000 字，请写短一些。"]
    assert answered == pasted.replace("\n", " ")


def test_turning_back_gives_no_reason(
    prompts: QtPrompts, meet: Callable[[Act], list[MessageDialog]]
) -> None:
    meet(click("取消"))
    assert prompts.ask_text("重新打开？", "原因", yes="重新打开", fault_of=fault_of_reason) is None


@pytest.mark.parametrize(
    ("chosen", "path"),
    [
        ("/tmp/报送包", Path("/tmp/报送包.zip")),
        ("/tmp/2017.3 报送", Path("/tmp/2017.3 报送.zip")),
        ("/tmp/甲.zip", Path("/tmp/甲.zip")),
        ("/tmp/甲.ZIP", Path("/tmp/甲.ZIP")),
        ("", None),
    ],
)
def test_file_gets_its_ending(
    prompts: QtPrompts, monkeypatch: pytest.MonkeyPatch, chosen: str, path: Path | None
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_more: (chosen, ""))
    assert prompts.ask_save_file("导出", Path("报送包.zip"), "报送包 (*.zip)") == path


@pytest.mark.parametrize(("verb", "is_replaced"), [("替换", True), ("保留旧文件", False)])
def test_file_that_gets_its_ending_replaces_none_unasked(
    prompts: QtPrompts,
    meet: Callable[[Act], list[MessageDialog]],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    verb: str,
    is_replaced: bool,
) -> None:
    old = tmp_path / "报送包.zip"
    old.touch()
    chosen = str(tmp_path / "报送包")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_more: (chosen, ""))
    meet(click(verb))
    answer = prompts.ask_save_file("导出", Path("报送包.zip"), "报送包 (*.zip)")
    assert answer == (old if is_replaced else None)


def test_files_are_asked_for_by_kind(prompts: QtPrompts, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def choose(_parent: object, _title: str, folder: str, kinds: str) -> tuple[list[str], str]:
        asked.extend([folder, kinds])
        return ["/tmp/甲.zip", "/tmp/乙.json"], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", choose)
    paths = prompts.ask_open_files("导入", ["报送包 (*.zip)", "记录 (*.json)"], Path("/tmp"))
    assert paths == [Path("/tmp/甲.zip"), Path("/tmp/乙.json")]
    assert asked == ["/tmp", "报送包 (*.zip);;记录 (*.json);;所有文件 (*)"]


def waiting_dialog() -> WaitingDialog:
    windows = QApplication.topLevelWidgets()
    (dialog,) = [each for each in windows if isinstance(each, WaitingDialog)]
    return dialog


def test_waiting_appears_by_and_by_and_shows_progress(qtbot: QtBot, prompts: QtPrompts) -> None:
    waiting = prompts.wait("打印", None)
    dialog = waiting_dialog()
    at_once = dialog.isVisible()
    waiting.show_progress(3, 12)
    (bar,) = dialog.findChildren(QProgressBar)
    assert (bar.value(), bar.maximum()) == (3, 12)
    qtbot.wait_until(dialog.isVisible)
    assert not at_once
    QTest.keyClick(dialog, Qt.Key.Key_Escape)  # what cannot be ended stays
    assert dialog.isVisible()
    with qtbot.wait_signal(dialog.destroyed):
        waiting.finish()


def test_waiting_can_be_ended_once_and_stays_until_the_end(
    qtbot: QtBot, prompts: QtPrompts
) -> None:
    cancelled: list[bool] = []
    waiting = prompts.wait("打印", lambda: cancelled.append(True))
    dialog = waiting_dialog()
    qtbot.wait_until(dialog.isVisible)
    (button,) = dialog.findChildren(QPushButton)
    button.click()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert cancelled == [True]
    assert dialog.isVisible()
    with qtbot.wait_signal(dialog.destroyed):
        waiting.finish()


def test_quick_work_shows_no_dialog(qtbot: QtBot, prompts: QtPrompts) -> None:
    waiting = prompts.wait("打印", None)
    dialog = waiting_dialog()
    shown: list[bool] = []
    with qtbot.wait_signal(dialog.destroyed):
        waiting.finish()
        shown.append(dialog.isVisible())
    assert shown == [False]


def test_scripted_answers_are_safe_when_none_is_left() -> None:
    scripted = ScriptedPrompts(deque([True]))
    prompts: Prompts = scripted
    assert prompts.confirm("一", "", yes="删除", destroys=True)
    assert not prompts.confirm("二", "", yes="删除", destroys=True)
    assert prompts.ask_text("三", "", yes="好", fault_of=fault_of_reason) is None
    assert prompts.ask_open_files("四", [], Path()) == []
    assert prompts.ask_save_file("五", Path("a.zip"), "") is None
    assert scripted.asked[0] == PromptCall("confirm", "一", "", ("取消", "删除"))
    assert [asked.title for asked in scripted.asked] == ["一", "二", "三", "四", "五"]


@pytest.mark.parametrize("way", [Qt.Key.Key_Tab, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up])
def test_return_presses_the_button_that_tab_or_an_arrow_reached(
    prompts: QtPrompts, meet: Callable[[Act], list[MessageDialog]], way: Qt.Key
) -> None:
    reached: list[str] = []

    def act(dialog: MessageDialog) -> None:
        press(way)(dialog)
        button = dialog.focusWidget()
        assert isinstance(button, QPushButton)
        reached.append(button.text())
        press(Qt.Key.Key_Return)(dialog)

    meet(act)
    answer = prompts.confirm("定稿？", "定稿后不能再改。", yes="定稿", weighty=True)
    assert (reached, answer) == (["定稿"], True)


def test_escape_is_none_of_the_choices(
    prompts: QtPrompts, meet: Callable[[Act], list[MessageDialog]]
) -> None:
    meet(press(Qt.Key.Key_Escape))
    assert prompts.choose("三份里有一份要改", "现在是草稿。", ["先看", "仍要打印", "取消"]) == -1
