"""The campaigns that the program knows: a folder each, its own and those that were added."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gonghui_desktop.errors import FileError, FormDefinitionError
from gonghui_desktop.fileio import is_link, read_limited
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.campaigns.campaign_files import campaign_of, form_id_of
from gonghui_desktop.model.campaigns.campaign_loader import CAMPAIGN_FILE
from gonghui_desktop.model.toml_file import LARGEST_FILE

CURRENT = "campaign.current"
"""Setting: id of the campaign that was chosen."""


@dataclass(frozen=True)
class Catalogue:
    """Every campaign that can be used.

    Attributes:
        campaigns: the newest deadline first.
        faults: a sentence for each campaign that cannot be used.
        added: folder in which added campaigns lie, ``None`` where none can be added.
    """

    campaigns: tuple[Campaign, ...]
    faults: tuple[str, ...] = ()
    added: Path | None = None

    def find(self, campaign_id: str) -> Campaign | None:
        """The campaign of that id."""
        return next((each for each in self.campaigns if each.id == campaign_id), None)

    def current(self, chosen: str) -> Campaign:
        """The campaign that was chosen; otherwise the one with the newest deadline."""
        return self.find(chosen) or self.campaigns[0]


def find_campaigns(shipped: Path, added: Path | None = None) -> Catalogue:
    """The campaigns in these folders; of one id, the shipped one counts.

    Args:
        shipped: the program's own folder of campaign folders.
        added: the user's; it need not be there.

    Raises:
        FormDefinitionError: there is no usable campaign at all; the sentence says why.
    """
    campaigns: dict[str, Campaign] = {}
    faults: list[str] = []
    for folder in (*_campaign_folders(shipped), *_campaign_folders(added)):
        try:
            campaign = load_campaign_folder(folder)
        except (FormDefinitionError, FileError) as error:
            faults.append(f"活动“{folder.name}”不能使用：{error}")
        else:
            campaigns.setdefault(campaign.id, campaign)
    if not campaigns:
        raise FormDefinitionError(
            faults[0] if faults else f"文件夹“{shipped}”里没有活动，请重新安装程序。"
        )
    newest_first = sorted(campaigns.values(), key=lambda each: (each.deadline, each.id))[::-1]
    return Catalogue(tuple(newest_first), tuple(faults), added)


def load_campaign_folder(folder: Path) -> Campaign:
    """The campaign of a folder: ``campaign.toml`` and, in order of their names, its forms.

    Raises:
        FormDefinitionError: ``campaign.toml`` is wrong, or no form can be used; the sentence names
            file and key path.
        FileError: the folder or ``campaign.toml`` cannot be read.
    """
    files: dict[str, bytes] = {}
    broken: dict[str, str] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            files[path.name] = read_limited(path, LARGEST_FILE)
        except FileError as error:
            if path.name == CAMPAIGN_FILE:
                raise
            broken[form_id_of(path.name)] = str(error)
    if CAMPAIGN_FILE not in files:
        raise FormDefinitionError(
            f"文件夹“{folder}”里没有 {CAMPAIGN_FILE}，请重新安装程序或联系维护人员。"
        )
    return campaign_of(files, broken)


def _campaign_folders(folder: Path | None) -> Iterator[Path]:
    """Folders of campaigns, by name; what begins with a dot is being written."""
    if folder is None or is_link(folder) or not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if not is_link(path) and path.is_dir() and not path.name.startswith("."):
            yield path
