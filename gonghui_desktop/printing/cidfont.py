"""Text on a ReportLab canvas in faces of type that are embedded as CID fonts, one for each face.

ReportLab's own TrueType support makes a font for every 256 characters, copies the whole ``glyf``
table for each, and its fonts lose characters above U+FFFF when text is read back. Here a face is
one Type0 font with Identity-H encoding in each document. Every *character* gets a code of its own,
also where two share a glyph (U+2F00 and U+4E00), so that text reads back as it was typed.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from itertools import count

from deflate import zlib_compress
from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFDocument,
    PDFInfo,
    PDFName,
    PDFStream,
    PDFString,
)
from reportlab.pdfgen.canvas import Canvas

from gonghui_desktop.printing.faces import Face
from gonghui_desktop.printing.memo import Memo
from gonghui_desktop.printing.subset import subset

_LEVEL = 1
"""libdeflate's fastest is twice as fast as zlib's and smaller, and gives the same bytes every time
and on every processor. ISA-L, twice as fast again, does not: 5 of 36,000 streams came out in other
bytes, each in a new process."""


class _Deflate:
    """Filter for ReportLab's streams."""

    pdfname = "FlateDecode"

    def encode(self, data: str | bytes) -> bytes:
        raw = data.encode("latin-1") if isinstance(data, str) else data
        # bytes, because ReportLab goes through a bytearray byte by byte
        return bytes(zlib_compress(raw, _LEVEL))


class _Properties(PDFInfo):  # type: ignore[misc]  # ReportLab has no types
    """Document properties without ReportLab's empty ones, and without a moment.

    A made-up moment, which ReportLab sets for the sake of the same bytes, would be a false
    statement. ISO 32000-1, 14.3.3: every entry may be left out.
    """

    def format(self, document: PDFDocument) -> bytes:
        entries = {
            "Title": PDFString(self.title),
            "Author": PDFString(self.author),
            "Creator": PDFString(self.creator),
            "Producer": PDFString(self.producer),
        }
        formatted: bytes = PDFDictionary(entries).format(document)
        return formatted


class PageCanvas(Canvas):  # type: ignore[misc]  # ReportLab has no types
    """A canvas without ReportLab's own fonts, whose streams are deflated by libdeflate.

    An ordinary canvas names an un-embedded Helvetica in every file.
    """

    def __init__(self, file: object, **options: object) -> None:
        super().__init__(file, **options, pageCompression=0, invariant=1)
        self._doc.defaultStreamFilters = [_Deflate()]
        self._doc.info = _Properties()

    def _make_preamble(self) -> None:
        # ReportLab's sets a font at the start of every page, and a matrix that changes nothing.
        self._preamble = ""


class FontEmbedder:
    """Sets text on a canvas and, when it is saved, embeds what was set.

    Text is set in the canvas' fill colour. Positions are the canvas' (pt, from bottom left), of the
    first character's origin on the baseline.
    """

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._document: PDFDocument = canvas._doc
        self._fonts: dict[Face, _CidFont] = {}

    def draw(self, face: Face, size: float, x: float, y: float, text: str) -> None:
        """Sets a text with its natural widths.

        Args:
            face: the face.
            size: pt.
            x: pt.
            y: pt.
            text: nothing that has no shape (see ``printable``).
        """
        font = self._font(face)
        codes = "".join(map(font.codes.__getitem__, text))
        self._show(font, size, x, y, f"0 Tc <{codes}> Tj")

    def place(
        self, face: Face, size: float, x: float, y: float, text: str, spaces: Sequence[float]
    ) -> None:
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
        codes = list(map(font.codes.__getitem__, text))
        gaps = spaces[: len(codes) - 1]
        # Justified text has one gap nearly everywhere: that is the character spacing, and only what
        # differs from it is written between the codes.
        spacing = max(set(gaps), key=gaps.count, default=0.0)
        pieces, start = [], 0
        for n, gap in enumerate(gaps, 1):
            if gap != spacing:
                pieces.append(f"<{''.join(codes[start:n])}>{(spacing - gap) * 1000:.1f}")
                start = n
        pieces.append(f"<{''.join(codes[start:])}>")
        self._show(font, size, x, y, f"{spacing * size:.4f} Tc [{''.join(pieces)}] TJ")

    def _show(self, font: _CidFont, size: float, x: float, y: float, operator: str) -> None:
        self._canvas.addLiteral(f"BT /{font.name} {size:g} Tf {x:.2f} {y:.2f} Td {operator} ET")

    def _font(self, face: Face) -> _CidFont:
        font = self._fonts.get(face)
        if font is None:
            font = self._fonts[face] = _CidFont(face, f"C{len(self._fonts) + 1}")
            self._document.delayedFonts.append(font)
        return font


class _CidFont:
    """A face in one document.

    Attributes:
        name: of the font in page resources.
        codes: character to its code, four hexadecimal digits, in order of first use.
    """

    def __init__(self, face: Face, name: str) -> None:
        self._face = face
        self.name = name
        numbers = count(1)  # 0 is notdef
        self.codes: Memo[str, str] = Memo(lambda _: f"{next(numbers):04X}")

    def addObjects(self, document: PDFDocument) -> None:  # noqa: N802 - ReportLab calls it so
        """Puts the font into the document; ReportLab calls this once, when all pages are done."""
        face = self._face
        tag = _tag("".join(self.codes))
        base = f"{tag}+{face.name}"
        file = subset(face, [0, *map(face.glyphs.__getitem__, self.codes)])
        descriptor = PDFDictionary(
            {
                "Type": PDFName("FontDescriptor"),
                "FontName": PDFName(base),
                "Flags": 4,
                "FontBBox": "[{} {} {} {}]".format(*map(self._em, face.bounds)),
                "ItalicAngle": 0,
                # An ideograph's box: readers take these for a line's height and mark it when text
                # is selected; the faces' own are a third larger and differ from face to face.
                "Ascent": 880,
                "Descent": -120,
                "CapHeight": 733,
                "StemV": 80,
                "FontFile2": self._stream(document, "file", file, Length1=len(file)),
            }
        )
        descendant = PDFDictionary(
            {
                "Type": PDFName("Font"),
                "Subtype": PDFName("CIDFontType2"),
                "BaseFont": PDFName(base),
                "CIDSystemInfo": "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>",
                "CIDToGIDMap": PDFName("Identity"),
                "DW": 1000,
                "W": self._widths(),
                "FontDescriptor": document.Reference(descriptor, f"{self.name}.descriptor"),
            }
        )
        font = PDFDictionary(
            {
                "Type": PDFName("Font"),
                "Subtype": PDFName("Type0"),
                "BaseFont": PDFName(base),
                "Encoding": PDFName("Identity-H"),
                "DescendantFonts": PDFArray([document.Reference(descendant, f"{self.name}.cid")]),
                "ToUnicode": self._stream(document, "unicode", self._to_unicode()),
            }
        )
        document.idToObject["BasicFonts"].dict[self.name] = document.Reference(font, self.name)

    def _stream(self, document: PDFDocument, name: str, content: bytes, **entries: int) -> object:
        stream = PDFStream(PDFDictionary(entries), content, [_Deflate()])
        return document.Reference(stream, f"{self.name}.{name}")

    def _em(self, units: int) -> int:
        return round(units * 1000 / self._face.units_per_em)

    def _widths(self) -> str:
        """The advances that are not a full em."""
        widths = map(self._face.widths.__getitem__, self.codes)
        odd = (f"{n} [{width:g}]" for n, width in enumerate(widths, 1) if width != 1000)
        return f"[{' '.join(odd)}]"

    def _to_unicode(self) -> bytes:
        """The CMap from codes to characters, at most 100 to a block (Adobe note 5411)."""
        lines = [
            f"<{code}> <{char.encode('utf-16-be').hex()}>" for char, code in self.codes.items()
        ]
        blocks = [lines[n : n + 100] for n in range(0, len(lines), 100)]
        body = "\n".join(
            f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
        )
        return (_CMAP_START + body + _CMAP_END).encode("ascii")


def _tag(chars: str) -> str:
    """The six letters that tell subsets of one face apart; the same for the same characters."""
    number = zlib.crc32(chars.encode("utf-8", "surrogatepass"))
    letters = []
    for _ in range(6):
        number, letter = divmod(number, 26)
        letters.append(chr(ord("A") + letter))
    return "".join(letters)


_CMAP_START = """\
/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""

_CMAP_END = """
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""
