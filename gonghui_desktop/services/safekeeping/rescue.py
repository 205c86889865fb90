"""The rescue file: what was typed and could not be stored yet, so that a crash does not take it.

It lies in the data folder, or in a folder of the user's own where that is full or gone. It is made
when a save takes long or fails, and goes when everything is stored; what a former run left behind
is stored at the next start, or offered where it cannot be. A folder that was moved has its own with
it; what another computer left there is only offered.
"""

from __future__ import annotations

import json
import logging
import os
import platform
import uuid
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.fileio import (
    is_link,
    make_private_folder,
    open_own,
    open_private,
    read_limited,
    sync_folder,
)
from gonghui_desktop.model.entry import LONGEST_KEPT
from gonghui_desktop.services.safekeeping.unsaved import Unsaved
from gonghui_desktop.store.file.names import FILE_NAME

_FORMAT = "gonghui-rescue"
_LARGEST = 50_000_000  # bytes; more is no file of ours
_ID_NAME = "folder"
_LONGEST_ID = 100  # bytes
_FIRST_YEAR, _LAST_YEAR = 1971, 9998
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rescued:
    """Texts of one record.

    Attributes:
        record_id: the record that they were typed into.
        form: id of its form.
        campaign: id of its campaign.
        values: the record's values as they were stored when it was seen last.
        texts: what was typed, with what stood there before.
        on_the_way: field id to a value that may have been stored or not.
        at: when it was written into the file, with time zone.
    """

    record_id: str
    form: str
    campaign: str
    values: Mapping[str, str]
    texts: Unsaved
    on_the_way: Mapping[str, str]
    at: datetime


class Left(NamedTuple):
    """A file that a former run left behind.

    Attributes:
        path: where it is.
        entries: what is in it, nothing where all of it was stored or is in a newer file.
        is_foreign: whether it comes from another computer, or perhaps belongs to other data.
        turn: how often its run, which gave the file its name, had written by then.
    """

    path: Path
    entries: list[Rescued]
    is_foreign: bool
    turn: int


class RescueFile:
    """The file of this run.

    Args:
        folder: the data folder.
        spare: a folder of the user's own, for when that cannot be written.
    """

    def __init__(self, folder: Path, spare: Path) -> None:
        self._folder = folder
        self._spare = spare
        self._name = f"{uuid.uuid4().hex}.json"
        self._turn = 0
        self._folder_id = ""
        self._files: set[Path] = set()  # written and not known to be gone

    def keep(self, kept: Iterable[Rescued]) -> None:
        """Writes these texts in the place of those before; durable when it returns.

        Raises:
            OSError: neither folder can be written.
        """
        # A folder on a drive that is gone may not be made anew: it would lie under the drive.
        written, has_data = None, self._has_data()
        if has_data:
            self._know_folder()
        data = self._content(kept)
        if has_data:
            with suppress(OSError):
                written = _write(self._folder / "rescue", self._name, data)
        if written is None:
            written = _write(self._spare, self._name, data)
        self._files.add(written)
        self._remove(self._files - {written})  # what stays is older, which is written in it

    def clear(self) -> bool:
        """Removes the file, as everything is stored.

        Returns:
            Whether it is gone. One that is held open or out of reach counts no longer, and is to be
            cleared again.

        Raises:
            OSError: it is there as it was.
        """
        self._remove(self._files)
        if not self._files:
            return True
        data = self._content(())
        for path in self._files:
            with suppress(OSError):
                _overwrite(path, data)
                return False
        self._files.add(_write(self._spare, self._name, data))
        return False

    def found(self) -> list[Left]:
        """What former runs left behind, file by file; those that cannot be read stay.

        Files in the user's own folder count if they belong to this data folder, which gets an id
        for that, as it may be moved.
        """
        if self._has_data():
            self._know_folder()
        found = [
            left
            for folder in (self._folder / "rescue", self._spare)
            for path in _files_in(folder)
            if path.name != self._name and (left := self._read(path)) is not None
        ]
        newest = {each.path.name: each for each in sorted(found, key=lambda left: left.turn)}
        return [
            each if newest[each.path.name] is each else each._replace(entries=[]) for each in found
        ]

    def _has_data(self) -> bool:
        try:
            return (self._folder / FILE_NAME).exists()
        except OSError:
            return False

    def _know_folder(self) -> None:
        """Reads the data folder's id, and makes it where there is none."""
        path = self._folder / "rescue" / _ID_NAME
        if is_link(path.parent) or is_link(path):
            return
        if not self._folder_id:
            with suppress(GonghuiError, ValueError):
                self._folder_id = read_limited(path, _LONGEST_ID).decode("ascii").strip()
        if not self._folder_id:
            made = uuid.uuid4().hex
            with suppress(OSError):
                _write(path.parent, path.name, made.encode())
                self._folder_id = made

    def _content(self, kept: Iterable[Rescued]) -> bytes:
        self._turn += 1
        content = {
            "format": _FORMAT,
            "version": 1,
            "data": str(self._folder),
            "folder": self._folder_id,
            "computer": platform.node(),
            "turn": self._turn,
            "records": [_entry(each) for each in kept],
        }
        return json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass")

    def _read(self, path: Path) -> Left | None:
        """A file of this data."""
        try:
            data = json.loads(read_limited(path, _LARGEST).decode("utf-8", "surrogatepass"))
            if data["format"] != _FORMAT or data["version"] != 1:
                return None
            is_there = data["data"] == str(self._folder)
            is_here = data["computer"] == platform.node()
            theirs = data.get("folder", "")
            is_ours = theirs == self._folder_id if theirs and self._folder_id else is_there
            if path.parent == self._spare:
                if not is_ours:
                    return None
                is_ours = is_there  # or a copy of the folder has the same id
            entries = [_rescued(each) for each in data["records"]]
            return Left(path, entries, not (is_ours and is_here), int(data.get("turn", 0)))
        except (GonghuiError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            _log.warning("a rescue file cannot be read: %s", path.name)
            return None

    def _remove(self, paths: Iterable[Path]) -> None:
        for path in tuple(paths):
            try:
                path.unlink()
            except FileNotFoundError:
                if path.parent != self._spare and not self._has_data():
                    continue  # it comes back with its drive
            except OSError:
                continue
            self._files.discard(path)


def _files_in(folder: Path) -> list[Path]:
    """Files there that may be ours; what is a link is none, wherever it leads."""
    if is_link(folder) or not folder.is_dir():
        return []
    return [path for path in sorted(folder.glob("*.json")) if not is_link(path)]


def forget(paths: Iterable[Path]) -> None:
    """Removes files whose texts are stored, or kept elsewhere.

    One that is held open is emptied: the next start would store texts that were replaced since.
    """
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError:
            with suppress(OSError, GonghuiError, ValueError):
                data = json.loads(read_limited(path, _LARGEST).decode("utf-8", "surrogatepass"))
                emptied = json.dumps({**data, "records": []})
                _overwrite(path, emptied.encode("utf-8"))


def forget_records(folders: Iterable[Path], ids: Collection[str]) -> None:
    """Takes the texts of records out of all rescue files; what cannot be changed stays.

    Args:
        folders: where such files lie.
        ids: of the records.
    """
    for folder in folders:
        with suppress(OSError):
            for path in (*folder.glob("*.json"), *folder.glob(".*.tmp")):
                with suppress(OSError, GonghuiError):
                    _forget_in(path, ids)


def _forget_in(path: Path, ids: Collection[str]) -> None:
    content = read_limited(path, _LARGEST)
    if not any(each.encode() in content for each in ids):
        return
    try:
        data = json.loads(content.decode("utf-8", "surrogatepass"))
        left = [entry for entry in data["records"] if entry["id"] not in ids]
    except (ValueError, TypeError, KeyError, RecursionError):
        left = []  # nobody can read it, and it would keep what is to go
    if not left:
        forget([path])
        return
    kept = json.dumps({**data, "records": left}, ensure_ascii=False)
    _write(path.parent, path.name, kept.encode("utf-8", "surrogatepass"))


def _write(folder: Path, name: str, data: bytes) -> Path:
    """Writes a file for its owner alone, whole or not at all."""
    make_private_folder(folder)
    temporary, path = folder / f".{name}.tmp", folder / name
    try:
        temporary.unlink(missing_ok=True)
        with open_private(temporary) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        sync_folder(folder)
    except OSError:
        with suppress(OSError):
            temporary.unlink()
        raise
    return path


def _overwrite(path: Path, data: bytes) -> None:
    """Writes into a file that can be neither removed nor replaced."""
    with os.fdopen(open_own(path, os.O_RDWR, must_exist=True), "r+b") as file:
        file.write(data)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())


def _entry(kept: Rescued) -> dict[str, object]:
    texts = kept.texts
    return {
        "id": kept.record_id,
        "form": kept.form,
        "campaign": kept.campaign,
        "at": kept.at.isoformat(),
        "values": dict(kept.values),
        "typed": texts.values,
        "reasons": texts.reasons,
        "seen": texts.seen,
        "seen_reasons": texts.seen_reasons,
        "on_the_way": dict(kept.on_the_way),
    }


def _rescued(entry: Any) -> Rescued:
    typed, reasons = _typed(entry["typed"]), _typed(entry["reasons"])
    texts = Unsaved(typed, reasons, _texts(entry["seen"]), _texts(entry["seen_reasons"]))
    values = _texts(entry["values"])
    return Rescued(
        _text(entry["id"]),
        _text(entry["form"]),
        _text(entry["campaign"]),
        {key: text for key, text in values.items() if len(text) <= LONGEST_KEPT},
        texts,
        _texts(entry["on_the_way"]),
        _moment(entry["at"]),
    )


def _typed(value: Any) -> dict[str, str]:
    """Texts no longer than any that can be typed."""
    texts = _texts(value)
    if any(len(text) > LONGEST_KEPT for text in texts.values()):
        raise ValueError
    return texts


def _moment(value: Any) -> datetime:
    at = datetime.fromisoformat(value)
    if not _FIRST_YEAR <= at.year <= _LAST_YEAR:  # no time zone moves it out of the calendar
        raise ValueError
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _texts(value: Any) -> dict[str, str]:
    return {_text(key): _text(text) for key, text in value.items()}


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
