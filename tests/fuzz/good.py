"""What broken files are made of: good ones of every kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gonghui_desktop.exchange.package.submission import Submission, read_submission
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services.editions import known_forms
from gonghui_desktop.services.workspace import Workspace
from tests.fuzz.above_seeds import above_seeds, report_of
from tests.fuzz.seeds import Kind, Seed, seeds
from tests.made_packages import packed


@dataclass(frozen=True)
class Good:
    """What broken files are made of.

    Attributes:
        files: of each kind.
        handed_in: what the packages hold.
        pack: makes a package of that, with all its pages.
        report: makes a report of packages.
        printer: prints the cover sheets of reports.
    """

    files: Mapping[Kind, Sequence[Seed]]
    handed_in: Sequence[Submission]
    pack: Callable[[Submission], bytes]
    report: Callable[[Sequence[bytes]], bytes]
    printer: Callable[[], FormPrinter]


def good(ws_of: Callable[[], Workspace], forms: Path) -> Good:
    """All of it.

    Args:
        ws_of: gives a workspace on the campaign of 2017, which is open.
        forms: the folder of that campaign's files.
    """
    files = seeds(ws_of(), forms)
    known = known_forms(ws_of())
    packages = files[Kind.PACKAGE]
    handed_in = [read_submission(each.data, known).submission for each in packages]
    above = above_seeds(ws_of(), packages, handed_in)
    return Good(
        {**files, **above},
        handed_in,
        lambda made: packed(ws_of(), made),
        lambda datas: report_of(
            ws_of(), {data: read_submission(data, known).submission for data in datas}
        ),
        lambda: ws_of().printer,
    )
