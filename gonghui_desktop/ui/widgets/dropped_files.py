"""Files that are dragged onto the window: they belong to the window, not to the text below them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData

from gonghui_desktop.remote_paths import without_remote


def files_in(data: QMimeData) -> list[Path]:
    """The files that are dragged; none for a text or a link. Nothing is looked up on a disk."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def nearby_files_in(data: QMimeData) -> tuple[list[Path], list[str]]:
    r"""The files that may be opened, and the names of those on other computers.

    ``file://host/x`` is ``\\host\x`` on Windows, and any web page can hand that to whoever drags a
    picture.
    """
    return without_remote(str(path) for path in files_in(data))
