"""A damaged package is refused with a sentence, or says exactly the same."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gonghui_desktop.errors import InputError, PackageError
from gonghui_desktop.exchange.package.submission import ReceivedPackage, read_submission
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.campaigns.known_forms import KnownForms


@pytest.fixture(scope="session")
def whole(campaign: Campaign, small_package: bytes) -> ReceivedPackage:
    return read_submission(small_package, KnownForms(campaign))


def refused_or_the_same(data: bytes, campaign: Campaign, whole: ReceivedPackage) -> None:
    with suppress(PackageError, InputError):
        assert read_submission(data, KnownForms(campaign)) == whole


# Where an archive says what is in it; the rest is covered by digests.
STRUCTURE = st.integers(1, 1_500)


@settings(max_examples=300)
@given(at=st.integers(0) | STRUCTURE.map(lambda back: -back), bits=st.integers(1, 255))
def test_changed_bytes(
    campaign: Campaign, small_package: bytes, whole: ReceivedPackage, at: int, bits: int
) -> None:
    data = bytearray(small_package)
    data[at % len(data)] ^= bits
    refused_or_the_same(bytes(data), campaign, whole)


@settings(max_examples=150)
@given(at=st.integers(0) | STRUCTURE.map(lambda back: -back), length=st.integers(1, 5_000))
def test_lost_bytes(
    campaign: Campaign, small_package: bytes, whole: ReceivedPackage, at: int, length: int
) -> None:
    start = at % len(small_package)
    data = small_package[:start] + small_package[start + length :]
    refused_or_the_same(data, campaign, whole)


@settings(max_examples=150)
@given(at=st.integers(0) | STRUCTURE.map(lambda back: -back), more=st.binary(min_size=1))
def test_inserted_bytes(
    campaign: Campaign, small_package: bytes, whole: ReceivedPackage, at: int, more: bytes
) -> None:
    start = at % len(small_package)
    data = small_package[:start] + more + small_package[start:]
    refused_or_the_same(data, campaign, whole)
