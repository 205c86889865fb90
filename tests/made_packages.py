"""Packages as an office might make them with the program, whatever is in them."""

from __future__ import annotations

from dataclasses import replace

from gonghui_desktop.exchange.package.submission import Submission
from gonghui_desktop.exchange.package.submission_data import date_of
from gonghui_desktop.exchange.package.submission_json import named
from gonghui_desktop.services.submissions.package_files import package_file
from gonghui_desktop.services.workspace import Workspace


def packed(ws: Workspace, made: Submission) -> bytes:
    """The package of a submission, with the right files, names and digests."""
    used = {record.edition: made.form_of(record) for record in made.records}
    made_on = made.made_on if made.is_zero or not made.records else date_of(made.records)
    return package_file(ws, named(replace(made, forms=dict(sorted(used.items())), made_on=made_on)))
