"""A data folder as it is seen from outside: every row of its database, every file."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path

from gonghui_desktop.store.file.names import FILE_NAME
from gonghui_desktop.store.receiving.package_files import FOLDER
from tests.fuzz.judge import Tables

_OWN = ("backups", "logs", "rescue", FOLDER)


class Watcher:
    """Reads a data folder beside the program that works on it.

    Args:
        data: the folder.
    """

    def __init__(self, data: Path) -> None:
        self._data = data
        uri = f"{(data / FILE_NAME).as_uri()}?mode=ro"
        self._connection = sqlite3.connect(uri, uri=True)

    def close(self) -> None:
        """Lets go of the database."""
        self._connection.close()

    def version(self) -> int:
        """Another one whenever somebody has written."""
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def tables(self) -> Tables:
        """Every row of every table."""
        names = self._connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        query = 'SELECT * FROM "{}"'
        return {name: self._connection.execute(query.format(name)).fetchall() for (name,) in names}

    def packages(self) -> frozenset[str]:
        """Names of the files of received packages."""
        folder = self._data / FOLDER
        return frozenset(each.name for each in folder.iterdir()) if folder.exists() else frozenset()

    def faults_of_packages(self) -> list[str]:
        """What is wrong with them: one without a row, a row without its file, other bytes."""
        rows = self._connection.execute("SELECT DISTINCT digest FROM submissions")
        known, there = {f"{digest}.zip" for (digest,) in rows}, self.packages()
        faults = [f"received without a row: {name}" for name in there - known]
        faults += [f"row without a file: {name}" for name in known - there]
        for name in known & there:
            data = (self._data / FOLDER / name).read_bytes()
            if f"{hashlib.sha256(data).hexdigest()}.zip" != name:
                faults.append(f"not the bytes that came: {name}")
        return faults

    def strange(self) -> list[Path]:
        """Files and folders that are none of its own."""
        found = self._data.iterdir()
        return [
            path for path in found if not path.name.startswith(FILE_NAME) and path.name not in _OWN
        ]
