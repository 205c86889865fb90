"""A unit fills in its own form and hands it in to the union above it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from gonghui_desktop import app, paths
from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange.package.submission_json import to_json
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.record import Profile
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services import checking, records, reporter
from gonghui_desktop.services.prefill import create_prefilled
from gonghui_desktop.services.submissions import submission
from gonghui_desktop.services.submissions.standing import standing_of
from gonghui_desktop.services.submissions.verifying import verify
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import Store

COMPANY = Profile("unit", "大连示例机械有限公司", receiver="大连市中山区总工会")
_REST = {
    "chairperson": "于样例",
    "address": "大连市中山区示例路 1 号",
    "contact": "0411-83640000",
    "unit_nature": "5",
    "non_public": "yes",
    "employees": "120",
    "goals": "创建职工满意的职工之家。",
    "measures": "每年召开职工代表大会。",
}


@pytest.fixture
def ws(tmp_path: Path, campaign: Campaign) -> Iterator[Workspace]:
    printer = FormPrinter(paths.resources_folder() / "fonts")
    with Store.open(tmp_path / "data") as store:
        yield Workspace(campaign, lambda: store, lambda: printer)


def test_a_unit_fills_in_its_form_and_the_package_goes_to_the_union_above(
    ws: Workspace, tmp_path: Path
) -> None:
    reporter.set_reporter(ws, COMPANY)
    assert reporter.unneeded_forms(ws) == frozenset()
    form, _ = create_prefilled(ws, "annex1")
    assert form.values == {"city": "大连", "county": "中山", "unit_name": "大连示例机械有限公司"}
    records.change(ws, form.id, {**form.values, **_REST})
    standing = standing_of(ws, date(2017, 3, 8))
    assert (standing.quota, standing.short_quota, standing.counted) == ("", "", ())
    assert standing.deadline == "距截止 12 天"
    assert standing.unneeded_forms == {"annex2", "annex3"}  # its one form has been begun

    made = submission.export_package(ws, tmp_path / "p.zip").submission

    assert made.reporter == COMPANY
    assert json.loads(to_json(made))["receiver"] == "大连市中山区总工会"
    verified = verify(ws, (tmp_path / "p.zip").read_bytes())
    assert verified.submission == made
    assert verified.doubts == ()
    assert "是不是只报一份" in verified.checked
    assert not any("名额" in each for each in (*verified.checked, *verified.unchecked))


def test_the_form_of_an_industry_names_the_union_above(ws: Workspace) -> None:
    reporter.set_reporter(ws, Profile("unit", "大连示例机械厂", receiver="机械冶金产业工会"))
    form, _ = create_prefilled(ws, "annex3")
    assert form.values == {"industry": "机械冶金", "unit_name": "大连示例机械厂"}


def test_a_unit_that_has_not_said_who_gets_its_form_is_asked_to(ws: Workspace) -> None:
    def told() -> list[str]:
        return [each.message for each in checking.submission_findings(ws)]

    reporter.set_reporter(ws, Profile("unit", COMPANY.name))
    assert told() == ["还没有写报给哪个工会，请在“报送 › 上报单位”里写明，报送单上要印。"]
    reporter.set_reporter(ws, COMPANY)
    assert told() == []


def test_another_office_has_no_key_of_the_receiver(ws: Workspace, tmp_path: Path) -> None:
    reporter.set_reporter(ws, Profile("nonresident_industry", "示例产业工会"))
    form, _ = create_prefilled(ws, "annex3")
    records.change(ws, form.id, {**form.values, "unit_name": "大连示例厂", **_REST})
    made = submission.export_package(ws, tmp_path / "p.zip").submission
    assert "receiver" not in json.loads(to_json(made))


@pytest.mark.parametrize(
    ("profile", "fault"),
    [
        (
            Profile("county", "某会"),
            "没有这种上报单位类型：county，请从这些中选：district（.*province（",
        ),
        (
            Profile("city", "大连市总工会", receiver="某会"),
            "大连市总工会报给辽宁省总工会，不用另写",
        ),
        (Profile("province", "辽宁省总工会", receiver="某会"), "辽宁省总工会不再上报，请去掉"),
        (Profile("district", "中山区总工会", receiver="某会"), "报给大连市总工会民主管理部"),
    ],
)
def test_who_cannot_hand_in_is_told_why(ws: Workspace, profile: Profile, fault: str) -> None:
    with pytest.raises(InputError, match=fault):
        reporter.set_reporter(ws, profile)
    assert reporter.current_reporter(ws) is None


def test_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        code = app.main(["--data", str(tmp_path / "d"), *arguments])
        return code, capsys.readouterr().out

    given = ("--kind", "unit", "--name", "大连示例机械有限公司", "--receiver", "中山区总工会")
    code, said = run("profile", *given)
    assert code == 0
    assert said.splitlines() == [
        "上报单位：大连示例机械有限公司（基层单位）",
        "报给：中山区总工会",
    ]
    assert json.loads(run("profile", "--json")[1])["profile"]["receiver"] == "中山区总工会"
    values = {"unit_name": "大连示例机械有限公司", "city": "大连", "county": "中山", **_REST}
    content = {"format": "gonghui-records", "version": 1, "campaign": "2017"}
    file = tmp_path / "one.json"
    file.write_text(json.dumps({**content, "records": [{"form": "annex1", "values": values}]}))
    assert run("import", str(file))[0] == 0
    code, said = run("check")
    assert code == 0
    assert "名额" not in said
    assert "还差" not in said
    package = str(tmp_path / "p.zip")
    assert run("export", "-o", package)[0] == 0
    code, said = run("verify", package)
    assert code == 0
    assert said.startswith("报送包完好：大连示例机械有限公司，报给中山区总工会，1 份申报表。")


@pytest.mark.parametrize("kind", ["city", "province"])
def test_an_office_that_only_receives_has_no_quotas_and_exports_no_forms_of_its_own(
    ws: Workspace, tmp_path: Path, kind: str
) -> None:
    reporter.set_reporter(ws, Profile(kind, "大连市总工会"))
    assert reporter.unneeded_forms(ws) == frozenset()  # all can be looked at
    form, _ = create_prefilled(ws, "annex1")
    assert "county" not in form.values
    standing = standing_of(ws, date(2017, 3, 8))
    assert (standing.quota, standing.short_quota, standing.counted) == ("", "", ())
    assert checking.submission_findings(ws) == ()
    with pytest.raises(InputError, match="大连市总工会自己不填申报表"):
        submission.export_package(ws, tmp_path / "p.zip")
    assert not (tmp_path / "p.zip").exists()
