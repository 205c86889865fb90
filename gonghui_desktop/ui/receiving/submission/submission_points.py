"""Points of an opened submission: a line each with its sign, under headings. No widget."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from gonghui_desktop.errors import few_lines, one_line, short_line
from gonghui_desktop.model.findings import Finding, Severity
from gonghui_desktop.model.receiving.paired_findings import PairedFinding, paired
from gonghui_desktop.model.units.roster import Barred
from gonghui_desktop.services.receiving.city.said_of_units import OtherUnit
from gonghui_desktop.ui.widgets.severity import SEVERITY_STYLES, finding_words, open_points

_OURS, _BOTH, _THEIRS = "只有我方查出", "双方都查出", "只有对方报来"


class Sign(NamedTuple):
    """An icon and the name of its colour."""

    icon: str
    colour: str


ERROR = Sign("octagon-alert", "error")
WARNING = Sign("triangle-alert", "warning")
NEWS = Sign("info", "info")
FINE = Sign("circle-check", "success")


@dataclass(frozen=True)
class Point:
    """A line of what is said.

    Attributes:
        sign: how grave it is.
        text: in words, in one or several lines.
        field: id of the field that it is about; may be empty.
        submission: number of the package that it leads to; 0 for none.
        record: id of the record that it leads to; may be empty.
    """

    sign: Sign
    text: str
    field: str = ""
    submission: int = 0
    record: str = ""


@dataclass(frozen=True)
class PointGroup:
    """Points under one heading."""

    heading: str
    points: Sequence[Point]


def group(heading: str, points: Sequence[Point]) -> list[PointGroup]:
    """Points under a heading with their number; nothing without any."""
    return [PointGroup(f"{heading}（{len(points)}）", points)] if points else []


def sign_of(
    findings: Iterable[Finding],
    *,
    is_clash: bool = False,
    is_doubtful: bool = False,
    is_news: bool = False,
) -> Sign:
    """How something stands, by what is to be said of it."""
    points = open_points(findings)
    if is_clash or points.to_mend:
        return ERROR
    if is_doubtful or points.to_explain:
        return WARNING
    return NEWS if is_news else FINE


def of_findings(
    ours: Iterable[Finding], theirs: Iterable[Finding], labels: Mapping[str, str]
) -> list[PointGroup]:
    """Findings of both sides; those that only one has stand apart, ours first.

    Args:
        ours: our own.
        theirs: the sender's.
        labels: field id to label.
    """
    sides: dict[str, list[Point]] = {_OURS: [], _BOTH: [], _THEIRS: []}
    for pair in paired(ours, theirs):
        side = _THEIRS if pair.ours is None else _BOTH
        sides[_OURS if pair.theirs is None else side].append(_point(pair, labels))
    return [each for side, points in sides.items() for each in group(side, points)]


def of_barred(barred: Barred) -> Point:
    """A unit on the roster that the record's may be."""
    likeness = f"：{barred.likeness}" if barred.likeness else ""
    decided = f"\n已判断：{one_line(barred.decided)}" if barred.decided else ""
    return Point(FINE if barred.decided else WARNING, f"{barred.title}{likeness}{decided}")


def _point(pair: PairedFinding, labels: Mapping[str, str]) -> Point:
    """A finding, with what the sender says of it below."""
    finding = replace(pair.finding, explanation=pair.explanation)
    style = SEVERITY_STYLES[finding.severity]
    is_open = finding.blocks or finding.severity is Severity.ADVICE
    lines = [one_line(few_lines(finding_words(finding)))]
    label = labels.get(finding.field, "")
    if label and label not in lines[0]:
        lines[0] = lines[0].replace("　", f"　{label}：", 1)
    if pair.explanation:
        lines.append(f"对方写的原因：{few_lines(pair.explanation)}")
    elif finding.severity is Severity.VERIFY:
        lines.append("对方没有写原因。")
    sign = Sign(style.icon, style.role) if is_open else FINE
    return Point(sign, "\n".join(lines), field=finding.field)


def of_other(other: OtherUnit) -> Point:
    """A record elsewhere that may be of the same unit."""
    text = f"“{short_line(other.office)}”报的“{short_line(other.record.name)}”：{other.likeness}"
    if other.decided:
        text += f"\n已判断：{one_line(other.decided)}"
    elif other.said:
        text += f"\n上报单位说明：{one_line(few_lines(other.said))}"
    sign = FINE if other.decided else WARNING
    return Point(sign, text, submission=other.submission, record=other.record.record.id)
