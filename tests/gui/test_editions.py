"""Records of earlier editions, of forms that are gone and of unknown ones, in the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from gonghui_desktop.errors import StoreError
from gonghui_desktop.model.forms.edition import digest_of
from gonghui_desktop.model.record import Profile
from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.services import records, reporter
from gonghui_desktop.services.catalogue import load_campaign_folder
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.values import NewRecord
from gonghui_desktop.ui.window.form_page import FormPage
from gonghui_desktop.ui.window.main_window import MainWindow
from tests.gui.campaigns import (
    FORM_CHANGES,
    Change,
    make_campaign,
    make_folder,
    with_leader,
    without_contact,
)
from tests.gui.clerk import add_filled, contents_of, dialog_of, input_of, trigger

OpenWindow = Callable[..., MainWindow]
MakeChanged = Callable[..., Workspace]


@pytest.fixture
def change_form(ws: Workspace, tmp_path: Path) -> MakeChanged:
    """The same data, with 附件1 changed."""

    def make(change: Change) -> Workspace:
        campaign = make_campaign(tmp_path, {"annex1": change})
        return Workspace(campaign, lambda: ws.store, lambda: ws.printer)

    return make


@pytest.fixture
def without_annex2(ws: Workspace, tmp_path: Path) -> Workspace:
    """The same data, in a campaign without 附件2."""
    folder = make_folder(tmp_path)
    (folder / "annex2.toml").unlink()
    return Workspace(load_campaign_folder(folder), lambda: ws.store, lambda: ws.printer)


def _look_at(qtbot: QtBot, page: FormPage, record_id: str) -> None:
    """Opens a record and waits for its page and findings; whatever raises fails the test."""
    assert page.open_by_id(record_id)
    qtbot.wait_until(lambda: page.is_settled and page.page_in_view[1] > 0)


def _leftovers(page: FormPage) -> dict[str, str]:
    note = page.panel.editor.leftovers
    return {} if note.isHidden() else {item.label: item.text for item in note.items}


@pytest.mark.parametrize("case", FORM_CHANGES)
def test_a_changed_form_lets_every_record_be_looked_at_and_drafts_be_filled_in(
    qtbot: QtBot, ws: Workspace, change_form: MakeChanged, open_window: OpenWindow, case: str
) -> None:
    draft, final = add_filled(ws), add_filled(ws, unit_name="乙厂")
    records.make_final(ws, [final.id])
    old = ws.campaign.form("annex1")
    changed = change_form(FORM_CHANGES[case])
    new = changed.campaign.form("annex1")
    window = open_window(changed)
    page = contents_of(window).tabs.pages["annex1"]

    for record, form in ((final, old), (draft, new), (final, old), (draft, new)):
        _look_at(qtbot, page, record.id)
        assert set(page.panel.editor.fields) == {field.id for field in form.fields}
        for field in form.fields:
            page.preview.field_clicked.emit(field.id)
            assert page.panel.editor.row(field.id).value == record.value(field.id)
    trigger(window, "finish")  # shows all findings, or asks
    QTest.keyClicks(input_of(window, "annex1.goals"), "1")
    assert contents_of(window).keeper.flush()

    stored = changed.store.record(draft.id)
    assert stored.edition == digest_of(new)
    assert stored.value("goals").startswith("1")
    assert {**stored.values, "goals": ""} == {**draft.values, "goals": ""}  # nothing thrown away
    assert changed.store.record(final.id).edition == digest_of(old)


def test_what_has_no_field_any_more_is_kept_in_a_note_and_can_be_copied(
    qtbot: QtBot, ws: Workspace, change_form: MakeChanged, open_window: OpenWindow
) -> None:
    draft = add_filled(ws)
    window = open_window(change_form(without_contact))
    page = contents_of(window).tabs.pages["annex1"]
    _look_at(qtbot, page, draft.id)
    note = page.panel.editor.leftovers

    assert _leftovers(page) == {"联系方式": "0411-83641234"}
    (copy,) = note.findChildren(QPushButton)
    copy.click()
    assert QApplication.clipboard().text() == "0411-83641234"

    fold = note.findChild(QToolButton)
    assert isinstance(fold, QToolButton)
    fold.click()
    assert not copy.isVisible()
    trigger(window, "new")  # an empty record has nothing left over
    assert _leftovers(page) == {}
    assert page.open_by_id(draft.id)
    assert _leftovers(page) == {"联系方式": "0411-83641234"}


def test_a_final_record_shows_what_was_left_over_when_it_was_made_final(
    qtbot: QtBot, ws: Workspace, change_form: MakeChanged, open_window: OpenWindow
) -> None:
    draft = add_filled(ws)
    changed = change_form(without_contact)
    records.make_final(changed, [draft.id])
    page = contents_of(open_window(changed)).tabs.pages["annex1"]
    _look_at(qtbot, page, draft.id)

    assert "contact" not in page.panel.editor.fields
    assert _leftovers(page) == {"联系方式": "0411-83641234"}


def test_a_draft_moves_by_being_opened(
    qtbot: QtBot, ws: Workspace, change_form: MakeChanged, open_window: OpenWindow
) -> None:
    draft = add_filled(ws)
    changed = change_form(with_leader)
    new = digest_of(changed.campaign.form("annex1"))
    window = open_window(changed)
    qtbot.wait_until(lambda: ws.store.record(draft.id).edition == new)

    assert ws.store.record(draft.id).values == draft.values
    assert contents_of(window).save_failure.isHidden()


def test_that_a_draft_cannot_move_is_told_and_tried_again(
    qtbot: QtBot,
    ws: Workspace,
    change_form: MakeChanged,
    open_window: OpenWindow,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    draft = add_filled(ws)
    changed = change_form(with_leader)
    new = digest_of(changed.campaign.form("annex1"))

    def full(*_arguments: object, **_more: object) -> None:
        raise StoreError("磁盘已满。")

    with monkeypatch.context() as patched:
        patched.setattr(ws.store, "change", full)
        contents = contents_of(open_window(changed))
        qtbot.wait_until(contents.save_failure.isVisible)
        assert "磁盘已满" in contents.save_failure.text
        assert contents.tabs.current_page.panel.editor.row("unit_name").value

    contents.save_failure.button.click()
    assert contents.save_failure.isHidden()
    assert ws.store.record(draft.id).edition == new


def test_a_final_record_of_an_earlier_edition_is_shown_as_it_was_and_reopens_in_the_current(
    qtbot: QtBot,
    ws: Workspace,
    change_form: MakeChanged,
    open_window: OpenWindow,
    prompts: ScriptedPrompts,
) -> None:
    final = records.make_final(ws, [add_filled(ws).id])[0]
    window = open_window(change_form(with_leader))
    page = contents_of(window).tabs.pages["annex1"]
    _look_at(qtbot, page, final.id)

    assert "按定稿时的表样显示" in page.panel.banner.text
    assert "leader" not in page.panel.editor.fields
    (drawn,) = page.preview.printed.pages if page.preview.printed else ()
    assert "leader" not in drawn.fields

    prompts.answers.append("换了负责人")
    trigger(window, "reopen")
    assert "leader" in page.panel.editor.fields
    assert "第 2 版" in page.panel.banner.text
    QTest.keyClicks(input_of(window, "annex1.leader"), "A")
    assert contents_of(window).keeper.flush()
    assert ws.store.record(final.id).value("leader") == "A"


def test_the_tab_key_follows_the_order_of_an_earlier_edition(
    qtbot: QtBot, ws: Workspace, change_form: MakeChanged, open_window: OpenWindow
) -> None:
    final = records.make_final(ws, [add_filled(ws).id])[0]
    draft = add_filled(ws, unit_name="乙厂")
    window = open_window(change_form(with_leader))
    page = contents_of(window).tabs.pages["annex1"]
    for record in (final, draft):
        _look_at(qtbot, page, record.id)
        page.list.view.setFocus()
        visited = []
        for _stop in page.panel.editor.asked:
            QTest.keyClick(_focused(), Qt.Key.Key_Tab)
            visited.append(_focused().objectName().removeprefix("annex1."))
        assert tuple(visited) == page.panel.editor.asked


def test_records_of_a_form_that_was_taken_out_have_a_read_only_tab_at_the_end(
    qtbot: QtBot, ws: Workspace, without_annex2: Workspace, open_window: OpenWindow
) -> None:
    draft = add_filled(ws, "annex2")
    add_filled(ws)
    window = open_window(without_annex2)
    contents = contents_of(window)
    captions = [contents.tabs.tabText(place) for place in range(contents.tabs.count())]

    assert captions == [
        "附件1 企事业（省）  1",
        "附件3 企事业单位（市）",
        "附件2 行业（省）（已停用）  1",
    ]
    contents.tabs.setCurrentIndex(2)
    page = contents.tabs.current_page
    _look_at(qtbot, page, draft.id)
    assert page.panel.editor.row("unit_name").value == draft.value("unit_name")
    QTest.keyClicks(input_of(window, "annex2.goals"), "1")
    assert contents.keeper.flush()
    assert ws.store.record(draft.id) == draft
    _refuses(window, "new", "copy", "delete", "finish", "reopen", "undo", "print_blank")
    _allows(window, "print", "print_all", "save_pdf", "save_word", "print_preview")


def test_the_export_says_that_a_record_of_a_form_that_is_gone_is_left_out(
    qtbot: QtBot, ws: Workspace, without_annex2: Workspace, open_window: OpenWindow
) -> None:
    reporter.set_reporter(ws, Profile("district", "中山区总工会"))
    add_filled(ws, "annex2")
    add_filled(ws)
    window = open_window(without_annex2)
    trigger(window, "export")
    dialog = dialog_of(qtbot, window, "export_dialog")
    words = [label.text() for label in dialog.findChildren(QLabel)]

    assert "中山区总工会：1 份申报表" in words
    assert any("有 1 份申报表的表样不能使用" in text for text in words)


def test_a_record_of_an_unknown_form_is_listed_with_its_values_as_rows(
    qtbot: QtBot, ws: Workspace, open_window: OpenWindow
) -> None:
    values = {"unit_name": "丙厂", "story": "第一段\n第二段"}
    unknown = NewRecord("annex9", values, campaign="2017", edition="f" * 64)
    (record,) = ws.store.add([unknown])
    add_filled(ws)
    window = open_window()
    contents = contents_of(window)
    last = contents.tabs.count() - 1

    assert contents.tabs.tabText(last) == "annex9（已停用）  1"
    contents.tabs.setCurrentIndex(last)
    page = contents.tabs.current_page
    _look_at(qtbot, page, record.id)
    shown = {each: page.panel.editor.row(each).value for each in page.panel.editor.fields}
    assert shown == values
    assert "没有这份表的表样" in page.panel.banner.text
    _refuses(window, "new", "copy", "delete", "finish")
    contents.tabs.setCurrentIndex(0)
    trigger(window, "new")  # the others work


def test_an_import_of_a_form_that_is_gone_adds_its_tab(
    qtbot: QtBot, ws: Workspace, without_annex2: Workspace, open_window: OpenWindow
) -> None:
    window = open_window(without_annex2)
    contents = contents_of(window)
    assert contents.tabs.count() == 2
    add_filled(ws, "annex2")  # as another window or an import would

    contents.tabs.reload()

    assert contents.tabs.count() == 3
    contents.tabs.setCurrentIndex(2)
    assert contents.tabs.current_page.record is not None
    _refuses(window, "delete")


def _focused() -> QWidget:
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused


def _refuses(window: MainWindow, *names: str) -> None:
    assert [name for name in names if _action(window, name).isEnabled()] == []


def _allows(window: MainWindow, *names: str) -> None:
    assert [name for name in names if not _action(window, name).isEnabled()] == []


def _action(window: MainWindow, name: str) -> QAction:
    found = window.findChild(QAction, f"action_{name}")
    assert isinstance(found, QAction)
    return found
