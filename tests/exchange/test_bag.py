"""Packages before an outside judge, and the promise of the same bytes."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from importlib import resources
from io import BytesIO
from pathlib import Path

import bagit
import pytest

from gonghui_desktop.errors import PackageError
from gonghui_desktop.exchange.package.bag import load_profile, write_bag
from gonghui_desktop.exchange.package.bag_reader import read_bag
from gonghui_desktop.exchange.package.kinds import LABEL, PackageKind
from gonghui_desktop.exchange.package.submission import Submission, read_submission
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.campaigns.known_forms import KnownForms

INFO = {
    "Source-Organization": "大连市中山区总工会",
    "External-Identifier": "e6b7b1f4-0d0e-5c0b-9a39-0c1f6f0e2017",
    "Bag-Group-Identifier": "2017",
    "Bagging-Date": "2017-03-15",
    "Gonghui-Package-Type": "submission",
    "Gonghui-Package-Revision": "1",
    "Gonghui-Format-Version": "1",
}
PAYLOAD = {"a.json": b"{}", "forms/b.pdf": b"%PDF"}


@pytest.fixture
def unpacked(package: bytes, tmp_path: Path) -> Path:
    """The package as any unzip program leaves it."""
    with zipfile.ZipFile(BytesIO(package)) as archive:
        archive.extractall(tmp_path)
    (base,) = tmp_path.iterdir()
    return base


def test_bagit_finds_a_package_valid(unpacked: Path) -> None:
    bag = bagit.Bag(str(unpacked))
    bag.validate()
    assert sorted(bag.algorithms) == ["sha256", "sha512"]
    assert bag.info["Source-Organization"] == "大连市中山区总工会"
    assert bag.info["Contact-Phone"] == "0411-82640177"
    assert bag.info["Bagging-Date"] == "2017-03-15"


def test_a_package_is_as_the_profile_says(unpacked: Path, package: bytes) -> None:
    text = (
        resources.files("gonghui_desktop.exchange.package")
        .joinpath("bagit_profile.json")
        .read_text()
    )
    profile = json.loads(text)
    names = {path.name for path in unpacked.iterdir()}
    wanted = {f"manifest-{kind}.txt" for kind in profile["Manifests-Required"]}
    wanted |= {f"tagmanifest-{kind}.txt" for kind in profile["Tag-Manifests-Required"]}
    assert names == wanted | {"bagit.txt", "bag-info.txt", "data"}
    identifier = profile["BagIt-Profile-Info"]["BagIt-Profile-Identifier"]
    info = bagit.Bag(str(unpacked)).info
    assert info["BagIt-Profile-Identifier"] == identifier
    required = {label for label, rule in profile["Bag-Info"].items() if rule["required"]}
    assert required <= info.keys() <= {*profile["Bag-Info"], "BagIt-Profile-Identifier"}


def test_the_profile_allows_the_kinds_of_packages_that_there_are() -> None:
    assert set(load_profile().info[LABEL].values) == set(PackageKind)


@pytest.mark.parametrize("kind", sorted(set(PackageKind) - {PackageKind.SUBMISSION}))
def test_a_package_of_another_kind_is_called_what_it_is(
    campaign: Campaign, kind: PackageKind
) -> None:
    data = write_bag("base", INFO | {LABEL: kind.value}, PAYLOAD, load_profile())
    with pytest.raises(PackageError, match=kind.label) as caught:
        read_submission(data, KnownForms(campaign))
    assert caught.value.code == "S04"


def test_names_are_plain_and_short(package: bytes) -> None:
    with zipfile.ZipFile(BytesIO(package)) as archive:
        names = archive.namelist()
    assert names == sorted(names)
    assert all(re.fullmatch(r"[a-z0-9._/-]{1,100}", name) for name in names)


def test_the_same_submission_gives_the_same_bytes(
    campaign: Campaign,
    submission: Submission,
    package: bytes,
    pack: Callable[[Campaign, Submission], bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    assert pack(campaign, submission) == package


def test_a_bag_is_read_as_it_was_written() -> None:
    data = write_bag("base", INFO | {"Contact-Name": " 王\n\t某 "}, PAYLOAD, load_profile())
    bag = read_bag(data, load_profile())
    assert dict(bag.payload) == PAYLOAD
    assert bag.info["Contact-Name"] == "王 某"
    assert bag.info["Payload-Oxum"] == "6.2"


@pytest.mark.parametrize(
    ("info", "code"),
    [
        ({"Gonghui-Package-Type": "other"}, "B08"),
        ({"Gonghui-Format-Version": "4"}, "B08"),
        ({"External-Identifier": ""}, "B08"),
        ({"Unknown-Label": "x"}, "B05"),
    ],
)
def test_info_must_keep_to_the_profile(info: dict[str, str], code: str) -> None:
    data = write_bag("base", INFO | info, PAYLOAD, load_profile())
    with pytest.raises(PackageError) as caught:
        read_bag(data, load_profile())
    assert caught.value.code == code
