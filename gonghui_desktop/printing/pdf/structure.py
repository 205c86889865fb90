"""The structure tree: what a file's texts are, for archives and readers (ISO 32000-1, 14.7)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import product
from operator import itemgetter

from gonghui_desktop.printing.page.structure import Path
from gonghui_desktop.printing.pdf.pdffile import PdfFile
from gonghui_desktop.printing.pdf.pdfobjects import array

NO_MARK = -1
_SCOPE = "/A<</O/Table/Scope/{}>>"
_SPAN = "/A<</O/Table/ColSpan {}>>"
_REFERENCE = "%d 0 R"

PageTags = tuple[tuple[Path, bool, int], ...]
"""What is marked in a page's content, in reading order; of each passage but the artifacts: the path
of its element, whether that begins with it, the number of its mark. An empty cell has none."""


@dataclass(frozen=True, slots=True)
class TaggedPage:
    """A page, and what is to be told of its content.

    Attributes:
        reference: to the page.
        key: of the page in the structure, its ``/StructParents``.
        tags: of its content.
    """

    reference: str
    key: int
    tags: PageTags


class FormShape:
    """The elements of all forms whose pages have these tags, but for the objects' numbers.

    Args:
        pages: tags of each page.

    Attributes:
        count: of the elements.
    """

    def __init__(self, pages: tuple[PageTags, ...]) -> None:
        elements = _Elements(1 + len(pages))
        parents: list[list[int]] = []
        for number, tags in enumerate(pages, 1):
            marks = {
                mark: elements.at(path, begins=begins, mark=mark, page=number)
                for path, begins, mark in tags
            }
            marks.pop(NO_MARK, None)
            parents.append([slot for _, slot in sorted(marks.items())])
        elements.widen_rows()
        lines = [element.line() for element in elements]
        lines += [(array([_REFERENCE] * len(slots)), slots) for slots in parents]
        self.count = len(elements)
        self._text = "\n".join([text for text, _ in lines])
        self._numbers = itemgetter(*(slot for _, slots in lines for slot in slots))

    def write(
        self, document: int, pages: Sequence[TaggedPage], first: int
    ) -> tuple[list[str], list[str]]:
        """The elements, and those of each page's marks.

        Args:
            document: number of the element around the form.
            pages: with these tags.
            first: number of the first element.
        """
        numbers = [document, *(int(page.reference[:-4]) for page in pages)]
        numbers += range(first, first + self.count)
        lines = (self._text % self._numbers(numbers)).split("\n")
        return lines[: self.count], lines[self.count :]


class StructureTree:
    """The tree of one file.

    Args:
        file: the file; gets each form's elements as soon as they are known.
        shape: the shape of a form from the tags of its pages.
    """

    def __init__(self, file: PdfFile, shape: Callable[[tuple[PageTags, ...]], FormShape]) -> None:
        self._file = file
        self._shape = shape
        self._root = file.reserve_packed(2)
        self._document = self._root + 1
        self._kids: list[str] = []
        self._parents: list[str] = []

    def add_key(self) -> int:
        """A key for a page that is about to be added."""
        self._parents.append("")
        return len(self._parents) - 1

    def add_form(self, pages: Sequence[TaggedPage]) -> None:
        """Adds the elements of a form on its pages."""
        shape = self._shape(tuple([page.tags for page in pages]))
        first = self._file.reserve_packed(shape.count)
        elements, parents = shape.write(self._document, pages, first)
        self._file.pack(first, elements)
        self._kids.append(f"{first} 0 R")
        for page, marked in zip(pages, parents, strict=True):
            self._parents[page.key] = marked

    def add_copies(self, copies: Sequence[Sequence[TaggedPage]]) -> None:
        """Adds further copies of a form: their text in reading order, without inner structure.

        All elements again for each copy would make a batch in four copies a third longer.
        """
        marks = [[str(mark) for _, _, mark in page.tags if mark != NO_MARK] for page in copies[0]]
        kids = list(map(array, marks))
        lines = []
        first = self._file.reserve_packed(len(copies) * len(kids))
        for number, (copy, place) in enumerate(product(copies, range(len(kids))), first):
            page = copy[place]
            lines.append(f"<</S/P/P {self._document} 0 R/Pg {page.reference}/K{kids[place]}>>")
            self._kids.append(f"{number} 0 R")
            self._parents[page.key] = f"[{f'{number} 0 R ' * len(marks[place])}]"
        self._file.pack(first, lines)

    def finish(self) -> str:
        """Writes the tree's root, and returns the reference to it."""
        parents = array([f"{key} {parent}" for key, parent in enumerate(self._parents)])
        root = (
            f"<</Type/StructTreeRoot/K {self._document} 0 R/ParentTree<</Nums{parents}>>"
            f"/ParentTreeNextKey {len(self._parents)}>>"
        )
        document = f"<</S/Document/P {self._root} 0 R/K{array(self._kids)}>>"
        self._file.pack(self._root, [root, document])
        return f"{self._root} 0 R"


@dataclass(slots=True)
class _Element:
    """An element of a shape. Numbers are those of slots: document, pages, elements.

    Attributes:
        kind: standard structure type.
        slot: its own.
        parent: the element around it.
        page: where its first mark is; 0 without any.
        attributes: as the file has them.
        kids: elements and marks, as text and the slots in it.
    """

    kind: str
    slot: int
    parent: int
    page: int = 0
    attributes: str = ""
    kids: list[tuple[str, list[int]]] = field(default_factory=list)

    def add_mark(self, mark: int, page: int) -> None:
        """Adds a marked part of a page's content."""
        self.page = self.page or page
        if page == self.page:
            self.kids.append((str(mark), []))
        else:
            self.kids.append((f"<</Type/MCR/Pg {_REFERENCE}/MCID {mark}>>", [page]))

    def line(self) -> tuple[str, list[int]]:
        """The element as the file has it, and the slots in it."""
        text, slots = f"<</S/{self.kind}/P {_REFERENCE}", [self.parent]
        if self.page:
            text += f"/Pg {_REFERENCE}"
            slots.append(self.page)
        text += self.attributes
        if self.kids:
            text += f"/K{array(kid for kid, _ in self.kids)}"
            slots += [slot for _, kid_slots in self.kids for slot in kid_slots]
        return f"{text}>>", slots


class _Elements(list[_Element]):
    """The elements of a form in the order of their slots.

    Args:
        first: slot of the first.
    """

    def __init__(self, first: int) -> None:
        super().__init__()
        self._first = first
        self._by_path: dict[Path, _Element] = {(): self._new("Sect", None)}

    def at(self, path: Path, *, begins: bool, mark: int, page: int) -> int:
        """The element at a path, with a mark; where it begins or is not there yet, a new one."""
        if begins:
            self._by_path.pop(path, None)
        element = self._find(path)
        if mark != NO_MARK:
            element.add_mark(mark, page)
        return element.slot

    def widen_rows(self) -> None:
        """Says what cells head, and that a row's last cell reaches to its table's edge."""
        tables: dict[int, list[_Element]] = {}
        for element in self:
            if element.kind == "TH":
                is_column = self._around(self._around(element)).kind == "THead"
                element.attributes = _SCOPE.format("Column" if is_column else "Row")
            elif element.kind == "TR":
                around = self._around(element)
                table = around if around.kind == "Table" else self._around(around)
                tables.setdefault(table.slot, []).append(element)
        for rows in tables.values():
            columns = max(len(row.kids) for row in rows)
            for row in rows:
                spare = columns - len(row.kids)
                last = self[row.kids[-1][1][0] - self._first]
                if spare and last.kind == "TD":
                    last.attributes = _SPAN.format(spare + 1)

    def _around(self, element: _Element) -> _Element:
        return self[element.parent - self._first]

    def _find(self, path: Path) -> _Element:
        found = self._by_path.get(path)
        if found is None:
            found = self._by_path[path] = self._new(path[-1][0], self._find(path[:-1]))
        return found

    def _new(self, kind: str, parent: _Element | None) -> _Element:
        slot = self._first + len(self)
        element = _Element(kind, slot, parent.slot if parent else 0)
        if parent:
            parent.kids.append((_REFERENCE, [slot]))
        self.append(element)
        return element
