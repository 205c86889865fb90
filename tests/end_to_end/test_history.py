"""The history of a record, its stages and the bin on the command line."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from gonghui_desktop import app
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.services.prints import note_printed
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import FILE_NAME, Store
from gonghui_desktop.user import user_name
from tests.end_to_end.conftest import Ask


def _one(ask: Ask, data_folder: Path) -> str:
    """A data folder with one record; its id."""
    ask("import", data_folder / "nonresident_industry.json")
    (record,) = ask("list")["records"]
    return str(record["id"])


def _say(capsys: pytest.CaptureFixture[str], data: Path, *arguments: str) -> tuple[int, str, str]:
    code = app.main(["--data", str(data), *arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_changes_are_told_newest_first_with_who_when_from_and_to(
    ask: Ask, data_folder: Path, tmp_path: Path
) -> None:
    record_id = _one(ask, data_folder)
    with Store.open(tmp_path / "data", who="王芳") as store:
        store.change(record_id, {"employees": "321"}, {"employees": "属实"})
    answer = ask("history", record_id[:12])
    assert answer["code"] == 0
    reason, employees, *imported = answer["changes"]
    assert set(employees) >= {"at", "who", "field", "from", "to", "action", "reason"}
    assert (employees["who"], employees["action"]) == ("王芳", "edit")
    assert (employees["from"], employees["to"]) == ("218", "321")
    assert (reason["reason"], reason["to"]) == (True, "属实")
    assert {change["who"] for change in imported} == {user_name()}
    assert [c["at"] for c in answer["changes"]] == sorted(
        (c["at"] for c in answer["changes"]), reverse=True
    )
    only = ask("history", record_id, "--field", "employees")["changes"]
    assert [change["to"] for change in only] == ["属实", "321", "218"]


def test_a_person_reads_labels_words_and_stages(
    ask: Ask, data_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record_id = _one(ask, data_folder)
    data = tmp_path / "data"
    with Store.open(data, who="王芳") as store:
        store.change(record_id, {"goals": "很长的一段话。" * 40, "unit_nature": "5"})
    ask("profile", "--kind", "nonresident_industry", "--name", "大连市示例局工会")
    ask("print", "-o", tmp_path / "draft.pdf")
    assert ask("list")["records"][0]["stage"] == "draft"
    ask("export", "-o", tmp_path / "out.zip", "--explain", "说明")
    code, out, err = _say(capsys, data, "history", record_id)
    assert (code, err) == (0, "")
    first, second, *_ = out.splitlines()
    assert "办理  已定稿 → 已上报" in first
    assert "定稿  草稿 → 已定稿" in second
    assert "工作目标：" in out
    assert "…”" in out
    assert "新建" in out
    _, listed, _ = _say(capsys, data, "list")
    assert "  已上报  " in listed


def test_a_pdf_is_no_paper_and_marks_nothing(ask: Ask, data_folder: Path, tmp_path: Path) -> None:
    record_id = _one(ask, data_folder)
    with Store.open(tmp_path / "data") as store:
        final = store.finalise([record_id])[0]
    ask("print", "-o", tmp_path / "final.pdf")
    ask("print", "--each", tmp_path / "each")
    (listed,) = ask("list")["records"]
    assert (listed["stage"], listed["stage_at"]) == ("final", final.stage_at.isoformat())
    assert listed["prints"] == []


def test_each_printing_is_told_with_copies_and_printer(
    ask: Ask,
    data_folder: Path,
    tmp_path: Path,
    campaign: Campaign,
    capsys: pytest.CaptureFixture[str],
) -> None:
    record_id = _one(ask, data_folder)
    with Store.open(tmp_path / "data") as store:
        ws = Workspace(campaign, lambda: store, lambda: pytest.fail("nothing is drawn"))
        note_printed(ws, [record_id], 4, "三楼 HP")
    (listed,) = ask("list")["records"]
    (told,) = listed["prints"]
    assert [told[key] for key in ("revision", "draft", "copies", "printer")] == [
        1,
        True,
        4,
        "三楼 HP",
    ]
    assert told["check_code"] == listed["check_code"]
    assert ask("history", record_id)["prints"] == [told]
    _, out, _ = _say(capsys, tmp_path / "data", "history", record_id)
    assert out.splitlines()[0].endswith("打印草稿 4 份（三楼 HP）")


def test_a_seal_s_day_is_told_beside_its_number(
    ask: Ask, data_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record_id = _one(ask, data_folder)
    with Store.open(tmp_path / "data") as store:
        final = store.finalise([record_id])[0]
        store.set_seal(record_id, 0, final.stage_at)
        store.set_seal(record_id, 0, datetime(2017, 3, 20, 12).astimezone())
    changed, ticked, made_final, *_ = ask("history", record_id)["changes"]
    assert [changed[key] for key in ("from", "to", "day")] == ["1", "1", "2017-03-20"]
    assert (ticked["from"], ticked["to"]) == ("", "1")
    assert "day" not in {*ticked, *made_final}
    _, out, _ = _say(capsys, tmp_path / "data", "history", record_id)
    assert "：已盖（2017年3月20日）" in out


def test_what_is_no_stage_and_no_seal_is_shown_as_it_is(
    ask: Ask, data_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record_id = _one(ask, data_folder)
    with Store.open(tmp_path / "data") as store:
        store.finalise([record_id])
        store.set_seal(record_id, 0, store.record(record_id).stage_at)
    with closing(sqlite3.connect(tmp_path / "data" / FILE_NAME)) as connection, connection:
        connection.execute("UPDATE history SET after = '某处' WHERE field = ''")
    code, out, _ = _say(capsys, tmp_path / "data", "history", record_id)
    assert code == 0
    assert "“某处”：已盖" in out
    assert "→ “某处”" in out


def test_the_bin_lists_and_brings_back(
    ask: Ask, data_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask("import", data_folder / "district.json")
    before = ask("list")["records"]
    gone = [before[0]["id"], before[2]["id"]]
    data = tmp_path / "data"
    assert ask("bin")["records"] == []
    assert _say(capsys, data, "bin")[1] == "回收站是空的。\n"
    with Store.open(data) as store:
        for record_id in gone:
            store.delete(record_id)
    binned = ask("bin")["records"]
    assert [each["id"] for each in binned] == gone[::-1]
    assert {each["days_left"] for each in binned} == {30}
    assert binned[0]["name"] == before[2]["name"]
    assert gone[1] in _say(capsys, data, "bin")[1]
    assert ask("history", gone[0])["changes"][0]["action"] == "delete"
    answer = ask("bin", "--restore", gone[0][:10], gone[1])
    assert [each["id"] for each in answer["records"]] == gone
    after = ask("list")["records"]
    assert [each["id"] for each in after] == [each["id"] for each in before]
    assert [each["check_code"] for each in after] == [each["check_code"] for each in before]


@pytest.mark.parametrize(
    "arguments",
    [
        ("history", "ffff"),
        ("history", ""),
        ("history",),
        ("history", "{id}", "--field", "nothing"),
        ("bin", "--restore", "ffff"),
        ("bin", "--restore"),
        ("bin", "--restore", "{id}"),
    ],
)
def test_what_is_not_there_is_told_in_one_line(
    ask: Ask,
    data_folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
) -> None:
    ask("import", data_folder / "district.json")
    record_id = ask("list")["records"][0]["id"]
    given = [each.format(id=record_id) for each in arguments]
    code, out, err = _say(capsys, tmp_path / "data", *given)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert any("\u4e00" <= character <= "\u9fff" for character in err)


def test_a_damaged_record_is_listed_with_what_is_left_of_it(
    ask: Ask, data_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask("import", data_folder / "district.json")
    first, second, *others = ask("list")["records"]
    data = tmp_path / "data"
    with closing(sqlite3.connect(data / FILE_NAME)) as connection, connection:
        connection.execute("UPDATE records SET field_values = '{' WHERE id = ?", (first["id"],))
        connection.execute("DELETE FROM history WHERE record = 2")
        connection.execute("UPDATE records SET explanations = x'e5' WHERE id = ?", (second["id"],))
    answer = ask("list")
    assert answer["records"] == others
    with_history, without = answer["damaged"]
    assert (with_history["id"], with_history["last_good"]) == (first["id"], first["values"])
    assert first["name"] in with_history["name"]
    assert (without["id"], without["last_good"]) == (second["id"], None)
    code, out, err = _say(capsys, data, "list")
    assert code == 0
    assert f"已损坏  {first['id']}  附件1“{first['name']}”" in out
    assert "损坏" in err
    assert ask("list", "--form", "annex2")["damaged"] == []
    assert ask("check")["code"] in (0, 1)
    ask("profile", "--kind", "district", "--name", "大连市中山区总工会")
    refused = ask("export", "-o", tmp_path / "out.zip", "--explain", "说明")
    assert refused["code"] == 2
    assert first["name"] in refused["error"]
    assert not (tmp_path / "out.zip").exists()

    with Store.open(data) as store:
        store.mend(1)
    assert ask("list")["records"][0]["check_code"] == first["check_code"]
