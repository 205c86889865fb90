"""The template that every Word file starts from, and the finished file as bytes.

python-docx has a template of its own, with a thumbnail, a theme, 400 kB of English styles and
somebody's name; a file that an office passes on should hold the form alone. The program's own is
``template.xml`` beside this module.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from docx import Document

if TYPE_CHECKING:
    from docx.document import Document as DocumentType

_TEMPLATE = "template.xml"
_COMMENT = re.compile("<!--.*?-->", re.DOTALL)
_PART = re.compile(
    '<pkg:part pkg:name="/(.*?)" pkg:contentType="(.*?)">\\s*<pkg:xmlData>(.*?)</pkg:xmlData>',
    re.DOTALL,
)
_CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


class Style(StrEnum):
    """Ids of the template's paragraph styles.

    Attributes:
        MARK: 附件N.
        TITLE: a line of the title.
        FURTHER_TITLE: the title in one line on further pages.
        HEADING: values and words of the line above the table.
        GAP: the empty paragraph between two tables.
        LABEL: a label in the table.
        VALUE: a short value.
        LONG_TEXT: a paragraph of a long text.
        SEAL: a line in a seal cell.
        NOTE: a note under the table.
    """

    MARK = "FormMark"
    TITLE = "Title"
    FURTHER_TITLE = "Header"
    HEADING = "FormHeading"
    GAP = "FormGap"
    LABEL = "FormLabel"
    VALUE = "FormValue"
    LONG_TEXT = "FormLongText"
    SEAL = "FormSeal"
    NOTE = "FormNote"


FORM_TABLE, HEADING_TABLE = "申报表", "填空行"
"""Names of the template's table styles, with rules and without."""


def new_document() -> DocumentType:
    """An empty document with the form's page, styles and foot line."""
    return Document(io.BytesIO(_template()))


def to_bytes(document: DocumentType) -> bytes:
    """Finish the file: the same bytes for the same document, at any time, on any system."""
    written = io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as source:
        return _zip((name, source.read(name)) for name in source.namelist())


@cache
def _template() -> bytes:
    """The ZIP file of the parts in ``template.xml``."""
    text = resources.files(__package__).joinpath(_TEMPLATE).read_text("utf-8")
    parts, overrides = [], []
    # Cut out as text: as XML, each part would keep the names of the file around it.
    for name, kind, content in _PART.findall(_COMMENT.sub("", text)):
        parts.append((name, content.strip().encode()))
        overrides.append(f'<Override PartName="/{name}" ContentType="{kind}"/>')
    types = f'<Types xmlns="{_CONTENT_TYPES}">{"".join(overrides)}</Types>'
    return _zip([("[Content_Types].xml", types.encode()), *parts])


def _zip(parts: Iterable[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, on every system, so that the bytes are the same
            archive.writestr(entry, content)
    return buffer.getvalue()
