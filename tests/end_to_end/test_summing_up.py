"""The city decides about doubles, sums up and writes the summary, by the command line alone."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from tests.end_to_end.offices_by_command import Run, handed_in

_SAME = "大连示例重工有限公司"


def test_a_double_is_decided_and_the_summary_tells_it(run: Run, tmp_path: Path) -> None:
    packages = [
        handed_in(run, tmp_path, "district", "中山区总工会", _SAME, "大连乙厂"),
        handed_in(run, tmp_path, "district", "西岗区总工会", "大连示例重工集团有限公司"),
    ]
    assert run("city", "profile", "--kind", "city", "--name", "大连市总工会")[0] == 0
    roster = tmp_path / "2015年典型.txt"
    roster.write_text("大连乙厂\n", "utf-8")
    assert run("city", "roster", "--import", roster)[0] == 0
    assert run("city", "receive", *packages)[0] == 0
    near, barred = run("city", "pairs")[1]["questions"]
    assert [each["office"] for each in near["units"]] == ["中山区总工会", "西岗区总工会"]
    assert (near["decision"], barred["roster"]["name"]) == ("", "大连乙厂")

    for wrong in (
        ("--decide", near["id"]),
        ("--decide", near["id"], "--different", "--reason", "核实无误"),
        ("--decide", near["id"], "--same", "--keep", "庄河市总工会"),
        ("--decide", "zz", "--same"),
        ("--same",),
    ):
        code, said, _ = run("city", "pairs", *wrong)
        assert (code, said["ok"]) == (2, False)
        assert said["error"].endswith("。")
    keep = ("--keep", "西岗区总工会")
    assert run("city", "pairs", "--decide", near["id"], "--same", *keep)[0] == 0
    different = ("--different", "--reason", "单位改名，往年的典型是另一单位")
    assert run("city", "pairs", "--decide", barred["id"], *different)[0] == 0
    table = run("city", "offices")[1]
    (double,), (hit,) = table["doubles"], table["roster_hits"]
    assert (double["decision"], double["kept"]) == ("same", near["units"][1]["record"])
    assert (hit["decision"], hit["reason"]) == ("different", different[2])

    summary = tmp_path / "汇总.xlsx"
    code, said, _ = run("city", "summary", "-o", summary)
    assert (code, said["units"], said["only_accepted"]) == (0, 0, True)
    code, said, _ = run("city", "summary", "--all", "-o", summary)
    assert (code, said["units"], said["only_accepted"]) == (0, 2, False)
    assert [each["counted"] for each in said["records"]] == [False, True, True]
    assert {each["package"] for each in said["records"]} == {
        each["id"] for each in table["offices"]
    }
    sheet = openpyxl.load_workbook(summary)["重复与历年典型"]
    reasons = [row[-1] for row in sheet.iter_rows(min_row=4, values_only=True)]
    assert reasons == [double["reason"], different[2]]

    taken = run("city", "pairs")[1]["pairs"][0]["number"]
    assert run("city", "pairs", "--take-back", taken)[0] == 0
    assert run("city", "pairs")[1]["questions"][1]["decision"] == ""
    assert run("中山区总工会", "summary", "-o", tmp_path / "区.pdf")[0] == 0
    code, said, _ = run("city", "summary", "-o", tmp_path / "汇总.docx")
    assert (code, "改为这样结尾" in said["error"]) == (2, True)
