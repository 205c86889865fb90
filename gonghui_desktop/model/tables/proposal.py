"""What a sheet is: the form of its units and where its headings stand."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.tables.headings import (
    Headings,
    Rows,
    headings_at,
    levelled,
    possible_headings,
)
from gonghui_desktop.model.tables.matching import (
    NAMED,
    SheetMatch,
    assigned,
    heading_scores,
    is_exact,
    match_columns,
    value_scores,
)

_MANY = 2.5  # named columns, beside which others may stand in any number
_APART = 0.6  # between the scores of two forms, of which one surely is the sheet's
_NUMBER, _TITLE, _WORD = 3.0, 1.5, 0.7  # what the words above a table weigh
_UNNEEDED = 1.0  # taken off a form that the office does not report
_TWO_ROWS = 0.01  # taken off, so that a title is no upper row of headings
_WITHOUT_HEADINGS = 0.6  # what the columns of a table without headings have on the average
_LOOKED_AROUND = 8  # rows above and below the headings that tell a filled form from a table
_BRACKETS = re.compile(r"[(](.+?)[)]")


def propose(
    forms: Sequence[FormDefinition], name: str, rows: Rows, unneeded: Collection[str] = ()
) -> SheetMatch | None:
    """The form and the columns of a sheet by its headings; ``None`` where it has none.

    Args:
        forms: those of the campaign.
        name: the sheet's.
        rows: its cells.
        unneeded: ids of forms that the reporting office has no need of.
    """
    found = [
        (_sum(form, headings) - _TWO_ROWS * (headings.count - 1), headings)
        for headings in possible_headings(rows)
        for form in forms
    ]
    best, headings = max(found, key=lambda each: each[0], default=(0.0, Headings(0, 0, ())))
    if best < 2 * NAMED or (best < _MANY and _is_mostly_unknown(forms, headings)):
        return None
    above = (cell for row in rows[: headings.first] for cell in row)
    texts = [text for text in map(levelled, (name, *above)) if text]
    scores = {
        form.id: _sum(form, headings)
        + _word_score(form, forms, texts)
        - _UNNEEDED * (form.id in unneeded)
        for form in forms
    }
    first, *others = sorted(forms, key=lambda form: -scores[form.id])
    if _is_filled_form(first, rows, headings):
        return None
    like = [other for other in others if scores[first.id] - scores[other.id] < _APART]
    doubt = f"看不出是{'还是'.join(form.number for form in (first, *like))}" if like else ""
    columns = match_columns(first, rows, headings)
    match = SheetMatch(first.id, headings, columns, doubt)
    is_own = not doubt and is_exact(first, headings, match.fields)
    return replace(match, is_exact=is_own)


def propose_by_values(forms: Sequence[FormDefinition], rows: Rows) -> SheetMatch | None:
    """The same of a sheet without headings, which nobody can be sure of."""
    if not rows:
        return None
    given = {form.id: _given(form, rows) for form in forms}
    first = max(forms, key=lambda form: sum(given[form.id]))
    scores = given[first.id]
    if len(scores) < 2 or sum(scores) / len(scores) < _WITHOUT_HEADINGS:
        return None
    headings = headings_at(rows, 0, 0)
    if _is_filled_form(first, rows, headings):
        return None
    columns = match_columns(first, rows, headings)
    if all(column.field != first.name_field for column in columns):
        return None
    return SheetMatch(first.id, headings, columns, "没有表头，是按内容认的")


def rematched(form: FormDefinition, rows: Rows, first: int, count: int) -> SheetMatch:
    """The columns of a sheet for a form and rows of headings that somebody has chosen."""
    headings = headings_at(rows, first, count)
    return SheetMatch(form.id, headings, match_columns(form, rows, headings))


def _sum(form: FormDefinition, headings: Headings) -> float:
    """How much of the form the headings name."""
    scores = [
        [score if score >= NAMED else 0.0 for score in row]
        for row in heading_scores(form, headings)
    ]
    places = assigned(scores)
    return sum(row[place] for row, place in zip(scores, places, strict=True) if place is not None)


def _is_mostly_unknown(forms: Sequence[FormDefinition], headings: Headings) -> bool:
    named = max(sum(max(row) >= NAMED for row in heading_scores(form, headings)) for form in forms)
    return 2 * named < sum(map(bool, headings.parts))


def _word_score(
    form: FormDefinition, forms: Sequence[FormDefinition], texts: Sequence[str]
) -> float:
    """How surely the sheet's name and the lines above the table name the form.

    Of what one form's title has in brackets and another's holds (企事业, 企事业单位), which people
    say of either, only that in brackets or by itself counts.
    """
    number = re.compile(rf"{re.escape(levelled(form.number))}(?![0-9])")
    score = _NUMBER if any(map(number.search, texts)) else 0.0
    score += _TITLE if any(levelled(form.title[-1]) in text for text in texts) else 0.0
    others = [kind for other in forms if other.id != form.id for kind in _kinds(other)]
    for kind in _kinds(form):
        is_shared = any(kind in other or other in kind for other in others)
        for text in texts:
            if text == kind or f"({kind})" in text or (kind in text and not is_shared):
                return score + _WORD
    return score


def _kinds(form: FormDefinition) -> list[str]:
    """What the form's title has in brackets, levelled."""
    return _BRACKETS.findall(levelled(form.title[-1]))


def _given(form: FormDefinition, rows: Rows) -> list[float]:
    """How well the values of each column fit, where it fits a field at all."""
    scores = value_scores(form, rows)
    places = assigned(scores)
    return [max(row) for row, place in zip(scores, places, strict=True) if place is not None]


def _is_filled_form(form: FormDefinition, rows: Rows, headings: Headings) -> bool:
    """Whether the rows around hold labels, too: one form filled in, or explanations of each."""
    labels = {levelled(field.label) for field in form.fields}
    above = set(headings.key)
    before = rows[max(headings.first - _LOOKED_AROUND, 0) : headings.first]
    around = [*before, *rows[headings.after : headings.after + _LOOKED_AROUND]]
    found = {levelled(cell) for row in around for cell in row} & labels
    return len(found - above) >= 2
