"""The report package: what goes in comes out, and what does not agree is refused."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from gonghui_desktop.errors import PackageError
from gonghui_desktop.exchange.package.bag import load_profile, write_bag
from gonghui_desktop.exchange.package.bag_reader import read_bag
from gonghui_desktop.exchange.package.report import read_report, summaries_of, write_report
from gonghui_desktop.exchange.package.report_data import (
    EnclosedPackage,
    Report,
    named_of,
    put_forward,
)
from gonghui_desktop.exchange.package.report_json import named, new_report
from gonghui_desktop.exchange.package.submission import Submission, read_submission
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.campaigns.known_forms import KnownForms
from gonghui_desktop.model.record import Profile
from gonghui_desktop.printing.papers.contents import Cover, Summary
from gonghui_desktop.printing.printer import FormPrinter
from tests.exchange.archives import WORKBOOK

CITY = Profile("city", "大连市总工会", "于样例", "0411-83640000")
_AT = datetime(2017, 3, 18, 16, 30, tzinfo=UTC)  # the 19th in China


@pytest.fixture(scope="module")
def digest(small_package: bytes) -> str:
    return hashlib.sha256(small_package).hexdigest()


@pytest.fixture(scope="module")
def inner(small_package: bytes, campaign: Campaign) -> Submission:
    return read_submission(small_package, KnownForms(campaign)).submission


@pytest.fixture(scope="module")
def report(campaign: Campaign, inner: Submission, digest: str, summary: bytes) -> Report:
    return new_report(
        campaign,
        CITY,
        made_at=_AT,
        packages=[EnclosedPackage(digest, inner.package, inner.reporter.name, inner.revision)],
        records=[named_of(inner, record, digest) for record in inner.records],
        summaries=summaries_of(WORKBOOK, summary),
        explanation="本年度符合条件的单位不足",
    )


@pytest.fixture(scope="module")
def summary(printer: FormPrinter) -> bytes:
    return printer.summary(Summary("汇总表", CITY.name, "", "", (), ("一、",), ("填报人",)))


@pytest.fixture(scope="module")
def data(
    report: Report, digest: str, small_package: bytes, summary: bytes, printer: FormPrinter
) -> bytes:
    def cover(fingerprint: bytes) -> bytes:
        return printer.cover(
            Cover(
                ("报送单",),
                CITY.name,
                (("报送单位", CITY.name),),
                fingerprint,
                "核对码",
                "",
                "",
                (),
                (),
                ("填报人",),
            )
        )

    return write_report(report, {digest: small_package}, WORKBOOK, summary, cover)


def test_what_goes_in_comes_out(
    data: bytes, report: Report, inner: Submission, digest: str, small_package: bytes
) -> None:
    got = read_report(data)
    assert got.report == report
    assert got.report.made_on.isoformat() == "2017-03-19"
    assert dict(got.packages) == {digest: small_package}
    whole = put_forward(report, {digest: inner})
    assert whole.records == inner.records
    assert (whole.reporter, whole.package) == (CITY, report.package)
    assert {each.check_code for each in report.records} <= {
        json.loads(_payload(data)["report.json"])["records"][0]["check_code"]
    }


def test_the_number_is_made_of_the_contents(report: Report) -> None:
    assert named(report) == report
    assert named(replace(report, explanation="")).package != report.package
    with pytest.raises(ValueError, match="package"):
        new_report(
            _campaign_of(report),
            CITY,
            made_at=_AT,
            packages=[],
            records=report.records,
            summaries=("", ""),
        )


def _campaign_of(report: Report) -> Campaign:
    return Campaign.unknown(report.campaign, ())


def _payload(data: bytes) -> dict[str, bytes]:
    return dict(read_bag(data, load_profile()).payload)


def _sealed(
    data: bytes,
    change: Callable[[dict[str, bytes]], object] = lambda _: None,
    info: dict[str, str] | None = None,
) -> bytes:
    """The report with something else in it and right digests, as a forger would make it."""
    bag = read_bag(data, load_profile())
    payload = dict(bag.payload)
    change(payload)
    return write_bag("gonghui-bent", {**bag.info, **(info or {})}, payload, load_profile())


def _edited(data: bytes, edit: Callable[[Any], object]) -> bytes:
    def change(payload: dict[str, bytes]) -> None:
        document = json.loads(payload["report.json"])
        edit(document)
        payload["report.json"] = json.dumps(document).encode()

    return _sealed(data, change)


def _refused(data: bytes) -> str:
    with pytest.raises(PackageError) as caught:
        read_report(data)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 300
    return caught.value.code


EDITS: dict[str, tuple[Callable[[Any], object], str]] = {
    "another format": (lambda d: d.update(format="x"), "H01"),
    "a submission": (lambda d: d.update(kind="submission"), "H01"),
    "another version": (lambda d: d.update(version=2), "H01"),
    "another campaign": (lambda d: d.update(campaign="2018\n"), "S03"),
    "another number": (lambda d: d.update(package=d["package"][::-1]), "H04"),
    "another reason": (lambda d: d.update(explanation="x"), "H04"),
    "a key too much": (lambda d: d.update({"more\x1b[31m" * 99: 1}), "H02"),
    "a key too few": (lambda d: d.pop("packages"), "H02"),
    "no records": (lambda d: d.update(records=[]), "H02"),
    "no packages": (lambda d: d.update(packages=[]), "H02"),
    "a package nobody needs": (
        lambda d: d["packages"].append({**d["packages"][0], "sha256": "a" * 64}),
        "H02",
    ),
    "a package twice": (lambda d: d["packages"].append(d["packages"][0]), "H02"),
    "200 packages and one": (
        lambda d: d.update(
            packages=[{**d["packages"][0], "sha256": f"{each:064x}"} for each in range(201)]
        ),
        "H02",
    ),
    "a way out": (lambda d: d["packages"][0].update(sha256="../" * 20 + "etc/"), "H02"),
    "a record twice": (lambda d: d["records"].append(d["records"][0]), "H02"),
    "another code": (lambda d: d["records"][0].update(check_code="1" * 13), "H02"),
    "no fingerprint": (lambda d: d["records"][0].update(fingerprint="x"), "H02"),
    "revision 0": (lambda d: d["records"][0].update(revision=0), "H02"),
    "revision as text": (lambda d: d.update(revision="1"), "H02"),
    "no time": (lambda d: d.update(made_at="gestern"), "H02"),
}


@pytest.mark.parametrize("case", EDITS)
def test_data_that_do_not_agree_are_refused(data: bytes, case: str) -> None:
    edit, code = EDITS[case]
    assert _refused(_edited(data, edit)) == code


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"a": 1, "a": 2}', b"[" * 20_000, b'{"a": NaN}']
)
def test_what_is_no_json_is_refused(data: bytes, content: bytes) -> None:
    assert _refused(_sealed(data, lambda files: files.update({"report.json": content}))) == "H02"


def test_what_is_far_too_much_is_refused(data: bytes) -> None:
    huge = b'"' + b"x" * 8_000_000 + b'"'
    assert _refused(_sealed(data, lambda files: files.update({"report.json": huge}))) == "H06"


@pytest.mark.parametrize(("xlsx", "pdf"), [(b"MZ", None), (None, b"%PDF"), (None, b"MZ")])
def test_a_summary_that_is_none_is_not_sent(
    report: Report,
    digest: str,
    small_package: bytes,
    summary: bytes,
    xlsx: bytes | None,
    pdf: bytes | None,
) -> None:
    files = (xlsx or WORKBOOK, pdf or summary)
    bent = named(replace(report, summaries=summaries_of(*files)))
    with pytest.raises(PackageError, match="D05"):
        write_report(bent, {digest: small_package}, *files, lambda _fingerprint: summary)


def test_files_that_are_not_what_their_names_say_are_refused(data: bytes, digest: str) -> None:
    name = f"packages/{digest}.zip"
    for change, code in (
        (lambda files: files.update({name: files[name] + b" "}), "H07"),
        (lambda files: files.pop(name), "H05"),
        (lambda files: files.update({"packages/run.exe": b"MZ"}), "H05"),
        (lambda files: files.pop("cover.pdf"), "H05"),
        (lambda files: files.pop("report.json"), "H01"),
        (lambda files: files.update({"summary.xlsx": b"MZ"}), "H07"),
        (lambda files: files.update({"summary.pdf": b"%PDF"}), "H07"),
        (lambda files: files.update({"cover.pdf": files["summary.pdf"]}), "D07"),
    ):
        assert _refused(_sealed(data, change)) == code
    assert _refused(_sealed(data, info={"Source-Organization": "别处总工会"})) == "H03"
    assert _refused(_sealed(data, info={"Gonghui-Package-Type": "submission"})) == "H01"


@pytest.mark.parametrize(
    "bent",
    [
        {"revision": 7},
        {"fingerprint": "0" * 64},
        {"name": "别的厂"},
        {"form": "annex2"},
        {"id": "0" * 32},
        {"edition": "0" * 64},
    ],
)
def test_a_record_that_is_not_in_its_package_is_refused(
    report: Report, inner: Submission, digest: str, bent: dict[str, Any]
) -> None:
    records = (replace(report.records[0], **bent), *report.records[1:])
    with pytest.raises(PackageError, match="H08"):
        put_forward(replace(report, records=records), {digest: inner})


@pytest.mark.parametrize(
    "other", [{"package": "x"}, {"revision": 2}, {"campaign": "2018"}, {"reporter": CITY}]
)
def test_another_package_than_is_listed_is_refused(
    report: Report, inner: Submission, digest: str, other: dict[str, Any]
) -> None:
    with pytest.raises(PackageError, match="H08"):
        put_forward(report, {digest: replace(inner, **other)})
