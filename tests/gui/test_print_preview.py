"""打印预览: the page in a window of its own."""

from __future__ import annotations

import pypdfium2
import pytest
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.page_view.page_preview import PagePreview
from gonghui_desktop.ui.printing.window import PreviewWindow
from gonghui_desktop.ui.window.main_window import MainWindow
from gonghui_desktop.ui.window.window_contents import WindowContents
from tests.gui.clerk import TypeChinese, add_filled, dialog_of, input_of, trigger


def test_the_print_preview_shows_the_page_large(
    qtbot: QtBot, ws: Workspace, window: MainWindow, contents: WindowContents
) -> None:
    add_filled(ws)
    contents.tabs.reload()
    trigger(window, "print_preview")
    preview = dialog_of(qtbot, window, "preview_window")
    assert isinstance(preview, PreviewWindow)
    assert preview.height() > contents.tabs.current_page.preview.height()
    preview.close()


@pytest.mark.parametrize("shown", [True, False])
def test_the_print_preview_shows_where_seals_go_if_the_page_does(
    qtbot: QtBot, ws: Workspace, window: MainWindow, contents: WindowContents, shown: bool
) -> None:
    add_filled(ws)
    contents.tabs.reload()
    seals = window.findChild(QAction, "action_seals")
    assert seals is not None
    seals.setChecked(shown)
    trigger(window, "print_preview")
    dialog = dialog_of(qtbot, window, "preview_window")
    preview = dialog.findChild(PagePreview)
    assert preview is not None

    def reddest() -> int:
        bar = preview.verticalScrollBar()
        bar.setValue(bar.maximum())
        image = preview.viewport().grab().toImage()
        colours = [
            image.pixelColor(x, y)
            for y in range(0, image.height(), 3)
            for x in range(image.width() // 4, image.width(), 3)
        ]
        assert any(colour.lightness() < 100 for colour in colours)  # the page is there
        return max(colour.red() - colour.green() for colour in colours)

    qtbot.wait_until(lambda: (reddest() > 60) is shown, timeout=10_000)
    dialog.close()


def test_the_print_preview_shows_what_was_typed_last(
    qtbot: QtBot,
    ws: Workspace,
    window: MainWindow,
    contents: WindowContents,
    type_chinese: TypeChinese,
) -> None:
    add_filled(ws)
    contents.tabs.reload()
    type_chinese(input_of(window, "annex1.goals"), "刚刚写下")
    trigger(window, "print_preview")
    preview = dialog_of(qtbot, window, "preview_window").findChild(PagePreview)
    assert preview is not None
    qtbot.wait_until(lambda: preview.printed is not None)

    assert preview.printed is not None
    with pypdfium2.PdfDocument(preview.printed.pdf) as document:
        assert "刚刚写下" in document[0].get_textpage().get_text_bounded()
