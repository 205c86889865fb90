"""Campaigns that an office added: repaired when damaged, read in part, carried over to."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gonghui_desktop.confined.readers import Readers
from gonghui_desktop.errors import FormDefinitionError, InputError
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services.campaigns import add_campaign, carry_over
from gonghui_desktop.services.catalogue import find_campaigns
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import Store
from gonghui_desktop.store.values import NewRecord
from tests.official_forms import copy_official_forms


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    return copy_official_forms(tmp_path / "forms" / "2017").parent


@pytest.fixture
def added(tmp_path: Path) -> Path:
    return tmp_path / "data" / "forms"


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    """The folder of next year's campaign, from the office above."""
    folder = copy_official_forms(tmp_path / "sent")
    text = (folder / "campaign.toml").read_text("utf-8")
    text = text.replace('id = "2017"', 'id = "2018"').replace("2017-03-20", "2018-03-20")
    (folder / "campaign.toml").write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize("damage", ["campaign.toml", "a form", "no file at all"])
def test_adding_a_campaign_again_repairs_a_damaged_one(
    shipped: Path, added: Path, sent: Path, damage: str
) -> None:
    add_campaign(find_campaigns(shipped, added), shipped, sent)
    folder = added / "2018"
    if damage == "no file at all":
        for path in folder.iterdir():
            path.unlink()
    else:
        name = "campaign.toml" if damage == "campaign.toml" else "annex2.toml"
        (path,) = folder.glob(f"*{name}")
        path.write_text("broken", "utf-8")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    campaign, catalogue = add_campaign(find_campaigns(shipped, added), shipped, sent)

    assert campaign.faults == ()
    assert catalogue.faults == ()
    assert catalogue.find("2018") == campaign
    (aside,) = (path for path in added.iterdir() if path.name != "2018")  # nothing is thrown away
    assert {path.name: path.read_bytes() for path in aside.iterdir()} == before


def test_each_damaged_campaign_is_put_aside_on_its_own(
    shipped: Path, added: Path, sent: Path
) -> None:
    for _round in range(3):
        add_campaign(find_campaigns(shipped, added), shipped, sent)
        (added / "2018" / "campaign.toml").write_text("broken", "utf-8")
    assert len(list(added.iterdir())) == 3


def test_neither_a_shipped_nor_a_whole_campaign_is_replaced(
    shipped: Path, added: Path, sent: Path
) -> None:
    add_campaign(find_campaigns(shipped, added), shipped, sent)
    text = (sent / "campaign.toml").read_text("utf-8")
    (sent / "campaign.toml").write_text(text.replace("2018-03-20", "2018-04-20"), "utf-8")
    with pytest.raises(InputError, match="没有覆盖"):
        add_campaign(find_campaigns(shipped, added), shipped, sent)

    (sent / "campaign.toml").write_text(text.replace('"2018"', '"2017"'), "utf-8")
    (shipped / "2017" / "annex2.toml").write_text("broken", "utf-8")
    with pytest.raises(InputError, match="没有覆盖"):
        add_campaign(find_campaigns(shipped, added), shipped, sent)
    assert [path.name for path in added.iterdir()] == ["2018"]


def test_a_broken_form_of_an_added_campaign_is_told_once(
    shipped: Path, added: Path, sent: Path
) -> None:
    add_campaign(find_campaigns(shipped, added), shipped, sent)
    (form,) = (added / "2018").glob("*annex1.toml")
    form.write_text("broken", "utf-8")

    campaign = find_campaigns(shipped, added).find("2018")

    assert campaign is not None
    (fault,) = campaign.faults
    assert "annex1.toml" in fault


def test_a_condition_on_a_form_that_is_broken_is_no_second_fault(sent: Path, shipped: Path) -> None:
    text = (sent / "campaign.toml").read_text("utf-8")
    quota = (
        '[[reporters]]\nid = "both"\nname = "两表"\nforms = ["annex1", "annex3"]\n'
        '[[reporters.quotas]]\nname = "非公"\nat_least = 1\n'
        '[[reporters.quotas.where]]\nfield = "non_public"\nis = "yes"\n'
    )
    (sent / "campaign.toml").write_text(f"{text}\n{quota}", "utf-8")
    (sent / "annex1.toml").write_text("broken", "utf-8")  # annex3 has no such field

    campaign = find_campaigns(sent.parent).find("2018")

    assert campaign is not None
    (fault,) = campaign.faults
    assert fault.startswith("annex1.toml")


@pytest.fixture
def ws(campaign: Campaign, fonts_folder: Path, tmp_path: Path) -> Iterator[Workspace]:
    """A campaign without 附件2 is current."""
    forms = tuple(form for form in campaign.forms if form.id != "annex2")
    current = replace(campaign, id="2018", forms=forms)
    with Store.open(tmp_path) as store:
        yield Workspace(current, lambda: store, lambda: FormPrinter(fonts_folder))


def test_records_of_a_form_that_is_gone_do_not_stop_the_others(ws: Workspace) -> None:
    records = ws.store.add(
        [NewRecord(form, {"unit_name": form}, campaign="2017") for form in ("annex1", "annex2")]
    )

    carried = carry_over(ws, records)

    assert [(copy.form, copy.campaign) for copy in carried.made] == [("annex1", "2018")]
    assert list(carried.left_out) == records[1:]
    with pytest.raises(InputError, match="没有这张表：annex2"):
        carry_over(ws, carried.left_out)


def test_a_campaign_is_taken_in_only_once_a_child_has_loaded_it(
    shipped: Path, added: Path, sent: Path
) -> None:
    broken = Readers([sys.executable, "-c", ""])
    with pytest.raises(InputError, match="启动不了"):
        add_campaign(find_campaigns(shipped, added), shipped, sent, broken)
    broken.close()
    (sent / "annex2.toml").write_text("x = [" * 500, "utf-8")
    with pytest.raises(FormDefinitionError, match=r"annex2\.toml"):
        add_campaign(find_campaigns(shipped, added), shipped, sent)
    assert not added.exists()


def test_many_files_that_are_each_small_enough_are_no_campaign(
    shipped: Path, added: Path, sent: Path
) -> None:
    for number in range(22):
        (sent / f"{number}.toml").write_text("# " + "x" * 95_000, "utf-8")
    with pytest.raises(InputError, match="合起来超过 2 MB"):
        add_campaign(find_campaigns(shipped, added), shipped, sent)


def test_an_archive_that_unpacks_to_much_is_no_campaign(
    shipped: Path, added: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "2018.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(50):
            archive.writestr(f"2018/{number}.toml", b"#" * 99_000)
        archive.writestr("2018/campaign.toml", b"#" * 99_000)
    with pytest.raises(InputError, match="合起来超过 2 MB"):
        add_campaign(find_campaigns(shipped, added), shipped, tmp_path / "2018.zip")
