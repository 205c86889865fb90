"""``campaigns``: which there are, adding one, choosing one, starting from last year's records."""

from __future__ import annotations

import argparse
from datetime import date

from gonghui_desktop import paths
from gonghui_desktop.cli.answers import Answer
from gonghui_desktop.errors import InputError
from gonghui_desktop.model.dates import written_date
from gonghui_desktop.services.campaigns import (
    KnownCampaign,
    add_campaign,
    carry_over,
    find_campaign,
    keep_current,
    known_campaigns,
    use_campaign,
)
from gonghui_desktop.services.record_names import record_title
from gonghui_desktop.services.workspace import Workspace


def campaigns(ws: Workspace, arguments: argparse.Namespace) -> Answer:
    """Lists the campaigns, or adds or uses one first."""
    if arguments.add is not None:
        return _add(ws, arguments)
    if arguments.use is not None:
        return _use(ws, arguments.use)
    if arguments.carry_over is not None:
        return _carry_over(ws, arguments)
    if arguments.id:
        raise InputError("--id 要和 --carry-over 一起用。")
    lines = [_line(known) for known in known_campaigns(ws)]
    return Answer([*lines, *ws.catalogue.faults], _data(ws))


def _add(ws: Workspace, arguments: argparse.Namespace) -> Answer:
    is_known = {each.id for each in ws.catalogue.campaigns if not each.faults}
    campaign, catalogue = add_campaign(
        ws.catalogue, paths.forms_folder(), arguments.add, ws.readers
    )
    keep_current(ws)
    ws.catalogue = catalogue
    done = "本来就有，内容相同，没有改动" if campaign.id in is_known else "已添加"
    return Answer([f"活动 {campaign.id}“{campaign.name}”{done}。"], _data(ws))


def _use(ws: Workspace, campaign_id: str) -> Answer:
    used = use_campaign(ws, campaign_id)
    line = f"当前活动：{used.current.id}“{used.current.name}”。"
    return Answer([line], _data(used))


def _carry_over(ws: Workspace, arguments: argparse.Namespace) -> Answer:
    source = find_campaign(ws, arguments.carry_over)
    if source.id == ws.current.id:
        raise InputError("不能沿用当前活动自己的申报表，请写往年活动的编号。")
    records = ws.store.records(campaign=source.id)
    if arguments.id:
        records = [each for each in records if each.id.startswith(tuple(arguments.id))]
    if not records:
        raise InputError(f"活动“{source.id}”没有可以沿用的申报表，请用 list --campaign 查看。")
    target = ws.viewing(ws.current)
    carried = carry_over(target, records)
    lines = [f"已沿用{record_title(target, record)}。" for record in carried.made]
    lines += [
        f"没有沿用{record_title(ws.viewing(source), record)}：当前活动没有这张表，请另填一份。"
        for record in carried.left_out
    ]
    ids = {
        "records": [record.id for record in carried.made],
        "left_out": [record.id for record in carried.left_out],
    }
    return Answer(lines, _data(target) | ids)


def _line(known: KnownCampaign) -> str:
    campaign = known.campaign
    mark = "（当前）" if known.is_current else ""
    deadline = (
        f"截止 {written_date(campaign.deadline)}" if known.is_in_catalogue else "没有活动文件"
    )
    forms = "、".join(form.number for form in campaign.forms)
    return f"{campaign.id}{mark}  {campaign.name}  {deadline}  {forms}  {known.records} 份申报表"


def _data(ws: Workspace) -> dict[str, object]:
    items = [
        {
            "id": known.campaign.id,
            "name": known.campaign.name,
            "deadline": _deadline(known.campaign.deadline),
            "current": known.is_current,
            "forms": [form.id for form in known.campaign.forms],
            "records": known.records,
            "faults": list(known.campaign.faults),
        }
        for known in known_campaigns(ws)
    ]
    return {"ok": True, "campaigns": items, "faults": list(ws.catalogue.faults)}


def _deadline(deadline: date) -> str:
    return "" if deadline == date.min else deadline.isoformat()
