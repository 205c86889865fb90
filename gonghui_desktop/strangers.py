"""The jobs that read strangers' files: by name, each imported in the child that does it.

The imports are plain statements, for PyInstaller to find; they are behind functions, so that a
child sets its limits first and loads no more than the job needs.
"""

from __future__ import annotations

from gonghui_desktop.confined.jobs import Job, Jobs


def _tables() -> Job:
    from gonghui_desktop.exchange.spreadsheet.table_job import answer

    return answer


def _word_forms() -> Job:
    from gonghui_desktop.exchange.word_forms.importer import answer

    return answer


def _tables_in_word() -> Job:
    from gonghui_desktop.exchange.roster_file import answer

    return answer


def _records() -> Job:
    from gonghui_desktop.exchange.records_json import answer

    return answer


def _package() -> Job:
    from gonghui_desktop.exchange.package.package_job import answer

    return answer


def _campaign() -> Job:
    from gonghui_desktop.exchange.campaign_file import answer

    return answer


def _database() -> Job:
    from gonghui_desktop.store.backups.reading import read_database

    return read_database


JOBS: Jobs = {
    "campaign": _campaign,
    "database": _database,
    "package": _package,
    "tables": _tables,
    "word forms": _word_forms,
    "tables in Word": _tables_in_word,
    "records": _records,
}
"""Every job that :class:`~gonghui_desktop.confined.readers.Readers` can be asked for."""
