"""Packages under the right digests that would take minutes: refused, or told what was left."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gonghui_desktop import paths
from gonghui_desktop.confined.faults import ConfinedError, Reason
from gonghui_desktop.confined.readers import Readers
from gonghui_desktop.errors import PackageError
from gonghui_desktop.exchange.incoming import Accepted
from gonghui_desktop.exchange.package.package_job import read_in_child
from gonghui_desktop.exchange.package.pdf_text import page_texts
from gonghui_desktop.exchange.package.submission import Submission, new_submission
from gonghui_desktop.exchange.records_json import read_records
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.findings import Finding, Severity
from gonghui_desktop.model.forms.edition import digest_of
from gonghui_desktop.model.record import Profile, Record, RecordState
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services.editions import known_forms
from gonghui_desktop.services.submissions.package_files import PRINTER_VERSION, record_files
from gonghui_desktop.services.submissions.verifying import verify
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import Store
from tests.hostile_packages import office_bomb, payload_of, pdf_of, sealed, shown
from tests.made_packages import packed
from tests.reading_here import ReadersHere

Made = Callable[..., Submission]
_NOW = datetime(2017, 3, 15, tzinfo=UTC)
_BLANKS = b" " * 2_000_000
_EIGHT = 0xFFFF
"""Stands for eight characters at once."""


@pytest.fixture(scope="module")
def ws(tmp_path_factory: pytest.TempPathFactory, campaign: Campaign) -> Iterator[Workspace]:
    """A receiver's."""
    printer = FormPrinter(paths.resources_folder() / "fonts")
    with Store.open(tmp_path_factory.mktemp("receiver")) as store:
        yield Workspace(campaign, lambda: store, lambda: printer)


@pytest.fixture(scope="module")
def made(ws: Workspace, data_folder: Path) -> Made:
    """Makes the data of a package of so many forms, with other values than the first has."""
    data = (data_folder / "district.json").read_bytes()
    read = read_records(data, "district.json", ws.campaign)
    unit = next(each for each in read if isinstance(each, Accepted))
    form = ws.campaign.form(unit.form)

    def make(*changed: Mapping[str, str], findings: int = 0) -> Submission:
        records = [
            replace(
                Record(f"{number:032x}", form.id, _NOW, _NOW, {**unit.values, **values}),
                state=RecordState.FINAL,
                campaign=ws.campaign.id,
                edition=digest_of(form),
            )
            for number, values in enumerate(changed)
        ]
        told = [Finding(Severity.ADVICE, f"{number}") for number in range(findings)]
        office = Profile("district", "大连市中山区总工会")
        return new_submission(ws.campaign, office, records, findings=told, printer=PRINTER_VERSION)

    return make


def _units(count: int) -> list[dict[str, str]]:
    return [{"unit_name": f"大连第{number}示例厂"} for number in range(count)]


def _pdf(ws: Workspace, made: Submission, record: Record, more: bytes = b"") -> bytes:
    """A PDF that says what the record says, and holds more on each page."""
    right = record_files(ws.printer, made.form_of(record), record, made.reporter.name).pdf
    codes = {_EIGHT: "工" * 8}
    return pdf_of([shown(text, codes) + more for text in page_texts(right)], codes)


def _in_every_pdf(ws: Workspace, made: Made, count: int, more: bytes) -> bytes:
    data = made(*_units(count))
    return sealed(payload_of(data, [_pdf(ws, data, each, more) for each in data.records]), data)


def _long_contents(ws: Workspace, made: Made) -> bytes:
    return _in_every_pdf(ws, made, 7, _BLANKS)


def _many_characters(ws: Workspace, made: Made) -> bytes:
    return _in_every_pdf(ws, made, 3, b"<" + b"FFFF" * 200_000 + b">")


def _many_values(ws: Workspace, made: Made) -> bytes:
    data = made(*_units(4))
    long = b"<</Root 1 0 R /X [%s]>>" % (b"1 " * 220_000)
    pdfs = [_pdf(ws, data, each).replace(b"<</Root 1 0 R>>", long) for each in data.records]
    return sealed(payload_of(data, pdfs), data)


def _packed_parts(ws: Workspace, made: Made) -> bytes:
    data = made(*_units(7))
    pdfs = [_pdf(ws, data, each) for each in data.records]
    return sealed(payload_of(data, pdfs, office_bomb("word/document.xml", 18_000_000)), data)


def _papers(ws: Workspace, made: Made) -> bytes:
    data = made(*_units(1))
    pdfs = [_pdf(ws, data, each) for each in data.records]
    long = pdf_of([b"/F 1 Tf <" + b"0001" * 1_900_000 + b">"], {1: "工" * 8})
    return sealed(payload_of(data, pdfs, summary=long), data)


def _much_data(ws: Workspace, made: Made) -> bytes:
    long = "工" * 20_000
    data = made(*({**each, "goals": long, "measures": long} for each in _units(70)))
    return sealed(payload_of(data, [b"%PDF-"]), data)


def _many_findings(ws: Workspace, made: Made) -> bytes:
    data = made(*_units(1), findings=12_001)
    return sealed(payload_of(data, [b"%PDF-"]), data)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (_long_contents, "D08"),
        (_many_characters, "D08"),
        (_many_values, "D08"),
        (_packed_parts, "D08"),
        (_papers, "D08"),
        (_much_data, "S14"),
        (_many_findings, "S14"),
    ],
)
def test_one_budget_counts_for_the_whole_package(
    ws: Workspace, made: Made, make: Callable[[Workspace, Made], bytes], code: str
) -> None:
    with pytest.raises(PackageError) as caught:
        verify(ws, make(ws, made))
    assert caught.value.code == code, str(caught.value)


def test_a_form_that_is_too_long_to_print_is_named_and_the_others_are_compared(
    ws: Workspace, made: Made
) -> None:
    first, second = _units(2)
    lines = "工\n" * 1_600
    data = made({**first, "goals": lines.strip()}, second)
    verified = verify(ws, packed(ws, data))
    assert verified.verdict.startswith("完整")
    assert any("“大连第0示例厂”文字太多，只比对了文字" in each for each in verified.unchecked)
    assert any(each.startswith("其余各份的 PDF") for each in verified.checked)
    assert not any("大连第1示例厂" in each for each in verified.unchecked)


def test_forms_that_are_too_long_together_are_told(ws: Workspace, made: Made) -> None:
    data = made(*({**each, "goals": "工\n" * 900 + "会"} for each in _units(2)))
    verified = verify(ws, packed(ws, data))
    assert any("文字太多，只比对了文字" in each for each in verified.unchecked)


def test_a_package_is_given_up_while_it_is_read(ws: Workspace, made: Made) -> None:
    silent = Readers([sys.executable, "-c", "import time; time.sleep(60)"])
    asked = iter([False, False, True])
    with pytest.raises(ConfinedError) as caught:
        read_in_child(packed(ws, made(*_units(1))), known_forms(ws), silent, lambda: next(asked))
    silent.close()
    assert caught.value.reason is Reason.CANCELLED


def test_a_package_is_given_up_before_anything_is_printed(ws: Workspace, made: Made) -> None:
    class Stopped(Exception):  # noqa: N818 - stands for any stop
        pass

    def stop(done: int, _all: int) -> None:
        assert done == 0
        raise Stopped

    with pytest.raises(Stopped):
        verify(ws, packed(ws, made(*_units(2))), stop)


class _Lying(ReadersHere):
    """A child that has been taken over tells something else."""

    def __init__(self, change: Callable[[dict[str, object]], object]) -> None:
        super().__init__()
        self._change = change

    def answer(
        self,
        job: str,
        data: bytes,
        parameters: Mapping[str, object],
        cancelled: Callable[[], bool],
    ) -> Iterator[bytes]:
        """The answer as it was changed."""
        told = json.loads(b"".join(super().answer(job, data, parameters, cancelled)))
        self._change(told)
        yield json.dumps(told).encode()


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told.clear(),
        lambda told: told.update(files=[["submission.json", 0, 10**9, 10**9, False]]),
        lambda told: told.update(files=[["submission.json", -5, 3, 3, False]]),
        lambda told: told.update(files=[["submission.json", 0, 3, 10**9, True]]),
        lambda told: told.update(files=[["submission.json", "0", 3, 3, True]]),
        lambda told: told.update(files=[[]]),
        lambda told: told.update(files=[["submission.json", 0, 3, 3, True]] * 501),
        lambda told: told.update(fingerprint="xy"),
        lambda told: told.update(info=[]),
        lambda told: told.update(info={}),
    ],
)
def test_what_a_child_tells_is_checked(
    ws: Workspace,
    made: Made,
    change: Callable[[dict[str, object]], object],
    logged_errors: list[logging.LogRecord],
) -> None:
    data = packed(ws, made(*_units(1)))
    with pytest.raises(ConfinedError, match="请勿接收"):
        read_in_child(data, known_forms(ws), _Lying(change))
    (told,) = [each.getMessage() for each in logged_errors]
    assert told.startswith("not an answer")
    logged_errors.clear()
