"""The cover sheet of a package (报送单): which of the kept packages it belongs to."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.exchange.package.bag import load_profile
from gonghui_desktop.exchange.package.bag_reader import read_bag
from gonghui_desktop.exchange.package.package_job import LARGEST_PACKAGE
from gonghui_desktop.exchange.package.submission import package_fingerprint
from gonghui_desktop.fileio import read_limited
from gonghui_desktop.model.paper_codes import ScannedCode
from gonghui_desktop.model.receiving.submissions import COUNTING, SubmissionState
from gonghui_desktop.services.receiving.papers.paper_match import PaperMatch, PaperResult
from gonghui_desktop.services.receiving.received import Look


def cover_of(looks: Sequence[Look], code: ScannedCode) -> PaperMatch:
    """What a cover sheet is, by its QR code; it is never ticked off.

    The bytes of the packages say it, the newest first, since a stack has the newest covers.
    """
    newest_first = sorted(looks, key=lambda look: -look.submission.number)
    for look in newest_first:
        found = _fingerprint(look.path, look.submission.digest) if look.path else ""
        if found.startswith(code.half):
            return PaperMatch(_result(look), look, is_cover=True)
    return PaperMatch(PaperResult.UNKNOWN, is_cover=True)


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
