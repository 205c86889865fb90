"""The submission package: what goes in comes out, and what does not agree is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from gonghui_desktop.errors import PackageError
from gonghui_desktop.exchange.package.bag import load_profile, write_bag
from gonghui_desktop.exchange.package.bag_reader import read_bag
from gonghui_desktop.exchange.package.submission import (
    RecordDocuments,
    Submission,
    new_submission,
    read_submission,
    write_submission,
)
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.campaigns.known_forms import KnownForms
from gonghui_desktop.model.checkcode import check_code, fingerprint
from gonghui_desktop.model.findings import Finding, Severity
from gonghui_desktop.model.forms.edition import digest_of
from gonghui_desktop.model.record import Profile, Record
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.printing.sheet import PrintOptions, Sheet
from gonghui_desktop.services.catalogue import load_campaign_folder
from tests.exchange.archives import WORD, WORKBOOK
from tests.official_forms import copy_official_forms

Pack = Callable[[Campaign, Submission], bytes]
PrintPdf = Callable[[Campaign, Record], bytes]
SampleRecords = Callable[[str], list[Record]]


@pytest.mark.parametrize("sample", ["district", "resident_industry", "nonresident_industry"])
def test_what_goes_in_comes_out(
    campaign: Campaign,
    sample_records: SampleRecords,
    pack: Pack,
    print_pdf: PrintPdf,
    sample: str,
) -> None:
    records = sample_records(sample)
    findings = [
        Finding(Severity.VERIFY, "请核对。", records[0].id, "contact", "总机转"),
        Finding(Severity.ADVICE, "本表要印 2 页。", records[0].id),
    ]
    whole = [Finding(Severity.VERIFY, "还差 1 个典型单位。", explanation="本区只有四个")]
    made = new_submission(
        campaign,
        Profile(sample, "某产业工会", "王某", ""),
        records,
        findings=findings,
        submission_findings=whole,
        explanation="本区只有四个",
    )
    got = read_submission(pack(campaign, made), KnownForms(campaign))
    assert got.submission == made
    assert got.submission.findings == (*findings, *whole)
    assert got.submission.made_on == date(2017, 3, 15)
    assert got.documents.keys() == {record.id for record in records}
    assert got.documents[records[0].id].pdf == print_pdf(campaign, records[0])
    assert got.summary_xlsx.startswith(b"PK")
    assert got.summary_pdf is None


def test_rare_and_odd_characters_come_through(
    campaign: Campaign, profile: Profile, sample_records: SampleRecords, pack: Pack
) -> None:
    record = sample_records("nonresident_industry")[0]
    odd = {
        "chairperson": "王\ufa20\U0002cc5f\U000e0100·e\u0301\u200b",
        "unit_name": "\U000f1234大连ﬁ厂\u00ad（\u0378）",
        "address": "عربي 3-x－Ａ 〓 \U0001f600\x01",
        "goals": "一、目标：\n\n\t“3+x”\u3000" + "职工之家——" * 900,
        "measures": "\ufffd\ufffe\n" * 40,
    }
    made = new_submission(campaign, profile, [replace(record, values={**record.values, **odd})])
    got = read_submission(pack(campaign, made), KnownForms(campaign))
    assert got.submission.records[0].values == {**record.values, **odd}


def test_values_beyond_all_bounds_come_through(
    campaign: Campaign, profile: Profile, sample_records: SampleRecords, pack: Pack
) -> None:
    """Rows and headings that break across pages are no other values."""
    record = sample_records("district")[0]
    long = {
        field: "".join(chr(0x4E00 + (start + step * 7) % 20_000) for step in range(1_500))
        for start, field in enumerate(["city", "county", "unit_name", "chairperson", "address"])
    }
    made = new_submission(campaign, profile, [replace(record, values={**record.values, **long})])
    assert read_submission(pack(campaign, made), KnownForms(campaign)).submission == made


def test_the_number_is_made_of_the_contents(
    campaign: Campaign, submission: Submission, profile: Profile
) -> None:
    again = new_submission(campaign, profile, submission.records)
    assert again == submission
    other = new_submission(campaign, replace(profile, name="大连市西岗区总工会"), again.records)
    assert other.package != again.package
    second = new_submission(
        campaign, profile, submission.records, revision=2, supersedes=submission.package
    )
    assert (second.revision, second.supersedes) == (2, submission.package)
    assert second.package != submission.package


def test_a_reopened_record_says_what_it_replaces(
    campaign: Campaign, profile: Profile, sample_records: SampleRecords, pack: Pack
) -> None:
    record = sample_records("nonresident_industry")[0]
    again = replace(record, revision=3, reopen_reason="职工人数写错")
    data = pack(campaign, new_submission(campaign, profile, [again]))
    assert read_submission(data, KnownForms(campaign)).submission.records == (again,)
    item = json.loads(_payload(data)["submission.json"])["records"][0]
    assert item["replaces"] == {"revision": 2, "reason": "职工人数写错"}


def test_word_files_may_come_along(
    campaign: Campaign, submission: Submission, package: bytes, print_pdf: PrintPdf
) -> None:
    documents = {
        record.id: RecordDocuments(print_pdf(campaign, record), WORD)
        for record in submission.records
    }
    data = write_submission(submission, KnownForms(campaign), documents, WORKBOOK)
    got = read_submission(data, KnownForms(campaign))
    assert {files.docx for files in got.documents.values()} == {WORD}
    assert (got.summary_pdf, got.cover_pdf) == (None, None)  # as until November 2026


def test_a_fourth_form_needs_no_python(
    project_folder: Path,
    tmp_path: Path,
    profile: Profile,
    sample_records: SampleRecords,
    pack: Pack,
) -> None:
    folder = copy_official_forms(tmp_path / "2017")
    text = (folder / "annex2.toml").read_text("utf-8")
    text = text.replace('"annex2"', '"annex4"').replace("附件2", "附件4")
    text = text.replace("covered_enterprises", "branches").replace("覆盖企业数量", "分会数量")
    (folder / "annex4.toml").write_text(text, "utf-8")
    campaign = load_campaign_folder(folder)
    record = sample_records("district")[-1]
    values = dict(record.values)
    values["branches"] = values.pop("covered_enterprises")
    made = new_submission(
        campaign,
        profile,
        [replace(record, form="annex4", values=values, edition=digest_of(campaign.form("annex4")))],
    )
    data = pack(campaign, made)
    assert f"forms/annex4-01-{record.id}.pdf" in _payload(data)
    assert read_submission(data, KnownForms(campaign)).submission == made


def test_the_receiver_needs_neither_the_campaign_nor_its_forms(
    campaign: Campaign, submission: Submission, package: bytes
) -> None:
    other = replace(campaign, id="2031", forms=campaign.forms[1:2])
    assert read_submission(package, KnownForms(other)).submission == submission


def _payload(data: bytes) -> dict[str, bytes]:
    return dict(read_bag(data, load_profile()).payload)


def _sealed(
    data: bytes,
    change: Callable[[dict[str, bytes]], object] = lambda _: None,
    info: dict[str, str] | None = None,
) -> bytes:
    """The package with something else in it and right digests, as a forger would make it."""
    bag = read_bag(data, load_profile())
    payload = dict(bag.payload)
    change(payload)
    return write_bag("gonghui-bent", {**bag.info, **(info or {})}, payload, load_profile())


def _edited(data: bytes, edit: Callable[[Any], object]) -> bytes:
    """The package with another ``submission.json``."""

    def change(payload: dict[str, bytes]) -> None:
        document = json.loads(payload["submission.json"])
        edit(document)
        payload["submission.json"] = json.dumps(document).encode()

    return _sealed(data, change)


def _refused(data: bytes, campaign: Campaign) -> str:
    with pytest.raises(PackageError) as caught:
        read_submission(data, KnownForms(campaign))
    sentence = str(caught.value)
    assert sentence.endswith(f"（代码 {caught.value.code}）")
    assert sentence.isprintable()
    assert len(sentence) < 300
    return caught.value.code


EDITS: dict[str, tuple[Callable[[Any], object], str]] = {
    "another format": (lambda d: d.update(format="x"), "S01"),
    "another version": (lambda d: d.update(version=4), "S01"),
    "another campaign": (lambda d: d.update(campaign="2018\n"), "S03"),
    "a return": (lambda d: d.update(kind="return"), "S04"),
    "another definition": (
        lambda d: d["editions"][0]["definition"].update(copies=9),
        "S11",
    ),
    "a definition twice": (lambda d: d["editions"].append(d["editions"][0]), "S11"),
    "no definition": (lambda d: d.update(editions=[]), "S06"),
    "a broken definition": (lambda d: d["editions"][0]["definition"].pop("rows"), "S02"),
    "another edition": (lambda d: d["records"][0].update(edition="0" * 64), "S06"),
    "a code of tomorrow": (lambda d: d["records"][0].update(code_version=3), "S02"),
    "a code of yesterday": (lambda d: d["records"][0].update(code_version=1), "S02"),
    "a key too much": (lambda d: d.update({"more\x1b[31m" * 99: 1}), "S02"),
    "a key too few": (lambda d: d.pop("findings"), "S02"),
    "no records": (lambda d: d.update(records=[]), "S02"),
    "another number": (lambda d: d.update(package=d["package"][::-1]), "S05"),
    "another date": (lambda d: d.update(made_on="2017-03-16"), "S02"),
    "another reporter": (lambda d: d["reporter"].update(name="别处"), "S05"),
    "nonsense reporter": (lambda d: d["reporter"].update(kind="Other kind"), "S02"),
    "revision 0": (lambda d: d.update(revision=0), "S02"),
    "revision 2": (lambda d: d.update(revision=2), "S02"),
    "supersedes nonsense": (lambda d: d.update(supersedes="x"), "S02"),
    "explanation as number": (lambda d: d.update(explanation=1), "S02"),
    "unknown form": (lambda d: d["records"][0].update(form="annex9"), "S06"),
    "unknown field": (lambda d: d["records"][0]["values"].update(x="y"), "S02"),
    "an empty value": (lambda d: d["records"][0]["values"].update(city=""), "S02"),
    "a text too long": (
        lambda d: d["records"][0]["values"].update(goals="长" * 100_001),
        "S02",
    ),
    "a number as value": (lambda d: d["records"][0]["values"].update(employees=1), "S02"),
    "another value": (lambda d: d["records"][0]["values"].update(employees="1"), "S07"),
    "another code": (lambda d: d["records"][0].update(check_code="1"), "S07"),
    "half a character": (lambda d: d["records"][0]["values"].update(goals="\ud800"), "S07"),
    "not counted value": (lambda d: d["records"][0]["values"].update(non_public="no"), "S07"),
    "twice the same": (lambda d: d["records"].append(d["records"][0]), "S02"),
    "id with a way out": (lambda d: d["records"][0].update(id="../../x"), "S02"),
    "id in capitals": (lambda d: d["records"][0].update(id="A" * 32), "S02"),
    "no zone": (lambda d: d["records"][0].update(changed_at="2017-03-15T09:00:00"), "S02"),
    "no time": (lambda d: d["records"][0].update(changed_at="gestern"), "S02"),
    "replaces nothing": (
        lambda d: d["records"][0].update(replaces={"revision": 0, "reason": ""}),
        "S02",
    ),
    "a finding elsewhere": (
        lambda d: d["findings"].append(
            {
                "severity": "核实",
                "message": "x",
                "record_id": "0" * 32,
                "field": "",
                "explanation": "",
            }
        ),
        "S02",
    ),
}


@pytest.mark.parametrize("case", EDITS)
def test_data_that_do_not_agree_are_refused(
    campaign: Campaign, small_package: bytes, case: str
) -> None:
    edit, code = EDITS[case]
    assert _refused(_edited(small_package, edit), campaign) == code


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"a": 1, "a": 2}', b"[" * 100_000, "申报".encode("gbk"), b'{"a": NaN}'],
)
def test_what_is_no_json_is_refused(
    campaign: Campaign, small_package: bytes, content: bytes
) -> None:
    data = _sealed(small_package, lambda payload: payload.update({"submission.json": content}))
    assert _refused(data, campaign) == "S02"


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("Source-Organization", "别处总工会"),
        ("Contact-Phone", ""),
        ("Bagging-Date", "2017-03-16"),
        ("Bag-Group-Identifier", "2018"),
        ("Gonghui-Package-Revision", "2"),
        ("Gonghui-Package-Supersedes", "x"),
    ],
)
def test_the_bag_must_say_the_same_as_the_data(
    campaign: Campaign, small_package: bytes, label: str, value: str
) -> None:
    assert _refused(_sealed(small_package, info={label: value}), campaign) == "S08"


def test_every_record_has_its_page_and_every_page_its_record(
    campaign: Campaign, package: bytes
) -> None:
    pdf = next(name for name in _payload(package) if name.endswith(".pdf"))

    def rename(payload: dict[str, bytes]) -> None:
        payload[pdf.replace("-01-", "-07-")] = payload.pop(pdf)

    assert _refused(_sealed(package, lambda p: p.pop(pdf)), campaign) == "S09"
    assert _refused(_sealed(package, lambda p: p.pop("summary.xlsx")), campaign) == "S09"
    assert _refused(_sealed(package, rename), campaign) == "S09"
    assert _refused(_sealed(package, lambda p: p.pop("submission.json")), campaign) == "S01"
    more = {"forms/annex1-9-" + "0" * 32 + ".pdf": b"%PDF"}
    assert _refused(_sealed(package, lambda p: p.update(more)), campaign) == "S10"
    assert _refused(_sealed(package, lambda p: p.update({"run.exe": b"MZ"})), campaign) == "S10"


def test_a_page_of_another_record_is_found(campaign: Campaign, package: bytes) -> None:
    first, second, *_ = [name for name in _payload(package) if name.endswith(".pdf")]

    def swap(payload: dict[str, bytes]) -> None:
        payload[first], payload[second] = payload[second], payload[first]

    assert _refused(_sealed(package, swap), campaign) == "D02"


@pytest.mark.parametrize(
    "change",
    [lambda _: "", lambda text: text[:-1], lambda text: text + text[-1], lambda text: text[1:]],
    ids=["empty", "shorter", "longer", "beheaded"],
)
@pytest.mark.parametrize(
    "field", ["city", "county", "unit_name", "chairperson", "employees", "goals", "measures"]
)
def test_a_page_that_says_something_else_is_not_sent(
    campaign: Campaign,
    submission: Submission,
    printer: FormPrinter,
    field: str,
    change: Callable[[str], str],
) -> None:
    """The check code is right, one value on the paper is not."""
    record = submission.records[0]
    form = campaign.form(record.form)
    changed = change(record.value(field))
    sheet = Sheet(form, {**record.values, field: changed}, fingerprint(form, record))
    pdf = printer.render([sheet], PrintOptions()).pdf
    made = new_submission(campaign, submission.reporter, [record])
    with pytest.raises(PackageError, match="D03"):
        write_submission(made, KnownForms(campaign), {record.id: RecordDocuments(pdf)}, b"")


def test_a_page_without_its_code_is_not_sent(
    campaign: Campaign, submission: Submission, printer: FormPrinter
) -> None:
    record = submission.records[0]
    form = campaign.form(record.form)
    sheet = Sheet(form, record.values, fingerprint(form, record), code_version=record.code_version)
    pdf = printer.render([sheet], PrintOptions(foot_line=False)).pdf
    made = new_submission(campaign, submission.reporter, [record])
    with pytest.raises(PackageError, match="D02"):
        write_submission(made, KnownForms(campaign), {record.id: RecordDocuments(pdf)}, b"")


def test_a_page_of_another_record_behind_the_right_one_is_not_sent(
    campaign: Campaign, submission: Submission, printer: FormPrinter
) -> None:
    record, other, *_ = submission.records
    sheets = [
        Sheet(form, one.values, fingerprint(form, one), code_version=one.code_version)
        for one in (record, other)
        for form in (campaign.form(one.form),)
    ]
    pdf = printer.render(sheets, PrintOptions()).pdf
    made = new_submission(campaign, submission.reporter, [record])
    with pytest.raises(PackageError, match="D02"):
        write_submission(made, KnownForms(campaign), {record.id: RecordDocuments(pdf)}, b"")


def test_a_draft_is_never_handed_in(campaign: Campaign, profile: Profile) -> None:
    now = datetime.now(UTC)
    with pytest.raises(ValueError, match="final"):
        new_submission(campaign, profile, [Record("0" * 32, "annex1", now, now)])
    with pytest.raises(ValueError, match="final"):
        new_submission(campaign, profile, [])


def test_the_data_hold_the_code_on_the_paper(campaign: Campaign, package: bytes) -> None:
    document = json.loads(_payload(package)["submission.json"])
    records = read_submission(package, KnownForms(campaign)).submission.records
    assert [item["check_code"] for item in document["records"]] == [
        check_code(fingerprint(campaign.form(record.form), record)) for record in records
    ]
