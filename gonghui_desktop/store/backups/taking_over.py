"""A data file that this program did not leave in its folder: laid over by hand, or sent.

It is never opened in place. Its rows go as values into a new one (:mod:`.foreign`), which takes its
place; the former one is set aside, whole. So does what an older version left without a mark.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from gonghui_desktop.confined.readers import Readers
from gonghui_desktop.errors import StoreError
from gonghui_desktop.fileio import open_private, reason_of
from gonghui_desktop.store.backups.foreign import copy_values
from gonghui_desktop.store.file.beside import discard
from gonghui_desktop.store.file.condition import (
    FORMER,
    Condition,
    refused_data,
    take_place,
)
from gonghui_desktop.store.file.known_schema import UnfitError
from gonghui_desktop.store.file.laid_in import is_laid_in
from gonghui_desktop.store.file.mark_file import identity_of
from gonghui_desktop.store.file.stopping import no_progress


def taken_over(
    path: Path, now: datetime, condition: Condition, readers: Readers | None = None
) -> Condition:
    """Puts a new database with the same contents in the place of one that was laid in.

    Args:
        path: that one; nothing of this process has it open.
        now: the moment for its new name.
        condition: how it was found.
        readers: who reads it; by default this process itself.

    Returns:
        The condition of the new one, with a sentence about it.

    Raises:
        DataFileError: it is not fit for use. It is as it was.
        NewerDataError: it is a newer program's, likewise.
        StoreError: it cannot be read, or no new one be written, likewise.
    """
    found = identity_of(path)
    new = path.with_name(f".{path.name}.{secrets.token_hex(4)}.taking")
    try:
        open_private(new).close()
        contents = copy_values(path, new, no_progress, readers)
        if identity_of(path) != found or not is_laid_in(path):
            return condition  # another program was faster
        aside = take_place(new, path, now, FORMER)
    except UnfitError as error:
        raise refused_data(error, path) from None
    except OSError as error:
        raise StoreError(f"无法写入文件夹“{path.parent}”：{reason_of(error)}。") from error
    finally:
        discard(new)
    note = (
        f"数据文件是从别处复制来的，或者是旧版本的：{contents.records} 份申报表已逐条取入，请核对。"
        f"原来的文件留着，名为“{aside.name if aside else path.name}”。"
    )
    return replace(condition, notes=(*condition.notes, note), is_intact=None)
