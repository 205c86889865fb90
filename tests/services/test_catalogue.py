"""Reading a campaign's folder."""

import shutil
from pathlib import Path

import pytest

from gonghui_desktop import paths
from gonghui_desktop.errors import FileError, FormDefinitionError
from gonghui_desktop.services.catalogue import load_campaign_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(paths.forms_folder() / "2017", tmp_path / "2017"))


def test_forms_come_in_order_of_their_files(folder: Path) -> None:
    forms = load_campaign_folder(folder).forms
    assert [form.number for form in forms] == ["附件1", "附件2", "附件3"]


def test_a_file_that_is_no_utf8_is_named(folder: Path) -> None:
    (folder / "annex2.toml").write_bytes("附件".encode("gb18030"))
    with pytest.raises(FormDefinitionError, match=r"annex2.toml.*UTF-8"):
        load_campaign_folder(folder)


def test_a_folder_without_forms_or_campaign_is_told(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(FormDefinitionError, match="没有申报表文件"):
        load_campaign_folder(tmp_path / "empty")
    (folder / "campaign.toml").unlink()
    with pytest.raises(FileError, match=r"campaign\.toml"):
        load_campaign_folder(folder)
