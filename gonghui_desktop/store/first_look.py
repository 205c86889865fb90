"""The settings before the store is open: how the window looked when it was closed last.

The window needs them to show itself, and SQLAlchemy's import takes longer than that may.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from gonghui_desktop.store.values import FILE_NAME


def stored_settings(folder: Path) -> Mapping[str, str]:
    """Every setting in a data folder, by key; none while there is no database.

    None either where the file cannot be read: opening the store will tell why.
    """
    address = f"{(folder / FILE_NAME).absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            found = connection.execute("SELECT key, text FROM settings").fetchall()
    except sqlite3.Error:
        return {}
    return {str(key): str(text) for key, text in found}
