"""Packages as an office might make them with the program, whatever is in them."""

from __future__ import annotations

from dataclasses import replace

from gonghui_desktop.exchange.package.submission import Submission, write_submission
from gonghui_desktop.exchange.package.submission_data import date_of
from gonghui_desktop.exchange.package.submission_json import named
from gonghui_desktop.services.editions import known_forms
from gonghui_desktop.services.package_files import record_files, summary_file
from gonghui_desktop.services.workspace import Workspace


def packed(ws: Workspace, made: Submission) -> bytes:
    """The package of a submission, with the right files, names and digests."""
    used = {record.edition: made.form_of(record) for record in made.records}
    made = named(replace(made, forms=dict(sorted(used.items())), made_on=date_of(made.records)))
    documents = {
        each.id: record_files(ws.printer, made.form_of(each), each, made.reporter.name)
        for each in made.records
    }
    return write_submission(made, known_forms(ws), documents, summary_file(ws.campaign, made))
