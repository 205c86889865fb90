"""Archives from outside that must be refused, each with its code and one sentence."""

from __future__ import annotations

import stat
import struct
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest

from gonghui_desktop.errors import InputError
from tests.exchange.archives import BASE, Archive, patched, read, refused

LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"


def test_the_archive_that_is_bent_below_is_good() -> None:
    assert dict(read(Archive().written()).payload)["submission.json"] == b"{}\n"


def test_a_package_packed_anew_by_another_program_is_read() -> None:
    archive = Archive(compression=zipfile.ZIP_DEFLATED)
    for folder in (f"{BASE}/", f"{BASE}/data/"):
        archive.add(folder, b"").external_attr = 0o40755 << 16 | 0x10
    assert read(archive.written()).payload.keys() == {"submission.json", "a.pdf"}


LITTER = [
    "__MACOSX/",
    f"__MACOSX/{BASE}/data/._a.pdf",
    f"{BASE}/.DS_Store",
    f"{BASE}/data/Thumbs.db",
    f"{BASE}/data/desktop.ini",
    f"{BASE}/data/~$汇总表.xlsx",
    f"{BASE}/data/.~a.docx",
]


def test_what_file_managers_leave_is_named_and_passed_over() -> None:
    archive = Archive(compression=zipfile.ZIP_DEFLATED)
    for name in LITTER:
        archive.add(name, b"" if name.endswith("/") else b"x" * 50_000)
    bag = read(archive.written())
    assert bag.litter == tuple(sorted(LITTER))
    assert bag.payload.keys() == {"submission.json", "a.pdf"}


@pytest.mark.parametrize(
    "name",
    [
        f"{BASE}/data/desktop.ini.exe",
        f"{BASE}/data/macosx/a",
        f"{BASE}/../desktop.ini",
        "/.DS_Store",
        "C:/Thumbs.db",
        f"{BASE}\\._a",
        f"{BASE}/data/汇总~$.xlsx",
        "别的/a",
    ],
)
def test_what_only_looks_like_it_is_refused(name: str) -> None:
    archive = Archive()
    archive.add(name)
    assert refused(archive.written()).code in {"Z09", "Z13", "B03", "B06"}


def test_a_package_written_as_a_stream_is_read() -> None:
    assert read(streamed()).payload.keys() == {"submission.json", "a.pdf"}


def streamed() -> bytes:
    """With data descriptors, as by programs that write to a pipe."""

    class Pipe(BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: object) -> int:
            raise OSError

        def tell(self) -> int:
            raise OSError

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in Archive().files.items():
            out.writestr(f"{BASE}/{name}", content)
    return pipe.getvalue()


@pytest.mark.parametrize("data", [b"", b"PK", b"%PDF-1.7", "不是压缩包".encode(), b"\0" * 10_000])
def test_what_is_no_zip_is_bad_input(data: bytes) -> None:
    with pytest.raises(InputError, match="不是 ZIP 压缩包"):
        read(data)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_package_is_told_so(package: bytes, share: float) -> None:
    error = refused(package[: int(len(package) * share)])
    assert error.code in {"Z01", "Z02", "Z05"}


def in_bytes(change: Callable[[bytes], bytes]) -> bytes:
    return change(Archive().written())


def _moved(data: bytes, by: int) -> bytes:
    """Something in front, and all offsets right: Python's zipfile takes it."""
    moved = bytearray(bytes(by) + data)
    end = moved.rindex(END)
    offset = struct.unpack_from("<L", moved, end + 16)[0]
    struct.pack_into("<L", moved, end + 16, offset + by)
    at = offset + by
    while moved[at : at + 4] == CENTRAL:
        name, extra, comment = struct.unpack_from("<3H", moved, at + 28)
        local = struct.unpack_from("<L", moved, at + 42)[0]
        struct.pack_into("<L", moved, at + 42, local + by)
        at += 46 + name + extra + comment
    return bytes(moved)


def _overlapping(data: bytes) -> bytes:
    """The first entry says that it reaches into the second, in both places."""
    size = struct.unpack_from("<L", data, data.index(CENTRAL) + 24)[0] + 100
    both = struct.pack("<2L", size, size)
    return patched(patched(data, CENTRAL, 20, both), LOCAL, 18, both)


def _with_gap(data: bytes) -> bytes:
    """Hidden bytes between the entries and the directory."""
    at = data.index(CENTRAL)
    end = data.rindex(END)
    grown = bytearray(data[:at] + b"hidden" + data[at:])
    struct.pack_into("<L", grown, end + 6 + 16, at + 6)
    return bytes(grown)


def _with_extra(data: bytes, kind: int, length: int = 4) -> bytes:
    """An extra field in the directory's last entry."""
    at = data.rindex(CENTRAL)
    end = data.rindex(END)
    extra = struct.pack("<2H", kind, length) + b"abcd"
    grown = bytearray(data[:end] + extra + data[end:])
    struct.pack_into("<H", grown, at + 30, len(extra))
    size = struct.unpack_from("<L", grown, end + len(extra) + 12)[0]
    struct.pack_into("<L", grown, end + len(extra) + 12, size + len(extra))
    return bytes(grown)


BYTES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "junk before": (lambda data: b"MZ" + data, "Z05"),
    "a program before, offsets right": (lambda data: _moved(data, 64), "Z05"),
    "junk after": (lambda data: data + b"\n", "Z02"),
    "two archives": (lambda data: data + data, "Z05"),
    "zip64 counts": (lambda data: patched(data, END, 8, b"\xff\xff\xff\xff"), "Z03"),
    "zip64 offset": (lambda data: patched(data, END, 16, b"\xff\xff\xff\xff"), "Z03"),
    "zip64 locator": (
        lambda data: data.replace(END, b"PK\x06\x07" + bytes(16) + END),
        "Z03",
    ),
    "a second disk": (lambda data: patched(data, END, 4, b"\1\0"), "Z04"),
    "an entry on a second disk": (lambda data: patched(data, CENTRAL, 34, b"\1\0"), "Z04"),
    "counts differ": (lambda data: patched(data, END, 8, b"\1\0"), "Z04"),
    "fewer entries": (lambda data: patched(data, END, 8, b"\3\0\3\0"), "Z01"),
    "more entries": (lambda data: patched(data, END, 8, b"\x09\0\x09\0"), "Z01"),
    "encrypted": (lambda data: patched(data, CENTRAL, 8, b"\1\0"), "Z10"),
    "strongly encrypted": (lambda data: patched(data, CENTRAL, 8, b"\x41\0"), "Z10"),
    "unknown method": (lambda data: patched(data, CENTRAL, 10, b"\x0c\0"), "Z12"),
    "patch data": (lambda data: patched(data, CENTRAL, 8, b"\x20\0"), "Z12"),
    "another name in front": (lambda data: patched(data, LOCAL, 30, b"G"), "Z15"),
    "another size in front": (lambda data: patched(data, LOCAL, 22, b"\1\0\0\0"), "Z15"),
    "another digest in front": (lambda data: patched(data, LOCAL, 14, b"\1"), "Z15"),
    "another method in front": (lambda data: patched(data, LOCAL, 8, b"\x08"), "Z15"),
    "no mark in front": (lambda data: patched(data, LOCAL, 0, b"PK\x03\x05"), "Z15"),
    "too large by its own word": (
        lambda data: patched(data, CENTRAL, 24, struct.pack("<L", 20_000_001)),
        "Z08",
    ),
    "overlapping": (_overlapping, "Z14"),
    "a gap": (_with_gap, "Z05"),
    "wrong bytes": (lambda data: data.replace(b"%PDF", b"%PDG", 1), "Z01"),
    "unicode path": (lambda data: _with_extra(data, 0x7075), "Z03"),
    "zip64 sizes": (lambda data: _with_extra(data, 0x0001), "Z03"),
    "damaged extra field": (lambda data: _with_extra(data, 0x5455, length=9), "Z01"),
    "wrong descriptor": (lambda _: patched(streamed(), b"PK\x07\x08", 4, b"\0\0"), "Z05"),
}


@pytest.mark.parametrize("case", BYTES)
def test_bent_bytes_are_refused(case: str) -> None:
    change, code = BYTES[case]
    assert refused(in_bytes(change)).code == code


NAMES = {
    "../evil.txt": "Z09",
    f"{BASE}/../evil.txt": "Z09",
    f"{BASE}/data/../evil.txt": "Z09",
    "/etc/passwd": "Z09",
    "c:/windows/evil.txt": "Z09",
    f"{BASE}\\data\\evil.txt": "Z09",
    f"{BASE}//evil.txt": "Z09",
    f"{BASE}/data/./evil.txt": "Z09",
    f"{BASE}/Data/evil.txt": "Z09",
    f"{BASE}/data/con": "Z09",
    f"{BASE}/data/nul.pdf": "Z09",
    f"{BASE}/data/com1.tar.gz": "Z09",
    f"{BASE}/data/evil.": "Z09",
    f"{BASE}/data/ evil": "Z09",
    f"{BASE}/data/.hidden": "Z09",
    f"{BASE}/data/申报表.pdf": "Z09",
    f"{BASE}/data/{'a' * 96}": "Z09",
    f"{BASE}/data/{'a' * 60_000}": "Z09",
    f"{BASE}/data/a\n.pdf": "Z09",
    f"{BASE}/empty/": "Z09",
    "loose.txt": "Z09",
    "other/evil.txt": "Z13",
    f"{BASE}/data/a.pdf": "Z07",
    f"{BASE}/DATA/a.pdf": "Z07",
}


@pytest.mark.parametrize("name", NAMES, ids=lambda name: ascii(name)[:30])
def test_dangerous_names_are_refused(name: str) -> None:
    archive = Archive()
    archive.add(name)
    assert refused(archive.written()).code == NAMES[name]


def test_a_link_is_refused() -> None:
    archive = Archive()
    archive.info("data/a.pdf").external_attr = (stat.S_IFLNK | 0o777) << 16
    assert refused(archive.written()).code == "Z11"


def test_a_comment_is_refused() -> None:
    assert refused(Archive(comment=b"hello").written()).code == "Z02"
    archive = Archive()
    archive.info("data/a.pdf").comment = b"hello"
    assert refused(archive.written()).code == "Z02"


def test_bombs_are_refused() -> None:
    archive = Archive(compression=zipfile.ZIP_DEFLATED)
    archive.add(f"{BASE}/data/zeros", bytes(5_000_000))
    assert refused(archive.written()).code == "Z08"


def test_a_bomb_that_lies_about_its_size_is_refused_unread() -> None:
    archive = Archive(compression=zipfile.ZIP_DEFLATED)
    archive.add(f"{BASE}/data/zeros", bytes(5_000_000))
    data = archive.written()
    small = struct.pack("<L", 1000)
    last = data.count(CENTRAL) - 1
    lying = patched(patched(data, CENTRAL, 24, small, last), LOCAL, 22, small, last)
    assert refused(lying).code == "Z01"


def test_limits_of_number_and_sum() -> None:
    archive = Archive()
    for number in range(500):
        archive.add(f"{BASE}/data/f{number}")
    assert refused(archive.written()).code == "Z06"
    archive = Archive()
    for number in range(11):
        archive.add(f"{BASE}/data/f{number}", b"x")
    data = archive.written()
    for number in range(11):
        size = struct.pack("<L", 19_999_999)
        data = patched(data, CENTRAL, 24, size, data.count(CENTRAL) - 1 - number)
    assert refused(data).code == "Z08"
