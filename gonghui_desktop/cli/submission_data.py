"""The submission at a glance, for the command ``check``: for people and as JSON."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime

from gonghui_desktop.model.units.alike import Double
from gonghui_desktop.services.submissions.overview import Doubt, LastExport, Overview, Paper
from gonghui_desktop.services.submissions.overview_words import parts_of


def submission_lines(overview: Overview) -> list[str]:
    """What is to be said, matter by matter."""
    lines = ["报送情况："]
    for part in parts_of(overview):
        lines.append(f"  {part.title}：")
        lines += [f"    {line.words}" for line in part.lines]
        lines += [f"    另有 {part.more} 项。"] if part.more else []
    return lines


def submission_data(overview: Overview) -> dict[str, object]:
    """The same in values."""
    is_known = overview.deadline != date.min
    return {
        "reporter": overview.reporter,
        "records": overview.total,
        "final": overview.final,
        "drafts": overview.total - overview.final,
        "forms": [
            {"form": each.form, "final": each.final, "drafts": each.drafts}
            for each in overview.forms
        ],
        "missing": [each.sentence for each in overview.quotas if each.sentence],
        "deadline": overview.deadline.isoformat() if is_known else None,
        "days_left": overview.days_left if is_known else None,
        "explanations": [_doubt_data(each) for each in overview.doubts],
        "doubles": [_double_data(each) for each in overview.doubles],
        "paper": [_paper_data(each) for each in overview.paper],
        "last_export": _export_data(overview.last) if overview.last is not None else None,
        "sentences": [
            {"part": part.id, "state": line.mark.value, "words": line.words}
            for part in parts_of(overview)
            for line in part.lines
        ],
    }


def _doubt_data(doubt: Doubt) -> dict[str, object]:
    finding = doubt.finding
    return {
        "record": finding.record_id,
        "field": finding.field,
        "message": finding.message,
        "explanation": finding.explanation,
        "explained": doubt.is_explained,
    }


def _double_data(double: Double) -> dict[str, object]:
    return {
        "records": list(double.records),
        "likeness": double.likeness,
        "explanation": double.reason,
    }


def _paper_data(paper: Paper) -> dict[str, object]:
    return {
        "record": paper.record,
        "printed_at": _moment(paper.printed),
        "stamped_at": _moment(paper.stamped),
        "seals": [{"name": each.name, "at": _moment(each.at)} for each in paper.seals],
        "missing_seals": list(paper.missing),
        "complete": paper.is_complete,
    }


def _export_data(last: LastExport) -> dict[str, object]:
    changes = last.changes
    return {
        "package": last.package.package,
        "revision": last.package.revision,
        "day": last.package.day.isoformat(),
        "file": last.path,
        "is_there": last.is_there,
        "changes": None if changes is None else asdict(changes),
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None
