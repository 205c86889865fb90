"""The rescue file: what was typed and could not be stored yet, so that a crash does not take it.

It lies in the data folder, or in a folder of the user's own where that is full or gone. It is made
when a save takes long or fails, and goes when everything is stored; what a former run left behind
is stored at the next start, or offered where it cannot be.
"""

from __future__ import annotations

import json
import logging
import os
import platform
import uuid
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.fileio import read_limited, sync_folder
from gonghui_desktop.services.unsaved import Unsaved
from gonghui_desktop.store.values import FILE_NAME

_FORMAT = "gonghui-rescue"
_LARGEST = 50_000_000  # bytes; more is no file of ours
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
        self._written: Path | None = None

    def keep(self, kept: Iterable[Rescued]) -> None:
        """Writes these texts in the place of those before; durable when it returns.

        Raises:
            OSError: neither folder can be written.
        """
        data = json.dumps(
            {
                "format": _FORMAT,
                "version": 1,
                "data": str(self._folder),
                "computer": platform.node(),
                "records": [_entry(each) for each in kept],
            },
            ensure_ascii=False,
        ).encode("utf-8", "surrogatepass")
        written = None
        # A folder on a drive that is gone may not be made anew: it would lie under the drive.
        if (self._folder / FILE_NAME).exists():
            with suppress(OSError):
                written = _write(self._folder / "rescue", self._name, data)
        if written is None:
            written = _write(self._spare, self._name, data)
        if self._written not in (None, written):
            self._remove(self._written)
        self._written = written

    def clear(self) -> None:
        """Removes the file, as everything is stored."""
        written, self._written = self._written, None
        self._remove(written)

    def found(self) -> list[tuple[Path, list[Rescued]]]:
        """What former runs on this computer left behind, file by file; unreadable ones stay."""
        found = []
        for folder in (self._folder / "rescue", self._spare):
            for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
                if path.name != self._name and (entries := self._read(path)):
                    found.append((path, entries))
        return found

    def _read(self, path: Path) -> list[Rescued]:
        try:
            data = json.loads(read_limited(path, _LARGEST).decode("utf-8", "surrogatepass"))
            if data["format"] != _FORMAT or data["version"] != 1:
                return []
            if data["data"] != str(self._folder) or data["computer"] != platform.node():
                return []
            return [_rescued(each) for each in data["records"]]
        except (GonghuiError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            _log.warning("a rescue file cannot be read: %s", path.name)
            return []

    @staticmethod
    def _remove(path: Path | None) -> None:
        if path is not None:
            with suppress(OSError):
                path.unlink()


def _write(folder: Path, name: str, data: bytes) -> Path:
    """Writes a file for its owner alone, whole or not at all."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary, path = folder / f".{name}.tmp", folder / name
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
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
    typed, reasons = _texts(entry["typed"]), _texts(entry["reasons"])
    texts = Unsaved(typed, reasons, _texts(entry["seen"]), _texts(entry["seen_reasons"]))
    at = datetime.fromisoformat(entry["at"])
    return Rescued(
        _text(entry["id"]),
        _text(entry["form"]),
        _text(entry["campaign"]),
        _texts(entry["values"]),
        texts,
        _texts(entry["on_the_way"]),
        at if at.tzinfo else at.replace(tzinfo=UTC),
    )


def _texts(value: Any) -> dict[str, str]:
    return {_text(key): _text(text) for key, text in value.items()}


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
