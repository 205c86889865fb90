"""The forms of a question side by side: who, which form, and every short value in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gonghui_desktop.model.comparison import Piece, compare
from gonghui_desktop.services.receiving.city.city_decisions import CityQuestion, QuestionSide

OFFICE, FORM = "上报单位", "申报表"
ROSTER = "历年典型名单"


@dataclass(frozen=True)
class ComparedRow:
    """What stands in one field of each form.

    Attributes:
        label: of the field.
        texts: as they are shown, one for each form, then of the unit on the roster.
        pieces: the same, what differs from the first text apart; of the first from the second.
    """

    label: str
    texts: tuple[str, ...]
    pieces: tuple[tuple[Piece, ...], ...]


def compared(asked: CityQuestion) -> list[ComparedRow]:
    """The rows from top to bottom: office, form, name, then the other short fields."""
    sides = asked.sides
    offices = [side.office for side in sides]
    forms = [f"{side.form.number}，第 {side.record.record.revision} 版" for side in sides]
    names = [side.record.name for side in sides]
    if asked.barred is not None:
        offices.append(ROSTER)
        forms.append(asked.barred.reason)
        names.append(asked.barred.name)
    labels = _labels(sides)
    rows = [_plain(OFFICE, offices), _plain(FORM, forms)]
    rows.append(_row(labels.pop(sides[0].form.name_field), names))
    for field_id, label in labels.items():
        texts = [_shown(side, field_id) for side in sides]
        texts += [""] * (len(names) - len(texts))
        rows.append(_row(label, texts) if asked.barred is None else _plain(label, texts))
    return rows


def _labels(sides: Sequence[QuestionSide]) -> dict[str, str]:
    """Id and label of the short fields in the tables of the forms."""
    found: dict[str, str] = {}
    for side in sides:
        form = side.form
        in_table = [form.field(field_id) for row in form.rows for field_id in row]
        for field in (form.field(form.name_field), *in_table):
            if not field.type.is_long:
                found.setdefault(field.id, field.label)
    return found


def _shown(side: QuestionSide, field_id: str) -> str:
    if not side.form.has_field(field_id):
        return ""
    return side.form.field(field_id).type.show(side.record.record.value(field_id))


def _row(label: str, texts: Sequence[str]) -> ComparedRow:
    first = texts[0]
    pieces = [compare(first, text)[1] for text in texts]
    if len(texts) > 1:
        pieces[0] = compare(first, texts[1])[0]
    return ComparedRow(label, tuple(texts), tuple(pieces))


def _plain(label: str, texts: Sequence[str]) -> ComparedRow:
    return ComparedRow(label, tuple(texts), tuple((Piece("same", text),) for text in texts))
