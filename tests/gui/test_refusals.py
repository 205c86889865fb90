"""What cannot be stored without a decision waits for it, whatever happens meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from gonghui_desktop.errors import StoreError
from gonghui_desktop.model.forms.edition import Definition
from gonghui_desktop.model.record import EMPTY, Record
from gonghui_desktop.services import records
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import Store
from gonghui_desktop.ui.window.connect_commands import switch_from
from gonghui_desktop.ui.window.main_window import MainWindow
from tests.gui.clerk import (
    ADDRESS,
    FILLED,
    GOALS,
    TYPED,
    accept,
    add_filled,
    contents_of,
    dialog_of,
    input_of,
    rescued,
    row_of,
    trigger,
)

TypeChinese = Callable[[QWidget, str], None]
OpenWindow = Callable[..., MainWindow]


@pytest.fixture
def refused(
    qtbot: QtBot,
    ws: Workspace,
    other: Workspace,
    open_window: OpenWindow,
    type_chinese: TypeChinese,
    tmp_path: Path,
) -> tuple[MainWindow, Record]:
    """A window in which a text waits for a decision, and the record."""
    record = add_filled(ws)
    window = open_window()
    records.change(other, record.id, {"goals": "别处写的"})
    type_chinese(input_of(window, GOALS), "新")
    trigger(window, "save")
    qtbot.wait_until(contents_of(window).refused_banner.isVisible)
    qtbot.wait_until(lambda: rescued(tmp_path / "data") == [{"goals": TYPED}])
    return window, record


def test_what_is_refused_while_she_compares_is_asked_about_next(
    qtbot: QtBot,
    ws: Workspace,
    other: Workspace,
    refused: tuple[MainWindow, Record],
    type_chinese: TypeChinese,
) -> None:
    window, record = refused
    contents = contents_of(window)
    records.change(other, record.id, {"address": "别处改的地址"})
    type_chinese(input_of(window, ADDRESS), "新")
    contents.refused_banner.button.click()
    dialog = dialog_of(qtbot, window, "both_texts")
    qtbot.wait_until(lambda: "2 处" in contents.refused_banner.text)
    accept(dialog)
    qtbot.wait_until(lambda: ws.store.record(record.id).value("goals") == TYPED)
    qtbot.wait_until(lambda: "1 处" in contents.refused_banner.text)
    assert row_of(window, ADDRESS).value == f"新{FILLED['address']}"
    assert ws.store.record(record.id).value("address") == "别处改的地址"
    contents.refused_banner.button.click()
    accept(dialog_of(qtbot, window, "both_texts"))
    address = f"新{FILLED['address']}"
    qtbot.wait_until(lambda: ws.store.record(record.id).value("address") == address)
    assert not contents.refused_banner.isVisible()


def test_what_waits_for_a_decision_is_on_the_disk_while_she_types_on(
    qtbot: QtBot,
    refused: tuple[MainWindow, Record],
    type_chinese: TypeChinese,
    tmp_path: Path,
) -> None:
    window, _ = refused
    typing = QTimer(interval=30)
    typing.timeout.connect(lambda: type_chinese(input_of(window, GOALS), "新"))
    typing.start()
    qtbot.wait_until(lambda: len(rescued(tmp_path / "data")[0]["goals"]) > len(TYPED))
    assert typing.isActive()


def test_a_switch_that_fails_takes_nothing_that_waits(
    qtbot: QtBot,
    ws: Workspace,
    refused: tuple[MainWindow, Record],
    type_chinese: TypeChinese,
    tmp_path: Path,
) -> None:
    window, record = refused
    contents = contents_of(window)

    def fail() -> Workspace:
        raise StoreError("另一个程序正在写入，请稍后再试。")

    switch_from(contents)(fail, lambda _shown: None)
    assert contents_of(window) is contents
    type_chinese(input_of(window, ADDRESS), "新")
    trigger(window, "save")
    assert ws.store.record(record.id).value("address") == f"新{FILLED['address']}"
    assert contents.refused_banner.isVisible()
    assert rescued(tmp_path / "data") == [{"goals": TYPED}]


def test_what_waits_goes_over_to_the_contents_that_are_shown_next(
    qtbot: QtBot, ws: Workspace, refused: tuple[MainWindow, Record], tmp_path: Path
) -> None:
    window, record = refused
    contents = contents_of(window)
    shown: list[object] = []
    switch_from(contents)(lambda: ws, shown.append)
    qtbot.wait_until(lambda: bool(shown))
    again = contents_of(window)
    assert again is not contents
    qtbot.wait_until(again.refused_banner.isVisible)
    again.refused_banner.button.click()
    accept(dialog_of(qtbot, window, "both_texts"))
    qtbot.wait_until(lambda: ws.store.record(record.id).value("goals") == TYPED)
    qtbot.wait_until(lambda: rescued(tmp_path / "data") == [])


def test_closing_at_once_after_a_decision_leaves_no_rescue_file(
    qtbot: QtBot, ws: Workspace, refused: tuple[MainWindow, Record], tmp_path: Path
) -> None:
    """At the next start it would bring back what was decided against."""
    window, record = refused
    contents_of(window).refused_banner.button.click()
    dialog = dialog_of(qtbot, window, "both_texts")
    dialog.findChildren(QRadioButton)[0].setChecked(True)
    accept(dialog)
    assert window.close()
    assert rescued(tmp_path / "data") == []
    assert ws.store.record(record.id).value("goals") == "别处写的"


def test_the_new_form_holds_what_was_typed_last(
    qtbot: QtBot,
    ws: Workspace,
    other: Workspace,
    open_window: OpenWindow,
    type_chinese: TypeChinese,
) -> None:
    record = add_filled(ws)
    window = open_window(patience=0.0)
    contents = contents_of(window)
    records.make_final(other, [record.id])
    type_chinese(input_of(window, GOALS), "一")
    contents.keeper.store_soon()
    qtbot.wait_until(contents.refused_banner.isVisible)
    type_chinese(input_of(window, GOALS), "二")
    contents.refused_banner.button.click()
    qtbot.wait_until(lambda: len(records.records(ws)) == 2)
    goals = {each.value("goals") for each in records.records(ws)}
    assert goals == {FILLED["goals"], f"一二{FILLED['goals']}"}
    qtbot.wait_until(lambda: not contents.refused_banner.isVisible())


# a bug in the program


class _BrokenError(RuntimeError):
    """What the store below raises."""


class _FaultyStore(Store):
    """The real store, which cannot store one text."""

    def change(
        self,
        record_id: str,
        values: Mapping[str, str],
        explanations: Mapping[str, str] = EMPTY,
        definition: Definition | None = None,
        **more: Any,
    ) -> Record:
        if values.get("goals", "").startswith("坏"):
            raise _BrokenError
        return super().change(record_id, values, explanations, definition, **more)


@pytest.fixture
def faulty(ws: Workspace, tmp_path: Path) -> Iterator[Workspace]:
    """A workspace on a program with a bug."""
    with _FaultyStore.open(tmp_path / "data") as store:
        faulty = Workspace(ws.campaign, lambda: store, lambda: ws.printer)
        faulty.folder = ws.folder
        yield faulty


def test_a_bug_keeps_one_records_text_and_stops_no_other(
    qtbot: QtBot,
    faulty: Workspace,
    open_window: OpenWindow,
    type_chinese: TypeChinese,
    tmp_path: Path,
) -> None:
    bad, good = add_filled(faulty), add_filled(faulty)
    window = open_window(faulty)
    contents = contents_of(window)
    contents.tabs.go_to(bad.id)
    type_chinese(input_of(window, GOALS), "坏")
    told: list[str] = []
    with qtbot.capture_exceptions() as bugs:
        contents.tabs.go_to(good.id)
        type_chinese(input_of(window, GOALS), "新")
        with suppress(_BrokenError):
            contents.keeper.flush_then(lambda: told.append("stored"), lambda _e: None)
        qtbot.wait_until(lambda: faulty.store.record(good.id).value("goals") == TYPED)
        qtbot.wait_until(lambda: told == ["stored"])
    assert [each[0] for each in bugs] in ([], [_BrokenError])
    assert "程序出了问题" in contents.refused_banner.text
    assert contents.keeper.unsaved(bad.id) == {"goals": f"坏{FILLED['goals']}"}
    qtbot.wait_until(lambda: rescued(tmp_path / "data") == [{"goals": f"坏{FILLED['goals']}"}])


def test_a_bug_does_not_close_the_window(
    qtbot: QtBot,
    faulty: Workspace,
    open_window: OpenWindow,
    type_chinese: TypeChinese,
    tmp_path: Path,
) -> None:
    add_filled(faulty)
    window = open_window(faulty)
    type_chinese(input_of(window, GOALS), "坏")
    with suppress(_BrokenError):
        window.close()
    assert window.isVisible()
    assert window.close()  # the text is in the rescue file
    assert rescued(tmp_path / "data") == [{"goals": f"坏{FILLED['goals']}"}]
