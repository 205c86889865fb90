"""Reading a bag from outside: every file accounted for, every digest right, nothing else in it.

Stricter than RFC 8493 asks, as the BagIt profile has it: a file must stand in every manifest, and
every tag file in every tag manifest, so that no edit goes unseen.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from gonghui_desktop.errors import PackageError
from gonghui_desktop.exchange.package.bag import (
    DECLARATION,
    FORMAT_VERSION,
    INFO,
    OXUM,
    PAYLOAD_FOLDER,
    BagProfile,
    payload_oxum,
)
from gonghui_desktop.exchange.package.contents import Contents
from gonghui_desktop.exchange.package.zip_reader import read_zip
from gonghui_desktop.exchange.strict_json import in_sentence

_MANIFEST_LINE = re.compile(r"([0-9a-f]+)  ([!-~]+)")
_INFO_LINE = re.compile(r"([A-Za-z]+(?:-[A-Za-z]+)*): (\S(?:.*\S)?)")
_SEND_AGAIN = "请让上报单位重新导出后再发来"
_FOREIGN = "请选择程序导出的报送包"


@dataclass(frozen=True)
class Bag:
    """A bag that has passed every check.

    Attributes:
        info: label to value of ``bag-info.txt``.
        payload: path below ``data/`` to content.
        litter: names of what a file manager has left beside them, which nobody has read.
    """

    info: Mapping[str, str]
    payload: Contents
    litter: tuple[str, ...] = ()


def read_bag(data: bytes, profile: BagProfile) -> Bag:
    """The contents of a bag in a ZIP file.

    Raises:
        InputError: this is no ZIP file at all.
        PackageError: the archive (codes ``Z…``) or the bag (``B01`` to ``B08``) fails a check.
    """
    unpacked = read_zip(data)
    names = {name.partition("/")[2]: name for name in unpacked.files}
    is_payload = {name: name.startswith(PAYLOAD_FOLDER) for name in names}
    tags = {name: unpacked.files[names[name]] for name in names if not is_payload[name]}
    payload = unpacked.files.renamed({name: names[name] for name in names if is_payload[name]})
    _check_tag_files(tags, profile)
    signed = {name: tags[name] for name in tags if name not in profile.tag_manifests}
    for algorithm, name in zip(profile.algorithms, profile.tag_manifests, strict=True):
        _check_manifest(algorithm, name, tags[name], signed)
    for algorithm, name in zip(profile.algorithms, profile.manifests, strict=True):
        _check_manifest(algorithm, name, tags[name], payload)
    contents = payload.renamed({name.removeprefix(PAYLOAD_FOLDER): name for name in payload})
    return Bag(_read_info(tags[INFO], contents, profile), contents, unpacked.litter)


def _check_tag_files(tags: Mapping[str, bytes], profile: BagProfile) -> None:
    """Exactly the tag files of the profile, and BagIt's declaration word for word."""
    if DECLARATION not in tags:
        raise PackageError("B01", f"这个压缩包不是报送包（没有 {DECLARATION}），{_FOREIGN}。")
    wanted = {DECLARATION, INFO, *profile.manifests, *profile.tag_manifests}
    for name in sorted(wanted - tags.keys()):
        raise PackageError("B02", f"报送包里缺少“{name}”，{_SEND_AGAIN}。")
    for name in sorted(tags.keys() - wanted):
        raise PackageError("B03", f"报送包里有不该有的文件“{name}”，{_SEND_AGAIN}。")
    if tags[DECLARATION] != profile.declaration:
        raise PackageError("B04", f"报送包的格式声明（{DECLARATION}）本程序不认识，请更新程序。")


def _check_manifest(
    algorithm: str, manifest: str, content: bytes, files: Mapping[str, bytes]
) -> None:
    """The manifest names exactly these files, each once and with the right digest."""
    digests: dict[str, str] = {}
    for line in _lines(manifest, content):
        match = _MANIFEST_LINE.fullmatch(line)
        if not match or match[2] in digests:
            raise _not_understood(manifest, line)
        digests[match[2]] = match[1]
    for name in sorted(digests.keys() - files.keys()):
        raise PackageError("B06", f"报送包里缺少“{in_sentence(name)}”，{_SEND_AGAIN}。")
    for name in sorted(files.keys() - digests.keys()):
        raise PackageError("B06", f"报送包的清单 {manifest} 里没有“{name}”，{_SEND_AGAIN}。")
    for name, digest in digests.items():
        if hashlib.new(algorithm, files[name]).hexdigest() != digest:
            raise PackageError("B07", f"报送包里的“{name}”被改动过或已损坏，{_SEND_AGAIN}。")


def _read_info(content: bytes, payload: Contents, profile: BagProfile) -> Mapping[str, str]:
    """Label to value of ``bag-info.txt``, each allowed by the profile."""
    info: dict[str, str] = {}
    for line in _lines(INFO, content):
        match = _INFO_LINE.fullmatch(line)
        if not match or match[1] in info or match[1] not in profile.info:
            raise _not_understood(INFO, line)
        info[match[1]] = match[2]
    for label, rule in profile.info.items():
        if rule.required and label not in info:
            raise PackageError("B08", f"报送包的 {INFO} 里缺少 {label}，{_SEND_AGAIN}。")
        if label == FORMAT_VERSION and info[label] not in rule.values:
            raise PackageError("B08", "报送包是别的版本的程序做的，本程序不认识，请更新程序。")
        if rule.values and label in info and info[label] not in rule.values:
            shown = in_sentence(info[label])
            raise PackageError(
                "B08", f"报送包的 {INFO} 里 {label} 是“{shown}”，本程序不认识，请更新程序。"
            )
    if info[OXUM] != payload_oxum(place.size for place in payload.places.values()):
        raise PackageError("B08", f"报送包的大小与 {INFO} 里写的不同，{_SEND_AGAIN}。")
    return info


def _lines(name: str, content: bytes) -> list[str]:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise PackageError(
            "B05", f"报送包里的“{name}”存的方式不对（应为 UTF-8），{_SEND_AGAIN}。"
        ) from error
    if not text.endswith("\n"):
        raise PackageError("B05", f"报送包里的“{name}”不完整，{_SEND_AGAIN}。")
    return text[:-1].split("\n")


def _not_understood(name: str, line: str) -> PackageError:
    shown = in_sentence(line)
    return PackageError("B05", f"报送包的 {name} 里有一行看不懂：“{shown}”，{_SEND_AGAIN}。")
