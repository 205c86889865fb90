"""What a stamped paper is, in a word and in a sentence that says what to do."""

from __future__ import annotations

from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.model.comparison import Difference
from gonghui_desktop.model.receiving.submissions import SubmissionState
from gonghui_desktop.model.replies import ReplyReason
from gonghui_desktop.services.receiving.papers.paper_match import PaperMatch, PaperResult
from gonghui_desktop.services.receiving.received import Look
from gonghui_desktop.services.record_texts import TextKey

_WORDS = {
    PaperResult.SAME: "一致",
    PaperResult.NOT_ACCEPTED: "还没有受理",
    PaperResult.DIFFERS: "不一致",
    PaperResult.OLDER: "旧版",
    PaperResult.UNKNOWN: "没有收到过",
    PaperResult.COMPARE: "请对照",
}
_NOT_YET = {
    SubmissionState.RECEIVED: "内容一致，报送还没有受理",
    SubmissionState.RETURNED: "内容与收到的一致，但这次报送已经退回，请等对方重报",
    SubmissionState.CONFLICT: "这一次报送收到了内容不同的两份，请先选定以哪一份为准",
    SubmissionState.PENDING: "纸上的比已受理的新，要用新的，请先撤销受理",
}
_NOT_YET_WORDS = {
    SubmissionState.RECEIVED: "一致，未受理",
    SubmissionState.RETURNED: "一致，已退回",
    SubmissionState.CONFLICT: "版次冲突",
    SubmissionState.PENDING: "比受理的新",
}


def word_of(match: PaperMatch) -> str:
    """What it is, in a word."""
    if match.result is PaperResult.NOT_ACCEPTED and match.look is not None:
        return _NOT_YET_WORDS[match.look.state]
    return _WORDS[match.result]


def sentence_of(match: PaperMatch, *, is_noted: bool = True, is_named: bool = True) -> str:
    """What it is, and what to do.

    Args:
        match: what it is.
        is_noted: whether what is to be ticked off could be.
        is_named: whether the unit is named, which may stand above it already.
    """
    if match.is_cover:
        return _cover_sentence(match)
    if match.look is None or match.record is None:
        return "没有收到过这样的申报表，请核对是不是这次活动的，或者先接收它的报送包。"
    record = match.record.record
    name = f"“{in_sentence(match.record.name)}”" if is_named else ""
    which = f"{name}第 {record.revision} 版（{_office(match.look)}）"
    return f"{which}：{_said(match, is_noted=is_noted)}。{_pages(match)}"


def return_reasons(match: PaperMatch) -> tuple[ReplyReason, ...]:
    """Why a paper that differs is sent back, a reason for each field that does."""
    if match.record is None or match.result is not PaperResult.DIFFERS:
        return ()
    record = match.record.record.id
    keys = [(TextKey.of(each.key), each) for each in match.fields]
    return tuple(
        ReplyReason(_differs(each), record, 0, key.field_id)
        for key, each in keys
        if not key.is_reason  # it is not on the paper
    )


def _differs(field: Difference) -> str:
    """What is to be said of a field; what the paper says is not known where a person compared."""
    kept = f"“{in_sentence(field.after)}”" if field.after else "空的"
    if not field.before:
        return f"盖章的纸质表与报送包里的不同，报送包里是{kept}，请核对后重报。"
    paper = f"“{in_sentence(field.before)}”"
    return f"盖章的纸质表上是{paper}，报送包里是{kept}，请核对后重报。"


def _said(match: PaperMatch, *, is_noted: bool) -> str:
    assert match.look is not None
    match match.result:
        case PaperResult.SAME:
            return "与已受理的一致" + _ticked(match, is_noted=is_noted)
        case PaperResult.NOT_ACCEPTED:
            is_kept = match.can_tick
            behind = _ticked(match, is_noted=is_noted) if is_kept else "，没有记为收到"
            return _NOT_YET[match.look.state] + behind
        case PaperResult.DIFFERS:
            return f"纸上的和现在算的这一版内容不同：{_fields(match)}，没有记为收到"
        case PaperResult.OLDER if match.fields:
            return f"这是旧版，现在算的与它不同：{_fields(match)}；纸质表作废，请要新版的"
        case PaperResult.OLDER:
            return "这是旧的一次报送里的，现在的报送里没有它；纸质表作废，请与上报单位核对"
        case _:
            return "校验码只能找到是哪一份，请逐项对照纸上的内容，相同的再确认一致"


def _ticked(match: PaperMatch, *, is_noted: bool) -> str:
    if match.is_ticked:
        return "，以前已核对过"
    return "，纸质表已核对" if is_noted else "；核对结果没有记下来"


def _fields(match: PaperMatch) -> str:
    labels = [each.label for each in match.fields]
    return "、".join(labels) or "不印在纸上的内容"


def _pages(match: PaperMatch) -> str:
    if match.pages < 2:
        return ""
    return f"这是第 {match.page} 页，共 {match.pages} 页，其余各页请一并查看。"


def _office(look: Look) -> str:
    return f"{in_sentence(look.submission.sender.name)}第 {look.submission.revision} 次报送"


def _cover_sentence(match: PaperMatch) -> str:
    if match.look is None:
        return "没有收到过这张报送单的报送包，请先接收，或与上报单位核对。"
    which = f"这是{_office(match.look)}的报送单，与收到的文件一致"
    if match.result is PaperResult.OLDER:
        return f"{which}；但已有更新的一次，请要新的报送单。"
    if match.result is PaperResult.NOT_ACCEPTED:
        return f"{which}，报送还没有受理。"
    return f"{which}，已受理。"
