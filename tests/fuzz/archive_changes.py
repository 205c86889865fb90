"""Changes of ZIP archives, and of the packages that are in some."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from gonghui_desktop.exchange.package.bag import load_profile, write_bag
from gonghui_desktop.exchange.package.kinds import LABEL, PackageKind
from tests.fuzz.byte_changes import changed_bytes
from tests.fuzz.dice import Dice
from tests.fuzz.text_changes import changed_json, changed_toml, changed_xml, encoded

_NAMES = (
    "../x.toml",
    "/etc/x.toml",
    "C:\\x.toml",
    "a\\..\\b.xml",
    "CON.toml",
    "con/x",
    "data/submission.json",
    "__MACOSX/._x",
    ".DS_Store",
    "甲\u202e.toml",
    "x" * 300,
    "",
    "dir/",
    "fetch.txt",
    "data/x.exe",
    "word/vbaProject.bin",
    "xl/externalLinks/externalLink1.xml",
)
_DATA = ("submission.json", "reply.json", "report.json")
_DIGITS = re.compile(rb"\d+")


@dataclass(frozen=True)
class _Entry:
    name: str
    content: bytes
    mode: int = 0o100644
    method: int = zipfile.ZIP_DEFLATED


def entries_of(data: bytes) -> dict[str, bytes]:
    """Name to content, of a good archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed_archive(dice: Dice, data: bytes, other: bytes) -> bytes:
    """Another archive: a part changed by its own grammar, parts lost, renamed, doubled, added."""
    try:
        entries = [_Entry(name, content) for name, content in entries_of(data).items()]
    except Exception:  # noqa: BLE001 -- it was changed before, and whatever is wrong with it now
        return changed_bytes(dice, data, other)
    for _ in range(dice.pick((1, 1, 1, 2, 3))):
        if not entries or dice.chance(0.65):
            at = dice.randrange(len(entries)) if entries else None
            if at is not None:
                content = changed_part(dice, entries[at].name, entries[at].content, other)
                entries[at] = replace(entries[at], content=content)
        else:
            _change_list(dice, entries)
    made = _written(entries)
    if dice.chance(0.15):
        made = changed_bytes(dice, made, other)
    return made


def _change_list(dice: Dice, entries: list[_Entry]) -> None:
    at = dice.randrange(len(entries))
    one = entries[at]
    match dice.randrange(8):
        case 0:
            del entries[at]
        case 1:
            entries[at] = replace(one, name=dice.pick(_NAMES))
        case 2:
            entries.append(replace(one, name=dice.pick((one.name, one.name.upper()))))
        case 3:
            entries.append(_Entry(dice.pick(_NAMES), dice.text().encode("utf-8", "replace")))
        case 4:
            size = dice.pick((1_000_000, 25_000_000))
            entries[at] = replace(one, content=one.content + b"0" * size)
        case 5:
            entries += [_Entry(f"{one.name}{number}", b"x") for number in range(600)]
        case 6:
            entries[at] = replace(one, mode=dice.pick((0o120777, 0o040755, 0o010644, 0)))
        case _:
            method = dice.pick((zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))
            entries[at] = replace(one, method=method)


def _written(entries: list[_Entry]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of doubled names
        for entry in entries:
            info = zipfile.ZipInfo(entry.name, (2017, 3, 15, 9, 0, 0))
            info.external_attr = entry.mode << 16
            archive.writestr(info, entry.content, entry.method, 1)
    return made.getvalue()


def changed_part(dice: Dice, name: str, content: bytes, other: bytes) -> bytes:
    """A part of an archive, changed by the grammar that its name tells."""
    suffix = PurePosixPath(name).suffix
    by_text = {
        ".xml": changed_xml,
        ".rels": changed_xml,
        ".json": changed_json,
        ".toml": changed_toml,
    }
    if dice.chance(0.85):
        if suffix in by_text:
            return encoded(dice, by_text[suffix](dice, content.decode("utf-8", "replace")))
        if suffix in (".docx", ".xlsx", ".zip"):
            return changed_archive(dice, content, other)
        if suffix == ".pdf":
            return _changed_pdf(dice, content, other)
    return changed_bytes(dice, content, other)


def _changed_pdf(dice: Dice, content: bytes, other: bytes) -> bytes:
    """Another PDF: odd numbers in its objects, thousands of objects in a comment."""
    match dice.randrange(4):
        case 0:
            return changed_bytes(dice, content, other)
        case 1:
            number = dice.pick((2_000, 45_000))
            junk = b"% " + b"1 0 obj " * number + b"\n"
            at = content.find(b"obj", dice.place(len(content)))
            return content[: max(at, 0)] + junk + content[max(at, 0) :]
        case _:
            numbers = list(_DIGITS.finditer(content))
            made = bytearray(content)
            for _ in range(dice.pick((1, 3, 12))):
                one = dice.pick(numbers) if numbers else None
                if one:
                    odd = str(dice.number()).encode()[: len(one[0])].rjust(len(one[0]), b"0")
                    made[one.start() : one.end()] = odd
            return bytes(made)


def changed_package(dice: Dice, data: bytes, other: bytes) -> bytes:
    """A package with other contents under the right digests, so that readers look into it."""
    base, info, payload = _bag(data)
    main = next(name for name in _DATA if name in payload)
    if dice.chance(0.2):
        kind = dice.pick(list(PackageKind)).value
        info[LABEL] = kind
        text = payload[main].decode()
        for each in PackageKind:
            text = text.replace(f'"kind": "{each.value}"', f'"kind": "{kind}"')
        payload[main] = text.encode()
    if dice.chance(0.1):
        info[dice.pick(list(info))] = dice.text()[:500]
    for _ in range(dice.pick((0, 1, 1, 2))):
        name = main if dice.chance(0.5) else dice.pick(list(payload))
        payload[name] = changed_part(dice, name, payload[name], other)
    if dice.chance(0.1):
        payload.pop(dice.pick(list(payload)))
    return write_bag(base, info, payload, load_profile())


def repacked(data: bytes, submission: bytes, package: str) -> bytes:
    """A package with another ``submission.json``, whose id it bears.

    Args:
        data: the package.
        submission: the file.
        package: the id.
    """
    base, info, payload = _bag(data)
    info["External-Identifier"] = package
    return write_bag(base, info, payload | {"submission.json": submission}, load_profile())


def _bag(data: bytes) -> tuple[str, dict[str, str], dict[str, bytes]]:
    """The folder, the labels and the payload of a good package."""
    whole = entries_of(data)
    base = next(iter(whole)).split("/")[0]
    folder = f"{base}/data/"
    payload = {
        name.removeprefix(folder): content
        for name, content in whole.items()
        if name.startswith(folder)
    }
    lines = whole[f"{base}/bag-info.txt"].decode().splitlines()
    info = dict(line.split(": ", 1) for line in lines)
    for own in ("Payload-Oxum", "BagIt-Profile-Identifier"):
        info.pop(own, None)
    return base, info, payload
