"""Choices among official values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from gonghui_desktop.model.fieldtypes.contract import (
    NOTHING,
    Choice,
    Digits,
    Problem,
    WidgetKind,
    digits_to_ascii,
)
from gonghui_desktop.model.findings import Severity
from gonghui_desktop.model.strict import Table
from gonghui_desktop.model.toml_file import text_of

_MOST_CHOICES = 200
_YES_NO = {True: "yes", False: "no"}


@dataclass(frozen=True)
class OneOf(Digits):
    """One of a few official values, such as 单位性质.

    Attributes:
        choices: in official order.
        numbered: shown with the notice's number, ``（5）私营企业``.
    """

    choices: tuple[Choice, ...]  # type: ignore[misc]  # other types have none, for ever
    numbered: bool = False
    name: ClassVar[str] = "choice"
    widget: ClassVar[WidgetKind] = "choice"

    @classmethod
    def read(cls, table: Table) -> Self:
        """The choices, and whether they are numbered."""
        choices = tuple(_read_choice(item) for item in table.tables("choices", _MOST_CHOICES))
        if not choices:
            table.fail("不能为空", "choices")
        table.unique(choices, lambda choice: choice.value, "choices")
        return cls(choices=choices, numbered=table.get_or("numbered", bool, False))

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
        return dict(choice.implies) if choice else NOTHING

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
        key = digits_to_ascii(text).strip()
        for choice in self.choices:
            number = f"({choice.value})"
            spellings = (choice.value, number, choice.label, number + choice.label)
            if key in {digits_to_ascii(spelling) for spelling in spellings}:
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


def _read_choice(table: Table) -> Choice:
    implies: tuple[tuple[str, str], ...] = ()
    if table.has("implies"):
        other = table.table("implies")
        implies = tuple((key, text_of(other, key)) for key in other.names)
    choice = Choice(value=text_of(table, "value"), label=text_of(table, "label"), implies=implies)
    table.done()
    return choice
