"""Where things are: the user's data folder, and the program's own forms and resources."""

from __future__ import annotations

import sys
from pathlib import Path

from platformdirs import user_data_path, user_state_path

_FOLDER_NAME = "gonghui-desktop"
_PORTABLE_MARKER = "portable.txt"  # the portable ZIP has it: packaging/windows/portable.py
_PORTABLE_FOLDER = "数据"


def data_folder(given: Path | None = None) -> Path:
    """The folder given, or the user's own: ``%LOCALAPPDATA%``, ``~/.local/share`` and the like.

    The portable program's is beside it, on the same stick. It need not exist yet.
    """
    if given is not None:
        return given.expanduser().absolute()
    return _portable_folder() or user_data_path(_FOLDER_NAME, appauthor=False)


def is_portable(data: Path) -> bool:
    """Whether a data folder is that of the portable program, beside it, maybe on a stick."""
    return data == _portable_folder()


def _portable_folder() -> Path | None:
    program = Path(sys.executable).parent
    is_portable = getattr(sys, "frozen", False) and (program / _PORTABLE_MARKER).is_file()
    return program / _PORTABLE_FOLDER if is_portable else None


def spare_folder() -> Path:
    """The user's own folder for what the data folder has no room for at the moment."""
    return user_state_path(_FOLDER_NAME, appauthor=False) / "rescue"


def forms_folder() -> Path:
    """The folder with a folder per campaign."""
    return _program_data() / "forms"


def added_forms_folder(data: Path) -> Path:
    """The folder in a data folder for campaigns that were added to the program's own."""
    return data / "forms"


def resources_folder() -> Path:
    """The folder of fonts, icons, style sheet and translation."""
    return _program_data() / "resources"


def news_file() -> Path:
    """What is new, by version, in Markdown."""
    return _program_data() / "CHANGELOG.md"


def build_file() -> Path:
    """What the build noted of itself; there is none in a check-out."""
    return _program_data() / "build.json"


def _program_data() -> Path:
    """PyInstaller unpacks it beside the libraries; a wheel has it inside the package."""
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle is not None:
        return Path(bundle)
    package = Path(__file__).resolve().parent
    installed = package / "_data"
    return installed if installed.is_dir() else package.parent
