"""Places that are kept from run to run: where the last file of a kind was, and the last package.

They stand in the settings, which come along with a backup or a data folder from elsewhere. One on
another computer is looked at only if it was chosen on this one: see
:mod:`gonghui_desktop.remote_paths`. What was chosen here is noted outside of the data folder, in
the user's own state folder, and by its digest, which names no office.
"""

from __future__ import annotations

import json
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from gonghui_desktop import paths
from gonghui_desktop.errors import FileError
from gonghui_desktop.fileio import make_private_folder, read_own, write_atomically
from gonghui_desktop.remote_paths import leads_away
from gonghui_desktop.services.settings import keep_settings, setting
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.values import FOLDERS

_MOST = 100  # that are noted, the latest
_LONGEST = 100_000  # bytes of the file


def folder_setting(ws: Workspace, kind: str) -> str:
    """The folder in which the last file of a kind was; empty where it is not to be looked at."""
    kept = setting(ws, FOLDERS + kind)
    return kept if may_be_looked_at(kept) else ""


def keep_folder_setting(ws: Workspace, kind: str, folder: Path) -> None:
    """Keeps a folder that the user has chosen.

    Raises:
        StoreError: it cannot be stored.
    """
    note_chosen(folder)
    keep_settings(ws, {FOLDERS + kind: str(folder)})


def may_be_looked_at(text: str) -> bool:
    """Whether a path out of the settings is on this computer, or in a folder chosen on it."""
    if not text:
        return False
    if not leads_away(text):
        return True
    noted = _noted()
    return _digest(text) in noted or _digest(str(Path(text).parent)) in noted


def note_chosen(folder: Path) -> None:
    """Notes a folder that the user has chosen, if it is on another computer."""
    digest = _digest(str(folder))
    noted = _noted()
    if not leads_away(str(folder)) or digest in noted:
        return
    path = _file()
    with suppress(OSError, FileError):  # the next dialog begins elsewhere, no more
        make_private_folder(path.parent)
        write_atomically(path, json.dumps([digest, *noted][:_MOST]).encode())


def places_file(spare: Path) -> Path:
    """The file with what was chosen here.

    Args:
        spare: the user's own folder for rescue files, beside which it lies.
    """
    return spare.parent / "places.json"


def _noted() -> list[str]:
    """Digests of the folders that were chosen here, the latest first."""
    try:
        found = json.loads(read_own(_file(), _LONGEST))
    except (OSError, ValueError, RecursionError):
        return []
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []


def _file() -> Path:
    return places_file(paths.spare_folder())


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
