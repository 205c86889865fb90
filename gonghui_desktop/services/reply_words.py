"""What an office above has said, in sentences: one wording for the window and the command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.model.dates import written_date
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.reasons import LONGEST_REASON
from gonghui_desktop.model.record import Profile
from gonghui_desktop.model.replies import Reply, ReplyKind, ReplyReason
from gonghui_desktop.model.reply_marks import ReplyMark

_LONGEST_ABOVE = 120  # characters of all reasons in the line above the fields
_LONGEST_IN_TIP = 200  # characters of a reason in a tool tip; it stands whole among the fields
_MOST_REASONS = 20  # that are told in one place; nobody reads more
_LONGEST_AGAIN = 300  # characters of the reason why a record was opened again


def day_words(day: date, today: date) -> str:
    """A day such as ``3月18日``; with its year if it is not the present one."""
    return written_date(day) if day.year != today.year else f"{day.month}月{day.day}日"


def deadline_words(mark: ReplyMark, today: date) -> str:
    """Until when an answer is wanted, in a few words; empty where nobody waits for one."""
    if mark.answer_by is None:
        return ""
    if days := mark.overdue_days(today):
        return f"已逾期 {days} 天"
    return f"{day_words(mark.answer_by, today)}前答复"


def row_words(mark: ReplyMark, today: date) -> str:
    """What stands in the list at a record: ``退回，3月18日前答复``, ``已受理 3月12日``."""
    if not mark.is_return:
        return f"已受理 {day_words(mark.at, today)}"
    return "，".join(filter(None, ("退回", deadline_words(mark, today))))


def said_words(mark: ReplyMark, today: date) -> str:
    """Who said it and when, and until when an answer is wanted; a clause."""
    said = f"{in_sentence(mark.office)} {day_words(mark.at, today)}"
    if not mark.is_return:
        return f"{said}已受理第 {mark.of_revision} 次报送"
    whole = f"整个第 {mark.of_revision} 次报送" if mark.is_whole else ""
    return f"{said}退回{whole}{_wish(mark.answer_by, today)}"


def reply_words(reply: Reply, today: date, *, is_open: bool = True) -> str:
    """The same of a whole reply, and why the package was sent back; a clause.

    Args:
        reply: what was said.
        today: the present day.
        is_open: whether an answer is still wanted.
    """
    said = f"{in_sentence(reply.office.name)} {day_words(reply.made_on, today)}"
    if reply.kind is ReplyKind.RECEIPT:
        return f"{said}已受理{_package(reply)}（{_count(reply)}）"
    reasons = _of_whole(reply)
    wish = _wish(reply.answer_by, today) if is_open else ""
    return f"{said}退回{_what(reply)}{wish}{'：' if reasons else ''}{reasons}"


def _wish(answer_by: date | None, today: date) -> str:
    if answer_by is None:
        return ""
    wish = f"，请在 {day_words(answer_by, today)}前答复"
    days = (today - answer_by).days
    return f"{wish}（已逾期 {days} 天）" if days > 0 else wish


def _package(reply: Reply) -> str:
    return f"第 {reply.of_revision} 次报送"


def _what(reply: Reply) -> str:
    """What was sent back: the package, or how many records of it."""
    some = "" if _of_whole(reply) else f"中的 {len(reply.records)} 份申报表"
    return f"{_package(reply)}{some}"


def _of_whole(reply: Reply) -> str:
    return reasons_words(None, [each for each in reply.reasons if not each.record])


def reasons_words(
    form: FormDefinition | None, reasons: Sequence[ReplyReason], longest: int = LONGEST_REASON
) -> str:
    """Why a record was sent back, field by field, as one clause.

    Args:
        form: that it was made with; ``None`` where nobody knows.
        reasons: why.
        longest: characters of each that are told.
    """
    told = [_reason_words(form, reason, longest) for reason in reasons[:_MOST_REASONS]]
    return "；".join(told) + _more(reasons)


def _reason_words(form: FormDefinition | None, reason: ReplyReason, longest: int) -> str:
    """A reason with the field that it concerns, such as ``“单位名称”：与公章不一致``."""
    text = in_sentence(reason.text.strip(), longest).rstrip("。；")
    if form is not None and form.has_field(reason.field):
        return f"“{form.field(reason.field).label}”：{text}"
    return text


def _more(reasons: Sequence[ReplyReason]) -> str:
    left_out = len(reasons) - _MOST_REASONS
    return f"；另有 {left_out} 条原因" if left_out > 0 else ""


def whole_words(form: FormDefinition, mark: ReplyMark, today: date) -> str:
    """All that was said of a record: a sentence for a tool tip and a screen reader."""
    reasons = reasons_words(form, mark.reasons, _LONGEST_IN_TIP)
    return f"{said_words(mark, today)}{'：' if reasons else ''}{reasons}。"


def banner_words(form: FormDefinition, mark: ReplyMark, today: date) -> str:
    """The line above the fields: what is told at no field of its own, if that is short.

    Those at fields are counted: some of them are out of sight.
    """
    beside = _beside(form, mark)
    reasons, at_fields = reasons_words(form, beside), len(mark.reasons) - len(beside)
    if len(reasons) > _LONGEST_ABOVE:
        return f"{said_words(mark, today)}，原因见下面。"
    more = "另有" if reasons else "要改的"
    told = (reasons, f"{more} {at_fields} 处写在栏目下面" if at_fields else "")
    words = "；".join(filter(None, told))
    return f"{said_words(mark, today)}{'：' if words else ''}{words}。"


def long_words(form: FormDefinition, mark: ReplyMark) -> Sequence[str]:
    """The same where it is too long for that line, a sentence each."""
    beside = _beside(form, mark)
    is_short = len(reasons_words(form, beside)) <= _LONGEST_ABOVE
    return [] if is_short else _notes(beside)


def note_words(mark: ReplyMark) -> Mapping[str, Sequence[str]]:
    """Field id to why it was sent back, a sentence each, as it stands under the field."""
    fields = dict.fromkeys(each.field for each in mark.reasons if each.field)
    return {
        field: _notes([each for each in mark.reasons if each.field == field]) for field in fields
    }


def _beside(form: FormDefinition, mark: ReplyMark) -> Sequence[ReplyReason]:
    return [each for each in mark.reasons if not form.has_field(each.field)]


def _notes(reasons: Sequence[ReplyReason]) -> Sequence[str]:
    told = [in_sentence(each.text.strip(), LONGEST_REASON) for each in reasons[:_MOST_REASONS]]
    return [f"退回：{text}" for text in told] + [
        each.removeprefix("；") for each in (_more(reasons),) if each
    ]


def reopening_reason(form: FormDefinition, mark: ReplyMark) -> str:
    """Why a record that was sent back is opened again, so that nobody has to type it."""
    said = f"{in_sentence(mark.office)} {written_date(mark.at)}退回"
    reasons = reasons_words(form, mark.reasons)
    return f"{said}：{reasons}"[:_LONGEST_AGAIN] if reasons else said


def headline(reply: Reply) -> str:
    """What a reply says, as a sentence for whoever takes it in."""
    said = f"{in_sentence(reply.office.name)} {written_date(reply.made_on)}"
    if reply.answer_by is None:
        return f"{said}已受理{_package(reply)}（{_count(reply)}）。"
    reasons = _of_whole(reply)
    wish = f"请在 {written_date(reply.answer_by)}前改好，重新导出报送包发去"
    what = f"退回{_what(reply)}，{wish}{'：' if reasons else ''}{reasons}"
    return f"{said}{what}。{_contact(reply.office)}"


def _contact(office: Profile) -> str:
    told = " ".join(filter(None, (office.contact_name.strip(), office.contact_phone.strip())))
    return f"有疑问请联系 {in_sentence(told)}。" if told else ""


def _count(reply: Reply) -> str:
    return f"{len(reply.records)} 份申报表" if reply.records else "零报告"
