from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gonghui_desktop.errors import FileError
from gonghui_desktop.ui.theme.translation import FILES, install_translations


@pytest.fixture
def chinese(qapp: QApplication, project_folder: Path) -> Iterator[None]:
    before = QLocale()
    install_translations(qapp, project_folder / "resources" / "translations")
    yield
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()
    QLocale.setDefault(before)


def english(widget: QWidget) -> set[str]:
    """Words on labels and buttons with Latin letters other than a shortcut's own."""
    labels = {label.text() for label in widget.findChildren(QLabel)}
    buttons = {button.text() for button in widget.findChildren(QAbstractButton)}
    words = labels | buttons | {widget.windowTitle()}
    return {text for text in words if re.search(r"[A-Za-z]{2,}", text)}


@pytest.mark.usefixtures("chinese")
def test_file_dialog_speaks_chinese(qtbot: QtBot) -> None:
    dialog = QFileDialog()
    qtbot.add_widget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    assert english(dialog) == set()


@pytest.mark.usefixtures("chinese")
def test_buttons_and_context_menus_speak_chinese(qtbot: QtBot) -> None:
    box = QMessageBox()
    qtbot.add_widget(box)
    buttons = QMessageBox.StandardButton
    box.setStandardButtons(buttons.Save | buttons.Cancel | buttons.Discard | buttons.Help)
    line = QLineEdit("一")
    qtbot.add_widget(line)
    menu = line.createStandardContextMenu()
    entries = [action.text().partition("\t")[0] for action in menu.actions()]
    menu.deleteLater()
    assert english(box) == set()
    assert [entry for entry in entries if re.search(r"[A-Za-z]{2,}", entry)] == []


def test_missing_translation_is_told(
    qapp: QApplication, project_folder: Path, tmp_path: Path
) -> None:
    shutil.copyfile(project_folder / "resources" / "translations" / FILES[0], tmp_path / FILES[0])
    before = QLocale()
    with pytest.raises(FileError, match=r"supplement_zh_CN\.qm.*重新安装"):
        install_translations(qapp, tmp_path)
    QLocale.setDefault(before)
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()
