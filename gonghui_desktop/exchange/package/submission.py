"""The submission package: what an office hands in, as one file.

Written and read whole: nothing leaves this module that has not passed every check.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gonghui_desktop.errors import PackageError
from gonghui_desktop.exchange.package.bag import (
    FORMAT_VERSION,
    PAYLOAD_FOLDER,
    info_value,
    load_profile,
    manifest,
    write_bag,
)
from gonghui_desktop.exchange.package.bag_reader import Bag, read_bag
from gonghui_desktop.exchange.package.budget import Budget, WorkError
from gonghui_desktop.exchange.package.documents import (
    check_cover,
    check_document,
    check_summary_pdf,
)
from gonghui_desktop.exchange.package.kinds import LABEL, PackageKind, kind_of
from gonghui_desktop.exchange.package.office_files import check_summary, check_word_file
from gonghui_desktop.exchange.package.submission_data import (
    VERSION,
    ZERO_VERSION,
    Submission,
    date_of,
)
from gonghui_desktop.exchange.package.submission_json import from_json, named, to_json
from gonghui_desktop.exchange.package.zip_reader import MOST_ENTRIES
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.campaigns.known_forms import KnownForms
from gonghui_desktop.model.campaigns.rules_digest import rules_digest
from gonghui_desktop.model.findings import Finding
from gonghui_desktop.model.forms.edition import digest_of
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.record import Profile, Record, RecordState
from gonghui_desktop.model.summary import numbered

__all__ = [
    "MOST_RECORDS",
    "ReceivedPackage",
    "RecordDocuments",
    "Submission",
    "new_submission",
    "package_fingerprint",
    "read_submission",
    "write_submission",
]

_DATA = "submission.json"
_SUMMARY_XLSX = "summary.xlsx"
_SUMMARY_PDF = "summary.pdf"
_COVER = "cover.pdf"
_BESIDE_RECORDS = 10
"""Entries that are no record's: declaration, info, four manifests, data, two summaries, cover."""

MOST_RECORDS = (MOST_ENTRIES - _BESIDE_RECORDS) // 2
"""Records in one package: each has a PDF and a Word file, and the reader takes so many entries."""

_SEND_AGAIN = "请让上报单位重新导出后再发来"


@dataclass(frozen=True)
class RecordDocuments:
    """The files of one record.

    Attributes:
        pdf: the form as printed.
        docx: the form as a Word file, ``None`` where there is none.
    """

    pdf: bytes
    docx: bytes | None = None


@dataclass(frozen=True)
class ReceivedPackage:
    """A package that has passed every check.

    Attributes:
        submission: its data.
        documents: record id to the record's files.
        summary_xlsx: the summary as a spreadsheet.
        summary_pdf: the summary as printed, ``None`` where there is none.
        cover_pdf: the cover sheet, ``None`` where there is none.
        fingerprint: SHA-256 over all of it but the cover sheet, which shows it.
        litter: names of what a file manager has left in the archive, which nobody has read.
    """

    submission: Submission
    documents: Mapping[str, RecordDocuments]
    summary_xlsx: bytes
    summary_pdf: bytes | None
    cover_pdf: bytes | None
    fingerprint: bytes
    litter: tuple[str, ...] = ()


def new_submission(  # noqa: PLR0913 - all by name but the first three
    campaign: Campaign,
    reporter: Profile,
    records: Sequence[Record],
    *,
    forms: Mapping[str, FormDefinition] | None = None,
    findings: Sequence[Finding] = (),
    submission_findings: Sequence[Finding] = (),
    explanation: str = "",
    revision: int = 1,
    supersedes: str = "",
    printer: str = "",
    zero_on: date | None = None,
) -> Submission:
    """A submission of these records. Nothing in it comes from the clock or from chance.

    Args:
        campaign: the campaign.
        reporter: who hands in.
        records: all final, in order; none for a zero report.
        forms: digest of each record's edition to the form; by default the campaign's own forms.
        findings: of the records.
        submission_findings: of the whole submission.
        explanation: why unmet quotas stand, may be empty.
        revision: 1 for the first package of the campaign.
        supersedes: UUID of the package that this one replaces.
        printer: version of what makes the files.
        zero_on: the day on which the office declares that it puts no unit forward.

    Raises:
        ValueError: there is no record and no such day, or both, or one is not final.
    """
    are_final = all(record.state is RecordState.FINAL for record in records)
    if (zero_on is None) is not bool(records) or not are_final:
        raise ValueError("a submission holds final records, or is a zero report")
    known = {digest_of(form): form for form in campaign.forms} if forms is None else forms
    used = {record.edition for record in records}
    submission = Submission(
        package="",
        campaign=campaign.id,
        campaign_name=campaign.name,
        revision=revision,
        supersedes=supersedes,
        made_on=zero_on or date_of(records),
        reporter=reporter,
        records=tuple(records),
        forms={digest: form for digest, form in sorted(known.items()) if digest in used},
        findings=(*findings, *submission_findings),
        explanation=explanation,
        printer=printer,
        rules=rules_digest(campaign),
        version=VERSION if records else ZERO_VERSION,
    )
    return named(submission)


def write_submission(
    submission: Submission,
    known: KnownForms,
    documents: Mapping[str, RecordDocuments],
    summary_xlsx: bytes,
    summary_pdf: bytes | None = None,
    make_cover: Callable[[bytes], bytes] | None = None,
) -> bytes:
    """The package as a ZIP file; the same arguments, the same bytes.

    What is made is read back as the receiving office will, so no package goes out that would be
    refused there.

    Args:
        submission: its data, named by its contents.
        known: as the receiver's; see :func:`read_submission`.
        documents: record id to files, for every record; the PDFs with their foot line.
        summary_xlsx: the summary as a spreadsheet.
        summary_pdf: the summary as printed.
        make_cover: makes the cover sheet from the fingerprint of all the rest.

    Raises:
        KeyError: a record has no documents.
        PackageError: the package would not pass, such as a PDF that says something else than its
            record.
    """
    payload = {_DATA: to_json(submission), _SUMMARY_XLSX: summary_xlsx}
    for record_id, stem in _stems(submission):
        files = documents[record_id]
        payload[f"{stem}.pdf"] = files.pdf
        if files.docx is not None:
            payload[f"{stem}.docx"] = files.docx
    if summary_pdf is not None:
        payload[_SUMMARY_PDF] = summary_pdf
    if make_cover is not None:
        payload[_COVER] = make_cover(package_fingerprint(payload))
    base = f"gonghui-{submission.package[:8]}"
    data = write_bag(base, _info(submission), payload, load_profile())
    read_submission(data, known)
    return data


def read_submission(data: bytes, known: KnownForms) -> ReceivedPackage:
    """The contents of a package, all checks passed.

    Args:
        data: the ZIP file.
        known: forms of packages of version 1, which carry no definitions.

    Raises:
        InputError: this is no ZIP file at all.
        PackageError: a check fails: of the archive (codes ``Z…``), the bag (``B…``), the data
            (``S…``) or the documents (``D…``).
    """
    return submission_in(read_bag(data, load_profile()), known)


def submission_in(bag: Bag, known: KnownForms) -> ReceivedPackage:
    """As :func:`read_submission`, of a bag that was read already.

    Raises:
        PackageError: it is a package of another kind (``S04``), or the data (``S…``) or the
            documents (``D…``) fail a check.
    """
    package = received(bag, known)
    try:
        _check_files(package, Budget())
    except WorkError as error:
        raise PackageError(
            "D08", f"报送包里的文件要核对很久，不像本程序做的，请勿接收，{_SEND_AGAIN}。"
        ) from error
    return package


def received(bag: Bag, known: KnownForms, fingerprint: bytes = b"") -> ReceivedPackage:
    """As :func:`submission_in`, without a look into the files that are beside the data.

    They are taken out of the bag one after the other, when they are looked at.

    Args:
        bag: the bag.
        known: as for :func:`read_submission`.
        fingerprint: the package's, where it is known already.

    Raises:
        PackageError: it is a package of another kind (``S04``), or its data fail a check
            (``S…``).
    """
    kind = kind_of(bag.info)
    if kind is not PackageKind.SUBMISSION:
        raise PackageError("S04", f"这是{kind.label}，不是上报用的报送包，{kind.remedy}。")
    if _DATA not in bag.payload:
        raise PackageError("S01", "这个压缩包里没有申报表，请选择程序导出的报送包。")
    submission = from_json(bag.payload[_DATA], known)
    _check_info(bag, submission)
    return ReceivedPackage(
        submission=submission,
        documents=_documents(bag.payload, submission),
        summary_xlsx=bag.payload[_SUMMARY_XLSX],
        summary_pdf=bag.payload.get(_SUMMARY_PDF),
        cover_pdf=bag.payload.get(_COVER),
        fingerprint=fingerprint or package_fingerprint(bag.payload),
        litter=bag.litter,
    )


def _check_files(package: ReceivedPackage, budget: Budget) -> None:
    """Whether every file is what its name says, and PDFs say what the data say.

    Raises:
        PackageError: one is not (``D…``).
        WorkError: that takes longer than with any package that an office makes.
    """
    submission = package.submission
    for record in submission.records:
        form, files = submission.form_of(record), package.documents[record.id]
        check_document(form, record, files.pdf, budget)
        if files.docx is not None:
            check_word_file(form, record, files.docx, budget)
    check_summary(package.summary_xlsx, budget)
    if package.summary_pdf is not None:
        check_summary_pdf(submission.records, submission.form_of, package.summary_pdf, budget)
    if package.cover_pdf is not None:
        check_cover(package.fingerprint, package.cover_pdf, budget)


def package_fingerprint(payload: Mapping[str, bytes]) -> bytes:
    """SHA-256 over the lines of ``manifest-sha256.txt`` but the cover sheet's, which shows it.

    Args:
        payload: path below ``data/`` to content.
    """
    files = {PAYLOAD_FOLDER + name: data for name, data in payload.items() if name != _COVER}
    return hashlib.sha256(manifest("sha256", files)).digest()


def _stems(submission: Submission, least_digits: int = 2) -> Iterator[tuple[str, str]]:
    """Each record's id with the path of its files without suffix, numbered form by form.

    So that names sort as the list does, all numbers of a form have equally many digits.
    """
    counts = Counter(record.form for record in submission.records)
    for number, record in numbered(submission.records):
        digits = max(least_digits, len(str(counts[record.form]))) if least_digits else 0
        yield record.id, f"forms/{record.form}-{number:0{digits}d}-{record.id}"


def _stems_in(payload: Mapping[str, bytes], submission: Submission) -> Mapping[str, str]:
    """Record id to path; until November 2026 numbers were written without zeros in front."""
    now, once = dict(_stems(submission)), dict(_stems(submission, least_digits=0))
    is_old = any(f"{stem}.pdf" in payload for stem in set(once.values()) - set(now.values()))
    return once if is_old else now


def _info(submission: Submission) -> dict[str, str]:
    """What ``bag-info.txt`` says of the submission."""
    return {
        "Source-Organization": submission.reporter.name,
        "Contact-Name": submission.reporter.contact_name,
        "Contact-Phone": submission.reporter.contact_phone,
        "External-Identifier": submission.package,
        "Bag-Group-Identifier": submission.campaign,
        "Bagging-Date": submission.made_on.isoformat(),
        LABEL: submission.kind.value,
        "Gonghui-Package-Revision": str(submission.revision),
        "Gonghui-Package-Supersedes": submission.supersedes,
        FORMAT_VERSION: str(submission.version),
    }


def _check_info(bag: Bag, submission: Submission) -> None:
    for label, text in _info(submission).items():
        if bag.info.get(label, "") != info_value(text):
            raise PackageError(
                "S08", f"报送包的 bag-info.txt 里 {label} 与申报表不符，{_SEND_AGAIN}。"
            )


def _documents(
    payload: Mapping[str, bytes], submission: Submission
) -> Mapping[str, RecordDocuments]:
    """Record id to files, once the payload holds what it must and nothing else."""
    stems = _stems_in(payload, submission)
    wanted = {_DATA, _SUMMARY_XLSX, *(f"{stem}.pdf" for stem in stems.values())}
    allowed = wanted | {_SUMMARY_PDF, _COVER, *(f"{stem}.docx" for stem in stems.values())}
    for name in sorted(wanted - payload.keys()):
        raise PackageError("S09", f"报送包里缺少“data/{name}”，{_SEND_AGAIN}。")
    for name in sorted(payload.keys() - allowed):
        raise PackageError("S10", f"报送包里有不该有的文件“data/{name}”，{_SEND_AGAIN}。")
    return _Documents(payload, stems)


class _Documents(Mapping[str, RecordDocuments]):
    """Record id to its files, taken out of the payload one record after the other.

    Args:
        payload: path to content.
        stems: record id to path without suffix.
    """

    def __init__(self, payload: Mapping[str, bytes], stems: Mapping[str, str]) -> None:
        self._payload = payload
        self._stems = stems

    def __getitem__(self, record_id: str) -> RecordDocuments:
        stem = self._stems[record_id]
        return RecordDocuments(self._payload[f"{stem}.pdf"], self._payload.get(f"{stem}.docx"))

    def __iter__(self) -> Iterator[str]:
        return iter(self._stems)

    def __len__(self) -> int:
        return len(self._stems)
