"""What somebody hands in by mistake: each its one sentence, which says what to do."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gonghui_desktop.exchange.package.bag import load_profile, write_bag
from gonghui_desktop.exchange.package.bag_reader import read_bag
from gonghui_desktop.exchange.package.reply import write_reply
from gonghui_desktop.model.record import Profile
from gonghui_desktop.services import records, reporter
from gonghui_desktop.services.imports import importing
from gonghui_desktop.services.receiving.arrivals.receive import Outcome, receive
from gonghui_desktop.services.workspace import Workspace
from tests.exchange import word_files as word
from tests.made_replies import CITY, receipt
from tests.made_reports import made_report
from tests.sending_offices import MADE, Made, SendingOffices
from tests.services.receiving.conftest import ZHONGSHAN, Laid

_MOST = 245
_NEWER = "报送包是别的版本的程序做的，本程序不认识，请更新程序。"


def _changed(made: Made, **changes: object) -> bytes:
    """A package whose data say something else, with the right digests."""
    bag = read_bag(made.data, load_profile())
    told = json.loads(bag.payload["submission.json"]) | changes
    payload = {**bag.payload, "submission.json": json.dumps(told).encode()}
    return write_bag("gonghui-bent", bag.info, payload, load_profile())


def _newer_bag(made: Made) -> bytes:
    bag = read_bag(made.data, load_profile())
    info = {**bag.info, "Gonghui-Format-Version": "9"}
    return write_bag("gonghui-bent", info, dict(bag.payload), load_profile())


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        (_newer_bag, f"{_NEWER}（代码 B08）"),
        (lambda made: _changed(made, version=9), f"{_NEWER}（代码 S01）"),
        (
            lambda made: _changed(made, records=[]),
            "报送包里一份申报表也没有，也没有声明是零报告，"
            "请让上报单位重新导出后再发来。（代码 S02）",
        ),
        (
            lambda made: write_reply(receipt(made.submission)),
            "这是受理回执，没有接收，请用“导入”把它导入。",
        ),
    ],
    ids=["newer bag", "newer data", "without records", "receipt"],
)
def test_the_city_refuses_in_a_sentence(
    city: Workspace, laid: Laid, first: Made, bad: Callable[[Made], bytes], sentence: str
) -> None:
    (file,) = receive(city, [laid(bad(first))])
    assert (file.outcome, file.sentence) == (Outcome.REFUSED, f"00.zip：{sentence}")
    assert city.store.received.submissions("2017") == []
    assert not (city.store.folder / "received").exists()


def test_a_report_at_a_district_says_to_whom_it_goes(
    city: Workspace, laid: Laid, first: Made
) -> None:
    report = made_report(city.printer, city.campaign, CITY, {first.data: first.submission}, MADE)
    reporter.set_reporter(city, Profile("district", "西岗区总工会"))
    (file,) = receive(city, [laid(report)])
    assert file.sentence == (
        "00.zip：这是大连市总工会“大连市总工会”的汇总上报包，应当报给辽宁省总工会，没有接收，"
        "请与对方核对。"
    )


def test_a_unit_s_package_at_the_city_goes_to_the_office_that_it_names(
    city: Workspace, laid: Laid, offices: SendingOffices
) -> None:
    unit = Profile("unit", "大连甲厂", receiver="中山区总工会")
    made = offices.package(unit, [offices.record("annex1", "大连甲厂")])
    (file,) = receive(city, [laid(made)])
    assert "“大连甲厂”的报送包，应当报给“中山区总工会”，没有接收" in file.sentence


def test_from_a_computer_years_ahead_is_received_and_told_of(
    city: Workspace, laid: Laid, offices: SendingOffices
) -> None:
    later = datetime(2040, 3, 1, tzinfo=UTC)
    record = replace(offices.record("annex1", "大连甲厂"), created_at=later, changed_at=later)
    (file,) = receive(city, [laid(offices.package(ZHONGSHAN, [record]))])
    assert file.outcome is Outcome.RECEIVED
    assert "报送包的日期是 2040-03-01，还没有到，请核对本机和上报单位电脑的日期。" in file.doubts


@pytest.mark.slow
def test_as_many_records_as_a_package_holds_are_received(
    city: Workspace, laid: Laid, offices: SendingOffices
) -> None:
    many = [offices.record("annex1", f"大连第{number}机械厂") for number in range(_MOST)]
    (file,) = receive(city, [laid(offices.package(ZHONGSHAN, many))])
    assert f"已收下“中山区总工会”第 1 次报送，{_MOST} 份申报表" in file.sentence


@pytest.mark.parametrize("name", ["申报表.docx", "district.json", "名单.csv"])
def test_who_only_receives_takes_no_drafts(
    city: Workspace, tmp_path: Path, data_folder: Path, name: str
) -> None:
    data = {
        ".docx": lambda: word.word_file(word.annex1(word.USUAL_ROWS)),
        ".json": (data_folder / "district.json").read_bytes,
        ".csv": "单位名称,工会主席\n大连某厂,李四\n".encode,
    }
    path = tmp_path / name
    path.write_bytes(data[path.suffix]())
    for way in (importing.import_one_of_many, importing.import_or_ask):
        told = way(city, path)
        assert isinstance(told, tuple)
        (outcome,) = told
        assert not outcome.accepted
        assert "只接收下级的报送，不填申报表，没有导入；请转给填表的单位" in outcome.message
    assert records.records(city) == []
