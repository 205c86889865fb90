"""Bags from outside that must be refused, each with its code and one sentence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.exchange.archives import Archive, refused


def _without(name: str) -> Archive:
    archive = Archive()
    del archive.files[name]
    return archive


def _line(name: str, content: bytes) -> Archive:
    """A tag file with something else in it, and fitting tag manifests."""
    archive = Archive()
    archive.files[name] = content
    archive.seal_tags()
    return archive


def _unlisted(name: str) -> Archive:
    """A payload file that one of the two manifests does not name."""
    archive = Archive()
    lines = archive.files[name].splitlines(keepends=True)
    return _line(name, lines[0])


def _edited(name: str, content: bytes) -> Archive:
    archive = Archive()
    archive.files[name] = content
    return archive


def _info(old: str, new: str) -> Archive:
    content = Archive().files["bag-info.txt"].decode()
    assert old in content
    return _line("bag-info.txt", content.replace(old, new).encode())


def _fetch() -> Archive:
    archive = Archive()
    archive.files["fetch.txt"] = b"http://example.invalid/x 1 data/x\n"
    return archive


def _unsigned_tag_file() -> Archive:
    """An edited bag-info.txt that the tag manifests do not name any more."""
    archive = _info("2017-03-15", "2017-03-16")
    for kind in ("sha256", "sha512"):
        name = f"tagmanifest-{kind}.txt"
        lines = archive.files[name].splitlines(keepends=True)
        archive.files[name] = b"".join(line for line in lines if b"bag-info" not in line)
    return archive


BAGS: dict[str, tuple[Callable[[], Archive], str]] = {
    "no declaration": (lambda: _without("bagit.txt"), "B01"),
    "no info": (lambda: _without("bag-info.txt"), "B02"),
    "one manifest": (lambda: _without("manifest-sha512.txt"), "B02"),
    "no tag manifest": (lambda: _without("tagmanifest-sha256.txt"), "B02"),
    "fetch.txt": (_fetch, "B03"),
    "another BagIt": (lambda: _line("bagit.txt", b"BagIt-Version: 0.97\n"), "B04"),
    "GBK in info": (lambda: _line("bag-info.txt", "Contact-Name: 王\n".encode("gbk")), "B05"),
    "no line end": (lambda: _line("bag-info.txt", b"Contact-Name: x"), "B05"),
    "folded line": (lambda: _info("大连市", "大连市\n  "), "B05"),
    "doubled label": (
        lambda: _info("Bagging-Date:", "Bagging-Date: 1\nBagging-Date:"),
        "B05",
    ),
    "manifest of garbage": (lambda: _line("manifest-sha256.txt", b"garbage\n"), "B05"),
    "manifest with a way out": (
        lambda: _line("manifest-sha256.txt", b"0" * 64 + b"  data/../../etc/passwd\n"),
        "B06",
    ),
    "not in sha256": (lambda: _unlisted("manifest-sha256.txt"), "B06"),
    "not in sha512": (lambda: _unlisted("manifest-sha512.txt"), "B06"),
    "payload missing": (lambda: _without("data/a.pdf"), "B06"),
    "payload too much": (lambda: _edited("data/b.pdf", b"x"), "B06"),
    "payload edited": (lambda: _edited("data/a.pdf", b"%PDF"), "B07"),
    "info edited": (lambda: _edited("bag-info.txt", b"Contact-Name: x\n"), "B07"),
    "info edited and unlisted": (_unsigned_tag_file, "B06"),
    "oxum short": (lambda: _info("Payload-Oxum: 453.2", "Payload-Oxum: 12"), "B08"),
    "oxum wrong": (lambda: _info("453.2", "454.2"), "B08"),
    "no organisation": (lambda: _info("Source-Organization: 大连市某区总工会\n", ""), "B08"),
    "another profile": (lambda: _info("urn:uuid:6", "urn:uuid:7"), "B08"),
}


@pytest.mark.parametrize("case", BAGS)
def test_bent_bags_are_refused(case: str) -> None:
    make, code = BAGS[case]
    assert refused(make().written()).code == code
