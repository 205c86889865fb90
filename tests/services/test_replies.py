"""What the office above answers comes in: returns and receipts, in any order, twice, late."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gonghui_desktop import paths
from gonghui_desktop.exchange.package.reply import new_reply, write_reply
from gonghui_desktop.exchange.package.submission import Submission
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.record import Profile
from gonghui_desktop.model.replies import Reply, ReplyReason
from gonghui_desktop.model.stages import Stage
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services import records, reporter
from gonghui_desktop.services.bin import binned, restore
from gonghui_desktop.services.erasing.records import erase
from gonghui_desktop.services.imports import importing
from gonghui_desktop.services.replies import (
    RecordHere,
    replies,
    returned_marks,
    standing_marks,
    take_in_reply,
)
from gonghui_desktop.services.stages import mark
from gonghui_desktop.services.submissions import submission
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import Store
from gonghui_desktop.store.values import NewRecord
from tests.made_replies import ANSWER_BY, CITY, reason, receipt, returned

OFFICE = Profile("district", "中山区总工会")
WHY = "名额已经同意调整"


def _workspace(campaign: Campaign, store: Store, folder: Path) -> Workspace:
    fonts = paths.resources_folder() / "fonts"
    return Workspace(campaign, lambda: store, lambda: FormPrinter(fonts), folder=folder)


@pytest.fixture
def ws(tmp_path: Path, campaign: Campaign, data_folder: Path) -> Iterator[Workspace]:
    """A district's office with five complete records."""
    with Store.open(tmp_path / "data", "lina") as store:
        ws = _workspace(campaign, store, tmp_path / "data")
        importing.import_file(ws, data_folder / "district.json")
        reporter.set_reporter(ws, OFFICE)
        yield ws


@pytest.fixture
def sent(ws: Workspace, tmp_path: Path) -> Submission:
    """Its first package."""
    return _export(ws, tmp_path / "p1.zip")


def _export(ws: Workspace, path: Path) -> Submission:
    return submission.export_package(ws, path, WHY).submission


def _laid(tmp_path: Path, reply: Reply) -> Path:
    path = tmp_path / f"{reply.package[:8]}.zip"
    path.write_bytes(write_reply(reply))
    return path


def _stages(ws: Workspace) -> dict[str, Stage]:
    return {each.id: each.stage for each in records.records(ws)}


def test_a_returned_record_is_corrected_and_goes_out_as_the_next_one(
    ws: Workspace, sent: Submission, tmp_path: Path
) -> None:
    first, second, *_ = records.records(ws)
    reply = returned(
        sent,
        reason(first, "与公章不一致。", "unit_name"),
        reason(first, "请附说明"),
        reason(second, "人数不对", "employees"),
    )

    outcomes = importing.import_file(ws, _laid(tmp_path, reply))

    assert all(each.accepted for each in outcomes)
    assert outcomes[0].message == (
        "大连市总工会 2017年3月12日退回第 1 次报送中的 2 份申报表，请在 2017年3月18日前改好，"
        "重新导出报送包发去。有疑问请联系 王样例 0411-83640001。"
    )
    assert [each.record_id for each in outcomes[1:]] == [first.id, second.id]
    assert "“单位名称”：与公章不一致；请附说明。请重新打开" in outcomes[1].message
    assert [_stages(ws)[each.id] for each in (first, second)] == [Stage.RETURNED] * 2
    mark = returned_marks(ws)[first.id]
    assert (mark.office, mark.at, mark.answer_by) == (CITY.name, reply.made_on, ANSWER_BY)
    assert [(each.field, each.text) for each in mark.reasons] == [
        ("unit_name", "与公章不一致。"),
        ("", "请附说明"),
    ]

    records.reopen(ws, first.id, "退回")
    records.change(ws, first.id, {"employees": "121"})
    assert returned_marks(ws).keys() == {first.id, second.id}  # while it is corrected
    records.make_final(ws, [first.id])
    assert returned_marks(ws).keys() == {second.id}
    after = _export(ws, tmp_path / "p2.zip")

    assert (after.revision, after.supersedes) == (2, sent.package)
    assert returned_marks(ws) == {}  # the second went out again as it was
    assert set(_stages(ws).values()) == {Stage.SUBMITTED}


def test_a_receipt_marks_what_it_covers_and_no_later_revision(
    ws: Workspace, sent: Submission, tmp_path: Path
) -> None:
    first, *others = records.records(ws)
    records.reopen(ws, first.id, "人数有误")

    head, told = importing.import_file(ws, _laid(tmp_path, receipt(sent)))

    assert head.message == "大连市总工会 2017年3月12日已受理第 1 次报送（5 份申报表）。"
    assert told.message.endswith("受理的是第 1 版，本机已是第 2 版；受理后要换的，请先与他们商定。")
    assert standing_marks(ws).keys() == {each.id for each in others}
    assert _stages(ws)[first.id] is Stage.DRAFT
    assert {_stages(ws)[each.id] for each in others} == {Stage.ACCEPTED}


def test_the_same_file_again_changes_nothing_and_says_so(
    ws: Workspace, sent: Submission, tmp_path: Path
) -> None:
    first = records.records(ws)[0]
    path = _laid(tmp_path, returned(sent, reason(first, "与公章不一致")))
    importing.import_file(ws, path)
    records.reopen(ws, first.id, "退回")
    before = (replies(ws), records.records(ws), ws.store.history(first.id))

    (again,) = importing.import_file(ws, path)

    assert again.message == "大连市总工会 2017年3月12日的退回单以前导入过，未改动。"
    assert (replies(ws), records.records(ws), ws.store.history(first.id)) == before
    _export(ws, tmp_path / "p2.zip")
    (again,) = importing.import_file(ws, path)
    assert again.message.endswith("以前导入过，未改动。此后本单位已报送第 2 次。")


def test_each_record_says_how_it_stands_here(
    ws: Workspace, sent: Submission, tmp_path: Path
) -> None:
    gone, deleted, opened, corrected, same = records.records(ws)
    records.delete_all(ws, [gone.id, deleted.id])
    erase(ws, [each for each in binned(ws) if each.record.id == gone.id])
    for each in (opened, corrected):
        records.reopen(ws, each.id, "人数有误")
    records.change(ws, corrected.id, {"employees": "121"})
    records.make_final(ws, [corrected.id])

    taken = take_in_reply(ws, returned(sent, ReplyReason("缺附件3")), "退回.zip")

    assert {each.record: each.here for each in taken.records} == {
        gone.id: RecordHere.GONE,
        deleted.id: RecordHere.BINNED,
        opened.id: RecordHere.CORRECTING,
        corrected.id: RecordHere.CORRECTED,
    }
    assert [each.sentence.split("：", 1)[1] for each in taken.records] == [
        "本机没有这一份；还要上报的，请到填写时用的那台电脑上改，或重新填写。",
        "本机已经删除，在回收站里；还要上报的，请先从回收站恢复。",
        "本机已重新打开，请改好后定稿，再导出报送包。",
        "退回的是第 1 版，本机已是第 2 版，已经改过；还没有报送的，请再导出报送包。",
    ]
    assert returned_marks(ws).keys() == {opened.id, same.id}


@pytest.mark.parametrize("is_undone", [False, True])
def test_what_lay_in_the_bin_when_it_was_sent_back_bears_the_return_once_it_is_out(
    ws: Workspace, sent: Submission, is_undone: bool
) -> None:
    deleted, other, *_ = records.records(ws)
    records.delete_all(ws, [deleted.id, other.id])
    take_in_reply(ws, returned(sent, reason(deleted, "与公章不一致")), "退回.zip")
    assert returned_marks(ws) == {}

    if is_undone:
        records.undelete_all(ws, [deleted.id, other.id])
    else:
        restore(ws, [each.number for each in binned(ws)])

    assert returned_marks(ws).keys() == {deleted.id}
    assert _stages(ws)[deleted.id] is Stage.RETURNED
    mark(ws, [deleted.id], Stage.SUBMITTED)  # by hand, after the return came in
    records.delete(ws, deleted.id)
    records.undelete(ws, deleted.id)
    assert returned_marks(ws) == {}


def test_a_return_that_came_before_the_records_of_ones_own_package_marks_them(
    ws: Workspace, sent: Submission, tmp_path: Path
) -> None:
    first, *_ = records.records(ws)
    with Store.open(tmp_path / "new") as store:
        new = _workspace(ws.campaign, store, tmp_path / "new")
        reporter.set_reporter(new, sent.reporter)
        take_in_reply(new, returned(sent, reason(first, "与公章不一致")), "退回.zip")
        importing.import_file(new, tmp_path / "p1.zip")

        assert returned_marks(new).keys() == {first.id}


def test_the_return_of_an_older_package_is_told_and_marks_what_is_still_so(
    ws: Workspace, sent: Submission, tmp_path: Path
) -> None:
    first, second, *_ = records.records(ws)
    records.reopen(ws, first.id, "人数有误")
    records.change(ws, first.id, {"employees": "121"})
    _export(ws, tmp_path / "p2.zip")

    whole = take_in_reply(ws, returned(sent, ReplyReason("缺附件3")), "1.zip")
    assert whole.is_older
    assert "此后本单位已报送更新的第 2 次" in whole.sentence
    assert returned_marks(ws) == {}

    take_in_reply(ws, returned(sent, reason(first, "错"), reason(second, "错")), "2.zip")
    assert returned_marks(ws).keys() == {second.id}


def test_on_a_new_computer_ones_own_package_is_answered_too(
    ws: Workspace, sent: Submission, tmp_path: Path
) -> None:
    """The records came by import, so that nobody has noted here that they were handed in."""
    with Store.open(tmp_path / "new") as store:
        new = _workspace(ws.campaign, store, tmp_path / "new")
        importing.import_file(new, tmp_path / "p1.zip")
        first = records.records(new)[0]

        take_in_reply(new, returned(sent, reason(first, "与公章不一致")), "1.zip")

        assert returned_marks(new).keys() == {first.id}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda reply: replace(reply, campaign="2018", campaign_name="明年"), "“明年”（2018）"),
        (lambda reply: replace(reply, office=replace(CITY, name="中山区总工会")), "由他们导入"),
    ],
)
def test_what_was_not_said_to_us_is_refused(
    change: object, told: str, ws: Workspace, sent: Submission, tmp_path: Path
) -> None:
    assert callable(change)
    path = _laid(tmp_path, new_reply(change(receipt(sent))))

    (outcome,) = importing.import_one_of_many(ws, path)

    assert not outcome.accepted
    assert told in outcome.message
    assert replies(ws) == []


def test_another_offices_reply_is_refused(
    ws: Workspace, sent: Submission, tmp_path: Path, campaign: Campaign
) -> None:
    path = _laid(tmp_path, receipt(sent))
    with Store.open(tmp_path / "other") as store:
        other = _workspace(campaign, store, tmp_path / "other")
        reporter.set_reporter(other, Profile("district", "西岗区总工会"))

        (outcome,) = importing.import_one_of_many(other, path)

        assert not outcome.accepted
        assert "是给“中山区总工会”的，本机是“西岗区总工会”" in outcome.message
        assert replies(other) == []


@given(st.lists(st.sampled_from(range(5)), min_size=2, max_size=5, unique=True), st.randoms())
@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_order_and_any_number_of_times_ends_the_same(
    ws: Workspace,
    sent: Submission,
    tmp_path_factory: pytest.TempPathFactory,
    chosen: list[int],
    random: Random,
) -> None:
    """Returns of records, of the whole, receipts, of two packages, on several days."""
    first, second, *_ = records.records(ws)
    later = replace(sent, revision=2, package=str(uuid.uuid4()))
    said = (
        returned(sent, reason(first, "错"), reason(second, "错")),
        returned(sent, ReplyReason("缺附件3"), made_on=date(2017, 3, 10)),
        receipt(sent, made_on=date(2017, 3, 11)),
        returned(later, reason(second, "还错"), made_on=date(2017, 3, 14)),
        receipt(later, made_on=date(2017, 3, 14)),
    )
    order = [*chosen, *chosen]
    random.shuffle(order)

    ends = []
    for numbers in (chosen, order):
        one = _copy(ws, tmp_path_factory.mktemp("copy"))
        try:
            for number in numbers:
                take_in_reply(one, said[number], "x.zip")
            kept = {each.reply.package for each in replies(one)}
            ends.append((kept, _stages(one), standing_marks(one)))
        finally:
            one.close()

    assert ends[0] == ends[1]
    assert set(ends[0][0]) == {said[number].package for number in chosen}


def _copy(ws: Workspace, folder: Path) -> Workspace:
    """Another computer of the office, with its records as they went out."""
    copy = _workspace(ws.campaign, Store.open(folder / "data"), folder / "data")
    reporter.set_reporter(copy, OFFICE)
    copy.store.add(
        NewRecord(
            form=each.form,
            values=each.values,
            id=each.id,
            state=each.state,
            campaign=each.campaign,
            edition=each.edition,
        )
        for each in records.records(ws)
    )
    return copy
