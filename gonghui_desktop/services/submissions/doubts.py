"""What a person must look at in a package from outside, in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from gonghui_desktop.exchange.package.submission import Submission
from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.model.findings import Finding, Severity
from gonghui_desktop.model.units.roster import is_of_roster
from gonghui_desktop.services.submissions.package_comparison import title_in

_MOST_DOUBTS = 500
_LONGEST_MESSAGE = 1_000  # characters; it names other units, as they are written
_ONE_DAY = timedelta(days=1)  # clocks and zones differ


def verdict_of(doubts: Sequence[str], unchecked: Sequence[str]) -> str:
    """All that was found in a few words; who made a file nobody can check, which counts not."""
    if doubts:
        return f"完整，有 {len(doubts)} 处要核实"
    besides = len(unchecked) - 1
    return f"完整，有 {besides} 项没有核对" if besides else "完好"


def first_doubts(doubts: Iterable[str]) -> tuple[str, ...]:
    """As many as a person looks at, and how many there are besides."""
    told = tuple(doubts)
    if len(told) <= _MOST_DOUBTS:
        return told
    more = f"另有 {len(told) - _MOST_DOUBTS} 处，没有一一列出，请向上报单位核实。"
    return (*told[:_MOST_DOUBTS], more)


def doubts_of(
    submission: Submission,
    findings: Sequence[Finding],
    now: datetime,
    *,
    is_comparable: bool = False,
) -> Iterator[str]:
    """What a person must look at in a package, a sentence each.

    Args:
        submission: what is in it.
        findings: our own.
        now: the present moment.
        is_comparable: whether the sender's findings must be ours.
    """
    records = {record.id: record for record in submission.records}
    for finding in findings:
        if finding.blocks:
            record = records.get(finding.record_id)
            place = f"{title_in(submission, record)}：" if record else ""
            message = in_sentence(finding.message, _LONGEST_MESSAGE)
            yield f"{place}{message}报送包里没有写明原因。"
    if is_comparable:
        yield from _differences(submission, findings)
    if submission.made_on > (now.astimezone(UTC) + _ONE_DAY).date():
        yield (
            f"报送包的日期是 {submission.made_on.isoformat()}，还没有到，"
            "请核对本机和上报单位电脑的日期。"
        )


def _differences(submission: Submission, findings: Sequence[Finding]) -> Iterator[str]:
    """What the sender's list of findings has otherwise than ours; open ones are told anyway."""
    ours, theirs = counted(findings), counted(submission.findings)
    left_out = [each for each in ours - theirs if not each.blocks]
    besides = [each for each in theirs - ours if not is_of_roster(each.message)]
    for told, which in ((left_out, "没有列出"), (besides, "另外列出")):
        for finding in told:
            reason = f"（说明：{in_sentence(finding.explanation)}）" if finding.explanation else ""
            message = in_sentence(finding.message, 200)
            yield f"报送包{which}：{message}{reason}请向上报单位核实。"


def counted(findings: Iterable[Finding]) -> Counter[Finding]:
    """Those that had to be explained: advice comes and goes with what else an office has."""
    return Counter(each for each in findings if each.severity is not Severity.ADVICE)
