"""Text in a ReportLab document in faces of type embedded as CID fonts, one for each face.

ReportLab's own TrueType support makes a font for every 256 characters, copies the whole ``glyf``
table for each, and its fonts lose characters above U+FFFF when text is read back. Here a face is
one Type0 font with Identity-H encoding in each document. Every *character* gets a code of its own,
also where two share a glyph (U+2F00 and U+4E00), so that text reads back as it was typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from reportlab.pdfbase.pdfdoc import PDFDocument

from gonghui_desktop.printing.pdf.pdfobjects import add, dictionary, stream
from gonghui_desktop.printing.pdf.subset import SubsetCache
from gonghui_desktop.printing.type.faces import Face
from gonghui_desktop.printing.type.keydefaultdict import KeyDefaultDict


class FontEmbedder:
    """Sets text in a document and, when it is saved, embeds the faces with what was set.

    Every text comes as operators for a page's content, in the content's fill colour. Positions are
    in pt from the bottom left, of the first character's origin on the baseline.

    Args:
        subsets: makes the faces' subsets.
        document: where they are embedded.
    """

    def __init__(self, subsets: SubsetCache, document: PDFDocument) -> None:
        self._subsets = subsets
        self._document = document
        self._fonts: dict[Face, _CidFont] = {}

    def place(
        self, face: Face, size: float, x: float, y: float, text: str, spaces: Sequence[float] = ()
    ) -> str:
        """Sets a text with each character where it is wanted: justified, squeezed.

        Args:
            face: the face.
            size: pt.
            x: pt.
            y: pt.
            text: nothing that has no shape (see ``printable``).
            spaces: what is added to each character's advance, em; the last one does not count.
        """
        font = self._font(face)
        start = f"BT /{font.name} {size:g} Tf {x:.2f} {y:.2f} Td"
        codes = list(map(font.codes.__getitem__, text))
        gaps = spaces[: len(codes) - 1]
        if not any(gaps):
            return f"{start} 0 Tc <{''.join(codes)}> Tj ET"
        # Justified text has one gap nearly everywhere: that is the character spacing, and only what
        # differs from it is written between the codes.
        spacing = max(set(gaps), key=gaps.count)
        for n in [n for n, gap in enumerate(gaps) if gap != spacing]:
            codes[n] += f">{(spacing - gaps[n]) * 1000:.1f}<"
        return f"{start} {spacing * size:.4f} Tc [<{''.join(codes)}>] TJ ET"

    def _font(self, face: Face) -> _CidFont:
        font = self._fonts.get(face)
        if font is None:
            name = f"C{len(self._fonts) + 1}"
            font = self._fonts[face] = _CidFont(self._subsets, face, name)
            self._document.delayedFonts.append(font)
        return font


class _CidFont:
    """A face in one document.

    Attributes:
        name: of the font in page resources.
        codes: character to its code, four hexadecimal digits, in order of first use.
    """

    def __init__(self, subsets: SubsetCache, face: Face, name: str) -> None:
        self._subsets = subsets
        self._face = face
        self.name = name
        numbers = count(1)  # 0 is notdef
        self.codes: KeyDefaultDict[str, str] = KeyDefaultDict(lambda _: f"{next(numbers):04X}")

    def addObjects(self, document: PDFDocument) -> None:  # noqa: N802 - ReportLab calls it so
        """Puts the font into the document; ReportLab calls this once, when all pages are done."""
        face = self._face
        subset = self._subsets.subset(face, "".join(self.codes))
        descriptor = dictionary(
            Type="/FontDescriptor",
            FontName=f"/{subset.name}",
            Flags=4,
            FontBBox=f"[{' '.join(str(round(n * 1000 / face.units_per_em)) for n in face.bounds)}]",
            ItalicAngle=0,
            # An ideograph's box: readers take these for a line's height and mark it when text is
            # selected; the faces' own are a third larger and differ from face to face.
            Ascent=880,
            Descent=-120,
            CapHeight=733,
            StemV=80,
            FontFile2=add(document, stream(subset.file, Length1=subset.file_length)),
        )
        descendant = dictionary(
            Type="/Font",
            Subtype="/CIDFontType2",
            BaseFont=f"/{subset.name}",
            CIDSystemInfo="<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>",
            CIDToGIDMap="/Identity",
            DW=1000,
            W=subset.widths,
            FontDescriptor=add(document, descriptor),
        )
        font = dictionary(
            Type="/Font",
            Subtype="/Type0",
            BaseFont=f"/{subset.name}",
            Encoding="/Identity-H",
            DescendantFonts=f"[{add(document, descendant)}]",
            ToUnicode=add(document, stream(subset.unicode_map)),
        )
        document.idToObject["BasicFonts"].dict[self.name] = add(document, font)
