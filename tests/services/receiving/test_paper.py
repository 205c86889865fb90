"""A stamped paper beside what was received: the same, differs, older, unknown, not accepted."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from gonghui_desktop.cli.paper_command import paper as paper_command
from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange.package.submission import read_submission
from gonghui_desktop.fileio import read_limited
from gonghui_desktop.model.checkcode import check_code, fingerprint, package_digits, qr_digits
from gonghui_desktop.model.receiving.submissions import SubmissionEvent
from gonghui_desktop.model.record import Record
from gonghui_desktop.model.replies import ReplyReason
from gonghui_desktop.services.editions import known_forms
from gonghui_desktop.services.receiving.arrivals.receive import receive
from gonghui_desktop.services.receiving.decisions.deciding import (
    accept_submissions,
    proposed_answer_by,
    return_submission,
)
from gonghui_desktop.services.receiving.office_table import office_table
from gonghui_desktop.services.receiving.papers.cover_paper import Covers
from gonghui_desktop.services.receiving.papers.paper import (
    compared,
    match_paper,
    paper_count,
    shown_values,
    tick,
)
from gonghui_desktop.services.receiving.papers.paper_desk import PaperDesk
from gonghui_desktop.services.receiving.papers.paper_match import PaperCount, PaperResult
from gonghui_desktop.services.receiving.papers.paper_words import sentence_of
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.receiving.submissions import ReceivedSubmissions
from tests.sending_offices import Made, SendingOffices
from tests.services.receiving.conftest import ZHONGSHAN

Laid = Callable[..., Path]
UNIT = "大连样例机械有限公司"


def _scan(offices: SendingOffices, record: Record, page: int = 1, pages: int = 1) -> str:
    form = offices.campaign.form(record.form)
    return qr_digits(fingerprint(form, record), page, pages, record.code_version)


def _short(offices: SendingOffices, record: Record) -> str:
    return check_code(fingerprint(offices.campaign.form(record.form), record))


@pytest.fixture
def record(offices: SendingOffices) -> Record:
    return offices.record("annex1", UNIT)


@pytest.fixture
def first(city: Workspace, offices: SendingOffices, record: Record, laid: Laid) -> Made:
    """A received package."""
    made = offices.package(ZHONGSHAN, [record])
    receive(city, [laid(made)])
    return made


def _accept(city: Workspace) -> None:
    numbers = [each.number for each in city.store.received.submissions(city.campaign.id)]
    accept_submissions(city, numbers[-1:], None)


def test_a_scanned_paper_is_the_same_and_ticked_off_once(
    city: Workspace, offices: SendingOffices, record: Record, first: Made
) -> None:
    code = _scan(offices, record)
    before = match_paper(city, code)
    assert before.result is PaperResult.NOT_ACCEPTED
    assert tick(city, before)
    _accept(city)
    after = match_paper(city, f" {code[:20]} {code[20:]}\n")
    assert (after.result, after.is_ticked) == (PaperResult.SAME, True)
    assert not tick(city, after)
    count = paper_count(city)
    assert (count.seen, count.all) == (1, 1)
    row = next(row for row in office_table(city).rows if row.submission)
    assert row.has_paper


def test_a_stack_is_looked_up_in_what_was_read_once_until_something_comes(
    city: Workspace,
    offices: SendingOffices,
    first: Made,
    record: Record,
    laid: Laid,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = PaperDesk(city)
    code = _scan(offices, record)
    assert desk.tick(desk.match(code))
    reads: list[str] = []
    read = ReceivedSubmissions.events

    def counted(self: ReceivedSubmissions, campaign: str) -> list[SubmissionEvent]:
        reads.append(campaign)
        return read(self, campaign)

    monkeypatch.setattr(ReceivedSubmissions, "events", counted)
    assert desk.match(code).is_ticked
    assert desk.count() == PaperCount(1, 1)
    assert reads == []  # a tick of one's own makes nothing be read again
    new = offices.record("annex1", "大连后到有限公司")
    receive(city, [laid(offices.package(ZHONGSHAN, [record, new], first))])
    late = desk.match(_scan(offices, new))
    assert (late.result, late.is_ticked) == (PaperResult.NOT_ACCEPTED, False)
    assert tick(city, late)  # elsewhere in the program
    assert desk.match(_scan(offices, new)).is_ticked
    assert reads
    assert desk.count() == paper_count(city) == PaperCount(2, 2)


def test_the_command_line_says_that_nothing_can_be_noted(
    city: Workspace,
    offices: SendingOffices,
    record: Record,
    first: Made,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    arguments = Namespace(code=[_scan(offices, record)], same=False, differs=[], record="")
    monkeypatch.setattr(Workspace, "read_only", "另一个窗口正在使用。")
    answer = paper_command(city, arguments)
    assert "没有记下来" in answer.lines[0]
    assert "只能查看" in answer.lines[0]
    assert "已核对" not in str(answer.data["message"])
    monkeypatch.undo()
    assert "没有记下来" not in paper_command(city, arguments).lines[0]
    assert paper_count(city).seen == 1


def test_a_short_code_never_says_the_same_until_a_person_has_compared(
    city: Workspace, offices: SendingOffices, record: Record, first: Made
) -> None:
    _accept(city)
    match = match_paper(city, _short(offices, record))
    assert match.result is PaperResult.COMPARE
    assert not tick(city, match)
    assert match.record is not None
    assert UNIT in dict(shown_values(city, match.record)).values()
    found = compared(match)
    assert found.result is PaperResult.SAME
    assert tick(city, found)
    assert paper_count(city).seen == 1


def test_the_paper_of_a_former_revision_is_older_and_tells_the_fields(
    city: Workspace, offices: SendingOffices, record: Record, first: Made, laid: Laid
) -> None:
    again = offices.again(record, employees="130")
    receive(city, [laid(offices.package(ZHONGSHAN, [again], first))])
    match = match_paper(city, _scan(offices, record))
    assert match.result is PaperResult.OLDER
    assert [each.key for each in match.fields] == ["employees"]
    assert not tick(city, match)
    assert "作废" in sentence_of(match)
    assert match_paper(city, _short(offices, record)).result is PaperResult.OLDER


def test_what_one_office_withdrew_is_older_without_another_text(
    city: Workspace, offices: SendingOffices, record: Record, first: Made, laid: Laid
) -> None:
    other = offices.record("annex1", "大连另一有限公司")
    receive(city, [laid(offices.package(ZHONGSHAN, [other], first))])
    match = match_paper(city, _scan(offices, record))
    assert (match.result, match.fields) == (PaperResult.OLDER, ())
    assert "没有它" in sentence_of(match)


def test_other_contents_in_the_same_revision_differ(
    city: Workspace, offices: SendingOffices, record: Record, first: Made, laid: Laid
) -> None:
    rival = replace(record, values={**record.values, "employees": "99"})
    receive(city, [laid(offices.package(ZHONGSHAN, [rival], first))])
    match = match_paper(city, _scan(offices, record))
    assert match.result is PaperResult.DIFFERS
    assert [each.key for each in match.fields] == ["employees"]
    assert not tick(city, match)


def test_a_returned_paper_is_not_accepted(
    city: Workspace, offices: SendingOffices, record: Record, first: Made, tmp_path: Path
) -> None:
    number = city.store.received.submissions(city.campaign.id)[0].number
    reasons = [ReplyReason("请补盖公章")]
    return_submission(city, number, reasons, proposed_answer_by(city), tmp_path / "r.zip")
    match = match_paper(city, _scan(offices, record))
    assert match.result is PaperResult.NOT_ACCEPTED
    assert "退回" in sentence_of(match)


def test_each_page_says_which_it_is(
    city: Workspace, offices: SendingOffices, record: Record, first: Made
) -> None:
    match = match_paper(city, _scan(offices, record, 2, 3))
    assert (match.page, match.pages) == (2, 3)
    assert "第 2 页，共 3 页" in sentence_of(match)


def test_an_unknown_paper_and_a_cover_sheet(
    city: Workspace, offices: SendingOffices, first: Made
) -> None:
    stranger = offices.record("annex1", "谁也不认识的公司")
    assert match_paper(city, _scan(offices, stranger)).result is PaperResult.UNKNOWN
    assert match_paper(city, _short(offices, stranger)).result is PaperResult.UNKNOWN
    strange = match_paper(city, package_digits(b"\1" * 32))
    assert (strange.is_cover, strange.result) == (True, PaperResult.UNKNOWN)
    package = read_submission(first.data, known_forms(city))
    cover = match_paper(city, package_digits(package.fingerprint))
    assert (cover.is_cover, cover.result) == (True, PaperResult.NOT_ACCEPTED)
    assert cover.look is not None
    assert cover.look.submission.package == first.package
    assert not tick(city, cover)


def test_the_file_of_a_package_is_read_once_for_a_stack_of_covers(
    city: Workspace,
    offices: SendingOffices,
    record: Record,
    first: Made,
    laid: Laid,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reads: list[Path] = []

    def counted(path: Path, largest: int) -> bytes:
        reads.append(path)
        return read_limited(path, largest)

    monkeypatch.setattr(f"{Covers.__module__}.read_limited", counted)
    desk, strange = PaperDesk(city), package_digits(b"\1" * 32)
    for _time in range(3):
        assert desk.match(strange).result is PaperResult.UNKNOWN
    assert len(reads) == 1
    second = offices.package(ZHONGSHAN, [offices.again(record)], first)
    receive(city, [laid(second, folder="next")])
    for made, result in ((second, PaperResult.NOT_ACCEPTED), (first, PaperResult.OLDER)):
        package = read_submission(made.data, known_forms(city))
        found = desk.match(package_digits(package.fingerprint))
        assert (found.look and found.look.submission.package, found.result) == (
            made.package,
            result,
        )
    assert len(reads) == 2  # what has come is read, and nothing else once more


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "请扫描"),
        ("  ", "请扫描"),
        ("abc", "输入法"),
        ("壹贰叁", "输入法"),
        ("1234567", "7 位"),
        ("1234567890123", "有一位不对"),
        ("9" * 100_000, "位"),
    ],
)
def test_what_is_no_code_is_told(city: Workspace, text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        match_paper(city, text)


def test_full_width_digits_of_an_input_method_are_read(
    city: Workspace, offices: SendingOffices, record: Record, first: Made
) -> None:
    wide = _scan(offices, record).translate({48 + n: 0xFF10 + n for n in range(10)})
    assert match_paper(city, wide).result is PaperResult.NOT_ACCEPTED
