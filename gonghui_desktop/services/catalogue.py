"""Reads a campaign's folder of form files."""

from __future__ import annotations

from pathlib import Path

from gonghui_desktop.errors import FormDefinitionError
from gonghui_desktop.fileio import read_limited
from gonghui_desktop.model.campaign import Campaign
from gonghui_desktop.model.campaign_loader import CAMPAIGN_FILE, load_campaign
from gonghui_desktop.model.form_loader import load_form

_FILE_LIMIT = 1_000_000


def load_campaign_folder(folder: Path) -> Campaign:
    """The campaign of a folder: ``campaign.toml`` and, in order of their names, its forms.

    Raises:
        FormDefinitionError: a file is wrong; the sentence names file and key path.
        FileError: the folder or a file in it cannot be read.
    """
    paths = sorted(path for path in folder.glob("*.toml") if path.name != CAMPAIGN_FILE)
    forms = tuple(load_form(_read(path), path.name) for path in paths)
    if not forms:
        raise FormDefinitionError(
            f"文件夹“{folder}”里没有申报表文件（*.toml），请重新安装程序或联系维护人员。"
        )
    return load_campaign(_read(folder / CAMPAIGN_FILE), CAMPAIGN_FILE, forms)


def _read(path: Path) -> str:
    try:
        return read_limited(path, _FILE_LIMIT).decode("utf-8")
    except UnicodeDecodeError as error:
        raise FormDefinitionError(
            f"{path.name}：不是 UTF-8 编码；表样文件有误，请重新安装程序或联系维护人员。"
        ) from error
