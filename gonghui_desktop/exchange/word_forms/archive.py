"""The parts of a stranger's ``.docx`` that are read, and nothing else of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange.office.archive import DocumentKind, OfficeArchive, open_archive

LARGEST_FILE = 50_000_000  # bytes: photographs count, though they are not read

NAME_SPACES = frozenset(
    {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    }
)
"""Of Word's own elements, as Word writes them and as the strict standard has them."""

_BEGINNING = 4096  # bytes of a part, in which its document type is declared if it has one
_MOST_PARTS = 1000  # that are looked at; a form with pictures has 30
_DOCUMENT = re.compile(r"word/document[0-9]?\.xml")  # Word in the browser writes document2.xml
_NUMBERING = re.compile(r"word/numbering[0-9]?\.xml")


class WordFileError(InputError):
    """A Word file that is not read: one Chinese sentence without the file's name."""


WORD_DOCUMENT = DocumentKind(
    name="Word 文档",
    save_as="请用 Word 或 WPS 打开，另存为“Word 文档（*.docx）”",
    without_macros="请用 Word 或 WPS 另存为不带宏的“Word 文档（*.docx）”",
    meant="申报表",
    largest_part=20_000_000,  # a form as Word writes it has 50,000 to 300,000
    most_elements=500_000,  # a form has some 3,000
    fault=WordFileError,
)


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
    with open_archive(WORD_DOCUMENT, data) as archive:
        _refuse_declarations(archive)
        documents = [name for name in sorted(archive.names) if _DOCUMENT.fullmatch(name)]
        numberings = [name for name in sorted(archive.names) if _NUMBERING.fullmatch(name)]
        if len(documents) != 1:
            raise WordFileError(f"里面没有 Word 文档的正文，{WORD_DOCUMENT.save_as}再导入。")
        numbering = archive.part(numberings[0]) if numberings else b""
        return WordParts(archive.part(documents[0]), numbering)


def _refuse_declarations(archive: OfficeArchive) -> None:
    """Refuses a document type at the beginning of any part, also of those that are never read.

    Such a file was made to do harm to whoever opens it next, in Word.
    """
    for name in sorted(archive.names)[:_MOST_PARTS]:
        if name.endswith((".xml", ".rels")):
            beginning = archive.beginning(name, _BEGINNING).replace(b"\0", b"")  # also of UTF-16
            if b"<!DOCTYPE" in beginning:
                raise WordFileError(WORD_DOCUMENT.with_declarations)
