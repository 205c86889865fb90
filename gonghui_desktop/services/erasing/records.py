"""Records of the bin, erased from everything in the data folder, with what remains elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gonghui_desktop.errors import GonghuiError, StoreError
from gonghui_desktop.model.dates import written_moment
from gonghui_desktop.paths import spare_folder
from gonghui_desktop.services.erasing.elsewhere import Kind, Remaining, elsewhere
from gonghui_desktop.services.safekeeping.rescue import forget_records
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.backups.backup_files import Backup, listed
from gonghui_desktop.store.file.names import FILE_NAME
from gonghui_desktop.store.file.stopping import Progress, no_progress
from gonghui_desktop.store.values import BinnedRecord, Erased


@dataclass(frozen=True)
class Prospect:
    """What erasing records would do.

    Attributes:
        backups: automatic backups that hold one of them, and will be written anew without.
        remaining: what stays.
    """

    backups: tuple[Backup, ...]
    remaining: tuple[Remaining, ...]


@dataclass(frozen=True)
class Outcome:
    """What was erased.

    Attributes:
        backups: how many backups were written anew.
        remaining: what stays, first what should have gone.
    """

    backups: int
    remaining: tuple[Remaining, ...]

    @property
    def faults(self) -> tuple[Remaining, ...]:
        """What lies in the data folder and still holds one of the records."""
        return tuple(each for each in self.remaining if each.kind in (Kind.BACKUP, Kind.FILE))


def prospect(ws: Workspace, chosen: Sequence[BinnedRecord]) -> Prospect:
    """What erasing these records will do; reads every backup, so it is for the background.

    Raises:
        StoreError: the data folder cannot be used.
    """
    erased = [Erased(each.record.id, each.record.form) for each in chosen]
    holding = [each for each in listed(ws.store.folder) if _may_hold(each.path, erased)]
    remaining = [*_strays(ws, erased), *elsewhere(ws, {each.id for each in erased})]
    return Prospect(tuple(holding), tuple(remaining))


def erase(
    ws: Workspace, chosen: Sequence[BinnedRecord], progress: Progress = no_progress
) -> Outcome:
    """Erases records of the bin: all of them at once, or none.

    From the database they are gone before anything else is done; what is cut off afterwards is
    finished by :func:`finish`, at the next start or with the next erasure.

    Args:
        ws: the workspace.
        chosen: the records; the campaign may be a past one.
        progress: called while backups are written anew; what it raises puts the rest off.

    Raises:
        RecordNotFound: one is not in the bin any more.
        StoreError: they cannot be removed. Nothing has changed then.
    """
    if ws.read_only:
        raise StoreError(ws.read_only)
    erased = ws.store.erase_binned(each.number for each in chosen)
    try:
        backups, faults = finish(ws, erased, progress)
    except StoreError as error:  # they are gone already; the next start goes on
        backups, faults = 0, (_put_off(ws, str(error)),)
    rest = elsewhere(ws, {each.record.id for each in chosen})
    return Outcome(backups, (*faults, *rest))


def finish(
    ws: Workspace, erased: Sequence[Erased] = (), progress: Progress = no_progress
) -> tuple[int, tuple[Remaining, ...]]:
    """Removes what is left on the disk of records that are no longer stored.

    Args:
        ws: the workspace.
        erased: those that have just gone.
        progress: called while backups are written anew; what it raises puts the rest off.

    Returns:
        How many backups were written anew, and what still holds such a record.

    Raises:
        StoreError: the database cannot be written now; the next call goes on.
    """
    store = ws.store
    if not store.is_erasing:
        return 0, ()
    everywhere = store.erased()
    forget_records(
        (store.folder / "rescue", spare_folder()), {each.id for each in (*erased, *everywhere)}
    )
    is_clean = store.compact()
    done, faults, is_final = _rewrite_all(ws, everywhere, progress)
    if is_clean and is_final:
        store.forget_erased(everywhere)
    if not is_clean:
        faults.append(_put_off(ws, "另一个程序正在读数据。"))
    return done, (*faults, *_strays(ws, everywhere))


def _rewrite_all(
    ws: Workspace, erased: Sequence[Erased], progress: Progress
) -> tuple[int, list[Remaining], bool]:
    """Writes backups anew; how many, those that cannot be, and whether no second try is due."""
    from gonghui_desktop.store.backups.rewriting import (  # noqa: PLC0415 -- SQLAlchemy
        remove_unfinished,
        rewrite,
    )

    if erased:
        remove_unfinished(ws.store.folder)
    backups = listed(ws.store.folder) if erased else []
    done, faults, is_final = 0, [], True
    for place, backup in enumerate(backups):
        progress(place, len(backups))
        try:
            if _holds(backup.path, erased):
                rewrite(backup, erased, lambda _done, _total: progress(0, 0), ws.readers)
                done += 1
        except GonghuiError as error:
            is_final = is_final and not isinstance(error, StoreError)  # a damaged one stays so
            faults.append(_unwritten(backup, error))
    return done, faults, is_final


def _put_off(ws: Workspace, reason: str) -> Remaining:
    words = f"数据文件里可能还有残留，下次打开程序时接着清除：{reason}"
    return Remaining(Kind.FILE, words, ws.store.folder / FILE_NAME)


def _unwritten(backup: Backup, error: GonghuiError) -> Remaining:
    made = written_moment(backup.at)
    words = f"{made} 的自动备份里还有，没能重写：{error}"
    if not isinstance(error, StoreError):  # what is said of it is about restoring it
        words = f"{made} 的自动备份里还有，它坏了或者不是本程序做的，清除不了，请自己删除："
        words += str(backup.path)
    return Remaining(Kind.BACKUP, words, backup.path)


def _strays(ws: Workspace, erased: Sequence[Erased]) -> list[Remaining]:
    from gonghui_desktop.store.backups.rewriting import strays  # noqa: PLC0415 -- SQLAlchemy

    return [
        Remaining(Kind.FILE, f"以前留存的数据文件里还有，不需要了请自己删除：{path}", path)
        for path in strays(ws.store.folder)
        if _may_hold(path, erased)
    ]


def _may_hold(path: Path, erased: Sequence[Erased]) -> bool:
    """As :func:`_holds`; so may what cannot be read."""
    try:
        return _holds(path, erased)
    except StoreError:
        return bool(erased)


def _holds(path: Path, erased: Sequence[Erased]) -> bool:
    from gonghui_desktop.store.backups.rewriting import holds  # noqa: PLC0415 -- SQLAlchemy

    return holds(path, erased)
