"""清除全部数据: everything that the program keeps in a data folder; standard library mostly.

What goes is moved into a folder of its own first, the database before all else, so that at each
moment the data is there as it was or there is none; then it is overwritten and removed. What was
cut off, and what another program held open, is finished at the next start.

Overwriting is what can be done for a plain disk. An SSD, a stick or a file system that copies
keeps old blocks as it likes; only encryption of the disk helps there.
"""

from __future__ import annotations

import json
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gonghui_desktop.errors import StoreError
from gonghui_desktop.fileio import PRIVATE_FOLDER, reason_of, sync_folder
from gonghui_desktop.instance_lock import LOCK_NAME
from gonghui_desktop.logs import FAULT_NAME, LOG_NAME
from gonghui_desktop.model.campaigns.campaign_loader import CAMPAIGN_FILE
from gonghui_desktop.services.places import places_file
from gonghui_desktop.services.safekeeping.backups import record_total, start_anew
from gonghui_desktop.services.safekeeping.rescue import RescueFile
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.backups.backup_files import FOLDER, SUFFIX, listed
from gonghui_desktop.store.file.beside import journal_of, log_of
from gonghui_desktop.store.file.names import FILE_NAME
from gonghui_desktop.store.receiving.package_files import FOLDER as RECEIVED
from gonghui_desktop.store.receiving.package_files import SUFFIX as PACKAGE

_TRASH = ".erased-"
_MOVING = "moving"  # in it until everything was moved there
_KEPT = ".not-erased-"
_LEFT = "left.json"  # in it: what could not be moved
_CHUNK = 1 << 20
_MOST_NAMES = 3
_OURS = (
    *(f"{FILE_NAME}*", f".{FILE_NAME}.*"),
    *(f"{FOLDER}/*{SUFFIX}*", f"{FOLDER}/.*{SUFFIX}*"),
    *(f"{RECEIVED}/*{PACKAGE}", f"{RECEIVED}/.*.tmp"),
    *("rescue/*.json", "rescue/folder", "rescue/.*.tmp"),
    *(f"logs/{LOG_NAME}*", f"logs/{FAULT_NAME}*"),
    *("forms/*/*.toml", "forms/.*/*.toml", ".campaign-*/*.toml"),
)
"""What the program makes in a data folder, by pattern; a clerk's own files there stay."""
_FOLDERS = (FOLDER, RECEIVED, "rescue", "logs", "forms/*", "forms/.*", "forms", ".campaign-*")


@dataclass(frozen=True)
class ErasedAll:
    """What was done.

    Attributes:
        files: how many files went.
        left: files of ours that could not be removed; the next start tries again.
        others: what else lies in the data folder, which is not the program's.
    """

    files: int = 0
    left: tuple[Path, ...] = ()
    others: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Holdings:
    """What a data folder holds, to be told before it goes.

    Attributes:
        folder: the folder.
        records: of all campaigns, outside of the bin.
        binned: in the bin.
        backups: that were made by themselves.
    """

    folder: Path
    records: int
    binned: int
    backups: int


def holdings(ws: Workspace) -> Holdings:
    """What the data folder holds.

    Raises:
        StoreError: it cannot be read.
    """
    data = ws.store.folder
    return Holdings(data, record_total(ws), len(ws.store.binned()), len(listed(data)))


def has_data(data: Path) -> bool:
    """Whether the program has kept anything in a folder."""
    return next(_ours(data), None) is not None or bool(_unfinished(data))


def erase_everything(data: Path, spare: Path) -> ErasedAll:
    """Erases everything that the program keeps in a data folder.

    Nobody may have the data open; the caller holds the folder's lock.

    Args:
        data: the data folder.
        spare: the user's own folder, of whose rescue files those of this data go, and beside it
            what was noted of the folders that were chosen here.

    Raises:
        StoreError: the database cannot be removed now. Nothing has changed then.
    """
    own = _in_own_folder(data, spare)
    trash = data / f"{_TRASH}{secrets.token_hex(4)}"
    database = data / FILE_NAME
    moved: list[tuple[Path, Path]] = []
    try:
        trash.mkdir(mode=PRIVATE_FOLDER)
        (trash / _MOVING).touch()
        # A log or journal alone would get into the next database.
        for each in (log_of(database), journal_of(database), database):
            if os.path.lexists(each):
                moved.append((_move(each, trash), each))
    except OSError as error:
        _put_back(trash, moved)
        raise StoreError(f"没有清除，全部数据都还在。“{database}”：{reason_of(error)}。") from error
    done = _go_on(data, trash, own)
    if any(path.parent.name == FOLDER for path in done.left):
        with suppress(StoreError):  # else the next start would miss the data, and offer that backup
            start_anew(data, datetime.now().astimezone())
    return done


def finish_erasing(data: Path, spare: Path) -> None:
    """Finishes what :func:`erase_everything` could not, before anything is opened there."""
    for trash in _unfinished(data):
        is_moving = (trash / _MOVING).exists()
        _go_on(data, trash, _in_own_folder(data, spare) if is_moving else [])


def left_words(done: ErasedAll) -> str:
    """What was done, in words, with what is left in the folder."""
    told = "全部数据已清除。"
    if done.left:
        names = "、".join(str(path) for path in done.left[:_MOST_NAMES])
        more = f"等 {len(done.left)} 个文件" if len(done.left) > _MOST_NAMES else ""
        told += f"只有{names}{more}没能删除，可能正被别的程序打开；下次打开程序时再删。"
    if done.others:
        names = "、".join(f"“{path.name}”" for path in done.others[:_MOST_NAMES])
        more = f"等 {len(done.others)} 项" if len(done.others) > _MOST_NAMES else ""
        told += f"数据文件夹里的{names}{more}不是本程序存的，没有动。"
    return told


def _unfinished(data: Path) -> list[Path]:
    with suppress(OSError):
        found = sorted(data.glob(f"{_TRASH}*"))
        return [path for path in found if path.is_dir() and not path.is_symlink()]
    return []


def _go_on(data: Path, trash: Path, own: list[Path]) -> ErasedAll:
    """Moves the rest into the trash, if that was not done, and removes what lies there."""
    if (trash / _MOVING).exists():
        left = [path for path in _ours(data) if not _moved(path, trash)]
        _keep_left(data, trash, left)
        with suppress(OSError):
            sync_folder(data)
            (trash / _MOVING).unlink()
    left = [path for path in _known_left(data, trash) if not _is_wiped(path)]
    _keep_left(data, trash, left)  # it was overwritten
    left += [path for path in own if not _is_wiped(path)]
    files = 0
    for path in _entries(trash):
        if path.name == _LEFT:
            continue
        if _is_wiped(path):
            files += 1
        else:
            left.append(path)
    for pattern in _FOLDERS:
        for folder in data.glob(pattern):
            with suppress(OSError):  # somebody's own files are in it
                folder.rmdir()
    if not left:
        with suppress(OSError):
            (trash / _LEFT).unlink(missing_ok=True)
            trash.rmdir()
    return ErasedAll(files, tuple(left), tuple(_others(data)))


def _ours(data: Path) -> Iterator[Path]:
    """Files of the program in a data folder; nothing behind a link, which may lead anywhere."""
    for pattern in _OURS:
        for path in sorted(data.glob(pattern)):
            is_within = all(not each.is_symlink() for each in path.parents if data in each.parents)
            is_plain = not path.is_dir() or path.is_symlink()
            if is_within and is_plain and _is_of_campaign(path):
                yield path


def _is_of_campaign(path: Path) -> bool:
    return path.suffix != ".toml" or path.name == CAMPAIGN_FILE or _has_campaign(path.parent)


def _has_campaign(folder: Path) -> bool:
    return (folder / CAMPAIGN_FILE).exists()


def _others(data: Path) -> Iterator[Path]:
    """What is not the program's, or is hidden from it behind a link."""
    for path in _entries(data):
        if path.name != LOCK_NAME and not path.name.startswith(_TRASH):
            yield path


def _entries(folder: Path) -> list[Path]:
    with suppress(OSError):
        return sorted(folder.iterdir())
    return []


def _move(path: Path, trash: Path) -> Path:
    return path.replace(trash / f"{secrets.token_hex(4)}-{path.name}")


def _put_back(trash: Path, moved: list[tuple[Path, Path]]) -> None:
    """Takes a beginning back; what cannot be, is kept under a name that no start erases."""
    with suppress(OSError):
        (trash / _MOVING).unlink()
    for place, former in moved:
        with suppress(OSError):
            place.replace(former)
    with suppress(OSError):
        if _entries(trash):
            trash.rename(trash.with_name(trash.name.replace(_TRASH, _KEPT)))
        else:
            trash.rmdir()


def _moved(path: Path, trash: Path) -> bool:
    with suppress(OSError):
        _move(path, trash)
        return True
    return not os.path.lexists(path)


def _keep_left(data: Path, trash: Path, left: list[Path]) -> None:
    """Writes down what could not be moved, so that a later file of its name is not meant."""
    found = []
    for path in left:
        with suppress(OSError):
            state = path.lstat()
            found.append([path.relative_to(data).as_posix(), state.st_size, state.st_mtime_ns])
    with suppress(OSError):
        (trash / _LEFT).write_text(json.dumps(found), "utf-8")


def _known_left(data: Path, trash: Path) -> Iterator[Path]:
    with suppress(OSError, ValueError, TypeError, RecursionError):
        for name, size, changed in json.loads((trash / _LEFT).read_text("utf-8")):
            path = data / name
            is_inside = data in path.parents and ".." not in path.parts
            if is_inside and os.path.lexists(path):
                state = path.lstat()
                if (state.st_size, state.st_mtime_ns) == (size, changed):
                    yield path


def _is_wiped(path: Path) -> bool:
    """Overwrites a file and removes it; whether it is gone."""
    try:
        state = path.lstat()
        if stat.S_ISREG(state.st_mode) and state.st_nlink == 1:  # else it is somebody else's, too
            with suppress(OSError):
                _overwrite(path, state.st_size)
        path.unlink()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def _overwrite(path: Path, size: int) -> None:
    path.chmod(stat.S_IWUSR | stat.S_IRUSR)  # Windows removes no read-only file
    with path.open("r+b") as file:
        for start in range(0, size, _CHUNK):
            file.write(bytes(min(_CHUNK, size - start)))
        file.flush()
        os.fsync(file.fileno())


def _in_own_folder(data: Path, spare: Path) -> list[Path]:
    """Rescue files of this data in the user's own folder, and the folders that were chosen."""
    places = [path] if os.path.lexists(path := places_file(spare)) else []
    with suppress(OSError):
        if next(spare.glob("*.json"), None) is None:
            return []
        found = RescueFile(data, spare).found()
        return [*places, *(left.path for left in found if left.path.parent == spare)]
    return places
