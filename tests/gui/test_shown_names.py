"""Names in lists and sentences: short, in one line, with nothing that hides or turns others."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from gonghui_desktop.services.record_names import record_name, record_title
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.window.window_contents import WindowContents
from tests.gui.clerk import add_filled


def test_no_name_turns_or_hides_what_stands_beside_it(
    qtbot: QtBot, ws: Workspace, contents: WindowContents
) -> None:
    """Stored as it came, code point by code point; shown with a mark for what is not seen."""
    name = "甲\u202e厂\u200b" + "长" * 500
    record = add_filled(ws, unit_name=name)
    assert ws.store.record(record.id).value("unit_name") == name
    shown = f"甲\ufffd厂\ufffd{'长' * 96}…"
    assert record_name(ws, record) == shown
    assert record_title(ws, record) == f"附件1“{shown}”"
    contents.tabs.reload()
    page = contents.tabs.current_page
    assert page.model.index(page.model.rowCount() - 1).data() == shown
