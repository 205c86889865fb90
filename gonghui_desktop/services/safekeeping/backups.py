"""Backups: made by themselves and on demand, listed, restored, and what a restore does first."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gonghui_desktop.errors import GonghuiError, InputError, StoreError
from gonghui_desktop.fileio import make_private_folder, open_private, reason_of
from gonghui_desktop.model.dates import written_date
from gonghui_desktop.services import workspace
from gonghui_desktop.services.catalogue import CURRENT, Catalogue
from gonghui_desktop.services.safekeeping.backed_up_campaigns import add_campaigns_of
from gonghui_desktop.services.safekeeping.saved_backups import note_backup
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.backups.backup_files import (
    FOLDER,
    SUFFIX,
    Backup,
    Contents,
    Reason,
    listed,
    rotate,
)
from gonghui_desktop.store.backups.backup_store import ChangedMeanwhile, forget_places
from gonghui_desktop.store.file.beside import discard
from gonghui_desktop.store.file.condition import take_place
from gonghui_desktop.store.file.names import FILE_NAME
from gonghui_desktop.store.file.stopping import Progress, no_progress
from gonghui_desktop.store.receiving.package_files import renew

if TYPE_CHECKING:
    from gonghui_desktop.confined.readers import Readers

_LONGEST_AGE = 60  # days that are counted
_TRIES = 3  # where another program stores something between the backup and the restore

__all__ = [
    "REASONS",
    "SUFFIX",
    "Backup",
    "Contents",
    "Reason",
    "Restored",
    "age_words",
    "back_up",
    "back_up_before",
    "back_up_if_due",
    "backups",
    "look_into",
    "newest_good",
    "newest_words",
    "own_backups",
    "record_total",
    "recover",
    "refuse_own",
    "restore",
    "restored_workspace",
    "start_anew",
]


REASONS = {
    Reason.DAILY: "每天自动",
    Reason.IMPORT: "导入前",
    Reason.RESTORE: "恢复前",
    Reason.MIGRATION: "升级前",
}
"""When a backup was made, in words."""


@dataclass(frozen=True)
class Restored:
    """What a restore did.

    Attributes:
        records: how many records there are now, outside of the bin.
        made_at: when the backup was made, ``None`` where it does not say.
        before: backup of what was there before; ``None`` if there was nothing.
        aside: where a data file lies that could not be read.
        faults: sentences about what could not be restored; all else was.
    """

    records: int
    made_at: datetime | None
    before: Backup | None = None
    aside: Path | None = None
    faults: tuple[str, ...] = ()


def age_words(at: datetime, now: datetime, *, with_time: bool = True) -> str:
    """How long ago a moment was, as people say it; its date if that is long, or yet to come.

    Args:
        at: the moment.
        now: what it is reckoned from.
        with_time: tells the time of day, too, if it was today or yesterday.
    """
    at, now = at.astimezone(), now.astimezone()
    days = (now.date() - at.date()).days
    if days in (0, 1):
        return ("今天", "昨天")[days] + (f" {at:%H:%M}" if with_time else "")
    return f"{days} 天前" if 1 < days <= _LONGEST_AGE else written_date(at.date())


def newest_words(ws: Workspace, now: datetime) -> str:
    """A sentence about the newest backup.

    Raises:
        StoreError: the data folder cannot be used.
    """
    newest = next(iter(listed(ws.store.folder)), None)
    if newest is None:
        return "还没有自动备份。"
    return f"最近一次自动备份：{age_words(newest.at, now)}，{newest.records} 份申报表。"


def backups(data: Path) -> Sequence[Backup]:
    """The backups that were made by themselves in a data folder, the newest first."""
    return listed(data)


def own_backups(ws: Workspace) -> Sequence[Backup]:
    """As :func:`backups`, in the data folder that is open.

    Raises:
        StoreError: the data folder cannot be used.
    """
    return listed(ws.store.folder)


def record_total(ws: Workspace) -> int:
    """How many records there are outside of the bin, of all campaigns.

    Raises:
        StoreError: they cannot be read.
    """
    return sum(ws.reader.counts_by_campaign().values())


def back_up(
    ws: Workspace, target: Path, progress: Progress = no_progress, *, replace: bool = False
) -> int:
    """Writes one file with everything; see :meth:`Store.backup`.

    Returns:
        The number of records in it.

    Raises:
        InputError: the place is the program's own: what lies there goes with the data.
        StoreError: it cannot be written; there is no file then, or the former one.
    """
    data, place = ws.store.folder.resolve(), target.absolute().parent.resolve()
    if place == data and target.name == FILE_NAME:
        raise InputError("这是正在使用的数据文件，请把备份存到别处。")
    is_beside = place == data and target.name.startswith(FILE_NAME)
    if is_beside or data / FOLDER in (place, *place.parents):
        raise InputError(
            f"“{place}”里的这类文件由程序管理，会随全部数据一起清除，请把备份存到别处，如 U 盘。"
        )
    records = ws.store.backup(target, progress, replace=replace)
    note_backup(ws, target, datetime.now().astimezone())
    return records


def back_up_if_due(ws: Workspace, now: datetime, progress: Progress = no_progress) -> Backup | None:
    """Makes today's backup if there is none yet and something changed; removes surplus ones.

    Args:
        ws: the workspace.
        now: the present moment, with the time zone whose days count.
        progress: called while it works; what it raises cancels.

    Raises:
        StoreError: it cannot be made.
    """
    data = ws.store.folder
    if ws.read_only:
        return None
    today = now.astimezone().date()
    if any(each.at.date() == today and each.reason is Reason.DAILY for each in listed(data)):
        return None
    made = _back_up(ws, now, Reason.DAILY, progress)
    if made is not None:
        rotate(data, now)
    return made


def back_up_before(
    ws: Workspace, now: datetime, reason: Reason, progress: Progress = no_progress
) -> Backup | None:
    """Makes a backup before something that changes much, unless the newest one has everything.

    Raises:
        StoreError: it cannot be made.
    """
    made = _back_up(ws, now, reason, progress)
    if made is not None:
        rotate(ws.store.folder, now)
    return made


def look_into(path: Path, readers: Readers) -> Contents:
    """What a backup says that it holds; see :mod:`gonghui_desktop.store.backups.foreign`.

    Args:
        path: the backup.
        readers: their child reads it.

    Raises:
        InputError: it is no backup of this program's, is damaged, or too new.
        StoreError: it cannot be read.
    """
    from gonghui_desktop.store.backups import foreign  # noqa: PLC0415 -- SQLAlchemy: 0.2 s

    return foreign.look_into(path, readers)


def refuse_own(ws: Workspace, path: Path) -> None:
    """Refuses the database that is open: to read it besides SQLite would drop its locks.

    Raises:
        InputError: it is that file.
    """
    own = ws.store.folder / FILE_NAME
    with suppress(OSError):
        if path.samefile(own):
            raise InputError("这是正在使用的数据文件，不是备份，请另选一个文件。")


def newest_good(data: Path) -> Backup | None:
    """The newest backup in a data folder that can be restored as far as a look into it tells."""
    with closing(workspace.make_readers()) as readers:
        for backup in listed(data):
            with suppress(GonghuiError):
                look_into(backup.path, readers)
                return backup
    return None


def restore(
    ws: Workspace, path: Path, shipped: Path, now: datetime, progress: Progress = no_progress
) -> tuple[Restored, Catalogue]:
    """Puts a backup's contents in the place of everything that is stored, in one step.

    What is there is backed up first, so that the restore can be taken back.

    Args:
        ws: the workspace; what it has read before is out of date afterwards.
        path: the backup.
        shipped: the program's own folder of campaigns.
        now: the present moment.
        progress: called while it works; what it raises cancels, and nothing has changed.

    Returns:
        What was done, and the campaigns that are known now.

    Raises:
        InputError: it is no backup of this program's, is damaged, too new, or not as we make them.
        StoreError: something cannot be read or written. Nothing has changed then.
    """
    data = ws.store.folder
    if ws.read_only:
        raise StoreError(ws.read_only)
    refuse_own(ws, path)
    from gonghui_desktop.store.backups.foreign import copy_out  # noqa: PLC0415 -- see look_into

    new = _unused(data)
    try:
        contents = copy_out(path, new, progress, ws.readers)
        forget_places(new)
        before = _put_in_place(ws, new, now, progress)
    finally:
        discard(new)
    renew(data)
    if before is not None:
        rotate(data, now)
    before = before or next(iter(listed(data)), None)
    catalogue, faults = add_campaigns_of(ws.catalogue, shipped, data, contents.parts, ws.readers)
    return Restored(contents.records, contents.made_at, before, None, faults), catalogue


def recover(
    catalogue: Catalogue,
    data: Path,
    path: Path,
    shipped: Path,
    now: datetime,
    progress: Progress = no_progress,
) -> Restored:
    """Restores a backup where the data file cannot be opened; that file is set aside, whole.

    Args:
        catalogue: the campaigns that are known.
        data: the data folder.
        path: the backup.
        shipped: the program's own folder of campaigns.
        now: the present moment.
        progress: called while it works; what it raises cancels, and nothing has changed.

    Raises:
        InputError: as for :func:`restore`.
        StoreError: as for :func:`restore`.
    """
    try:
        make_private_folder(data, may_be_link=True)
    except OSError as error:
        raise StoreError(f"无法使用数据文件夹“{data}”：{reason_of(error)}。") from error
    from gonghui_desktop.store.backups.foreign import copy_out  # noqa: PLC0415 -- see look_into

    with closing(workspace.make_readers()) as readers:
        new = _unused(data)
        try:
            contents = copy_out(path, new, progress, readers)
            forget_places(new)
            aside = take_place(new, data / FILE_NAME, now)
        finally:
            discard(new)
        renew(data)
        _, faults = add_campaigns_of(catalogue, shipped, data, contents.parts, readers)
    return Restored(contents.records, contents.made_at, None, aside, faults)


def start_anew(data: Path, now: datetime) -> Path | None:
    """Begins with nothing where the data file cannot be opened; that file is set aside, whole.

    Returns:
        Where the former data file lies now, ``None`` if there was none.

    Raises:
        StoreError: it cannot be renamed, or the new one not be made.
    """
    from gonghui_desktop.store.schema import upgrade  # noqa: PLC0415 -- see look_into

    new = _unused(data)
    try:
        upgrade(new, is_new=True)
        aside = take_place(new, data / FILE_NAME, now)
    finally:
        discard(new)
    renew(data)
    return aside


def _put_in_place(ws: Workspace, new: Path, now: datetime, progress: Progress) -> Backup | None:
    """Takes a new database in, over nothing that is in no backup; the backup of what was there."""
    before = None
    for tries_left in reversed(range(_TRIES)):
        made = _back_up(ws, now, Reason.RESTORE, progress)
        before = made or before
        try:
            ws.store.take_in(new, progress, made.path if made is not None else None)
        except ChangedMeanwhile:
            if not tries_left:
                raise
        else:
            break
    return before


def restored_workspace(ws: Workspace, catalogue: Catalogue) -> Workspace:
    """The workspace after :func:`restore`: nothing that was read before counts any more."""
    fresh = ws.working_on(catalogue.current(ws.store.setting(CURRENT)))
    fresh.catalogue = catalogue
    fresh.editions, fresh.unknown_editions = {}, set()
    fresh.forget_alike()
    return fresh


def _back_up(ws: Workspace, now: datetime, reason: Reason, progress: Progress) -> Backup | None:
    if ws.store.is_backed_up():
        return None
    if ws.read_only:
        raise StoreError(ws.read_only)
    return ws.store.keep_backup(now, reason, progress)


def _unused(data: Path) -> Path:
    """A new file for its owner alone, on the same disk as the database.

    Raises:
        StoreError: it cannot be made.
    """
    path = data / f".{FILE_NAME}.{secrets.token_hex(4)}.restoring"
    try:
        open_private(path).close()
    except OSError as error:
        raise StoreError(f"无法写入文件夹“{data}”：{reason_of(error)}。") from error
    return path
