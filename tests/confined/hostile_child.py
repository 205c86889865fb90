"""A child whose jobs do what a hostile file may make a library do."""

from __future__ import annotations

import ctypes
import importlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from gonghui_desktop.confined.child import serve
from gonghui_desktop.confined.jobs import Job
from gonghui_desktop.errors import DataFileError, PackageError, StoreError

Parameters = Mapping[str, object]


def _echo(data: bytes, parameters: Parameters) -> Iterator[bytes]:
    yield json.dumps(parameters).encode() + b"\n"
    yield data


def _who(_data: bytes, _parameters: Parameters) -> Iterator[bytes]:
    yield str(os.getpid()).encode()


def _crash(_data: bytes, _parameters: Parameters) -> Iterator[bytes]:
    yield b"some of it"
    ctypes.string_at(0)


def _exit(_data: bytes, _parameters: Parameters) -> Iterator[bytes]:
    os._exit(0)


def _sleep(_data: bytes, parameters: Parameters) -> Iterator[bytes]:
    if "began" in parameters:
        yield b"begun"
    time.sleep(600)


def _spin(_data: bytes, _parameters: Parameters) -> Iterator[bytes]:
    while True:
        pass


def _eat(_data: bytes, parameters: Parameters) -> Iterator[bytes]:
    size = parameters["size"]
    assert isinstance(size, int)
    yield str(len(bytearray(size))).encode()


def _abort_for_memory(_data: bytes, _parameters: Parameters) -> Iterator[bytes]:
    """As a library does that does not expect to get none."""
    try:
        bytearray(10**12)
    except MemoryError:
        os.abort()
    yield b"it was given"


def _print(_data: bytes, _parameters: Parameters) -> Iterator[bytes]:
    os.write(1, b"Segmentation fault? No: a library that prints.\n")
    yield b"more"


def _flood(_data: bytes, _parameters: Parameters) -> Iterator[bytes]:
    while True:
        yield b"x" * 1_000_000


def _fault(_data: bytes, parameters: Parameters) -> Iterator[bytes]:
    yield b"some of it"
    if parameters["kind"] == "package":
        raise PackageError("B03", "清单不对，请对方重新导出。")
    if parameters["kind"] == "unknown":
        raise _OwnError("数据文件已损坏，\u202e请从备份恢复。")
    raise StoreError("磁盘已满。")


class _OwnError(DataFileError):
    """A class that the parent does not know."""


def _bug(data: bytes, _parameters: Parameters) -> Iterator[bytes]:
    raise ValueError(data.decode())


def _reach_out(_data: bytes, parameters: Parameters) -> Iterator[bytes]:
    """Everything that a child has no business with; tells what has worked."""
    folder = Path(str(parameters["folder"]))
    port = parameters["port"]
    assert isinstance(port, int)

    def write() -> None:
        with (folder / "new").open("wb") as file:
            file.write(b"x" * 100)

    attempts = {
        "write": write,
        "make": (folder / "folder").mkdir,
        "empty": lambda: (folder / "there").write_bytes(b""),
        "remove": (folder / "there").unlink,
        "rename": lambda: (folder / "there").rename(folder / "elsewhere"),
        "link": lambda: (folder / "link").symlink_to(folder),
        "connect": lambda: socket.create_connection(("127.0.0.1", port), 5),
        "process": lambda: subprocess.run([sys.executable, "-c", ""], check=True),
    }
    for name, attempt in attempts.items():
        try:
            attempt()  # type: ignore[no-untyped-call]  # what they give is nobody's concern
        except OSError:
            continue
        yield name.encode() + b"\n"


def _surroundings(_data: bytes, _parameters: Parameters) -> Iterator[bytes]:
    files = []
    for each in sorted(Path("/proc/self/fd").iterdir()):
        with suppress(FileNotFoundError):  # the folder itself, which was open while it was listed
            files.append(str(each.readlink()))
    threads = len(list(Path("/proc/self/task").iterdir()))
    told = {"environment": dict(os.environ), "files": files, "threads": threads}
    yield json.dumps(told).encode()


def _missing(_data: bytes, _parameters: Parameters) -> Iterator[bytes]:
    yield str(importlib.import_module("gonghui_desktop.not_there")).encode()


def _lines(_data: bytes, parameters: Parameters) -> Iterator[bytes]:
    count = parameters["count"]
    assert isinstance(count, int)
    for number in range(count):
        yield f"{number}\n".encode()


_ALL = (
    _echo, _who, _crash, _exit, _sleep, _spin, _eat, _abort_for_memory, _print, _flood, _fault,
    _bug, _reach_out, _surroundings, _missing, _lines,
)  # fmt: skip


def _behind(job: Job) -> Callable[[], Job]:
    return lambda: job


if __name__ == "__main__":
    sys.exit(serve({job.__name__.strip("_"): _behind(job) for job in _ALL}))
