"""Files that hold no records though people have them at hand: named, with what to do instead.

Parts of an unpacked package, backups, campaigns, pictures, mails. Told by what they hold first, by
their name where that says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

from gonghui_desktop.exchange.file_kinds import FileKind

_WHOLE_PACKAGE = "请导入整个报送包（.zip）"
SUBMISSION_DATA = FileKind("从报送包里取出的 submission.json", _WHOLE_PACKAGE)
"""What a package holds for programs, taken out of it."""
_BACKUP = FileKind(
    "备份或数据文件", "要恢复里面的内容，请用“文件”菜单的“备份与恢复”（命令行用 restore）"
)
_CAMPAIGN = FileKind(
    "活动文件", "请用“文件”菜单的“活动 › 添加活动”添加（命令行用 campaigns --add）"
)
_CAMPAIGN_PART = FileKind(
    "活动里的一个文件", "请把整个活动文件夹打成 ZIP，用“文件”菜单的“活动 › 添加活动”添加"
)
_PICTURE = FileKind("图片", "请照着在窗口里填写，或请对方发来 Word 申报表（.docx）或报送包（.zip）")
_MAIL = FileKind("邮件", "请先打开它，把附件另存下来，再导入附件")
_OTHER_ARCHIVE = FileKind("压缩文件", "请先解压，再导入里面的文件；报送包（.zip）不用解压")
_OF_SEVERAL = FileKind("装着几个文件的压缩包", "请先解压，再导入里面的文件；报送包（.zip）不用解压")

OR_A_ROSTER = "是历年典型名单的，请用“报送”菜单的“历年典型名单”（命令行用 roster --import）"
"""Where a list of barred units goes, a clause: nothing in it tells that it is one."""

_PACKAGE_PART = re.compile(r"(bagit|bag-info|(?:tag)?manifest-sha(?:256|512))(?: ?\(\d+\))?\.txt")
_CONTENTS: tuple[tuple[re.Pattern[bytes], FileKind], ...] = (
    (re.compile(rb"SQLite format 3\0"), _BACKUP),
    (
        re.compile(rb"\x89PNG\r\n|\xff\xd8\xff|GIF8|BM....\0\0\0\0|II\*\0|MM\0\*", re.DOTALL),
        _PICTURE,
    ),
    (re.compile(rb"RIFF....WEBP|....ftyphei", re.DOTALL), _PICTURE),
    (re.compile(rb"Rar!|7z\xbc\xaf\x27\x1c|\x1f\x8b"), _OTHER_ARCHIVE),
    (
        re.compile(rb"(?:X-Unsent|Received|Return-Path|Message-ID|From|MIME-Version): ?", re.I),
        _MAIL,
    ),
)
_PART_CONTENTS: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"BagIt-Version: "), "bagit.txt"),
    (re.compile(rb"(?:[A-Z][A-Za-z-]+: [^\n]*\n)*Bag-Group-Identifier: "), "bag-info.txt"),
    (re.compile(rb"(?:[0-9a-f]{64}|[0-9a-f]{128})  (?:data/|bag)"), "清单（manifest）"),
)
_BY_SUFFIX = {
    ".gonghui-backup": _BACKUP,
    ".toml": _CAMPAIGN_PART,
    ".eml": _MAIL,
    ".msg": _MAIL,
    ".rar": _OTHER_ARCHIVE,
    ".7z": _OTHER_ARCHIVE,
}
_ENTRY, _END = b"PK\x01\x02", b"PK\x05\x06"
_SIZE_AT, _LENGTHS_AT, _NAME_AT = 12, 28, 46
_DIRECTORY = 65_536  # bytes at the file's end that are looked at: the names of some 500 entries
_CAMPAIGN_FILE = "campaign.toml"
_IMPORTABLE = (".zip", ".json", ".docx", ".xlsx", ".xls", ".doc", ".csv")


def other_kind(head: bytes, name: str) -> FileKind | None:
    """The kind of a file that no importer reads; ``None`` where it may be one that is read.

    Args:
        head: its first bytes.
        name: its name.
    """
    if head.startswith(b"PK"):  # an archive stays one under any name
        return None
    if found := _PACKAGE_PART.fullmatch(name.lower()):
        return FileKind(f"从报送包里取出的 {found[1]}.txt", _WHOLE_PACKAGE)
    for pattern, part in _PART_CONTENTS:
        if pattern.match(head):
            return FileKind(f"从报送包里取出的 {part}", _WHOLE_PACKAGE)
    for pattern, kind in _CONTENTS:
        if pattern.match(head):
            return kind
    return _BY_SUFFIX.get(PurePath(name.lower()).suffix)


def archive_kind(data: bytes) -> FileKind | None:
    """What a ZIP archive is that was refused as a package; ``None`` for all else.

    Only its names are looked at, and nothing is unpacked.
    """
    names = [PurePath(name).name.lower() for name in _names(data)]
    if _CAMPAIGN_FILE in names:
        return _CAMPAIGN
    if "bagit.txt" not in names and any(name.endswith(_IMPORTABLE) for name in names):
        return _OF_SEVERAL
    return None


def _names(data: bytes) -> Iterator[str]:
    """Names in the central directory (APPNOTE 4.3.12, 4.3.16), as far as it can be followed."""
    tail = data[-_DIRECTORY:]
    end = tail.rfind(_END)
    at = (
        end - int.from_bytes(tail[end + _SIZE_AT : end + _SIZE_AT + 4], "little")
        if end >= 0
        else -1
    )
    while at >= 0 and tail.startswith(_ENTRY, at):
        lengths = tail[at + _LENGTHS_AT : at + _LENGTHS_AT + 6]
        name, extra, comment = (int.from_bytes(lengths[n : n + 2], "little") for n in (0, 2, 4))
        yield tail[at + _NAME_AT : at + _NAME_AT + name].decode("utf-8", "replace")
        at += _NAME_AT + name + extra + comment
