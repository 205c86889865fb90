"""Several campaigns in the window: title, menu, a past one looked at, records carried over."""

from __future__ import annotations

import shutil
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QListWidget, QMenu, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from gonghui_desktop.model.record import Profile
from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.services import records, reporter
from gonghui_desktop.services.catalogue import CURRENT, Catalogue, load_campaign_folder
from gonghui_desktop.services.submissions import submission, verifying
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.values import NewRecord
from gonghui_desktop.ui.window.main_window import MainWindow
from tests.gui.campaigns import make_folder, replaced, without_contact
from tests.gui.clerk import add_filled, contents_of, dialog_of, input_of, trigger

OpenWindow = Callable[..., MainWindow]

NAME = "基层工会活力建设项目"
CHANGING = ("new", "copy", "delete", "finish", "reopen", "undo", "redo", "reporter")
READING = ("print", "print_all", "print_preview", "save_pdf", "save_files", "export", "verify")


@pytest.fixture
def this_year(ws: Workspace, tmp_path: Path) -> Workspace:
    """2018 is current, without 附件3 and 附件1's 联系方式; 2017 has records."""
    add_filled(ws)
    final = add_filled(ws, unit_name="乙厂")
    add_filled(ws, "annex3", unit_name="丙局")
    records.make_final(ws, [final.id])
    folder = make_folder(tmp_path, {"annex1": without_contact}, "2018", "2018-03-20")
    (folder / "annex3.toml").unlink()
    (folder / "campaign.toml").write_text(
        (folder / "campaign.toml").read_text("utf-8").replace(', "annex3"', ""), "utf-8"
    )
    campaign = load_campaign_folder(folder)
    catalogue = Catalogue((campaign, ws.campaign), (), tmp_path / "added")
    return Workspace(campaign, lambda: ws.store, lambda: ws.printer, None, catalogue)


@pytest.fixture
def window(open_window: OpenWindow, this_year: Workspace) -> MainWindow:
    return open_window(this_year, clock=lambda: datetime.now().astimezone())  # as its records say


def choose(qtbot: QtBot, window: MainWindow, campaign_id: str) -> None:
    """Chooses a campaign in the menu and waits until the former pages are gone."""
    former = contents_of(window)
    menu = _menu(window)
    menu.aboutToShow.emit()
    entry = next(each for each in menu.actions() if each.objectName() == f"campaign_{campaign_id}")
    entry.trigger()
    qtbot.wait_until(lambda: not isValid(former))


def _menu(window: MainWindow) -> QMenu:
    menu = window.findChild(QMenu, "menu_campaigns")
    assert isinstance(menu, QMenu)
    return menu


def _entries(window: MainWindow) -> list[tuple[str, bool]]:
    menu = _menu(window)
    menu.aboutToShow.emit()
    entries = [each for each in menu.actions() if each.objectName().startswith("campaign_")]
    return [(each.text(), each.isChecked()) for each in entries]


def _enabled(window: MainWindow, *names: str) -> list[str]:
    actions = {name: window.findChild(QAction, f"action_{name}") for name in names}
    return [name for name, action in actions.items() if action is not None and action.isEnabled()]


def test_the_menu_names_every_campaign_also_one_of_which_only_records_are_left(
    qtbot: QtBot, ws: Workspace, window: MainWindow
) -> None:
    ws.store.add([NewRecord("annex1", {"unit_name": "旧厂"}, campaign="2015", edition="e" * 64)])

    assert window.windowTitle() == f"{NAME} 2018"
    assert _entries(window) == [
        (f"2018　{NAME}（当前）", True),
        (f"2017　{NAME}", False),
        ("2015　未知活动", False),
    ]
    assert _enabled(window, "use_campaign", "carry_over", "add_campaign") == ["add_campaign"]


def test_a_past_campaign_is_only_looked_at(qtbot: QtBot, window: MainWindow, ws: Workspace) -> None:
    choose(qtbot, window, "2017")
    contents = contents_of(window)

    assert window.windowTitle() == f"{NAME} 2017（往届，只能查看）"
    assert contents.past_banner.text == "这是往届活动（2017），只供查看、打印和再次导出。"
    assert _entries(window)[1] == (f"2017　{NAME}", True)
    assert ws.store.setting(CURRENT) == ""
    for page in contents.tabs.pages.values():
        contents.tabs.show_page(page)
        for record in records.records(ws, page.form.id):
            page.open_by_id(record.id)
            assert _enabled(window, *CHANGING) == []
            assert _enabled(window, *READING) == list(READING)
            QTest.keyClicks(input_of(window, f"{page.form.id}.goals"), "1")
            page.panel.strip.finish.emit()
            assert contents.keeper.flush()
            assert ws.store.record(record.id) == record
    buttons = {each.text(): each for each in window.findChildren(QPushButton)}
    assert not buttons["新建"].isEnabled()
    assert not buttons["定稿"].isVisible()


def test_to_go_to_and_fro_leaves_nothing_behind(qtbot: QtBot, window: MainWindow) -> None:
    def all_objects() -> Counter[str]:
        qtbot.wait_until(lambda: not window.tasks.is_busy)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return Counter(type(each).__name__ for each in window.findChildren(QObject))

    seen = []
    for _time in range(3):
        for campaign_id in ("2017", "2018"):
            choose(qtbot, window, campaign_id)
            page = contents_of(window).tabs.current_page
            assert page.list.view.hasFocus() or page.panel.new_button.hasFocus()
        seen.append(all_objects())

    assert seen[1] - seen[0] == seen[2] - seen[1] == Counter()


def test_a_file_with_drafts_is_refused_for_a_past_campaign(
    qtbot: QtBot,
    window: MainWindow,
    ws: Workspace,
    prompts: ScriptedPrompts,
    data_folder: Path,
) -> None:
    choose(qtbot, window, "2017")
    before = ws.store.records()
    prompts.answers.append([data_folder / "district.json"])
    trigger(window, "import")
    view = dialog_of(qtbot, window, "outcome_dialog").findChild(QListWidget)
    assert view is not None

    assert view.count() == 1
    assert "已是往届活动，不能再导入草稿" in view.item(0).text()
    assert ws.store.records() == before


def test_a_package_of_another_campaign_is_taken_in_and_says_where(
    qtbot: QtBot,
    window: MainWindow,
    ws: Workspace,
    prompts: ScriptedPrompts,
    tmp_path: Path,
) -> None:
    reporter.set_reporter(ws, Profile("district", "中山区总工会"))
    final = records.records(ws)[1]
    for record in records.records(ws):
        if record != final:
            records.delete(ws, record.id)
    submission.export_package(ws, tmp_path / "old.zip", "只有一家")
    records.delete(ws, final.id)
    prompts.answers.append([tmp_path / "old.zip"])
    trigger(window, "import")
    banner = contents_of(window).notifications.banner
    qtbot.wait_until(lambda: banner.text == "已导入 1 份申报表（中山区总工会报送）。")
    banner.button.click()
    view = dialog_of(qtbot, window, "outcome_dialog").findChild(QListWidget)
    assert view is not None

    assert "属于活动 2017" in view.item(0).text()
    choose(qtbot, window, "2017")
    assert contents_of(window).tabs.pages["annex1"].record is not None


def test_a_past_campaign_counts_alone_and_says_that_it_is_past(
    qtbot: QtBot, window: MainWindow, ws: Workspace
) -> None:
    reporter.set_reporter(ws, Profile("district", "中山区总工会"))
    contents_of(window).refresh_progress()
    deadline = window.findChild(QLabel, "deadline")
    assert isinstance(deadline, QLabel)
    qtbot.wait_until(lambda: "还差 5 个典型单位" in deadline.toolTip())
    choose(qtbot, window, "2017")
    qtbot.wait_until(lambda: deadline.text() == "往届，已于 2017年3月20日 截止")

    assert "还差 3 个典型单位" in deadline.toolTip()
    contents = contents_of(window)
    window.tool_bar.search.insert("乙厂")
    qtbot.wait_until(lambda: contents.tabs.pages["annex1"].model.rowCount() == 1)


def test_what_is_typed_is_saved_before_another_campaign_is_shown(
    qtbot: QtBot, window: MainWindow, this_year: Workspace
) -> None:
    trigger(window, "new")
    QTest.keyClicks(input_of(window, "annex1.goals"), "123")
    window.tool_bar.search.insert("甲")

    choose(qtbot, window, "2017")

    (record,) = records.records(this_year, "annex1")
    assert record.value("goals") == "123"
    assert window.tool_bar.search.text() == ""
    choose(qtbot, window, "2018")
    assert contents_of(window).tabs.pages["annex1"].record == record
    assert contents_of(window).past_banner.isHidden()
    assert "delete" in _enabled(window, *CHANGING)


def test_what_cannot_be_saved_keeps_the_campaign_unless_it_is_given_up(
    window: MainWindow, this_year: Workspace, prompts: ScriptedPrompts
) -> None:
    trigger(window, "new")
    QTest.keyClicks(input_of(window, "annex1.goals"), "123")
    contents = contents_of(window)
    (record,) = records.records(this_year, "annex1")
    this_year.store.finalise([record.id])  # behind the window's back: nothing can be stored now

    entry = next(each for each in _menu(window).actions() if each.objectName() == "campaign_2017")
    entry.trigger()

    assert contents_of(window) is contents
    assert prompts.asked[-1].options == ("留下", "放弃并换活动")


def test_a_past_campaign_can_be_made_the_current_one_and_back(
    qtbot: QtBot, window: MainWindow, ws: Workspace
) -> None:
    choose(qtbot, window, "2017")
    former = contents_of(window)
    former.past_banner.button.click()
    qtbot.wait_until(lambda: not isValid(former))

    assert window.windowTitle() == f"{NAME} 2017"
    assert ws.store.setting(CURRENT) == "2017"
    assert "new" in _enabled(window, *CHANGING)
    assert _entries(window) == [(f"2018　{NAME}", False), (f"2017　{NAME}（当前）", True)]
    choose(qtbot, window, "2018")  # is not past, so it is current again
    assert window.windowTitle() == f"{NAME} 2018"
    assert ws.store.setting(CURRENT) == "2018"


def test_a_past_campaign_is_exported_again(
    qtbot: QtBot, window: MainWindow, ws: Workspace, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    reporter.set_reporter(ws, Profile("district", "中山区总工会"))
    choose(qtbot, window, "2017")
    path = tmp_path / "again.zip"
    prompts.answers.append(path)
    trigger(window, "export")
    dialog = dialog_of(qtbot, window, "export_dialog")
    reason = dialog.findChild(QPlainTextEdit, "export.reason")
    assert isinstance(reason, QPlainTextEdit)
    reason.insertPlainText("再次导出")
    accept = dialog.findChild(QPushButton, "export.accept")
    assert isinstance(accept, QPushButton)
    accept.click()
    qtbot.wait_until(lambda: path.exists() and not window.tasks.is_busy)

    made = verifying.verify_package(ws, path).submission
    assert [record.value("unit_name") for record in made.records] == ["乙厂"]  # drafts stay
    assert made.campaign == "2017"


def test_records_are_carried_over_as_drafts(
    qtbot: QtBot, window: MainWindow, this_year: Workspace
) -> None:
    choose(qtbot, window, "2017")
    trigger(window, "carry_over")
    dialog = dialog_of(qtbot, window, "carry_over_dialog")
    view = dialog.findChild(QListWidget, "carry_over_list")
    assert isinstance(view, QListWidget)
    lines = [view.item(row) for row in range(view.count())]
    accept = dialog.findChild(QPushButton, "carry_over_accept")
    assert isinstance(accept, QPushButton)
    assert not accept.isEnabled()
    assert "不能沿用" in lines[3].text()
    assert [bool(line.flags()) for line in lines] == [False, True, True, False, False]

    for row in (1, 2, 4):  # a click anywhere on the line; the last one has no form any more
        place = view.visualItemRect(view.item(row)).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert accept.text() == "沿用 2 份"
    former = contents_of(window)
    accept.click()
    qtbot.wait_until(lambda: not isValid(former))

    made = records.records(this_year)
    assert [record.value("unit_name") for record in made] == ["大连示例重工有限公司", "乙厂"]
    assert {record.campaign for record in made} == {"2018"}
    assert window.windowTitle() == f"{NAME} 2018"
    page = contents_of(window).tabs.current_page
    assert page.record == made[0]
    (left_over,) = page.panel.editor.leftovers.items
    assert left_over.label == "联系方式"
    assert len(records.records(this_year.viewing(this_year.catalogue.campaigns[1]))) == 3

    trigger(window, "undo")
    assert records.records(this_year) == []
    trigger(window, "redo")
    assert records.records(this_year) == made


def test_a_campaign_is_added_from_a_file_and_used(
    qtbot: QtBot,
    window: MainWindow,
    this_year: Workspace,
    prompts: ScriptedPrompts,
    tmp_path: Path,
) -> None:
    made = make_folder(tmp_path / "new", None, "2019", "2019-03-20")
    path = Path(shutil.make_archive(str(tmp_path / "2019"), "zip", made))
    prompts.answers.append([path])
    trigger(window, "add_campaign")
    banner = contents_of(window).notifications.banner

    assert banner.text == f"已添加活动“{NAME}”（2019）。"
    assert window.windowTitle() == f"{NAME} 2018"
    assert this_year.store.setting(CURRENT) == "2018"  # until she says otherwise
    former = contents_of(window)
    banner.button.click()
    qtbot.wait_until(lambda: not isValid(former))
    assert window.windowTitle() == f"{NAME} 2019"
    assert _entries(window)[0] == (f"2019　{NAME}（当前）", True)


def test_the_current_campaign_is_repaired_by_adding_it_again(
    qtbot: QtBot, open_window: OpenWindow, ws: Workspace, tmp_path: Path, prompts: ScriptedPrompts
) -> None:
    sent = make_folder(tmp_path / "sent", {}, "2018", "2018-03-20")
    added = tmp_path / "added"
    damaged = make_folder(added, {"annex2": lambda _text: "broken"}, "2018", "2018-03-20")
    campaign = load_campaign_folder(damaged)
    catalogue = Catalogue((campaign, ws.campaign), (), added)
    window = open_window(Workspace(campaign, lambda: ws.store, lambda: ws.printer, None, catalogue))
    former = contents_of(window)
    assert list(former.tabs.pages) == ["annex1", "annex3"]

    prompts.answers.append([Path(shutil.make_archive(str(tmp_path / "2018"), "zip", sent))])
    trigger(window, "add_campaign")

    qtbot.wait_until(lambda: not isValid(former))
    assert list(contents_of(window).tabs.pages) == ["annex1", "annex2", "annex3"]
    banner = contents_of(window).notifications.banner
    assert banner.text == f"已添加活动“{NAME}”（2018），原来的已损坏。"


def test_a_file_that_is_no_campaign_is_refused_in_one_sentence(
    window: MainWindow, prompts: ScriptedPrompts, tmp_path: Path
) -> None:
    path = tmp_path / "报送包.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("bagit.txt", "x")
    before = _entries(window)
    prompts.answers.append([path])
    trigger(window, "add_campaign")

    assert "“报送包.zip”" in contents_of(window).notifications.banner.text
    assert _entries(window) == before


def test_a_broken_form_file_takes_away_its_tab_alone_and_is_told(
    open_window: OpenWindow, ws: Workspace, tmp_path: Path
) -> None:
    folder = make_folder(tmp_path, {"annex2": replaced('id = "annex2"', "id = 2")})
    broken = load_campaign_folder(folder)
    window = open_window(Workspace(broken, lambda: ws.store, lambda: ws.printer))
    contents = contents_of(window)

    assert list(contents.tabs.pages) == ["annex1", "annex3"]
    assert contents.notifications.banner.isVisible()
    assert "annex2.toml" in contents.notifications.banner.text
    trigger(window, "new")


def test_several_faults_are_told_in_one_sentence_with_details(
    open_window: OpenWindow, ws: Workspace, tmp_path: Path, prompts: ScriptedPrompts
) -> None:
    wrong = replaced("copies = ", "copies = -")
    folder = make_folder(tmp_path, {"annex2": wrong, "annex3": wrong})
    broken = load_campaign_folder(folder)
    window = open_window(Workspace(broken, lambda: ws.store, lambda: ws.printer))

    contents_of(window).notifications.banner.button.click()

    assert "annex2.toml" in prompts.asked[-1].text
    assert "annex3.toml" in prompts.asked[-1].text
