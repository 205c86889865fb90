"""Packages read one after the other, each while the one before it is compared with ours.

A child reads a package and this process makes its files anew to compare them: side by side on two
processors that is a fifth quicker, and never more than two packages are in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from gonghui_desktop.errors import FileError, GonghuiError, InputError, PackageError
from gonghui_desktop.exchange.package.importer import refuse_other
from gonghui_desktop.exchange.package.package_job import LARGEST_PACKAGE, read_any_in_child
from gonghui_desktop.exchange.package.report import ReceivedReport
from gonghui_desktop.exchange.package.submission import ReceivedPackage
from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.fileio import read_limited
from gonghui_desktop.model.receiving.submissions import ReceivedSubmission
from gonghui_desktop.model.replies import Reply
from gonghui_desktop.services.editions import known_forms
from gonghui_desktop.services.receiving.arrivals.one_ahead import one_ahead
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.receiving import package_files


class ForImportError(InputError):
    """A sound package that nobody receives, but imports: a reply, or one of one's own."""


@dataclass(frozen=True)
class ReadFile:
    """A file that was read.

    Attributes:
        path: the file.
        data: its bytes.
        digest: their SHA-256.
        known: the package of the very same bytes that came before; ``None`` for none.
        package: what is in it; ``None`` where it is known or at fault.
        fault: why it cannot be used; ``None`` where it can.
    """

    path: Path
    data: bytes = b""
    digest: str = ""
    known: ReceivedSubmission | None = None
    package: ReceivedPackage | ReceivedReport | None = None
    fault: GonghuiError | None = None


def read_ahead(
    ws: Workspace, paths: Sequence[Path], cancelled: Callable[[], bool]
) -> Generator[ReadFile]:
    """Reads files in their order; whoever does not take them all closes the iterator.

    Args:
        ws: the workspace.
        paths: the files.
        cancelled: asked many times a second, from another thread too; ``True`` ends the work.

    Raises:
        StoreError: the store cannot be read.
    """
    return one_ahead(partial(_read, ws, cancelled), paths)


def _read(ws: Workspace, cancelled: Callable[[], bool], path: Path) -> ReadFile:
    try:
        if path.is_dir():
            raise InputError(f"文件夹“{in_sentence(path.name)}”里没有报送包（.zip）。")
        data = read_limited(path, LARGEST_PACKAGE)
        digest = package_files.digest_of(data)
        known = ws.store.received.with_digest(digest)
        if known is not None and known.campaign == ws.campaign.id:
            return ReadFile(path, data, digest, known)
        refuse_other(data, path.name)
        package = read_any_in_child(data, known_forms(ws), ws.readers, cancelled)
        if isinstance(package, Reply):
            raise ForImportError(f"这是{package.kind.label}，没有接收，请用“导入”把它导入。")
        return ReadFile(path, data, digest, package=package)
    except (InputError, PackageError, FileError) as error:
        return ReadFile(path, fault=error.with_traceback(None))  # whose frames hold the file
