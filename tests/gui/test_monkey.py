"""Random use of the whole window: no exception, no warning of Qt's, and the store as the editor."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from gonghui_desktop.services import records
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.window.main_window import MainWindow
from tests.gui.clerk import OpenWindow, add_filled, contents_of
from tests.gui.monkey import Monkey

_ROUND = 250  # events between two comparisons


def _compare(qtbot: QtBot, ws: Workspace, window: MainWindow) -> None:
    """What the editor shows is what the store has."""
    contents = contents_of(window)
    qtbot.wait_until(lambda: not contents.keeper.has_unsaved, timeout=10_000)
    for page in contents.tabs.pages.values():
        stored = {record.id: record for record in records.records(ws, page.form.id)}
        record = page.session.live
        assert page.record_count == len(stored)
        if record is None:
            assert not stored
            continue
        assert record.values == stored[record.id].values
        assert record.explanations == stored[record.id].explanations
        for field in page.form.fields:
            shown = page.panel.editor.row(field.id).input.value()
            assert field.type.normalise(shown) == record.value(field.id)


def _use_at_random(
    qtbot: QtBot, ws: Workspace, open_window: OpenWindow, *, seed: int, events: int
) -> None:
    for form in ("annex1", "annex2", "annex3"):
        add_filled(ws, form)
    window = open_window(ask_printer=lambda *_: None)
    for name in ("quit", "about"):
        action = window.findChild(QAction, f"action_{name}")
        assert isinstance(action, QAction)
        action.setEnabled(False)
    monkey = Monkey(window, seed)
    try:
        for number in range(1, events + 1):
            monkey.act()
            if number % _ROUND == 0:
                monkey.calm()
                _compare(qtbot, ws, window)
    except BaseException as error:
        error.add_note("\n".join(monkey.last))
        raise


def test_random_use_leaves_the_store_as_the_editor(
    qtbot: QtBot, ws: Workspace, open_window: OpenWindow
) -> None:
    _use_at_random(qtbot, ws, open_window, seed=1, events=1000)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 10))
def test_long_random_use_leaves_the_store_as_the_editor(
    qtbot: QtBot, ws: Workspace, open_window: OpenWindow, seed: int
) -> None:
    _use_at_random(qtbot, ws, open_window, seed=seed, events=2500)
