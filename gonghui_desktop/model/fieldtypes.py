"""Field types: objects that own parsing, normalising, checking and showing of a value.

A value is stored as text in its canonical form. What cannot be brought into canonical form is
stored as typed (a draft may always be saved, however wrong) and reported by :meth:`check`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import ClassVar, Literal, Protocol

from gonghui_desktop.model.findings import Severity

WidgetKind = Literal["line", "paragraphs", "choice"]
Alignment = Literal["left", "center"]

_NOTHING: Mapping[str, str] = MappingProxyType({})
_YES_NO = {True: "yes", False: "no"}


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
        """What a form file says of the type besides its name, defaults left out."""

    def normalise(self, text: str) -> str:
        """Canonical form of what was typed; unchanged if there is none. Idempotent."""

    def check(self, text: str) -> Problem | None:
        """What is wrong with a non-empty value in canonical form."""

    def show(self, text: str) -> str:
        """The value as it stands on the page and in lists."""

    def number(self, text: str) -> int | None:
        """The value as a number that can be added up; ``None`` if it is none."""

    def implied(self, text: str) -> Mapping[str, str]:
        """Values of other fields that follow from this value, by field id."""

    def decides(self, field_id: str) -> bool:
        """Whether some value of this type settles the value of that other field."""

    def from_json(self, value: object) -> str | None:
        """A JSON value as the text that a clerk would have typed; ``None`` if it is of no use."""


class _FreeText:
    """The answers of a type whose values are text that anybody may write."""

    widget: ClassVar[WidgetKind] = "line"
    is_long: ClassVar[bool] = False
    alignment: ClassVar[Alignment] = "center"
    choices: ClassVar[tuple[Choice, ...]] = ()

    def parameters(self) -> dict[str, object]:
        """Nothing."""
        return {}

    def number(self, text: str) -> int | None:
        """No number."""
        del text
        return None

    def implied(self, text: str) -> Mapping[str, str]:
        """Nothing follows."""
        del text
        return _NOTHING

    def decides(self, field_id: str) -> bool:
        """Never."""
        del field_id
        return False

    def from_json(self, value: object) -> str | None:
        """A text."""
        return value if isinstance(value, str) else None


class _Digits(_FreeText):
    """The answers of a type whose values are often written as JSON numbers."""

    def from_json(self, value: object) -> str | None:
        """A text or a whole number."""
        return str(value) if type(value) is int else super().from_json(value)


def _digits_to_ascii(text: str) -> str:
    """Full-width forms that an input method commits, as ASCII; only for numbers and telephones."""
    return unicodedata.normalize("NFKC", text)


@dataclass(frozen=True)
class Text(_FreeText):
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
class LongText(_FreeText):
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


@dataclass(frozen=True)
class WholeNumber(_Digits):
    """A whole number, such as 职工人数.

    Attributes:
        minimum: anything less is 强制.
        doubtful_above: anything more is 核实 (see the campaign's rules), ``None`` for no limit.
    """

    minimum: int = 1
    doubtful_above: int | None = None
    name: ClassVar[str] = "whole_number"

    _SHAPE: ClassVar[re.Pattern[str]] = re.compile(r"[0-9]+|[0-9]{1,3}(?:[,，][0-9]{3})+")

    def parameters(self) -> dict[str, object]:
        """The limits."""
        limits: dict[str, object] = {}
        if self.minimum != 1:
            limits["minimum"] = self.minimum
        if self.doubtful_above is not None:
            limits["doubtful_above"] = self.doubtful_above
        return limits

    def number(self, text: str) -> int | None:
        """The number, or ``None`` where the text is no whole number."""
        ascii_text = "".join(_digits_to_ascii(text).split())
        if len(ascii_text) > 30 or not self._SHAPE.fullmatch(ascii_text):
            return None
        return int(ascii_text.replace(",", ""))

    def normalise(self, text: str) -> str:
        """Digits without blanks, separators and leading zeros; full-width digits become ASCII."""
        number = self.number(text)
        return text if number is None else str(number)

    def check(self, text: str) -> Problem | None:
        """See the class attributes."""
        number = self.number(text)
        if number is None:
            return Problem(Severity.MANDATORY, "不是整数，请只填数字，例如 120。")
        if number < self.minimum:
            return Problem(Severity.MANDATORY, f"不能小于 {self.minimum}，请核对后改正。")
        if self.doubtful_above is not None and number > self.doubtful_above:
            return Problem(
                Severity.VERIFY, f"超过 {self.doubtful_above}，请核对；确实如此请写明原因。"
            )
        return None

    def show(self, text: str) -> str:
        """The canonical digits."""
        return text


@dataclass(frozen=True)
class Telephone(_Digits):
    """One or more telephone numbers of mainland China."""

    name: ClassVar[str] = "telephone"

    _NUMBER: ClassVar[re.Pattern[str]] = re.compile(
        r"(?:(?:\+?86-?)?1[3-9][0-9]{9}"  # mobile
        r"|(?:\(?0[0-9]{2,3}\)?-?)?[2-9][0-9]{6,7}(?:(?:-|转|ext\.?)[0-9]{1,6})?"  # fixed line
        r"|[48]00-?[0-9]{3}-?[0-9]{4})",  # service number
        re.IGNORECASE,
    )
    _SEPARATOR: ClassVar[re.Pattern[str]] = re.compile(r"[、,;/]|\s{2,}")
    _DASHES: ClassVar[dict[int, str]] = dict.fromkeys(map(ord, "‐‑‒–—―−－"), "-")
    _WRITABLE: ClassVar[re.Pattern[str]] = re.compile(r"[-+()、,;/转ext.0-9\s]*", re.IGNORECASE)

    def normalise(self, text: str) -> str:
        """ASCII digits, dashes and brackets where the text is nothing but a number."""
        ascii_text = _digits_to_ascii(text).translate(self._DASHES).strip()
        return ascii_text if self._WRITABLE.fullmatch(ascii_text) else text

    def check(self, text: str) -> Problem | None:
        """Anything that looks like no telephone number is 核实: a clerk may have a reason."""
        if not text.strip():
            return Problem(Severity.MANDATORY, "只有空格，请填写内容。")
        parts = [re.sub(r"\s", "", part) for part in self._SEPARATOR.split(text)]
        if all(self._NUMBER.fullmatch(part) for part in parts if part) and any(parts):
            return None
        return Problem(Severity.VERIFY, "不像电话号码，请核对；确实如此请写明原因。")

    def show(self, text: str) -> str:
        """The canonical number."""
        return text


@dataclass(frozen=True)
class OneOf(_Digits):
    """One of a few official values, such as 单位性质.

    Attributes:
        choices: in official order.
        numbered: shown with the notice's number, ``（5）私营企业``.
    """

    choices: tuple[Choice, ...]  # type: ignore[misc]  # other types have none, for ever
    numbered: bool = False
    name: ClassVar[str] = "choice"
    widget: ClassVar[WidgetKind] = "choice"

    def parameters(self) -> dict[str, object]:
        """The choices, as in a form file."""
        numbered = {"numbered": True} if self.numbered else {}
        return {"choices": [choice.parameters() for choice in self.choices], **numbered}

    def choice(self, text: str) -> Choice | None:
        """The choice of that canonical value."""
        return next((choice for choice in self.choices if choice.value == text), None)

    def implied(self, text: str) -> Mapping[str, str]:
        """What the choice settles."""
        choice = self.choice(text)
        return dict(choice.implies) if choice else _NOTHING

    def decides(self, field_id: str) -> bool:
        """Whether any of the choices settles that field."""
        return any(field_id in dict(choice.implies) for choice in self.choices)

    def from_json(self, value: object) -> str | None:
        """A text, a number, or true and false where the choices are yes and no."""
        if isinstance(value, bool):
            is_yes_no = {choice.value for choice in self.choices} == set(_YES_NO.values())
            return _YES_NO[value] if is_yes_no else None
        return super().from_json(value)

    def normalise(self, text: str) -> str:
        """The canonical value for a value, a number in brackets, a label, or both together."""
        key = _digits_to_ascii(text).strip()
        for choice in self.choices:
            number = f"({choice.value})"
            spellings = (choice.value, number, choice.label, number + choice.label)
            if key in {_digits_to_ascii(spelling) for spelling in spellings}:
                return choice.value
        return text

    def check(self, text: str) -> Problem | None:
        """Anything else than an official value is 强制."""
        if self.choice(text) is None:
            return Problem(Severity.MANDATORY, "不在可选范围内，请从列表中选择。")
        return None

    def show(self, text: str) -> str:
        """The official wording; the text itself where it is no official value."""
        choice = self.choice(text)
        if choice is None:
            return text
        return f"（{choice.value}）{choice.label}" if self.numbered else choice.label


@dataclass(frozen=True)
class Date(_FreeText):
    """A day, canonical as ISO 8601 (``2017-03-20``), shown as 2017年3月20日."""

    name: ClassVar[str] = "date"

    _SHAPE: ClassVar[re.Pattern[str]] = re.compile(
        r"([0-9]{4})(?:[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})日?|([0-9]{2})([0-9]{2}))"
    )

    def normalise(self, text: str) -> str:
        """ISO 8601 for the ways in which a day is written; unchanged if it is no day."""
        day = self._day(text)
        return day.isoformat() if day else text

    def check(self, text: str) -> Problem | None:
        """Anything that is no day of the calendar is 强制."""
        if self._day(text) is None:
            return Problem(Severity.MANDATORY, "不是日期，请写成“2017年3月20日”的样子。")
        return None

    def show(self, text: str) -> str:
        """The day in Chinese; the text itself where it is none."""
        day = self._day(text)
        return f"{day.year}年{day.month}月{day.day}日" if day else text

    def _day(self, text: str) -> date | None:
        found = self._SHAPE.fullmatch("".join(_digits_to_ascii(text).split()))
        if not found:
            return None
        year, *rest = (int(part) for part in found.groups() if part)
        try:
            return date(year, *rest)
        except ValueError:
            return None
