"""How far forms have come: in the list, marked by hand, and the check list of seals."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QScrollArea,
)
from pytestqt.qtbot import QtBot

from gonghui_desktop.model.dates import written_date
from gonghui_desktop.model.record import Profile
from gonghui_desktop.model.stages import Stage
from gonghui_desktop.services import prints, records, reporter, stages
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.window.form_page import FormPage
from gonghui_desktop.ui.window.main_window import MainWindow
from gonghui_desktop.ui.window.window_contents import WindowContents
from tests.gui.clerk import add_filled, contents_of, dialog_of, trigger

NAMES = ("大连甲厂", "大连乙厂", "大连丙厂")


@pytest.fixture
def page(ws: Workspace, contents: WindowContents) -> FormPage:
    """附件1 with two final forms and a draft; the first one is open."""
    made = [add_filled(ws, unit_name=name) for name in NAMES]
    records.make_final(ws, [record.id for record in made[:2]])
    contents.tabs.reload()
    return contents.tabs.current_page


def _stages(ws: Workspace) -> list[Stage]:
    return [record.stage for record in records.records(ws, "annex1")]


def _spoken(page: FormPage, row: int) -> str:
    return str(page.model.index(row).data(Qt.ItemDataRole.AccessibleTextRole))


def _day(page: FormPage) -> str:
    assert page.record is not None
    local = page.record.stage_at.astimezone()
    return f"{local.month}月{local.day}日"


def test_the_list_says_the_stage_with_its_date(
    qtbot: QtBot, ws: Workspace, window: MainWindow, page: FormPage
) -> None:
    assert f"已定稿 {_day(page)}" in _spoken(page, 0)
    trigger(window, "mark_printed")
    qtbot.wait_until(lambda: f"已打印 {_day(page)}" in _spoken(page, 0))
    assert "草稿" in _spoken(page, 2)


def test_several_are_marked_at_once_and_it_can_be_taken_back(
    qtbot: QtBot, ws: Workspace, window: MainWindow, page: FormPage
) -> None:
    page.list.view.selectAll()
    assert not window.actions_table["mark_submitted"].isEnabled()  # a draft is among them
    page.list.view.clearSelection()
    QTest.keyClick(page.list.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert len(page.selection) == 2
    assert window.actions_table["finish"].text().startswith("定稿(")  # not 定稿 0 份
    assert not window.actions_table["mark_accepted"].isEnabled()  # nothing was submitted yet
    trigger(window, "mark_submitted")
    qtbot.wait_until(lambda: _stages(ws) == [Stage.SUBMITTED, Stage.SUBMITTED, Stage.DRAFT])
    qtbot.wait_until(window.actions_table["mark_accepted"].isEnabled)
    assert "标为已上报 2 份" in window.actions_table["undo"].text()
    trigger(window, "undo")
    qtbot.wait_until(lambda: _stages(ws) == [Stage.FINAL, Stage.FINAL, Stage.DRAFT])
    qtbot.wait_until(lambda: "已定稿" in _spoken(page, 1))


def test_the_list_can_show_one_stage_alone(
    qtbot: QtBot, ws: Workspace, window: MainWindow, page: FormPage
) -> None:
    trigger(window, "mark_printed")
    qtbot.wait_until(lambda: "已打印" in _spoken(page, 0))
    page.model.set_stage(Stage.PRINTED)
    assert [page.model.index(row).data() for row in range(page.model.rowCount())] == [NAMES[0]]


def _texts(dialog: QDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def _says(dialog: QDialog, text: str) -> bool:
    return text in _texts(dialog)


def test_with_every_seal_ticked_the_form_is_stamped(
    qtbot: QtBot, ws: Workspace, window: MainWindow, page: FormPage
) -> None:
    form = ws.campaign.form("annex1")
    trigger(window, "progress")
    dialog = dialog_of(qtbot, window, "progress_dialog")
    qtbot.wait_until(lambda: len(dialog.findChildren(QCheckBox)) == len(form.seals))
    boxes = sorted(dialog.findChildren(QCheckBox), key=QCheckBox.objectName)
    assert [box.text() for box in boxes] == [seal.name for seal in form.seals]
    qtbot.wait_until(boxes[0].hasFocus)
    for number, box in enumerate(boxes, 1):
        QTest.keyClick(box, Qt.Key.Key_Space)
        left = f"还差 {len(boxes) - number} 个章" if number < len(boxes) else "章已盖齐"
        qtbot.wait_until(partial(_says, dialog, left))
    assert _stages(ws)[0] is Stage.STAMPED
    assert "已盖章" in _spoken(page, 0)
    assert f"，已定稿 {_day(page)}，已盖章 {_day(page)}" in _texts(dialog)
    QTest.keyClick(boxes[0], Qt.Key.Key_Space)
    qtbot.wait_until(lambda: _stages(ws)[0] is Stage.FINAL)  # it was never printed here
    dialog.close()


def test_of_a_form_that_was_marked_as_stamped_no_seal_is_said_to_be_missing(
    qtbot: QtBot, ws: Workspace, window: MainWindow, page: FormPage
) -> None:
    trigger(window, "mark_stamped")
    qtbot.wait_until(lambda: _stages(ws)[0] is Stage.STAMPED)
    trigger(window, "progress")
    dialog = dialog_of(qtbot, window, "progress_dialog")
    qtbot.wait_until(lambda: _says(dialog, "3 个章的日期没有登记"))
    assert "还差" not in _texts(dialog)
    assert "还没有" not in _texts(dialog)
    QTest.keyClick(
        sorted(dialog.findChildren(QCheckBox), key=QCheckBox.objectName)[0], Qt.Key.Key_Space
    )
    qtbot.wait_until(lambda: _says(dialog, "2 个章的日期没有登记"))
    assert _stages(ws)[0] is Stage.STAMPED
    dialog.close()


def test_a_tick_is_taken_back_and_comes_back_with_its_day(
    qtbot: QtBot, ws: Workspace, window: MainWindow, page: FormPage
) -> None:
    record = page.record
    assert record is not None
    long_ago = datetime(2017, 3, 8, 10, tzinfo=UTC)
    stages.set_seal(ws, record.id, 0, True, long_ago)
    trigger(window, "progress")
    dialog = dialog_of(qtbot, window, "progress_dialog")
    qtbot.wait_until(lambda: dialog.findChild(QCheckBox, "seal.0") is not None)
    box = dialog.findChild(QCheckBox, "seal.0")
    assert box is not None
    qtbot.wait_until(box.isChecked)
    QTest.keyClick(box, Qt.Key.Key_Space)
    qtbot.wait_until(lambda: ws.store.seals(record.id) == {})
    undo = window.actions_table["undo"]
    qtbot.wait_until(lambda: "撤去盖章" in undo.text())
    dialog.close()
    trigger(window, "undo")
    qtbot.wait_until(lambda: ws.store.seals(record.id) == {0: long_ago})
    trigger(window, "redo")
    qtbot.wait_until(lambda: ws.store.seals(record.id) == {})


def test_a_seal_has_the_day_that_is_typed_over_today(
    qtbot: QtBot, ws: Workspace, window: MainWindow, page: FormPage
) -> None:
    record = page.record
    assert record is not None
    ws.store.mark([record.id], Stage.PRINTED)
    ws.store.mark([record.id], Stage.FINAL, record.stage_at - timedelta(days=9))
    trigger(window, "progress")
    dialog = dialog_of(qtbot, window, "progress_dialog")
    qtbot.wait_until(lambda: dialog.findChild(QCheckBox, "seal.0") is not None)
    box, day = dialog.findChild(QCheckBox, "seal.0"), dialog.findChild(QLineEdit, "seal_day.0")
    assert box is not None
    assert day is not None
    assert not day.isVisible()
    QTest.keyClick(box, Qt.Key.Key_Space)
    today = datetime.now().astimezone().date()
    qtbot.wait_until(lambda: day.text() == written_date(today))
    ticked = ws.store.seals(record.id)[0]
    assert day.accessibleName() == f"{box.text()}的盖章日期"

    for wrong, why in ((today + timedelta(1), "还没有到"), (today - timedelta(10), "不能早于")):
        day.selectAll()
        QTest.keyClicks(day, f"{wrong}")
        QTest.keyClick(day, Qt.Key.Key_Return)
        assert _says(dialog, why)
        assert why in day.accessibleDescription()
        scrolled = dialog.findChild(QScrollArea)
        assert scrolled is not None
        assert scrolled.verticalScrollBar().maximum() == 0  # nothing moved, all is in sight
    dialog.accept()
    assert dialog.isVisible()  # what was typed is not thrown away without a word
    QTest.keyClick(day, Qt.Key.Key_Escape)
    assert (day.text(), dialog.isVisible()) == (written_date(today), True)
    assert not _says(dialog, "不能早于")

    day.selectAll()
    QTest.keyClicks(day, f"{today - timedelta(4):%Y%m%d}")
    QTest.keyClick(day, Qt.Key.Key_Return)
    stamped = written_date(today - timedelta(4))
    qtbot.wait_until(lambda: day.text() == stamped)
    assert dialog.isVisible()
    dialog.accept()
    qtbot.wait_until(lambda: "改盖章日期" in window.actions_table["undo"].text())
    trigger(window, "history")
    told = dialog_of(qtbot, window, "history_dialog")
    qtbot.wait_until(lambda: _lists(told, f"：已盖（{stamped}）"))
    told.close()
    trigger(window, "undo")
    qtbot.wait_until(lambda: ws.store.seals(record.id) == {0: ticked})
    trigger(window, "redo")
    qtbot.wait_until(lambda: written_date(_sealed_on(ws, record.id)) == stamped)


def _sealed_on(ws: Workspace, record_id: str) -> date:
    return ws.store.seals(record_id)[0].astimezone().date()


def _lists(dialog: QDialog, text: str) -> bool:
    return any(
        text in str(view.model().index(row, 0).data())
        for view in dialog.findChildren(QAbstractItemView)
        for row in range(view.model().rowCount())
    )


def test_several_pages_take_a_seal_across_their_edges(
    qtbot: QtBot, ws: Workspace, window: MainWindow, page: FormPage
) -> None:
    long = add_filled(ws, unit_name="大连丁厂", measures="开展集体协商，每季度一次。\n" * 80)
    records.make_final(ws, [long.id])
    page.reload()
    page.go(3)
    trigger(window, "progress")
    dialog = dialog_of(qtbot, window, "progress_dialog")
    own = len(ws.campaign.form("annex1").seals)
    qtbot.wait_until(lambda: _says(dialog, f"还差 {own + 1} 个章"))
    across = dialog.findChild(QCheckBox, f"seal.{own}")
    assert across is not None
    assert across.text() == "骑缝章"
    QTest.keyClick(across, Qt.Key.Key_Space)
    qtbot.wait_until(lambda: _says(dialog, f"还差 {own} 个章"))
    dialog.close()


def test_what_was_opened_again_says_that_its_paper_is_void(
    qtbot: QtBot, ws: Workspace, window: MainWindow, page: FormPage
) -> None:
    assert page.record is not None
    prints.note_printed(ws, [page.record.id], 4, "二楼 HP")
    records.reopen(ws, page.record.id, "电话写错")
    page.reload()
    assert "旧版纸表作废" in _spoken(page, 0)
    trigger(window, "progress")
    dialog = dialog_of(qtbot, window, "progress_dialog")
    qtbot.wait_until(lambda: "第 1 版" in _texts(dialog))
    assert "作废" in _texts(dialog)
    assert "打印 4 份（二楼 HP）" in _texts(dialog)
    assert not dialog.findChildren(QCheckBox)  # a draft has no paper to be sealed
    dialog.close()


def test_what_was_never_printed_has_no_void_paper(
    qtbot: QtBot, ws: Workspace, window: MainWindow, page: FormPage
) -> None:
    assert page.record is not None
    records.reopen(ws, page.record.id, "电话写错")
    page.reload()
    trigger(window, "progress")
    dialog = dialog_of(qtbot, window, "progress_dialog")
    qtbot.wait_until(lambda: "第 1 版" in _texts(dialog))
    assert "作废" not in _texts(dialog)
    dialog.close()


def test_a_draft_has_no_paper_yet(window: MainWindow, page: FormPage) -> None:
    page.go(2)
    for name in ("progress", "mark_printed", "mark_stamped", "mark_submitted", "mark_final"):
        assert not window.actions_table[name].isEnabled()


def test_a_form_that_was_handed_in_stays_so_when_its_paper_is_printed(
    qtbot: QtBot, ws: Workspace, window: MainWindow, page: FormPage
) -> None:
    trigger(window, "mark_submitted")
    qtbot.wait_until(lambda: "已上报" in _spoken(page, 0))
    trigger(window, "mark_printed")
    banner = contents_of(window).notifications.banner
    qtbot.wait_until(lambda: banner.text == f"“{NAMES[0]}”已登记“已打印”，仍是“已上报”。")
    assert f"已上报 {_day(page)}" in _spoken(page, 0)
    trigger(window, "progress")
    dialog = dialog_of(qtbot, window, "progress_dialog")
    qtbot.wait_until(lambda: f"已上报 {_day(page)}，已打印 {_day(page)}" in _texts(dialog))
    dialog.close()
    trigger(window, "undo")
    record = records.records(ws, "annex1")[0]
    qtbot.wait_until(lambda: Stage.PRINTED not in stages.stage_dates(ws, record))
    assert _stages(ws)[0] is Stage.SUBMITTED


def test_the_export_says_what_is_not_on_paper_yet(
    qtbot: QtBot, ws: Workspace, window: MainWindow, page: FormPage
) -> None:
    reporter.set_reporter(ws, Profile("district", "中山区总工会"))
    stages.mark(ws, [records.records(ws, "annex1")[0].id], Stage.PRINTED)
    trigger(window, "export")
    dialog = dialog_of(qtbot, window, "export_dialog")
    view = dialog.findChild(QListWidget, "export.open")
    assert view is not None
    rows = [view.item(row).text() for row in range(view.count())]
    assert rows[0].startswith("还没有定稿（1 份）")
    assert rows[1] == "附件1“大连丙厂”"
    assert rows[2].startswith("纸质表没有办完（2 份）")
    assert rows[3].startswith("附件1“大连甲厂”　还差 3 个章：")
    assert rows[4:] == ["附件1“大连乙厂”　还没有打印"]
    accept = dialog.findChild(QPushButton, "export.accept")
    assert accept is not None
    dialog.close()
