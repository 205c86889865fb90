"""A return or receipt from the province at the city, whose records are all of offices below."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from gonghui_desktop.exchange.package.reply import new_reply
from gonghui_desktop.model.checkcode import check_code, fingerprint
from gonghui_desktop.model.record import Profile
from gonghui_desktop.model.replies import RepliedRecord, Reply, ReplyKind, ReplyReason
from gonghui_desktop.services import reporter
from gonghui_desktop.services.receiving.arrivals.receive import receive
from gonghui_desktop.services.receiving.decisions import deciding
from gonghui_desktop.services.replies import RecordHere, take_in_reply
from gonghui_desktop.services.workspace import Workspace
from tests.sending_offices import Made, SendingOffices
from tests.services.receiving.conftest import Laid


@pytest.fixture
def returned(first: Made) -> Reply:
    """One of the two records is sent back."""
    records = [
        RepliedRecord(
            each.id,
            each.form,
            each.values["unit_name"],
            each.revision,
            check_code(fingerprint(first.submission.form_of(each), each)),
        )
        for each in first.submission.records
    ]
    return new_reply(
        Reply(
            "",
            ReplyKind.RETURN,
            "2017",
            "基层工会活力建设项目",
            "00000000-0000-5000-8000-000000000009",
            1,
            Profile("province", "辽宁省总工会"),
            "大连市总工会",
            (ReplyReason("少盖一个章", records[0].id, 1),),
            tuple(records),
            date(2099, 1, 2),
            date(2099, 1, 1),
        )
    )


def test_the_city_is_told_whom_to_send_it_back_to(
    city: Workspace, laid: Laid, first: Made, returned: Reply
) -> None:
    receive(city, [laid(first)])
    (told,) = take_in_reply(city, returned, "退回单.zip").records
    assert (told.here, told.is_here) == (RecordHere.BELOW, False)
    assert told.sentence == (
        "附件1“大连甲厂”：少盖一个章。它是“中山区总工会”报来的，"
        "请撤销受理，退回给他们改，重报、受理以后再导出汇总上报包。"
    )
    receipt = new_reply(replace(returned, kind=ReplyKind.RECEIPT, reasons=(), answer_by=None))
    assert take_in_reply(city, receipt, "回执.zip").records == ()
    assert city.store.records() == []


def test_a_district_may_correct_it_or_send_it_back_to_its_unit(
    city: Workspace, laid: Laid, offices: SendingOffices, first: Made, returned: Reply
) -> None:
    reporter.set_reporter(city, Profile("district", "中山区总工会"))
    unit = Profile("unit", "大连甲厂", receiver="中山区总工会")
    receive(city, [laid(offices.package(unit, first.submission.records[:1]))])
    deciding.accept_submissions(city, [1])
    (told, other) = take_in_reply(city, returned, "退回单.zip").records
    assert other.here is RecordHere.GONE
    assert told.here is RecordHere.SAME
    assert told.sentence.endswith("它是“大连甲厂”报来的，要他们改的，请撤销受理，退回给他们。")
