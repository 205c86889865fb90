"""Campaigns: which there are, which is current, adding one, starting from last year's records."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gonghui_desktop.errors import FileError, FormDefinitionError, InputError
from gonghui_desktop.exchange.campaign_file import read_campaign_files
from gonghui_desktop.fileio import make_private_folder, reason_of, sync_folder, write_atomically
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.campaigns.campaign_files import campaign_of
from gonghui_desktop.model.campaigns.campaign_loader import CAMPAIGN_FILE
from gonghui_desktop.model.entry import canonical_values
from gonghui_desktop.model.forms.edition import definition_of
from gonghui_desktop.model.forms.form_loader import load_form
from gonghui_desktop.model.record import Record
from gonghui_desktop.model.toml_file import OF_THE_PROGRAM
from gonghui_desktop.services import workspace
from gonghui_desktop.services.catalogue import (
    CURRENT,
    Catalogue,
    find_campaigns,
    load_campaign_folder,
)
from gonghui_desktop.services.editions import stand_in_campaign
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.values import NewRecord

if TYPE_CHECKING:  # no start needs it
    from gonghui_desktop.confined.readers import Readers

_OF_ABOVE = "活动文件有误，请向上级工会索取原文件"


@dataclass(frozen=True)
class KnownCampaign:
    """A campaign with what is stored of it.

    Attributes:
        campaign: the campaign.
        is_current: whether it is the one that counts now.
        is_in_catalogue: whether its files are there; otherwise only its records are.
        records: how many records it has.
    """

    campaign: Campaign
    is_current: bool
    is_in_catalogue: bool
    records: int


@dataclass(frozen=True)
class CarriedOver:
    """Records copied from another campaign.

    Attributes:
        made: the new drafts.
        left_out: the records whose form the current campaign does not have.
    """

    made: Sequence[Record]
    left_out: Sequence[Record]


def known_campaigns(ws: Workspace) -> tuple[KnownCampaign, ...]:
    """The catalogue's campaigns, the newest first, then those of which only records are left."""
    counts = ws.reader.counts_by_campaign()
    listed = [
        KnownCampaign(each, each.id == ws.current.id, True, counts.get(each.id, 0))
        for each in ws.catalogue.campaigns
    ]
    left = [campaign_id for campaign_id in sorted(counts) if not ws.catalogue.find(campaign_id)]
    listed += [
        KnownCampaign(stand_in_campaign(ws, campaign_id), False, False, counts[campaign_id])
        for campaign_id in left
    ]
    return tuple(listed)


def find_campaign(ws: Workspace, campaign_id: str) -> Campaign:
    """The campaign of that id, in the catalogue or left in the records.

    Raises:
        InputError: nobody knows it; the sentence names those that are known.
    """
    for known in known_campaigns(ws):
        if known.campaign.id == campaign_id:
            return known.campaign
    names = "、".join(each.id for each in ws.catalogue.campaigns)
    raise InputError(f"没有活动“{campaign_id}”，可用的有 {names}。")


def use_campaign(ws: Workspace, campaign_id: str) -> Workspace:
    """Makes a campaign the current one, from now on.

    Raises:
        InputError: it is not in the catalogue.
    """
    campaign = ws.catalogue.find(campaign_id)
    if campaign is None:
        names = "、".join(each.id for each in ws.catalogue.campaigns)
        raise InputError(f"没有活动“{campaign_id}”的文件，可用的有 {names}。")
    ws.store.set_setting(CURRENT, campaign.id)
    return ws.working_on(campaign)


def keep_current(ws: Workspace) -> None:
    """Makes the current campaign the chosen one, where it is only the newest so far.

    So another one that is added does not become current by its later deadline.
    """
    if not ws.reader.setting(CURRENT):
        ws.store.set_setting(CURRENT, ws.current.id)


def add_campaign(
    catalogue: Catalogue, shipped: Path, path: Path, readers: Readers | None = None
) -> tuple[Campaign, Catalogue]:
    """Takes in a campaign from a ZIP file of its folder, or from the folder.

    Args:
        catalogue: what is known so far.
        shipped: the program's own folder of campaigns.
        path: the file or folder.
        readers: their child reads it; by default one that is started for it alone.

    Returns:
        The campaign, and the catalogue with it. One that is there already is left as it is; one
        that was added before and is damaged by now is put aside, under a hidden name.

    Raises:
        FileError: it cannot be read, or not be kept.
        InputError: it is no campaign, or its id is taken by another one.
        FormDefinitionError: a file in it is wrong; the sentence names file and key path.
    """
    try:
        campaign, files = _read(path, readers)
    except FormDefinitionError as error:
        sentence = str(error).replace(OF_THE_PROGRAM, _OF_ABOVE)
        raise FormDefinitionError(sentence) from error
    known = catalogue.find(campaign.id)
    is_damaged = catalogue.added is not None and _is_damaged(catalogue.added / campaign.id, known)
    if known is not None and known != campaign and not is_damaged:
        raise InputError(
            f"已经有编号为“{campaign.id}”的另一个活动，没有覆盖；请向上级工会核对活动文件。"
        )
    if known is None or is_damaged:
        if catalogue.added is None:
            raise InputError("这里没有数据文件夹，不能添加活动，请用 --data 指定一个。")
        _keep(catalogue.added, campaign, files)
    return campaign, find_campaigns(shipped, catalogue.added)


def _read(path: Path, readers: Readers | None) -> tuple[Campaign, Mapping[str, bytes]]:
    """A campaign with its files; see :func:`add_campaign`."""
    if readers is None:
        with closing(workspace.make_readers()) as own:
            files = read_campaign_files(path, own)
    else:
        files = read_campaign_files(path, readers)
    campaign = campaign_of(files)
    if campaign.faults:
        raise FormDefinitionError(campaign.faults[0])
    return campaign, files


def carry_over(ws: Workspace, records: Sequence[Record]) -> CarriedOver:
    """Copies records of another campaign as drafts of the current one (沿用上年).

    Values whose fields the current form does not have stay with the copy, out of the page. Reasons
    are not copied: why something was right last year says nothing about this year.

    Args:
        ws: a workspace that works on the current campaign.
        records: what is copied.

    Raises:
        InputError: the current campaign has the form of none of them.
    """
    campaign = ws.current
    left_out = [record for record in records if not campaign.has_form(record.form)]
    if left_out and len(left_out) == len(records):
        form_ids = "、".join(sorted({record.form for record in left_out}))
        raise InputError(f"{campaign.name}（{campaign.id}）没有这张表：{form_ids}，不能沿用。")
    new = []
    forms = {record.form for record in records if campaign.has_form(record.form)}
    for record in records:
        if record.form not in forms:
            continue
        form = campaign.form(record.form)
        new.append(
            NewRecord(
                form=form.id,
                values=canonical_values(form, record.values),
                campaign=campaign.id,
                edition=definition_of(form).digest,
            )
        )
    definitions = [definition_of(campaign.form(form_id)) for form_id in sorted(forms)]
    return CarriedOver(ws.store.add(new, definitions), left_out)


def _is_damaged(folder: Path, known: Campaign | None) -> bool:
    """Whether an added campaign cannot be used as it lies there, or not as a whole.

    Args:
        folder: where it is kept.
        known: the campaign of its id that counts; a shipped one is never replaced.
    """
    try:
        kept = load_campaign_folder(folder)
    except (FormDefinitionError, FileError):
        return known is None and folder.exists()
    return bool(kept.faults) and kept == known


def _keep(folder: Path, campaign: Campaign, files: Mapping[str, bytes]) -> None:
    """Writes the campaign's files under names of our own, whole or not at all.

    What lies in its place, damaged, is kept under a name that no campaign can have.
    """
    target = folder / campaign.id
    unfinished = folder / f".{campaign.id}"
    try:
        shutil.rmtree(unfinished, ignore_errors=True)
        make_private_folder(folder)
        make_private_folder(unfinished)
        for number, (name, content) in enumerate(files.items()):
            own = CAMPAIGN_FILE
            if name != CAMPAIGN_FILE:
                form = load_form(content.decode("utf-8"), name)
                own = f"{number:02d}-{form.id}.toml"
            write_atomically(unfinished / own, content)
        if target.exists():
            target.rename(_unused_name(folder, campaign.id))
        unfinished.rename(target)
        sync_folder(folder)
    except OSError as error:
        raise FileError(f"无法保存活动到“{target}”：{reason_of(error)}。") from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _unused_name(folder: Path, campaign_id: str) -> Path:
    """A hidden name for a damaged campaign."""
    number = 1
    while (path := folder / f".{campaign_id}.damaged-{number}").exists():
        number += 1
    return path
