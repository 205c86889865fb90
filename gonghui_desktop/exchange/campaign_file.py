"""A campaign as a file: a ZIP of its folder, or the folder itself, from the office above.

Only its TOML files are read, into memory; nothing is unpacked and no name in it is used as a path.
"""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path, PurePosixPath

from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange.litter import is_litter
from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.exchange.zip_faults import DAMAGE, ENCRYPTED, METHODS
from gonghui_desktop.fileio import read_limited
from gonghui_desktop.model.campaigns.campaign_loader import CAMPAIGN_FILE
from gonghui_desktop.model.toml_file import LARGEST_FILE

LARGEST_ARCHIVE = 2_000_000  # bytes; the official one has 5,000
MOST_FILES = 60


def read_campaign_files(path: Path) -> dict[str, bytes]:
    """The campaign's files by name, in the order of their names.

    Args:
        path: a ZIP file or a folder.

    Raises:
        FileError: it cannot be read, or is far too large.
        InputError: it holds something else than a campaign's files.
    """
    found = _of_folder(path) if path.is_dir() else _of_archive(path)
    if CAMPAIGN_FILE not in found:
        raise InputError(
            f"“{path.name}”里没有 {CAMPAIGN_FILE}，不是活动文件，请向上级工会索取原文件。"
        )
    return {name: found[name] for name in sorted(found)}


def _of_folder(folder: Path) -> dict[str, bytes]:
    try:
        paths = [path for path in folder.iterdir() if path.suffix == ".toml"]
    except OSError as error:
        raise InputError(f"无法读取文件夹“{folder}”，请检查权限。") from error
    if len(paths) > MOST_FILES:
        raise _refused(folder, f"超过 {MOST_FILES} 个文件")
    for path in paths:
        if path.is_symlink() or not path.is_file():
            raise _refused(folder, f"“{in_sentence(path.name)}”不是普通文件")
    return {path.name: read_limited(path, LARGEST_FILE) for path in paths}


def _of_archive(path: Path) -> dict[str, bytes]:
    data = read_limited(path, LARGEST_ARCHIVE)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not is_litter(entry.filename)]
            if len(entries) > MOST_FILES:
                raise _refused(path, f"超过 {MOST_FILES} 个文件")
            return _contents(path, archive, entries)
    except DAMAGE as error:
        raise InputError(f"“{path.name}”不是完好的 ZIP 文件，请向上级工会索取原文件。") from error


def _contents(
    path: Path, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]
) -> dict[str, bytes]:
    """The files' contents, once every entry is known to be a plain file of one folder."""
    found: dict[str, bytes] = {}
    folders: set[PurePosixPath] = set()
    for entry in entries:
        place = PurePosixPath(entry.filename)
        shown = in_sentence(entry.filename)
        if entry.filename.endswith("/"):  # is_dir() of 3.11 fails for an entry without a name
            continue
        if place.is_absolute() or ".." in place.parts or "\\" in entry.filename or ":" in shown:
            raise _refused(path, f"“{shown}”不是正常的文件名")
        kind = entry.external_attr >> 16
        if kind and stat.S_IFMT(kind) not in (0, stat.S_IFREG):
            raise _refused(path, f"“{shown}”不是普通文件")
        if entry.flag_bits & ENCRYPTED or entry.compress_type not in METHODS:
            raise _refused(path, f"“{shown}”加了密或用了少见的压缩方式")
        if place.suffix != ".toml":
            raise _refused(path, f"“{shown}”不是 .toml 文件")
        if entry.file_size > LARGEST_FILE:
            raise _refused(path, f"“{shown}”超过 {LARGEST_FILE // 1000} KB")
        if place.name in found:
            raise _refused(path, f"“{shown}”有两份")
        folders.add(place.parent)
        with archive.open(entry) as file:
            found[place.name] = file.read(LARGEST_FILE + 1)
    if len(folders) > 1:
        raise _refused(path, "有几个文件夹，应当只有一个活动的文件夹")
    return found


def _refused(path: Path, reason: str) -> InputError:
    return InputError(f"“{path.name}”不能添加：里面{reason}，请向上级工会索取原文件。")
