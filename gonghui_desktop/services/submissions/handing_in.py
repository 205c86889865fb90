"""What is to be done with an exported package: what it is, what goes along on paper, the mail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from gonghui_desktop.errors import GonghuiError
from gonghui_desktop.exchange.mail_draft import MailDraft, write_mail
from gonghui_desktop.exchange.package.kinds import PackageKind
from gonghui_desktop.exchange.package.submission import Submission
from gonghui_desktop.fileio import (
    is_for_its_owner_alone,
    read_limited,
    size_words,
    write_atomically,
)
from gonghui_desktop.model.dates import written_date
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.summary import summary_tables
from gonghui_desktop.services.reporter import receiver_name
from gonghui_desktop.services.stages import paper_gaps
from gonghui_desktop.services.submissions.sent_packages import Changes, SentPackage
from gonghui_desktop.services.submissions.submission import Exported
from gonghui_desktop.services.workspace import Workspace


@dataclass(frozen=True)
class Handover:
    """What is told once a package was written.

    Attributes:
        facts: what was written: label and text of each line.
        papers: what has to be handed in on paper, a clause each.
        doubts: what its receiver will be told to look at, a sentence each.
        kind: what was written, in a word.
    """

    facts: tuple[tuple[str, str], ...]
    papers: tuple[str, ...]
    doubts: tuple[str, ...]
    kind: str = PackageKind.SUBMISSION.label


class Written(Protocol):
    """A package that was written: what was handed in, or is reported further."""

    @property
    def submission(self) -> Submission:
        """What it puts forward."""

    @property
    def path(self) -> Path:
        """The file."""

    @property
    def size(self) -> int:
        """Its bytes."""

    @property
    def code(self) -> str:
        """Of its fingerprint, as its cover sheet shows it."""

    @property
    def papers(self) -> tuple[bytes, ...]:
        """The papers of the package itself, PDFs: its cover sheet and its summary."""

    @property
    def last(self) -> SentPackage | None:
        """The package that it replaces."""

    @property
    def changes(self) -> Changes | None:
        """What differs from that one."""


def handover(ws: Workspace, made: Exported) -> Handover:
    """What is to be told of a package; lays forms out: not for the GUI thread.

    The package is written, so this raises nothing: what cannot be looked up is left out.
    """
    return Handover(facts_of(made), tuple(_papers(ws, made)), made.verified.doubts)


def facts_of(made: Written) -> tuple[tuple[str, str], ...]:
    """What was written: label and text of each line."""
    return (
        ("文件", made.path.name),
        ("位置", str(made.path.parent.absolute())),
        ("大小", size_words(made.size)),
        ("报送", handed_in_words(made)),
        ("核对码", made.code),
        *_readers(made.path),
    )


def _readers(path: Path) -> Iterator[tuple[str, str]]:
    """Who can read it, where others may look for it: outside of the user's own folder."""
    with suppress(OSError, RuntimeError):  # it went away; no home is known
        if is_for_its_owner_alone(path) and not path.absolute().is_relative_to(Path.home()):
            yield "谁能读", "只有您自己；要给同事读，请在文件管理器里改这个文件的权限"


def handed_in_words(made: Written) -> str:
    """Which time it is handed in, such as ``第 2 次，替代 2017年3月10日的第 1 次``."""
    words = f"第 {made.submission.revision} 次"
    if made.last is None:
        return words
    words += f"，替代 {made.last.words}"
    return f"{words}：{made.changes.words}" if made.changes and made.changes.words else words


def _papers(ws: Workspace, made: Exported) -> Iterator[str]:
    for form, count in _by_form(ws, made):
        seals = f"，各盖 {len(form.seals)} 个章" if form.seals else ""
        yield (
            f"{form.number}：{count} 份申报表，每份一式 {form.copies} 份，"
            f"共 {count * form.copies} 份{seals}"
        )
    yield "汇总表、报送单：各 1 份，盖本单位的章"
    with suppress(GonghuiError):
        yield from _paper_left(ws, made.submission)


def _paper_left(ws: Workspace, submission: Submission) -> Iterator[str]:
    """What is left to do on paper, a clause; none where there is nothing."""
    stored = (ws.store.find(record.id) for record in submission.records)
    gaps = paper_gaps(ws, filter(None, stored))
    unprinted = sum(not gap.is_printed for gap in gaps)
    unsealed = len(gaps) - unprinted
    open_ones = [
        f"{count} 份{words}"
        for count, words in ((unprinted, "还没有打印"), (unsealed, "还没有盖齐章"))
        if count
    ]
    if open_ones:
        yield f"其中 {'，'.join(open_ones)}"


def _by_form(ws: Workspace, made: Written) -> list[tuple[FormDefinition, int]]:
    """The forms that were handed in, in the campaign's order, with the number of each."""
    tables = summary_tables(ws.campaign, made.submission.records, made.submission.form_of)
    return [(table.form, len(table.numbered)) for table in tables]


def _counts(ws: Workspace, made: Written) -> str:
    if made.submission.is_zero:
        return "零报告，没有推荐单位"
    counts = "，".join(f"{form.number} {count} 份" for form, count in _by_form(ws, made))
    return f"共 {len(made.submission.records)} 份（{counts}）"


def save_mail(ws: Workspace, made: Written, path: Path) -> None:
    """Writes a mail to the receiver with the package attached, as an ``.eml`` file.

    Raises:
        FileError: it cannot be written, or the package is not there any more.
    """
    campaign, submission = ws.campaign, made.submission
    subject = f"{submission.reporter.name} {campaign.name}报送包（第 {submission.revision} 次）"
    draft = MailDraft(
        to=campaign.email_of_receiver(submission.reporter),
        to_name=receiver_name(ws),
        subject=subject,
        body="\n".join(_body(ws, made)),
        file_name=made.path.name,
        data=read_limited(made.path, made.size),
    )
    write_atomically(path, write_mail(draft))


def _body(ws: Workspace, made: Written) -> Iterator[str]:
    submission, campaign = made.submission, ws.campaign.name
    office = submission.reporter
    yield f"{receiver_name(ws) or '您好'}："
    yield ""
    yield f"　　现报送{office.name}“{campaign}”的电子报送包，见附件。"
    yield ""
    yield f"报送：{handed_in_words(made)}"
    yield f"申报表：{_counts(ws, made)}"
    yield f"报送包核对码：{made.code}（与报送单上的相同）"
    yield f"附件：{made.path.name}（{size_words(made.size)}）"
    yield ""
    yield "收到后请用“基层工会活力建设申报”的“核验报送包”打开附件核对。"
    forms = "" if submission.is_zero else "申报表、"
    yield f"盖章的纸质{forms}汇总表和报送单另行送达。"
    yield ""
    yield office.name
    contact = "　".join(filter(None, (office.contact_name, office.contact_phone)))
    if contact:
        yield f"联系人：{contact}"
    yield written_date(submission.made_on)
