"""A strict reader of ZIP files for packages from outside.

It reads entries without extracting and takes only what every unzip program reads the same way: one
archive without anything before, between or after, each entry described alike in both places.
Python's own :mod:`zipfile` is lenient (junk before and after, doubled names, no limits) and raises
a dozen kinds of errors; an office's package must be plain or be refused with a reason.

The layout is PKWARE's APPNOTE 6.3; sections are named where they rule.
"""

from __future__ import annotations

import re
import stat
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from gonghui_desktop.errors import InputError, PackageError
from gonghui_desktop.exchange.litter import is_litter
from gonghui_desktop.exchange.package.contents import Contents, Place, damaged, inflated
from gonghui_desktop.exchange.strict_json import in_sentence

MOST_ENTRIES = 500
LARGEST_ENTRY = 20_000_000  # bytes, unpacked
LARGEST_SUM = 100_000_000  # bytes, unpacked; a full package of a page each has 30 million
HIGHEST_RATIO = 200
RATIO_EXEMPT = 10_000  # bytes; an entry this small is no bomb, however well it packs
LONGEST_NAME = 100  # characters after the base folder

_LOCAL = struct.Struct("<4s5H3L2H")  # 4.3.7
_CENTRAL = struct.Struct("<4s6H3L5H2L")  # 4.3.12
_END = struct.Struct("<4s4H2LH")  # 4.3.16
_DESCRIPTOR = struct.Struct("<3L")  # 4.3.9
_LOCAL_MARK = b"PK\x03\x04"
_CENTRAL_MARK = b"PK\x01\x02"
_END_MARK = b"PK\x05\x06"
_DESCRIPTOR_MARK = b"PK\x07\x08"
_ZIP64_LOCATOR_MARK = b"PK\x06\x07"
_ZIP64_LOCATOR_SIZE = 20

_ENCRYPTED = 0x0001 | 0x0040 | 0x2000
_DESCRIBED_AFTER = 0x0008
_KNOWN_FLAGS = _DESCRIBED_AFTER | 0x0006 | 0x0800  # deflate's level, names in UTF-8
_STORED = 0
_DEFLATED = 8
_EXTRA_ZIP64 = 0x0001
_EXTRA_UNICODE_PATH = 0x7075

_SEGMENT = r"[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_-])?"
_NAME = re.compile(rf"({_SEGMENT})/(?:{_SEGMENT}/)*(?:{_SEGMENT})?")
_LONGEST_BASE = 40
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?")

_SEND_AGAIN = "请让上报单位重新导出后再发来"
_AS_EXPORTED = "请使用程序导出的原文件，不要解压后重新打包"


@dataclass(frozen=True)
class _Entry:
    """What the central directory says of one entry.

    Attributes:
        name: as in the archive; ASCII, or it is litter.
        flags: general purpose bits, 4.4.4.
        method: stored or deflated.
        crc: CRC-32 of the unpacked bytes.
        packed: size in the archive.
        size: size unpacked.
        offset: where its local header starts.
    """

    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int

    @property
    def is_folder(self) -> bool:
        """Whether it is a mark for a folder, which some programs write."""
        return self.name.endswith("/")

    @property
    def shown(self) -> str:
        """The name, fit for a message."""
        return in_sentence(self.name)


@dataclass(frozen=True)
class Unpacked:
    """What is in an archive.

    Attributes:
        files: name to content, folders left out.
        litter: names of what a file manager has left in it; it was not unpacked.
    """

    files: Contents
    litter: tuple[str, ...]


def read_zip(data: bytes) -> Unpacked:
    """The files of a package.

    Raises:
        InputError: this is no ZIP file at all.
        PackageError: it is one, but damaged, dangerous or unusual (codes ``Z01`` to ``Z15``).
    """
    at, entries = _read_entries(data)
    litter = {entry.name for entry in entries if is_litter(entry.name)}
    _check_names(tuple(entry for entry in entries if entry.name not in litter))
    _check_sum(entries, LARGEST_SUM)
    places = {}
    for entry, start in _starts(data, at, entries):
        if entry.name in litter:
            continue
        _unpack(entry, memoryview(data)[start : start + entry.packed])
        if not entry.is_folder:
            places[entry.name] = Place(
                start, entry.packed, entry.size, is_deflated=entry.method == _DEFLATED
            )
    in_order = {entry.name: places[entry.name] for entry in entries if entry.name in places}
    return Unpacked(Contents(data, in_order), tuple(sorted(litter)))


def read_parts(data: bytes, largest: int = LARGEST_SUM) -> dict[str, bytes]:
    """The parts of an office document by name: as :func:`read_zip`, but names are free.

    Args:
        data: the document.
        largest: bytes that its parts may be together, unpacked.

    Raises:
        InputError: this is no ZIP file at all.
        PackageError: it is one, but damaged, dangerous or unusual.
    """
    at, entries = _read_entries(data)
    _check_different(entries)
    _check_sum(entries, largest)
    view = memoryview(data)
    contents = {
        entry.name: _unpack(entry, view[start : start + entry.packed])
        for entry, start in _starts(data, at, entries)
    }
    return {each.name: contents[each.name] for each in entries if not each.is_folder}


def _read_entries(data: bytes) -> tuple[int, tuple[_Entry, ...]]:
    """Where the central directory begins, and what it lists."""
    at, size, count = _read_end(data)
    return at, tuple(_entries(data[at : at + size], count))


def _check_sum(entries: tuple[_Entry, ...], largest: int) -> None:
    if sum(entry.size for entry in entries) > largest:
        raise PackageError(
            "Z08", f"压缩包解开后超过 {largest // 1_000_000} MB，不是正常的报送包，请勿打开。"
        )


def _read_end(data: bytes) -> tuple[int, int, int]:
    """Offset, size and number of entries of the central directory."""
    at = data.rfind(_END_MARK)
    if at < 0:
        if data.startswith(_LOCAL_MARK):
            raise PackageError("Z01", f"压缩包不完整，可能没有传完，{_SEND_AGAIN}。")
        raise InputError("这不是 ZIP 压缩包，请选择程序导出的报送包（.zip）。")
    if len(data) != at + _END.size or data[at + 20 : at + 22] != b"\0\0":
        raise PackageError("Z02", f"压缩包末尾有多余的内容或缺了一截，{_SEND_AGAIN}。")
    _, disk, first_disk, here, count, size, offset, _ = _END.unpack_from(data, at)
    before = data[max(0, at - _ZIP64_LOCATOR_SIZE) : at]
    if 0xFFFF in (here, count) or 0xFFFFFFFF in (size, offset) or before[:4] == _ZIP64_LOCATOR_MARK:
        raise PackageError("Z03", f"压缩包是 ZIP64 格式，本程序不用这种格式，{_AS_EXPORTED}。")
    if disk or first_disk or here != count:
        raise PackageError("Z04", f"压缩包是分卷的，{_AS_EXPORTED}。")
    if offset + size != at:
        raise PackageError("Z05", f"压缩包前面或中间有多余的内容或缺了一截，{_SEND_AGAIN}。")
    if count > MOST_ENTRIES:
        raise PackageError(
            "Z06", f"压缩包里超过 {MOST_ENTRIES} 个文件，不是正常的报送包，请勿打开。"
        )
    return offset, size, count


def _entries(directory: bytes, count: int) -> Iterator[_Entry]:
    at = 0
    for _ in range(count):
        if len(directory) < at + _CENTRAL.size or directory[at : at + 4] != _CENTRAL_MARK:
            raise damaged()
        (_, _, _, flags, method, _, _, crc, packed, size, *lengths, disk, _, attributes, offset) = (
            _CENTRAL.unpack_from(directory, at)
        )
        name_at, extra_at, comment_at, at = accumulate(lengths, initial=at + _CENTRAL.size)
        if at > len(directory):
            raise damaged()
        if comment_at != at:
            raise PackageError("Z02", f"压缩包里有附加说明，{_AS_EXPORTED}。")
        name = _name(directory[name_at:extra_at])
        _check_kind(name, flags, method, attributes)
        _check_extra(directory[extra_at:comment_at])
        if size > LARGEST_ENTRY:
            raise _too_large(name)
        if disk:
            raise PackageError("Z04", f"压缩包是分卷的，{_AS_EXPORTED}。")
        yield _Entry(name, flags, method, crc, packed, size, offset)
    if at != len(directory):
        raise damaged()


def _name(raw: bytes) -> str:
    name = raw.decode("utf-8", "surrogateescape")
    if raw.isascii() or is_litter(name):
        return name
    raise _wrong_name(raw.decode("utf-8", "replace"))


def _check_kind(name: str, flags: int, method: int, attributes: int) -> None:
    """Refuses what is no plain file: encrypted, a link, packed in another way."""
    shown = in_sentence(name)
    if flags & _ENCRYPTED:
        raise PackageError("Z10", f"压缩包里的“{shown}”加了密码，请发来不加密的报送包。")
    mode = attributes >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR if name.endswith("/") else 0):
        raise PackageError("Z11", f"压缩包里的“{shown}”不是普通文件而是链接，请勿打开。")
    if method not in (_STORED, _DEFLATED) or flags & ~_KNOWN_FLAGS:
        raise PackageError("Z12", f"压缩包里的“{shown}”用了少见的压缩方式，{_AS_EXPORTED}。")


def _check_extra(extra: bytes) -> None:
    """Extra fields may hold times and owners, not another size or another name (4.5)."""
    at = 0
    while at < len(extra):
        if len(extra) < at + 4:
            raise damaged()
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind in (_EXTRA_ZIP64, _EXTRA_UNICODE_PATH):
            raise PackageError("Z03", f"压缩包用了本程序不用的扩展格式，{_AS_EXPORTED}。")
        at += 4 + length
    if at != len(extra):
        raise damaged()


def _check_different(entries: tuple[_Entry, ...]) -> None:
    """All names are different whatever the case."""
    names: set[str] = set()
    for entry in entries:
        if entry.name.lower() in names:
            shown = in_sentence(entry.name)
            raise PackageError("Z07", f"压缩包里的文件名“{shown}”出现了两次，请勿打开。")
        names.add(entry.name.lower())


def _check_names(entries: tuple[_Entry, ...]) -> None:
    """All different whatever the case, on the pattern, and in one base folder."""
    _check_different(entries)
    bases = {_base(entry) for entry in entries}
    if len(bases) != 1:
        raise PackageError("Z13", f"压缩包里应当只有一个文件夹，{_AS_EXPORTED}。")
    files = [entry.name for entry in entries if not entry.is_folder]
    for entry in entries:
        inside = any(name.startswith(entry.name) for name in files)
        if entry.is_folder and (entry.size or not inside):
            raise _wrong_name(entry.name)


def _base(entry: _Entry) -> str:
    """The base folder in front of a name that is on the pattern."""
    if len(entry.name) > _LONGEST_BASE + 1 + LONGEST_NAME:
        raise _wrong_name(entry.name)
    match = _NAME.fullmatch(entry.name)
    if not match or not _is_safe(entry.name, match[1]):
        raise _wrong_name(entry.name)
    return match[1]


def _is_safe(name: str, base: str) -> bool:
    """Short enough for every file system, and no device of Windows."""
    if len(base) > _LONGEST_BASE or len(name) - len(base) - 1 > LONGEST_NAME:
        return False
    return not any(_DEVICE.fullmatch(segment) for segment in name.split("/"))


def _starts(
    data: bytes, directory_at: int, entries: tuple[_Entry, ...]
) -> Iterator[tuple[_Entry, int]]:
    """Where each entry's packed bytes start; they must lie side by side from the first byte on."""
    in_place = sorted(entries, key=lambda entry: entry.offset)
    if not in_place or in_place[0].offset:
        raise PackageError("Z05", f"压缩包前面或中间有多余的内容或缺了一截，{_SEND_AGAIN}。")
    ends = [following.offset for _, following in pairwise(in_place)] + [directory_at]
    for entry, end in zip(in_place, ends, strict=True):
        start = _local_data_at(data, entry, end)
        stop = start + entry.packed
        if stop > end:
            raise PackageError("Z14", f"压缩包里的“{entry.shown}”与别的内容重叠，请勿打开。")
        _check_descriptor(data[stop:end], entry)
        yield entry, start


def _local_data_at(data: bytes, entry: _Entry, end: int) -> int:
    """Where the packed bytes start, once the local header says what the directory says."""
    if entry.offset + _LOCAL.size > end:
        raise PackageError("Z14", f"压缩包里的“{entry.shown}”与别的内容重叠，请勿打开。")
    mark, _, flags, method, _, _, crc, packed, size, name_length, extra_length = _LOCAL.unpack_from(
        data, entry.offset
    )
    name_at = entry.offset + _LOCAL.size
    extra_at = name_at + name_length
    start: int = extra_at + extra_length
    sizes = (crc, packed, size)
    right = (entry.crc, entry.packed, entry.size)
    later = flags & _DESCRIBED_AFTER and sizes == (0, 0, 0)
    if (
        mark != _LOCAL_MARK
        or (flags, method) != (entry.flags, entry.method)
        or data[name_at:extra_at] != entry.name.encode("utf-8", "surrogateescape")
        or not (sizes == right or later)
    ):
        raise PackageError("Z15", f"压缩包里的“{entry.shown}”前后说法不一，{_SEND_AGAIN}。")
    _check_extra(data[extra_at:start])
    return start


def _check_descriptor(gap: bytes, entry: _Entry) -> None:
    """What stands between the packed bytes and the next entry: nothing, or a data descriptor."""
    right = _DESCRIPTOR.pack(entry.crc, entry.packed, entry.size)
    allowed = (right, _DESCRIPTOR_MARK + right) if entry.flags & _DESCRIBED_AFTER else (b"",)
    if gap not in allowed:
        raise PackageError("Z05", f"压缩包前面或中间有多余的内容或缺了一截，{_SEND_AGAIN}。")


def _unpack(entry: _Entry, packed: memoryview) -> bytes:
    """The entry's bytes; never more than it declares are made."""
    if entry.size > RATIO_EXEMPT and entry.size > HIGHEST_RATIO * len(packed):
        raise PackageError("Z08", f"压缩包里的“{entry.shown}”压缩得太紧，像是恶意文件，请勿打开。")
    content = bytes(packed) if entry.method == _STORED else inflated(packed, entry.size)
    if len(content) != entry.size or zlib.crc32(content) != entry.crc:
        raise damaged()
    return content


def _wrong_name(name: str) -> PackageError:
    shown = in_sentence(name)
    return PackageError("Z09", f"压缩包里的文件名“{shown}”不合规定，{_AS_EXPORTED}。")


def _too_large(name: str) -> PackageError:
    limit = LARGEST_ENTRY // 1_000_000
    shown = in_sentence(name)
    return PackageError("Z08", f"压缩包里的“{shown}”超过 {limit} MB，不是正常的报送包，请勿打开。")
