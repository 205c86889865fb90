"""The cover sheet of a package (报送单): which of the kept packages it belongs to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.exchange.package.bag import load_profile
from gonghui_desktop.exchange.package.bag_reader import read_bag
from gonghui_desktop.exchange.package.package_job import LARGEST_PACKAGE
from gonghui_desktop.exchange.package.submission import package_fingerprint
from gonghui_desktop.fileio import read_limited
from gonghui_desktop.model.paper_codes import HALF, ScannedCode
from gonghui_desktop.model.receiving.submissions import COUNTING, SubmissionState
from gonghui_desktop.services.receiving.papers.paper_match import PaperMatch, PaperResult
from gonghui_desktop.services.receiving.received import Look


class Covers:
    """What the covers of kept packages show, by the digests of their files, which never change.

    The bytes of the packages say it. Each file is read once, and only when a cover is looked up
    that none of those read before has.
    """

    def __init__(self) -> None:
        self._digests: dict[str, str] = {}  # half of a fingerprint to the file's
        self._read: set[str] = set()

    def match(self, looks: Mapping[str, Look], code: ScannedCode) -> PaperMatch:
        """What a cover sheet is, by its QR code; it is never ticked off.

        Args:
            looks: digest of a file to its package, the newest first: a stack has those covers.
            code: on the cover.
        """
        found = looks.get(self._digests.get(code.half, ""))
        if found is None:
            fresh = (looks[digest] for half, digest in self._news(looks) if half == code.half)
            found = next(fresh, None)
        if found is None:
            return PaperMatch(PaperResult.UNKNOWN, is_cover=True)
        return PaperMatch(_result(found), found, is_cover=True)

    def _news(self, looks: Mapping[str, Look]) -> Iterator[tuple[str, str]]:
        """Half of the fingerprint and digest of each file that is read now."""
        for digest, look in looks.items():
            if digest in self._read or look.path is None:
                continue
            if fingerprint := _fingerprint(look.path, digest):
                half = fingerprint[:HALF]
                self._digests[half] = digest
                self._read.add(digest)
                yield half, digest


def _result(look: Look) -> PaperResult:
    if look.state is SubmissionState.ACCEPTED:
        return PaperResult.SAME
    return PaperResult.NOT_ACCEPTED if look.state in COUNTING else PaperResult.OLDER


def _fingerprint(path: Path, digest: str) -> str:
    """Of the package that is kept there; empty where it is not the one that was received."""
    try:
        data = read_limited(path, LARGEST_PACKAGE)
        if hashlib.sha256(data).hexdigest() != digest:
            return ""
        return package_fingerprint(read_bag(data, load_profile()).payload).hex()
    except GonghuiError:
        return ""
