"""The one source distribution that the Windows bench takes: by its hash, and nothing of it run."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

_FETCH = """
import sys
from pathlib import Path
import download
print(download.fetch(Path(sys.argv[1]), Path(sys.argv[2])))
"""


def _sdist(folder: Path, trace: Path) -> bytes:
    """A source distribution that leaves a trace when its code runs, as pip itself would do."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as archive:
        for name, text in {
            "PKG-INFO": "Metadata-Version: 2.1\nName: carrier\nVersion: 1.5\n",
            "setup.py": f"open({str(trace)!r}, 'w').close()",
        }.items():
            entry = tarfile.TarInfo(f"carrier-1.5/{name}")
            entry.size = len(text)
            archive.addfile(entry, io.BytesIO(text.encode()))
    (folder / "carrier-1.5.tar.gz").write_bytes(made.getvalue())
    return made.getvalue()


def _fetch(
    project_folder: Path, tmp_path: Path, digest: str, **pip: str
) -> subprocess.CompletedProcess[str]:
    lock = tmp_path / "lock.txt"
    lock.write_text(f"# told\ncarrier==1.5 --hash=sha256:{digest}\n")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    own = {"PYTHONPATH": str(project_folder / "packaging" / "windows")}
    return subprocess.run(
        [sys.executable, "-c", _FETCH, str(lock), str(tmp_path / "fetched")],
        env=kept | own | {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_CACHE_DIR": "1"} | pip,
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("by", ["PIP_INDEX_URL", "PIP_FIND_LINKS"])
def test_a_source_distribution_is_fetched_from_where_pip_is_set_to_and_not_run(
    by: str, project_folder: Path, tmp_path: Path
) -> None:
    place = tmp_path / "index" / "carrier"
    place.mkdir(parents=True)
    data = _sdist(place, tmp_path / "ran")
    (place / "index.html").write_text('<a href="carrier-1.5.tar.gz">carrier-1.5.tar.gz</a>')
    where = {"PIP_INDEX_URL": place.parent.as_uri()} if by == "PIP_INDEX_URL" else {}
    where = where or {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(place), "PIP_ONLY_BINARY": ":all:"}

    done = _fetch(project_folder, tmp_path, hashlib.sha256(data).hexdigest(), **where)

    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.strip()).read_bytes() == data
    assert not (tmp_path / "ran").exists()


def test_other_bytes_than_the_locked_ones_are_not_kept(
    project_folder: Path, tmp_path: Path
) -> None:
    place = tmp_path / "links"
    place.mkdir()
    _sdist(place, tmp_path / "ran")

    done = _fetch(project_folder, tmp_path, "0" * 64, PIP_NO_INDEX="1", PIP_FIND_LINKS=str(place))

    assert done.returncode == 1
    assert "carrier==1.5 has other bytes than the locked ones" in done.stderr
    assert list((tmp_path / "fetched").iterdir()) == []
    assert not (tmp_path / "ran").exists()
