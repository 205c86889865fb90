"""退回 and 受理 by the command line, between a district and the city, and a unit and a district."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gonghui_desktop import app
from gonghui_desktop.exchange.package.reply import read_reply
from tests.end_to_end.offices_by_command import Run, exported, fill_in


@pytest.fixture
def city(run: Run, tmp_path: Path) -> str:
    """The city's office, which has received a district's package of two units."""
    assert run("city", "profile", "--kind", "city", "--name", "大连市总工会")[0] == 0
    fill_in(run, tmp_path, "district", "中山区总工会", "大连甲厂", "大连乙厂")
    assert run("city", "receive", exported(run, tmp_path, "中山区总工会"))[0] == 0
    return "city"


def _received(run: Run, office: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = run(office, "received")[1]["submissions"]
    return found


def test_a_package_is_returned_and_accepted_by_beginnings_of_ids(
    run: Run, city: str, tmp_path: Path
) -> None:
    (came,) = _received(run, city)
    one, two = (each["id"] for each in came["records"])
    path = tmp_path / "退回单.zip"
    command: tuple[object, ...] = (
        *("return", came["id"][:8], "-o", path, "--answer-by", "2099-01-01"),
        *("--reason", "名额说明没有写清楚"),
        *("--reason", "电话少一位", "--record", one[:12], "--field", "contact"),
        *("--reason", "少盖一个章", "--record", two),
    )
    code, said, error = run(city, *command)
    assert (code, said["ok"]) == (2, False)
    assert "核对年份" in error
    assert not path.exists()
    code, said, _ = run(city, *(each for each in command if each not in _FAR))
    assert (code, said["state"], said["file"]) == (0, "returned", str(path))
    reply = read_reply(path.read_bytes())
    assert [(each.record, each.field) for each in reply.reasons] == [
        ("", ""),
        (one, "contact"),
        (two, ""),
    ]
    assert reply.answer_by is not None
    assert said["answer_by"] == reply.answer_by.isoformat()
    (came,) = _received(run, city)
    assert came["state"] == "returned"
    events = [(each["action"], each["field"], each["answer_by"]) for each in came["events"]]
    assert events == [("return", field, said["answer_by"]) for field in ("", "contact", "")]
    again = tmp_path / "again.zip"
    assert run(city, "return", came["id"], "--again", "-o", again)[0] == 0
    assert again.read_bytes() == path.read_bytes()

    code, said, _ = run(city, "verify", path)
    assert (code, said["kind"], said["of"], len(said["reasons"])) == (0, "return", came["id"], 3)
    code, said, error = run(city, "receive", path)
    assert code == 1
    assert "请用“导入”" in error
    _is_taken_in(run, "中山区总工会", path, "returned")

    code, said, error = run(city, "accept", came["id"], "-o", tmp_path / "回执.zip")
    assert (code, said["ok"]) == (2, False)
    assert "先撤销退回" in error
    assert run(city, "return", "--take-back", came["id"], "--reason", "电话里说清楚了")[0] == 0
    code, said, _ = run(city, "accept", came["id"], "-o", tmp_path / "回执.zip")
    assert (code, said["state"], said["accepted"][0]["id"]) == (0, "accepted", came["id"])
    assert read_reply((tmp_path / "回执.zip").read_bytes()).of == came["id"]
    _is_taken_in(run, "中山区总工会", tmp_path / "回执.zip", "accepted")
    actions = [each["action"] for each in _received(run, city)[0]["events"]]
    assert actions == ["return"] * 3 + ["take_back", "accept"]


def test_what_was_sent_back_is_corrected_and_comes_again_without_a_window(
    run: Run, city: str, tmp_path: Path
) -> None:
    office = "中山区总工会"
    (came,) = _received(run, city)
    one, two = (each["id"] for each in came["records"])
    back = tmp_path / "退回单.zip"
    why = ("--reason", "电话少一位", "--record", one, "--field", "contact")
    assert run(city, "return", came["id"], "-o", back, *why)[0] == 0
    assert run(office, "import", back)[0] == 0

    for words, told in _NOT_REOPENED:
        given = [{"ONE": one, "TWO": two}.get(each, each) for each in words]
        code, _, error = run(office, "reopen", *given)
        assert (code, error.count("\n"), told in error) == (2, 1, True), error
    code, said, _ = run(office, "reopen", one[:12], "--set", "contact=0411-83640001")
    assert (code, said["record"]["revision"], said["record"]["state"]) == (0, 2, "draft")
    assert said["record"]["values"]["contact"] == "0411-83640001"
    assert not [each for each in said["findings"] if each["blocks"]]
    code, said, _ = run(office, "reopen", one, "--set", "employees=121", "--set", "city=大连=旅顺")
    assert (code, said["record"]["revision"]) == (0, 2)
    assert said["record"]["values"]["city"] == "大连=旅顺"
    assert "是草稿，不用重新打开" in run(office, "reopen", one)[2]
    assert run(city, "receive", exported(run, tmp_path, office, "重报"))[0] == 0
    last = _received(run, city)[-1]
    assert (last["revision"], last["state"]) == (2, "received")
    assert {each["id"]: each["revision"] for each in last["records"]} == {one: 2, two: 1}


_NOT_REOPENED = [
    (("TWO",), "没有被退回，要重新打开，请用 --reason 写明原因"),
    (("TWO", "--reason", "核实无误"), "不能重新打开"),
    (("ONE", "--set", "contact"), "请写成 栏目=内容"),
    (("ONE", "--set", "colour=red"), "没有栏目 colour，请从这些中选：city、"),
    (("ffff",), "没有编号为 ffff 的申报表"),
]


def _is_taken_in(run: Run, office: str, reply: Path, stage: str) -> None:
    """The sender imports a reply, and once more, which changes nothing."""
    assert run(office, "import", reply)[0] == 0
    records = run(office, "list")[1]["records"]
    assert [each["stage"] for each in records] == [stage, stage]
    assert run(office, "import", reply)[0] == 0
    assert run(office, "list")[1]["records"] == records


_FAR = ("--answer-by", "2099-01-01")


_REFUSED: list[tuple[tuple[str, ...], str]] = [
    (("return", "-o", "a.zip", "--reason", "少盖一个章"), "请写明要退回的报送包的编号"),
    (("return", "ID", "-o", "a.zip"), "请写明原因"),
    (("return", "ID", "--reason", "少盖一个章"), "请用 -o 写明退回单存到哪里"),
    (("return", "ID", "-o", "a.zip", "--record", "1"), "--record 要写在 --reason 后面"),
    (
        ("return", "ID", "-o", "a.zip", "--reason", "少", "--field", "a", "--field", "b"),
        "后面只能写一个 --field",
    ),
    (
        ("return", "ID", "-o", "a.zip", "--reason", "少盖一个章", "--record", "zz"),
        "没有编号以“zz”开头的申报表",
    ),
    (
        ("return", "ID", "-o", "a.zip", "--reason", "少盖一个章", "--answer-by", "明天"),
        "不能是“明天”",
    ),
    (("return", "ID", "--again", "-o", "a.zip"), "还没有退回或受理"),
    (("accept", "-o", "a.zip"), "请写明报送包的编号，或者 --all"),
    (("accept", "ID", "--all", "-o", "夹"), "中的一个"),
    (("accept", "ID"), "请用 -o 写明受理回执存到哪里"),
    (("accept", "ID", "-o", "a.zip", "--reason", "同意"), "--reason 要和 --take-back"),
    (("accept", "12345", "-o", "a.zip"), "太短，请至少写开头 6 位"),
    (("accept", "fffffff", "-o", "a.zip"), "没有收到编号为“fffffff”的报送包"),
    (("accept", "--take-back", "ID", "--reason", "弄错了"), "没有可以撤销的"),
    (("accept", "--choose", "ID", "--reason", "核实过"), "不用选定"),
    (
        ("accept", "--choose", "ID", "--record", "zz", "--reason", "核实过"),
        "没有编号以“zz”开头的申报表",
    ),
    (("accept", "ID", "-o", "a.zip", "--record", "1"), "--record 要和 --choose 一起用"),
    (("note", "ID", "--text", " "), "请写下要记的内容"),
]


def test_what_cannot_be_done_is_one_sentence(run: Run, city: str, tmp_path: Path) -> None:
    (came,) = _received(run, city)
    for words, told in _REFUSED:
        given = [came["id"] if each == "ID" else each for each in words]
        given = [str(tmp_path / each) if each in ("a.zip", "夹") else each for each in given]
        code, said, error = run(city, *given)
        assert (code, said["ok"], error.count("\n")) == (2, False, 1), words
        assert told in said["error"], words
    (came,) = _received(run, city)
    assert (came["state"], came["events"], came["notes"]) == ("received", [], [])
    assert not (tmp_path / "a.zip").exists()


def test_a_note_is_kept_and_goes_nowhere(run: Run, city: str, tmp_path: Path) -> None:
    (came,) = _received(run, city)
    record = came["records"][0]["id"]
    words = ("note", came["id"][:6], "--text", "印章像是旧的", "--record", record[:9])
    assert run(city, *words, "--field", "contact")[0] == 0
    (came,) = _received(run, city)
    (note,) = came["notes"]
    assert (note["reason"], note["record"], note["field"]) == ("印章像是旧的", record, "contact")
    assert (came["state"], came["events"]) == ("received", [])


def test_all_without_an_open_point_are_accepted(run: Run, city: str, tmp_path: Path) -> None:
    fill_in(run, tmp_path, "district", "西岗区总工会", "西岗丙厂")
    fill_in(run, tmp_path, "district", "沙河口区总工会", "大连乙厂")  # as the first one's
    for office in ("西岗区总工会", "沙河口区总工会"):
        assert run(city, "receive", exported(run, tmp_path, office))[0] == 0
    folder = tmp_path / "回执"
    code, said, _ = run(city, "accept", "--all", "-o", folder)
    assert (code, [each["sender"] for each in said["accepted"]]) == (0, ["西岗区总工会"])
    assert [path.name for path in folder.iterdir()] == ["受理回执 第1次 西岗区总工会.zip"]
    left = {each["sender"]: each["reasons"] for each in said["left_out"]}
    assert left.keys() == {"中山区总工会", "沙河口区总工会"}
    assert all("可能是同一单位" in each for reasons in left.values() for each in reasons)
    states = {each["sender"]: each["state"] for each in _received(run, city)}
    assert states == {**dict.fromkeys(left, "received"), "西岗区总工会": "accepted"}


def test_a_unit_that_a_district_accepts_goes_further_as_it_is(run: Run, tmp_path: Path) -> None:
    """The same record, with its id, revision and code, from the unit's paper to the city."""
    district = "中山区总工会"
    assert run(district, "profile", "--kind", "district", "--name", district)[0] == 0
    fill_in(run, tmp_path, "unit", "大连甲厂", "大连甲厂", to=district)
    assert run(district, "receive", exported(run, tmp_path, "大连甲厂"))[0] == 0
    (came,) = _received(run, district)
    assert run(district, "list")[1]["records"] == []
    code, said, _ = run(district, "accept", came["id"], "-o", tmp_path / "回执.zip")
    assert code == 0
    assert "1 份申报表已列入本单位的" in said["message"]
    (own,) = run(district, "list")[1]["records"]
    (given,) = run("大连甲厂", "list")[1]["records"]
    same = ("id", "form", "edition", "revision", "state", "check_code", "values", "explanations")
    assert [own[key] for key in same] == [given[key] for key in same]
    assert own["state"] == "final"
    assert run("city", "profile", "--kind", "city", "--name", "大连市总工会")[0] == 0
    assert run("city", "receive", exported(run, tmp_path, district))[0] == 0
    (record,) = _received(run, "city")[0]["records"]
    assert (record["id"], record["check_code"]) == (given["id"], given["check_code"])

    code, said, _ = run(district, "accept", "--take-back", came["id"], "--reason", "单位要求改")
    assert code == 0
    assert "1 份申报表已放进回收站" in said["message"]
    assert run(district, "list")[1]["records"] == []
    assert run(district, "accept", came["id"], "-o", tmp_path / "回执2.zip")[0] == 0
    assert len(run(district, "list")[1]["records"]) == 1


def test_the_sender_imports_what_was_decided_and_lists_it(
    run: Run, city: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (came,) = _received(run, city)
    one, two = (each["id"] for each in came["records"])
    back, receipt = tmp_path / "退回单.zip", tmp_path / "回执.zip"
    why = ("--reason", "电话少一位", "--record", one, "--field", "contact")
    _, decided, _ = run(city, "return", came["id"], "-o", back, *why)

    code, said, _ = run("中山区总工会", "import", back)
    assert (code, said["ok"], said["records"], said["notices"]) == (0, True, [], [])
    (reply,) = said["replies"]
    assert (reply["type"], reply["of"], reply["is_new"]) == ("return", came["id"], True)
    assert [(each["id"], each["here"]) for each in reply["records"]] == [(one, "same")]
    listed = {each["id"]: each for each in run("中山区总工会", "list")[1]["records"]}
    returned = listed[one]["returned"]
    assert returned["reasons"] == [{"text": "电话少一位", "field": "contact"}]
    assert (returned["by"], returned["answer_by"]) == ("大连市总工会", decided["answer_by"])
    assert returned["at"] == reply["at"]
    assert (listed[one]["stage"], listed[one]["accepted"]) == ("returned", None)
    assert (listed[two]["stage"], listed[two]["returned"]) == ("submitted", None)
    assert app.main(["--data", str(tmp_path / "中山区总工会"), "list"]) == 0
    assert "大连市总工会" in capsys.readouterr().out.splitlines()[0]
    (part,) = (
        each
        for each in run("中山区总工会", "check")[1]["submission"]["sentences"]
        if each["part"] == "answers" and each["state"] == "open"
    )
    assert "“联系方式”：电话少一位" in part["words"]

    assert run(city, "return", "--take-back", came["id"], "--reason", "电话里说清楚了")[0] == 0
    assert run(city, "accept", came["id"], "-o", receipt)[0] == 0
    assert run(city, "import", receipt)[0] == 2  # its own
    code, said, _ = run("中山区总工会", "import", receipt, back)
    assert (code, [each["is_new"] for each in said["replies"]]) == (0, [True, False])
    listed = {each["id"]: each for each in run("中山区总工会", "list")[1]["records"]}
    assert [listed[each]["accepted"]["of_revision"] for each in (one, two)] == [1, 1]
    assert (listed[one]["stage"], listed[one]["returned"]) == ("accepted", None)
