"""A campaign out of its files: ``campaign.toml`` and a file for each form."""

from __future__ import annotations

import re
from collections.abc import Mapping

from gonghui_desktop.errors import FormDefinitionError
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.campaigns.campaign_loader import CAMPAIGN_FILE, load_campaign
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.forms.form_loader import load_form
from gonghui_desktop.model.record import EMPTY
from gonghui_desktop.model.toml_file import FormFileError

_NUMBER = re.compile(r"^\d+-")  # the files of added campaigns have one


def campaign_of(files: Mapping[str, bytes], broken: Mapping[str, str] = EMPTY) -> Campaign:
    """The campaign of its files; a form whose file is wrong is told and left out.

    Args:
        files: file name to content, ``campaign.toml`` among them; forms in the order of their tabs.
        broken: id of each form whose file cannot be read, to a sentence about it.

    Raises:
        FormDefinitionError: ``campaign.toml`` is wrong, or no form can be used; the sentence names
            file and key path.
    """
    forms: dict[str, FormDefinition] = {}
    found = dict(broken)
    for name, content in files.items():
        if name == CAMPAIGN_FILE:
            continue
        try:
            form = load_form(_text(content, name), name)
            if form.id in forms:
                raise FormFileError(f"{name}：id 重复：{form.id}。")
        except FormDefinitionError as error:
            found[form_id_of(name)] = str(error)
        else:
            forms[form.id] = form
    if not forms:
        raise FormDefinitionError(
            next(iter(found.values()))
            if found
            else "活动里没有申报表文件（*.toml），请重新安装程序或联系维护人员。"
        )
    text = _text(files[CAMPAIGN_FILE], CAMPAIGN_FILE)
    return load_campaign(text, CAMPAIGN_FILE, tuple(forms.values()), found)


def form_id_of(name: str) -> str:
    """The form that a file is about by its name, with or without the number of its tab."""
    return _NUMBER.sub("", name.removesuffix(".toml"))


def _text(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FormFileError(f"{name}：文件存的方式不对（应为 UTF-8）。") from error
