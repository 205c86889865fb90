"""What a person has to look at before a received package is accepted among many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.model.receiving import deciding
from gonghui_desktop.model.receiving.submissions import ReceivedSubmission, SubmissionState
from gonghui_desktop.services.receiving.office_table import OfficeTable, office_table
from gonghui_desktop.services.receiving.received import Look, received_submissions
from gonghui_desktop.services.workspace import Workspace

_DONE = (SubmissionState.ACCEPTED, SubmissionState.OLDER)


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
    besides = _of_the_table(office_table(ws))
    ready, left = [], []
    for look in received_submissions(ws):
        if look.submission.within is not None or look.state in _DONE:
            continue
        points = (*open_points(look), *besides.get(look.submission.number, ()))
        if points:
            left.append((look, points))
        else:
            ready.append(look)
    return Lot(ready, left)


def open_points(look: Look) -> tuple[str, ...]:
    """Why a package cannot just be accepted among many, a sentence each; none if it can."""
    return tuple(_open_points(look))


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


def _open_points(look: Look) -> Iterator[str]:
    if reason := why_not_acceptable(look):
        yield reason
        return
    told = look.assessment.doubts
    yield from told
    for finding in look.assessment.findings:
        if finding.blocks and not any(finding.message in each for each in told):
            yield finding.message
    if look.clashing:
        yield (
            f"有 {len(look.clashing)} 份申报表在另一个报送包里的同一版内容不同，"
            "请先核实以哪一份为准。"
        )


def _of_the_table(table: OfficeTable) -> Mapping[int, Sequence[str]]:
    """What only shows beside all others, by the package's number."""
    found: dict[int, list[str]] = {}
    undecided = [each for each in table.city.doubles if not each.reason]
    for row in table.rows:
        if row.submission is None:
            continue
        number, own = row.submission.number, []
        if table.totals.expected and not row.is_expected:
            own.append("它不在应报单位名单里，请核对。")
        doubles = sum(any(side.submission == number for side in each.sides) for each in undecided)
        if doubles:
            own.append(f"有 {doubles} 处可能是同一单位，请先在“重复与历年典型”里核对。")
        found[number] = own
    return found


def _sentence(submission: ReceivedSubmission, clause: str) -> str:
    return f"{which(submission)}：{clause}。" if clause else ""
