"""Import of tables through the window: seen, changed, taken in, told, undone, remembered."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QPushButton, QTabWidget
from pytestqt.qtbot import QtBot

from gonghui_desktop.model.form import FormDefinition
from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.window.main_window import MainWindow
from gonghui_desktop.ui.window.window_contents import WindowContents
from tests.gui.clerk import dialog_of, trigger

HEAD = [
    *("序号", "单位名称", "负责人", "单位地址", "联系电话"),
    *("企业性质", "职工数", "工作目标", "主要措施", "备注"),
]
UNITS = [
    [1, "大连示例重工厂", "于样例", "示例路1号", "4.1183E+11", "私营", 120, "健全", "协商", None],
    [
        2,
        "大连示例餐饮公司",
        "王小明",
        "示例路2号",
        "13700000002",
        "（2）集体企业",
        88,
        "健",
        "协",
        "好",
    ],
]


def _book(path: Path, *sheets: tuple[str, list[list[object]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def _list(path: Path, units: list[list[object]]) -> Path:
    rows: list[list[object]] = [["典型单位汇总表"], list(HEAD), *units, [None, "合计"]]
    return _book(path, ("企事业", rows))


def _import(qtbot: QtBot, window: MainWindow, prompts: ScriptedPrompts, *files: Path) -> QDialog:
    prompts.answers.append(list(files))
    trigger(window, "import")
    return dialog_of(qtbot, window, "table_dialog")


def _box(dialog: QDialog, name: str) -> QComboBox:
    box = dialog.findChild(QComboBox, name)
    assert box is not None
    return box


def _choose(box: QComboBox, data: object) -> None:
    """As the clerk: opens nothing, but tells that it was her."""
    box.setCurrentIndex(box.findData(data))
    box.activated.emit(box.currentIndex())


def _accept(dialog: QDialog) -> QPushButton:
    button = dialog.findChild(QPushButton, "table_accept")
    assert button is not None
    return button


def test_a_list_is_looked_at_then_comes_in_as_one_step(
    qtbot: QtBot,
    ws: Workspace,
    window: MainWindow,
    contents: WindowContents,
    prompts: ScriptedPrompts,
    tmp_path: Path,
) -> None:
    dialog = _import(qtbot, window, prompts, _list(tmp_path / "名单.xlsx", UNITS))
    assert ws.store.records() == []
    person = _box(dialog, "table_1_field_3")
    assert QApplication.focusWidget() is person  # what is doubtful comes first
    assert person.currentData() == "chairperson"
    foot = dialog.findChild(QLabel, "table_foot_1")
    assert foot is not None
    assert "第 5 行（合计行）" in foot.text()
    assert _accept(dialog).text() == "导入 2 份"
    _choose(person, "")
    _choose(_box(dialog, "table_1_field_10"), "chairperson")  # 备注, for once
    QTest.keyClick(dialog, Qt.Key.Key_Return)

    outcome = dialog_of(qtbot, window, "outcome_dialog")
    assert [each.value("chairperson") for each in ws.store.records()] == ["", "好"]
    assert ws.store.records()[0].value("contact") == "4.1183E+11"
    outcome.accept()
    trigger(window, "undo")
    qtbot.wait_until(lambda: ws.store.records() == [])

    again = _import(qtbot, window, prompts, _list(tmp_path / "又一张.xlsx", UNITS[1:]))
    assert _box(again, "table_1_field_3").currentData() == ""
    assert _box(again, "table_1_field_10").currentData() == "chairperson"
    again.reject()


def test_each_sheet_has_its_form_and_can_be_left_out(
    qtbot: QtBot,
    ws: Workspace,
    window: MainWindow,
    contents: WindowContents,
    prompts: ScriptedPrompts,
    tmp_path: Path,
) -> None:
    industry = ["行业工会名称", "主席", "电话", "覆盖企业", "市", "县"]
    union = ["大连示例轴承行业工会", "李强", "0411-85651234", 35, "大连", "瓦房店"]
    file = _book(
        tmp_path / "全部.xlsx",
        ("企事业", [list(HEAD), *UNITS]),
        ("行业", [list(industry), list(union)]),
        ("说明", [["请各单位认真填写"]]),
    )
    dialog = _import(qtbot, window, prompts, file)
    tabs = dialog.findChild(QTabWidget, "table_sheets")
    assert tabs is not None
    assert [tabs.tabText(place) for place in range(tabs.count())] == [
        "企事业（附件1，2 行）",
        "行业（附件2，1 行）",
        "说明（不导入）",
    ]
    _choose(_box(dialog, "table_form_1"), "")
    assert _accept(dialog).text() == "导入 1 份"
    _choose(_box(dialog, "table_form_2"), "annex3")
    assert _box(dialog, "table_2_field_1").currentData() == "unit_name"
    _accept(dialog).click()
    qtbot.wait_until(lambda: len(ws.store.records()) == 1)
    (record,) = ws.store.records()
    assert (record.form, record.value("unit_name")) == ("annex3", "大连示例轴承行业工会")


def test_the_forms_own_headings_come_in_without_a_question(
    qtbot: QtBot,
    ws: Workspace,
    window: MainWindow,
    contents: WindowContents,
    prompts: ScriptedPrompts,
    tmp_path: Path,
) -> None:
    def sheet(form: FormDefinition) -> tuple[str, list[list[object]]]:
        name = [f"大连示例{form.number}厂" if f.id == form.name_field else "" for f in form.fields]
        return form.number, [[field.label for field in form.fields], list(name)]

    file = _book(tmp_path / "模板.xlsx", *map(sheet, ws.campaign.forms))
    prompts.answers.append([file])
    trigger(window, "import")
    qtbot.wait_until(lambda: len(ws.store.records()) == 3)
    assert window.findChild(QDialog, "table_dialog") is None
    assert {record.form for record in ws.store.records()} == {"annex1", "annex2", "annex3"}


def test_a_cancelled_table_leaves_nothing_and_the_next_file_goes_on(
    qtbot: QtBot,
    ws: Workspace,
    window: MainWindow,
    contents: WindowContents,
    prompts: ScriptedPrompts,
    tmp_path: Path,
) -> None:
    one, two = _list(tmp_path / "甲.xlsx", UNITS[:1]), _list(tmp_path / "乙.xlsx", UNITS[1:])
    first = _import(qtbot, window, prompts, one, two)
    QTest.keyClick(first, Qt.Key.Key_Escape)
    _accept(dialog_of(qtbot, window, "table_dialog")).click()
    qtbot.wait_until(lambda: len(ws.store.records()) == 1)
    assert ws.store.records()[0].value("unit_name") == "大连示例餐饮公司"
