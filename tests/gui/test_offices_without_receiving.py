"""Who collects nothing meets nothing of receiving: no menu entry, no key, no chapter."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMenu, QTextBrowser

from gonghui_desktop.model.record import Profile
from gonghui_desktop.services import reporter
from gonghui_desktop.services.workspace import Workspace
from tests.gui.clerk import OpenWindow, trigger


@pytest.mark.parametrize(
    ("kind", "sees"), [("unit", False), ("nonresident_industry", False), ("district", True)]
)
def test_menus_keys_and_manual_speak_of_receiving_to_whom_it_concerns(
    ws: Workspace, open_window: OpenWindow, kind: str, sees: bool
) -> None:
    reporter.set_reporter(ws, Profile(kind, "示例单位"))
    window = open_window()

    menus = window.findChildren(QMenu)
    shown = [each.text() for menu in menus for each in menu.actions() if each.isVisible()]
    assert any("接收" in text or "应报" in text for text in shown) is sees

    trigger(window, "keys")
    (manual,) = window.findChildren(QTextBrowser)
    text = manual.toPlainText()
    assert "收到退回单和回执" in text
    words = ("接收下级的报送", "接收报送包", "应报单位名单")
    assert [word in text for word in words] == [sees] * 3
