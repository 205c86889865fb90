"""Returns and receipts as files: what goes in comes out, and nothing that was bent gets in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gonghui_desktop.confined.readers import Readers
from gonghui_desktop.errors import InputError, PackageError
from gonghui_desktop.exchange.package.bag import load_profile, write_bag
from gonghui_desktop.exchange.package.bag_reader import read_bag
from gonghui_desktop.exchange.package.package_job import read_any_in_child, read_in_child
from gonghui_desktop.exchange.package.reply import new_reply, read_reply, write_reply
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.campaigns.known_forms import KnownForms
from gonghui_desktop.model.record import Profile
from gonghui_desktop.model.replies import RepliedRecord, Reply, ReplyKind, ReplyReason

_OF = "00000000-0000-5000-8000-000000000001"
_ID, _OTHER = "a" * 32, "b" * 32
_RETURN = Reply(
    "",
    ReplyKind.RETURN,
    "2017",
    "2017 年基层工会活力建设",
    _OF,
    2,
    Profile("city", "大连市总工会", "王强", "0411-82700000"),
    "大连市中山区总工会",
    (
        ReplyReason("名额说明没有写清楚，\n请补充"),
        ReplyReason("少盖一个章", _ID, 3),
        ReplyReason("电话少一位", _ID, 3, "contact"),
    ),
    (RepliedRecord(_ID, "annex1", "大连甲厂", 3, "1234 5678 9012 3"),),
    date(2017, 3, 17),
    date(2017, 3, 10),
)
_RECEIPT = replace(_RETURN, kind=ReplyKind.RECEIPT, reasons=(), answer_by=None)


@pytest.mark.parametrize("said", [_RETURN, _RECEIPT], ids=["return", "receipt"])
def test_what_is_said_comes_out_again(said: Reply, readers: Readers, campaign: Campaign) -> None:
    reply = new_reply(said)
    data = write_reply(reply)
    assert read_reply(data) == reply
    assert read_any_in_child(data, KnownForms(campaign), readers) == reply
    assert data == write_reply(new_reply(said))
    assert len(data) < 10_000  # for an e-mail
    assert replace(reply, package="") == said
    assert new_reply(replace(said, of_revision=3)).package != reply.package


def test_a_reply_is_no_submission(readers: Readers, campaign: Campaign) -> None:
    with pytest.raises(PackageError, match=r"退回单，不是上报用的报送包.*S04"):
        read_in_child(write_reply(new_reply(_RETURN)), KnownForms(campaign), readers)


def test_a_submission_is_no_reply(small_package: bytes) -> None:
    with pytest.raises(PackageError, match=r"这是报送包，不是退回单.*R01"):
        read_reply(small_package)


def test_names_of_strangers_are_made_fit() -> None:
    """What a sender calls itself, and its units, goes back to it; it may have been bent."""
    odd = RepliedRecord(_ID, "annex1", "甲\u202e厂\n" + "长" * 300, 3, "1234 5678 9012 3")
    reply = new_reply(replace(_RETURN, addressee="\x07 \u2066", records=(odd,)))
    assert read_reply(write_reply(reply)) == reply
    assert reply.addressee == ""
    assert reply.records[0].name.startswith("甲 厂 长")
    assert len(reply.records[0].name) == 200


@pytest.mark.parametrize(
    "said",
    [
        replace(_RETURN, reasons=()),
        replace(_RETURN, answer_by=None),
        replace(_RETURN, answer_by=date(2017, 3, 9)),
        replace(_RETURN, reasons=(ReplyReason("少盖一个章", _OTHER, 1),)),
        replace(_RETURN, reasons=(ReplyReason(" \u202e\n"),)),
        replace(_RECEIPT, answer_by=date(2017, 3, 17)),
        replace(_RECEIPT, reasons=_RETURN.reasons),
    ],
)
def test_what_cannot_be_said_is_not_written(said: Reply) -> None:
    with pytest.raises(ValueError, match=r"退回|期限|原因"):
        new_reply(said)


Edit = Callable[[dict[str, Any]], object]
_EDITS: list[tuple[str, Edit]] = [
    ("R01", lambda said: said.update(format="gonghui-submission")),
    ("R01", lambda said: said.update(version=2)),
    ("R01", lambda said: said.update(kind="report")),
    ("R02", lambda said: said.update(version="1")),
    ("R02", lambda said: said.update(campaign="../2017")),
    ("R02", lambda said: said.update(of="1")),
    ("R02", lambda said: said.update(of=_OF.upper().replace("-", ""))),
    ("R02", lambda said: said.update(of_revision=0)),
    ("R02", lambda said: said.update(of_revision=True)),
    ("R02", lambda said: said.update(turn=0)),
    ("R02", lambda said: said.update(made_on="20170310")),
    ("R02", lambda said: said.update(made_on="9999-12-31")),
    ("R02", lambda said: said.update(answer_by="2017-02-30")),
    ("R02", lambda said: said.update(more=1)),
    ("R02", lambda said: said.pop("addressee")),
    ("R02", lambda said: said["office"].update(name="")),
    ("R02", lambda said: said["office"].update(name="大连市\n总工会")),
    ("R02", lambda said: said["office"].update(contact_name="王\u202e强")),
    ("R02", lambda said: said["office"].update(kind="City Hall")),
    ("R02", lambda said: said.update(reasons={})),
    ("R02", lambda said: said.update(reasons=said["reasons"] * 200)),
    ("R02", lambda said: said.update(records=said["records"] * 10_001)),
    ("R02", lambda said: said["reasons"][0].update(text="长" * 2_001)),
    ("R02", lambda said: said["reasons"][0].update(text="退\x1b[2J回")),
    ("R02", lambda said: said["reasons"][2].update(field="a b")),
    ("R02", lambda said: said["reasons"][1].update(record="../" * 10)),
    ("R02", lambda said: said["records"][0].update(check_code="1234 5678 901２ 3")),
    ("R02", lambda said: said["records"][0].update(name="长" * 201)),
    ("R04", lambda said: said.update(campaign="2018")),
    ("R04", lambda said: said.update(addressee="大连市西岗区总工会")),
    ("R04", lambda said: said["reasons"][0].update(text="别的原因")),
    ("R07", lambda said: said.update(reasons=[])),
    ("R07", lambda said: said.update(answer_by=None)),
    ("R07", lambda said: said.update(answer_by="2017-03-09")),
    ("R07", lambda said: said.update(kind="receipt")),
    ("R07", lambda said: said.update(records=[])),
    ("R07", lambda said: said.update(records=said["records"] * 2)),
    ("R07", lambda said: said["reasons"][1].update(revision=2)),
    ("R07", lambda said: said["reasons"][0].update(field="contact")),
    ("R07", lambda said: said["reasons"][0].update(text=" \n")),
]


@pytest.mark.parametrize(("code", "edit"), _EDITS)
def test_a_forged_reply_is_refused(code: str, edit: Edit) -> None:
    """Its manifests are right: whoever forges one makes them anew."""
    data = write_reply(new_reply(_RETURN))
    said = json.loads(_payload(data)["reply.json"])
    edit(said)
    info = dict(read_bag(data, load_profile()).info)
    assert _refused(_bag(info, {"reply.json": json.dumps(said).encode()})) == code


def test_what_disagrees_with_the_label_is_refused() -> None:
    data = write_reply(new_reply(_RETURN))
    content = _payload(data)["reply.json"]
    info = dict(read_bag(data, load_profile()).info)
    for label, text in (("Contact-Name", "李强"), ("Gonghui-Package-Type", "receipt")):
        assert _refused(_bag(info | {label: text}, {"reply.json": content})) == "R03"


def test_other_files_and_far_too_much_are_refused() -> None:
    data = write_reply(new_reply(_RETURN))
    content = _payload(data)["reply.json"]
    info = dict(read_bag(data, load_profile()).info)
    assert _refused(_bag(info, {"reply.json": content, "run.exe": b"MZ"})) == "R05"
    assert _refused(_bag(info, {"submission.json": content})) == "R05"
    assert _refused(_bag(info, {"reply.json": content + b" " * 12_000_000})) == "R06"
    for bent in (b"\xff", b"[" * 1_000, b"[" * 13_000, b"7", b'{"kind": NaN}', b'{"a": 1, "a": 2}'):
        assert _refused(_bag(info, {"reply.json": bent})) == "R02"


_WHOLE = write_reply(new_reply(_RETURN))
_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.text(max_size=9), below),
    max_leaves=8,
)


@settings(max_examples=200)
@given(at=st.integers(-1_500, len(_WHOLE) - 1), bits=st.integers(1, 255))
def test_a_changed_byte_is_refused_or_says_the_same(at: int, bits: int) -> None:
    data = bytearray(_WHOLE)
    data[at] ^= bits
    with suppress(PackageError, InputError):
        assert read_reply(bytes(data)) == read_reply(_WHOLE)


@given(place=st.integers(0, 60), value=_ANYTHING)
def test_whatever_else_stands_in_a_reply_is_refused(place: int, value: object) -> None:
    """With manifests made anew; its number tells, if nothing before."""
    said = json.loads(_payload(_WHOLE)["reply.json"])
    places = list(_places(said))
    holder, key = places[place % len(places)]
    assume(json.dumps(holder[key]) != json.dumps(value))
    holder[key] = value
    info = dict(read_bag(_WHOLE, load_profile()).info)
    assert _refused(_bag(info, {"reply.json": json.dumps(said).encode()})).startswith("R")


def _places(value: object) -> Iterator[tuple[Any, Any]]:
    """Every place in a document that holds something, as its holder and its key."""
    keys: Iterable[Any] = ()
    if isinstance(value, dict | list):
        keys = value if isinstance(value, dict) else range(len(value))
        for key in keys:
            yield value, key
            yield from _places(value[key])


def _refused(data: bytes) -> str:
    with pytest.raises(PackageError, match=r"^.{8,280}（代码 R\d\d）$") as caught:
        read_reply(data)
    return caught.value.code


def _payload(data: bytes) -> dict[str, bytes]:
    return dict(read_bag(data, load_profile()).payload)


def _bag(info: dict[str, str], payload: dict[str, bytes]) -> bytes:
    for label in ("Payload-Oxum", "BagIt-Profile-Identifier"):
        info.pop(label, None)
    return write_bag("gonghui", info, payload, load_profile())
