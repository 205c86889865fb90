"""Packages read in a child: it looks at every byte, and answers where the files of a sound one lie.

So nothing of a package is sent back: the parent takes the files out of its own copy, each when it
is looked at, and reads ``submission.json`` once more, which is bounded. The answer is of any kind
of package; what may be asked of a kind is checked by the child, by the package's own label.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from gonghui_desktop.confined.jobs import Limits, Remedy, never
from gonghui_desktop.errors import InputError, PackageError
from gonghui_desktop.exchange.other_kinds import archive_kind
from gonghui_desktop.exchange.package.bag import load_profile
from gonghui_desktop.exchange.package.bag_reader import Bag, read_bag
from gonghui_desktop.exchange.package.contents import Contents, Place
from gonghui_desktop.exchange.package.kinds import PackageKind, kind_of
from gonghui_desktop.exchange.package.reply import reply_in
from gonghui_desktop.exchange.package.report import ReceivedReport, received_report, report_in
from gonghui_desktop.exchange.package.submission import (
    ReceivedPackage,
    package_fingerprint,
    read_submission,
    received,
    submission_in,
)
from gonghui_desktop.exchange.package.zip_reader import LARGEST_ENTRY, MOST_ENTRIES
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.campaigns.known_forms import KnownForms
from gonghui_desktop.model.forms.edition import definition_of, read_definition
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.replies import Reply

if TYPE_CHECKING:  # no start needs it
    from gonghui_desktop.confined.readers import Readers

JOB = "package"

LARGEST_PACKAGE = 100_000_000  # bytes; a full package of a page each has 30 million

_REPLIES = (PackageKind.RETURN, PackageKind.RECEIPT)
_LIMITS = Limits(output=1_000_000)
_LEAST_SECONDS, _BYTES_A_SECOND = 1.0, 2_000_000
"""What a package in a report may take, of the processor's time."""
_REMEDY = Remedy("不像本程序做的报送包，请勿接收，请让上报单位重新导出后再发来")


def read_package(data: bytes, known: KnownForms) -> ReceivedPackage:
    """As ``read_submission``; an archive of another kind is called what it is.

    Raises:
        InputError: this is no ZIP file at all, or one of another kind.
        PackageError: a check fails.
    """
    with _called_what_it_is(data):
        return read_submission(data, known)


@contextmanager
def _called_what_it_is(data: bytes) -> Iterator[None]:
    """Reads an archive as a package; one of another kind is refused as what it is.

    Raises:
        InputError: it is of another kind.
    """
    try:
        yield
    except (InputError, PackageError) as error:
        if kind := archive_kind(data):
            raise InputError(f"这是{kind.name}，不是报送包，{kind.remedy}。") from error
        raise


def answer(data: bytes, parameters: Mapping[str, object]) -> Iterator[bytes]:
    """The child's half: checks a package whole.

    Args:
        data: the ZIP file.
        parameters: the forms of packages that carry none, as :func:`read_in_child` sends them.

    Raises:
        InputError: this is no ZIP file at all, or one of another kind.
        PackageError: a check fails.
    """
    with _called_what_it_is(data):
        bag = read_bag(data, load_profile())
        fingerprint = _checked(bag, parameters)
    told = {
        "info": dict(bag.info),
        "litter": bag.litter,
        "fingerprint": fingerprint.hex(),
        "files": [
            [name, place.start, place.packed, place.size, place.is_deflated]
            for name, place in bag.payload.places.items()
        ],
    }
    yield json.dumps(told).encode()


def _checked(bag: Bag, parameters: Mapping[str, object]) -> bytes:
    """The fingerprint of a package of any kind that has passed every check.

    Raises:
        PackageError: a check fails.
    """
    if kind_of(bag.info) in _REPLIES:
        reply_in(bag)
        return package_fingerprint(bag.payload)
    if kind_of(bag.info) is PackageKind.REPORT:
        return report_in(bag).fingerprint
    return submission_in(bag, _known_in(parameters)).fingerprint


def read_in_child(
    data: bytes,
    known: KnownForms,
    readers: Readers,
    cancelled: Callable[[], bool] = never,
    limits: Limits = _LIMITS,
) -> ReceivedPackage:
    """The parent's half: the contents of a submission package that has passed every check.

    Args:
        data: the ZIP file.
        known: forms of packages of version 1, which carry no definitions.
        readers: their child reads it.
        cancelled: asked many times a second; ``True`` ends the child.
        limits: what the child may take.

    Raises:
        InputError: this is no ZIP file at all, or one of another kind; or it was not read to the
            end.
        PackageError: it is a package of another kind (``S04``), or a check fails.
    """
    bag, fingerprint = _bag_in_child(data, known, readers, cancelled, limits)
    return received(bag, known, fingerprint)


def limits_within(size: int) -> Limits:
    """What a package may take that came in another one, by its bytes.

    An honest one needs a tenth of it; all that fit into one report take some minutes at most.
    """
    seconds = min(_LIMITS.seconds, _LEAST_SECONDS + size / _BYTES_A_SECOND)
    return replace(_LIMITS, seconds=seconds)


def read_any_in_child(
    data: bytes, known: KnownForms, readers: Readers, cancelled: Callable[[], bool] = never
) -> ReceivedPackage | ReceivedReport | Reply:
    """As :func:`read_in_child`, of a package of whatever kind.

    Raises:
        InputError, PackageError: as there.
    """
    bag, fingerprint = _bag_in_child(data, known, readers, cancelled)
    if kind_of(bag.info) in _REPLIES:
        return reply_in(bag)
    if kind_of(bag.info) is PackageKind.REPORT:
        return received_report(bag, fingerprint)
    return received(bag, known, fingerprint)


def _bag_in_child(
    data: bytes,
    known: KnownForms,
    readers: Readers,
    cancelled: Callable[[], bool],
    limits: Limits = _LIMITS,
) -> tuple[Bag, bytes]:
    """A package that a child has passed, and its fingerprint."""
    from gonghui_desktop.confined.readers import checked  # noqa: PLC0415 -- no start needs it

    with checked(_REMEDY):
        told = readers.whole(
            JOB, data, _known_as_json(known), cancelled=cancelled, limits=limits, remedy=_REMEDY
        )
        return _bag_in(json.loads(told), data)


def _bag_in(told: Mapping[str, object], data: bytes) -> tuple[Bag, bytes]:
    """What a child has told of a bag, each file of which lies in the archive; its fingerprint.

    Raises:
        KeyError, TypeError, ValueError: it is nothing that a child tells.
    """
    info, litter, files = told["info"], told["litter"], told["files"]
    if not (isinstance(info, dict) and isinstance(litter, list) and isinstance(files, list)):
        raise TypeError("answer")
    if len(files) > MOST_ENTRIES or len(litter) > MOST_ENTRIES:
        raise ValueError("too many")
    places = {str(name): _place(len(data), *numbers) for name, *numbers in files}
    bag = Bag(
        {str(label): str(text) for label, text in info.items()},
        Contents(data, places),
        tuple(str(name) for name in litter),
    )
    kind_of(bag.info)  # it has one
    return bag, bytes.fromhex(str(told["fingerprint"]))


def _place(within: int, start: int, packed: int, size: int, is_deflated: bool) -> Place:
    """A place that lies in the archive."""
    numbers = (start, packed, size)
    if not all(type(number) is int and number >= 0 for number in numbers):
        raise TypeError("place")
    if start + packed > within or size > LARGEST_ENTRY or (size != packed and not is_deflated):
        raise ValueError("place")
    return Place(start, packed, size, is_deflated=bool(is_deflated))


def _known_as_json(known: KnownForms) -> dict[str, object]:
    return {
        "campaign": known.campaign.id,
        "forms": [definition_of(form).text for form in known.campaign.forms],
        "first_campaign": known.first_campaign,
        "first_forms": [definition_of(form).text for form in known.first_forms.values()],
    }


def _known_in(parameters: Mapping[str, object]) -> KnownForms:
    first = {form.id: form for form in _forms(parameters["first_forms"])}
    campaign = Campaign.unknown(str(parameters["campaign"]), tuple(_forms(parameters["forms"])))
    return KnownForms(campaign, str(parameters["first_campaign"]), first)


def _forms(definitions: object) -> Iterator[FormDefinition]:
    assert isinstance(definitions, list)
    for text in definitions:
        yield read_definition(str(text))
