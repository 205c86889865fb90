"""XML from strangers' Word files, read within bounds.

expat calls for each element, so that work is bounded while it goes on, and the declaration of a
document type, without which there are no entities, ends it at once. A tree, as lxml builds it,
would have to be whole before anything of it could be counted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from xml.parsers import expat

from gonghui_desktop.exchange.word_forms.archive import WordFileError

MOST_ELEMENTS = 500_000  # a form has some 3,000 as Word writes it
DEEPEST_ELEMENT = 250

WORD = frozenset(
    {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    }
)
"""Name spaces of Word's own elements, as Word writes them and as the strict standard has them."""

TOO_DEEP = "里面的表格或文字嵌套太深，不像申报表，像是恶意文件，请勿打开。"
_TOO_MUCH = "里面的内容多得不像申报表，请核对文件；里面有很多申报表的，请分成几个文件。"


def parse_xml(
    data: bytes,
    start: Callable[[str, str, Mapping[str, str]], None],
    end: Callable[[], None],
    characters: Callable[[str], None],
) -> None:
    """Reads XML within bounds.

    Args:
        data: the document, at most :data:`~.archive.LARGEST_PART` bytes.
        start: called for each element with the URI of its name space, its name and its attributes
            by name, without the name spaces of those.
        end: called at each element's end.
        characters: called for text.

    Raises:
        WordFileError: it is damaged, declares a document type, or is out of bounds.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    elements = depth = 0

    def begin(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal elements, depth
        elements, depth = elements + 1, depth + 1
        if depth > DEEPEST_ELEMENT:
            raise WordFileError(TOO_DEEP)
        if elements > MOST_ELEMENTS:
            raise WordFileError(_TOO_MUCH)
        space, _, local = name.rpartition(" ")
        start(space, local, {key.rpartition(" ")[2]: attributes[key] for key in attributes})

    def finish(_name: str) -> None:
        nonlocal depth
        depth -= 1
        end()

    def refuse(*_declared: object) -> None:
        raise WordFileError("里面声明了 XML 实体，Word 不会这样写，像是恶意文件，请勿打开。")

    parser.StartElementHandler = begin
    parser.EndElementHandler = finish
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)  # at once: in pieces, expat reads a long token again and again
    except (expat.ExpatError, ValueError, LookupError) as error:  # the latter two: its encoding
        raise WordFileError(
            "文件内部已损坏，请用 Word 或 WPS 打开，另存为“Word 文档（*.docx）”再导入。"
        ) from error
