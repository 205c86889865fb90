"""A record that can no longer be read: the others open, and one click brings it back."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from pytestqt.qtbot import QtBot

from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import FILE_NAME
from gonghui_desktop.ui.backups.data_care import DataCare
from tests.gui.clerk import add_filled, contents_of
from tests.gui.conftest import OpenWindow


def test_the_window_tells_of_a_damaged_record_and_brings_its_last_good_version_back(
    qtbot: QtBot, ws: Workspace, open_window: OpenWindow
) -> None:
    bad, good = (add_filled(ws, unit_name=name) for name in ("大连甲厂工会", "大连乙厂工会"))
    with closing(sqlite3.connect(ws.store.folder / FILE_NAME)) as connection, connection:
        connection.execute("UPDATE records SET field_values = '{' WHERE id = ?", (bad.id,))

    window = open_window()
    contents = contents_of(window)
    page = contents.tabs.pages["annex1"]
    banner = contents.notifications.banner
    care = contents.findChild(DataCare)
    assert isinstance(care, DataCare)
    assert page.record_count == 1
    care.run()
    qtbot.wait_until(lambda: "读不出来：附件1“大连甲厂工会”" in banner.text)
    assert "最后完好的内容还在" in banner.text

    banner.button.click()
    qtbot.wait_until(lambda: "已恢复 1 份" in banner.text)
    assert page.record_count == 2
    assert [record.values for record in ws.store.records()] == [bad.values, good.values]
