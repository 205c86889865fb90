"""The bytes of received packages, each under its SHA-256: by them one can prove what came.

They lie beside the database, since everything that counts is in there; so backups have them not.
A file whose row was never written, because the program was killed in between, or is gone with a
restore, is in nobody's way: the same package, received again, finds it there. After :data:`OLD` it
goes with :func:`remove_unknown`.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from gonghui_desktop.errors import FileError, StoreError
from gonghui_desktop.fileio import make_private_folder, read_limited, reason_of, write_atomically

FOLDER = "received"
SUFFIX = ".zip"
OLD = 30 * 24 * 3600
"""Seconds for which a file without a row stays, as long as what lies in the bin: whoever takes a
restore back has it still, and no process that receives is so long between a file and its row."""

_NAME = re.compile(r"[0-9a-f]{64}\.zip|\.[0-9a-f]{40}\..*\.tmp")
"""A package, or one that was being written."""


def digest_of(data: bytes) -> str:
    """SHA-256 of a file, in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def is_digest(text: str) -> bool:
    """Whether a text can be the digest of a file."""
    return re.fullmatch("[0-9a-f]{64}", text) is not None


def place_of(folder: Path, digest: str) -> Path:
    """Where the package of a digest lies in a data folder, or would."""
    return folder / FOLDER / f"{digest}{SUFFIX}"


def keep(folder: Path, data: bytes, digest: str) -> bool:
    """Keeps a package, for its owner alone, whole or not at all.

    Args:
        folder: the data folder.
        data: the package.
        digest: its own.

    Returns:
        Whether it is new there; a file that no longer is what it was is replaced.

    Raises:
        StoreError: it cannot be written.
    """
    place = place_of(folder, digest)
    try:
        make_private_folder(place.parent)
        if is_kept(folder, digest, len(data)):
            with suppress(OSError):
                os.utime(place)  # its row is about to come
            return False
        write_atomically(place, data)
    except OSError as error:
        raise StoreError(f"无法使用文件夹“{place.parent}”：{reason_of(error)}。") from error
    except FileError as error:
        raise StoreError(str(error)) from error
    return True


def is_kept(folder: Path, digest: str, size: int) -> bool:
    """Whether a package of that size lies there as it was received."""
    with suppress(FileError):
        return digest_of(read_limited(place_of(folder, digest), size)) == digest
    return False


def remove(folder: Path, digest: str) -> None:
    """Removes a package that was kept in vain; that it cannot be does no harm."""
    with suppress(OSError):
        place_of(folder, digest).unlink(missing_ok=True)


def renew(folder: Path) -> None:
    """Counts the age of every file from now on, since its row may have gone a moment ago."""
    for place in _files(folder):
        with suppress(OSError):
            os.utime(place)


def remove_unknown(folder: Path, known: Collection[str]) -> None:
    """Removes the packages that no row knows, and parts of some, that are old enough.

    Args:
        folder: the data folder.
        known: the digests of all rows.
    """
    for place in _files(folder):
        with suppress(OSError):
            if place.stem not in known and time.time() - place.stat().st_mtime > OLD:
                place.unlink()


def _files(folder: Path) -> list[Path]:
    with suppress(OSError):
        places = list((folder / FOLDER).iterdir())
        return [each for each in places if _NAME.fullmatch(each.name) and not each.is_symlink()]
    return []
