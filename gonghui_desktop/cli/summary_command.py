"""``summary``: what all offices have reported, summed up, as a spreadsheet or for the seal."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from gonghui_desktop.cli.answers import Answer
from gonghui_desktop.errors import InputError
from gonghui_desktop.model.campaigns.statistics import Figure
from gonghui_desktop.services.receiving import offices
from gonghui_desktop.services.receiving.summary import summing_up
from gonghui_desktop.services.receiving.summary.summary_values import CampaignSummary, SummaryLine
from gonghui_desktop.services.receiving.summary.summary_words import remarks
from gonghui_desktop.services.workspace import Workspace


def summary(ws: Workspace, arguments: argparse.Namespace) -> Answer:
    """Writes the summary of all offices into a file, and tells the figures."""
    summing_up.check_suffix(arguments.output)
    if ws.reader.profile() is not None and not offices.receives(ws):
        raise InputError("本单位不接收别的单位的报送，没有可汇总的；自己的汇总表在导出的报送包里。")
    found = summing_up.campaign_summary(ws, only_accepted=not arguments.all)
    summing_up.write_summary(ws, arguments.output, found)
    lines = [f"已写好汇总表：{arguments.output}"]
    lines += [f"{label}：{text}" for label, text in remarks(ws.campaign, found)]
    return Answer(lines, {"ok": True, "file": str(arguments.output), **_data(found)})


def _data(found: CampaignSummary) -> dict[str, object]:
    return {
        "only_accepted": found.only_accepted,
        "made_on": found.made_on.isoformat(),
        "units": found.units,
        "total": found.campaign.total,
        "figures": _figures_data(found.figures),
        "forms": [
            {
                "form": each.form.id,
                "records": len(each.lines),
                "units": each.units,
                "figures": _figures_data(each.figures),
            }
            for each in found.forms
        ],
        "offices": [
            {
                "name": each.row.name,
                "state": each.row.state.value,
                "included": each.is_in,
                "records": len(each.lines),
                "units": each.units,
                "figures": _figures_data(each.figures),
            }
            for each in found.offices
        ],
        "records": [_line_data(line) for line in found.lines],
    }


def _figures_data(figures: Sequence[Figure]) -> list[dict[str, object]]:
    return [
        {
            "name": each.name,
            "asked": each.asked,
            "units": each.units,
            "total": each.total,
            "parts": dict(each.parts),
        }
        for each in figures
    ]


def _line_data(line: SummaryLine) -> dict[str, object]:
    return {
        "id": line.received.record.id,
        "form": line.received.record.form,
        "name": line.received.name,
        "revision": line.received.record.revision,
        "check_code": line.received.check_code,
        "office": line.office,
        "through": line.through,
        "package": line.package.package,
        "counted": line.is_counted,
        "remark": line.remark,
    }
