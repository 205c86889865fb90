"""The table of offices: one denominator, three clocks, the whole city's doubles."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from gonghui_desktop.model.receiving.submissions import SubmissionAction, SubmissionEvent
from gonghui_desktop.model.record import Profile
from gonghui_desktop.model.units.decisions import OF_UNITS, pair_of
from gonghui_desktop.model.units.roster import Listed
from gonghui_desktop.services.receiving import offices as expected
from gonghui_desktop.services.receiving.arrivals.receive import receive
from gonghui_desktop.services.receiving.city.city_decisions import (
    decide_another,
    decide_same,
    questions,
    take_back,
)
from gonghui_desktop.services.receiving.office_table import (
    OfficeRow,
    OfficeState,
    OfficeTable,
    is_on_time,
    office_table,
)
from gonghui_desktop.services.receiving.received import received_submissions
from gonghui_desktop.services.receiving.table_filters import (
    OfficeFilter,
    counts,
    is_urgent,
    urgency,
)
from gonghui_desktop.services.receiving.table_words import (
    missing_text,
    quota_sentence,
    quota_word,
    row_sentence,
    state_words,
    sums,
)
from gonghui_desktop.services.workspace import Workspace
from tests.sending_offices import Made, SendingOffices
from tests.services.receiving.conftest import Laid

ZHONGSHAN = Profile("district", "大连市中山区总工会")
XIGANG = Profile("district", "西岗区总工会")
PORT = Profile("nonresident_industry", "大连港工会")
_LIST = "中山区总工会\n西岗区总工会\n大连港工会\t不驻会\n庄河市总工会\n大连市教育局工会\t驻会产业"


@pytest.fixture(scope="module")
def zhongshan(offices: SendingOffices) -> Made:
    units = [offices.record("annex1", f"大连{name}机械有限公司") for name in "甲乙丙丁"]
    units.append(offices.record("annex2", "桃源街道餐饮行业工会联合会"))
    return offices.package(ZHONGSHAN, units)


@pytest.fixture(scope="module")
def xigang(offices: SendingOffices) -> Made:
    """A unit of another office's under nearly its name, one on the roster; after the deadline."""
    units = [offices.record("annex1", "大连甲机械有限责任公司", day=20)]
    units.append(offices.record("annex1", "大连示例重工集团有限公司", day=20))
    return offices.package(XIGANG, units)


@pytest.fixture(scope="module")
def port(offices: SendingOffices) -> Made:
    return offices.package(PORT, [offices.record("annex3", "大连港集装箱码头")])


@pytest.fixture(scope="module")
def stranger(offices: SendingOffices) -> Made:
    sender = Profile("district", "某某区总工会")
    return offices.package(sender, [offices.record("annex1", "大连戊厂")])


@pytest.fixture
def filled(
    city: Workspace, laid: Laid, zhongshan: Made, xigang: Made, port: Made, stranger: Made
) -> Workspace:
    expected.add(city, expected.read_offices_text(city, _LIST), "附表")
    city.store.add_to_roster("2017", ([Listed("大连示例重工（集团）有限公司", "2015年典型")], ""))
    receive(city, [laid(zhongshan, xigang, port, stranger)])
    return city


def _row(table: OfficeTable, name: str) -> OfficeRow:
    (row,) = (each for each in table.rows if each.name == name)
    return row


def _number(ws: Workspace, made: Made) -> int:
    kept = ws.store.received.with_package(made.package)
    assert kept is not None
    return kept.number


def test_each_office_is_told_of_once(filled: Workspace) -> None:
    table = office_table(filled)
    assert [(row.name, row.state) for row in table.rows] == [
        ("中山区总工会", OfficeState.IN_TIME),
        ("西岗区总工会", OfficeState.LATE),
        ("大连港工会", OfficeState.IN_TIME),
        ("庄河市总工会", OfficeState.MISSING),
        ("大连市教育局工会", OfficeState.MISSING),
        ("某某区总工会", OfficeState.NOT_EXPECTED),
    ]
    row = _row(table, "中山区总工会")
    assert (row.revision, row.units, row.times, row.waiting) == (1, 5, 1, 0)
    assert row.by_form == {"annex1": 4, "annex2": 1}
    assert (quota_word(row), row.explanations, row.paper_seen) == ("符合", 1, 0)
    late = _row(table, "西岗区总工会")
    assert quota_word(late) == "不足"
    assert quota_sentence(late).startswith("还差 3 个典型单位，")
    assert "（说明：本年度符合条件的单位不足）" in quota_sentence(late)
    assert (quota_word(table.rows[3]), quota_sentence(table.rows[3])) == ("", "")


def test_without_a_list_nobody_is_missing_on_it(
    city: Workspace, laid: Laid, zhongshan: Made
) -> None:
    receive(city, [laid(zhongshan)])
    table = office_table(city)
    assert [row.state for row in table.rows] == [OfficeState.IN_TIME]
    assert counts(table.rows, date(2017, 3, 10))[OfficeFilter.NOT_EXPECTED] == 0
    assert (table.totals.expected, table.totals.unexpected) == (0, 1)


def test_the_sums_have_one_denominator(filled: Workspace) -> None:
    totals = office_table(filled).totals
    assert (totals.expected, totals.reported, totals.on_time) == (5, 3, 2)
    assert (totals.rate, totals.on_time_rate) == (0.6, 0.4)
    assert totals.unexpected == 1
    assert totals.units == 8  # 9 records, of which two are one unit's by their names
    assert totals.by_form == {"annex1": 7, "annex2": 1, "annex3": 1}


def test_later_revisions_and_strangers_count_once(
    filled: Workspace, laid: Laid, offices: SendingOffices, zhongshan: Made
) -> None:
    records = zhongshan.submission.records
    again = replace(offices.again(records[0], employees="130"), changed_at=records[0].changed_at)
    late = [replace(again, changed_at=datetime(2017, 4, 1, tzinfo=UTC)), *records[1:]]
    receive(filled, [laid(offices.package(ZHONGSHAN, late, zhongshan), folder="later")])
    table = office_table(filled)
    row = _row(table, "中山区总工会")
    assert (row.state, row.revision, row.times) == (OfficeState.IN_TIME, 2, 2)
    assert (table.totals.reported, table.totals.on_time) == (3, 2)
    assert table.totals.units == 8


def test_who_is_missing_can_be_copied_into_a_message(filled: Workspace) -> None:
    table, campaign = office_table(filled), filled.campaign
    assert missing_text(campaign, table, campaign.deadline) == (
        "“基层工会活力建设项目”还有 2 家未报：\n"
        "区市县总工会、开放先导区总工会（1 家）：庄河市总工会\n"
        "驻会产业工会（1 家）：大连市教育局工会\n"
        "请于 2017年3月20日 前报送。"
    )
    late = missing_text(campaign, table, campaign.deadline + timedelta(days=1))
    assert late.endswith("\n截止日期 2017年3月20日 已过，请尽快报送。")
    assert sums(campaign, table, campaign.total) == (
        "应报 5 家，已报 3 家（60%），按时 2 家（40%），已受理 0 家，典型单位 8 个，规定 89 个，"
        "还有 2 家未报，另有 1 家不在名单里。"
    )


def test_a_unit_put_forward_twice_in_the_city_has_both_sides(filled: Workspace) -> None:
    table = office_table(filled)
    (double,) = (each for each in table.city.doubles if not each.likeness)
    assert [side.record.name for side in double.sides] == [
        "大连甲机械有限公司",
        "大连甲机械有限责任公司",
    ]
    assert {side.submission for side in double.sides} == {
        row.submission.number for row in table.rows[:2] if row.submission
    }
    assert _row(table, "大连港工会").doubles == 0
    assert _row(table, "西岗区总工会").barred == 1
    number = _row(table, "西岗区总工会").submission
    assert number is not None
    ((barred,),) = table.city.barred[number.number].values()
    assert (barred.name, barred.reason) == ("大连示例重工（集团）有限公司", "2015年典型")


def test_what_was_decided_is_open_no_more(filled: Workspace) -> None:
    def told(name: str) -> tuple[int, int, int, int]:
        row = _row(office_table(filled), name)
        return row.doubles, row.doubles_decided, row.barred, row.barred_decided

    assert (told("中山区总工会"), told("西岗区总工会")) == ((1, 0, 0, 0), (1, 0, 1, 0))
    double, barred = questions(filled, office_table(filled))
    decide_same(filled, double)
    assert (told("中山区总工会"), told("西岗区总工会")) == ((0, 1, 0, 0), (0, 1, 1, 0))
    decide_another(filled, barred, "单位改名，往年的典型是另一单位")
    assert told("西岗区总工会") == (0, 1, 0, 1)
    take_back(filled, questions(filled, office_table(filled))[1])
    assert told("西岗区总工会") == (0, 1, 1, 0)


def test_the_same_record_of_two_offices_is_found_and_a_decision_remembered(
    city: Workspace, laid: Laid, offices: SendingOffices
) -> None:
    one = offices.record("annex1", "大连甲机械厂")
    near = offices.record("annex1", "大连甲机械总厂")
    made = [offices.package(ZHONGSHAN, [one, near]), offices.package(XIGANG, [one])]
    receive(city, [laid(*made)])
    doubles = office_table(city).city.doubles
    same = [each for each in doubles if not each.likeness]
    assert [len(each.sides) for each in same] == [2]
    assert len({side.submission for side in same[0].sides}) == 2
    (likely,) = (each for each in doubles if each.likeness)
    assert likely.is_open
    pair = pair_of(one.value("unit_name"), near.value("unit_name"))
    city.store.decide("2017", OF_UNITS, *pair, is_same=False, reason="总厂是上级")
    (likely,) = (each for each in office_table(city).city.doubles if each.likeness)
    assert likely.decision is not None
    assert likely.decision.reason == "总厂是上级"


def test_states_follow_what_a_person_did(
    filled: Workspace, laid: Laid, offices: SendingOffices, zhongshan: Made, port: Made
) -> None:
    note = filled.store.received.note
    note(_number(filled, port), SubmissionAction.ACCEPT)
    note(_number(filled, zhongshan), SubmissionAction.RETURN, "缺附件", "", "")
    table = office_table(filled)
    assert _row(table, "大连港工会").state is OfficeState.ACCEPTED
    assert _row(table, "中山区总工会").state is OfficeState.RETURNED
    assert (table.totals.accepted, table.totals.returned, table.totals.reported) == (1, 1, 3)
    changed = offices.again(port.submission.records[0], employees="9")
    receive(filled, [laid(offices.package(PORT, [changed], port), folder="later")])
    row = _row(office_table(filled), "大连港工会")
    assert (row.state, row.revision, row.waiting) == (OfficeState.ACCEPTED, 1, 1)


def test_paper_that_was_seen_counts_for_the_unchanged_record_of_the_next_package(
    filled: Workspace, laid: Laid, offices: SendingOffices, zhongshan: Made
) -> None:
    first, *others = zhongshan.submission.records
    for record in (first, *others):
        filled.store.received.note(
            _number(filled, zhongshan), SubmissionAction.PAPER, record=record.id
        )
    row = _row(office_table(filled), "中山区总工会")
    assert (row.paper_seen, row.has_paper) == (5, True)
    changed = [offices.again(first, employees="7"), *others]
    receive(filled, [laid(offices.package(ZHONGSHAN, changed, zhongshan), folder="later")])
    row = _row(office_table(filled), "中山区总工会")
    assert (row.paper_seen, row.has_paper) == (4, False)


def test_two_of_one_revision_wait_for_a_person(
    filled: Workspace, laid: Laid, offices: SendingOffices, port: Made
) -> None:
    other = offices.package(PORT, [offices.record("annex3", "大连港客运公司")])
    receive(filled, [laid(other, folder="later")])
    row = _row(office_table(filled), "大连港工会")
    assert (row.state, row.waiting, row.times) == (OfficeState.CONFLICT, 2, 2)
    filled.store.received.note(_number(filled, port), SubmissionAction.CHOOSE, "电话核实")
    row = _row(office_table(filled), "大连港工会")
    assert (row.state, row.submission and row.submission.package) == (
        OfficeState.IN_TIME,
        port.package,
    )


def test_one_revision_of_a_record_with_two_texts_is_told_at_both(
    city: Workspace, laid: Laid, offices: SendingOffices
) -> None:
    record = offices.record("annex1", "大连甲机械厂")
    changed = offices.again(record, employees="7")
    other = offices.again(record, employees="8")
    made = [
        offices.package(ZHONGSHAN, [changed, offices.record("annex1", "大连乙厂")]),
        offices.package(XIGANG, [other]),
        offices.package(PORT, [record]),  # the revision before: no conflict
    ]
    receive(city, [laid(*made)])
    assert [row.clashes for row in office_table(city).rows] == [1, 1, 0]
    looks = received_submissions(city)
    assert [each.clashing for each in looks] == [{record.id}, {record.id}, set()]


@pytest.mark.parametrize(
    ("sent", "came", "is_in_time"),
    [
        ("2017-03-20T15:59:59+00:00", "2017-03-25T00:00:00+00:00", True),  # 23:59 in China
        ("2017-03-20T16:00:00+00:00", "2017-03-20T17:00:00+00:00", False),
        ("2018-01-01T00:00:00+00:00", "2017-03-19T00:00:00+00:00", True),  # a clock ahead of ours
    ],
)
def test_the_deadline_ends_with_the_day_in_china(
    city: Workspace, laid: Laid, port: Made, sent: str, came: str, is_in_time: bool
) -> None:
    (file,) = receive(city, [laid(port)])
    assert file.submission is not None
    moments = [datetime.fromisoformat(each) for each in (sent, came)]
    kept = replace(file.submission, sent_at=moments[0], received_at=moments[1])
    assert is_on_time([kept], city.campaign.deadline) is is_in_time


def test_nothing_received_and_nobody_expected(city: Workspace, tmp_path: Path) -> None:
    table = office_table(city)
    assert (table.rows, table.totals.rate, table.missing) == ([], 0.0, [])
    assert sums(city.campaign, table, 89) == "还没有应报单位名单；已收到 0 家的报送。"
    assert missing_text(city.campaign, table, city.campaign.deadline) == ""


def test_a_name_that_does_something_is_read_out_as_one_line(
    city: Workspace, laid: Laid, offices: SendingOffices
) -> None:
    stranger = Profile("district", "某\n某\u202e区总工会")
    receive(city, [laid(offices.package(stranger, [offices.record("annex1", "大连丙厂")]))])
    (row,) = office_table(city).rows
    said = row_sentence(city.campaign, row, date(2017, 3, 21))
    assert said.isprintable()
    assert said.startswith("某 某�区总工会，")


def test_what_comes_later_is_compared_with_what_was_there(
    filled: Workspace, laid: Laid, offices: SendingOffices, zhongshan: Made
) -> None:
    """The table keeps what it knew of the units; it is as if it were made for the first time."""
    office_table(filled)
    first, *others = zhongshan.submission.records
    gone = offices.package(
        ZHONGSHAN, others, zhongshan
    )  # without the unit that is put forward twice
    ganjingzi = Profile("district", "甘井子区总工会")
    twice = offices.package(ganjingzi, [offices.record("annex1", "大连丙机械有限公司")])
    receive(filled, [laid(gone, twice, folder="later")])
    filled.store.add_to_roster("2017", ([Listed("桃源街道餐饮行业工会联合会", "")], ""))
    table = office_table(filled)
    filled.forget_alike()
    assert table == office_table(filled)
    assert (_row(table, "中山区总工会").doubles, _row(table, "中山区总工会").barred) == (1, 1)
    assert _row(table, "西岗区总工会").doubles == 0
    (same,) = (each for each in table.city.doubles if not each.likeness)
    assert {side.record.name for side in same.sides} == {"大连丙机械有限公司"}
    assert first.value("unit_name") not in {
        side.record.name for each in table.city.doubles for side in each.sides
    }


def test_an_answer_is_awaited_until_its_day_is_over_or_something_newer_has_come(
    filled: Workspace, laid: Laid, offices: SendingOffices, port: Made
) -> None:
    def returned(day: date) -> SubmissionEvent:
        number, action = _number(filled, port), SubmissionAction.RETURN
        return SubmissionEvent(0, number, action, "", "", "缺附件", datetime.now(UTC), "", day)

    def row() -> OfficeRow:
        return _row(office_table(filled), "大连港工会")

    first, later = date(2017, 3, 10), date(2017, 3, 18)
    filled.store.received.decide([returned(first)])
    assert (row().answer_by, row().is_overdue(first), row().is_overdue(later)) == (
        first,
        False,
        True,
    )
    assert state_words(row(), date(2017, 3, 12)) == "已退回，超期 2 天"
    assert is_urgent(row(), later)
    filled.store.received.decide([returned(later)])  # once more, with another day
    assert (row().answer_by, row().is_overdue(later)) == (later, False)
    assert not is_urgent(row(), later)
    changed = offices.again(port.submission.records[0], employees="9")
    receive(filled, [laid(offices.package(PORT, [changed], port), folder="later")])
    assert (row().state, row().answer_by) == (OfficeState.IN_TIME, None)


def test_what_needs_a_person_is_sorted_to_the_front(filled: Workspace, port: Made) -> None:
    back = SubmissionEvent(
        0, _number(filled, port), SubmissionAction.RETURN, "", "", "缺附件", datetime.now(UTC)
    )
    filled.store.received.decide([replace(back, answer_by=date(2017, 3, 5))])
    rows, today = office_table(filled).rows, date(2017, 3, 8)
    assert [row.name for row in sorted(rows, key=lambda row: urgency(row, today))] == [
        *("大连港工会", "某某区总工会", "庄河市总工会", "大连市教育局工会"),
        *("西岗区总工会", "中山区总工会"),
    ]
    counted = counts(rows, today)
    assert (counted[OfficeFilter.URGENT], counted[OfficeFilter.LATE]) == (2, 1)
    assert counted[OfficeFilter.ALL] == len(rows)
