"""What stands in the way of the package: grouped by record, in sight, no higher than a screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from gonghui_desktop.model.findings import Finding, Severity
from gonghui_desktop.services.submissions.export_state import ExportState
from gonghui_desktop.ui.submission.export_dialog import ExportDialog
from gonghui_desktop.ui.theme.theme import Appearance, Theme

ShowExport = Callable[[ExportState], ExportDialog]
LOWEST_SCREEN = 728 - 48  # 1366×768 without its task bar, and without the window's frame
MANY = 89
LONG = "行政区划代码与所在区县不一致，请对照营业执照逐字核对；确实如此请写明原因并附依据。"


@pytest.fixture
def show(qtbot: QtBot, dressed: Theme) -> ShowExport:
    """Shows the dialog on a state of the submission."""

    shown = []  # or the first to be collected goes with its window

    def show_one(state: ExportState) -> ExportDialog:
        names = {finding.record_id: _name(finding.record_id) for finding in state.blocking}
        state = replace(state, names={**names, **state.names})
        dialog = ExportDialog(dressed, "中山区总工会", state, None)
        qtbot.add_widget(dialog)
        shown.append(dialog)
        dialog.show()
        qtbot.wait_exposed(dialog)
        return dialog

    return show_one


def _name(record_id: str) -> str:
    return f"附件1“单位{record_id}”"


def _blocked(records: int, message: str = "未填写，请补填。") -> ExportState:
    """Two findings in each of so many records."""
    return ExportState(
        tuple(
            Finding(severity, f"{label}：{message}", str(number), field)
            for number in range(records)
            for severity, label, field in (
                (Severity.MANDATORY, "单位名称", "unit_name"),
                (Severity.VERIFY, "联系方式", "contact"),
            )
        ),
        (),
    )


def _list(dialog: ExportDialog) -> QListWidget:
    found = dialog.findChild(QListWidget, "export.open")
    assert found is not None
    return found


def _items(dialog: ExportDialog) -> list[QListWidgetItem]:
    view = _list(dialog)
    return [view.item(row) for row in range(view.count())]


def _rows_cut(view: QListWidget) -> list[str]:
    """Rows of which a part is seen."""
    seen = view.viewport().rect()
    rects = {row: view.visualItemRect(view.item(row)) for row in range(view.count())}
    return [
        view.item(row).text()
        for row, rect in rects.items()
        if rect.intersects(seen) and not seen.contains(rect)
    ]


def test_a_records_name_stands_once_above_its_findings(show: ShowExport) -> None:
    dialog = show(_blocked(2))
    assert [item.text() for item in _items(dialog)] == [
        "附件1“单位0”",
        "强制　单位名称：未填写，请补填。",
        "核实　联系方式：未填写，请补填。",
        "附件1“单位1”",
        "强制　单位名称：未填写，请补填。",
        "核实　联系方式：未填写，请补填。",
    ]
    told = [label.text() for label in dialog.findChildren(QLabel)]
    assert any("2 份申报表还有 4 处" in text for text in told)


def test_whoever_does_not_see_the_groups_hears_the_records_name(show: ShowExport) -> None:
    item = _items(show(_blocked(2)))[4]
    heard = item.data(Qt.ItemDataRole.AccessibleTextRole)
    assert heard == "附件1“单位1”，强制　单位名称：未填写，请补填。"


def test_keys_go_from_finding_to_finding_and_there(qtbot: QtBot, show: ShowExport) -> None:
    dialog = show(_blocked(2))
    view = _list(dialog)
    went = []
    for _ in range(4):
        went.append(view.currentItem().data(Qt.ItemDataRole.UserRole))
        QTest.keyClick(view, Qt.Key.Key_Down)
    fields = ("unit_name", "contact")
    assert went == [(record, field) for record in ("0", "1") for field in fields]
    jump = dialog.findChild(QPushButton, "export.jump")
    assert jump is not None
    with qtbot.wait_signal(dialog.review.jump) as jumped:
        QTest.mouseClick(jump, Qt.MouseButton.LeftButton)
    assert jumped.args == ["1", "contact"]


def test_a_name_is_nowhere_to_go(qtbot: QtBot, show: ShowExport) -> None:
    dialog = show(_blocked(1))
    view = _list(dialog)
    place = view.visualItemRect(view.item(0)).center()
    with qtbot.assert_not_emitted(dialog.review.jump):
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert view.currentItem() is view.item(1)


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("message", ["未填写，请补填。", LONG])
def test_few_findings_are_seen_whole_without_scrolling(
    qtbot: QtBot, dressed: Theme, show: ShowExport, message: str, large: bool
) -> None:
    dressed.apply(Appearance.LIGHT, large_type=large)
    view = _list(show(_blocked(2, message)))
    qtbot.wait(1)
    assert _rows_cut(view) == []
    assert view.verticalScrollBar().maximum() == 0
    last = view.visualItemRect(view.item(view.count() - 1))
    assert view.viewport().height() - last.bottom() <= last.height()  # no empty space below


@pytest.mark.parametrize("large", [False, True])
def test_many_findings_scroll_within_the_lowest_screen(
    qtbot: QtBot, dressed: Theme, show: ShowExport, large: bool
) -> None:
    dressed.apply(Appearance.LIGHT, large_type=large)
    dialog = show(_blocked(MANY, LONG))
    qtbot.wait(1)
    view = _list(dialog)
    assert dialog.height() <= LOWEST_SCREEN
    assert _rows_cut(view) == []
    assert view.verticalScrollBar().maximum() > 0
    view.setCurrentRow(view.count() - 1)
    assert view.viewport().rect().contains(view.visualItemRect(view.currentItem()))


def test_a_name_comes_into_sight_with_its_first_finding(qtbot: QtBot, show: ShowExport) -> None:
    view = _list(show(_blocked(MANY)))
    qtbot.wait(1)
    seen = view.viewport().rect()
    assert seen.contains(view.visualItemRect(view.item(0)))
    view.setCurrentRow(view.count() - 1)
    for row in (4, 1):
        view.setCurrentRow(row)
        assert seen.contains(view.visualItemRect(view.item(row - 1)))
        assert seen.contains(view.visualItemRect(view.item(row)))


def test_the_reason_takes_a_few_lines_and_only_where_one_is_asked(show: ShowExport) -> None:
    doubt = Finding(Severity.VERIFY, "还差 2 个典型单位，请核对；确实如此请写明原因。")
    asked, calm = show(ExportState((), (doubt,))), show(ExportState((), ()))
    reason = asked.findChild(QPlainTextEdit, "export.reason")
    assert reason is not None
    assert reason.isVisible()
    line = reason.fontMetrics().lineSpacing()
    assert 3 * line <= reason.height() <= 5 * line
    assert calm.findChild(QPlainTextEdit, "export.reason") is None
    assert calm.height() < asked.height() - reason.height()


def test_a_ready_phrase_is_a_reason_to_be_edited(show: ShowExport) -> None:
    doubt = Finding(Severity.VERIFY, "还差 2 个典型单位，请核对；确实如此请写明原因。")
    standing = ("5 个典型单位：已定稿 2，草稿 3",)
    dialog = show(ExportState((), (doubt,), standing=standing, phrases=("本年度单位不足",)))
    assert any(label.text() == standing[0] for label in dialog.findChildren(QLabel))
    button = dialog.findChild(QToolButton, "export.phrases")
    assert button is not None
    menu = button.menu()
    assert menu is not None
    menu.actions()[0].trigger()
    menu.actions()[0].trigger()
    assert dialog.review.explanation == "本年度单位不足；本年度单位不足"


def test_a_reason_that_says_nothing_is_told_at_the_reason(qtbot: QtBot, show: ShowExport) -> None:
    finding = Finding(Severity.VERIFY, "还差 1 个典型单位，请核对；确实如此请写明原因。")
    dialog = show(ExportState((), (finding,)))
    (reason,) = dialog.findChildren(QPlainTextEdit)
    (fault,) = dialog.findChildren(QLabel, "export.fault")
    (accept,) = dialog.findChildren(QPushButton, "export.accept")
    reason.setPlainText("1")
    accept.click()
    assert dialog.isVisible()
    assert fault.text() == "看不出原因，请至少写两个汉字。"
    assert dialog.focusWidget() is reason
    reason.setPlainText("单位不足")
    assert fault.text() == ""
    with qtbot.wait_signal(dialog.review.chosen):
        accept.click()
    assert dialog.isVisible()  # until the package is written
