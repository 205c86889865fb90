from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from gonghui_desktop.ui.theme.screen_fonts import RARE, ScreenFonts


def shown(app: QApplication, text: str) -> str:
    """The characters of a text that have a glyph in the application's faces."""
    metrics = QFontMetrics(app.font())
    return "".join(char for char in text if metrics.inFontUcs4(ord(char)))


def test_every_character_of_an_official_form_shows(
    qapp: QApplication, fonts_folder: Path, data_folder: Path
) -> None:
    ScreenFonts(qapp, fonts_folder)
    notice = "".join((data_folder / "notice.txt").read_text("utf-8").split())
    assert shown(qapp, notice) == notice


@pytest.mark.parametrize("text", ["龘靐", "䶮㐀", "𠮷𠀋", "𪜀𫠠", "龦鿿䶿", "﨡"])
def test_rare_characters_show_when_a_text_needs_them(
    qapp: QApplication, fonts_folder: Path, text: str
) -> None:
    ScreenFonts(qapp, fonts_folder).cover(f"大连{text}公司")
    assert shown(qapp, text) == text


def test_common_text_reads_no_further_face(qapp: QApplication, fonts_folder: Path) -> None:
    fonts = ScreenFonts(qapp, fonts_folder)
    families = qapp.font().families()
    fonts.cover("大连示例重工有限公司 Latin 123 “引号”——（章）")
    assert qapp.font().families() == families


def test_faces_for_rare_characters_are_there(fonts_folder: Path) -> None:
    assert [file for file in RARE if not (fonts_folder / file).is_file()] == []
