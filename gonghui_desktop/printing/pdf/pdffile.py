"""The structure of a PDF file: numbered objects, pages, outline, form fields, cross-references.

Sections are those of ISO 32000-1. A library takes more code than this part of the format: ReportLab
had to be steered through a dozen of its private attributes, and cost 0.2 ms a page.
"""

from __future__ import annotations

from hashlib import blake2b

from gonghui_desktop.printing.pdf.pdfobjects import array, dictionary, text_string

# The comment's bytes above 127 keep mail programs from taking the file for text (7.5.2).
_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_LANGUAGE = "zh-CN"
_PROGRAM = "gonghui-desktop"


class PdfFile:
    """A PDF file in the making.

    An object is its bytes; a reference to it is text such as ``7 0 R``.
    """

    def __init__(self) -> None:
        self._objects: list[bytes] = []
        self._page_tree = self.reserve()
        self._pages: list[str] = []
        self._bookmarks: list[tuple[str, str]] = []
        self._fields: list[str] = []

    def reserve(self) -> str:
        """The reference to an object that is filled in later."""
        return self.add(b"")

    def fill(self, reference: str, content: bytes) -> None:
        """Fills in a reserved object."""
        self._objects[int(reference.split(maxsplit=1)[0]) - 1] = content

    def add(self, content: bytes) -> str:
        """Adds an object, and returns the reference to it."""
        self._objects.append(content)
        return f"{len(self._objects)} 0 R"

    def add_page(self, page: str, **entries: str) -> None:
        """Adds a page (7.7.3.3).

        Args:
            page: a reserved reference.
            entries: of its dictionary, besides type and parent.
        """
        self.fill(page, dictionary(Type="/Page", Parent=self._page_tree, **entries))
        self._pages.append(page)

    def add_bookmark(self, title: str, page: str) -> None:
        """Adds an entry to the outline that leads to a page."""
        self._bookmarks.append((title, page))

    def add_field(self, **entries: str | int) -> str:
        """Adds a form field that is its own widget, and returns the reference to it (12.7.3)."""
        field = self.add(dictionary(Type="/Annot", Subtype="/Widget", **entries))
        self._fields.append(field)
        return field

    def finish(self, title: str, author: str) -> bytes:
        """The file with its properties. There is no date among them: the same data, the same bytes.

        Args:
            title: shown in the window of a reader.
            author: may be empty.
        """
        pages = dictionary(Type="/Pages", Kids=array(self._pages), Count=len(self._pages))
        self.fill(self._page_tree, pages)
        catalog = {"Pages": self._page_tree, "Lang": text_string(_LANGUAGE)}
        catalog["ViewerPreferences"] = "<< /DisplayDocTitle true >>"
        if self._bookmarks:
            catalog["Outlines"] = self._add_outline()
        if self._fields:
            catalog["AcroForm"] = f"<< /Fields {array(self._fields)} >>"
        properties = {"Title": title, "Author": author, "Creator": _PROGRAM, "Producer": _PROGRAM}
        entries = {key: text_string(text) for key, text in properties.items()}
        root = self.add(dictionary(Type="/Catalog", **catalog))
        return self._assemble(root, info=self.add(dictionary(**entries)))

    def _add_outline(self) -> str:
        """A list of entries on one level (12.3.3)."""
        outline = self.reserve()
        items = [self.reserve() for _ in self._bookmarks]
        for number, (item, (title, page)) in enumerate(zip(items, self._bookmarks, strict=True)):
            entries = {"Title": text_string(title), "Parent": outline, "Dest": f"[{page} /Fit]"}
            if number:
                entries["Prev"] = items[number - 1]
            if number + 1 < len(items):
                entries["Next"] = items[number + 1]
            self.fill(item, dictionary(**entries))
        root = dictionary(Type="/Outlines", First=items[0], Last=items[-1], Count=len(items))
        self.fill(outline, root)
        return outline

    def _assemble(self, root: str, info: str) -> bytes:
        """Header, objects, cross-reference table and trailer (7.5)."""
        parts = [_HEADER]
        offset, table = len(_HEADER), ["0000000000 65535 f \n"]
        for number, content in enumerate(self._objects, 1):
            parts.append(b"%d 0 obj\n%b\nendobj\n" % (number, content))
            table.append(f"{offset:010} 00000 n \n")
            offset += len(parts[-1])
        body = b"".join(parts)
        identity = f"<{blake2b(body, digest_size=16).hexdigest()}>"  # 14.4
        trailer = dictionary(Size=len(table), Root=root, Info=info, ID=array([identity] * 2))
        end = f"xref\n0 {len(table)}\n{''.join(table)}trailer\n{trailer.decode()}\n"
        return body + f"{end}startxref\n{offset}\n%%EOF\n".encode("ascii")
