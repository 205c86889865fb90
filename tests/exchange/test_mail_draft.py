"""A mail draft, read as mail programs read it."""

from __future__ import annotations

import email
import email.policy
from email.header import decode_header, make_header
from email.message import EmailMessage, Message

import pytest

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


def test_nothing_in_a_name_begins_a_header() -> None:
    evil = MailDraft("", "", "题\r\nBcc: a@b.cn", "x", "a\r\nBcc: a@b.cn.zip", DATA)
    read = email.message_from_bytes(write_mail(evil))
    assert read.keys() == ["X-Unsent", "Subject", "MIME-Version", "Content-Type"]
    assert _parts(read)[1].keys() == [
        "Content-Type",
        "Content-Transfer-Encoding",
        "Content-Disposition",
    ]
