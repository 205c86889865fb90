"""A package of format version 2 says the same for ever, whatever forms and campaigns there are."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Ask = Callable[..., dict[str, Any]]

_CODES = {
    "e9aa338580d54ac6ac31c2a9e726c30e": "1686 6070 5088 6",
    "b8bff136618142f898f5fe55b3d06ac9": "8507 5558 3600 7",
    "ff4a4778a35c4f8dbcd98def5bca7876": "6158 8215 9526 2",
}
_EDITIONS = {"d352bc861bf9fd86", "6a3e1c11c9ca2872"}  # their first 16 digits


@pytest.fixture(params=["as shipped", "a form changed, one gone", "another campaign"])
def changed_forms(request: pytest.FixtureRequest, forms: Path) -> None:
    """What the program's own forms say by then."""
    folder = forms / "2017"
    if request.param == "another campaign":
        shutil.move(folder, forms / "2031")
        folder = forms / "2031"
        text = (folder / "campaign.toml").read_text("utf-8")
        (folder / "campaign.toml").write_text(text.replace('"2017"', '"2031"'), "utf-8")
    elif request.param != "as shipped":
        (folder / "annex3.toml").unlink()
        text = (folder / "annex1.toml").read_text("utf-8")
        (folder / "annex1.toml").write_text(text.replace("工会主席", "工会负责人"), "utf-8")


@pytest.mark.usefixtures("changed_forms")
def test_it_verifies_and_comes_in(ask: Ask, data_folder: Path) -> None:
    package = data_folder / "packages" / "version-2.zip"

    verified = ask("verify", package)

    assert verified["code"] == 0
    assert (verified["campaign"], verified["revision"]) == ("2017", 1)
    assert {r["id"]: r["check_code"] for r in verified["records"]} == _CODES
    assert {r["edition"][:16] for r in verified["records"]} == _EDITIONS
    assert ask("import", package)["code"] == 0
    stored = ask("list", "--campaign", "2017")["records"]
    assert {r["id"]: r["check_code"] for r in stored} == _CODES


@pytest.mark.usefixtures("changed_forms")
def test_one_with_a_cover_sheet_says_the_same_code_as_its_paper(
    ask: Ask, data_folder: Path
) -> None:
    package = data_folder / "packages" / "version-2-cover.zip"

    verified = ask("verify", package)

    assert verified["package_code"] == "7812 0412 2211 0"  # as it was printed and sealed
    assert [record["check_code"] for record in verified["records"]] == ["3012 5062 3176 6"]
    assert ask("verify", data_folder / "packages" / "version-2.zip")["package_code"] == ""
    assert ask("import", package)["code"] == 0
