"""The file that a lock file names, by its hash, and nothing of it run.

``pip download`` builds a source distribution to read its metadata, which runs its code and fetches
build tools that no hash holds. So pip is only asked where the file lies, with whatever index,
mirror, proxy and certificates this machine has set for it, and the bytes are kept if they are the
locked ones. The parts of pip used here are not its public interface: the virtual environment has
the pip that comes with Python 3.11, and ``tests/packaging/test_download.py`` runs them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from pip._internal.commands.download import DownloadCommand
from pip._internal.models.format_control import FormatControl
from pip._vendor.requests.exceptions import RequestException

_LOCKED = re.compile(r"(?P<name>[\w.-]+)==(?P<version>\S+) --hash=sha256:(?P<sha256>[0-9a-f]{64})")
_CHUNK = 1 << 20


def fetch(lock: Path, folder: Path) -> Path:
    """Bring the one source distribution that ``lock`` names into ``folder``.

    Returns:
        Its file, whose bytes have the locked hash.

    Raises:
        SystemExit: no index that pip is set up for has it, or only with other bytes.
    """
    locked = _LOCKED.search(lock.read_text(encoding="utf-8"))
    if locked is None:
        raise SystemExit(f"{lock} names no package with a hash")
    target = folder / f"{locked['name']}-{locked['version']}.tar.gz"
    if target.exists() and _sha256(target) == locked["sha256"]:
        return target
    folder.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.part")
    what = f"{locked['name']}=={locked['version']}"
    found = False
    try:
        for chunks in _offered(locked["name"], locked["version"]):
            found = True
            with part.open("wb") as file:
                file.writelines(chunks)
            if _sha256(part) == locked["sha256"]:
                return part.replace(target)
    except RequestException as error:
        raise SystemExit(f"{what} cannot be fetched: {type(error).__name__}") from error
    finally:
        part.unlink(missing_ok=True)
    fault = "has other bytes than the locked ones" if found else "is not"
    raise SystemExit(f"{what} {fault} on the indexes that pip is set up for")


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _offered(name: str, version: str) -> Iterator[Iterator[bytes]]:
    """The bytes of each source distribution of that version that pip finds."""
    command = DownloadCommand("download", "")
    options, _ = command.parse_args([])  # reads pip's configuration files and PIP_… variables
    options.format_control = FormatControl({name}, set())
    with command.main_context():
        session = command.get_default_session(options)
        finder = command._build_package_finder(options, session)
        for candidate in finder.find_all_candidates(name):
            if str(candidate.version) == version and not candidate.link.is_wheel:
                answer = session.get(candidate.link.url_without_fragment, stream=True)
                answer.raise_for_status()
                yield answer.iter_content(_CHUNK)
