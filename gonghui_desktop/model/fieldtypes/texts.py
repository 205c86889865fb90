"""Texts that anybody may write: one line, or paragraphs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from gonghui_desktop.model.fieldtypes.contract import Alignment, FreeText, Problem, WidgetKind
from gonghui_desktop.model.findings import Severity


@dataclass(frozen=True)
class Text(FreeText):
    """A short text in one line. Names live here, so it is never normalised."""

    name: ClassVar[str] = "text"
    alignment: ClassVar[Alignment] = "left"

    def normalise(self, text: str) -> str:
        """The text itself."""
        return text

    def check(self, text: str) -> Problem | None:
        """Nothing but blanks counts as missing; a line break has no place in one line."""
        if not text.strip():
            return Problem(Severity.MANDATORY, "只有空格，请填写内容。")
        if len(text.splitlines()) > 1:
            return Problem(Severity.MANDATORY, "不能换行，请写在一行里。")
        return None

    def show(self, text: str) -> str:
        """The text itself, in one line."""
        return " ".join(text.splitlines())


@dataclass(frozen=True)
class LongText(FreeText):
    """Paragraphs, separated by line breaks; as long as need be."""

    name: ClassVar[str] = "long_text"
    widget: ClassVar[WidgetKind] = "paragraphs"
    is_long: ClassVar[bool] = True
    alignment: ClassVar[Alignment] = "left"

    def normalise(self, text: str) -> str:
        r"""Line breaks as ``\n``, all else as typed."""
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def check(self, text: str) -> Problem | None:
        """Nothing but blanks counts as missing."""
        if not text.strip():
            return Problem(Severity.MANDATORY, "只有空格，请填写内容。")
        return None

    def show(self, text: str) -> str:
        """The text itself."""
        return text
