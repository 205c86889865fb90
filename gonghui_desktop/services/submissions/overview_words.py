"""What there is to say of a submission, in sentences; each leads to its place.

The window and the command line say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gonghui_desktop.model.campaigns.quotas import QuotaState
from gonghui_desktop.model.dates import short_day, written_date
from gonghui_desktop.model.findings import without_wish
from gonghui_desktop.model.reasons import is_reason
from gonghui_desktop.model.replies import ReplyKind
from gonghui_desktop.model.units.alike import SAME_UNIT, Double
from gonghui_desktop.model.units.decisions import says_same
from gonghui_desktop.services.reply_words import reply_words, said_words
from gonghui_desktop.services.submissions.overview import Doubt, Overview, Paper, Unfinished

MOST_LINES = 100
"""Lines of one part; a package has 500 forms at most, and nobody reads the names of 10,000."""


class Mark(StrEnum):
    """What a line means to her."""

    DONE = "done"
    OPEN = "open"
    """Something is to be done before the submission is complete."""
    DOUBT = "doubt"
    """Something is to be explained, or to be looked at."""
    PLAIN = "plain"


class Place(StrEnum):
    """Where a line leads."""

    RECORD = "record"
    """A record, at a field if one is named."""
    SEALS = "seals"
    """The check list of a record's seals."""
    FORM = "form"
    """A form's list."""
    REPORTER = "reporter"
    EXPORT = "export"


@dataclass(frozen=True)
class Target:
    """A place.

    Attributes:
        place: what kind of place.
        record: id of the record, if it is one of a record.
        field: id of its field, empty for the whole record.
        form: id of the form, if it is one of a form.
    """

    place: Place
    record: str = ""
    field: str = ""
    form: str = ""


@dataclass(frozen=True)
class Line:
    """A sentence.

    Attributes:
        words: the sentence.
        mark: what it means.
        target: where it leads; ``None`` where there is nothing to do.
    """

    words: str
    mark: Mark
    target: Target | None = None

    @property
    def is_to_do(self) -> bool:
        """Whether it waits for her."""
        return self.mark in (Mark.OPEN, Mark.DOUBT)


@dataclass(frozen=True)
class Part:
    """Lines on one matter.

    Attributes:
        id: of the matter.
        title: its heading.
        lines: what is to be done first.
        more: how many further lines are left out.
        to_do: how many of all tell of something to be done or to be looked at.
    """

    id: str
    title: str
    lines: Sequence[Line]
    more: int = 0
    to_do: int = 0


_DOING = (Mark.OPEN, Mark.DOUBT, Mark.PLAIN, Mark.DONE)


def parts_of(overview: Overview) -> tuple[Part, ...]:
    """Everything that is to be said, matter by matter; those without a line are left out."""
    has_quotas = _has_quotas(overview)
    doubles = (_double_line(each, has_quotas=has_quotas) for each in overview.doubles)
    parts = (
        _part("answers", "退回和受理", _answer_lines(overview), in_order=True),
        _part("units", overview.unit, _unit_lines(overview), in_order=True),
        _part("deadline", "期限", _deadline_lines(overview), in_order=True),
        _part("drafts", "草稿", _draft_lines(overview)),
        _part("doubts", "核实和说明", map(_doubt_line, overview.doubts)),
        _part("doubles", "重复", doubles),
        _part("paper", "纸表和盖章", _paper_lines(overview)),
        _part("export", "导出", _export_lines(overview), in_order=True),
    )
    return tuple(part for part in parts if part.lines)


def _part(part_id: str, title: str, lines: Iterable[Line], *, in_order: bool = False) -> Part:
    found = list(lines)
    if not in_order:
        found.sort(key=lambda line: _DOING.index(line.mark))
    to_do = sum(line.is_to_do for line in found)
    return Part(part_id, title, found[:MOST_LINES], max(0, len(found) - MOST_LINES), to_do)


def _answer_lines(overview: Overview) -> Iterable[Line]:
    """What the office above has said: what is to be answered first."""
    said, today = overview.answers, overview.today
    last, export = said.last, Target(Place.EXPORT)
    if last is not None and not said.is_older:
        is_receipt = last.kind is ReplyKind.RECEIPT
        mark, target = (Mark.DONE, None) if is_receipt else (Mark.OPEN, export)
        yield Line(f"{reply_words(last, today)}。", mark, target)
    elif last is not None and last.kind is ReplyKind.RECEIPT:
        words = f"{reply_words(last, today)}；之后又报送过，请与他们商定以哪一次为准。"
        yield Line(words, Mark.DOUBT)
    elif last is not None:
        yield Line(f"{reply_words(last, today, is_open=False)}。已重新报送。", Mark.PLAIN)
    for each in said.sent_back:
        target = Target(Place.RECORD, each.record.id, each.field)
        words = f"{each.title}：{said_words(each.mark, today)}"
        yield Line(f"{words}：{each.reasons}。", Mark.OPEN, target)
    for reply in said.before:
        yield Line(f"{reply_words(reply, today, is_open=False)}。", Mark.PLAIN)


def _unit_lines(overview: Overview) -> Iterable[Line]:
    if not overview.reporter and not overview.is_past:
        words = "还没有填写上报单位，填写后才能核对名额。"
        yield Line(words, Mark.OPEN, Target(Place.REPORTER))
    is_explained = is_reason(overview.explanation)
    told = [each for each in overview.quotas if each.count or each.sentence]
    yield from (_quota_line(each, is_explained=is_explained) for each in told)
    if not overview.total:
        yield Line("还没有申报表。", Mark.PLAIN)
    for form in overview.forms:
        words = f"{form.number}：{form.final + form.drafts} 份，{_apart(form.final, form.drafts)}。"
        yield Line(words, Mark.PLAIN, Target(Place.FORM, form=form.form))
    unnamed = [draft for draft in overview.drafts if draft.is_unnamed]
    if unnamed:
        uncounted = "，不计入名额" if _has_quotas(overview) else ""
        words = f"{len(unnamed)} 份还没有写单位名称{uncounted}。"
        yield Line(words, Mark.DOUBT, Target(Place.RECORD, unnamed[0].record))


def _has_quotas(overview: Overview) -> bool:
    """Whether units count for anything; not for a unit that hands in its own form."""
    return bool(overview.quotas) or not overview.reporter


def _quota_line(state: QuotaState, *, is_explained: bool) -> Line:
    """Such as ``2 个非公企业典型：已定稿 1，草稿 1；还差 1 个。``, with its mark."""
    wrong = ""
    if state.missing:
        wrong = f"还差 {state.missing} 个"
    elif state.excess:
        wrong = f"多出 {state.excess} 个"
    forms = state.quota.forms
    target = Target(Place.FORM, form=forms[0]) if forms else None
    if wrong:
        words = f"{state.standing}；{wrong}" if state.count else state.sentence
        if is_explained:
            return Line(f"{words}（已写明原因）。", Mark.PLAIN, target)
        return Line(f"{words}。", Mark.OPEN, target)
    return Line(f"{state.standing}。", Mark.DONE, target)


def _apart(final: int, drafts: int) -> str:
    counts = {"已定稿": final, "草稿": drafts}
    return "，".join(f"{words} {count}" for words, count in counts.items() if count)


def _deadline_lines(overview: Overview) -> Iterable[Line]:
    if overview.deadline == date.min:
        return
    day, left = overview.written_deadline, overview.days_left
    if overview.is_past:
        yield Line(f"这是往届活动，已于 {day} 截止。", Mark.PLAIN)
    elif left > 0:
        yield Line(f"距截止还有 {left} 天（{day}）。", Mark.PLAIN)
    elif left == 0:
        yield Line(f"今天（{day}）截止。", Mark.DOUBT, Target(Place.EXPORT))
    else:
        yield _over_line(overview, f"截止日期（{day}）已过 {-left} 天")


def _over_line(overview: Overview, words: str) -> Line:
    """What to do after the deadline; nothing where all was exported in time."""
    last = overview.last
    if last is not None and last.is_current and last.package.day <= overview.deadline:
        return Line(f"{words}，报送包已在截止前导出。", Mark.PLAIN)
    whom = f"请先与{overview.receiver}联系" if overview.receiver else "请先与上级工会联系"
    return Line(f"{words}，{whom}，说明情况，商定何时报送。", Mark.OPEN)


def _draft_lines(overview: Overview) -> Iterable[Line]:
    ready = [each for each in overview.drafts if each.is_ready]
    yield from (_draft_line(each) for each in overview.drafts if not each.is_ready)
    if ready:
        words = f"{len(ready)} 份没有问题，还没有定稿：{_listed(ready)}。"
        yield Line(words, Mark.DOUBT, Target(Place.RECORD, ready[0].record))
    if overview.total and not overview.drafts:
        yield Line("申报表都已定稿。", Mark.DONE)


def _draft_line(draft: Unfinished) -> Line:
    counts = {"处必须改": draft.to_mend, "处须写明原因": draft.to_explain}
    points = "，".join(f"{count} {words}" for words, count in counts.items() if count)
    target = Target(Place.RECORD, draft.record, draft.field)
    return Line(f"{draft.title}：{points}。", Mark.OPEN, target)


_MOST_NAMED = 3


def _listed(drafts: Sequence[Unfinished]) -> str:
    more = "等" if len(drafts) > _MOST_NAMED else ""
    return "、".join(draft.title for draft in drafts[:_MOST_NAMED]) + more


def _doubt_line(doubt: Doubt) -> Line:
    """With the reason, or with the wish for one."""
    finding = doubt.finding
    target = Target(Place.EXPORT)
    if finding.record_id:
        target = Target(Place.RECORD, finding.record_id, finding.field)
    of = doubt.title or "整个报送："
    if doubt.is_explained:
        words = f"{of}{without_wish(finding.message)}原因：{finding.explanation.strip()}"
        return Line(words, Mark.DONE, target)
    return Line(f"{of}{finding.message}", Mark.OPEN, target)


def _double_line(double: Double, *, has_quotas: bool) -> Line:
    target = Target(Place.RECORD, double.records[-1])
    titles = "与".join(double.titles)
    why = f"（{double.likeness}）" if double.likeness else ""
    reason = double.reason.strip()
    if reason and not says_same(reason):
        return Line(f"{titles}{why}{SAME_UNIT}。已写明原因：{reason}", Mark.DONE, target)
    counted = "，只算 1 个名额" if has_quotas else ""
    if reason:
        return Line(f"{titles}{why}已写明是同一单位{counted}。", Mark.DOUBT, target)
    counted = "" if double.likeness else counted
    return Line(f"{titles}{why}{SAME_UNIT}{counted}，请核对。", Mark.DOUBT, target)


def _paper_lines(overview: Overview) -> Iterable[Line]:
    yield from (_paper_line(each) for each in overview.paper)
    if overview.drafts:
        words = f"{len(overview.drafts)} 份草稿，定稿后再打印、盖章。"
        yield Line(words, Mark.PLAIN)


def _paper_line(paper: Paper) -> Line:
    target = Target(Place.SEALS, paper.record)
    known = [f"已打印 {short_day(paper.printed)}"] if paper.printed else []
    known += [f"{each.name} {short_day(each.at)} 已盖" for each in paper.seals if each.at]
    if paper.stamped and not any(each.at for each in paper.seals):
        known.append(f"已盖章 {short_day(paper.stamped)}")
    if not paper.is_printed:
        known.append("还没有打印")
    words = f"{paper.title}：{'，'.join(known)}"
    if paper.is_printed and paper.missing:
        words += f"；还差 {len(paper.missing)} 个章：{'、'.join(paper.missing)}"
    if paper.is_across_unknown:
        words += "；不止一页的，还要盖骑缝章"
    return Line(f"{words}。", Mark.DONE if paper.is_complete else Mark.OPEN, target)


def _export_lines(overview: Overview) -> Iterable[Line]:
    last, target = overview.last, Target(Place.EXPORT)
    if last is None:
        if overview.total:
            is_open = not overview.is_past
            yield Line("还没有导出过报送包。", Mark.OPEN if is_open else Mark.PLAIN, target)
        return
    package = last.package
    words = f"{written_date(package.day)}第 {package.revision} 次导出"
    if last.path:
        words += f"，存为“{last.path}”"
        words += "，现在找不到这个文件" if last.is_there is False else ""
    yield Line(f"{words}。", Mark.DONE)
    if last.changes is None:
        yield Line("之后有没有改动，程序无法判断；有改动的须重新导出。", Mark.DOUBT, target)
    elif last.changes.words:
        yield Line(f"导出后 {last.changes.words}，须重新导出。", Mark.OPEN, target)
    else:
        yield Line("导出后没有改动。", Mark.DONE)
