"""What it costs to make packages and to verify them, and how that grows with their number.

    python tests/benchmarks/bench_packages.py [--most 2000]

Every package holds a district's five units, the long texts of each rotated so that no two are
alike. Figures of one run are comparable with each other only. Target: 40 packages of 5 forms
received and checked by one child in 5 s; more of them in proportion, memory flat.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from gonghui_desktop.confined.readers import Readers
from gonghui_desktop.exchange.incoming import Accepted
from gonghui_desktop.exchange.package.bag import load_profile
from gonghui_desktop.exchange.package.bag_reader import read_bag
from gonghui_desktop.exchange.package.package_job import read_in_child
from gonghui_desktop.exchange.package.submission import (
    RecordDocuments,
    new_submission,
    write_submission,
)
from gonghui_desktop.exchange.records_json import read_records
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.campaigns.known_forms import KnownForms
from gonghui_desktop.model.checkcode import fingerprint
from gonghui_desktop.model.forms.edition import digest_of
from gonghui_desktop.model.record import Profile, Record, RecordState
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.printing.sheet import PrintOptions, Sheet
from gonghui_desktop.services.catalogue import load_campaign_folder
from gonghui_desktop.services.submissions.package_files import (
    cover_file,
    summary_file,
    summary_pdf_file,
)

if sys.platform != "win32":
    import resource

_PROJECT = Path(__file__).resolve().parents[2]
_NOW = datetime(2017, 3, 15, tzinfo=UTC)
_KEPT = 40
"""Packages in memory at once; with more to verify they are taken in turn."""


class Office:
    """Makes packages, each other than the last."""

    def __init__(self, campaign: Campaign) -> None:
        self._campaign = campaign
        self._printer = FormPrinter(_PROJECT / "resources" / "fonts")
        data = (_PROJECT / "tests" / "data" / "district.json").read_bytes()
        self._units = [
            item for item in read_records(data, "sample", campaign) if isinstance(item, Accepted)
        ]

    def packages(self, count: int) -> Iterator[bytes]:
        """So many packages."""
        for number in range(count):
            profile = Profile("district", f"大连市第 {number + 1} 区总工会")
            records = [self._record(number, place) for place in range(len(self._units))]
            documents = {record.id: RecordDocuments(self._pdf(record)) for record in records}
            submission = new_submission(self._campaign, profile, records)
            yield write_submission(
                submission,
                KnownForms(self._campaign),
                documents,
                summary_file(self._campaign, submission),
                summary_pdf_file(self._printer, self._campaign, submission),
                partial(cover_file, self._printer, self._campaign, submission),
            )

    def _record(self, number: int, place: int) -> Record:
        unit = self._units[place]
        turned = {
            field: text[number % len(text) :] + text[: number % len(text)]
            for field, text in unit.values.items()
            if field in ("goals", "measures")
        }
        record_id = f"{number * len(self._units) + place:032x}"
        record = Record(record_id, unit.form, _NOW, _NOW, {**unit.values, **turned})
        edition = digest_of(self._campaign.form(unit.form))
        return replace(record, state=RecordState.FINAL, campaign=self._campaign.id, edition=edition)

    def _pdf(self, record: Record) -> bytes:
        form = self._campaign.form(record.form)
        sheet = Sheet(form, record.values, fingerprint(form, record), record.value(form.name_field))
        return self._printer.render([sheet], PrintOptions(signature_fields=True)).pdf


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _memory() -> float:
    """Highest memory of this process so far, MB; not a number on Windows, which keeps no such."""
    peak = math.nan
    if sys.platform != "win32":
        unit = 1 if sys.platform == "darwin" else 1024
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
    return peak


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=400, help="packages verified at the most")
    most = parser.parse_args().most
    campaign = load_campaign_folder(_PROJECT / "forms" / "2017")
    start = time.perf_counter()
    packages = list(Office(campaign).packages(_KEPT))
    seconds = time.perf_counter() - start
    size = sum(map(len, packages)) / _KEPT / 1000
    _say(f"make {_KEPT} packages of 5 forms: {seconds:.2f} s, {size:.0f} kB each")
    profile = load_profile()
    start = time.perf_counter()
    for package in packages:
        read_bag(package, profile)
    _say(f"archive and digests only, {_KEPT}: {time.perf_counter() - start:.2f} s")
    readers = Readers()
    count = 10
    while count <= most:
        start = time.perf_counter()
        for number in range(count):
            read_in_child(packages[number % _KEPT], KnownForms(campaign), readers)
        seconds = time.perf_counter() - start
        each = seconds / count * 1000
        _say(f"verify {count:5}: {seconds:6.2f} s, {each:5.1f} ms each, {_memory():.0f} MB")
        count *= 2 if count >= _KEPT else 4
    readers.close()


if __name__ == "__main__":
    main()
