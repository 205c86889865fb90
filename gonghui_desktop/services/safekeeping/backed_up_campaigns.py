"""The campaigns that go along in a backup, added as if somebody had chosen their files."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from gonghui_desktop.confined.readers import Readers
from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.fileio import make_private_folder, open_private, reason_of
from gonghui_desktop.services.campaigns import add_campaign
from gonghui_desktop.services.catalogue import Catalogue
from gonghui_desktop.store.backups.contents import FORMS

_FORBIDDEN = frozenset('\\:*?"<>|')
"""In names of files: some mean another place on Windows."""

_MOST = 50  # campaigns of one backup


def add_campaigns_of(
    catalogue: Catalogue,
    shipped: Path,
    data: Path,
    parts: Mapping[str, bytes],
    readers: Readers,
) -> tuple[Catalogue, tuple[str, ...]]:
    """Adds the campaigns of a backup that are not known, as if their files had been chosen.

    Args:
        catalogue: those that are known.
        shipped: the program's own folder of campaigns.
        data: the data folder.
        parts: what goes along in the backup, by name.
        readers: their child reads the files.

    Returns:
        The campaigns that are known now, and sentences about those that were not added.
    """
    campaigns: dict[str, dict[str, bytes]] = {}
    for name, content in parts.items():
        path = PurePosixPath(name.removeprefix(FORMS))
        is_plain = name.isprintable() and not _FORBIDDEN.intersection(name)
        is_there = name.startswith(FORMS) and len(path.parts) == 2 and ".." not in path.parts
        if is_plain and is_there and path.suffix == ".toml":
            campaigns.setdefault(path.parts[0], {})[path.name] = content
    faults = []
    for number, (campaign_id, files) in enumerate(list(campaigns.items())[:_MOST]):
        folder = data / f".campaign-{secrets.token_hex(4)}"
        try:
            make_private_folder(folder)
            for file_name, content in files.items():
                with open_private(folder / file_name) as file:
                    file.write(content)
            _, catalogue = add_campaign(catalogue, shipped, folder, readers)
        except (GonghuiError, OSError) as error:
            told = error if isinstance(error, GonghuiError) else reason_of(error)
            faults.append(f"备份里的第 {number + 1} 个活动“{campaign_id[:40]}”没有恢复：{told}")
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return catalogue, tuple(faults)
