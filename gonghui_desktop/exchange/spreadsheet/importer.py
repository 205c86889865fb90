"""Files with tables of units, one in each row."""

from __future__ import annotations

import re
from pathlib import PurePath

from gonghui_desktop.exchange.spreadsheet.reading import SUFFIXES

_OF_A_PACKAGE = re.compile(r"bagit|bag-info|(?:tag)?manifest-.*")
_OTHER_HEADS = (b"%PDF-", b"{\\rtf")


class TablesImporter:
    """Knows files with tables.

    They have no ``read``: what their columns fill depends on what was chosen before, and may have
    to be settled by a person (``services/imports/tables.py``).
    """

    kind = "表格"
    suffixes = SUFFIXES

    def recognises(self, head: bytes, name: str) -> bool:
        """What is called a table and is no other document; a package counts before."""
        path = PurePath(name.lower())
        is_other = head.startswith(_OTHER_HEADS) or _OF_A_PACKAGE.fullmatch(path.stem)
        return path.suffix in self.suffixes and not is_other
