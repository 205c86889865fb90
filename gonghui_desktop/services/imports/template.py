"""The blank spreadsheet that offices fill in and send back, a row for each unit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gonghui_desktop.fileio import write_atomically
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.services.workspace import Workspace


def save_template(ws: Workspace, path: Path, forms: Sequence[FormDefinition] = ()) -> None:
    """Writes a blank spreadsheet (``.xlsx``) for the import.

    Args:
        ws: the workspace.
        path: of the file.
        forms: a sheet for each; by default for every form of the campaign.

    Raises:
        FileError: the file cannot be written; an old one stays as it was.
    """
    from gonghui_desktop.exchange.spreadsheet.template import (  # noqa: PLC0415 -- 25 ms, needed here
        template_xlsx,
    )

    write_atomically(path, template_xlsx(ws.campaign, forms or ws.campaign.forms))
