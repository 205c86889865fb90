"""Forms change under stored records: nothing raises, nothing is lost, what is final stays."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

Ask = Callable[..., dict[str, Any]]

_CONTACT = re.compile(r'\[\[fields\]\]\nid = "contact".*?(?=\[\[fields\]\])', re.DOTALL)


def change(path: Path, *changes: tuple[str, str]) -> None:
    """Edits a form file."""
    text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")


def _without_contact(text: str) -> str:
    return _CONTACT.sub("", text).replace('["address", "contact"]', '["address"]')


CHANGES: dict[str, Callable[[str], str]] = {
    "a field added": lambda text: text.replace(
        '["goals"],', '["leader", "founded"],\n  ["goals"],', 1
    ).replace(
        "[[seals]]",
        '[[fields]]\nid = "leader"\nlabel = "行政负责人"\ntype = "text"\nmandatory = false\n\n'
        '[[fields]]\nid = "founded"\nlabel = "建会日期"\ntype = "date"\nmandatory = false\n\n'
        "[[seals]]",
        1,
    ),
    "a field removed": _without_contact,
    "a field renamed": lambda text: text.replace('"contact"', '"telephone"'),
    "a field made mandatory": lambda text: text.replace(
        'type = "text"\nmandatory = false', 'type = "text"', 1
    ),
    "a type changed": lambda text: text.replace('type = "telephone"', 'type = "whole_number"'),
    "choices changed": lambda text: text.replace('  { value = "3", label = "股份制企业" },\n', ""),
    "wording changed": lambda text: text.replace('label = "工会主席"', 'label = "工会负责人"'),
    "fewer seals": lambda text: re.sub(
        r'\[\[seals\]\]\nid = "county_federation".*?(?=\[\[seals\]\])', "", text, flags=re.DOTALL
    ),
    "no notes": lambda text: re.sub(r"notes = \[.*?\n\]\n", "", text, flags=re.DOTALL),
    "no confirmation": lambda text: text[: text.index("[confirmation]")],
}


TOLD = {
    "a field renamed": "未填写",
    "a field made mandatory": "未填写",
    "a type changed": "不是整数",
    "choices changed": "不在可选范围内",
}
"""What a draft has to be mended for after a change; after others it is as complete as before."""


@pytest.fixture
def handed_in(ask: Ask, tmp_path: Path, data_folder: Path) -> Path:
    """A district's five units, final, and one draft made after them; the package."""
    assert ask("import", data_folder / "district.json")["code"] == 0
    profile = ("profile", "--kind", "district", "--name", "大连市中山区总工会")
    assert ask(*profile)["code"] == 0
    package = tmp_path / "first.zip"
    assert ask("export", "-o", package, "--explain", "请见说明")["code"] == 0
    assert ask("import", data_folder / "resident_industry.json")["code"] == 0
    return package


def _handed_in(listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without how far each form has come and what was said of it, which no package tells."""
    here = {"stage", "stage_at", "prints", "returned", "accepted"}
    return [{key: one[key] for key in one if key not in here} for one in listed]


@pytest.mark.parametrize("case", CHANGES)
def test_what_is_final_stays_as_it_is_whatever_the_form_becomes(
    ask: Ask, forms: Path, handed_in: Path, tmp_path: Path, case: str
) -> None:
    before = ask("list")["records"]
    finals = [record["id"] for record in before if record["state"] == "final"]
    assert ask("print", "--id", *finals, "-o", tmp_path / "before.pdf")["code"] == 0

    path = forms / "2017" / "annex1.toml"
    text = CHANGES[case](path.read_text("utf-8"))
    assert text != path.read_text("utf-8")
    path.write_text(text, "utf-8")

    after = ask("list")
    assert after["code"] == 0
    assert "warnings" not in after
    kept = [record for record in after["records"] if record["id"] in finals]
    assert kept == [record for record in before if record["id"] in finals]
    assert ask("print", "--id", *finals, "-o", tmp_path / "after.pdf")["code"] == 0
    assert (tmp_path / "after.pdf").read_bytes() == (tmp_path / "before.pdf").read_bytes()
    verified = ask("verify", handed_in)
    assert verified["code"] == 0
    assert verified["records"] == _handed_in(kept)
    assert ask("check")["code"] in (0, 1)


@pytest.mark.parametrize("case", CHANGES)
def test_a_draft_goes_on_in_the_current_form_and_loses_nothing(
    ask: Ask, forms: Path, handed_in: Path, tmp_path: Path, case: str
) -> None:
    (draft,) = (
        record
        for record in ask("list", "--form", "annex1")["records"]
        if record["state"] == "draft"
    )
    path = forms / "2017" / "annex1.toml"
    path.write_text(CHANGES[case](path.read_text("utf-8")), "utf-8")

    listed = ask("list", "--form", "annex1")["records"]
    (moved,) = (record for record in listed if record["id"] == draft["id"])
    assert moved["values"] == draft["values"]
    assert moved["edition"] != draft["edition"]
    assert moved["check_code"] != draft["check_code"]
    assert ask("print", "--id", draft["id"], "-o", tmp_path / "draft.pdf")["code"] == 0
    messages = [
        finding["message"]
        for finding in ask("check")["findings"]
        if finding["record"] == draft["id"] and finding["blocks"]
    ]
    assert bool(messages) is (case in TOLD)
    assert all(TOLD[case] in message for message in messages)


def test_new_codes_are_made_over_the_new_form(ask: Ask, forms: Path, handed_in: Path) -> None:
    old = {record["edition"] for record in ask("list", "--form", "annex1")["records"]}
    change(forms / "2017" / "annex1.toml", ('label = "工会主席"', 'label = "工会负责人"'))
    records = ask("list", "--form", "annex1")["records"]
    assert {record["edition"] for record in records if record["state"] == "final"} == old
    assert {record["edition"] for record in records if record["state"] == "draft"}.isdisjoint(old)


def test_what_was_made_final_in_a_later_edition_stays_in_that_one(
    ask: Ask, forms: Path, tmp_path: Path, data_folder: Path
) -> None:
    """Begun with the first wording, handed in with the second, looked at with the third."""
    annex = forms / "2017" / "annex1.toml"
    ask("import", data_folder / "district.json")
    change(annex, ('label = "工会主席"', 'label = "工会负责人"'))
    ask("profile", "--kind", "district", "--name", "大连市中山区总工会")
    assert ask("export", "-o", tmp_path / "p.zip", "--explain", "请见说明")["code"] == 0
    before = ask("list")["records"]
    ask("print", "-o", tmp_path / "before.pdf")

    change(annex, ('label = "工会负责人"', 'label = "主席"'))

    assert ask("list")["records"] == before
    assert all(record["check_code"] for record in before)
    ask("print", "-o", tmp_path / "after.pdf")
    assert (tmp_path / "after.pdf").read_bytes() == (tmp_path / "before.pdf").read_bytes()


def test_a_package_brings_the_forms_that_its_records_were_made_with(
    ask: Ask, forms: Path, handed_in: Path, tmp_path: Path
) -> None:
    """Another computer, whose program has other forms by now."""
    before = [record for record in ask("list")["records"] if record["state"] == "final"]
    finals = [record["id"] for record in before]
    ask("print", "--id", *finals, "-o", tmp_path / "before.pdf")
    shutil.rmtree(tmp_path / "data")
    change(forms / "2017" / "annex1.toml", ('label = "工会主席"', 'label = "工会负责人"'))
    (forms / "2017" / "annex2.toml").unlink()

    assert ask("import", handed_in)["code"] == 0

    assert _handed_in(ask("list")["records"]) == _handed_in(before)
    ask("profile", "--kind", "district", "--name", "大连市中山区总工会")  # the files' author
    ask("print", "-o", tmp_path / "after.pdf")
    assert (tmp_path / "after.pdf").read_bytes() == (tmp_path / "before.pdf").read_bytes()


def test_hints_and_captions_make_no_edition(ask: Ask, forms: Path, handed_in: Path) -> None:
    before = ask("list")["records"]
    change(
        forms / "2017" / "annex1.toml",
        ('tab = "附件1 企事业（省）"', 'tab = "附件1"'),
        ('hint = "区号', 'hint = "电话：区号'),
    )
    assert ask("list")["records"] == before


def test_a_form_that_is_gone_takes_nothing_along(
    ask: Ask, forms: Path, handed_in: Path, tmp_path: Path
) -> None:
    before = ask("list")["records"]
    (forms / "2017" / "annex2.toml").unlink()

    listed = ask("list")

    assert listed["code"] == 0
    assert listed["records"] == before
    assert all("annex2" in warning for warning in listed["warnings"])
    assert ask("check")["code"] in (0, 1)
    assert ask("print", "-o", tmp_path / "all.pdf")["code"] == 0
    assert ask("print", "--form", "annex2", "-o", tmp_path / "gone.pdf")["code"] == 0
    assert ask("verify", handed_in)["code"] == 0


def test_a_broken_form_file_is_named_and_stops_no_other(
    ask: Ask, forms: Path, handed_in: Path
) -> None:
    before = ask("list")["records"]
    change(forms / "2017" / "annex3.toml", ('label = "单位名称"', 'lable = "单位名称"'))

    listed = ask("list")

    assert listed["code"] == 0
    assert listed["records"] == before
    (warning,) = listed["warnings"]
    assert warning.startswith("annex3.toml：fields[1].lable")
    assert warning in listed["stderr"]


def test_a_record_of_a_form_that_nobody_knows_is_listed_with_its_values(
    ask: Ask, forms: Path, tmp_path: Path, data_folder: Path
) -> None:
    """A database of the first release with a form that an office had added and lost since."""
    (tmp_path / "data").mkdir()
    database = tmp_path / "data" / "gonghui.sqlite3"
    shutil.copyfile(data_folder / "schemas" / "schema-0001.sqlite3", database)
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE records SET form = 'annex9' WHERE form = 'annex2'")
        connection.commit()

    listed = ask("list")

    assert listed["code"] == 0
    (unknown,) = (record for record in listed["records"] if record["form"] == "annex9")
    assert (unknown["edition"], unknown["check_code"]) == ("", "")
    assert unknown["values"]
    assert ask("check")["code"] in (0, 1)
    assert ask("print", "--id", unknown["id"], "-o", tmp_path / "rows.pdf")["code"] == 0


def test_the_same_records_make_the_same_package_again(
    ask: Ask, forms: Path, tmp_path: Path, data_folder: Path
) -> None:
    ask("import", data_folder / "district.json")
    ask("profile", "--kind", "district", "--name", "大连市中山区总工会")
    first = ask("export", "-o", tmp_path / "first.zip", "--explain", "请见说明")
    change(forms / "2017" / "annex1.toml", ('label = "工会主席"', 'label = "工会负责人"'))

    again = ask("export", "-o", tmp_path / "again.zip", "--explain", "请见说明")

    assert (again["package"], again["revision"]) == (first["package"], 1)
    assert (tmp_path / "again.zip").read_bytes() == (tmp_path / "first.zip").read_bytes()


def test_a_second_package_names_its_revision_and_what_it_supersedes(
    ask: Ask, tmp_path: Path, data_folder: Path
) -> None:
    ask("import", data_folder / "district.json")
    ask("profile", "--kind", "district", "--name", "大连市中山区总工会")
    first = ask("export", "-o", tmp_path / "first.zip", "--explain", "请见说明")
    ask("profile", "--kind", "district", "--name", "大连市中山区总工会", "--contact-name", "刘敏")
    second = ask("export", "-o", tmp_path / "second.zip", "--explain", "请见说明")
    ask("profile", "--kind", "district", "--name", "大连市中山区总工会", "--contact-name", "刘洋")
    third = ask("export", "-o", tmp_path / "third.zip")

    assert [made["revision"] for made in (first, second, third)] == [1, 2, 3]
    assert second["supersedes"] == first["package"]
    assert third["supersedes"] == second["package"]
    assert ask("verify", tmp_path / "third.zip")["revision"] == 3


def test_a_draft_of_a_form_that_is_gone_stays_out_of_the_package_and_is_told(
    ask: Ask, forms: Path, handed_in: Path, tmp_path: Path
) -> None:
    drafts = [record for record in ask("list")["records"] if record["state"] == "draft"]
    gone = [record["id"] for record in drafts if record["form"] == "annex3"]
    (forms / "2017" / "annex3.toml").unlink()

    messages = [finding["message"] for finding in ask("check")["findings"]]
    assert any(f"有 {len(gone)} 份申报表" in message for message in messages)
    made = ask("export", "-o", tmp_path / "next.zip", "--explain", "请见说明")

    assert made["code"] == 0
    packed = {record["id"] for record in ask("verify", tmp_path / "next.zip")["records"]}
    assert packed.isdisjoint(gone)
    left = {record["id"]: record["state"] for record in ask("list")["records"]}
    assert {left[record_id] for record_id in gone} == {"draft"}


def test_the_same_package_again_changes_nothing_whatever_an_earlier_edition_left(
    ask: Ask, forms: Path, tmp_path: Path, data_folder: Path
) -> None:
    ask("import", data_folder / "district.json")
    ask("profile", "--kind", "district", "--name", "大连市中山区总工会")
    path = forms / "2017" / "annex1.toml"
    path.write_text(_without_contact(path.read_text("utf-8")), "utf-8")
    ask("export", "-o", tmp_path / "own.zip", "--explain", "请见说明")
    before = ask("list")["records"]

    again = ask("import", tmp_path / "own.zip")

    assert again["code"] == 0
    assert all("内容相同" in record["message"] for record in again["records"])
    assert ask("list")["records"] == before


def test_what_an_earlier_edition_left_is_not_counted(
    ask: Ask, forms: Path, data_folder: Path
) -> None:
    ask("import", data_folder / "district.json")
    ask("profile", "--kind", "district", "--name", "大连市中山区总工会")
    path = forms / "2017" / "annex1.toml"
    text = path.read_text("utf-8").replace(', implies = { non_public = "yes" }', "")
    text = text.replace(', implies = { non_public = "no" }', "")
    path.write_text(re.sub(r"# Beside.*?(?=\[\[seals)", "", text, flags=re.DOTALL), "utf-8")

    messages = [finding["message"] for finding in ask("check")["findings"]]

    assert any("非公企业典型" in message for message in messages)


def test_drafts_of_a_broken_form_are_not_left_out_of_a_package_in_silence(
    ask: Ask, forms: Path, handed_in: Path, tmp_path: Path
) -> None:
    path = forms / "2017" / "annex3.toml"
    whole = path.read_text("utf-8")
    path.write_text(whole.replace("copies = 3", "copies = "), "utf-8")

    refused = ask("export", "-o", tmp_path / "next.zip", "--explain", "请见说明")

    assert refused["code"] == 2
    assert "annex3.toml" in refused["error"]
    assert not (tmp_path / "next.zip").exists()
    path.write_text(whole, "utf-8")
    assert ask("export", "-o", tmp_path / "next.zip", "--explain", "请见说明")["code"] == 0
