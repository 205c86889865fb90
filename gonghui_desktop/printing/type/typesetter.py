"""Typesetting of texts in columns. Sizes and widths in pt, measures in em."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from gonghui_desktop.printing.type.characters import printable
from gonghui_desktop.printing.type.fonts import FontLibrary, Role
from gonghui_desktop.printing.type.keydefaultdict import KeyDefaultDict
from gonghui_desktop.printing.type.line import Line
from gonghui_desktop.printing.type.paragraph import Paragraph
from gonghui_desktop.printing.type.textblock import (
    FULL_SIZE,
    INDENT,
    LEAST_SIZE,
    SetLine,
    TextBlock,
)

_SHORT_SIZES = (FULL_SIZE, 11.5, 11.0, LEAST_SIZE)
_SHORT_PITCH = 1.25
_BESIDE_LABEL = 3.0
_KEPT = 500
"""Cached texts of each kind: those of the forms, and of the form that is open."""


class Typesetter:
    """Sets texts in the library's faces. Thread-safe.

    Args:
        fonts: the faces.
    """

    def __init__(self, fonts: FontLibrary) -> None:
        self._fonts = fonts
        self._advances: Mapping[Role, KeyDefaultDict[str, float]] = {
            role: _advances(fonts, role) for role in Role
        }
        # While a clerk types, all texts but one stay the same; a form's own words always do.
        self._paragraph = lru_cache(maxsize=_KEPT)(self._measure)
        self._line = lru_cache(maxsize=_KEPT)(self._set_line)
        self._short_text = lru_cache(maxsize=_KEPT)(self._set_short_text)

    def paragraph(self, text: str, role: Role = Role.SONG) -> Paragraph:
        """Measure a text as one paragraph; line ends become blanks."""
        return self._measure(" ".join(printable(text).split("\n")), role)

    def paragraphs(self, text: str) -> list[Paragraph]:
        """Measure the paragraphs of a long text, without empty ones at its ends."""
        paragraphs = [self._paragraph(part, Role.SONG) for part in printable(text).split("\n")]
        while paragraphs and not paragraphs[0].text:
            del paragraphs[0]
        while paragraphs and not paragraphs[-1].text:
            del paragraphs[-1]
        return paragraphs

    def line(self, text: str, role: Role = Role.SONG) -> Line:
        """Set a text in one line of natural width, to be centred by its strokes."""
        return self._line(text, role)

    def long_text(
        self,
        paragraphs: list[Paragraph],
        measure: float,
        size: float,
        pitch: float,
        *,
        indent: float = INDENT,
    ) -> TextBlock:
        """Set paragraphs, indented and justified, in a column of ``measure`` em."""
        lines: list[SetLine] = []
        for paragraph in paragraphs:
            broken = paragraph.lines(measure, indent=indent)
            end = len(broken) - 1
            lines += [SetLine(line, n == 0, n == end) for n, line in enumerate(broken)]
        return TextBlock(tuple(lines), size, pitch, measure)

    def label(self, text: str, width: float) -> TextBlock:
        """Set a label in a column of ``width`` pt, in several lines if need be."""
        return self.short_text(text, width - 2 * _BESIDE_LABEL, sizes=(FULL_SIZE,))

    def short_text(
        self,
        text: str,
        width: float,
        role: Role = Role.SONG,
        sizes: tuple[float, ...] = _SHORT_SIZES,
        spare: float = 0.0,
    ) -> TextBlock:
        """Set a short text in one line, or else in several that end at its seams.

        Args:
            text: line ends in it become blanks.
            width: of the column, pt.
            role: which face.
            sizes: of the type, pt; the first at which the text fits in one line. Several lines are
                set in the last one.
            spare: how much wider one of several lines may be rather than be broken within a name
                or number, pt.
        """
        return self._short_text(text, width, role, sizes, spare)

    def sentence(self, text: str, width: float, size: float) -> TextBlock:
        """Set a sentence in one line, or in several of natural width that are as full as can be.

        Args:
            text: line ends in it become blanks.
            width: of the column, pt.
            size: of the type, pt.
        """
        paragraph = self.paragraph(text)
        if paragraph.width * size <= width:
            return self.short_text(text, width, sizes=(size,))
        measure = max(width / size, 1.0)
        lines = paragraph.lines(measure, justified=False)
        last = len(lines) - 1
        set_lines = tuple(SetLine(line, n == 0, n == last) for n, line in enumerate(lines))
        return TextBlock(set_lines, size, size * _SHORT_PITCH, measure)

    def _set_short_text(
        self, text: str, width: float, role: Role, sizes: tuple[float, ...], spare: float
    ) -> TextBlock:
        paragraph = self.paragraph(text, role)
        if not paragraph.text:
            return TextBlock((), sizes[0], sizes[0] * _SHORT_PITCH, 0.0)
        for size in sizes:
            if paragraph.width * size <= width:
                line = SetLine(self._optical(paragraph.line(), role))
                return TextBlock((line,), size, size * _SHORT_PITCH, paragraph.width)
        size = sizes[-1]
        measure = max(width / size, 1.0)
        lines, at_seams = paragraph.lines_at_seams(measure, spare / size)
        if at_seams:  # else they keep to their squares
            lines = [self._optical(line, role) for line in lines]
        elif not lines:
            lines = paragraph.lines(measure, justified=False)
        last = len(lines) - 1
        set_lines = tuple(SetLine(line, n == 0, n == last) for n, line in enumerate(lines))
        return TextBlock(set_lines, size, size * _SHORT_PITCH, measure, at_seams)

    def _set_line(self, text: str, role: Role) -> Line:
        return self._optical(self.paragraph(text, role).line(), role)

    def _optical(self, line: Line, role: Role) -> Line:
        """A line that is centred by its strokes: a mark's blank half counts for nothing."""
        if not line.text:
            return line
        first, last = line.text[0], line.text[-1]
        left, _ = self._fonts.face_of(first, role).blanks[first]
        _, right = self._fonts.face_of(last, role).blanks[last]
        return Line(line.text, line.spaces, line.indent, line.width, (left - right) / 2)

    def _measure(self, text: str, role: Role) -> Paragraph:
        return Paragraph(text, self._advances[role])


def _advances(fonts: FontLibrary, role: Role) -> KeyDefaultDict[str, float]:
    return KeyDefaultDict(lambda char: fonts.face_of(char, role).advance(char))
