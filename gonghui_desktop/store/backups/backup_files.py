"""The folder ``backups`` of a data folder: names that say when, why and how much."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from gonghui_desktop.store.backups.rotation import kept

FOLDER = "backups"
SUFFIX = ".gonghui-backup"
MOST_OCCASIONAL = 5
"""Backups made before something, such as an import, of which the newest are kept."""

_NAME = re.compile(r"gonghui-(\d{8}-\d{6})-([a-z]+)-(\d+)" + re.escape(SUFFIX), re.ASCII)
_MOMENT = "%Y%m%d-%H%M%S"


class Reason(StrEnum):
    """Why a backup was made."""

    DAILY = "daily"
    MIGRATION = "migration"
    IMPORT = "import"
    RESTORE = "restore"


@dataclass(frozen=True)
class Backup:
    """A backup in the folder, as its name tells.

    Attributes:
        path: the file.
        at: when it was made, with the time zone of this computer.
        reason: why.
        records: how many records it has outside of the bin.
        size: in bytes.
    """

    path: Path
    at: datetime
    reason: Reason
    records: int
    size: int


@dataclass(frozen=True)
class Contents:
    """What a backup holds.

    Attributes:
        records: how many records, outside of the bin.
        made_at: when, with time zone; ``None`` where it does not say.
        schema: its schema revision.
        parts: what goes along with the database, by name.
        damaged: texts that are damaged: no UTF-8, which is mended with U+FFFD, or nothing that the
            store can read, whose record it will tell of.
    """

    records: int
    made_at: datetime | None
    schema: str
    parts: Mapping[str, bytes]
    damaged: int = 0


def listed(data: Path) -> list[Backup]:
    """The backups of a data folder, the newest first."""
    found = []
    with suppress(OSError):
        for path in (data / FOLDER).iterdir():
            backup = _backup_of(path)
            if backup is not None:
                found.append(backup)
    return sorted(found, key=lambda backup: (backup.at, backup.path.name), reverse=True)


def free_place(data: Path, at: datetime, reason: Reason, records: int) -> Path:
    """Where a backup goes; the second that another one has is passed over."""
    taken = {backup.at for backup in listed(data)}
    at = at.astimezone().replace(microsecond=0)
    while at in taken:
        at += timedelta(seconds=1)
    return data / FOLDER / f"gonghui-{at.strftime(_MOMENT)}-{reason.value}-{records}{SUFFIX}"


def place_with(backup: Backup, records: int) -> Path:
    """Where a backup belongs once it has another number of records."""
    name = f"gonghui-{backup.at.strftime(_MOMENT)}-{backup.reason.value}-{records}{SUFFIX}"
    return backup.path.with_name(name)


def surplus(backups: Sequence[Backup], now: datetime) -> list[Backup]:
    """Those that are to go: neither kept by rotation nor among the newest occasional ones."""
    wanted = kept((backup.at for backup in backups), now)
    occasional = [backup for backup in backups if backup.reason is not Reason.DAILY]
    newest = sorted(occasional, key=lambda backup: backup.at, reverse=True)[:MOST_OCCASIONAL]
    return [backup for backup in backups if backup.at not in wanted and backup not in newest]


def rotate(data: Path, now: datetime) -> None:
    """Removes what is surplus, and what a killed program left unfinished."""
    for backup in surplus(listed(data), now.astimezone()):
        with suppress(OSError):  # the next time
            backup.path.unlink()
    with suppress(OSError):
        for path in (data / FOLDER).glob(f".*{SUFFIX}.tmp"):
            path.unlink()


def _backup_of(path: Path) -> Backup | None:
    found = _NAME.fullmatch(path.name)
    if found is None:
        return None
    try:
        at = datetime.strptime(found[1], _MOMENT).astimezone()
        return Backup(path, at, Reason(found[2]), int(found[3]), path.stat().st_size)
    except (ValueError, OSError, OverflowError):
        return None
