"""Several campaigns side by side, one of them current; a campaign that arrives as a file."""

from __future__ import annotations

import io
import json
import shutil
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gonghui_desktop import app
from tests.files import copy_folder

Ask = Callable[..., dict[str, Any]]


def make_2018(source: Path, folder: Path) -> Path:
    """Next year's campaign: another deadline, another name, one field of 附件1 fewer."""
    copy_folder(source, folder)
    campaign = folder / "campaign.toml"
    text = campaign.read_text("utf-8")
    for old, new in (
        ('id = "2017"', 'id = "2018"'),
        ("2017-03-20", "2018-03-20"),
        ("基层工会活力建设项目", "基层工会提升项目"),
        ("典型单位", "先进单位"),
    ):
        text = text.replace(old, new)
    campaign.write_text(text, "utf-8")
    annex = folder / "annex1.toml"
    text = annex.read_text("utf-8")
    start = text.index('[[fields]]\nid = "contact"')
    text = text[:start] + text[text.index("[[fields]]", start + 5) :]
    annex.write_text(text.replace('["address", "contact"]', '["address"]'), "utf-8")
    return folder


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


@pytest.fixture
def files_of_2018(forms: Path, tmp_path: Path) -> dict[str, bytes]:
    folder = make_2018(forms / "2017", tmp_path / "new")
    return {f"2018/{path.name}": path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture
def archive(files_of_2018: dict[str, bytes], tmp_path: Path) -> Path:
    path = tmp_path / "2018年活动.zip"
    path.write_bytes(zipped(files_of_2018))
    return path


@pytest.fixture
def with_2017(ask: Ask, data_folder: Path) -> Ask:
    """A district's units of 2017, some final, one a draft."""
    ask("import", data_folder / "district.json")
    return ask


def by_id(answer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {campaign["id"]: campaign for campaign in answer["campaigns"]}


def test_the_shipped_campaign_is_listed_and_current(ask: Ask) -> None:
    answer = ask("campaigns")
    assert answer["code"] == 0
    (campaign,) = answer["campaigns"]
    assert campaign["id"] == "2017"
    assert campaign["name"] == "基层工会活力建设项目"
    assert campaign["deadline"] == "2017-03-20"
    assert campaign["current"] is True
    assert campaign["forms"] == ["annex1", "annex2", "annex3"]


def test_a_campaign_is_added_from_a_file_and_used(with_2017: Ask, archive: Path) -> None:
    ask = with_2017
    before = ask("list")["records"]

    added = ask("campaigns", "--add", archive)

    assert added["code"] == 0
    assert {key: each["current"] for key, each in by_id(added).items()} == {
        "2018": False,
        "2017": True,
    }
    assert ask("list")["records"] == before
    used = ask("campaigns", "--use", "2018")
    assert by_id(used)["2018"]["current"] is True
    assert ask("list")["records"] == []
    assert ask("list", "--campaign", "2017")["records"] == before
    again = ask("campaigns", "--add", archive)  # the same file once more changes nothing
    assert again["code"] == 0
    assert by_id(again) == by_id(ask("campaigns"))


def test_a_campaign_is_added_from_its_folder(ask: Ask, forms: Path, tmp_path: Path) -> None:
    folder = make_2018(forms / "2017", tmp_path / "from the office above")
    assert "2018" in by_id(ask("campaigns", "--add", folder))
    assert ask("print", "--blank", "--campaign", "2018", "-o", tmp_path / "b.pdf")["code"] == 0


def test_what_belongs_to_a_past_campaign_is_looked_at_printed_and_exported_again(
    with_2017: Ask, archive: Path, tmp_path: Path, data_folder: Path
) -> None:
    ask = with_2017
    ask("profile", "--kind", "district", "--name", "大连市中山区总工会")
    first = ask("export", "-o", tmp_path / "first.zip", "--explain", "请见说明")
    ask("campaigns", "--add", archive)
    ask("campaigns", "--use", "2018")
    past = ("--campaign", "2017")

    assert len(ask("list", *past)["records"]) == 5
    assert ask("check", *past)["code"] in (0, 1)
    assert ask("print", *past, "-o", tmp_path / "past.pdf")["code"] == 0
    again = ask("export", *past, "-o", tmp_path / "again.zip", "--explain", "请见说明")
    assert (again["code"], again["package"]) == (0, first["package"])
    assert (tmp_path / "again.zip").read_bytes() == (tmp_path / "first.zip").read_bytes()
    assert ask("verify", tmp_path / "first.zip")["code"] == 0
    refused = ask("import", *past, data_folder / "district.json")
    assert refused["code"] == 2
    assert "往届" in refused["stderr"]
    assert len(ask("list", *past)["records"]) == 5


def test_a_past_draft_is_neither_changed_nor_made_final(
    with_2017: Ask, archive: Path, tmp_path: Path
) -> None:
    ask = with_2017
    before = ask("list")["records"]
    ask("campaigns", "--add", archive)
    ask("campaigns", "--use", "2018")
    ask("profile", "--kind", "district", "--name", "大连市中山区总工会")

    refused = ask("export", "--campaign", "2017", "-o", tmp_path / "x.zip", "--explain", "说明")

    assert refused["code"] == 2
    assert not (tmp_path / "x.zip").exists()
    assert ask("list", "--campaign", "2017")["records"] == before


def test_last_years_records_are_a_start(with_2017: Ask, archive: Path, data_folder: Path) -> None:
    ask = with_2017
    ask("import", data_folder / "resident_industry.json")  # one with a reason
    last_year = ask("list")["records"]
    ask("campaigns", "--add", archive)
    ask("campaigns", "--use", "2018")

    made = ask("campaigns", "--carry-over", "2017")

    assert made["code"] == 0
    drafts = ask("list")["records"]
    assert [draft["id"] for draft in drafts] == made["records"]
    assert [draft["values"] for draft in drafts] == [record["values"] for record in last_year]
    assert all(draft["state"] == "draft" for draft in drafts)
    assert {draft["id"] for draft in drafts}.isdisjoint(record["id"] for record in last_year)
    assert all(draft["campaign"] == "2018" for draft in drafts)
    assert any(record["explanations"] for record in last_year)
    assert not any(draft["explanations"] for draft in drafts)  # last year's say nothing now
    one = ask("campaigns", "--carry-over", "2017", "--id", last_year[0]["id"][:8])
    assert len(one["records"]) == 1


def test_what_the_new_campaign_has_no_form_for_is_told_and_left_out(
    with_2017: Ask, files_of_2018: dict[str, bytes], tmp_path: Path
) -> None:
    ask = with_2017
    last_year = ask("list")["records"]
    gone = [record["id"] for record in last_year if record["form"] == "annex2"]
    assert gone
    del files_of_2018["2018/annex2.toml"]
    text = files_of_2018["2018/campaign.toml"].decode().replace('"annex1", "annex2"', '"annex1"')
    text = text.replace('["annex2"]', '["annex1"]')
    files_of_2018["2018/campaign.toml"] = text.encode()
    (tmp_path / "2018.zip").write_bytes(zipped(files_of_2018))
    ask("campaigns", "--add", tmp_path / "2018.zip")
    ask("campaigns", "--use", "2018")

    made = ask("campaigns", "--carry-over", "2017")

    assert made["code"] == 0
    assert made["left_out"] == gone
    assert len(made["records"]) == len(last_year) - len(gone)


def test_a_damaged_campaign_is_repaired_by_adding_it_again(
    ask: Ask, archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask("campaigns", "--add", archive)
    (form,) = (tmp_path / "data" / "forms" / "2018").glob("*annex1.toml")
    form.write_text("broken", "utf-8")
    assert by_id(ask("campaigns"))["2018"]["faults"]

    assert app.main(["--data", str(tmp_path / "data"), "campaigns", "--add", str(archive)]) == 0

    assert "已添加" in capsys.readouterr().out
    assert by_id(ask("campaigns"))["2018"]["faults"] == []


def test_quota_and_summary_go_by_the_current_campaign(
    with_2017: Ask, archive: Path, tmp_path: Path
) -> None:
    ask = with_2017
    ask("campaigns", "--add", archive)
    ask("campaigns", "--use", "2018")
    ask("profile", "--kind", "district", "--name", "大连市中山区总工会")
    messages = [finding["message"] for finding in ask("check")["findings"]]
    assert any("还差 5 个先进单位" in message for message in messages)


def test_a_package_holds_the_current_campaign_alone(
    with_2017: Ask, archive: Path, tmp_path: Path
) -> None:
    ask = with_2017
    ask("profile", "--kind", "district", "--name", "大连市中山区总工会")
    last_year = ask("export", "-o", tmp_path / "2017.zip", "--explain", "请见说明")
    ask("campaigns", "--add", archive)
    ask("campaigns", "--use", "2018")
    made = ask("campaigns", "--carry-over", "2017")

    exported = ask("export", "-o", tmp_path / "2018.zip", "--explain", "请见说明")

    verified = ask("verify", tmp_path / "2018.zip")
    assert [record["id"] for record in verified["records"]] == made["records"]
    assert {record["campaign"] for record in verified["records"]} == {"2018"}
    assert (last_year["revision"], exported["revision"], exported["supersedes"]) == (1, 1, "")


def test_a_package_of_another_campaign_comes_in_where_it_belongs(
    with_2017: Ask, archive: Path, tmp_path: Path, forms: Path, data_folder: Path
) -> None:
    ask = with_2017
    ask("profile", "--kind", "district", "--name", "大连市中山区总工会")
    ask("export", "-o", tmp_path / "2017.zip", "--explain", "请见说明")
    ids = {record["id"] for record in ask("list")["records"]}
    shutil.rmtree(tmp_path / "data")
    ask("campaigns", "--add", archive)
    ask("campaigns", "--use", "2018")

    assert ask("import", tmp_path / "2017.zip")["code"] == 0

    assert ask("list")["records"] == []
    assert {record["id"] for record in ask("list", "--campaign", "2017")["records"]} == ids


def test_records_of_a_campaign_whose_files_are_gone_can_be_seen_and_printed(
    ask: Ask, archive: Path, tmp_path: Path, data_folder: Path
) -> None:
    ask("campaigns", "--add", archive)
    ask("campaigns", "--use", "2018")
    records = json.loads((data_folder / "district.json").read_text("utf-8"))
    for record in records["records"]:
        record["values"].pop("contact", None)
        record.get("explanations", {}).pop("contact", None)
    document = tmp_path / "2018.json"
    document.write_text(json.dumps(records | {"campaign": "2018"}), "utf-8")
    ask("import", document)
    before = ask("list")["records"]
    assert before
    shutil.rmtree(tmp_path / "data" / "forms" / "2018")

    assert ask("list")["records"] == []  # 2017 is current again
    known = by_id(ask("campaigns"))["2018"]
    assert (known["deadline"], known["records"]) == ("", len(before))
    after = ask("list", "--campaign", "2018")
    assert after["code"] == 0
    assert after["records"] == before
    assert ask("print", "--campaign", "2018", "-o", tmp_path / "left.pdf")["code"] == 0


@pytest.mark.parametrize("wanted", [("--use", "2031"), ("--carry-over", "2031")])
def test_a_campaign_that_nobody_knows_is_told_with_those_that_are_known(
    ask: Ask, wanted: tuple[str, str]
) -> None:
    refused = ask("campaigns", *wanted)
    assert refused["code"] == 2
    assert "2031" in refused["error"]
    assert "2017" in refused["error"]
    assert ask("list", "--campaign", "2031")["code"] == 2


def _link() -> tuple[zipfile.ZipInfo, bytes]:
    entry = zipfile.ZipInfo("2018/annex9.toml")
    entry.create_system = 3
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry, b"/etc/passwd"


Files = dict[str, bytes]
HOSTILE: dict[str, Callable[[Files], Files]] = {
    "a way out": lambda files: {**files, "../annex9.toml": files["2018/annex1.toml"]},
    "an absolute path": lambda files: {**files, "/annex9.toml": files["2018/annex1.toml"]},
    "a Windows path": lambda files: {**files, "2018\\..\\annex9.toml": b"x = 1"},
    "a file without a name": lambda files: {**files, "": b"x = 1"},
    "another file": lambda files: {**files, "2018/run.py": b"print()"},
    "two folders": lambda files: {**files, "2019/annex9.toml": files["2018/annex1.toml"]},
    "a bomb": lambda files: {**files, "2018/annex9.toml": b"# " + b"x" * 50_000_000},
    "too many files": lambda files: {**files, **{f"2018/a{n}.toml": b"x = 1" for n in range(99)}},
    "no campaign": lambda files: {
        name: content for name, content in files.items() if "campaign" not in name
    },
    "not TOML": lambda files: {**files, "2018/annex1.toml": b"MZ\x90\x00"},
    "not UTF-8": lambda files: {**files, "2018/annex1.toml": "附件".encode("gb18030")},
    "an unknown key": lambda files: {
        **files,
        "2018/campaign.toml": files["2018/campaign.toml"] + b'\n[colours]\nred = "#f00"\n',
    },
    "an id with a way out": lambda files: {
        **files,
        "2018/campaign.toml": files["2018/campaign.toml"].replace(b'"2018"', b'"../x"', 1),
    },
    "endless nesting": lambda files: {**files, "2018/annex1.toml": b"a = " + b"[" * 90_000},
    "an endless key": lambda files: {**files, "2018/annex1.toml": b"a." * 90_000 + b"a = 1"},
    "an endless number": lambda files: {
        **files,
        "2018/annex1.toml": files["2018/annex1.toml"].replace(
            b"doubtful_above", b"minimum = 0x" + b"f" * 5000 + b"\ndoubtful_above", 1
        ),
    },
    "a device's name": lambda files: {
        **files,
        "2018/campaign.toml": files["2018/campaign.toml"].replace(b'"2018"', b'"con"', 1),
    },
    "a billion copies": lambda files: {
        **files,
        "2018/annex1.toml": files["2018/annex1.toml"].replace(b"copies = 4", b"copies = 999999999"),
    },
    "a name that turns the line": lambda files: {
        **files,
        "2018/campaign.toml": files["2018/campaign.toml"].replace(
            "基层工会提升项目".encode(), "基层\u202e工会".encode()
        ),
    },
    "an id that is taken": lambda files: {
        **files,
        "2018/campaign.toml": files["2018/campaign.toml"].replace(b'"2018"', b'"2017"', 1),
    },
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_campaign_file_is_refused_in_one_sentence_and_leaves_nothing(
    ask: Ask, files_of_2018: Files, tmp_path: Path, case: str
) -> None:
    path = tmp_path / "hostile.zip"
    path.write_bytes(zipped(HOSTILE[case](files_of_2018)))

    refused = ask("campaigns", "--add", path)

    assert refused["code"] == 2
    assert refused["error"].count("。") == 1
    assert "请向上级工会" in refused["error"]
    assert refused["error"].isprintable()
    assert [campaign["id"] for campaign in ask("campaigns")["campaigns"]] == ["2017"]
    assert not list((tmp_path / "data").rglob("*.toml"))


def test_a_link_in_a_campaign_file_is_refused(
    ask: Ask, files_of_2018: Files, tmp_path: Path
) -> None:
    path = tmp_path / "link.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files_of_2018.items():
            archive.writestr(name, content)
        archive.writestr(*_link())
    refused = ask("campaigns", "--add", path)
    assert (refused["code"], "不是普通文件" in refused["error"]) == (2, True)


def test_a_link_in_a_campaign_folder_is_refused(ask: Ask, forms: Path, tmp_path: Path) -> None:
    folder = make_2018(forms / "2017", tmp_path / "new")
    (folder / "annex9.toml").symlink_to(folder / "annex1.toml")
    assert ask("campaigns", "--add", folder)["code"] == 2


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 torn", b"no archive", b"\0" * 3_000_000])
def test_what_is_no_archive_is_refused(ask: Ask, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "campaign.zip"
    path.write_bytes(content)
    assert ask("campaigns", "--add", path)["code"] == 2
    assert ask("campaigns", "--add", tmp_path / "not there.zip")["code"] == 2


def test_what_file_managers_put_into_an_archive_is_passed_over(
    ask: Ask, files_of_2018: Files, tmp_path: Path
) -> None:
    litter = {"__MACOSX/2018/._annex1.toml": b"\0", "2018/.DS_Store": b"\0", "2018/": b""}
    path = tmp_path / "mac.zip"
    path.write_bytes(zipped({**files_of_2018, **litter}))
    assert "2018" in by_id(ask("campaigns", "--add", path))
