"""A campaign as a file: a ZIP of its folder, or the folder itself, from the office above.

Only its TOML files are read, into memory; nothing is unpacked and no name in it is used as a path.
A child does it, and loads them; the parent gets only what has loaded there.
"""

from __future__ import annotations

import io
import json
import stat
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from gonghui_desktop.confined.jobs import Limits, Remedy
from gonghui_desktop.errors import FormDefinitionError, InputError
from gonghui_desktop.exchange.litter import is_litter
from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.exchange.zip_faults import DAMAGE, ENCRYPTED, METHODS
from gonghui_desktop.fileio import read_limited
from gonghui_desktop.model.campaigns.campaign_files import campaign_of
from gonghui_desktop.model.campaigns.campaign_loader import CAMPAIGN_FILE
from gonghui_desktop.model.toml_file import LARGEST_FILE

if TYPE_CHECKING:  # no start needs it
    from gonghui_desktop.confined.readers import Readers

LARGEST_ARCHIVE = 2_000_000  # bytes, packed and unpacked; the official one has 20,000
MOST_FILES = 60

JOB = "campaign"

_LIMITS = Limits(output=100_000_000)
_REMEDY = Remedy("不像活动文件，请向上级工会索取原文件")


def read_campaign_files(path: Path, readers: Readers) -> dict[str, bytes]:
    """The campaign's files by name, in the order of their names, once all have loaded in a child.

    Args:
        path: a ZIP file or a folder.
        readers: their child unpacks and loads it.

    Raises:
        FileError: it cannot be read, or is far too large.
        InputError: it holds something else than a campaign's files, or takes too much to read.
        FormDefinitionError: a file in it is wrong; the sentence names file and key path.
    """
    given = _packed(_of_folder(path)) if path.is_dir() else read_limited(path, LARGEST_ARCHIVE)
    from gonghui_desktop.confined.readers import checked  # noqa: PLC0415 -- no start needs it

    with checked(_REMEDY):
        told = readers.whole(JOB, given, {"name": path.name}, limits=_LIMITS, remedy=_REMEDY)
        files = {str(name): str(text).encode() for name, text in json.loads(told).items()}
    if len(files) > MOST_FILES or sum(map(len, files.values())) > LARGEST_ARCHIVE:
        raise _refused(path.name, "的文件太多或太大")
    return files


def answer(data: bytes, parameters: Mapping[str, object]) -> Iterator[bytes]:
    """The child's half: the files of an archive that all load.

    Raises:
        InputError, FormDefinitionError: see :func:`read_campaign_files`.
    """
    shown = str(parameters["name"])
    found = _of_archive(shown, data)
    if CAMPAIGN_FILE not in found:
        raise InputError(f"“{shown}”里没有 {CAMPAIGN_FILE}，不是活动文件，请向上级工会索取原文件。")
    if sum(map(len, found.values())) > LARGEST_ARCHIVE:
        raise _refused(shown, f"的文件合起来超过 {LARGEST_ARCHIVE // 1_000_000} MB")
    files = {name: found[name] for name in sorted(found)}
    campaign = campaign_of(files)
    if campaign.faults:
        raise FormDefinitionError(campaign.faults[0])
    yield json.dumps({name: content.decode() for name, content in files.items()}).encode()


def _packed(files: Mapping[str, bytes]) -> bytes:
    """The files of a folder as the archive that it might have come in."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


def _of_folder(folder: Path) -> dict[str, bytes]:
    try:
        paths = [path for path in folder.iterdir() if path.suffix == ".toml"]
    except OSError as error:
        raise InputError(f"无法读取文件夹“{folder}”，请检查权限。") from error
    if len(paths) > MOST_FILES:
        raise _refused(folder.name, f"超过 {MOST_FILES} 个文件")
    for path in paths:
        if path.is_symlink() or not path.is_file():
            raise _refused(folder.name, f"“{in_sentence(path.name)}”不是普通文件")
    return {path.name: read_limited(path, LARGEST_FILE) for path in paths}


def _of_archive(shown: str, data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not is_litter(entry.filename)]
            if len(entries) > MOST_FILES:
                raise _refused(shown, f"超过 {MOST_FILES} 个文件")
            return _contents(shown, archive, entries)
    except DAMAGE as error:
        raise InputError(f"“{shown}”不是完好的 ZIP 文件，请向上级工会索取原文件。") from error


def _contents(
    given: str, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]
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
            raise _refused(given, f"“{shown}”不是正常的文件名")
        kind = entry.external_attr >> 16
        if kind and stat.S_IFMT(kind) not in (0, stat.S_IFREG):
            raise _refused(given, f"“{shown}”不是普通文件")
        if entry.flag_bits & ENCRYPTED or entry.compress_type not in METHODS:
            raise _refused(given, f"“{shown}”加了密或用了少见的压缩方式")
        if place.suffix != ".toml":
            raise _refused(given, f"“{shown}”不是 .toml 文件")
        if entry.file_size > LARGEST_FILE:
            raise _refused(given, f"“{shown}”超过 {LARGEST_FILE // 1000} KB")
        if place.name in found:
            raise _refused(given, f"“{shown}”有两份")
        folders.add(place.parent)
        with archive.open(entry) as file:
            found[place.name] = file.read(LARGEST_FILE + 1)
    if len(folders) > 1:
        raise _refused(given, "有几个文件夹，应当只有一个活动的文件夹")
    return found


def _refused(given: str, reason: str) -> InputError:
    return InputError(f"“{given}”不能添加：里面{reason}，请向上级工会索取原文件。")
