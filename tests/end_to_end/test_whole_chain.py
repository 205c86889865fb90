"""One year's campaign by the command line alone, from three units' paper to the province's table.

Each office has a data folder of its own and gets nothing but files. What climbs is the same record
in every hand: id, revision, edition and check code.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from gonghui_desktop import app, paths
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services import records
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import Store
from tests.files import copy_folder
from tests.sending_offices import UNIT_VALUES

_WHY = "本年度符合条件的单位不足"
_CODE = re.compile(r"校验码\s*([0-9]{4} [0-9]{4} [0-9]{4} [0-9])")
_SAME = ("id", "form", "edition", "name", "revision", "check_code", "values", "explanations")
_FACTORY, _TRADE, _WHARF = "大连甲机械有限公司", "西岗区餐饮行业", "大连丙物流有限公司"
_DISTRICT, _OTHER, _INDUSTRY = "中山区总工会", "西岗区总工会", "大连港口产业工会"
_SILENT = "旅顺口区总工会"
_CITY, _PROVINCE = "大连市总工会", "辽宁省总工会"


class Offices:
    """Runs commands of offices, each on a data folder of its own.

    Args:
        folder: holds all of them, and the files that go between them.
        campaign: the rules.
        capsys: what the commands print.
    """

    def __init__(
        self, folder: Path, campaign: Campaign, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.folder = folder
        self._campaign = campaign
        self._capsys = capsys

    def run(self, office: str, *arguments: object, code: int = 0) -> dict[str, Any]:
        """A command that has to end so; its JSON answer."""
        words = ["--data", str(self.folder / office), "--json", *map(str, arguments)]
        ended = app.main(words)
        said = self._capsys.readouterr()
        answer: dict[str, Any] = json.loads(said.out)
        assert ended == code, (office, arguments, answer)
        return answer

    def file(self, name: str) -> Path:
        """A file that goes from one office to another."""
        return self.folder / name

    def fill_in(self, office: str, to: str, form_id: str, name: str) -> None:
        """A unit writes its own form."""
        self.run(office, "profile", "--kind", "unit", "--name", office, "--receiver", to)
        form = self._campaign.form(form_id)
        given = {**UNIT_VALUES, form.name_field: name}
        values = {each.id: given[each.id] for each in form.fields if each.id in given}
        content = {
            "format": "gonghui-records",
            "version": 1,
            "campaign": "2017",
            "records": [{"form": form_id, "values": values}],
        }
        path = self.file(f"{office}.json")
        path.write_text(json.dumps(content), "utf-8")
        self.run(office, "import", path)

    def export(self, office: str, name: str, *arguments: object) -> Path:
        """The office's package, under that name."""
        path = self.file(name)
        self.run(office, "export", "-o", path, *arguments)
        return path

    def correct(self, office: str, record: str, **typed: str) -> None:
        """The clerk opens a final form again and changes it, as she does in the window."""
        store = Store.open(self.folder / office, "lina")
        printer = FormPrinter(paths.resources_folder() / "fonts")
        ws = Workspace(self._campaign, lambda: store, lambda: printer)
        try:
            records.reopen(ws, record, "人数有误")
            records.change(ws, record, typed)
        finally:
            store.close()

    def received(self, office: str) -> list[dict[str, Any]]:
        """What it has received, the packages within others included."""
        found: list[dict[str, Any]] = self.run(office, "received")["submissions"]
        return found

    def last(self, office: str, sender: str, revision: int) -> dict[str, Any]:
        """A package that an office has received by itself."""
        (found,) = (
            each
            for each in self.received(office)
            if (each["sender"], each["revision"], each["within"]) == (sender, revision, "")
        )
        return found

    def outcomes(self, office: str, *paths_: Path) -> list[str]:
        """What became of files that it receives."""
        return [each["outcome"] for each in self.run(office, "receive", *paths_)["files"]]

    def on_paper(self, office: str) -> str:
        """The check code on the one page that a unit prints."""
        path = self.file(f"{office}.pdf")
        self.run(office, "print", "-o", path, "--copies", 1)
        with pdfplumber.open(io.BytesIO(path.read_bytes())) as document:
            (found,) = {
                code
                for page in document.pages
                for code in _CODE.findall(page.extract_text(x_tolerance=1.5))
            }
        return str(found)


@pytest.fixture
def offices(tmp_path: Path, campaign: Campaign, capsys: pytest.CaptureFixture[str]) -> Offices:
    return Offices(tmp_path, campaign, capsys)


def _same(record: Mapping[str, Any]) -> dict[str, Any]:
    return {key: record[key] for key in _SAME}


def test_the_same_record_climbs_from_the_unit_s_paper_to_the_province_s_table(
    offices: Offices,
) -> None:
    papers = {
        each["name"]: (each, code)
        for each, code in (
            _district_with_a_return_a_correction_and_an_old_revision(offices),
            _passed_on(offices, _TRADE, "district", _OTHER, "annex2"),
            _passed_on(offices, _WHARF, "resident_industry", _INDUSTRY, "annex1"),
        )
    }
    _city_with_a_return_a_conflict_and_a_zero_report(offices)
    report = offices.file("市 上报.zip")
    said = offices.run(_CITY, "export", "-o", report)
    assert (said["records"], said["packages"], said["revision"]) == (3, 3, 1)
    assert said["staying"] == [f"“{_SILENT}”第 1 次报送是零报告，没有要上报的。"]

    offices.run(_PROVINCE, "profile", "--kind", "province", "--name", _PROVINCE)
    listed = offices.file("各市.txt")
    listed.write_text(f"{_CITY}\n沈阳市总工会\n", "utf-8")
    offices.run(_PROVINCE, "offices", "--import", listed)
    assert offices.outcomes(_PROVINCE, report) == ["received"]
    assert offices.outcomes(_PROVINCE, report) == ["known"]
    whole = offices.last(_PROVINCE, _CITY, 1)
    assert (whole["kind"], whole["state"]) == ("report", "received")
    receipt = offices.file("省 回执.zip")
    offices.run(_PROVINCE, "accept", whole["id"], "-o", receipt)
    offices.run(_CITY, "import", receipt)
    offices.run(_CITY, "import", receipt)

    came = offices.received(_PROVINCE)
    inside = [each for each in came if each["within"] == whole["id"]]
    assert {each["sender"] for each in inside} == {_DISTRICT, _OTHER, _INDUSTRY}
    assert {each["state"] for each in came} == {"accepted"}
    table = offices.run(_PROVINCE, "offices")
    states = {each["name"]: (each["state"], each["units"]) for each in table["offices"]}
    assert states == {_CITY: ("accepted", 3), "沈阳市总工会": ("missing", 0)}
    assert (table["totals"]["units"], table["totals"]["rate"]) == (3, 0.5)

    top = {each["name"]: each for each in offices.last(_PROVINCE, _CITY, 1)["records"]}
    below = {each["name"]: each for one in inside for each in one["records"]}
    assert top.keys() == below.keys() == papers.keys() == {_FACTORY, _TRADE, _WHARF}
    for name, (record, code) in papers.items():
        assert _same(top[name]) == _same(below[name]) == _same(record)
        assert top[name]["check_code"] == code
        seen = offices.run(_PROVINCE, "paper", code, "--same")
        assert (seen["result"], seen["record"]) == ("same", record["id"])
    sums = offices.run(_PROVINCE, "summary", "-o", offices.file("省 汇总.pdf"))
    assert (sums["units"], {each["check_code"] for each in sums["records"]}) == (
        3,
        {code for _record, code in papers.values()},
    )
    ways = {(each["office"], each["through"]) for each in sums["records"]}
    assert ways == {(_CITY, each) for each in (_DISTRICT, _OTHER, _INDUSTRY)}
    (row, _) = offices.run(_PROVINCE, "offices")["offices"]
    assert row["paper_seen"]
    assert {name: top[name]["revision"] for name in top} == {_FACTORY: 3, _TRADE: 1, _WHARF: 1}


def _district_with_a_return_a_correction_and_an_old_revision(
    offices: Offices,
) -> tuple[dict[str, Any], str]:
    """The unit's form is sent back, corrected, accepted; what it was before comes once more."""
    offices.fill_in(_FACTORY, _DISTRICT, "annex1", _FACTORY)
    first = offices.export(_FACTORY, "厂 1.zip")
    old_paper = offices.on_paper(_FACTORY)
    offices.run(_DISTRICT, "profile", "--kind", "district", "--name", _DISTRICT)
    assert offices.outcomes(_DISTRICT, first) == ["received"]
    came = offices.last(_DISTRICT, _FACTORY, 1)
    (record,) = came["records"]
    returned = offices.file("区 退回单.zip")
    why = ("--reason", "职工人数与工会名册不符", "--record", record["id"][:8])
    field = ("--field", "employees")
    offices.run(_DISTRICT, "return", came["id"][:8], "-o", returned, *why, *field)
    offices.run(_FACTORY, "import", returned)
    (mine,) = offices.run(_FACTORY, "list")["records"]
    assert "职工人数与工会名册不符" in json.dumps(mine["returned"], ensure_ascii=False)

    offices.correct(_FACTORY, record["id"], employees="131")
    second = offices.export(_FACTORY, "厂 2.zip")
    offices.correct(_FACTORY, record["id"], employees="132")
    third = offices.export(_FACTORY, "厂 3.zip")
    assert offices.outcomes(_DISTRICT, third, second, first) == ["received", "older", "known"]
    newer = offices.last(_DISTRICT, _FACTORY, 3)
    assert newer["supersedes"] == offices.last(_DISTRICT, _FACTORY, 2)["id"]
    assert offices.last(_DISTRICT, _FACTORY, 2)["supersedes"] == came["id"]
    _accepted(offices, _DISTRICT, newer, _FACTORY)
    paper = offices.on_paper(_FACTORY)
    assert paper != old_paper
    assert offices.run(_DISTRICT, "paper", old_paper, code=1)["result"] == "older"
    return _own(offices, _FACTORY, _DISTRICT), paper


def _passed_on(
    offices: Offices, unit: str, kind: str, above: str, form: str
) -> tuple[dict[str, Any], str]:
    """A unit's form that is accepted as it is."""
    office = f"{unit}工会" if form == "annex2" else unit
    offices.fill_in(office, above, form, unit)
    package = offices.export(office, f"{unit}.zip")
    offices.run(above, "profile", "--kind", kind, "--name", above)
    assert offices.outcomes(above, package) == ["received"]
    _accepted(offices, above, offices.last(above, office, 1), office)
    return _own(offices, office, above), offices.on_paper(office)


def _accepted(offices: Offices, above: str, package: Mapping[str, Any], below: str) -> None:
    """What was received is accepted, and the receipt reaches whoever had sent it, twice."""
    receipt = offices.file(f"{below} 回执 {package['revision']}.zip")
    offices.run(above, "accept", package["id"], "-o", receipt)
    offices.run(below, "import", receipt)
    offices.run(below, "import", receipt)


def _own(offices: Offices, unit: str, above: str) -> dict[str, Any]:
    """The unit's record, which is the office's above, too, now that it was accepted."""
    (mine,) = offices.run(unit, "list")["records"]
    (theirs,) = offices.run(above, "list")["records"]
    assert _same(mine) == _same(theirs)
    record: dict[str, Any] = mine
    return record


def _city_with_a_return_a_conflict_and_a_zero_report(offices: Offices) -> None:
    """The city receives three offices and a zero report, and accepts what stands in the end."""
    offices.run(_CITY, "profile", "--kind", "city", "--name", _CITY)
    listed = offices.file("名单.csv")
    rows = ["单位名称,单位类型", f"{_DISTRICT},", f"{_OTHER},", f"{_SILENT},"]
    listed.write_text("\n".join([*rows, f"{_INDUSTRY},驻会产业工会", ""]), "utf-8")
    offices.run(_CITY, "offices", "--import", listed)
    copy_folder(offices.folder / _OTHER, offices.folder / "另一台电脑")
    first = offices.export(_DISTRICT, "中山 1.zip", "--explain", _WHY)
    one = offices.export(_OTHER, "西岗 1.zip", "--explain", _WHY)
    other = offices.export("另一台电脑", "西岗 1 另一份.zip", "--explain", "经市总工会同意调整")
    wharf = offices.export(_INDUSTRY, "港口 1.zip", "--explain", _WHY)
    offices.run(_SILENT, "profile", "--kind", "district", "--name", _SILENT)
    none = offices.export(_SILENT, "旅顺 零报告.zip", "--zero", "--explain", "没有符合条件的单位")

    found = offices.outcomes(_CITY, first, wharf, one, other, none)
    assert found == ["received", "received", "received", "conflict", "received"]
    table = offices.run(_CITY, "offices")
    states = {each["name"]: each["state"] for each in table["offices"]}
    assert (states[_OTHER], states[_SILENT]) == ("conflict", "zero")
    assert (table["totals"]["reported"], table["totals"]["units"]) == (4, 3)
    assert offices.run(_CITY, "export", "-o", offices.file("x.zip"), code=2)["error"] == (
        "收到的报送都还没有受理，没有可以上报的；请先受理再导出。"
    )

    came = offices.last(_CITY, _DISTRICT, 1)
    returned = offices.file("市 退回单.zip")
    why = ("--reason", "名额不足的原因没有写清楚")
    offices.run(_CITY, "return", came["id"], "-o", returned, *why)
    offices.run(_DISTRICT, "import", returned)
    better = "本年度符合条件的单位只有 1 个，已报市总工会民主管理部同意"
    second = offices.export(_DISTRICT, "中山 2.zip", "--explain", better)
    assert offices.outcomes(_CITY, second) == ["received"]
    assert offices.outcomes(_CITY, first) == ["known"]

    (wanted,) = (
        each["id"]
        for each in offices.received(_CITY)
        if each["sender"] == _OTHER and each["explanation"] == _WHY
    )
    offices.run(_CITY, "accept", "--choose", wanted, "--reason", "电话核实过，以这一份为准")
    senders = {_DISTRICT: 2, _INDUSTRY: 1, _SILENT: 1}
    for sender, revision in senders.items():
        _accepted(offices, _CITY, offices.last(_CITY, sender, revision), sender)
    (chosen,) = (each for each in offices.received(_CITY) if each["id"] == wanted)
    assert chosen["state"] == "received"
    _accepted(offices, _CITY, chosen, _OTHER)
    accepted = [each for each in offices.received(_CITY) if each["state"] == "accepted"]
    assert {each["sender"] for each in accepted} == {_DISTRICT, _OTHER, _INDUSTRY, _SILENT}
