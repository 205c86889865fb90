"""Office documents told by their first bytes and their name: known, but not read by any importer.

A spreadsheet and a Word file are ZIP archives too; taken for a damaged package, they would send
the clerk looking for a fault that is not there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange.strict_json import in_sentence

HEAD_SIZE = 4096
"""Bytes from the start of a file that are enough to tell its kind."""

_ZIP_HEAD = b"PK\x03\x04"
_OLE_HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # [MS-CFB] 2.2: .doc, .xls, .wps, .et
_PDF_HEAD = b"%PDF-"
_RTF_HEAD = b"{\\rtf"
_FIRST_NAME_AT = 30  # APPNOTE 4.3.7: the name follows the fixed part of a local header
# The first entry that Word, Excel, WPS, LibreOffice and Google write.
_OFFICE_ENTRY = re.compile(
    rb"\[Content_Types\]\.xml|_rels/|docProps/|customXml/|word/|xl/|mimetype"
)

_FILL_IN = "请在窗口里填写，或请对方发来程序导出的报送包（.zip）"
_SAVE_AS = "请用 Word 或 WPS 打开，另存为“Word 文档（*.docx）”再导入"


@dataclass(frozen=True)
class FileKind:
    """A kind of file that clerks have, and that is not read.

    Attributes:
        name: in Chinese, such as ``Excel 表格``.
        remedy: what to do instead of importing it, a clause without a full stop.
    """

    name: str
    remedy: str

    def refusal(self, file: str) -> str:
        """A sentence for who wants to import such a file."""
        return f"{in_sentence(file)}：这是{self.name}，本程序不能直接导入，{self.remedy}。"


_EXCEL = FileKind(" Excel 表格", _FILL_IN)
_WORD = FileKind(" Word 文档", _SAVE_AS)
_LOCKED = FileKind("旧格式或加了密码的 Word 文档", f"有密码的先去掉密码，{_SAVE_AS}")
_MACROS = FileKind(
    "带宏的 Excel 表格",
    "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”再导入",
)
_OFFICE = FileKind(
    " Office 文档", f"是申报表的，{_SAVE_AS}，也可以请对方发来程序导出的报送包（.zip）"
)
_PDF = FileKind(" PDF 文件", "请导入同一批申报表的报送包（.zip）")
_BY_SUFFIX = {
    ".xlsx": _EXCEL,
    ".xlsm": _MACROS,
    ".xls": _EXCEL,
    ".et": FileKind(" WPS 表格", _FILL_IN),
    ".ods": FileKind(" ODF 表格", _FILL_IN),
    ".csv": FileKind(" CSV 表格", _FILL_IN),
    ".docx": _WORD,
    ".docm": _WORD,
    ".doc": _WORD,
    ".wps": FileKind(" WPS 文字文档", _SAVE_AS),
    ".odt": FileKind(" ODF 文档", _SAVE_AS),
    ".rtf": FileKind(" RTF 文档", _SAVE_AS),
    ".pdf": _PDF,
}


def refuse_empty(data: bytes, name: str) -> None:
    """Refuses a file without a byte, whatever it is called: half of a copy is often none at all.

    Raises:
        InputError: it is empty.
    """
    if not data:
        raise InputError(
            f"{in_sentence(name)}：文件是空的，可能没有复制完整，请重新复制或请对方重发。"
        )


def office_kind(head: bytes, name: str) -> FileKind | None:
    """The kind of an office document; ``None`` for anything else, a package among it.

    A signature counts before the name: a package stays one under any name.

    Args:
        head: the first :data:`HEAD_SIZE` bytes.
        name: the file's name.
    """
    suffix = PurePath(name).suffix.lower()
    named = _BY_SUFFIX.get(suffix)
    if head.startswith(_PDF_HEAD):
        return _PDF
    if head.startswith(_RTF_HEAD):
        return _BY_SUFFIX[".rtf"]
    if head.startswith(_ZIP_HEAD):
        return (named or _OFFICE) if is_office_archive(head) else None
    if head.startswith(_OLE_HEAD):
        return _LOCKED if suffix in (".docx", ".docm") else named or _OFFICE
    return named


def is_office_archive(head: bytes) -> bool:
    """Whether a file begins as the ZIP archives of Word, Excel, WPS and LibreOffice do."""
    return head.startswith(_ZIP_HEAD) and bool(_OFFICE_ENTRY.match(head, _FIRST_NAME_AT))
