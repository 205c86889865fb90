"""A received package opened: the office's others, what changed, who else has the same unit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gonghui_desktop.errors import InputError
from gonghui_desktop.model.findings import Finding, Severity
from gonghui_desktop.model.receiving.paired_findings import paired
from gonghui_desktop.model.receiving.submissions import SubmissionAction, SubmissionState
from gonghui_desktop.model.record import Profile
from gonghui_desktop.model.units.roster import Listed
from gonghui_desktop.services.receiving.arrivals.receive import receive
from gonghui_desktop.services.receiving.city.city_decisions import decide_same, questions
from gonghui_desktop.services.receiving.city.said_of_units import said_of_units
from gonghui_desktop.services.receiving.decisions.deciding import choose_record
from gonghui_desktop.services.receiving.decisions.offered import return_offers
from gonghui_desktop.services.receiving.office_table import office_table
from gonghui_desktop.services.receiving.received import Opened, look, opened
from gonghui_desktop.services.record_texts import record_differences
from gonghui_desktop.services.workspace import Workspace
from tests.sending_offices import Made, SendingOffices
from tests.services.receiving.conftest import Laid

ZHONGSHAN = Profile("district", "大连市中山区总工会")
XIGANG = Profile("district", "西岗区总工会")


def _opened(ws: Workspace, made: Made) -> Opened:
    kept = ws.store.received.with_package(made.package)
    assert kept is not None
    return opened(ws, kept.number)


def test_a_package_knows_what_it_replaces_and_what_counts_now(
    city: Workspace, laid: Laid, offices: SendingOffices
) -> None:
    stays = offices.record("annex1", "大连甲机械有限公司")
    changes = offices.record("annex1", "大连乙机械有限公司", employees="120")
    changed = offices.again(changes, employees="125")
    first = offices.package(ZHONGSHAN, [stays, changes])
    second = offices.package(replace(ZHONGSHAN, name="中山区总工会"), [stays, changed], first)
    receive(city, [laid(second, first)])  # the older one came later
    number = _opened(city, first).look.submission.number
    city.store.received.note(number, SubmissionAction.PAPER, record=stays.id)

    newer, older = _opened(city, second), _opened(city, first)

    assert [each.submission.revision for each in newer.office] == [2, 1]
    assert newer.before == older.look
    assert older.before is None
    assert older.look.state is SubmissionState.OLDER
    assert older.counting == newer.look == look(city, newer.look.submission.number)
    assert older.papers == newer.papers == frozenset({stays.id})  # it came again unchanged
    (difference,) = record_differences(city, changes, changed)
    assert (difference.label, difference.before, difference.after) == ("职工人数", "120", "125")


def test_two_of_one_revision_are_rivals_and_a_record_elsewhere_is_found(
    city: Workspace, laid: Laid, offices: SendingOffices
) -> None:
    record = offices.record("annex1", "大连甲机械有限公司")
    otherwise = replace(record, values={**record.values, "employees": "900"})
    mine, theirs = (offices.package(ZHONGSHAN, [each]) for each in (record, otherwise))
    foreign = offices.package(XIGANG, [replace(record, values={**record.values, "city": "旅顺"})])
    receive(city, [laid(mine, theirs, foreign)])

    found = _opened(city, mine)

    assert found.look.state is SubmissionState.CONFLICT
    assert found.counting is None
    assert [each.submission.package for each in found.rivals] == [theirs.package]
    assert [each.submission.package for each in found.elsewhere] == [foreign.package]
    assert found.look.clashing == {record.id}


def test_a_record_is_settled_by_who_has_seen_all_its_texts(
    city: Workspace, laid: Laid, offices: SendingOffices
) -> None:
    record = offices.record("annex1", "大连甲机械有限公司")
    texts = [replace(record, values={**record.values, "city": each}) for each in ("旅顺", "金州")]
    mine, foreign = offices.package(ZHONGSHAN, [record]), offices.package(XIGANG, [texts[0]])
    receive(city, [laid(mine, foreign)])
    number = _opened(city, mine).look.submission.number
    with pytest.raises(InputError, match="看不出原因"):
        choose_record(city, number, record.id, "核实无误")

    told = choose_record(city, number, record.id, "与盖章的纸质件相同")

    assert "请退回给报来的单位" in told.sentence
    assert not _opened(city, mine).look.clashing
    assert not _opened(city, foreign).look.clashing
    assert _opened(city, mine).look.state is SubmissionState.RECEIVED  # it is no choice of packages
    third = offices.package(replace(XIGANG, name="甘井子区总工会"), [texts[1]])
    receive(city, [laid(third, folder="later")])
    assert _opened(city, mine).look.clashing == {record.id}  # nobody has seen that one


def test_who_else_has_the_unit_is_told_with_the_office(
    city: Workspace, laid: Laid, offices: SendingOffices
) -> None:
    own = offices.record("annex1", "大连甲机械有限公司")
    other = offices.record("annex1", "大连甲机械有限责任公司")
    listed = offices.record("annex1", "大连示例重工集团有限公司")
    mine = offices.package(ZHONGSHAN, [own, listed])
    city.store.add_to_roster("2017", ([Listed("大连示例重工（集团）有限公司", "2015年典型")], ""))
    receive(city, [laid(mine, offices.package(XIGANG, [other]))])

    said = said_of_units(city, _opened(city, mine).look.submission.number)

    (double,) = said.others[own.id]
    assert (double.office, double.record.record.id) == (XIGANG.name, other.id)
    assert double.likeness == "名称只是写法不同"  # 有限责任公司 and 有限公司 are one form
    assert [each.reason for each in said.barred[listed.id]] == ["2015年典型"]


def test_a_package_that_is_gone_is_told_in_a_sentence(city: Workspace) -> None:
    with pytest.raises(InputError, match="不在了"):
        opened(city, 7)


def test_findings_are_paired_by_what_they_say_not_by_the_reason() -> None:
    wish = "职工人数：比上次多一倍，请核对，确实如此请写明原因。"
    ours = Finding(Severity.VERIFY, wish, "r", "employees")
    theirs = replace(ours, explanation="合并了两家分厂")
    alone = Finding(Severity.ADVICE, "建议写上邮编。", "r", "address")
    only_ours = Finding(Severity.MANDATORY, "未填写。", "r", "city")

    both, mine, foreign = paired([ours, only_ours], [alone, theirs])

    assert (both.ours, both.theirs, both.explanation) == (ours, theirs, "合并了两家分厂")
    assert (mine.ours, mine.theirs) == (only_ours, None)
    assert (foreign.ours, foreign.theirs) == (None, alone)


def test_what_has_to_go_after_a_decision_is_offered_as_a_reason(
    city: Workspace, laid: Laid, offices: SendingOffices
) -> None:
    one, other = (offices.record("annex1", name) for name in ("大连甲机械厂", "大连甲机械总厂"))
    listed = offices.record("annex1", "大连示例重工")
    mine, theirs = offices.package(ZHONGSHAN, [one]), offices.package(XIGANG, [other, listed])
    city.store.add_to_roster("2017", ([Listed("大连示例重工", "2015年典型")], ""))
    receive(city, [laid(mine, theirs)])
    double, barred = questions(city, office_table(city))
    kept = double.sides[0]
    decide_same(city, double, kept)
    decide_same(city, barred)

    def reasons(made: Made) -> list[tuple[str, str, str]]:
        offers = return_offers(city, _opened(city, made).look.submission.number)
        return [(each.record, each.field, each.text) for each in offers.reasons if each.record]

    gone = f"与{kept.title}是同一单位，一个单位只报一份，保留那一份，请去掉这一份。"
    title = "历年典型名单里的“大连示例重工”（2015年典型）"
    assert reasons(mine) == []
    assert reasons(theirs) == [
        (other.id, "unit_name", gone),
        (listed.id, "unit_name", f"与{title}是同一单位，不能再报，请换一个单位。"),
    ]


def test_a_name_on_a_roster_is_offered_once_as_a_reason_whenever_the_roster_came(
    city: Workspace, laid: Laid, offices: SendingOffices
) -> None:
    listed = offices.record("annex1", "大连示例重工")
    early, late = offices.package(ZHONGSHAN, [listed]), offices.package(XIGANG, [listed])

    def named(made: Made) -> list[str]:
        offers = return_offers(city, _opened(city, made).look.submission.number)
        return [each.text for each in offers.reasons if "2015年典型" in each.text]

    receive(city, [laid(early)])
    city.store.add_to_roster("2017", ([Listed("大连示例重工", "2015年典型")], ""))
    assert named(early) == [
        "可能是历年典型名单里的“大连示例重工”（2015年典型），不能再报，请核对，是的请换一个单位。"
    ]
    receive(city, [laid(late)])
    assert len(named(late)) == 1
