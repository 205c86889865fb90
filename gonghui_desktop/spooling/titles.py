"""A print job's title, as print services take it."""

from __future__ import annotations

from gonghui_desktop.errors import one_line

_UNNAMED = "未命名"
_LONGEST = 240  # bytes in UTF-8; IPP's names have 255, and Windows' lists show no more


def job_title(title: str) -> str:
    """A title in one line that is not too long; never empty."""
    data = (one_line(title).strip() or _UNNAMED).encode()
    if len(data) <= _LONGEST:
        return data.decode()
    return data[:_LONGEST].decode(errors="ignore") + "…"
