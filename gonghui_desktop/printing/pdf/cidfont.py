"""Text in faces that are embedded as CID fonts, one for each face.

A face is one Type0 font with Identity-H encoding in each file. Every *character* gets a code of its
own, also where two share a glyph (U+2F00 and U+4E00), so that text reads back as it was typed. One
with a visible gap behind it, such as an ideograph before a figure, gets a further code for a glyph
that is as much wider: readers take a gap for a blank between words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from gonghui_desktop.printing.pdf.pdffile import PdfFile
from gonghui_desktop.printing.pdf.pdfobjects import dictionary, stream
from gonghui_desktop.printing.pdf.subset import FontSubset, SubsetCache, Wider
from gonghui_desktop.printing.type.faces import GETA, Face
from gonghui_desktop.printing.type.keydefaultdict import KeyDefaultDict

_MOST_GAP = 0.08
"""A wider gap may be read as a blank (Poppler: above 0.1), em."""
_STEP = 125
"""Widths of the wider glyphs grow by this, thousandths of an em."""
_BYTES = tuple(f"{number:02X}" for number in range(256))


class FontEmbedder:
    """Sets text and, at the end, embeds the faces with the characters that were set.

    Text is drawn in the current fill colour. Its position is that of the first character's origin,
    in pt from the bottom left.

    Args:
        subsets: makes the faces' subsets.
    """

    def __init__(self, subsets: SubsetCache) -> None:
        self._subsets = subsets
        self._fonts: dict[Face, _CidFont] = {}

    def place(
        self, face: Face, size: float, x: float, y: float, text: str, spaces: Sequence[float] = ()
    ) -> str:
        """The operators that set a text, each character in its place.

        Args:
            face: the face.
            size: pt.
            x: pt.
            y: pt.
            text: without characters that have no shape (see ``printable``).
            spaces: added to each character's advance, em; the last one does not count.
        """
        self._font(face).codes.admit(text)
        return self.place_own(face, size, x, y, text, spaces)

    def place_own(
        self, face: Face, size: float, x: float, y: float, text: str, spaces: Sequence[float]
    ) -> str:
        """As :meth:`place`, for a text that a face has glyphs for, as nearly every one has.

        That is known as soon as its characters have their codes: nothing else looks at each.

        Raises:
            KeyError: the face lacks a character, which prints as 〓 or in another face.
        """
        font = self._fonts.get(face) or _CidFont(face, f"C{len(self._fonts) + 1}")
        codes = list(map(font.codes.__getitem__, text))
        self._fonts[face] = font
        start = f"BT /{font.name} {size:g} Tf {x:.2f} {y:.2f} Td"
        gaps = spaces[: len(codes) - 1]
        if gaps and max(gaps) > _MOST_GAP:
            gaps = _widen(font, text, codes, gaps)
        # Justified text has one gap nearly everywhere: that is the character spacing, and only what
        # differs from it is written between the codes.
        spacing = _usual(gaps)
        others: list[int] = []
        if gaps.count(spacing) < len(gaps):
            others = [n for n, gap in enumerate(gaps) if gap != spacing]
        if not spacing and not others:
            return f"{start} 0 Tc <{''.join(codes)}> Tj ET"
        for n in others:
            codes[n] += f">{(spacing - gaps[n]) * 1000:.1f}<"
        return f"{start} {spacing * size:.4f} Tc [<{''.join(codes)}>] TJ ET"

    def embed(self, file: PdfFile) -> dict[str, str]:
        """Adds all fonts to a file.

        Returns:
            Name of each font in page resources to the reference to it.
        """
        return {
            font.name: font.embed(
                file, self._subsets.subset(face, "".join(font.codes.chars), tuple(font.wider))
            )
            for face, font in self._fonts.items()
        }

    def _font(self, face: Face) -> _CidFont:
        font = self._fonts.get(face)
        if font is None:
            font = self._fonts[face] = _CidFont(face, f"C{len(self._fonts) + 1}")
        return font


class _Codes(dict[str, str]):
    """Character to its code, four hexadecimal digits; given out as characters are met.

    Args:
        glyphs: of the face, by character.

    Attributes:
        chars: by code, from 1; 0 is notdef.
    """

    def __init__(self, glyphs: Mapping[str, int]) -> None:
        super().__init__()
        self.chars: list[str] = []
        self._glyph_of = glyphs.__getitem__
        self._geta = glyphs[GETA]

    def __missing__(self, char: str) -> str:
        if self._glyph_of(char) == self._geta:
            raise KeyError(char)
        self[char] = code = self.another(char)
        return code

    def admit(self, chars: Iterable[str]) -> None:
        """Give codes also to those that the face lacks."""
        for char in chars:
            if char not in self:
                self[char] = self.another(char)

    def another(self, char: str) -> str:
        """A further code for a character."""
        self.chars.append(char)
        number = len(self.chars)
        return _BYTES[number >> 8] + _BYTES[number & 255]


class _CidFont:
    """A face in one file.

    Attributes:
        name: of the font in page resources.
        codes: of its characters.
        wide: code of a character whose glyph is wider by so many thousandths of an em.
        wider: of those that are wider than in the face.
    """

    def __init__(self, face: Face, name: str) -> None:
        self._face = face
        self.name = name
        self.codes = _Codes(face.glyphs)
        self.wide = KeyDefaultDict(self._add_wide)
        self.wider: list[Wider] = []

    def _add_wide(self, key: tuple[str, int]) -> str:
        char, extra = key
        base = self.codes[char]
        code = self.codes.another(char)
        self.wider.append(Wider(int(code, 16), int(base, 16), extra))
        return code

    def embed(self, file: PdfFile, subset: FontSubset) -> str:
        """Adds the font to a file (ISO 32000-1, 9.7), and returns the reference to it."""
        face = self._face
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
            FontFile2=file.add(stream(subset.file, Length1=subset.file_length)),
        )
        widths = file.reserve_packed(1)
        file.pack(widths, [subset.widths])
        descendant = dictionary(
            Type="/Font",
            Subtype="/CIDFontType2",
            BaseFont=f"/{subset.name}",
            CIDSystemInfo="<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>",
            CIDToGIDMap="/Identity",
            DW=1000,
            W=f"{widths} 0 R",
            FontDescriptor=file.add(descriptor),
        )
        font = dictionary(
            Type="/Font",
            Subtype="/Type0",
            BaseFont=f"/{subset.name}",
            Encoding="/Identity-H",
            DescendantFonts=f"[{file.add(descendant)}]",
            ToUnicode=file.add(stream(subset.unicode_map)),
        )
        return file.add(font)


def _usual(gaps: Sequence[float]) -> float:
    """The gap that there is most often; 0 of none."""
    if not gaps:
        return 0.0
    middle = gaps[len(gaps) // 2]
    if 2 * gaps.count(middle) > len(gaps):  # as a rule
        return middle
    return max(set(gaps), key=gaps.count)


def _widen(font: _CidFont, text: str, codes: list[str], gaps: Sequence[float]) -> list[float]:
    """Put wider glyphs where a gap may be read as a blank, and return what is left of the gaps."""
    left = list(gaps)
    for n, gap in enumerate(gaps):
        if gap > _MOST_GAP and text[n] != " ":
            extra = round(gap * 1000 / _STEP) * _STEP
            codes[n] = font.wide[text[n], extra]
            left[n] = gap - extra / 1000
    return left
