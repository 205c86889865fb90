"""A small package to be bent, and how its refusal is read."""

from __future__ import annotations

import hashlib
import warnings
import zipfile
from dataclasses import dataclass, field
from io import BytesIO

import pytest

from gonghui_desktop.errors import PackageError
from gonghui_desktop.exchange.package.bag import load_profile
from gonghui_desktop.exchange.package.bag_reader import Bag, read_bag

BASE = "gonghui"
TAG_FILES = ("bagit.txt", "bag-info.txt", "manifest-sha256.txt", "manifest-sha512.txt")


def office_file(*names: str) -> bytes:
    """The least that an office document is: its parts, without anything in them."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in ("[Content_Types].xml", *names):
            archive.writestr(name, b"<x/>")
    return buffer.getvalue()


WORD, WORKBOOK = office_file("word/document.xml"), office_file("xl/workbook.xml")


@dataclass
class Archive:
    """A small good bag, to be bent and written with faults that no writer of ours makes."""

    files: dict[str, bytes] = field(default_factory=dict)
    infos: dict[str, zipfile.ZipInfo] = field(default_factory=dict)
    extra: list[tuple[zipfile.ZipInfo, bytes]] = field(default_factory=list)
    compression: int = zipfile.ZIP_STORED
    comment: bytes = b""
    base: str = BASE

    def __post_init__(self) -> None:
        self.files = {"data/submission.json": b"{}\n", "data/a.pdf": b"%PDF-1.7 " * 50}
        size = sum(map(len, self.files.values()))
        self.files["bagit.txt"] = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
        self.files["bag-info.txt"] = (
            "Source-Organization: 大连市某区总工会\nExternal-Identifier: 1\n"
            "Bag-Group-Identifier: 2017\nBagging-Date: 2017-03-15\n"
            "Gonghui-Package-Type: submission\nGonghui-Package-Revision: 1\n"
            f"Gonghui-Format-Version: 1\nPayload-Oxum: {size}.2\n"
            f"BagIt-Profile-Identifier: {load_profile().identifier}\n"
        ).encode()
        self.seal()

    def seal(self) -> None:
        """Makes the manifests fit the files as they are now."""
        for kind in ("sha256", "sha512"):
            payload = [name for name in self.files if name.startswith("data/")]
            self.files[f"manifest-{kind}.txt"] = self._manifest(kind, payload)
        self.seal_tags()

    def seal_tags(self) -> None:
        for kind in ("sha256", "sha512"):
            tags = [name for name in TAG_FILES if name in self.files]
            self.files[f"tagmanifest-{kind}.txt"] = self._manifest(kind, tags)

    def _manifest(self, kind: str, names: list[str]) -> bytes:
        lines = [f"{hashlib.new(kind, self.files[n]).hexdigest()}  {n}\n" for n in names]
        return "".join(lines).encode()

    def info(self, name: str) -> zipfile.ZipInfo:
        full = f"{self.base}/{name}"
        return self.infos.setdefault(name, zipfile.ZipInfo(full, (2017, 3, 15, 9, 0, 0)))

    def add(self, name: str, content: bytes = b"x") -> zipfile.ZipInfo:
        """One more entry, by its full name."""
        info = zipfile.ZipInfo(name, (2017, 3, 15, 9, 0, 0))
        self.extra.append((info, content))
        return info

    def written(self) -> bytes:
        buffer = BytesIO()
        entries = [(self.info(name), content) for name, content in self.files.items()]
        with zipfile.ZipFile(buffer, "w") as archive, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # zipfile warns of doubled names
            archive.comment = self.comment
            for info, content in entries + self.extra:
                archive.writestr(info, content, compress_type=self.compression)
        return buffer.getvalue()


def read(data: bytes) -> Bag:
    return read_bag(data, load_profile())


def refused(data: bytes) -> PackageError:
    with pytest.raises(PackageError) as caught:
        read(data)
    sentence = str(caught.value)
    assert sentence.endswith(f"（代码 {caught.value.code}）")
    assert sentence.isprintable()
    return caught.value


def patched(data: bytes, mark: bytes, offset: int, value: bytes, nth: int = 0) -> bytes:
    """The bytes with a few replaced, counted from the nth place of a mark."""
    at = -1
    for _ in range(nth + 1):
        at = data.index(mark, at + 1)
    return data[: at + offset] + value + data[at + offset + len(value) :]
