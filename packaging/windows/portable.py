"""The portable ZIP: the same folder, and a marker: the program keeps its data beside it."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path

MARKER = "portable.txt"  # gonghui_desktop.paths looks for it beside the exe
MARKER_TEXT = (
    "有这个文件，程序就把数据放在本文件夹里的“数据”文件夹中。\r\n"
    "整个文件夹可以放在 U 盘上，或整个复制到另一台电脑。请不要删除这个文件。\r\n"
)


def write(bundle: Path, version: str, when: int, target: Path) -> None:
    """Write ``target``: one folder, entries sorted, every entry with the time ``when``."""
    top = f"gonghui-{version}"
    stamp = time.gmtime(when)[:6]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        files = {file.relative_to(bundle).as_posix(): file.read_bytes() for file in _files(bundle)}
        files[MARKER] = MARKER_TEXT.encode("utf-8-sig")  # Notepad of older Windows needs the mark
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{top}/{name}", stamp)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name], zipfile.ZIP_DEFLATED, 9)


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
