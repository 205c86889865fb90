"""What a person has to look at before a received package is accepted among many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.model.findings import Finding
from gonghui_desktop.model.receiving import deciding
from gonghui_desktop.model.receiving.submissions import ReceivedSubmission, SubmissionState
from gonghui_desktop.model.units.roster import Barred
from gonghui_desktop.services.receiving.city.city_decisions import questions
from gonghui_desktop.services.receiving.office_table import OfficeTable, office_table
from gonghui_desktop.services.receiving.received import Look, received_submissions
from gonghui_desktop.services.workspace import Workspace

_DONE = (SubmissionState.ACCEPTED, SubmissionState.OLDER)
_ASK = "请先在“重复与历年典型”里核对。"

_Barred = Mapping[str, Sequence[Barred]]
_NONE: _Barred = {}


@dataclass(frozen=True)
class Lot:
    """What can be accepted together, and what cannot.

    Attributes:
        ready: packages without an open point, in the order in which they came.
        left: the others that wait for a decision, each with its open points, a sentence each.
    """

    ready: Sequence[Look]
    left: Sequence[tuple[Look, tuple[str, ...]]]


def lot(ws: Workspace) -> Lot:
    """What of the campaign can be accepted together; not for the GUI thread.

    Raises:
        InputError: one's own office receives nothing.
        StoreError: it cannot be read.
    """
    table = office_table(ws)
    besides = _of_the_table(ws, table)
    ready, left = [], []
    for look in received_submissions(ws):
        if look.submission.within is not None or look.state in _DONE:
            continue
        number = look.submission.number
        barred = table.city.barred.get(number, {})
        points = (*open_points(look, barred), *besides.get(number, ()))
        if points:
            left.append((look, points))
        else:
            ready.append(look)
    return Lot(ready, left)


def open_points(look: Look, barred: _Barred = _NONE) -> tuple[str, ...]:
    """Why a package cannot just be accepted among many, a sentence each; none if it can.

    Args:
        look: the package.
        barred: id of a record to units on the roster of which one's own office decides: what was
            found of them when the package came, with what the sender says, is passed over.
    """
    return tuple(_open_points(look, barred))


def why_not_acceptable(look: Look) -> str:
    """Why a package cannot be accepted at all, a sentence; empty if it can."""
    is_within = look.submission.within is not None
    return _sentence(look.submission, deciding.why_not_accepted(look.state, is_within=is_within))


def why_not_returnable(look: Look) -> str:
    """Why a package cannot be sent back, a sentence; empty if it can."""
    is_within = look.submission.within is not None
    return _sentence(look.submission, deciding.why_not_returned(look.state, is_within=is_within))


def why_not_takeable_back(look: Look) -> str:
    """Why there is no decision about a package to be taken back, a sentence; empty if there is."""
    is_within = look.submission.within is not None
    return _sentence(look.submission, deciding.why_not_taken_back(look.state, is_within=is_within))


def which(submission: ReceivedSubmission) -> str:
    """A package in a sentence, such as ``“中山区总工会”第 2 次报送``."""
    return f"“{in_sentence(submission.sender.name)}”第 {submission.revision} 次报送"


def _open_points(look: Look, barred: _Barred) -> Iterator[str]:
    if reason := why_not_acceptable(look):
        yield reason
        return
    findings = look.assessment.findings
    asked = [each.message for each in findings if _is_asked(each, barred)]
    told = look.assessment.doubts
    yield from (each for each in told if not any(message in each for message in asked))
    for finding in findings:
        is_told = finding.message in asked or any(finding.message in each for each in told)
        if finding.blocks and not is_told:
            yield finding.message
    if look.clashing:
        yield (
            f"有 {len(look.clashing)} 份申报表在另一个报送包里的同一版内容不同，"
            "请先核实以哪一份为准。"
        )


def _is_asked(finding: Finding, barred: _Barred) -> bool:
    """Whether a finding is of a unit on the roster, which is asked beside all others."""
    return any(each.title in finding.message for each in barred.get(finding.record_id, ()))


def _of_the_table(ws: Workspace, table: OfficeTable) -> Mapping[int, Sequence[str]]:
    """What only shows beside all others, by the package's number.

    A question is open until one's own office has decided it, whatever the senders say.
    """
    found: dict[int, list[str]] = {}
    asked = questions(ws, table)
    gone = Counter(side.submission for each in asked for side in each.gone)
    unkept = Counter(side.submission for each in asked if each.lacks_kept for side in each.sides)
    for row in table.rows:
        if row.submission is None:
            continue
        number, own = row.submission.number, []
        if table.totals.expected and not row.is_expected:
            own.append("它不在应报单位名单里，请核对。")
        if doubles := table.city.doubles_of(number).open:
            own.append(f"有 {doubles} 处可能是同一单位，{_ASK}")
        if barred := table.city.barred_of(number).open:
            own.append(f"有 {barred} 份申报表的单位可能在历年典型名单里，{_ASK}")
        if unkept[number]:
            own.append(f"有 {unkept[number]} 份申报表已核对为是同一单位，没有定保留哪份，{_ASK}")
        if gone[number]:
            own.append(f"有 {gone[number]} 份申报表已核对为是同一单位、不能再报，请先退回。")
        found[number] = own
    return found


def _sentence(submission: ReceivedSubmission, clause: str) -> str:
    return f"{which(submission)}：{clause}。" if clause else ""
