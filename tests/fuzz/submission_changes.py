"""Changes of what an office hands in, as values: packages of right digests come of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from gonghui_desktop.errors import FormDefinitionError
from gonghui_desktop.exchange.package.submission import Submission
from gonghui_desktop.exchange.package.submission_json import named, to_json
from gonghui_desktop.model.findings import Finding, Severity
from gonghui_desktop.model.forms.edition import definition_of, digest_of, read_definition
from gonghui_desktop.model.record import Record
from tests.fuzz.dice import Dice

_LONGEST = 19_000  # characters; longer ones are refused at once
_MOMENTS = (
    datetime(1970, 1, 1, tzinfo=UTC),
    datetime(2016, 2, 29, 23, 59, 59, 999_999, UTC),
    datetime(2099, 12, 31, tzinfo=UTC),
    datetime(2026, 11, 29, 12, tzinfo=UTC) + timedelta(days=2),
)


def changed_submission(dice: Dice, made: Submission) -> Submission:
    """Another submission; its id is what its contents make."""
    for _ in range(dice.pick((1, 1, 2, 4))):
        if dice.chance(0.7):
            at = dice.randrange(len(made.records))
            made = _with_record(dice, made, at)
        else:
            made = dice.pick(_CHANGES)(dice, made)
    return made


def submission_file(made: Submission) -> tuple[bytes, str]:
    """``submission.json`` and the package's id."""
    made = named(made)
    return to_json(made), made.package


def is_printable(made: Submission) -> bool:
    """Whether a program would have loaded its forms; else none can have printed them."""
    try:
        return all(read_definition(definition_of(form).text) for form in made.forms.values())
    except FormDefinitionError:
        return False


def odd_text(dice: Dice) -> str:
    """An odd text that a package's data can have."""
    text = dice.text()
    return text.encode("utf-8", "replace").decode()[:_LONGEST]


def _with_record(dice: Dice, made: Submission, at: int) -> Submission:
    record = made.records[at]
    form = made.form_of(record)
    field = dice.pick(form.fields).id
    changes: Mapping[str, Callable[[], Mapping[str, object]]] = {
        "value": lambda: {"values": {**record.values, field: odd_text(dice)}},
        "two": lambda: {
            "values": {**record.values, field: odd_text(dice), "unit_name": odd_text(dice)}
        },
        "reason": lambda: {"explanations": {**record.explanations, field: odd_text(dice)}},
        "nothing": lambda: {"values": {}, "explanations": {}},
        "revision": lambda: {
            "revision": dice.pick((2, 998, 1_000)),
            "reopen_reason": odd_text(dice),
        },
        "moments": lambda: {"created_at": dice.pick(_MOMENTS), "changed_at": dice.pick(_MOMENTS)},
        "code": lambda: {"code_version": dice.pick((1, 2))},
        "id": lambda: {"id": f"{dice.getrandbits(128):032x}"},
    }
    weights = {"value": 8, "two": 3, "reason": 3} | dict.fromkeys(changes.keys() - {"value"}, 1)
    changed: Record = replace(record, **changes[dice.by_weight(weights)]())  # type: ignore[arg-type] # as the table has it
    forms = dict(made.forms)
    if dice.chance(0.15):
        odd = replace(form, **_odd_form(dice))  # type: ignore[arg-type] # as the table has it
        changed = replace(changed, edition=digest_of(odd))
        forms[changed.edition] = odd
    records = [*made.records]
    if dice.chance(0.1):
        records.append(replace(changed, id=f"{dice.getrandbits(128):032x}"))
    else:
        records[at] = changed
    return replace(made, records=tuple(records), forms=forms)


def _odd_form(dice: Dice) -> Mapping[str, object]:
    kinds: tuple[Mapping[str, object], ...] = (
        {"copies": dice.pick((0, 1, 9, 10, 10**9))},
        {"number": odd_text(dice)},
        {"title": tuple(odd_text(dice)[:300] for _ in range(dice.pick((0, 1, 3, 40))))},
        {"notes": (odd_text(dice),) * dice.pick((1, 3, 100))},
        {"notes_mark": odd_text(dice)},
        {"seals": ()},
        {"rows": ()},
        {"seal_size": dice.pick((0, 1, 42, 500))},
    )
    return dice.pick(kinds)


def _reporter(dice: Dice, made: Submission) -> Submission:
    field = dice.pick(("name", "contact_name", "contact_phone", "receiver", "kind"))
    changed = dice.pick((odd_text(dice), "district", "resident_industry"))
    return replace(made, reporter=replace(made.reporter, **{field: changed}))


def _finding(dice: Dice, made: Submission) -> Submission:
    of = dice.pick(("", made.records[0].id))
    severity = dice.pick(list(Severity))
    return replace(made, findings=(Finding(severity, odd_text(dice), of, "", odd_text(dice)),))


def _head(dice: Dice, made: Submission) -> Submission:
    field = dice.pick(("explanation", "printer", "rules", "program", "campaign_name"))
    return replace(made, **{field: odd_text(dice)})  # type: ignore[arg-type] # texts


def _later(dice: Dice, made: Submission) -> Submission:
    return replace(made, revision=dice.pick((2, 200, 999, 1_000)), supersedes=made.package)


_CHANGES: tuple[Callable[[Dice, Submission], Submission], ...] = (
    _reporter,
    _finding,
    _head,
    _later,
)
