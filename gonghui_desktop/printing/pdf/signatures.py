"""Empty signature fields over the seal cells, for offices with an electronic seal.

They are no part of the structure tree: where one office has signed and another signs after it,
pyHanko takes a field that the tree refers to for a change of the first one's document.
"""

from __future__ import annotations

from dataclasses import dataclass

from gonghui_desktop.printing.page.geometry import Rect
from gonghui_desktop.printing.pdf.pdffile import PdfFile
from gonghui_desktop.printing.pdf.pdfobjects import array, deflate, stream, text_string

_PRINTED = 4
"""Annotation flag: what is signed later shows on paper too."""


@dataclass(frozen=True)
class SignatureField:
    """A field that any reader with a certificate can sign.

    Attributes:
        name: unique in the file, without a full stop (which would mean a hierarchy).
        label: what a reader tells the user about the field.
        cell: where the signature will show.
    """

    name: str
    label: str
    cell: Rect

    def add_to(self, file: PdfFile, page: str, foot: float) -> str:
        """Adds the field to a file.

        Args:
            file: the file.
            page: reference to the page with the cell.
            foot: the paper's lower edge, pt from its upper one.

        Returns:
            The reference to the page's annotation.
        """
        cell = self.cell
        corners = (cell.left, foot - cell.bottom, cell.right, foot - cell.top)
        # Without a value (/V) it is open (ISO 32000-1, 12.7.4.5).
        return file.add_field(
            FT="/Sig",
            T=text_string(self.name),
            TU=text_string(self.label),
            F=_PRINTED,
            Rect=array(f"{corner:.2f}" for corner in corners),
            P=page,
            AP=f"<< /N {file.add(_appearance(cell))} >>",
        )


def _appearance(cell: Rect) -> bytes:
    """Nothing is drawn until it is signed; ISO 19005-2, 6.3.3, wants an appearance all the same."""
    box = array(f"{length:.2f}" for length in (0, 0, cell.width, cell.height))
    return stream(deflate(b""), Type="/XObject", Subtype="/Form", BBox=box, Resources="<< >>")
