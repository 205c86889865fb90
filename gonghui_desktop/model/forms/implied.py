"""Fields that another field's choice settles, such as 非公企业 by 单位性质.

A form file says so by ``implies`` at the choices; where a choice has none, the clerk decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gonghui_desktop.model.fieldtypes import Choice
from gonghui_desktop.model.forms.form import Field, FormDefinition


@dataclass(frozen=True)
class Ruling:
    """What the choice that was made says of another field.

    Attributes:
        decider: the field with the choice.
        choice: the one that was made.
        implied: the value that follows; ``None`` where the clerk decides.
    """

    decider: Field
    choice: Choice
    implied: str | None

    @property
    def case(self) -> str:
        """Such as ``单位性质为“股份制企业”``."""
        return f"{self.decider.label}为“{self.choice.label}”"


def decider_of(form: FormDefinition, field_id: str) -> Field | None:
    """The field whose choices settle the other one's value; ``None`` where no field does."""
    return next((field for field in form.fields if field.type.decides(field_id)), None)


def ruling_on(form: FormDefinition, field_id: str, values: Mapping[str, str]) -> Ruling | None:
    """What follows for a field; ``None`` where nothing settles it, or nothing is chosen yet."""
    decider = decider_of(form, field_id)
    if decider is None:
        return None
    value = values.get(decider.id, "")
    choice = next((each for each in decider.type.choices if each.value == value), None)
    if choice is None:
        return None
    return Ruling(decider, choice, decider.type.implied(value).get(field_id))


def is_asked(form: FormDefinition, field_id: str, values: Mapping[str, str]) -> bool:
    """Whether the clerk has something to decide, or has decided otherwise than the rule.

    Args:
        form: the form.
        field_id: a field of it; one that nothing settles is always asked.
        values: canonical values.
    """
    if decider_of(form, field_id) is None:
        return True
    value = values.get(field_id, "")
    ruling = ruling_on(form, field_id, values)
    if ruling is None:
        return bool(value)
    return ruling.implied is None or value not in ("", ruling.implied)


def implied_values(
    form: FormDefinition, before: Mapping[str, str], values: Mapping[str, str]
) -> dict[str, str]:
    """Values that follow from changed ones, where the clerk had not decided otherwise.

    A value that followed from the former choice goes with it: where the new one leaves it to the
    clerk, nothing is decided yet.

    Args:
        form: the form, whose choices may settle other fields (``implies``).
        before: the record's values so far.
        values: the changed ones, canonical.
    """
    result: dict[str, str] = {}
    for field_id, value in values.items():
        if not form.has_field(field_id):
            continue
        field_type = form.field(field_id).type
        followed = field_type.implied(before.get(field_id, ""))
        follows = field_type.implied(value)
        for other in {**followed, **follows}:
            if before.get(other, "") in ("", followed.get(other, "")):
                result[other] = follows.get(other, "")
    return {other: text for other, text in result.items() if text != before.get(other, "")}
