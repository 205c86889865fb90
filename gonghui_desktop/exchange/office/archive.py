"""The parts of a stranger's office document (a ZIP archive), and nothing else of it.

Nothing is unpacked, run, followed or fetched. Bounds come before work: the archive's size and its
directory before Python's reader sees them, a part's size while it is unpacked.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange.zip_faults import DAMAGE, ENCRYPTED, METHODS

LARGEST_DIRECTORY = 1_000_000  # bytes of the archive's directory, some 10,000 entries

_MACROS = "vbaproject.bin"
_END_MARK, _END_SIZE = b"PK\x05\x06", 22  # APPNOTE 4.3.16
_LONGEST_COMMENT = 0xFFFF


@dataclass(frozen=True)
class DocumentKind:
    """A kind of office document, for the sentences about what is wrong with one.

    Attributes:
        name: such as ``Word 文档``.
        save_as: how a sound one is made, a clause, such as ``请用 Word 或 WPS 打开，另存为……``.
        without_macros: how one without macros is made, likewise.
        meant: what its contents are, such as ``申报表``.
        largest_part: bytes of XML, unpacked, that a part may have.
        most_elements: of a part.
        fault: what is raised, with one Chinese sentence without the file's name.
    """

    name: str
    save_as: str
    without_macros: str
    meant: str
    largest_part: int
    most_elements: int
    fault: type[InputError]

    @property
    def with_declarations(self) -> str:
        """The sentence about one whose XML declares a document type."""
        return f"里面有正常的{self.name}没有的写法（XML 实体），像是恶意文件，请勿打开。"

    @property
    def with_macros(self) -> str:
        """The sentence about one with macros."""
        return f"里面有宏，为安全不导入，{self.without_macros}再导入。"


class OfficeArchive:
    """The open archive of a document; made by :func:`open_archive`.

    Attributes:
        names: of its parts, in lower case.
    """

    def __init__(self, kind: DocumentKind, archive: zipfile.ZipFile) -> None:
        self._kind = kind
        self._archive = archive
        self._entries = _entries(kind, archive)
        self.names = frozenset(self._entries)

    def part(self, name: str) -> bytes:
        """A part's content.

        Args:
            name: one of :attr:`names`.

        Raises:
            InputError: of the kind: it is locked, damaged or far too large.
        """
        kind, entry = self._kind, self._entries[name]
        if entry.flag_bits & ENCRYPTED:
            raise kind.fault("文件加了密码，请去掉密码后另存再导入。")
        if entry.compress_type not in METHODS:
            raise kind.fault(f"文件用了少见的压缩方式，{kind.save_as}再导入。")
        with self._archive.open(entry) as file:
            content = file.read(kind.largest_part + 1)
        self._check_size(len(content))
        return content

    def beginning(self, name: str, size: int) -> bytes:
        """A part's first bytes, empty where it is locked or packed in a way that nobody uses.

        Args:
            name: one of :attr:`names`.
            size: how many bytes at the most.
        """
        entry = self._entries[name]
        if entry.flag_bits & ENCRYPTED or entry.compress_type not in METHODS:
            return b""
        with self._archive.open(entry) as file:
            return file.read(size)

    def check(self, name: str) -> None:
        """Raises where a part that others will read says of itself that it is far too large.

        Args:
            name: one of :attr:`names`.

        Raises:
            InputError: of the kind.
        """
        self._check_size(self._entries[name].file_size)

    def _check_size(self, size: int) -> None:
        kind = self._kind
        if size > kind.largest_part:
            raise kind.fault(
                f"正文解开后超过 {kind.largest_part // 1_000_000} MB，不像{kind.meant}，"
                f"请核对文件；里面有很多{kind.meant}的，请分成几个文件。"
            )


@contextmanager
def open_archive(kind: DocumentKind, data: bytes) -> Iterator[OfficeArchive]:
    """The archive of a document, to read parts of.

    Raises:
        InputError: of the kind: it is damaged, far too large, locked, or has macros.
    """
    _check_directory(kind, data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield OfficeArchive(kind, archive)
    except DAMAGE as error:
        raise kind.fault(
            f"文件已损坏，可能没有传完，{kind.save_as}再导入，打不开的请对方重发。"
        ) from error


def _check_directory(kind: DocumentKind, data: bytes) -> None:
    """Refuses a directory that would take the reader long, by what the archive's end says of it."""
    at = data.rfind(_END_MARK, max(0, len(data) - _END_SIZE - _LONGEST_COMMENT))
    if at < 0 or len(data) < at + _END_SIZE:
        raise kind.fault(f"文件不完整，可能没有传完，{kind.save_as}再导入，打不开的请对方重发。")
    (size,) = struct.unpack_from("<L", data, at + 12)
    if size > LARGEST_DIRECTORY:  # 0xFFFFFFFF, the mark of ZIP64, is refused with the rest
        raise kind.fault(f"里面的文件多得不像 {kind.name}，像是恶意文件，请勿打开。")


def _entries(kind: DocumentKind, archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The archive's entries by name, each a plain file and there only once."""
    entries: dict[str, zipfile.ZipInfo] = {}
    for entry in archive.infolist():
        name = entry.filename.lower()
        if name in entries:
            raise kind.fault("里面有两个同名的文件，像是恶意文件，请勿打开。")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise kind.fault("里面有指向别处的链接，像是恶意文件，请勿打开。")
        if name.endswith(_MACROS):
            raise kind.fault(kind.with_macros)
        entries[name] = entry
    return entries
