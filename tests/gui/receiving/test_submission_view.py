"""A submission opened in the real window: what is said of each record, beside its page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.receiving.submissions import SubmissionAction
from gonghui_desktop.model.record import Profile
from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.services import reporter
from gonghui_desktop.services.receiving.arrivals.receive import receive
from gonghui_desktop.services.receiving.city.city_decisions import decide_another, questions
from gonghui_desktop.services.receiving.office_table import office_table
from gonghui_desktop.services.receiving.received import opened
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.receiving.receiving_page import ReceivingPage
from gonghui_desktop.ui.receiving.submission.submission_view import SubmissionView
from gonghui_desktop.ui.window.main_window import MainWindow
from tests.gui.clerk import OpenWindow, dialog_of
from tests.sending_offices import Made, SendingOffices

ZHONGSHAN = Profile("district", "大连市中山区总工会", "王样例", "0411-82640000")
XIGANG = Profile("district", "西岗区总工会")
GOALS = "创建职工满意的职工之家，" * 30

Open = Callable[..., SubmissionView]


@pytest.fixture(scope="module")
def offices(campaign: Campaign) -> SendingOffices:
    return SendingOffices(campaign)


@pytest.fixture(scope="module")
def two(offices: SendingOffices) -> tuple[Made, Made]:
    """The first and the second package of an office; the second has a change and an explanation."""
    changes = offices.record("annex1", "大连甲机械有限公司", goals=f"{GOALS}先进。")
    explained = replace(
        offices.record("annex1", "大连乙化工有限公司", contact="0411-836400001"),
        explanations={"contact": "总机号码，转分机"},
    )
    changed = offices.again(changes, goals=f"{GOALS}优秀。")
    first = offices.package(ZHONGSHAN, [changes])
    return first, offices.package(ZHONGSHAN, [changed, explained], first)


@pytest.fixture
def open_it(qtbot: QtBot, ws: Workspace, open_window: OpenWindow, tmp_path: Path) -> Open:
    """Receives packages at the city's office and opens the last of them in its window."""

    def open_one(
        *packages: Made, size: QSize | None = None, record: str = "", which: int = -1
    ) -> SubmissionView:
        folder = tmp_path / "stick"
        folder.mkdir()
        for number, made in enumerate(packages):
            (folder / f"{number}.zip").write_bytes(made.data)
        reporter.set_reporter(ws, Profile("city", "大连市总工会"))
        receive(ws, [folder])
        window = open_window(size=size) if size else open_window()
        page = window.findChild(ReceivingPage)
        assert page is not None
        kept = ws.store.received.with_package(packages[which].package)
        assert kept is not None
        page.open_submission(kept.number, record)
        view = page.submission
        assert view is not None
        qtbot.wait_until(lambda: view.list.rows.rowCount() > 0)
        return view

    return open_one


def _texts(view: SubmissionView) -> str:
    points = view.said.points
    return "\n".join(points.item(row).text() for row in range(points.count()))


def _words_of_row(view: SubmissionView) -> str:
    """What is to be looked at in the record that is shown, as a screen reader reads it."""
    return str(view.list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole))


def _window(view: SubmissionView) -> MainWindow:
    window = view.window()
    assert isinstance(window, MainWindow)
    return window


def _button(view: QWidget, name: str) -> QPushButton:
    button = view.findChild(QPushButton, name)
    assert isinstance(button, QPushButton)
    return button


def _compared(view: SubmissionView) -> dict[str, str]:
    """What stands in each text of the comparison, by its name."""
    texts = view.said.compared.findChildren(QTextEdit)
    return {each.accessibleName(): each.toPlainText() for each in texts}


def test_each_record_is_shown_with_its_page_both_sides_words_and_what_changed(
    qtbot: QtBot, open_it: Open, two: tuple[Made, Made]
) -> None:
    view = open_it(*two)
    names = [view.list.rows.index(row).data() for row in range(3)]
    assert names == ["整个报送包", "大连甲机械有限公司", "大连乙化工有限公司"]
    qtbot.wait_until(lambda: "工作目标，第 2 次" in _compared(view))
    long = _compared(view)["工作目标，第 2 次"]
    assert "优秀。" in long
    assert len(long) < len(GOALS)  # what lies far from the change is left out at first
    qtbot.wait_until(lambda: "大连甲机械有限公司" in view.preview.accessible_value())

    view.list.setFocus()
    QTest.keyClick(view.list, Qt.Key.Key_Down)

    assert "双方都查出（1）" in _texts(view)
    assert "对方写的原因：总机号码，转分机" in _texts(view)
    assert "那一次没有报这份申报表。" in _labels(view)
    qtbot.wait_until(lambda: "大连乙化工有限公司" in view.preview.accessible_value())
    QTest.keyClick(view.list, Qt.Key.Key_Home)
    assert "新增　大连乙化工有限公司" in _texts(view)
    assert "改动　大连甲机械有限公司" in _texts(view)


def test_what_the_sender_says_of_a_double_is_shown_as_his_and_stays_open(
    qtbot: QtBot, ws: Workspace, open_it: Open, offices: SendingOffices
) -> None:
    names = ("大连甲机械有限公司", "大连甲机械有限责任公司")
    units = [
        replace(offices.record("annex1", name), explanations={"unit_name": "两家分别建会"})
        for name in names
    ]
    made = [
        offices.package(who, [unit]) for who, unit in zip((ZHONGSHAN, XIGANG), units, strict=True)
    ]
    view = open_it(*made, record=units[1].id)
    qtbot.wait_until(lambda: "可能是同一单位（1）" in _texts(view))
    assert "上报单位说明：两家分别建会" in _texts(view)
    assert "已判断" not in _texts(view)
    assert "重复" in _words_of_row(view)

    (asked,) = questions(ws, office_table(ws))
    decide_another(ws, asked, "已向两家核实")
    view.reload()

    qtbot.wait_until(lambda: "已判断：已向两家核实" in _texts(view))
    assert "重复" not in _words_of_row(view)


def test_a_field_on_the_page_is_sent_back_with_its_place_and_then_seen_everywhere(
    qtbot: QtBot, open_it: Open, two: tuple[Made, Made]
) -> None:
    view = open_it(*two)
    qtbot.wait_until(lambda: view.preview.printed is not None)
    qtbot.wait_until(lambda: not _window(view).tasks.is_busy)

    view.preview.field_clicked.emit("employees")

    dialog = dialog_of(qtbot, _window(view), "return_dialog")
    places = [each.currentText() for each in dialog.findChildren(QComboBox)]
    assert places[:2] == ["附件1“大连甲机械有限公司”", "职工人数"]
    dialog.reject()


def test_a_note_is_kept_when_she_goes_on_and_never_asked_for(
    qtbot: QtBot, ws: Workspace, open_it: Open, two: tuple[Made, Made]
) -> None:
    view = open_it(*two)
    record = view.list.rows.row(1)
    assert record is not None
    view.said.notes.edit.setPlainText("已电话核实")

    view.list.go(1)  # without pressing the button
    qtbot.wait_until(lambda: not _window(view).tasks.is_busy)

    (note,) = opened(ws, view.shown_number).events
    assert (note.action, note.reason, note.record) == (
        SubmissionAction.NOTE,
        "已电话核实",
        record.record,
    )
    assert view.said.notes.edit.toPlainText() == ""
    view.list.go(-1)
    qtbot.wait_until(lambda: "已电话核实" in _labels(view))


def test_of_two_with_one_number_both_are_shown_and_one_is_chosen_with_a_reason(
    qtbot: QtBot, ws: Workspace, open_it: Open, offices: SendingOffices, prompts: ScriptedPrompts
) -> None:
    record = offices.record("annex1", "大连甲机械有限公司")
    other = replace(record, values={**record.values, "employees": "900"})
    view = open_it(offices.package(XIGANG, [record]), offices.package(XIGANG, [other]))
    assert "不同　大连甲机械有限公司" in _texts(view)
    view.list.go(1)
    qtbot.wait_until(lambda: _compared(view).get("职工人数，这一份") == "900")
    assert _compared(view)["职工人数，另一份"] == "120"
    assert not _button(view, "submission_accept").isVisible()
    prompts.answers.append("电话核实，以后收到的为准")

    _button(view, "submission_choose").click()

    qtbot.wait_until(lambda: _button(view, "submission_accept").isVisible())
    assert opened(ws, view.shown_number).look.state.value == "received"


def test_the_way_through_by_keys_alone(qtbot: QtBot, open_it: Open, two: tuple[Made, Made]) -> None:
    view = open_it(*two)
    page = view.parentWidget()
    assert page is not None
    qtbot.wait_until(view.list.hasFocus)
    older = [
        each for each in view.findChildren(QWidget) if each.objectName() == "submission_history"
    ]
    assert older
    view.head.opened.emit(view.shown_number - 1)  # the menu's entry
    qtbot.wait_until(lambda: "已经有更新的一次" in _labels(view))
    assert not _button(view, "submission_return").isVisible()
    QTest.keyClick(view.list, Qt.Key.Key_Escape)  # back to the newer one
    qtbot.wait_until(lambda: _button(view, "submission_return").isVisible())
    QTest.keyClick(view.list, Qt.Key.Key_Escape)
    qtbot.wait_until(lambda: not view.isVisible())


def test_a_narrow_window_shows_words_or_page_and_everything_fits(
    qtbot: QtBot, open_it: Open, two: tuple[Made, Made]
) -> None:
    view = open_it(*two, size=QSize(910, 512))
    switch = _button(view, "pane_1")
    qtbot.wait_until(switch.isVisible)
    assert view.said.isVisible()
    switch.click()
    assert view.preview.isVisible()
    assert not view.said.isVisible()
    window = _window(view)
    for button in view.findChildren(QPushButton):
        if button.isVisible():
            corner = button.mapTo(window, QPoint(button.width(), button.height()))
            assert window.rect().contains(corner), button.text()


def _labels(view: QWidget) -> str:
    return "\n".join(
        each.accessibleName() or each.text()
        for each in view.findChildren(QLabel)
        if each.isVisible()
    )


def test_the_tab_key_reaches_everything_in_the_order_that_is_seen(
    qtbot: QtBot, open_it: Open, two: tuple[Made, Made]
) -> None:
    view = open_it(*two)
    qtbot.wait_until(lambda: "工作目标，第 2 次" in _compared(view))
    qtbot.wait_until(lambda: view.preview.printed is not None)
    view.said.notes.edit.setPlainText("要留意")
    view.take_focus()
    reached: list[QWidget] = []
    for _ in range(60):
        widget = QApplication.focusWidget()
        assert widget is not None
        if widget in reached:
            break
        reached.append(widget)
        QTest.keyClick(widget, Qt.Key.Key_Tab)

    inside = [each for each in reached if view.isAncestorOf(each)]
    stops = {
        each
        for each in view.findChildren(QWidget)
        if each.isVisible() and each.isEnabled() and each.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    assert set(inside) == stops
    names = [each.accessibleName() or each.property("text") for each in inside]
    assert all(names)
    wanted = [
        "报送里的申报表",
        "与哪一次相比",
        "工作目标，第 1 次",
        "备注",
        "记下",
        "打印页面预览",
        "缩小",
    ]
    head = ["返回", "历次报送（2）", "退回…", "受理…", "下一份"]
    assert [each for each in names if each in (*wanted, *head)] == [
        *wanted,
        *head[:4],
        "备注",
        head[4],
    ]


def test_a_note_that_is_being_written_is_kept_when_the_window_closes(
    ws: Workspace, open_it: Open, two: tuple[Made, Made]
) -> None:
    view = open_it(*two)
    number = view.shown_number
    view.said.notes.edit.setPlainText("关窗前写的")

    _window(view).close()

    assert [each.reason for each in opened(ws, number).events] == ["关窗前写的"]


def test_the_same_unit_elsewhere_is_one_key_away_and_back(
    qtbot: QtBot, open_it: Open, offices: SendingOffices, two: tuple[Made, Made]
) -> None:
    other = offices.package(XIGANG, [offices.record("annex1", "大连甲机械有限责任公司")])
    view = open_it(*two, other, which=1)
    qtbot.wait_until(lambda: "“西岗区总工会”报的“大连甲机械有限责任公司”" in _texts(view))
    view.said.points.setFocus()
    assert len(view.said.points.selectedItems()) == 1  # it is seen where she is
    QTest.keyClick(view.said.points, Qt.Key.Key_End)
    QTest.keyClick(view.said.points, Qt.Key.Key_Return)
    qtbot.wait_until(lambda: "大连甲机械有限责任公司" in view.preview.accessible_value())
    QTest.keyClick(view.said.points, Qt.Key.Key_Escape)
    qtbot.wait_until(lambda: "大连甲机械有限公司" in view.preview.accessible_value())


def test_a_record_that_says_something_else_elsewhere_is_compared_and_settled(
    qtbot: QtBot, open_it: Open, offices: SendingOffices, prompts: ScriptedPrompts
) -> None:
    record = offices.record("annex1", "大连甲机械有限公司")
    other = replace(record, values={**record.values, "employees": "900"})
    packages = [offices.package(*each) for each in ((XIGANG, [other]), (ZHONGSHAN, [record]))]
    view = open_it(*packages, record=record.id)
    qtbot.wait_until(lambda: _compared(view).get("职工人数，另一份") == "900")
    assert "内容冲突" in _words_of_row(view)
    prompts.answers.append("与盖章的纸质件相同")

    _button(view, "submission_choose_record").click()

    qtbot.wait_until(lambda: "与盖章的纸质件相同" in _labels(view))  # in what was decided
    assert "内容冲突" not in _words_of_row(view)


def test_what_comes_late_of_an_earlier_submission_closes_and_decides_nothing(
    qtbot: QtBot, ws: Workspace, open_it: Open, offices: SendingOffices, two: tuple[Made, Made]
) -> None:
    other = offices.package(XIGANG, [offices.record("annex1", "大连丁食品有限公司")])
    view = open_it(*two, other, which=1)
    qtbot.wait_until(lambda: not _window(view).tasks.is_busy)
    kept = ws.store.received.with_package(other.package)
    assert kept is not None

    view.show_submission(4711)  # which is gone
    view.show_submission(kept.number)
    _button(view, "submission_accept").click()  # of what still stands there

    qtbot.wait_until(lambda: view.shown_number == kept.number)
    qtbot.wait_until(lambda: not _window(view).tasks.is_busy)
    assert view.isVisible()
    assert _window(view).findChild(QWidget, "accept_dialog") is None


def test_a_page_is_there_again_when_she_comes_back_before_another_was_read(
    qtbot: QtBot, ws: Workspace, open_it: Open, offices: SendingOffices, two: tuple[Made, Made]
) -> None:
    other = offices.package(XIGANG, [offices.record("annex1", "大连丁食品有限公司")])
    view = open_it(*two, other, which=1)
    qtbot.wait_until(lambda: view.preview.printed is not None)
    kept, own = ws.store.received.with_package(other.package), view.shown_number
    assert kept is not None

    view.show_submission(kept.number)
    view.show_submission(own)

    qtbot.wait_until(lambda: "大连甲机械有限公司" in view.preview.accessible_value())
