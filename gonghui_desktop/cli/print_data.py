"""What was printed of a record, as the command line says it."""

from __future__ import annotations

from collections.abc import Iterable

from gonghui_desktop.model.prints import PrintEntry


def prints_data(entries: Iterable[PrintEntry]) -> list[dict[str, object]]:
    """For ``--json``: each time that it was printed, the first one first."""
    return [
        {
            "at": entry.at.isoformat(),
            "revision": entry.paper.revision,
            "draft": entry.paper.is_draft,
            "check_code": entry.paper.code,
            "copies": entry.copies,
            "printer": entry.printer,
        }
        for entry in entries
    ]
