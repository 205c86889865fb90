"""Import of tables through the window: seen, changed, taken in, told, undone, remembered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QTextDocumentFragment, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gonghui_desktop.exchange.spreadsheet.template import template_xlsx
from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts, ScriptedWaiting
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.dialogs.prompts import Waiting
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
        *(2, "大连示例餐饮公司", "王小明", "示例路2号", "13700000002"),
        *("（2）集体企业", 88, "健", "协", "好"),
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


@pytest.fixture
def ask(
    qtbot: QtBot, window: MainWindow, contents: WindowContents, prompts: ScriptedPrompts
) -> Callable[..., QDialog]:
    """Imports files in the window; the dialog that shows their tables."""

    def one(*files: Path) -> QDialog:
        prompts.answers.append(list(files))
        trigger(window, "import")
        return dialog_of(qtbot, window, "table_dialog")

    return one


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
    qtbot: QtBot, ws: Workspace, window: MainWindow, tmp_path: Path, ask: Callable[..., QDialog]
) -> None:
    dialog = ask(_list(tmp_path / "名单.xlsx", UNITS))
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

    again = ask(_list(tmp_path / "又一张.xlsx", UNITS[1:]))
    assert _box(again, "table_1_field_3").currentData() == ""
    foot = again.findChild(QLabel, "table_foot_1")
    assert foot is not None
    assert foot.text().startswith("同样的表头上次这样填过")
    assert _box(again, "table_1_field_10").currentData() == "chairperson"
    again.reject()


def test_keys_alone_reach_every_column_and_the_wheel_changes_none(
    tmp_path: Path, ask: Callable[..., QDialog]
) -> None:
    dialog = ask(_list(tmp_path / "名单.xlsx", UNITS))
    dialog.resize(dialog.width(), 360)
    QApplication.processEvents()
    reached = set()
    for _ in range(20):
        box = QApplication.focusWidget()
        assert box is not None
        name = box.objectName()
        if name.startswith("table_1_field_"):
            lines = dialog.findChild(QTableWidget, "table_1_lines")
            assert lines is not None
            room = lines.viewport().rect()
            assert room.contains(box.mapTo(lines.viewport(), box.rect().center()))
            before = _box(dialog, name).currentIndex()
            turn = QWheelEvent(
                QPointF(box.rect().center()),
                QPointF(box.mapToGlobal(box.rect().center())),
                QPoint(0, -40),
                QPoint(0, -120),
                Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            )
            QApplication.sendEvent(box, turn)
            assert _box(dialog, name).currentIndex() == before
        reached.add(name)
        QTest.keyClick(box, Qt.Key.Key_Tab)
    columns = {f"table_1_field_{number}" for number in range(1, 11)}
    wanted = {"table_form_1", "table_headings_1", "table_accept", "table_cancel"}
    assert reached >= columns | wanted
    QTest.keyClick(dialog, Qt.Key.Key_Escape)


def test_a_text_from_a_file_is_no_markup_in_a_tool_tip(
    tmp_path: Path, ask: Callable[..., QDialog]
) -> None:
    text = "<img src='file://there/picture.png'>"
    rows: list[list[object]] = [list(HEAD), [1, text, *UNITS[0][2:]]]
    dialog = ask(_book(tmp_path / "表.xlsx", ("<b>甲", rows)))
    lines = dialog.findChild(QTableWidget, "table_1_lines")
    sheets = dialog.findChild(QTabWidget, "table_sheets")
    assert lines is not None
    assert sheets is not None
    item = lines.item(1, 1)
    assert item is not None
    for tip, shown in ((item.toolTip(), text), (sheets.tabToolTip(0), "<b>甲")):
        assert QTextDocumentFragment.fromHtml(tip).toPlainText() == shown
    dialog.reject()


def test_a_field_that_keys_only_pass_goes_back_to_its_column(
    tmp_path: Path, ask: Callable[..., QDialog]
) -> None:
    dialog = ask(_list(tmp_path / "名单.xlsx", UNITS))
    boxes = [_box(dialog, f"table_1_field_{number}") for number in range(1, 11)]
    before = [box.currentData() for box in boxes]
    spare = next(box for box in boxes if not box.currentData())

    for _ in range(spare.count() - 1):
        QTest.keyClick(spare, Qt.Key.Key_Down)
    assert sum(box.currentData() == spare.currentData() for box in boxes) == 1
    for _ in range(spare.count() - 1):
        QTest.keyClick(spare, Qt.Key.Key_Up)

    assert [box.currentData() for box in boxes] == before
    QTest.keyClick(dialog, Qt.Key.Key_Escape)


def test_each_sheet_has_its_form_and_can_be_left_out(
    qtbot: QtBot, ws: Workspace, tmp_path: Path, ask: Callable[..., QDialog]
) -> None:
    industry = ["行业工会名称", "主席", "电话", "覆盖企业", "市", "县"]
    union = ["大连示例轴承行业工会", "李强", "0411-85651234", 35, "大连", "瓦房店"]
    file = _book(
        tmp_path / "全部.xlsx",
        ("企事业", [list(HEAD), *UNITS]),
        ("行业", [list(industry), list(union)]),
        ("说明", [["请各单位认真填写"]]),
    )
    dialog = ask(file)
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
    file = tmp_path / "空白导入表.xlsx"
    file.write_bytes(template_xlsx(ws.campaign, ws.campaign.forms))
    book = openpyxl.load_workbook(file)
    for number in ("附件1", "附件3"):
        book[number].cell(2, 1, f"大连示例{number}厂")
    book.save(file)
    prompts.answers.append([file])
    trigger(window, "import")
    outcome = dialog_of(qtbot, window, "outcome_dialog")
    assert window.findChild(QDialog, "table_dialog") is None
    assert {record.form for record in ws.store.records()} == {"annex1", "annex3"}
    lines = outcome.findChild(QListWidget)
    assert lines is not None
    told = [lines.item(row).text() for row in range(lines.count())]
    assert any("工作表“附件2”表头下面是空的" in line for line in told)


def test_a_cancelled_table_leaves_nothing_and_the_next_file_goes_on(
    qtbot: QtBot, ws: Workspace, window: MainWindow, tmp_path: Path, ask: Callable[..., QDialog]
) -> None:
    one, two = _list(tmp_path / "甲.xlsx", UNITS[:1]), _list(tmp_path / "乙.xlsx", UNITS[1:])
    first = ask(one, two)
    QTest.keyClick(first, Qt.Key.Key_Escape)
    _accept(dialog_of(qtbot, window, "table_dialog")).click()
    qtbot.wait_until(lambda: len(ws.store.records()) == 1)
    assert ws.store.records()[0].value("unit_name") == "大连示例餐饮公司"


@pytest.mark.parametrize("name", ["goals", "unit_name"])
def test_files_are_dropped_on_the_window_even_over_a_text(
    qtbot: QtBot,
    ws: Workspace,
    window: MainWindow,
    contents: WindowContents,
    tmp_path: Path,
    name: str,
) -> None:
    trigger(window, "new")
    field = window.findChild(QWidget, f"annex1.{name}")
    assert field is not None
    target = field.viewport() if isinstance(field, QPlainTextEdit) else field
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(_list(tmp_path / "名单.xlsx", UNITS)))])
    place = QPointF(target.rect().center())
    how = (
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(target, QDragEnterEvent(place.toPoint(), *how))
    QApplication.sendEvent(target, QDropEvent(place, *how))
    dialog_of(qtbot, window, "table_dialog").reject()
    assert contents.tabs.current_page.session.texts.get(name, "") == ""


def test_a_file_of_another_computer_is_not_even_looked_at_when_it_is_dropped(
    qtbot: QtBot, ws: Workspace, window: MainWindow, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    """Any web page can have somebody drag this; on Windows it is a share, and looking logs in."""
    near = _list(tmp_path / "名单.xlsx", UNITS)
    data = QMimeData()
    far = QUrl(f"file://host{near}")
    data.setUrls([far, QUrl.fromLocalFile(f"/{near}")])  # the second is there, as //tmp/…
    place = QPointF(9, 9)
    how = (
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(window, QDragEnterEvent(place.toPoint(), *how))
    QApplication.sendEvent(window, QDropEvent(place, *how))
    qtbot.wait_until(lambda: bool(prompts.asked))
    (told,) = prompts.asked
    assert told.title == "没有打开别的电脑上的文件"
    assert f"//host{near}" in told.text
    assert "请点“导入”" in told.text
    assert window.findChild(QWidget, "table_dialog") is None


class _Impatient(ScriptedPrompts):
    """Cancels the second work that is waited for, once so much of it is done."""

    share = 2.0

    def wait(self, title: str, cancel: Callable[[], None] | None) -> Waiting:
        super().wait(title, cancel)
        return _Watched(self, cancel)


class _Watched(ScriptedWaiting):
    def __init__(self, prompts: _Impatient, cancel: Callable[[], None] | None) -> None:
        self._prompts = prompts
        self._cancel = cancel

    def show_progress(self, done: int, total: int) -> None:
        if self._cancel is not None and done >= self._prompts.share * total:
            self._cancel()


@pytest.fixture
def prompts() -> ScriptedPrompts:
    return _Impatient()


def test_a_cancel_between_files_tells_which_did_not_come_in(
    qtbot: QtBot,
    ws: Workspace,
    window: MainWindow,
    prompts: _Impatient,
    tmp_path: Path,
    data_folder: Path,
) -> None:
    text = (data_folder / "nonresident_industry.json").read_text("utf-8")
    files = [tmp_path / f"{number}.json" for number in range(4)]
    for file in files:
        file.write_text(text.replace('"unit_name": "', f'"unit_name": "{file.stem}'), "utf-8")
    prompts.share = 0.5
    prompts.answers.append(files)
    trigger(window, "import")
    lines = dialog_of(qtbot, window, "outcome_dialog").findChild(QListWidget)
    assert lines is not None
    told = [lines.item(row).text() for row in range(lines.count())]
    came = len(ws.store.records())
    assert 0 < came < 4
    assert f"已取消，“{came}.json”等 {4 - came} 个文件没有导入，要导入请再选这些文件。" in told


@pytest.mark.parametrize("share", [0.2, 0.7])
def test_a_cancel_while_rows_come_in_leaves_nothing(
    qtbot: QtBot,
    ws: Workspace,
    contents: WindowContents,
    prompts: _Impatient,
    tmp_path: Path,
    share: float,
    ask: Callable[..., QDialog],
) -> None:
    units = [[n, f"大连示例{n}厂", *UNITS[0][2:]] for n in range(400)]
    dialog = ask(_list(tmp_path / "许多.xlsx", units))
    prompts.share = share
    _accept(dialog).click()
    qtbot.wait_until(lambda: "已取消" in contents.notifications.banner.text)
    assert ws.store.records() == []
    window = contents.main_window
    assert window.findChild(QDialog, "outcome_dialog") is None
    prompts.share = 2.0
    dialog = ask(tmp_path / "许多.xlsx")
    _accept(dialog).click()
    outcome = dialog_of(qtbot, window, "outcome_dialog")
    assert len(ws.store.records()) == 400
    lines = outcome.findChild(QListWidget)
    assert lines is not None
    assert lines.item(lines.count() - 1).text().startswith("另有 101 份没有逐条列出")
    doubtful = lines.item(1)
    assert "请核对：联系方式" in doubtful.text()
    lines.setCurrentItem(doubtful)
    QTest.keyClick(lines, Qt.Key.Key_Return)
    record = contents.tabs.current_page.record
    assert record is not None
    assert record.value("unit_name") in doubtful.text()
    assert not outcome.isVisible()
