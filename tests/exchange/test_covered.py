"""Every attribute of a submission is covered by the package's id and fingerprint, or is derived."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date

import pytest

from gonghui_desktop.exchange.package.submission import Submission
from gonghui_desktop.exchange.package.submission_json import named, to_json
from gonghui_desktop.model.findings import Finding, Severity
from gonghui_desktop.model.record import Profile, Record

_FINDING = Finding(Severity.VERIFY, "还差 1 个典型单位。", explanation="本区只有四个")

CHANGES: dict[str, Callable[[Submission], object]] = {
    "campaign": lambda _: "2018",
    "campaign_name": lambda _: "另一个活动",
    "revision": lambda _: 7,
    "supersedes": lambda made: made.package,
    "made_on": lambda _: date(2018, 1, 1),
    "reporter": lambda made: replace(made.reporter, name="大连市西岗区总工会"),
    "records": lambda made: made.records[1:],
    "forms": lambda made: {digest: replace(form, copies=9) for digest, form in made.forms.items()},
    "findings": lambda _: (_FINDING,),
    "explanation": lambda _: "本区只有四个",
    "program": lambda _: "gonghui-desktop 0",
    "printer": lambda _: "another",
    "rules": lambda _: "others",
}
DERIVED = {
    "package": "made of all the rest",
    "version": "says how the file is read; the contents differ with it",
    "kind": "a submission's is always the same",
}
NOT_IN_A_PACKAGE: dict[str, str] = {
    "campaign": "the package's own",
    "state": "always final",
    "stage": "what was done with the paper afterwards",
    "stage_at": "as stage",
    "form": "stands beside its edition, whose definition has it, too",
    "edition": "as form",
}
"""Attributes of a record that a package has elsewhere, or not at all."""


def _says_the_same(one: Submission, other: Submission) -> bool:
    """By the file, which the package's fingerprint covers, and by the id that is made of it."""
    is_same = to_json(one) == to_json(other)
    assert is_same == (named(one).package == named(other).package)
    return is_same


def test_no_attribute_is_forgotten() -> None:
    assert {each.name for each in fields(Submission)} == CHANGES.keys() | DERIVED.keys()


@pytest.mark.parametrize("name", CHANGES)
def test_what_an_office_hands_in_is_covered(submission: Submission, name: str) -> None:
    change = {name: CHANGES[name](submission)}
    assert not _says_the_same(submission, replace(submission, **change))  # type: ignore[arg-type] # as the table has it


@pytest.mark.parametrize("name", [each.name for each in fields(Profile)])
def test_who_hands_in_is_covered(submission: Submission, name: str) -> None:
    other = replace(submission.reporter, **{name: "resident_industry"})
    assert not _says_the_same(submission, replace(submission, reporter=other))


@pytest.mark.parametrize("name", [each.name for each in fields(Finding)])
def test_findings_and_their_reasons_are_covered(submission: Submission, name: str) -> None:
    other = replace(_FINDING, **{name: Severity.ADVICE if name == "severity" else "employees"})  # type: ignore[arg-type] # as above
    one = replace(submission, findings=(_FINDING,))
    assert not _says_the_same(one, replace(submission, findings=(other,)))


@pytest.mark.parametrize(
    "name", [each.name for each in fields(Record) if each.name not in NOT_IN_A_PACKAGE]
)
def test_what_is_in_a_record_is_covered(submission: Submission, name: str) -> None:
    first, *rest = submission.records
    others: dict[str, object] = {
        "id": "f" * 32,
        "created_at": first.changed_at,
        "changed_at": first.created_at,
        "values": {**first.values, "non_public": "no"},
        "explanations": {**first.explanations, "goals": "已核"},
        "revision": 2,
        "reopen_reason": "人数有误",
        "code_version": 1,
    }
    base = (
        replace(first, revision=2, reopen_reason="章盖错了") if name == "reopen_reason" else first
    )
    changed = replace(base, **{name: others[name]})  # type: ignore[arg-type] # as the table has it
    one = replace(submission, records=(base, *rest))
    assert not _says_the_same(one, replace(submission, records=(changed, *rest)))
