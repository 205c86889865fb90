"""What is to be done with an exported package: what it is, what goes along on paper, the mail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gonghui_desktop.exchange.mail_draft import MailDraft, write_mail
from gonghui_desktop.fileio import read_limited, write_atomically
from gonghui_desktop.model.checkcode import check_code
from gonghui_desktop.model.dates import written_date
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.services.reporter import receiver_name
from gonghui_desktop.services.stages import paper_gaps
from gonghui_desktop.services.submissions.submission import Exported
from gonghui_desktop.services.workspace import Workspace


@dataclass(frozen=True)
class Handover:
    """What is told once a package was written.

    Attributes:
        facts: what was written: label and text of each line.
        papers: what has to be handed in on paper, a clause each.
        doubts: what its receiver will be told to look at, a sentence each.
    """

    facts: tuple[tuple[str, str], ...]
    papers: tuple[str, ...]
    doubts: tuple[str, ...]


def handover(ws: Workspace, made: Exported) -> Handover:
    """What is to be told of a package; lays forms out: not for the GUI thread.

    Raises:
        StoreError: the records cannot be read.
    """
    facts = (
        ("文件", made.path.name),
        ("位置", str(made.path.parent.absolute())),
        ("大小", size_words(made.size)),
        ("报送", handed_in_words(made)),
        ("核对码", short_fingerprint(made)),
    )
    return Handover(facts, tuple(_papers(ws, made)), made.verified.doubts)


def package_papers(made: Exported) -> tuple[bytes, ...]:
    """The papers of the package itself, PDFs: its cover sheet and its summary."""
    package = made.verified.package
    return tuple(filter(None, (package.cover_pdf, package.summary_pdf)))


def short_fingerprint(made: Exported) -> str:
    """The package's code for people, as it stands on its cover sheet."""
    return check_code(made.verified.package.fingerprint)


def size_words(size: int) -> str:
    """A file's size, such as ``123 KB``."""
    if size < 1_000_000:
        return f"{max(size // 1000, 1)} KB"
    return f"{size / 1_000_000:.1f} MB"


def handed_in_words(made: Exported) -> str:
    """Which time it is handed in, such as ``第 2 次，替代 2017年3月10日的第 1 次``."""
    words = f"第 {made.submission.revision} 次"
    if made.last is None:
        return words
    words += f"，替代 {made.last.words}"
    return f"{words}：{made.changes.words}" if made.changes and made.changes.words else words


def _papers(ws: Workspace, made: Exported) -> Iterator[str]:
    records = made.submission.records
    for form, count in _by_form(made):
        seals = f"，各盖 {len(form.seals)} 个章" if form.seals else ""
        yield (
            f"{form.number}：{count} 份申报表，每份一式 {form.copies} 份，"
            f"共 {count * form.copies} 份{seals}"
        )
    yield "汇总表、报送单：各 1 份，盖本单位的章"
    gaps = paper_gaps(ws, [ws.store.record(record.id) for record in records])
    unprinted = sum(not gap.is_printed for gap in gaps)
    unsealed = len(gaps) - unprinted
    open_ones = [
        f"{count} 份{words}"
        for count, words in ((unprinted, "还没有打印"), (unsealed, "还没有盖齐章"))
        if count
    ]
    if open_ones:
        yield f"其中 {'，'.join(open_ones)}"


def _by_form(made: Exported) -> list[tuple[FormDefinition, int]]:
    submission = made.submission
    forms = {record.form: submission.form_of(record) for record in submission.records}
    counts = Counter(record.form for record in submission.records)
    return [(forms[form_id], count) for form_id, count in sorted(counts.items())]


def save_mail(ws: Workspace, made: Exported, path: Path) -> None:
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


def _body(ws: Workspace, made: Exported) -> Iterator[str]:
    submission, campaign = made.submission, ws.campaign.name
    office = submission.reporter
    counts = "，".join(f"{form.number} {count} 份" for form, count in _by_form(made))
    yield f"{receiver_name(ws) or '您好'}："
    yield ""
    yield f"　　现报送{office.name}“{campaign}”的电子报送包，见附件。"
    yield ""
    yield f"报送：{handed_in_words(made)}"
    yield f"申报表：共 {len(submission.records)} 份（{counts}）"
    yield f"报送包核对码：{short_fingerprint(made)}（与报送单上的相同）"
    yield f"附件：{made.path.name}（{size_words(made.size)}）"
    yield ""
    yield "收到后请用“基层工会活力建设申报”的“核验报送包”打开附件核对。"
    yield "盖章的纸质申报表、汇总表和报送单另行送达。"
    yield ""
    yield office.name
    contact = "　".join(filter(None, (office.contact_name, office.contact_phone)))
    if contact:
        yield f"联系人：{contact}"
    yield written_date(submission.made_on)
