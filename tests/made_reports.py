"""Reports (汇总上报包) of any contents, sealed as the program would, whatever they say."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from gonghui_desktop.exchange.package.bag import load_profile, write_bag
from gonghui_desktop.exchange.package.bag_reader import read_bag
from gonghui_desktop.exchange.package.kinds import LABEL, PackageKind
from gonghui_desktop.exchange.package.report import name_of, summaries_of
from gonghui_desktop.exchange.package.report_data import VERSION, EnclosedPackage, Report, named_of
from gonghui_desktop.exchange.package.report_json import from_json, named, new_report, to_json
from gonghui_desktop.exchange.package.submission import Submission, package_fingerprint
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.record import Profile
from gonghui_desktop.printing.papers.contents import Cover
from gonghui_desktop.printing.printer import FormPrinter

_DATA, _COVER = "report.json", "cover.pdf"


def made_report(
    printer: FormPrinter,
    campaign: Campaign,
    office: Profile,
    packages: Mapping[bytes, Submission],
    made_at: datetime,
) -> bytes:
    """A report of all records of some packages, with the summary of the first one.

    Args:
        printer: prints the cover sheet.
        campaign: its rules.
        office: who reports.
        packages: the file of each to what it holds.
        made_at: when the last one was accepted.
    """
    first = read_bag(next(iter(packages)), load_profile()).payload
    summary = {name: first[name] for name in ("summary.xlsx", "summary.pdf")}
    digests = {data: hashlib.sha256(data).hexdigest() for data in packages}
    report = new_report(
        campaign,
        office,
        made_at=made_at,
        packages=[
            EnclosedPackage(digests[data], made.package, made.reporter.name, made.revision)
            for data, made in packages.items()
        ],
        records=[
            named_of(made, record, digests[data])
            for data, made in packages.items()
            for record in made.records
        ],
        summaries=summaries_of(*summary.values()),
    )
    inside = {name_of(digests[data]): data for data in packages}
    return sealed(printer, report, summary | inside)


def sealed(printer: FormPrinter, report: Report, files: Mapping[str, bytes]) -> bytes:
    """A report's file, its cover sheet, digests and manifests right, whatever is in it.

    Args:
        printer: prints the cover sheet.
        report: its data; its id becomes the one that they make.
        files: all others but the cover sheet, by their names below ``data/``.
    """
    right = named(report)
    payload = {**files, _DATA: to_json(right)}
    payload.pop(_COVER, None)
    office = right.reporter
    code, facts = package_fingerprint(payload), (("报送单位", office.name),)
    payload[_COVER] = printer.cover(
        Cover(("报送单",), office.name, facts, code, "", "", "", (), (), ())
    )
    info = {
        "Source-Organization": office.name,
        "Contact-Name": office.contact_name,
        "Contact-Phone": office.contact_phone,
        "External-Identifier": right.package,
        "Bag-Group-Identifier": right.campaign,
        "Bagging-Date": right.made_on.isoformat(),
        LABEL: PackageKind.REPORT.value,
        "Gonghui-Package-Revision": str(right.revision),
        "Gonghui-Package-Supersedes": right.supersedes,
        "Gonghui-Format-Version": str(VERSION),
    }
    return write_bag("gonghui-sealed", info, payload, load_profile())


def swapped(printer: FormPrinter, data: bytes, old: bytes, new: bytes) -> bytes:
    """A report with another package in the place of one, its digest and all manifests right."""
    payload = dict(read_bag(data, load_profile()).payload)
    before, after = (hashlib.sha256(each).hexdigest() for each in (old, new))
    del payload[name_of(before)]
    payload[name_of(after)] = new
    told = from_json(payload[_DATA])
    packages = tuple(
        replace(each, digest=after) if each.digest == before else each for each in told.packages
    )
    records = tuple(
        replace(each, digest=after) if each.digest == before else each for each in told.records
    )
    return sealed(printer, replace(told, packages=packages, records=records), payload)
