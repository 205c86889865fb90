"""What every field type answers, and the answers that most types share."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import ClassVar, Literal, Protocol, Self

from gonghui_desktop.model.findings import Severity
from gonghui_desktop.model.strict import Table

WidgetKind = Literal["line", "paragraphs", "choice"]
Alignment = Literal["left", "center"]

_KEPT = 32  # texts; a key asks many times for those that it did not change

NOTHING: Mapping[str, str] = MappingProxyType({})
"""What a value implies that settles no other field."""


@dataclass(frozen=True)
class Problem:
    """What is wrong with a value, as one Chinese sentence without the field's name in front."""

    severity: Severity
    message: str


@dataclass(frozen=True)
class Choice:
    """One value of a choice.

    Attributes:
        value: canonical text, such as ``5``.
        label: official wording, such as ``私营企业``.
        implies: values of other fields that follow from this one, such as ``non_public``.
    """

    value: str
    label: str
    implies: tuple[tuple[str, str], ...] = ()

    def parameters(self) -> dict[str, object]:
        """The choice as in a form file."""
        implies = {"implies": dict(self.implies)} if self.implies else {}
        return {"value": self.value, "label": self.label, **implies}


class FieldType(Protocol):
    """What editor, store, page, package and spreadsheet ask of a field's type."""

    @property
    def name(self) -> str:
        """The type's name in form files, such as ``long_text``."""

    @property
    def widget(self) -> WidgetKind:
        """Which kind of input the editor shows."""

    @property
    def is_long(self) -> bool:
        """Whether a value takes a row of its own and may go on on a further page."""

    @property
    def alignment(self) -> Alignment:
        """How a value stands in a table's cell."""

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The official values, in order; none where anything may be written."""

    def parameters(self) -> dict[str, object]:
        """What a form file says of the type besides its name, defaults left out.

        It is part of the form's edition; ``read``, of the type's class, is its inverse.
        """

    def normalise(self, text: str) -> str:
        """Canonical form of what was typed; unchanged if there is none. Idempotent."""

    def check(self, text: str) -> Problem | None:
        """What is wrong with a non-empty value in canonical form."""

    def suggest(self, text: str) -> str:
        """What was probably meant by a value that is not taken, empty where nobody can say."""

    def show(self, text: str) -> str:
        """The value as it stands on the page and in lists."""

    def number(self, text: str) -> int | None:
        """The value as a number that can be added up; ``None`` if it is none."""

    def contact_key(self, text: str) -> str:
        """What two values have in common by which the same people are reached; empty for none."""

    def implied(self, text: str) -> Mapping[str, str]:
        """Values of other fields that follow from this value, by field id."""

    def decides(self, field_id: str) -> bool:
        """Whether some value of this type settles the value of that other field."""

    def from_json(self, value: object) -> str | None:
        """A JSON value as the text that a clerk would have typed; ``None`` if it is of no use."""


class FreeText:
    """The answers of a type whose values are text that anybody may write."""

    widget: ClassVar[WidgetKind] = "line"
    is_long: ClassVar[bool] = False
    alignment: ClassVar[Alignment] = "center"
    choices: ClassVar[tuple[Choice, ...]] = ()

    @classmethod
    def read(cls, table: Table) -> Self:
        """The type as a field in a form file describes it.

        Raises:
            Exception: the table's own error; the sentence names file and key path.
        """
        del table
        return cls()

    def parameters(self) -> dict[str, object]:
        """Nothing."""
        return {}

    def suggest(self, text: str) -> str:
        """Nothing."""
        del text
        return ""

    def number(self, text: str) -> int | None:
        """No number."""
        del text
        return None

    def contact_key(self, text: str) -> str:
        """Nobody is reached by it."""
        del text
        return ""

    def implied(self, text: str) -> Mapping[str, str]:
        """Nothing follows."""
        del text
        return NOTHING

    def decides(self, field_id: str) -> bool:
        """Never."""
        del field_id
        return False

    def from_json(self, value: object) -> str | None:
        """A text."""
        return value if isinstance(value, str) else None


class Digits(FreeText):
    """The answers of a type whose values are often written as JSON numbers."""

    def from_json(self, value: object) -> str | None:
        """A text or a whole number."""
        return str(value) if type(value) is int else super().from_json(value)


@lru_cache(maxsize=_KEPT)
def digits_to_ascii(text: str) -> str:
    """Full-width forms that an input method commits, as ASCII; only for numbers and telephones."""
    return unicodedata.normalize("NFKC", text)
