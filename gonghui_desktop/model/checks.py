"""Findings of a record and of a whole submission (campaign rules: 强制, 核实, 提示)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gonghui_desktop.model.campaigns.campaign import Campaign, ReporterKind
from gonghui_desktop.model.campaigns.quotas import quota_states, units
from gonghui_desktop.model.entry import LONGEST_TEXT
from gonghui_desktop.model.fieldtypes import Problem
from gonghui_desktop.model.findings import Finding, Severity
from gonghui_desktop.model.forms.form import Field, FormDefinition
from gonghui_desktop.model.forms.implied import ruling_on
from gonghui_desktop.model.pasted.clean_text import FOREIGN, is_foreign
from gonghui_desktop.model.pasted.private_use import named_private, private_characters
from gonghui_desktop.model.reasons import is_reason
from gonghui_desktop.model.record import Profile, Record
from gonghui_desktop.model.units.alike import ALONE, SAME_UNIT, Alike
from gonghui_desktop.model.units.near_pairs import NO_PAIRS, NearPairs
from gonghui_desktop.model.units.unit_names import unit_key


def check_record(
    form: FormDefinition,
    record: Record,
    missing_characters: Mapping[str, str],
    pages: int = 1,
    alike: Alike = ALONE,
) -> tuple[Finding, ...]:
    """Findings of one record, in the order of the form's fields.

    Args:
        form: the record's form.
        record: what was entered.
        missing_characters: field id to the characters that no face can print.
        pages: number of pages that the form takes.
        alike: what it has in common with other records.
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
        findings += _alike_findings(form, field, record, alike)
    if pages > 1:
        message = f"本表要印 {pages} 页；如想印在一页上，请精简文字。"
        findings.append(Finding(Severity.ADVICE, message, record_id=record.id))
    return tuple(findings)


def _alike_findings(
    form: FormDefinition, field: Field, record: Record, alike: Alike
) -> list[Finding]:
    """What is to be said of a value because another record has the same."""
    found = []
    if field.id == form.name_field and alike.unit_doubt:
        reason = record.explanations.get(field.id, "") or alike.unit_reason
        message = f"{field.label}：{alike.unit_doubt}"
        found.append(Finding(Severity.VERIFY, message, record.id, field.id, reason))
    if field.id == form.name_field:
        name, written = record.value(field.id), record.explanations.get(field.id, "")
        doubts = [*alike.barred_doubts(name, written)]
        doubts += [(doubt, written or decided) for doubt, decided in alike.near_doubts(name)]
        for doubt, reason in doubts:
            message = f"{field.label}：{doubt}"
            found.append(Finding(Severity.VERIFY, message, record.id, field.id, reason))
    if advice := alike.contact_advice(field.id):
        message = f"{field.label}：{advice}"
        found.append(Finding(Severity.ADVICE, message, record.id, field.id))
    return found


def _field_problems(
    form: FormDefinition, field: Field, record: Record, missing: str
) -> list[Problem]:
    value = record.value(field.id)
    if not value and field.mandatory:
        return [Problem(Severity.MANDATORY, "未填写，请补填。")]
    if not value and field.id in form.heading:  # the words behind the blank look forgotten
        return [Problem(Severity.ADVICE, "未填写，表上空着；没有的可以不填。")]
    if max(len(value), len(record.explanations.get(field.id, ""))) > LONGEST_TEXT:
        return [Problem(Severity.MANDATORY, _too_long(record, field))]
    problem = field.type.check(value) if value else None
    problems = [problem or _decided_problem(form, field, record)]
    if private := private_characters(value):
        missing = "".join(char for char in missing if char not in dict(private))
        problems.append(Problem(Severity.VERIFY, f"{named_private(private)}，请换成标准字。"))
    elif is_foreign(value):
        problems.append(Problem(Severity.ADVICE, f"{FOREIGN}，可以整理。"))
    if missing:
        shown = "、".join(f"“{char}”（U+{ord(char):04X}）" for char in missing[:5])
        problems.append(
            Problem(
                Severity.VERIFY,
                f"程序带的字体里没有 {shown}，请核对；打印后须手写补上，请写明原因。",
            )
        )
    return [problem for problem in problems if problem]


def _too_long(record: Record, field: Field) -> str:
    """What to say of a text that an earlier version took and no receiver takes now."""
    most, length = f"{LONGEST_TEXT // 10_000} 万字", len(record.value(field.id))
    if length > LONGEST_TEXT:
        return f"有 {length} 字，最多 {most}，请删短。"
    return f"写明的原因有 {len(record.explanations[field.id])} 字，最多 {most}，请删短。"


def _decided_problem(form: FormDefinition, field: Field, record: Record) -> Problem | None:
    """What to say of a value that follows from another one by the form's ``implies``.

    Where the rule gives no value (单位性质 （3）（4）（8）) the clerk must decide, with a reason.
    """
    ruling = ruling_on(form, field.id, record.values)
    if ruling is None:
        return None
    value = record.value(field.id)
    if ruling.implied is None:
        if not value:
            return Problem(Severity.MANDATORY, f"“{ruling.choice.label}”由您判定，请选择。")
        return Problem(Severity.VERIFY, f"“{ruling.choice.label}”由您判定，请写明原因。")
    expected = field.type.show(ruling.implied)
    if not value:
        return Problem(Severity.ADVICE, f"{ruling.case}，应为“{expected}”；不选不计入名额。")
    if value != ruling.implied:
        return Problem(Severity.VERIFY, f"{ruling.case}，应为“{expected}”；确实不同请写明原因。")
    return None


def check_submission(
    campaign: Campaign,
    profile: Profile | None,
    records: Sequence[Record],
    explanation: str = "",
    pairs: NearPairs = NO_PAIRS,
) -> tuple[Finding, ...]:
    """Findings of the whole submission: reporter, quotas, units twice, forms that others fill in.

    Args:
        campaign: the rules.
        profile: who reports, ``None`` while nobody said so.
        records: all records of the submission.
        explanation: the clerk's reason for every 核实 finding here.
        pairs: units with nearly the same names.
    """
    if not campaign.reporters:
        return ()  # its rules are not known any more
    reporter = campaign.reporter(profile.kind) if profile else None
    if campaign.only_receives(profile):  # nobody has given it quotas
        doubts = [*(_twice(campaign, unit) for unit in doubtful_units(campaign, records))]
        doubts += pairs.doubts
        return tuple(Finding(Severity.VERIFY, each, explanation=explanation) for each in doubts)
    if reporter is None:
        message = "还没有填写上报单位，填写后才能核对名额和导出报送包。"
        return (Finding(Severity.ADVICE, message),)
    doubts = [
        f"{state.sentence}，请核对；确实如此请写明原因。"
        for state in quota_states(campaign, reporter, records, pairs.decided)
        if state.sentence
    ]
    advice: list[str] = []
    if profile is not None and reporter.own_form:
        doubts += _more_than_one(campaign, reporter, records)
        advice = [*_no_receiver(campaign, profile), *_of_others(campaign, profile, records)]
    else:
        doubts += [_twice(campaign, unit) for unit in doubtful_units(campaign, records)]
        doubts += pairs.doubts
    ruled = {form_id for kind in campaign.reporters for form_id in kind.forms}
    foreign = sorted({record.form for record in records} & ruled - set(reporter.forms))
    doubts += [
        f"{reporter.name}不填报{campaign.form(form_id).number}，请核对；确实如此请写明原因。"
        for form_id in foreign
    ]
    return (
        *(Finding(Severity.VERIFY, each, explanation=explanation) for each in doubts),
        *(Finding(Severity.ADVICE, each) for each in advice),
    )


_MOST_NAMED = 5
_LONGEST_NAME = 40


def doubtful_units(campaign: Campaign, records: Sequence[Record]) -> list[Sequence[Record]]:
    """The records of each unit that was put forward more than once, which nobody has explained."""
    return [unit for unit in units(campaign, records) if _is_doubtful(campaign, unit)]


def _is_doubtful(campaign: Campaign, unit: Sequence[Record]) -> bool:
    """Whether records seem to be one unit's, and nobody has said in them why they are not.

    As at the records themselves, one of a pair need not be explained.
    """
    reasons = [each.explanations.get(campaign.form(each.form).name_field, "") for each in unit]
    return sum(not is_reason(reason) for reason in reasons) > 1


def _twice(campaign: Campaign, unit: Sequence[Record]) -> str:
    """A sentence about records that are one unit's by their names."""
    named = _named(campaign, unit)
    return f"{named}{SAME_UNIT}，只算 1 个名额，请核对；确实不是请写明原因。"


def _more_than_one(
    campaign: Campaign, reporter: ReporterKind, records: Sequence[Record]
) -> list[str]:
    """A sentence about more forms than the one of its own that an office fills in.

    No more than doubtful: the office above, which counts, sees the reason.
    """
    named = [record for unit in units(campaign, records) for record in unit]
    if len(named) <= 1:
        return []
    return [
        f"{reporter.name}只报自己的 1 份申报表，现在有 {len(named)} 份："
        f"{_named(campaign, named)}，请删去多余的；确实都要报请写明原因。"
    ]


def _no_receiver(campaign: Campaign, profile: Profile) -> list[str]:
    """A sentence where nobody has said who gets the package: its cover sheet names them."""
    if campaign.hands_in_to(profile):
        return []
    return ["还没有写报给哪个工会，请在“报送 › 上报单位”里写明，报送单上要印。"]


def _of_others(campaign: Campaign, profile: Profile, records: Sequence[Record]) -> list[str]:
    """A sentence about forms that do not name the office itself, though it hands in its own.

    Advice alone: the office may be the unit's trade union, under a name of its own.
    """
    own = unit_key(profile.name)
    others = [
        record
        for unit in units(campaign, records)
        for record in unit
        for key in (unit_key(record.value(campaign.form(record.form).name_field)),)
        if key not in own and own not in key
    ]
    if not others:
        return []
    return [
        f"{_named(campaign, others)}与上报单位“{profile.name[:_LONGEST_NAME]}”的名称不同，请核对。"
    ]


def _named(campaign: Campaign, records: Sequence[Record]) -> str:
    """Records by form and unit."""
    forms = [campaign.form(record.form) for record in records]
    titles = [
        f"{form.number}“{record.value(form.name_field).strip()[:_LONGEST_NAME]}”"
        for form, record in zip(forms, records, strict=True)
    ]
    return "、".join(titles[:_MOST_NAMED]) + ("等" if len(titles) > _MOST_NAMED else "")
