"""Qt's own texts in Chinese: file and print dialogs, standard buttons, context menus."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from gonghui_desktop.errors import FileError

FILES = ("qtbase_zh_CN.qm", "supplement_zh_CN.qm")
"""Qt's translation, and what it leaves in English."""


def install_translations(app: QApplication, folder: Path) -> None:
    """Installs Qt's simplified Chinese translation, whatever the system's language.

    Args:
        app: the application; owns the translations.
        folder: holds :data:`FILES`.

    Raises:
        FileError: a file is not there or is broken.
    """
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    for name in FILES:
        translator = QTranslator(app)
        if not translator.load(str(folder / name)):
            raise FileError(f"缺少程序文件“{folder / name}”，请重新安装本程序。")
        app.installTranslator(translator)
