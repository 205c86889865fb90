"""A mail draft, read as mail programs read it."""

from __future__ import annotations

import email
import email.policy
from email.header import decode_header, make_header
from email.message import EmailMessage, Message

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghui_desktop.exchange.mail_draft import MailDraft, write_mail

NAME = "中山区总工会 基层工会活力建设项目 第2次 2017-03-12.zip"
LONGEST = f"{'总' * 33} {'项' * 33} 第12次 2017-03-12.zip"
BODY = "大连市总工会民主管理部：\n\n现报送申报表 5 份，𬭊厂在内。\n.\nFrom 前面没有 >\n"
DATA = bytes(range(256)) * 40


def _draft(name: str = NAME, to: str = "mgb@example.cn") -> MailDraft:
    return MailDraft(to, "大连市总工会民主管理部", f"报送：{name}", BODY, name, DATA)


def _parts(read: Message) -> list[Message]:
    parts = list(read.walk())
    assert len(parts) == 3  # the whole, the text and the file
    return parts[1:]


@pytest.mark.parametrize("name", [NAME, LONGEST, "a.zip", '100%  完成;"x".zip'])
@pytest.mark.parametrize("policy", [email.policy.default, email.policy.compat32])
def test_both_parsers_of_python_read_what_was_written(
    name: str, policy: email.policy.Policy[Message]
) -> None:
    draft = _draft(name)
    read = email.message_from_bytes(write_mail(draft), policy=policy)
    text, attachment = _parts(read)
    assert read["X-Unsent"] == "1"
    assert str(make_header(decode_header(read["Subject"]))) == " ".join(draft.subject.split())
    assert text.get_payload(decode=True) == BODY.replace("\n", "\r\n").encode()
    assert attachment.get_filename() == name
    assert attachment.get_payload(decode=True) == DATA
    assert (attachment.get_content_type(), attachment.defects) == ("application/zip", [])
    if isinstance(read, EmailMessage):
        (receiver,) = read["To"].addresses
        assert (receiver.display_name, receiver.addr_spec) == (draft.to_name, draft.to)


def test_a_program_that_knows_only_names_of_the_old_kind_reads_the_name() -> None:
    read = email.message_from_bytes(write_mail(_draft(LONGEST)))
    name = _parts(read)[1].get_param("name")
    assert isinstance(name, str)
    assert str(make_header(decode_header(name))) == LONGEST


def test_without_an_address_there_is_no_receiver() -> None:
    assert email.message_from_bytes(write_mail(_draft(to="")))["To"] is None


def test_lines_are_short_ascii_and_end_as_mail_does() -> None:
    for name in (NAME, LONGEST):
        written = write_mail(_draft(name))
        assert written == write_mail(_draft(name))
        assert written.isascii()
        lines = written.split(b"\r\n")
        assert not any(b"\n" in line or b"\r" in line for line in lines)
        assert max(map(len, lines)) <= 78  # RFC 5322 allows 998


_ODD = (
    "\r\nBcc: a@b.cn\r\n\r\n",
    "题\nTo: a@b.cn",
    "\x0bCc: a@b.cn",
    "\u2028Bcc: a@b.cn",
    "=?utf-8?B?DQpCY2M6IGFAYi5jbg==?=",
    '";\r\n name="x',
    "--=_",
    "\x00\x1b]0;x\x07\x85",
    "\u202e\ufeff\ud800",
    "工会" * 1500,
    "x" * 2000,
)
_TEXTS = st.lists(st.sampled_from(_ODD) | st.text(st.characters(codec=None)), max_size=3).map(
    "".join
)


@given(_TEXTS, _TEXTS, _TEXTS, _TEXTS, st.binary(max_size=200))
def test_whatever_values_hold_there_is_one_receiver_one_subject_and_one_file(
    to_name: str, subject: str, body: str, name: str, data: bytes
) -> None:
    written = write_mail(MailDraft("mgb@example.cn", to_name, subject, body, name, data))
    assert max(map(len, written.split(b"\r\n"))) <= 78
    read = email.message_from_bytes(written, policy=email.policy.default)
    old = email.message_from_bytes(written)
    for message in (read, old):
        assert message.keys() == ["X-Unsent", "To", "Subject", "MIME-Version", "Content-Type"]
        text, attachment = _parts(message)
        assert text.keys() == ["Content-Type", "Content-Transfer-Encoding"]
        kinds = [part.get_content_disposition() for part in (text, attachment)]
        assert kinds == [None, "attachment"]
        assert attachment.get_payload(decode=True) == data
    (receiver,) = read["To"].addresses
    assert receiver.addr_spec == "mgb@example.cn"
