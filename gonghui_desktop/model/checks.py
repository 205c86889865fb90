"""Findings of a record and of a whole submission (campaign rules: 强制, 核实, 提示)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gonghui_desktop.model.campaign import Campaign, Quota, ReporterKind
from gonghui_desktop.model.fieldtypes import Problem
from gonghui_desktop.model.findings import Finding, Severity
from gonghui_desktop.model.form import Field, FormDefinition
from gonghui_desktop.model.record import Profile, Record


def check_record(
    form: FormDefinition, record: Record, missing_characters: Mapping[str, str], pages: int = 1
) -> tuple[Finding, ...]:
    """Findings of one record, in the order of the form's fields.

    Args:
        form: the record's form.
        record: what was entered.
        missing_characters: field id to the characters that no face can print.
        pages: number of pages that the form takes.
    """
    findings = []
    for field in form.fields:
        problems = _field_problems(form, field, record, missing_characters.get(field.id, ""))
        explanation = record.explanations.get(field.id, "")
        findings += [
            Finding(
                severity=problem.severity,
                message=f"{field.label}：{problem.message}",
                record_id=record.id,
                field=field.id,
                explanation=explanation if problem.severity is Severity.VERIFY else "",
            )
            for problem in problems
        ]
    if pages > 1:
        message = f"本表要印 {pages} 页；如想印在一页上，请精简文字。"
        findings.append(Finding(Severity.ADVICE, message, record_id=record.id))
    return tuple(findings)


def _field_problems(
    form: FormDefinition, field: Field, record: Record, missing: str
) -> list[Problem]:
    value = record.value(field.id)
    if not value and field.mandatory:
        return [Problem(Severity.MANDATORY, "未填写，请补填。")]
    problem = field.type.check(value) if value else None
    problems = [problem or _decided_problem(form, field, record)]
    if missing:
        shown = "、".join(f"“{char}”（U+{ord(char):04X}）" for char in missing[:5])
        problems.append(
            Problem(Severity.VERIFY, f"字库里没有 {shown}，请核对；打印后须手写补上，请写明。")
        )
    return [problem for problem in problems if problem]


def _decided_problem(form: FormDefinition, field: Field, record: Record) -> Problem | None:
    """What to say of a value that follows from another one by the form's ``implies``.

    Where the rule gives no value (单位性质 （3）（4）（8）) the clerk decides, with a reason.
    """
    for other in form.fields:
        value = record.value(other.id)
        choice = next((choice for choice in other.type.choices if choice.value == value), None)
        if choice is None or not other.type.decides(field.id):
            continue
        implied = other.type.implied(value).get(field.id)
        case = f"{other.label}为“{choice.label}”"
        if not record.value(field.id):
            return Problem(Severity.ADVICE, f"{case}，请判定；未判定的不计入名额。")
        if implied is None:
            return Problem(Severity.VERIFY, f"{case}时由填表人判定，请写明理由。")
        if implied != record.value(field.id):
            expected = field.type.show(implied)
            return Problem(Severity.VERIFY, f"{case}，应为“{expected}”；确实不同请写明理由。")
    return None


@dataclass(frozen=True)
class QuotaState:
    """How far a quota is fulfilled."""

    quota: Quota
    count: int

    @property
    def missing(self) -> int:
        """How many units are still to come."""
        return max(0, self.quota.least - self.count)

    @property
    def excess(self) -> int:
        """How many units are too many."""
        return 0 if self.quota.most is None else max(0, self.count - self.quota.most)

    @property
    def sentence(self) -> str:
        """What is still wrong with it, empty when it is fulfilled."""
        if self.missing:
            return f"还差 {self.missing} 个{self.quota.name}"
        if self.excess:
            return f"{self.quota.name}多出 {self.excess} 个"
        return ""


def quota_states(reporter: ReporterKind, records: Sequence[Record]) -> tuple[QuotaState, ...]:
    """Every quota of the reporter with its count."""
    units = tuple(records)
    return tuple(QuotaState(quota, quota.count(units)) for quota in reporter.quotas)


def check_submission(
    campaign: Campaign, profile: Profile | None, records: Sequence[Record], explanation: str = ""
) -> tuple[Finding, ...]:
    """Findings of the whole submission: its reporter, its quotas, forms that others fill in.

    Args:
        campaign: the rules.
        profile: who reports, ``None`` while nobody said so.
        records: all records of the submission.
        explanation: the clerk's reason for every 核实 finding here.
    """
    if not campaign.reporters:
        return ()  # its rules are not known any more
    reporter = campaign.reporter(profile.kind) if profile else None
    if reporter is None:
        message = "还没有填写上报单位，填写后才能核对名额和导出报送包。"
        return (Finding(Severity.ADVICE, message),)
    findings = [
        Finding(
            Severity.VERIFY,
            f"{state.sentence}，请核对；确实如此请说明原因。",
            explanation=explanation,
        )
        for state in quota_states(reporter, records)
        if state.sentence
    ]
    ruled = {form_id for kind in campaign.reporters for form_id in kind.forms}
    foreign = sorted({record.form for record in records} & ruled - set(reporter.forms))
    findings += [
        Finding(
            Severity.VERIFY,
            f"{reporter.name}不填报{campaign.form(form_id).number}，请核对；确实如此请说明原因。",
            explanation=explanation,
        )
        for form_id in foreign
    ]
    return tuple(findings)
