"""From the units to the city by the command line alone, each office with its own data folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from gonghui_desktop import app
from tests.end_to_end.offices_by_command import Run, handed_in

_DISTRICTS = ("中山区总工会", "西岗区总工会")
_OFFICE_KEYS = {
    *("name", "kind", "state", "revision", "units", "quota"),
    *("sent_at", "received_at", "paper_seen"),
}
_SUBMISSION_KEYS = {
    *("id", "kind", "sender", "revision", "state", "sent_at", "received_at"),
    *("records", "findings"),
}


@pytest.fixture
def stick(run: Run, tmp_path: Path) -> Path:
    """A stick with the packages of two districts, and one of a unit that belongs to a district."""
    folder = tmp_path / "stick"
    (folder / "区").mkdir(parents=True)
    for office in _DISTRICTS:
        package = handed_in(run, tmp_path, "district", office, f"{office[:2]}甲厂")
        shutil.copyfile(package, folder / "区" / package.name)
    unit = handed_in(run, tmp_path, "unit", "大连丙厂", "大连丙厂", to="中山区总工会")
    shutil.copyfile(unit, folder / "单位.zip")
    return folder


def test_the_city_receives_its_districts_and_sees_who_is_missing(
    run: Run, stick: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("city", "profile", "--kind", "city", "--name", "大连市总工会")
    listed = tmp_path / "应报单位.csv"
    listed.write_text("单位名称,单位类型\n中山区总工会,\n庄河市总工会,\n大连港工会,\n", "utf-8")
    code, said, err = run("city", "offices", "--import", listed)
    assert (code, said["ok"]) == (2, False)
    assert "看不出“大连港工会”是哪一类" in err
    kind = ("--kind", "nonresident_industry")
    code, said, _ = run("city", "offices", "--import", listed, *kind)
    assert (code, said["added"]) == (0, ["中山区总工会", "庄河市总工会", "大连港工会"])
    assert run("city", "offices", "--freeze", "--reason", "按 5 号文件附表")[0] == 0
    assert run("city", "offices", "--remove", "大连港工会")[0] == 2

    code, said, err = run("city", "receive", stick)
    assert code == 1  # one was refused, the others are in
    outcomes = {Path(each["file"]).name: each["outcome"] for each in said["files"]}
    assert outcomes == {
        "单位.zip": "refused",
        "中山区总工会 报送包.zip": "received",
        "西岗区总工会 报送包.zip": "received",
    }
    assert "这是基层单位“大连丙厂”的报送包" in err
    assert [each["expected"] for each in said["files"] if each["accepted"]] == [True, False]
    code, said, _ = run("city", "receive", stick / "区")
    assert (code, {each["outcome"] for each in said["files"]}) == (0, {"known"})

    table = run("city", "offices")[1]
    states = {each["name"]: (each["state"], each["units"]) for each in table["offices"]}
    assert states == {
        "中山区总工会": ("late", 1),
        "庄河市总工会": ("missing", 0),
        "大连港工会": ("missing", 0),
        "西岗区总工会": ("not_expected", 1),
    }
    first = table["offices"][0]
    assert set(first) >= _OFFICE_KEYS
    assert (first["revision"], first["quota"], first["paper_seen"]) == (1, "不足", False)
    assert set(table["totals"]) >= {"expected", "reported", "rate", "on_time", "on_time_rate"}
    assert (table["totals"]["expected"], table["totals"]["rate"]) == (3, 0.3333)
    assert table["totals"]["units"] == 2
    assert "还有 2 家未报" in table["missing"]
    assert table["frozen"]["reason"] == "按 5 号文件附表"
    capsys.readouterr()
    data = ["--data", str(tmp_path / "city")]
    assert app.main([*data, "receive", str(stick / "区")]) == 0
    assert "“中山区总工会”第 1 次报送已经收过，没有变化。" in capsys.readouterr().out
    assert app.main([*data, "offices"]) == 0
    assert "不在名单  第 1 次  1 个  不足" in capsys.readouterr().out
    assert app.main([*data, "received"]) == 0
    assert "已收到  第 1 次  1 份" in capsys.readouterr().out
    assert app.main([*data, "offices", "--missing"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "“基层工会活力建设项目”还有 2 家未报："


def test_a_stamped_paper_is_found_by_its_short_code_and_ticked_off_once_compared(
    run: Run, stick: Path, tmp_path: Path
) -> None:
    run("city", "profile", "--kind", "city", "--name", "大连市总工会")
    assert run("city", "receive", stick / "区")[0] == 0
    first = run("city", "received")[1]["submissions"][0]
    record = first["records"][0]
    code, said, _ = run("city", "paper", *record["check_code"].split())
    assert (code, said["result"], said["record"]) == (1, "compare", record["id"])
    assert record["name"] in said["values"].values()
    code, said, _ = run("city", "paper", record["check_code"], "--differs", "contact")
    assert (code, said["result"], said["seen"]) == (1, "differs", 0)
    assert [each["field"] for each in said["fields"]] == ["contact"]
    code, said, _ = run("city", "paper", record["check_code"], "--same")
    assert (code, said["result"], said["seen"], said["all"]) == (0, "not_accepted", 1, 2)
    assert run("city", "accept", first["id"], "-o", tmp_path / "回执.zip")[0] == 0
    code, said, _ = run("city", "paper", record["check_code"], "--same")
    assert (code, said["result"], said["seen"], said["seen_before"]) == (0, "same", 1, True)
    table = run("city", "offices")[1]["offices"]
    assert {each["name"]: each["paper_seen"] for each in table}[first["sender"]] is True
    assert run("city", "paper", "1234")[0] == 2


def test_a_district_receives_its_units_and_a_unit_nothing(
    run: Run, stick: Path, tmp_path: Path
) -> None:
    others = [
        handed_in(run, tmp_path, "unit", name, name, to="中山区总工会")
        for name in ("大连丁厂", "大连戊厂")
    ]
    code, said, _ = run("中山区总工会", "receive", stick / "单位.zip", *others)
    assert (code, [each["doubts"] for each in said["files"]]) == (0, [[], [], []])
    kept = run("中山区总工会", "received")[1]["submissions"]
    assert [each["sender"] for each in kept] == ["大连丙厂", "大连丁厂", "大连戊厂"]
    first = kept[0]
    assert set(first) >= _SUBMISSION_KEYS
    assert (first["kind"], first["sender_kind"], first["state"]) == (
        "submission",
        "unit",
        "received",
    )
    (sent,) = run("大连丙厂", "list")[1]["records"]
    (record,) = first["records"]
    same = ("id", "form", "edition", "name", "revision", "check_code", "values")
    assert {key: record[key] for key in same} == {key: sent[key] for key in same}
    assert Path(first["file"]).read_bytes() == (stick / "单位.zip").read_bytes()
    # Its own forms are none of the units', and theirs none of its own.
    assert len(run("中山区总工会", "list")[1]["records"]) == 1
    for command in (("offices",), ("received",), ("receive", stick)):
        code, said, err = run("大连丙厂", *command)
        assert code == 2
        assert said["error"] == "基层单位“大连丙厂”不接收别的单位的报送。" == err.strip()
    code, _, err = run("nobody", "offices")
    assert code == 2
    assert "还没有填写本单位" in err
