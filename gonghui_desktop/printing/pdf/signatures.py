"""Empty signature fields over the seal cells, for offices with an electronic seal.

ISO 32000-1, 12.7.4.5: a field without a value (``/V``) is open; any reader that signs can fill it.
"""

from __future__ import annotations

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFDocument,
    PDFName,
    PDFString,
)

from gonghui_desktop.printing.page.geometry import PAPER_HEIGHT, Rect
from gonghui_desktop.printing.pdf.pdfobjects import add

_PRINTED = 4
"""Annotation flag: what is signed later shows on paper too."""


class SignatureFields:
    """The signature fields of one document."""

    def __init__(self, document: PDFDocument) -> None:
        self._document = document
        self._fields: list[str] = []

    def add(self, name: str, label: str, cell: Rect) -> str:
        """A field on the page that is added next.

        Args:
            name: unique in the document, without a full stop (which would mean a hierarchy).
            label: what a reader tells the user about the field.
            cell: where a signature will show.

        Returns:
            The reference to the page's annotation.
        """
        bottom, top = PAPER_HEIGHT - cell.bottom, PAPER_HEIGHT - cell.top
        corners = [round(number, 2) for number in (cell.left, bottom, cell.right, top)]
        widget = PDFDictionary(
            {
                "Type": PDFName("Annot"),
                "Subtype": PDFName("Widget"),
                "FT": PDFName("Sig"),
                "T": PDFString(name),
                "TU": PDFString(label),
                "F": _PRINTED,
                "Rect": PDFArray(corners),
                "P": self._document.thisPageRef(),
            }
        )
        reference = add(self._document, widget)
        self._fields.append(reference)
        self._document.Catalog.AcroForm = PDFDictionary({"Fields": PDFArray(self._fields)})
        return reference
