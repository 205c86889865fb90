"""XML from strangers' office documents, read within bounds.

expat calls for each element, so that work is bounded while it goes on, and the declaration of a
document type, without which there are no entities, ends it at once. A tree, as lxml builds it,
would have to be whole before anything of it could be counted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from xml.parsers import expat

from gonghui_desktop.exchange.office.archive import DocumentKind

DEEPEST_ELEMENT = 250


def parse_xml(
    kind: DocumentKind,
    data: bytes,
    start: Callable[[str, str, Mapping[str, str]], None],
    end: Callable[[], None],
    characters: Callable[[str], None],
) -> None:
    """Reads XML within bounds.

    Args:
        kind: of the document; bounds the number of elements.
        data: the document, at most :attr:`~.archive.DocumentKind.largest_part` bytes.
        start: called for each element with the URI of its name space, its name and its attributes
            by name, without the name spaces of those.
        end: called at each element's end.
        characters: called for text.

    Raises:
        InputError: of the kind: it is damaged, declares a document type, or is out of bounds.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    elements = depth = 0

    def begin(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal elements, depth
        elements, depth = elements + 1, depth + 1
        if depth > DEEPEST_ELEMENT:
            raise kind.fault(too_deep(kind))
        if elements > kind.most_elements:
            raise kind.fault(
                f"里面的内容多得不像{kind.meant}，请核对文件；"
                f"里面有很多{kind.meant}的，请分成几个文件。"
            )
        space, _, local = name.rpartition(" ")
        start(space, local, {key.rpartition(" ")[2]: attributes[key] for key in attributes})

    def finish(_name: str) -> None:
        nonlocal depth
        depth -= 1
        end()

    def refuse(*_declared: object) -> None:
        raise kind.fault(kind.with_declarations)

    parser.StartElementHandler = begin
    parser.EndElementHandler = finish
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)  # at once: in pieces, expat reads a long token again and again
    except (expat.ExpatError, ValueError, LookupError) as error:  # the latter two: its encoding
        raise kind.fault(f"文件内部已损坏，{kind.save_as}再导入。") from error


def too_deep(kind: DocumentKind) -> str:
    """The sentence about elements within elements without end."""
    return f"里面的表格或文字嵌套太深，不像{kind.meant}，像是恶意文件，请勿打开。"
