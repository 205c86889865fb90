"""What is offered to whoever decides about received packages: ready reasons, what can be accepted.

Read in one go, as plain values for a dialog; not for the GUI thread.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.model.findings import Finding
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.replies import ReplyReason
from gonghui_desktop.services.editions import form_of
from gonghui_desktop.services.receiving.city.city_decisions import (
    CityQuestion,
    QuestionSide,
    questions,
)
from gonghui_desktop.services.receiving.decisions.open_points import (
    lot,
    open_points,
    which,
    why_not_acceptable,
    why_not_returnable,
)
from gonghui_desktop.services.receiving.decisions.replying import proposed_answer_by
from gonghui_desktop.services.receiving.office_table import office_table
from gonghui_desktop.services.receiving.received import Look, look, received_submissions
from gonghui_desktop.services.record_names import shown_name
from gonghui_desktop.services.workspace import Workspace

WHOLE_PACKAGE = "整个报送包"
WHOLE_FORM = "整份表"


@dataclass(frozen=True)
class Place:
    """What a reason can be about: a record, or the whole package.

    Attributes:
        record: id of the record; empty for the whole package.
        title: form number and name, or 整个报送包.
        fields: id and label of each field; none for the whole package.
    """

    record: str
    title: str
    fields: tuple[tuple[str, str], ...] = ()

    def words(self, field: str) -> str:
        """The place in words, with one of its fields if that is named."""
        label = dict(self.fields).get(field, "")
        return f"{self.title}的“{label}”" if label else self.title


@dataclass(frozen=True)
class ReturnOffers:
    """What can be said when a package is sent back.

    Attributes:
        look: the package.
        title: it in words.
        why_not: why it cannot be sent back, a sentence; empty if it can.
        reasons: our own open points, as reasons.
        places: what a further reason can be about, the whole package first.
        answer_by: until when an answer is wanted unless the clerk says otherwise.
    """

    look: Look
    title: str
    why_not: str
    reasons: tuple[ReplyReason, ...]
    places: tuple[Place, ...]
    answer_by: date


@dataclass(frozen=True)
class Candidate:
    """A package that somebody wants to accept.

    Attributes:
        look: the package.
        title: it in words, with the number of its forms.
        why_not: why it cannot be accepted at all, a sentence; empty if it can.
        points: what a person should look at before, a sentence each.
    """

    look: Look
    title: str
    why_not: str
    points: tuple[str, ...]


def return_offers(ws: Workspace, number: int) -> ReturnOffers:
    """What can be said when a package is sent back.

    Raises:
        InputError: it is not there, or one's own office receives nothing.
        StoreError: it cannot be read.
    """
    own = look(ws, number)
    forms = {each.record.id: form_of(ws, each.record) for each in own.records}
    places = [Place("", WHOLE_PACKAGE)]
    for each in own.records:
        form = forms[each.record.id]
        fields = tuple((field.id, field.label) for field in form.fields)
        name = f"{form.number}“{shown_name(form, each.record)}”"
        places.append(Place(each.record.id, name, fields))
    reasons = dict.fromkeys(_reasons(ws, own, forms))
    return ReturnOffers(
        own,
        which(own.submission),
        why_not_returnable(own),
        tuple(reasons),
        tuple(places),
        proposed_answer_by(ws),
    )


def candidates(ws: Workspace, numbers: Sequence[int] | None = None) -> tuple[Candidate, ...]:
    """What somebody wants to accept, those without an open point first.

    Args:
        ws: the workspace.
        numbers: of the packages; ``None`` for all that wait for a decision.

    Raises:
        InputError: one's own office receives nothing.
        StoreError: it cannot be read.
    """
    waiting = lot(ws)
    found = [*((each, ()) for each in waiting.ready), *waiting.left]
    if numbers is not None:
        known = {each.submission.number for each, _points in found}
        others = set(numbers) - known
        looks = received_submissions(ws) if others else []
        found += [(each, open_points(each)) for each in looks if each.submission.number in others]
        found = [each for each in found if each[0].submission.number in numbers]
    return tuple(_candidate(own, points) for own, points in found)


def _candidate(own: Look, points: Sequence[str]) -> Candidate:
    title = f"{which(own.submission)}，{len(own.records)} 份申报表"
    why_not = why_not_acceptable(own)
    return Candidate(own, title, why_not, () if why_not else tuple(points))


def _reasons(
    ws: Workspace, own: Look, forms: Mapping[str, FormDefinition]
) -> Iterator[ReplyReason]:
    """Our own open points, in the order of the package's records, those of the whole first."""
    asked = questions(ws, office_table(ws))
    findings = [each for each in own.assessment.findings if each.blocks]
    findings = [each for each in findings if not _is_decided(each, asked)]
    by_record: dict[str, list[ReplyReason]] = {}
    for each in findings:
        form = forms.get(each.record_id)
        field = each.field if form is not None and form.has_field(each.field) else ""
        record = each.record_id if form is not None else ""
        by_record.setdefault(record, []).append(ReplyReason(each.message, record, 0, field))
    yield from by_record.get("", ())
    for doubt in own.assessment.doubts:
        if not any(finding.message in doubt for finding in findings):
            yield ReplyReason(doubt)
    doubles = _of_units(asked, own.submission.number)
    for received in own.records:
        record = received.record.id
        found = by_record.get(record, [])
        yield from found
        for title, text in doubles.get(record, ()):
            if title and any(title in each.text for each in found):
                continue  # the package said so when it came
            yield ReplyReason(text, record, 0, forms[record].name_field)


def _is_decided(finding: Finding, asked: Sequence[CityQuestion]) -> bool:
    """Whether a finding is of a unit on the roster about which one's own office has decided."""
    return any(
        each.barred is not None
        and not each.is_open
        and each.barred.title in finding.message
        and any(side.record.record.id == finding.record_id for side in each.sides)
        for each in asked
    )


def _of_units(
    every: Sequence[CityQuestion], number: int
) -> Mapping[str, Sequence[tuple[str, str]]]:
    """Id of a record of a package to what is to be said of its unit among all others.

    A sentence each, before it the name on the roster that it is about, empty for none. What nobody
    has said anything of may be one unit; what has to go after a decision is one.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for asked in every:
        is_unsaid = asked.is_open and not asked.said
        barred = in_sentence(asked.barred.title) if asked.barred is not None else ""
        for own in asked.sides:
            if own.submission != number:
                continue
            texts = found.setdefault(own.record.record.id, [])
            if is_unsaid and barred:
                texts.append((barred, f"可能是{barred}，不能再报，请核对，是的请换一个单位。"))
            elif is_unsaid:
                texts += [("", _may_be_one(each)) for each in asked.sides if each is not own]
            elif own in asked.gone:
                texts.append(("", _has_to_go(asked)))
    return found


def _may_be_one(other: QuestionSide) -> str:
    office, name = in_sentence(other.office), in_sentence(other.record.name)
    return f"与“{office}”报来的“{name}”可能是同一单位，请核对，一个单位只报一份。"


def _has_to_go(asked: CityQuestion) -> str:
    if asked.barred is not None:
        return f"与{in_sentence(asked.barred.title)}是同一单位，不能再报，请换一个单位。"
    assert asked.kept is not None
    return f"与{asked.kept.title}是同一单位，一个单位只报一份，保留那一份，请去掉这一份。"
