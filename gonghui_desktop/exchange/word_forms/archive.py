"""The parts of a stranger's ``.docx`` that are read, and nothing else of it.

Nothing is unpacked, run, followed or fetched. Bounds come before work: the archive's size and its
directory before Python's reader sees them, a part's size while it is unpacked.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
from dataclasses import dataclass

from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange.zip_faults import DAMAGE, ENCRYPTED, METHODS

LARGEST_FILE = 50_000_000  # bytes: photographs count, though they are not read
LARGEST_PART = 20_000_000  # bytes of XML, unpacked; a form as Word writes it has 50,000 to 300,000
LARGEST_DIRECTORY = 1_000_000  # bytes of the archive's directory, some 10,000 entries

_DOCUMENT = re.compile(r"word/document[0-9]?\.xml")  # Word in the browser writes document2.xml
_NUMBERING = re.compile(r"word/numbering[0-9]?\.xml")
_MACROS = "vbaproject.bin"
_END_MARK, _END_SIZE = b"PK\x05\x06", 22  # APPNOTE 4.3.16
_LONGEST_COMMENT = 0xFFFF
_SAVE_AGAIN = "请用 Word 或 WPS 打开，另存为“Word 文档（*.docx）”再导入"


class WordFileError(InputError):
    """A Word file that is not read: one Chinese sentence without the file's name."""


@dataclass(frozen=True)
class WordParts:
    """What is read of a Word file.

    Attributes:
        document: the text's XML.
        numbering: the lists' XML, empty where there is none.
    """

    document: bytes
    numbering: bytes


def read_parts(data: bytes) -> WordParts:
    """The parts of a Word file that hold its text.

    Raises:
        WordFileError: it is damaged, far too large, packed like a bomb, locked, or has macros.
    """
    if len(data) > LARGEST_FILE:
        raise WordFileError(
            f"文件超过 {LARGEST_FILE // 1_000_000} MB，请删去里面的图片，或把申报表另存为一个文件。"
        )
    _check_directory(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = _entries(archive)
            documents = [entry for name, entry in entries.items() if _DOCUMENT.fullmatch(name)]
            numberings = [entry for name, entry in entries.items() if _NUMBERING.fullmatch(name)]
            if len(documents) != 1:
                raise WordFileError(f"里面没有 Word 文档的正文，{_SAVE_AGAIN}。")
            numbering = _content(archive, numberings[0]) if numberings else b""
            return WordParts(_content(archive, documents[0]), numbering)
    except DAMAGE as error:
        raise WordFileError(
            f"文件已损坏，可能没有传完，{_SAVE_AGAIN}，打不开的请对方重发。"
        ) from error


def _check_directory(data: bytes) -> None:
    """Refuses a directory that would take the reader long, by what the archive's end says of it."""
    at = data.rfind(_END_MARK, max(0, len(data) - _END_SIZE - _LONGEST_COMMENT))
    if at < 0 or len(data) < at + _END_SIZE:
        raise WordFileError(f"文件不完整，可能没有传完，{_SAVE_AGAIN}，打不开的请对方重发。")
    (size,) = struct.unpack_from("<L", data, at + 12)
    if size > LARGEST_DIRECTORY:  # 0xFFFFFFFF, the mark of ZIP64, is refused with the rest
        raise WordFileError("里面的文件多得不像 Word 文档，像是恶意文件，请勿打开。")


def _entries(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The archive's entries by name, each a plain file and there only once."""
    entries: dict[str, zipfile.ZipInfo] = {}
    for entry in archive.infolist():
        name = entry.filename.lower()
        if name in entries:
            raise WordFileError("里面有两个同名的文件，像是恶意文件，请勿打开。")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise WordFileError("里面有指向别处的链接，像是恶意文件，请勿打开。")
        if name.endswith(_MACROS):
            raise WordFileError(
                "里面有宏，为安全不导入，"
                "请用 Word 或 WPS 另存为不带宏的“Word 文档（*.docx）”再导入。"
            )
        entries[name] = entry
    return entries


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.flag_bits & ENCRYPTED:
        raise WordFileError("文件加了密码，请去掉密码后另存再导入。")
    if entry.compress_type not in METHODS:
        raise WordFileError(f"文件用了少见的压缩方式，{_SAVE_AGAIN}。")
    with archive.open(entry) as file:
        content = file.read(LARGEST_PART + 1)
    if len(content) > LARGEST_PART:
        raise WordFileError(
            f"正文解开后超过 {LARGEST_PART // 1_000_000} MB，不像申报表，请核对文件；"
            "里面有很多申报表的，请分成几个文件。"
        )
    return content
