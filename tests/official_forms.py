"""The campaign of 2017 with the notice's three forms.

Most tests work on it, whatever campaigns and forms are shipped by now: a new one is new data, and
no test but those of shipped data may notice it.
"""

from __future__ import annotations

import shutil
from pathlib import Path

_SHIPPED = Path(__file__).resolve().parent.parent / "forms" / "2017"


def copy_official_forms(target: Path) -> Path:
    """Makes the campaign's folder ``target`` and returns it."""
    target.mkdir(parents=True)
    for name in ("campaign", "annex1", "annex2", "annex3"):
        shutil.copyfile(_SHIPPED / f"{name}.toml", target / f"{name}.toml")
    return target
