"""The city reports further what it has accepted; the province receives it with what is in it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange.package.bag import load_profile, write_bag
from gonghui_desktop.exchange.package.bag_reader import read_bag
from gonghui_desktop.model.campaigns.campaign import ReporterKind
from gonghui_desktop.model.receiving.submissions import SubmissionAction, SubmissionState
from gonghui_desktop.model.record import Profile
from gonghui_desktop.services import reporter
from gonghui_desktop.services.receiving.arrivals.receive import Outcome, receive
from gonghui_desktop.services.receiving.arrivals.report_verifying import VerifiedReport, verify_any
from gonghui_desktop.services.receiving.office_table import office_table
from gonghui_desktop.services.receiving.received import received_submissions
from gonghui_desktop.services.receiving.report_state import report_state
from gonghui_desktop.services.receiving.reporting import export_report, report_handover
from gonghui_desktop.services.workspace import Workspace
from tests.hostile_packages import pdf_of
from tests.made_reports import swapped
from tests.sending_offices import Made, SendingOffices
from tests.services.receiving.conftest import Laid, OpenOffice

ZHONGSHAN = Profile("district", "中山区总工会", "于样例", "0411-83640000")
XIGANG = Profile("district", "西岗区总工会")
PORT = Profile("resident_industry", "大连港工会")

Accept = Callable[..., None]


@pytest.fixture(scope="module")
def zhongshan(offices: SendingOffices) -> Made:
    records = [offices.record("annex1", name) for name in ("大连甲机械有限公司", "大连乙厂")]
    return offices.package(ZHONGSHAN, [*records, offices.record("annex2", "中山区餐饮行业")])


@pytest.fixture(scope="module")
def port(offices: SendingOffices) -> Made:
    """Of an office whose 附件3 do not go further."""
    ones = [("annex1", "大连丙物流公司"), ("annex3", "大连丁仓储公司")]
    return offices.package(PORT, [offices.record(*each) for each in ones])


@pytest.fixture(scope="module")
def xigang(offices: SendingOffices) -> Made:
    return offices.package(XIGANG, [offices.record("annex1", "大连戊印染厂")])


@pytest.fixture
def province(open_city: OpenOffice) -> Workspace:
    ws = open_city("province")
    reporter.set_reporter(ws, Profile("province", "辽宁省总工会"))
    return ws


def _accept(ws: Workspace, *packages: Made) -> None:
    for made in packages:
        kept = ws.store.received.with_package(made.package)
        assert kept is not None
        ws.store.received.note(kept.number, SubmissionAction.ACCEPT)


def test_what_was_accepted_goes_up_unchanged_and_the_rest_stays(
    city: Workspace,
    province: Workspace,
    laid: Laid,
    tmp_path: Path,
    zhongshan: Made,
    port: Made,
    xigang: Made,
) -> None:
    receive(city, [laid(zhongshan, port, xigang)])
    _accept(city, zhongshan, port)
    path = tmp_path / "上报.zip"
    made = export_report(city, path)
    assert made.staying == (
        "“大连港工会”第 1 次报送里的附件3（1 份）不再上报，留在本单位。",
        "“西岗区总工会”第 1 次报送还没有受理。",
    )
    assert len(made.report.records) == 4
    payload = read_bag(path.read_bytes(), load_profile()).payload
    for each in (zhongshan, port):
        digest = hashlib.sha256(each.data).hexdigest()
        assert payload[f"packages/{digest}.zip"] == each.data
    told = report_handover(city, made)
    assert ("所附", "2 个报送包，原样") in told.facts

    verified = verify_any(province, path)
    assert isinstance(verified, VerifiedReport)
    assert (verified.code, verified.verdict) == (made.code, "完整，有 1 项没有核对")
    (file,) = receive(province, [path])
    assert file.sentence == "已收下“大连市总工会”第 1 次报送，2 个报送包里的 4 份申报表。"
    looks = received_submissions(province)
    assert [(look.submission.type, look.within) for look in looks] == [
        ("report", ""),
        ("submission", made.report.package),
        ("submission", made.report.package),
    ]
    report, first, second = looks
    assert report.submission.sent_at == made.report.made_at
    sent = [*zhongshan.submission.records, port.submission.records[0]]
    assert [each.record for each in report.records] == sent
    assert [each.record for each in (*first.records, *second.records)] == sent
    assert [look.path is not None and look.path.read_bytes() for look in looks[1:]] == [
        zhongshan.data,
        port.data,
    ]
    assert not any(look.clashing for look in looks)
    row = office_table(province).rows[0]
    assert (row.name, row.units, dict(row.by_form)) == (
        "大连市总工会",
        4,
        {"annex1": 3, "annex2": 1},
    )
    _accept_number(province, report.submission.number)
    assert {look.state for look in received_submissions(province)} == {SubmissionState.ACCEPTED}


def _accept_number(ws: Workspace, number: int) -> None:
    ws.store.received.note(number, SubmissionAction.ACCEPT)


def test_a_report_of_reports_has_the_packages_themselves(
    city: Workspace,
    province: Workspace,
    open_city: OpenOffice,
    laid: Laid,
    tmp_path: Path,
    zhongshan: Made,
    port: Made,
) -> None:
    above = ReporterKind("country", "全国总工会", (), ())
    city_kind, province_kind = city.campaign.receivers
    further = replace(province_kind, reports_to=("country",), forms=("annex1",))
    campaign = replace(city.campaign, receivers=(city_kind, further, above))
    province, country = province.viewing(campaign), open_city("country").viewing(campaign)
    reporter.set_reporter(country, Profile("country", "全国总工会"))
    receive(city, [laid(zhongshan, port)])
    _accept(city, zhongshan, port)
    first, second = tmp_path / "市.zip", tmp_path / "省.zip"
    export_report(city, first)
    (file,) = receive(province, [first])
    assert file.submission is not None
    _accept_number(province, file.submission.number)

    made = export_report(province, second)
    assert [each.office for each in made.report.packages] == ["中山区总工会", "大连港工会"]
    assert {each.form for each in made.report.records} == {"annex1"}
    (file,) = receive(country, [second])
    assert file.sentence == "已收下“辽宁省总工会”第 1 次报送，2 个报送包里的 3 份申报表。"
    inside = [look for look in received_submissions(country) if look.within]
    assert [look.path.read_bytes() for look in inside if look.path] == [zhongshan.data, port.data]


def test_the_same_again_is_the_same_and_a_change_the_next_one(
    city: Workspace,
    province: Workspace,
    laid: Laid,
    tmp_path: Path,
    zhongshan: Made,
    xigang: Made,
) -> None:
    receive(city, [laid(zhongshan, xigang)])
    _accept(city, zhongshan)
    one, two = tmp_path / "1.zip", tmp_path / "2.zip"
    first = export_report(city, one)
    kept = city.store.received.with_package(zhongshan.package)
    assert kept is not None
    city.store.received.note(kept.number, SubmissionAction.TAKE_BACK, "再看一遍")
    with pytest.raises(InputError, match="收到的报送都还没有受理"):
        export_report(city, two)
    _accept(city, zhongshan)
    export_report(city, two)
    assert two.read_bytes() == one.read_bytes()

    _accept(city, xigang)
    second = export_report(city, two)
    assert (second.report.revision, second.report.supersedes) == (2, first.report.package)
    assert second.changes is not None
    assert second.changes.added == 1
    assert [each.outcome for each in receive(province, [two, one])] == [
        Outcome.RECEIVED,
        Outcome.OLDER,
    ]
    assert [each.outcome for each in receive(province, [one, two])] == [Outcome.KNOWN] * 2
    states = {look.submission.package: look.state for look in received_submissions(province)}
    assert states[second.report.package] is SubmissionState.RECEIVED
    looks = received_submissions(province)
    assert len(looks) == 5  # 中山区's own package came in both
    assert len({look.submission.package for look in looks}) == 4
    first_file = next(look.path for look in looks if look.submission.digest == kept.digest)
    assert first_file is not None
    first_file.unlink()
    receive(province, [one])  # what was lost of the packages in it comes back, too
    assert first_file.read_bytes() == zhongshan.data


def test_nothing_goes_by_itself(
    city: Workspace, province: Workspace, laid: Laid, offices: SendingOffices, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="还没有收到报送"):
        report_state(city)
    only3 = offices.package(PORT, [offices.record("annex3", "大连丁仓储公司")])
    receive(city, [laid(only3)])
    _accept(city, only3)
    with pytest.raises(InputError, match="已受理的报送里没有附件1、附件2"):
        report_state(city)
    with pytest.raises(InputError, match="是最后一级"):
        report_state(province)
    reporter.set_reporter(city, ZHONGSHAN)
    with pytest.raises(InputError, match="请导出报送包"):
        report_state(city)


def test_a_unit_of_two_offices_wants_a_reason_and_a_text_of_two_a_decision(
    city: Workspace, laid: Laid, offices: SendingOffices, tmp_path: Path
) -> None:
    record = offices.record("annex1", "大连甲机械有限公司")
    other = replace(record, id="f" * 32)
    made = [offices.package(ZHONGSHAN, [record]), offices.package(XIGANG, [other])]
    receive(city, [laid(*made)])
    _accept(city, *made)
    path = tmp_path / "上报.zip"
    with pytest.raises(Exception, match="大连甲机械有限公司"):
        export_report(city, path)
    assert not path.exists()
    report = export_report(city, path, "同名但不是同一单位，已核对").report
    assert report.explanation == "同名但不是同一单位，已核对"

    bent = replace(record, values={**record.values, "employees": "7"})
    clash = offices.package(PORT, [bent])
    receive(city, [laid(clash, folder="more")])
    _accept(city, clash)
    with pytest.raises(InputError, match="在“大连港工会”的报送包里和另一家的内容不同"):
        export_report(city, path, "同名但不是同一单位，已核对")


def test_a_lost_or_bent_file_is_told_before_anything_is_written(
    city: Workspace, laid: Laid, tmp_path: Path, zhongshan: Made
) -> None:
    receive(city, [laid(zhongshan)])
    _accept(city, zhongshan)
    (file,) = (city.store.folder / "received").iterdir()
    path = tmp_path / "上报.zip"
    file.write_bytes(zhongshan.data + b" ")
    with pytest.raises(InputError, match="被改动过或已损坏，请让对方再发一次"):
        export_report(city, path)
    file.unlink()
    with pytest.raises(InputError, match="不在数据文件夹里了"):
        export_report(city, path)
    assert not path.exists()
    receive(city, [laid(zhongshan)])
    assert export_report(city, path).path == path


def _endless(data: bytes) -> bytes:
    """A package whose summary has millions of characters on its page, under the right digests."""
    bag = read_bag(data, load_profile())
    long = pdf_of([b"/F 1 Tf <" + b"0001" * 1_900_000 + b">"], {1: "工" * 8})
    payload = {**bag.payload, "summary.pdf": long}
    return write_bag("gonghui-bent", bag.info, payload, load_profile())


def test_a_package_in_a_report_is_looked_through_as_one_that_came_by_itself(
    city: Workspace,
    province: Workspace,
    laid: Laid,
    tmp_path: Path,
    offices: SendingOffices,
    zhongshan: Made,
    xigang: Made,
) -> None:
    receive(city, [laid(zhongshan, xigang)])
    _accept(city, zhongshan, xigang)
    report = tmp_path / "上报.zip"
    export_report(city, report)
    data = report.read_bytes()
    changed = offices.again(xigang.submission.records[0], employees="7")
    for other, code in (
        (xigang.data[:-40] + bytes(40), "Z02"),
        (data, "S04"),  # a report in a report
        (_endless(xigang.data), "D08"),
        (offices.package(XIGANG, [changed]).data, "H08"),
    ):
        (file,) = receive(
            province, [laid(swapped(province.printer, data, xigang.data, other), folder=code)]
        )
        assert (file.outcome, file.code) == (Outcome.REFUSED, code), file.sentence
        assert code == "H08" or "汇总上报包里“西岗区总工会”的报送包没有通过核验" in file.sentence
    assert received_submissions(province) == []
    assert not (province.store.folder / "received").exists()
    (file,) = receive(
        province, [laid(swapped(province.printer, data, xigang.data, xigang.data), folder="right")]
    )
    assert file.outcome is Outcome.RECEIVED


def test_who_only_passes_on_hands_in_reports_and_nobody_else_does(
    city: Workspace,
    province: Workspace,
    laid: Laid,
    offices: SendingOffices,
    tmp_path: Path,
    zhongshan: Made,
) -> None:
    own = offices.package(Profile("city", "大连市总工会"), [offices.record("annex1", "大连乙厂")])
    (file,) = receive(province, [laid(own)])
    assert "是“大连市总工会”的报送包，大连市总工会应当交汇总上报包" in file.sentence
    receive(city, [laid(zhongshan, folder="x")])
    _accept(city, zhongshan)
    export_report(city, tmp_path / "上报.zip")
    (file,) = receive(city, [tmp_path / "上报.zip"])
    assert (file.outcome, "应当报给辽宁省总工会" in file.sentence) == (Outcome.REFUSED, True)
