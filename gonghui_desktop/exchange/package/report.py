"""The report package (汇总上报包): what an office has accepted and reports further, as one file.

Each package that its records came in lies in it byte for byte, under its SHA-256. It is no deeper
nested than that: a package in it is always one that was handed in, never another report.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass

from gonghui_desktop.errors import PackageError
from gonghui_desktop.exchange.package.bag import (
    FORMAT_VERSION,
    PAYLOAD_FOLDER,
    info_value,
    load_profile,
    write_bag,
)
from gonghui_desktop.exchange.package.bag_reader import Bag, read_bag
from gonghui_desktop.exchange.package.budget import Budget, WorkError
from gonghui_desktop.exchange.package.documents import check_cover
from gonghui_desktop.exchange.package.kinds import LABEL, PackageKind, kind_of
from gonghui_desktop.exchange.package.office_files import check_summary, summary_error
from gonghui_desktop.exchange.package.pdf_text import PdfError, page_texts
from gonghui_desktop.exchange.package.report_data import VERSION, Report
from gonghui_desktop.exchange.package.report_json import from_json, to_json
from gonghui_desktop.exchange.package.submission import package_fingerprint

_DATA = "report.json"
_SUMMARY_XLSX = "summary.xlsx"
_SUMMARY_PDF = "summary.pdf"
_COVER = "cover.pdf"
_BESIDE_PACKAGES = frozenset({_DATA, _SUMMARY_XLSX, _SUMMARY_PDF, _COVER})
_FOLDER = "packages/"
_SUFFIX = ".zip"
_SEND_AGAIN = "请让上报单位重新导出后再发来"


@dataclass(frozen=True)
class ReceivedReport:
    """A report that has passed every check but those of the packages in it.

    Attributes:
        report: its data.
        packages: digest of each package in it to its bytes, taken out when they are looked at.
        summary_xlsx: the summary as a spreadsheet.
        summary_pdf: the summary as printed.
        cover_pdf: the cover sheet.
        fingerprint: SHA-256 over all of it but the cover sheet, which shows it.
        litter: names of what a file manager has left in the archive, which nobody has read.
    """

    report: Report
    packages: Mapping[str, bytes]
    summary_xlsx: bytes
    summary_pdf: bytes
    cover_pdf: bytes
    fingerprint: bytes
    litter: tuple[str, ...] = ()


def write_report(
    report: Report,
    packages: Mapping[str, bytes],
    summary_xlsx: bytes,
    summary_pdf: bytes,
    make_cover: Callable[[bytes], bytes],
) -> bytes:
    """The package as a ZIP file; the same arguments, the same bytes.

    What is made is read back as its receiver will.

    Args:
        report: its data, named by its contents.
        packages: digest of each package in it to its bytes.
        summary_xlsx: the summary as a spreadsheet.
        summary_pdf: the summary as printed.
        make_cover: makes the cover sheet from the fingerprint of all the rest.

    Raises:
        KeyError: a package is not there.
        PackageError: the report would not pass.
    """
    payload = {
        _DATA: to_json(report),
        _SUMMARY_XLSX: summary_xlsx,
        _SUMMARY_PDF: summary_pdf,
        **{name_of(each.digest): packages[each.digest] for each in report.packages},
    }
    payload[_COVER] = make_cover(package_fingerprint(payload))
    data = write_bag(f"gonghui-{report.package[:8]}", _info(report), payload, load_profile())
    read_report(data)
    return data


def read_report(data: bytes) -> ReceivedReport:
    """The contents of a report, all checks passed but those of the packages in it.

    Raises:
        InputError: this is no ZIP file at all.
        PackageError: a check fails: of the archive (codes ``Z…``), the bag (``B…``), the data
            (``H…``) or the summary and the cover sheet (``D…``).
    """
    return report_in(read_bag(data, load_profile()))


def report_in(bag: Bag) -> ReceivedReport:
    """As :func:`read_report`, of a bag that was read already.

    Raises:
        PackageError: as there; a package in it is not the one that its name says (``H07``).
    """
    package = received_report(bag)
    for digest, data in package.packages.items():
        if hashlib.sha256(data).hexdigest() != digest:
            raise PackageError("H07", f"汇总上报包里附的报送包与编号不符，{_SEND_AGAIN}。")
    if package.report.summaries != summaries_of(package.summary_xlsx, package.summary_pdf):
        raise PackageError("H07", f"汇总上报包里的汇总表与编号不符，{_SEND_AGAIN}。")
    try:
        _check_papers(package, Budget())
    except WorkError as error:
        raise PackageError(
            "D08", f"汇总上报包里的文件要核对很久，不像本程序做的，请勿接收，{_SEND_AGAIN}。"
        ) from error
    return package


def received_report(bag: Bag, fingerprint: bytes = b"") -> ReceivedReport:
    """As :func:`report_in`, without a look into the files that are beside the data.

    Args:
        bag: the bag.
        fingerprint: the package's, where it is known already.

    Raises:
        PackageError: it is a package of another kind (``H01``), its data fail a check, do not
            agree with ``bag-info.txt`` (``H03``), or it has not the files that it must (``H05``).
    """
    kind = kind_of(bag.info)
    if kind is not PackageKind.REPORT:
        raise PackageError("H01", f"这是{kind.label}，不是汇总上报包，请核对文件。")
    if _DATA not in bag.payload:
        raise PackageError("H01", "这个压缩包里没有汇总上报，请选择程序导出的汇总上报包。")
    report = from_json(bag.payload[_DATA])
    for label, text in _info(report).items():
        if bag.info.get(label, "") != info_value(text):
            raise PackageError(
                "H03", f"汇总上报包的 bag-info.txt 里 {label} 与内容不符，{_SEND_AGAIN}。"
            )
    names = {each.digest: name_of(each.digest) for each in report.packages}
    _check_names(bag.payload.keys(), _BESIDE_PACKAGES | set(names.values()))
    return ReceivedReport(
        report=report,
        packages=bag.payload.renamed(names),
        summary_xlsx=bag.payload[_SUMMARY_XLSX],
        summary_pdf=bag.payload[_SUMMARY_PDF],
        cover_pdf=bag.payload[_COVER],
        fingerprint=fingerprint or package_fingerprint(bag.payload),
        litter=bag.litter,
    )


def summaries_of(xlsx: bytes, pdf: bytes) -> tuple[str, str]:
    """SHA-256 of a summary's two files, as a report's data have them."""
    return hashlib.sha256(xlsx).hexdigest(), hashlib.sha256(pdf).hexdigest()


def name_of(digest: str) -> str:
    """Where a package lies in a report, below ``data/``."""
    return f"{_FOLDER}{digest}{_SUFFIX}"


def _check_names(names: Set[str], wanted: Set[str]) -> None:
    for name in sorted(wanted - names):
        raise PackageError("H05", f"汇总上报包里缺少“{PAYLOAD_FOLDER}{name}”，{_SEND_AGAIN}。")
    for name in sorted(names - wanted):
        raise PackageError(
            "H05", f"汇总上报包里有不该有的文件“{PAYLOAD_FOLDER}{name}”，{_SEND_AGAIN}。"
        )


def _check_papers(package: ReceivedReport, budget: Budget) -> None:
    """Whether summary and cover sheet are what their names say, and the cover shows the code.

    Raises:
        PackageError: one is not (``D05``, ``D07``).
        WorkError: that takes longer than with any report that an office makes.
    """
    check_summary(package.summary_xlsx, budget)
    try:
        if not any(text.strip() for text in page_texts(package.summary_pdf, budget)):
            raise PdfError("empty")
    except PdfError as error:
        raise summary_error("（PDF）无法读取") from error
    check_cover(package.fingerprint, package.cover_pdf, budget)


def _info(report: Report) -> dict[str, str]:
    """What ``bag-info.txt`` says of the report."""
    return {
        "Source-Organization": report.reporter.name,
        "Contact-Name": report.reporter.contact_name,
        "Contact-Phone": report.reporter.contact_phone,
        "External-Identifier": report.package,
        "Bag-Group-Identifier": report.campaign,
        "Bagging-Date": report.made_on.isoformat(),
        LABEL: PackageKind.REPORT.value,
        "Gonghui-Package-Revision": str(report.revision),
        "Gonghui-Package-Supersedes": report.supersedes,
        FORMAT_VERSION: str(VERSION),
    }
