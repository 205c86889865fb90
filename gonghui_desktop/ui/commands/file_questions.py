"""Questions for files: each kind begins in the folder of the last answer, kept from run to run."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

from gonghui_desktop.services.places import folder_setting, keep_folder_setting
from gonghui_desktop.ui.commands.context import CommandContext
from gonghui_desktop.ui.commands.files import documents_folder


class Place(StrEnum):
    """Kinds of files that a clerk keeps apart; the value is what settings keep."""

    PAGES = "pages"
    """PDF and Word files."""
    PACKAGES = "packages"
    REPLIES = "replies"
    """What an office above sends back: returns and receipts."""
    BACKUPS = "backups"
    IMPORTS = "imports"
    CAMPAIGNS = "campaigns"


def ask_open(context: CommandContext, place: Place, title: str, kinds: Sequence[str]) -> list[Path]:
    """Asks for files; arguments as for :meth:`~gonghui_desktop.ui.dialogs.prompts.Prompts`."""
    context.ws.readers.prepare()  # whatever is chosen is read by it, and choosing takes a while
    paths = context.prompts.ask_open_files(title, kinds, last_folder(context, place))
    if paths:
        keep_folder(context, place, paths[0].parent)
    return paths


def ask_save(
    context: CommandContext, place: Place, title: str, name: str, kind: str
) -> Path | None:
    """Asks where to write a file that is called so."""
    suggested = last_folder(context, place) / name
    path = context.prompts.ask_save_file(title, suggested, kind)
    if path is not None:
        keep_folder(context, place, path.parent)
    return path


def ask_folder(context: CommandContext, place: Place, title: str) -> Path | None:
    """Asks for a folder to write several files into."""
    folder = context.prompts.ask_folder(title, last_folder(context, place))
    if folder is not None:
        keep_folder(context, place, folder)
    return folder


def last_folder(context: CommandContext, place: Place) -> Path:
    """Where the last file of the kind was; the documents folder if that is gone."""
    kept = folder_setting(context.ws, place)
    with suppress(OSError):  # of a stick or share that has gone, where is_dir does not say False
        if kept and Path(kept).is_dir():
            return Path(kept)
    return documents_folder()


def keep_folder(context: CommandContext, place: Place, folder: Path) -> None:
    """Keeps a folder; where it cannot be stored the next question begins elsewhere, no more."""
    ws = context.ws
    context.writer.run(
        lambda: keep_folder_setting(ws, place, folder), _ignore, _ignore, patience=0.0
    )


def _ignore(_outcome: object) -> None:
    """Nobody is told what became of it."""
