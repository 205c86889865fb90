"""The lists that are seen first, before there is anything that fills in a form."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QTabWidget

from gonghui_desktop.services import records
from gonghui_desktop.services.settings import keep_settings
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.records.record_view import RecordView
from gonghui_desktop.ui.start.start import run_window
from gonghui_desktop.ui.window.centre import WindowCentre
from gonghui_desktop.ui.window.first_lists import FirstLists
from gonghui_desktop.ui.window.main_window import MainWindow
from gonghui_desktop.ui.window.pane_widths import WIDTHS
from tests.gui.clerk import contents_of
from tests.gui.starting import as_it_is, with_first_look

pytestmark = pytest.mark.usefixtures("dressed_anew")

_BEHIND_THE_LISTS = (
    "services.checking",
    "services.history",
    "ui.editor",
    "ui.page_view",
    "exchange",
)
_BEFORE_THE_LISTS = """
import sys
import gonghui_desktop.app, gonghui_desktop.store.file.snapshot, gonghui_desktop.ui.start.start
import gonghui_desktop.services.catalogue, gonghui_desktop.ui.window.first_lists
print(*sys.modules)
"""


def test_the_first_lists_wait_for_nothing_that_fills_in_forms(project_folder: Path) -> None:
    script = [sys.executable, "-c", _BEFORE_THE_LISTS]

    answer = subprocess.run(script, cwd=project_folder, capture_output=True, text=True, check=True)

    names = [name.removeprefix("gonghui_desktop.") for name in answer.stdout.split()]
    assert [name for name in names if name.startswith(_BEHIND_THE_LISTS)] == []


def test_what_is_chosen_in_the_first_lists_is_opened(
    ws: Workspace, project_folder: Path, tmp_path: Path
) -> None:
    """They are seen, and a click counts, before there is anything that fills in a form."""
    records.create(ws, "annex1")
    chosen = [records.create(ws, "annex2", {"unit_name": name}) for name in ("甲", "乙")][1]
    seen: list[object] = []

    class Eager(MainWindow):
        def set_centre(self, centre: WindowCentre) -> None:
            super().set_centre(centre)
            if isinstance(centre, FirstLists):
                QTimer.singleShot(0, lambda: self._choose(centre))

        def _choose(self, lists: FirstLists) -> None:
            tabs = lists.findChildren(QTabWidget)[0]
            seen.extend(tabs.tabText(index) for index in range(tabs.count()))
            tabs.setCurrentIndex(1)
            view = tabs.currentWidget().findChildren(RecordView)[0]
            assert view.isVisible()
            rows = [view.model().index(row, 0) for row in range(view.model().rowCount())]
            seen.extend(row.data() for row in rows)
            view.setCurrentIndex(rows[1])

        def set_commands_enabled(self, enabled: bool) -> None:
            super().set_commands_enabled(enabled)
            if enabled:
                page = contents_of(self).tabs.current_page
                seen.append(page.record)
                seen.append(page.list.view.hasFocus())
                QTimer.singleShot(0, self.close)

    starting = with_first_look(ws, tmp_path / "data", lambda: ws.store)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gonghui_desktop.ui.start.start.MainWindow", Eager)
        code = run_window(project_folder / "resources", lambda: as_it_is(starting), {})

    tabs = [
        f"{form.tab}{count}"
        for form, count in zip(ws.campaign.forms, ("  1", "  2", ""), strict=True)
    ]
    assert code == 0
    assert seen == [*tabs, "甲", "乙", chosen, True]


def test_a_list_without_width_holds_the_start_up_for_nobody(
    ws: Workspace, project_folder: Path, tmp_path: Path
) -> None:
    """Widths may have come with data from elsewhere; what follows waits for the rows to be seen."""
    records.create(ws, "annex1", {"unit_name": "甲"})
    keep_settings(ws, {WIDTHS: "0 460 920"})
    seen: list[int] = []

    class Closing(MainWindow):
        def set_commands_enabled(self, enabled: bool) -> None:
            super().set_commands_enabled(enabled)
            if enabled:
                seen.extend(contents_of(self).tabs.current_page.pane_widths())
                QTimer.singleShot(0, self.close)

    starting = with_first_look(ws, tmp_path / "data", lambda: ws.store)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gonghui_desktop.ui.start.start.MainWindow", Closing)
        code = run_window(project_folder / "resources", lambda: as_it_is(starting), {})

    assert code == 0
    assert len(seen) == 3
    assert min(seen) > 0
