"""What file managers and office programs leave in archives without being asked."""

from __future__ import annotations

_FILES = frozenset({".ds_store", "thumbs.db", "ehthumbs.db", "desktop.ini"})
_FOLDER = "__macosx"
_BEGINNINGS = ("._", "~$", ".~")
"""Of names: macOS' second half of a file; a file that Word, Excel or WPS has open."""


def is_litter(path: str) -> bool:
    """Whether a path in an archive, with ``/`` between its parts, is such a file or folder."""
    parts = path.casefold().rstrip("/").split("/")
    if not all(parts) or ".." in parts or "\\" in path or ":" in path:
        return False  # nobody leaves that by accident
    return _FOLDER in parts or parts[-1] in _FILES or parts[-1].startswith(_BEGINNINGS)
