"""Files that are dragged onto the window: they belong to the window, not to the text below them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData


def files_in(data: QMimeData) -> list[Path]:
    """The files that are dragged; none for a text or a link. Nothing is looked up on a disk."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
