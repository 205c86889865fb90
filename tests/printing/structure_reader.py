"""The structure tree of a PDF with the texts on its pages: QPDF reads one, pdfplumber the other."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pdfplumber
import pikepdf

_Marks = dict[tuple[int, int], str]


@dataclass
class Element:
    """An element of the tree.

    Attributes:
        kind: structure type.
        text: directly in it, without what is in its kids.
        pages: on which that stands, from 0.
        kids: elements.
        span: columns that it reaches over.
        scope: of a header cell.
    """

    kind: str
    text: str = ""
    pages: set[int] = field(default_factory=set)
    kids: list[Element] = field(default_factory=list)
    span: int = 1
    scope: str = ""

    def all(self, kind: str) -> list[Element]:
        """All elements of a kind, in reading order, itself among them."""
        found = [self] if self.kind == kind else []
        return found + [item for kid in self.kids for item in kid.all(kind)]

    @property
    def whole_text(self) -> str:
        """Its own, then that of its kids."""
        return self.text + "".join(kid.whole_text for kid in self.kids)


def read_structure(data: bytes) -> Element:
    """The document's element.

    Raises:
        AssertionError: tree, pages and tree of parents contradict one another, or some text is
            neither in the tree nor an artifact.
    """
    marks = _marks(data)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        root = pdf.Root.StructTreeRoot
        owners: dict[tuple[int, int], Any] = {}
        document = _read(root.K, root, numbers, marks, owners)
        assert owners.keys() == marks.keys()
        parents = _pairs(root.ParentTree.Nums)
        for number, page in enumerate(pdf.pages):
            listed = parents.pop(int(page.obj.StructParents))
            ids = [mark for at, mark in marks if at == number]
            assert sorted(ids) == list(range(len(listed)))
            assert all(listed[mark].objgen == owners[number, mark] for mark in ids)
        assert not parents
    return document


def _marks(data: bytes) -> _Marks:
    """Page and number of each mark to the text under it."""
    marks: _Marks = {}
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for number, page in enumerate(pdf.pages):
            for char in page.chars:
                assert char["tag"], char
                if char["tag"] == "Artifact":
                    assert char["mcid"] is None
                else:
                    key = (number, char["mcid"])
                    marks[key] = marks.get(key, "") + char["text"]
    return marks


def _read(item: Any, parent: Any, numbers: Any, marks: _Marks, owners: Any) -> Element:
    assert item.P.objgen == parent.objgen
    attributes = item.get("/A", {})
    element = Element(str(item.S)[1:], span=int(attributes.get("/ColSpan", 1)))
    element.scope = str(attributes.get("/Scope", ""))[1:]
    for kid in _kids(item):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            element.kids.append(_read(kid, item, numbers, marks, owners))
            continue
        mark, page = (kid, item.Pg) if isinstance(kid, int) else (int(kid.MCID), kid.Pg)
        key = (numbers[page.objgen], mark)
        assert key not in owners
        owners[key] = item.objgen
        element.text += marks[key]
        element.pages.add(key[0])
    return element


def _kids(item: Any) -> Iterator[Any]:
    if "/K" not in item:  # an empty cell
        return iter(())
    kids = item.K
    return iter(kids) if isinstance(kids, pikepdf.Array) else iter([kids])


def _pairs(array: Any) -> dict[int, Any]:
    items = list(array)
    return dict(zip(map(int, items[::2]), items[1::2], strict=True))
