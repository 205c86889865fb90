"""What a child answers is checked once more, and work in it is cancelled, whatever it reads."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Mapping
from logging import LogRecord
from typing import Any

import pytest

from gonghui_desktop.confined.readers import Readers
from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange import incoming_json as by_line
from gonghui_desktop.exchange import roster_file
from gonghui_desktop.exchange.incoming import Accepted, FieldReading, Reading, Refused
from gonghui_desktop.exchange.records_json import RecordsImporter
from gonghui_desktop.exchange.spreadsheet.reading import read_sheets
from gonghui_desktop.exchange.word_forms.importer import WordFormsImporter
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.campaigns.known_forms import KnownForms
from tests.exchange import spreadsheet_files, word_files
from tests.reading_here import ReadersHere

_WORD = word_files.word_file(word_files.annex1(word_files.USUAL_ROWS))
_RECORDS = json.dumps(
    {"format": "gonghui-records", "version": 1, "campaign": "2017", "records": [{"form": "annex1"}]}
).encode()

Read = Callable[[Campaign, Readers, Callable[[], bool]], Any]
_READ: dict[str, Read] = {
    "甲.docx": lambda campaign, readers, cancelled: WordFormsImporter().read(
        _WORD, "甲.docx", KnownForms(campaign), readers, cancelled
    ),
    "甲.json": lambda campaign, readers, cancelled: RecordsImporter().read(
        _RECORDS, "甲.json", KnownForms(campaign), readers, cancelled
    ),
    "名单.docx": lambda _campaign, readers, cancelled: roster_file.read_tables(
        _WORD, "名单.docx", readers, cancelled
    ),
    "名单.xlsx": lambda _campaign, readers, cancelled: read_sheets(
        spreadsheet_files.xlsx(), "名单.xlsx", readers, cancelled
    ),
}


class _Saying(Readers):
    """Gives an answer, whatever it is asked."""

    def __init__(self, said: bytes) -> None:
        super().__init__()
        self._said = said

    def ask(self, *_asked: object, **_how: object) -> Generator[bytes]:
        yield self._said


def _line(**told: object) -> bytes:
    return json.dumps(
        {"number": 1, "form": "annex1", "values": {}, "explanations": {}} | told
    ).encode()


@pytest.mark.parametrize(
    "said",
    [
        b"\xff",
        b"[" * 100_000,
        b"{}",
        b"7",
        b"[1, 2, 3]",
        b'{"sheets": 7}',
        b'{"sheets": [{"name": "a"}]}',
        b'[true, [["a"], 7]]',
        _line(number="1"),
        _line(form="annex9"),
        _line(values={"nothing": "x"}),
        _line(values={"unit_name": 7}),
        _line(values={"unit_name": "x" * 20_001}),
        _line(readings=[["unit_name", "guessed", "", ""]]),
        _line(number=1, refused=7),
    ],
)
@pytest.mark.parametrize("name", _READ)
def test_an_answer_that_no_job_gives_is_a_file_that_is_not_read(
    campaign: Campaign, name: str, said: bytes, logged_errors: list[LogRecord]
) -> None:
    with pytest.raises(InputError, match=r"大得读不了|表格是空的") as told:
        _READ[name](campaign, _Saying(said), lambda: False)
    assert str(told.value).startswith(f"{name}：")
    logged_errors.clear()


@pytest.mark.parametrize("name", _READ)
def test_reading_is_cancelled_in_the_child(campaign: Campaign, name: str, readers: Readers) -> None:
    with pytest.raises(InputError, match="已取消，没有读入任何内容"):
        _READ[name](campaign, readers, lambda: True)
    assert _READ[name](campaign, readers, lambda: False)


def test_records_come_through_as_they_were_read(campaign: Campaign) -> None:
    """A whole form of every kind of content, the same by way of a child as without one."""
    read: list[Accepted | Refused] = [
        Accepted(1, "annex1", {"unit_name": "大连\U00020000\u200b厂"}, {"contact": "在迁移"}),
        Accepted(
            2,
            "annex3",
            {},
            {},
            (FieldReading("unit_name", "单位名称", Reading.DOUBTFUL, "甲\n乙", "有两行"),),
            ("邮编 116000",),
        ),
        Refused(3, "第 3 份申报表：“长”了。"),
    ]
    lines = b"".join(by_line.lines_of(read)).splitlines()
    assert [by_line.incoming_in(line, campaign) for line in lines] == read
    parameters: Mapping[str, object] = json.loads(json.dumps(by_line.parameters_of("甲", campaign)))
    assert by_line.asked_in(parameters)[1].forms == campaign.forms


def test_a_reader_without_a_child_reads_the_same(campaign: Campaign, readers: Readers) -> None:
    for read in _READ.values():
        assert read(campaign, readers, lambda: False) == read(
            campaign, ReadersHere(), lambda: False
        )
