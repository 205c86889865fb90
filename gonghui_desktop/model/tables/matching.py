"""Which column of a sheet fills which field of a form, and how surely."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from gonghui_desktop.model.assignment import best_assignment
from gonghui_desktop.model.forms.form import Field, FormDefinition
from gonghui_desktop.model.pasted.column_matching import column_scores, heading_score, value_fit
from gonghui_desktop.model.pasted.value_kinds import kind_of_label
from gonghui_desktop.model.tables.headings import Headings, Rows, levelled

MOST_COLUMNS = 60
"""Columns that are looked at: nobody's list of units has more, and matching takes their cube."""

NAMED = 0.5
"""Least score of a heading that says something of a field."""

_SAMPLES = 20  # rows whose values are looked at
_CLEAR = 0.75  # of a heading that shares its words with the field
_LIKELY = 0.6  # of one that asks for the same kind of value
_FITS, _HARDLY_FITS = 0.8, 0.25  # of values
_RIVAL = 0.1  # between two headings that may both be the field's
_SPLIT = 0.95  # of what the upper of two rows of headings says of a column
_TELLING = frozenset({"county", "city", "address", "industry"})
"""Kinds that values tell: a person may be anybody's chairperson, a unit any unit."""

# Columns of an office's own list, which fill nothing whatever stands in them.
_OWN = re.compile(
    "序号|编号|号|序|项次|备注|附注|校验码|(?:报送|填报|填表|上报)(?:时间|日期|单位|人)|联系人|经办人"
)


@dataclass(frozen=True)
class ColumnMatch:
    """A column with the field that it fills.

    Attributes:
        heading: what stands above it, empty for nothing.
        field: id of the field, ``None`` for none.
        doubt: why a person must look at it, a Chinese clause; empty for a sure one.
    """

    heading: str
    field: str | None
    doubt: str = ""


@dataclass(frozen=True)
class SheetMatch:
    """What is proposed for a sheet.

    Attributes:
        form: id of the form that each row fills.
        headings: where they stand.
        columns: each column of the sheet.
        doubt: why the form may be another one, a Chinese clause; empty for a sure one.
        is_chosen: whether somebody has chosen it, now or for these headings before.
        is_exact: whether the headings are the form's own labels, all that are printed and no other.
    """

    form: str
    headings: Headings
    columns: tuple[ColumnMatch, ...]
    doubt: str = ""
    is_chosen: bool = False
    is_exact: bool = False

    @property
    def fields(self) -> tuple[str | None, ...]:
        """For each column the id of the field that it fills."""
        return tuple(column.field for column in self.columns)

    def without_doubtful(self) -> SheetMatch:
        """The match without the columns that a person would have to look at."""
        sure = (
            ColumnMatch(each.heading, None if each.doubt else each.field) for each in self.columns
        )
        return replace(self, columns=tuple(sure))

    def column_of(self, field_id: str) -> int | None:
        """The column that fills a field."""
        return self.fields.index(field_id) if field_id in self.fields else None


def heading_scores(form: FormDefinition, headings: Headings) -> list[list[float]]:
    """For each column and field how surely its heading names the field, from 0 to 1."""
    return [
        [_score(field, parts) if column < MOST_COLUMNS else 0.0 for field in form.fields]
        for column, parts in enumerate(headings.parts)
    ]


def assigned(scores: Sequence[Sequence[float]]) -> tuple[int | None, ...]:
    """As :func:`best_assignment`, without the columns that fit nothing."""
    likely = [place for place, row in enumerate(scores) if max(row, default=0.0) > 0]
    given: list[int | None] = [None] * len(scores)
    for place, field in zip(likely, best_assignment([scores[p] for p in likely]), strict=True):
        given[place] = field
    return tuple(given)


def value_scores(
    form: FormDefinition, rows: Rows, by_heading: Sequence[Sequence[float]] | None = None
) -> list[list[float]]:
    """As :func:`column_scores`, of the first :data:`MOST_COLUMNS` columns; 0 for the others."""
    looked_at = [row[:MOST_COLUMNS] for row in rows[:_SAMPLES]]
    scores = column_scores(form, looked_at, by_heading and by_heading[:MOST_COLUMNS])
    return scores + [[0.0] * len(form.fields)] * (len(rows[0]) - len(scores))


def match_columns(form: FormDefinition, rows: Rows, headings: Headings) -> tuple[ColumnMatch, ...]:
    """For each column of a sheet the field that it fills, and what is doubtful about it.

    Args:
        form: which each row fills.
        rows: of the whole sheet.
        headings: where its headings stand; of none, the values alone tell.
    """
    below = rows[headings.after :]
    by_heading = heading_scores(form, headings) if headings.count else None
    if below:
        scores = value_scores(form, below, by_heading)
    else:  # a template that nobody has filled in
        scores = [[score * (score >= NAMED) for score in row] for row in by_heading or ()]
    columns = []
    places = assigned(scores)
    for column, place in enumerate(places):
        heading = headings.texts[column]
        if place is None:
            columns.append(ColumnMatch(heading, None))
            continue
        field = form.fields[place]
        doubt = ""
        if by_heading is not None:
            fit = value_fit(field, [row[column] for row in below])
            is_filled = any(row[column].strip() for row in below)
            rivals = [
                row[place] for row, other in zip(by_heading, places, strict=True) if other is None
            ]
            score = by_heading[column][place]
            doubt = _doubt(field, score, max(rivals, default=0.0), fit if is_filled else None)
        columns.append(ColumnMatch(heading, field.id, doubt))
    return tuple(columns)


def is_exact(form: FormDefinition, headings: Headings, fields: Sequence[str | None]) -> bool:
    """Whether the headings are the form's own labels, all that are printed and no other."""
    scores = heading_scores(form, headings)
    named = {field.id: place for place, field in enumerate(form.fields)}
    is_own = all(
        not parts or (field is not None and row[named[field]] == 1)
        for parts, field, row in zip(headings.parts, fields, scores, strict=True)
    )
    return is_own and all(field.id in fields for field in form.fields if field.printed)


def with_fields(match: SheetMatch, fields: Sequence[str | None]) -> SheetMatch:
    """The match with the fields that somebody has chosen: nothing is doubtful about them."""
    columns = tuple(
        ColumnMatch(column.heading, field)
        for column, field in zip(match.columns, fields, strict=True)
    )
    return replace(match, columns=columns, doubt="", is_chosen=True)


def reasons_to_look(
    form: FormDefinition, match: SheetMatch, given: Collection[str] = ()
) -> list[str]:
    """Why a person must look at a match before it is used: Chinese clauses, none if it is sure.

    Args:
        form: the form of the match.
        match: what is proposed.
        given: ids of fields that get their value without a column.
    """
    if match.is_chosen:
        return []
    reasons = [match.doubt] if match.doubt else []
    reasons += [
        f"“{column.heading}”一列是不是“{form.field(column.field).label}”"
        for column in match.columns
        if column.field and column.doubt and form.field(column.field).mandatory
    ]
    missing = "、".join(
        f"“{field.label}”"
        for field in form.fields
        if field.mandatory and field.id not in given and field.id not in match.fields
    )
    return [*reasons, f"没有认出{missing}在哪一列"] if missing else reasons


def _score(field: Field, parts: tuple[str, ...]) -> float:
    if not parts:
        return 0.0
    own = levelled(parts[-1])
    if _OWN.fullmatch(own) and own != levelled(field.label):
        return 0.0
    if len(parts) == 1:
        return heading_score(field, parts[0])
    upper, lower = parts
    both = max(heading_score(field, lower), heading_score(field, upper + lower))
    return max(both, _SPLIT * heading_score(field, upper))


def _doubt(field: Field, score: float, rival: float, fit: float | None) -> str:
    """Why a column may not be the field's.

    Args:
        field: which it fills.
        score: of its heading.
        rival: the best score of a heading whose column fills nothing.
        fit: of its values; ``None`` where there are none.
    """
    if score == 1:  # the official words; what a type finds wrong is told of each value
        return ""
    if rival > max(score - _RIVAL, NAMED):
        return "还有别的列也像这一栏"
    if score < _LIKELY:
        return "表头和栏目名称不大像"
    # A choice in other words (私营, 国企) is found out, or told, cell by cell.
    is_telling = not (field.type.is_long or (field.type.choices and score >= _CLEAR))
    if fit is not None and fit < _HARDLY_FITS and is_telling:
        return "里面的内容不像这一栏的"
    if score >= _CLEAR:
        return ""
    is_text = field.type.name == "text"
    tells = not is_text or kind_of_label(field.label) in _TELLING
    is_fit = fit is None or fit >= (_FITS if is_text else NAMED)
    return "" if tells and is_fit else "表头和栏目名称不同"
