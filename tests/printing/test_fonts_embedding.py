"""Text in a finished PDF: read back and looked at with others' libraries."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from gonghui_desktop.printing.pdf.cidfont import FontEmbedder
from gonghui_desktop.printing.pdf.pdffile import PdfFile
from gonghui_desktop.printing.pdf.pdfobjects import deflate, dictionary, stream
from gonghui_desktop.printing.pdf.subset import SubsetCache
from gonghui_desktop.printing.type.faces import Face
from gonghui_desktop.printing.type.fonts import FontLibrary, Role

PAGE = "[0 0 400 200]"


@pytest.fixture(scope="session")
def library(project_folder: Path) -> FontLibrary:
    return FontLibrary(project_folder / "resources" / "fonts")


class Pen:
    """Writes operators to the pages of one file."""

    def __init__(self) -> None:
        self._embedder = FontEmbedder(SubsetCache())
        self._pages: list[list[str]] = [[]]

    def write(self, operators: str) -> None:
        """Adds them to the page."""
        self._pages[-1].append(operators)

    def place(
        self, face: Face, size: float, x: float, y: float, text: str, spaces: Sequence[float] = ()
    ) -> None:
        """As the embedder's, on the page."""
        self.write(self._embedder.place(face, size, x, y, text, spaces))

    def turn(self) -> None:
        """Begins a page."""
        self._pages.append([])

    def finish(self) -> bytes:
        """The file."""
        file = PdfFile(PAGE)
        fonts = dictionary(**self._embedder.embed(file)).decode()
        for operators in self._pages:
            content = file.add(stream(deflate("\n".join(operators).encode())))
            resources = f"<< /Font {fonts} >>"
            file.add_page(file.reserve(), Resources=resources, Contents=content)
        return file.finish("", "")


Draw = Callable[[Pen], None]


def pdf(draw: Draw) -> bytes:
    """A page of one document."""
    pen = Pen()
    draw(pen)
    return pen.finish()


def set_text(library: FontLibrary, text: str, role: Role = Role.SONG) -> Draw:
    """Sets a text in its runs on lines of 25 characters."""

    def draw(pen: Pen) -> None:
        for n in range(0, len(text), 25):
            x = 20.0
            for face, run in library.runs(text[n : n + 25], role):
                pen.place(face, 12, x, 170 - n, run)
                x += 12 * face.width(run)

    return draw


def read_back(data: bytes) -> list[dict[str, Any]]:
    """Every character as pdfplumber finds it, in the order of the page's stream."""
    with pdfplumber.open(io.BytesIO(data)) as document:
        return [char for page in document.pages for char in page.chars]


def picture(data: bytes) -> Image.Image:
    """The page as PDFium draws it, grey."""
    document = pypdfium2.PdfDocument(data)
    image: Image.Image = document[0].render(scale=3).to_pil().convert("L")
    document.close()
    return image


def font_files(data: bytes) -> list[tuple[str, bytes]]:
    """Name and TrueType file of each font on the page."""
    with pdfplumber.open(io.BytesIO(data)) as document:
        fonts: Any = document.pages[0].page_obj.resources["Font"]
        found = []
        for reference in fonts.values():
            font = reference.resolve()
            descendant = font["DescendantFonts"][0].resolve()
            descriptor = descendant["FontDescriptor"].resolve()
            found.append((font["BaseFont"].name, descriptor["FontFile2"].resolve().get_data()))
        return found


@pytest.mark.parametrize("role", Role)
def test_text_reads_back_character_for_character(library: FontLibrary, role: Role) -> None:
    text = "附件1 一⼀⺀工⼯﨎\ufa20凉（，。）“A—b…c”〇𠀀𬺡𫜵😀\ufffdé①㎡"
    data = pdf(set_text(library, text, role))
    assert "".join(char["text"] for char in read_back(data)) == text
    document = pypdfium2.PdfDocument(data)
    found = document[0].get_textpage().get_text_range()
    document.close()
    assert found.replace("\r\n", "") == text


@given(st.text(st.characters(min_codepoint=0x21, exclude_categories=["C", "Z", "M"]), max_size=60))
def test_any_text_reads_back_and_gives_the_same_bytes_again(
    library: FontLibrary, text: str
) -> None:
    data = pdf(set_text(library, text))
    assert "".join(char["text"] for char in read_back(data)) == text
    assert pdf(set_text(library, text)) == data


@given(
    st.text("工会，。（A1𠀀", min_size=1, max_size=30),
    st.lists(st.floats(-0.5, 1), min_size=30, max_size=30),
    st.sampled_from((10.5, 12, 22)),
)
def test_characters_stand_where_they_are_placed(
    library: FontLibrary, text: str, gaps: list[float], size: float
) -> None:
    face = library.face(Role.SONG)
    steps = [size * (face.advance(char) + gap) for char, gap in zip(text, gaps, strict=False)]
    positions = list(accumulate(steps[:-1], initial=20.0))
    data = pdf(lambda pen: pen.place(face, size, 20, 100, text, gaps))
    found = [char["x0"] for char in read_back(data)]
    assert found == pytest.approx(positions, abs=0.02)


def test_spacing_of_one_line_does_not_reach_the_next(library: FontLibrary) -> None:
    face = library.face(Role.SONG)

    def draw(pen: Pen) -> None:
        pen.place(face, 12, 20, 100, "工会人", [2 / 3, 2 / 3, 0])
        pen.place(face, 12, 20, 80, "工会人")

    found = [char["x0"] for char in read_back(pdf(draw))]
    assert found == pytest.approx([20, 40, 60, 20, 32, 44])


def test_what_no_face_has_prints_as_a_geta(library: FontLibrary) -> None:
    without = pdf(set_text(library, "工会😀\ue000完"))
    geta = pdf(set_text(library, "工会〓〓完"))
    assert ImageChops.difference(picture(without), picture(geta)).getbbox() is None


def test_a_compatibility_ideograph_prints_as_itself(library: FontLibrary) -> None:
    own, normal = (picture(pdf(set_text(library, text))) for text in ("\ufa20", "\u8612"))
    assert ImageChops.difference(own, normal).getbbox() is not None


_FACE_FILES = {
    Role.SONG: "Song-Regular.ttf",
    Role.SONG_BOLD: "Song-Bold.ttf",
    Role.HEI: "Hei-Bold.ttf",
}
_EM, _SCALE = 60, 4
_COLUMNS, _WIDTH, _HEIGHT, _DESCENT = 5, 80, 100, 25
"""Of a grid of characters on :data:`PAGE`, pt."""


def _glyphs(data: bytes, count: int) -> list[Image.Image]:
    """The characters of the grid, as PDFium draws them."""
    document = pypdfium2.PdfDocument(data)
    found = []
    for page in document:
        image: Image.Image = page.render(scale=_SCALE).to_pil().convert("L")
        for top in range(0, 200 * _SCALE, _HEIGHT * _SCALE):
            for left in range(0, 400 * _SCALE, _WIDTH * _SCALE):
                cell = (left, top, left + _WIDTH * _SCALE, top + _HEIGHT * _SCALE)
                found.append(image.crop(cell).reduce(_SCALE))
    document.close()
    return found[:count]


def _glyph_by_freetype(font: ImageFont.FreeTypeFont, char: str) -> Image.Image:
    image = Image.new("L", (_WIDTH * _SCALE, _HEIGHT * _SCALE), 255)
    draw = ImageDraw.Draw(image)
    draw.text((0, (_HEIGHT - _DESCENT) * _SCALE), char, font=font, fill=0, anchor="ls")
    return image.reduce(_SCALE)


def _ink_apart(one: Image.Image, other: Image.Image) -> float:
    """Blackness that only one of two pictures has, in pixels, but for smoothed edges."""
    pair = [image.filter(ImageFilter.BoxBlur(1)) for image in (one, other)]
    histogram = ImageChops.difference(*pair).histogram()
    return sum(value * count for value, count in enumerate(histogram)) / 255


@pytest.mark.parametrize("role", Role)
def test_official_words_have_the_shapes_of_their_own_characters(
    library: FontLibrary, project_folder: Path, role: Role
) -> None:
    """Reading text back says which characters are meant, not which are drawn: 目 as 日, 工 as 土.

    FreeType draws each from the font file, for comparison. Of 2,352 pairs of characters, many of
    them alike, none was nearer than 76 (土 and 士), and no character further from itself than 39.
    """
    notice = (project_folder / "tests" / "data" / "notice.txt").read_text("utf-8")
    annexes = notice[notice.index("\n附件1") :]
    face = library.face(role)
    chars = [char for char in dict.fromkeys(annexes) if char > " " and face.has(char)]
    path = project_folder / "resources" / "fonts" / _FACE_FILES[role]
    font = ImageFont.truetype(str(path), _EM * _SCALE, layout_engine=ImageFont.Layout.BASIC)

    def draw(pen: Pen) -> None:
        for number, char in enumerate(chars):
            row, column = divmod(number, _COLUMNS)
            if row % 2 == column == 0 and number:
                pen.turn()
            y = (200 - _HEIGHT * (row % 2)) - _HEIGHT + _DESCENT
            pen.place(face, _EM, column * _WIDTH, y, char)

    drawn = _glyphs(pdf(draw), len(chars))

    apart = {
        char: _ink_apart(glyph, _glyph_by_freetype(font, char))
        for char, glyph in zip(chars, drawn, strict=True)
    }
    assert len(chars) > 100
    assert {char: round(ink) for char, ink in apart.items() if ink > 55} == {}


def test_text_has_the_fill_colour(library: FontLibrary) -> None:
    def draw(pen: Pen) -> None:
        pen.write("0.6 g")
        pen.place(library.face(Role.SONG_BOLD), 60, 20, 100, "工")

    assert picture(pdf(draw)).getextrema() == (153, 255)


def _name_inside(file: bytes) -> str:
    """The PostScript name in a TrueType file, for Windows in English (OpenType 1.9, name)."""
    count = int.from_bytes(file[4:6])
    records = [file[at : at + 16] for at in range(12, 12 + 16 * count, 16)]
    assert [record[:4] for record in records] == sorted(record[:4] for record in records)
    (start,) = (int.from_bytes(each[8:12]) for each in records if each[:4] == b"name")
    form, names, strings, *record, length, offset = struct.unpack_from(">9H", file, start)
    assert (form, names, record) == (0, 1, [3, 1, 0x409, 6])
    start += strings + offset
    return file[start : start + length].decode("utf-16-be")


def test_each_face_is_one_embedded_font_with_the_glyphs_used(library: FontLibrary) -> None:
    def draw(pen: Pen) -> None:
        for page in ("工会活力", "建设，工会"):
            for role in (Role.SONG, Role.HEI):
                pen.place(library.face(role), 12, 20, 100, page)
            pen.turn()

    fonts = font_files(pdf(draw))
    assert sorted(name.split("+")[1] for name, _ in fonts) == [
        "GonghuiHei-Bold",
        "GonghuiSong-Regular",
    ]
    for name, file in fonts:
        assert name[6] == "+"
        assert len(file) < 7_000
        assert _name_inside(file) == name  # by which PostScript calls it, when browsers print
        words = struct.unpack(f">{len(file) // 4}L", file)
        assert sum(words) & 0xFFFFFFFF == 0xB1B0AFBA  # a whole TrueType file, OpenType 1.9 head


def test_a_page_without_text_names_no_font(library: FontLibrary) -> None:
    data = pdf(lambda pen: pen.write("10 10 50 50 re f"))
    assert font_files(data) == []
