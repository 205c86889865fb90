"""Which column of a pasted table belongs into which field of a form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gonghui_desktop.model.assignment import best_assignment
from gonghui_desktop.model.forms.form import Field, FormDefinition
from gonghui_desktop.model.pasted.clean_text import clean, clean_line, clean_paragraphs
from gonghui_desktop.model.pasted.private_use import with_standard_characters
from gonghui_desktop.model.pasted.spreadsheet_cells import Cells, cells_of, is_table
from gonghui_desktop.model.pasted.value_kinds import kind_of_label, looks_like

_LEAST = 0.45  # a column that fits no field better stays out
_SURE = 0.6  # what the columns of a table without headings must have on the average
_SAMPLES = 20  # rows looked at
_LONG = 40  # characters of a text that hardly is a name
_LONGEST_LINE = 120  # characters of a text in a short field
_READ = 400  # characters looked at of a cell

_ELSE = re.compile("[（(].*?[)）]|[：:*＊\\s、]")  # what a heading has besides its words
_OTHER_WORDS = {
    "telephone": "电话|手机|联系|座机|号码",
    "whole_number": "人数|数量|职工总?数|员工|家数|个数",
    "choice": "性质|类型|类别|是否",
    "date": "日期|时间",
    "long_text": "目标|措施|做法|内容|情况|经验",
}


@dataclass(frozen=True)
class PastedTable:
    """A table with what it fills.

    Attributes:
        headings: of the columns, empty texts where the table has no row of headings.
        rows: without the headings; each fills one form.
        fields: for each column the id of its field, ``None`` for one that fits none.
    """

    headings: tuple[str, ...]
    rows: Cells
    fields: tuple[str | None, ...]


def match_table(form: FormDefinition, text: str) -> PastedTable | None:
    """The text as a table that fills the form; ``None`` if it is none, or fits too badly.

    Columns are recognised by their headings, if the first row has them, and by their values: by
    the fields' types, and by the kind of text that a label's words ask for.
    """
    if not is_table(text):
        return None
    cells = cells_of(text)
    by_heading = [[heading_score(field, cell) for field in form.fields] for cell in cells[0]]
    has_headings = _are_headings(cells, by_heading)
    rows = cells[1:] if has_headings else cells
    scores = column_scores(form, rows, by_heading if has_headings else None)
    fields = tuple(
        None if place is None else form.fields[place].id for place in best_assignment(scores)
    )
    given = [max(row) for row, field in zip(scores, fields, strict=True) if field]
    is_sure = has_headings or (given and sum(given) / len(given) >= _SURE)
    if not rows or len(given) < (1 if has_headings else 2) or not is_sure:
        return None
    headings = cells[0] if has_headings else ("",) * len(cells[0])
    return PastedTable(headings, rows, fields)


def values_of(
    form: FormDefinition, fields: Sequence[str | None], row: Sequence[str]
) -> dict[str, str]:
    """Field id to value that a row fills in: cleaned and canonical; an empty cell fills nothing."""
    values = {}
    for field_id, cell in zip(fields, row, strict=True):
        if field_id is None:
            continue
        field_type = form.field(field_id).type
        text = with_standard_characters(clean(cell, is_long=field_type.is_long))
        if text:
            values[field_id] = field_type.normalise(text)
    return values


def heading_score(field: Field, heading: str) -> float:
    """How surely a heading names a field, from 0 to 1."""
    wanted, words = _ELSE.sub("", field.label), _ELSE.sub("", heading[:_LONGEST_LINE])
    if not words or len(words) > _LONG or any(map(str.isdigit, words)):
        return 0.0
    if words == wanted or heading.strip() == field.label:
        return 1.0
    shared = _longest_shared(wanted, words)
    score = 0.9 * shared / max(len(wanted), len(words)) if shared >= 2 else 0.0
    if shared == min(len(wanted), len(words)) and shared >= 2:
        score = max(score, 0.8)  # one holds the other
    kind = kind_of_label(field.label) if field.type.name == "text" else ""
    has_kind = kind and kind_of_label(words) == kind
    if has_kind or re.search(_OTHER_WORDS.get(field.type.name, r"\Z\A."), words):
        score = max(score, 0.6) + 0.2 * (shared >= 2)
    return min(score, 0.95)


def value_fit(field: Field, cells: Sequence[str]) -> float:
    """How much the first cells of a column look like values of the field, from 0 to 1."""
    read = (clean_paragraphs(cell[:_READ]) for cell in cells[:_SAMPLES])
    samples = [text for text in read if text]
    return sum(_value_score(field, text) for text in samples) / max(len(samples), 1)


def column_scores(
    form: FormDefinition,
    rows: Sequence[Sequence[str]],
    by_heading: Sequence[Sequence[float]] | None,
) -> list[list[float]]:
    """For each column and field how well they fit; 0 for what fits too badly.

    Args:
        form: the form.
        rows: without headings, each as long as the others.
        by_heading: what :func:`heading_score` says of each column and field; ``None`` without
            headings.
    """
    width = len(rows[0]) if rows else len(by_heading or ())
    scores = []
    for column in range(width):
        cells = [row[column] for row in rows[:_SAMPLES]]
        line = []
        for place, field in enumerate(form.fields):
            heading = by_heading[column][place] if by_heading is not None else None
            if heading == 0:  # what the values say is not enough against it
                line.append(0.0)
                continue
            fits = value_fit(field, cells)
            if heading is not None:
                # A heading says more than the values, but a wrong one is found out by them.
                fits = 0.75 * heading + 0.25 * fits
            # Of fields that fit equally well, the one at the same place.
            near = 1 - (column / width - place / len(form.fields)) ** 2
            line.append(fits + 0.04 * near if fits >= _LEAST else 0.0)
        scores.append(line)
    return scores


def _are_headings(cells: Cells, by_heading: Sequence[Sequence[float]]) -> bool:
    """Whether the first row names fields: one by its label, or half of its cells by like words."""
    best = [max(row, default=0.0) for row in by_heading]
    named = sum(score >= 0.5 for score in best)
    filled = sum(bool(cell.strip()) for cell in cells[0])
    return max(best) == 1.0 or (named >= 2 and 2 * named >= filled)


def _longest_shared(one: str, other: str) -> int:
    """Length of the longest part that both have."""
    lengths = range(min(len(one), len(other)), 0, -1)
    parts = ((n, one[at : at + n]) for n in lengths for at in range(len(one) - n + 1))
    return next((n for n, part in parts if part in other), 0)


def _value_score(field: Field, text: str) -> float:
    """How much a cell's text looks like a value of the field, from 0 to 1."""
    if field.type.is_long:
        return 1.0 if len(text) > _LONG or "\n" in text else 0.1
    if len(text) > _LONGEST_LINE:
        return 0.0
    if field.type.name == "text":
        is_number = re.fullmatch(r"[-+()0-9.,/ ]*", text)
        return 0.0 if is_number else looks_like(kind_of_label(field.label), clean_line(text))
    number = field.type.number(text)
    if number is not None:
        return 0.7 if 10 <= number < 1_000_000 else 0.5
    if field.type.check(field.type.normalise(text)) is not None:
        return 0.0
    is_code = field.type.choices and len(text) == 1 and text.isdigit()
    return 0.9 if is_code else 1.0
