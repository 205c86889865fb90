from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot

from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.theme.palette import LIGHT
from gonghui_desktop.ui.theme.theme import Appearance, Theme
from gonghui_desktop.ui.window.window_contents import WindowContents
from tests.gui.clerk import add_filled


@pytest.fixture
def large_type(theme: Theme) -> Iterator[None]:
    """Large type; of common size again at the end."""
    theme.apply(Appearance.LIGHT, large_type=True)
    yield
    theme.apply(Appearance.LIGHT)


def _columns(view: QListView, colour: str) -> set[int]:
    """Where in the second line of the second row a colour is."""
    rect = view.visualRect(view.model().index(1, 0))
    lower = QRect(rect.left(), rect.center().y(), rect.width(), rect.height() // 2)
    image: QImage = view.viewport().grab(lower).toImage()
    pixels = product(range(image.width()), range(image.height()))
    return {x for x, y in pixels if image.pixelColor(x, y).name() == colour}


@pytest.mark.usefixtures("large_type")
def test_what_is_to_do_and_the_state_are_never_painted_over_each_other(
    qtbot: QtBot, contents: WindowContents, ws: Workspace
) -> None:
    for _ in range(2):
        add_filled(ws, goals="", unit_nature="", contact="123", employees="900000")
    contents.tabs.reload()
    page = contents.tabs.current_page
    view = page.list.view
    page.set_pane_widths([400, 400, 400])
    qtbot.wait_until(lambda: bool(_columns(view, LIGHT.warning)))
    to_do = _columns(view, LIGHT.warning)
    assert max(to_do) < min(_columns(view, LIGHT.muted))
    page.set_pane_widths([1, 400, 400])
    assert view.width() == page.list.minimumWidth()
    assert _columns(view, LIGHT.muted) == set()  # what is to do says that it is a draft
    assert max(_columns(view, LIGHT.warning)) - min(to_do) >= (max(to_do) - min(to_do)) * 0.9
