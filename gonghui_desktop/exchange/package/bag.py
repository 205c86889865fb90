"""A BagIt 1.0 bag (RFC 8493) in one ZIP file, the same bytes for the same contents.

What a bag must hold is told once, in the BagIt profile beside this module; the writer here and
:mod:`gonghui_desktop.exchange.package.bag_reader` both go by it.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources

PAYLOAD_FOLDER = "data/"
DECLARATION = "bagit.txt"
INFO = "bag-info.txt"
OXUM = "Payload-Oxum"
FORMAT_VERSION = "Gonghui-Format-Version"
PROFILE_IDENTIFIER = "BagIt-Profile-Identifier"

_PROFILE_FILE = "bagit_profile.json"
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that ZIP can hold
_PLAIN_FILE = 0o100644 << 16


@dataclass(frozen=True)
class InfoRule:
    """What the profile says of one label of ``bag-info.txt``.

    Attributes:
        required: the label must be there.
        values: what it may say, empty for anything.
    """

    required: bool
    values: tuple[str, ...]


@dataclass(frozen=True)
class BagProfile:
    """The parts of a BagIt profile (specification 1.3.0) that leave a choice.

    Attributes:
        version: of BagIt, such as ``1.0``.
        algorithms: digests that payload manifests and tag manifests both must have.
        info: label to rule; no other label may stand in ``bag-info.txt``.
    """

    version: str
    algorithms: tuple[str, ...]
    info: Mapping[str, InfoRule]
    identifier: str

    @property
    def declaration(self) -> bytes:
        """The one content of ``bagit.txt``."""
        lines = f"BagIt-Version: {self.version}\nTag-File-Character-Encoding: UTF-8\n"
        return lines.encode()

    @property
    def manifests(self) -> tuple[str, ...]:
        """File names of the payload manifests."""
        return tuple(f"manifest-{algorithm}.txt" for algorithm in self.algorithms)

    @property
    def tag_manifests(self) -> tuple[str, ...]:
        """File names of the tag manifests."""
        return tuple(f"tagmanifest-{algorithm}.txt" for algorithm in self.algorithms)


def load_profile() -> BagProfile:
    """The profile that ships with the program."""
    text = resources.files(__package__).joinpath(_PROFILE_FILE).read_text("utf-8")
    profile = json.loads(text)
    identifier = profile["BagIt-Profile-Info"][PROFILE_IDENTIFIER]
    info = {
        label: InfoRule(rule["required"], tuple(rule.get("values", ())))
        for label, rule in profile["Bag-Info"].items()
    }
    info[PROFILE_IDENTIFIER] = InfoRule(required=True, values=(identifier,))
    return BagProfile(
        version=profile["Accept-BagIt-Version"][0],
        algorithms=tuple(profile["Manifests-Required"]),
        info=info,
        identifier=identifier,
    )


def payload_oxum(sizes: Iterable[int]) -> str:
    """Bytes and files of the payload, as ``Payload-Oxum`` has them, from the files' sizes."""
    counted = tuple(sizes)
    return f"{sum(counted)}.{len(counted)}"


def write_bag(
    base: str, info: Mapping[str, str], payload: Mapping[str, bytes], profile: BagProfile
) -> bytes:
    """The bag as a ZIP file.

    Entries are stored, not packed: PDF and spreadsheet are packed already, and deflate differs
    from one zlib to another.

    Args:
        base: name of the one folder that holds all.
        info: label to value for ``bag-info.txt``, in order; line breaks become blanks, labels
            without a value are left out, the profile and the payload's size are added.
        payload: path below ``data/`` to content.
        profile: what the bag keeps to.
    """
    files = {PAYLOAD_FOLDER + path: content for path, content in payload.items()}
    tags = {DECLARATION: profile.declaration, INFO: _info(info, payload, profile)}
    for algorithm, name in zip(profile.algorithms, profile.manifests, strict=True):
        tags[name] = manifest(algorithm, files)
    tag_manifests = {
        name: manifest(algorithm, tags)
        for algorithm, name in zip(profile.algorithms, profile.tag_manifests, strict=True)
    }
    return _zip({f"{base}/{name}": data for name, data in (files | tags | tag_manifests).items()})


def info_value(text: str) -> str:
    """A text as it can stand in ``bag-info.txt``: in one line, without blanks around it."""
    return " ".join(text.split())


def _info(info: Mapping[str, str], payload: Mapping[str, bytes], profile: BagProfile) -> bytes:
    complete = {
        **info,
        OXUM: payload_oxum(map(len, payload.values())),
        PROFILE_IDENTIFIER: profile.identifier,
    }
    lines = [
        f"{label}: {value}\n" for label, text in complete.items() if (value := info_value(text))
    ]
    return "".join(lines).encode()


def manifest(algorithm: str, files: Mapping[str, bytes]) -> bytes:
    """A manifest: digest and path of each file, sorted by path."""
    lines = [
        f"{hashlib.new(algorithm, content).hexdigest()}  {name}\n"
        for name, content in sorted(files.items())
    ]
    return "".join(lines).encode("ascii")


def _zip(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _FIXED_TIME)
            entry.create_system = 3  # Unix, on every system, so that the bytes are the same
            entry.external_attr = _PLAIN_FILE
            archive.writestr(entry, content)
    return buffer.getvalue()
