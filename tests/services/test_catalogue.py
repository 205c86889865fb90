"""Reading a campaign's folder."""

import shutil
from pathlib import Path

import pytest

from gonghui_desktop import paths
from gonghui_desktop.errors import FormDefinitionError
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.printing.sheet import Sheet
from gonghui_desktop.services.catalogue import find_campaigns, load_campaign_folder
from tests.files import copy_folder
from tests.official_forms import copy_official_forms


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copy_official_forms(tmp_path / "2017")


@pytest.mark.parametrize(
    "shipped", sorted(paths.forms_folder().iterdir()), ids=lambda path: path.name
)
def test_a_shipped_campaign_has_no_fault_and_its_forms_print_on_a_page(
    shipped: Path, fonts_folder: Path
) -> None:
    campaign = load_campaign_folder(shipped)
    assert (campaign.id, campaign.faults) == (shipped.name, ())
    sheets = [Sheet(form, {}) for form in campaign.forms]
    assert set(FormPrinter(fonts_folder).render(sheets).page_counts) == {1}


def test_forms_come_in_order_of_their_files(folder: Path) -> None:
    forms = load_campaign_folder(folder).forms
    assert [form.number for form in forms] == ["附件1", "附件2", "附件3"]


def test_a_broken_form_file_takes_away_that_form_alone(folder: Path) -> None:
    (folder / "annex2.toml").write_bytes("附件".encode("gb18030"))

    campaign = load_campaign_folder(folder)

    assert [form.id for form in campaign.forms] == ["annex1", "annex3"]
    (fault,) = campaign.faults  # what campaign.toml says of annex2 is no second fault
    assert fault.startswith("annex2.toml：文件存的方式不对")
    assert campaign.reporters[0].forms == ("annex1",)


def test_a_form_that_two_files_define_is_taken_from_the_first(folder: Path) -> None:
    shutil.copyfile(folder / "annex1.toml", folder / "annex9.toml")

    campaign = load_campaign_folder(folder)

    assert [form.id for form in campaign.forms] == ["annex1", "annex2", "annex3"]
    assert campaign.faults[0].startswith("annex9.toml：id 重复：annex1")


def test_a_form_whose_file_was_taken_out_is_told_with_the_place_that_wants_it(folder: Path) -> None:
    (folder / "annex2.toml").unlink()

    campaign = load_campaign_folder(folder)

    assert [form.id for form in campaign.forms] == ["annex1", "annex3"]
    assert campaign.faults
    assert all("没有这张表：annex2" in fault for fault in campaign.faults)


def test_a_folder_without_forms_or_campaign_is_told(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(FormDefinitionError, match=r"没有 campaign\.toml"):
        load_campaign_folder(tmp_path / "empty")
    for form in folder.glob("annex*.toml"):
        form.unlink()
    with pytest.raises(FormDefinitionError, match="没有申报表文件"):
        load_campaign_folder(folder)


def test_a_campaign_that_cannot_be_used_does_not_stop_the_others(folder: Path) -> None:
    copy_folder(folder, folder.parent / "2018")
    (folder.parent / "2018" / "campaign.toml").write_text("id = 2018", "utf-8")

    catalogue = find_campaigns(folder.parent)

    assert [campaign.id for campaign in catalogue.campaigns] == ["2017"]
    (fault,) = catalogue.faults
    assert fault.startswith("活动“2018”不能使用：campaign.toml：reporters")


def test_without_any_usable_campaign_the_reason_is_told(folder: Path) -> None:
    (folder / "campaign.toml").write_text("id = 2017", "utf-8")
    with pytest.raises(FormDefinitionError, match=r"campaign\.toml：reporters"):
        find_campaigns(folder.parent)


def test_the_newest_deadline_is_current_unless_another_campaign_was_chosen(folder: Path) -> None:
    text = (folder / "campaign.toml").read_text("utf-8")
    later = copy_folder(folder, folder.parent / "later")
    changed = text.replace('id = "2017"', 'id = "2018"').replace("2017-03-20", "2018-03-20")
    (later / "campaign.toml").write_text(changed, "utf-8")

    catalogue = find_campaigns(folder.parent, folder.parent / "not there")

    assert [campaign.id for campaign in catalogue.campaigns] == ["2018", "2017"]
    assert catalogue.current("").id == "2018"
    assert catalogue.current("2017").id == "2017"
    assert catalogue.current("2016").id == "2018"


@pytest.fixture
def added(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The user's folder of campaigns."""
    return tmp_path_factory.mktemp("added")


def test_an_added_campaign_never_takes_the_place_of_a_shipped_one(
    folder: Path, added: Path
) -> None:
    own = copy_folder(folder, added / "2017")
    text = (own / "campaign.toml").read_text("utf-8")
    (own / "campaign.toml").write_text(text.replace("基层工会活力建设项目", "另一个项目"), "utf-8")
    (campaign,) = find_campaigns(folder.parent, added).campaigns
    assert campaign.name == "基层工会活力建设项目"


def test_a_campaign_that_is_not_all_there_is_passed_over(folder: Path, added: Path) -> None:
    """The program ended while it was taking one in."""
    half = copy_folder(folder, added / ".2018")
    text = (half / "campaign.toml").read_text("utf-8")
    (half / "campaign.toml").write_text(text.replace('id = "2017"', 'id = "2018"'), "utf-8")
    catalogue = find_campaigns(folder.parent, added)
    assert [campaign.id for campaign in catalogue.campaigns] == ["2017"]
    assert catalogue.faults == ()
