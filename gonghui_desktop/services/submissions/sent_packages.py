"""The packages that an office has sent: which is the last, what was in it, what has changed since.

Kept beside the records, so that numbers go on after a backup is restored (what was sent stays
sent) and on another computer, once a package of one's own was imported there.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from gonghui_desktop.model.checkcode import fingerprint
from gonghui_desktop.model.dates import written_date
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.record import CODE_VERSION, Record, RecordState
from gonghui_desktop.model.units.unit_names import unit_key
from gonghui_desktop.services.editions import form_of
from gonghui_desktop.services.places import note_chosen
from gonghui_desktop.services.settings import keep_settings, setting
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.values import LAST_PACKAGE_PLACE, PACKAGE_NOTES, ExportedPackage

if TYPE_CHECKING:  # records are needed at the start, packages are not
    from gonghui_desktop.exchange.package.submission import Submission

_MOST_BELIEVED = 200
"""The highest number that is believed of what came from outside: a forged package that bears our
name must not use up the numbers that a receiver takes."""

_NO_NOTE = (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError)
"""What reading a note raises that this program has not written."""

WHY_CONTINUED = "接着已报送的版次编号"
"""Why a draft becomes final as a later revision than its own: the paper says so."""


@dataclass(frozen=True)
class SentPackage:
    """A package that has left the house.

    Attributes:
        package: its UUID.
        revision: 1 for the first of the campaign.
        supersedes: UUID of the package that it replaced, empty for the first.
        day: when it was exported, or made if it came back from outside.
        records: id of each record in it to its revision and fingerprint; ``None`` where nobody
            wrote that down.
        explanation: why its submission's own findings stood.
    """

    package: str
    revision: int
    supersedes: str
    day: date
    records: Mapping[str, tuple[int, str]] | None
    explanation: str = ""

    @property
    def words(self) -> str:
        """Such as ``2017年3月10日的第 1 次``."""
        return f"{written_date(self.day)}的第 {self.revision} 次"


@dataclass(frozen=True)
class Changes:
    """How many records differ from those of the package before."""

    changed: int = 0
    added: int = 0
    removed: int = 0

    @property
    def words(self) -> str:
        """Such as ``2 份申报表有改动，1 份新增``; empty where nothing differs."""
        counts = (
            (self.changed, "有改动"),
            (self.added, "新增"),
            (self.removed, "不再上报"),
        )
        told = [f"{count} 份{words}" for count, words in counts if count]
        return "，".join(told).replace("份", "份申报表", 1)


@dataclass(frozen=True)
class Outgoing:
    """A package that lies outside of the program.

    Attributes:
        words: which one, such as ``2017年3月10日的第 1 次``.
        records: ids of what is in it; ``None`` where nobody wrote that down.
        place: the path under which it was written; empty where nobody knows.
    """

    words: str
    records: frozenset[str] | None
    place: str

    def may_hold(self, ids: Collection[str]) -> bool:
        """Whether one of these records is in it, or may be."""
        return self.records is None or not self.records.isdisjoint(ids)


def note_of(submission: Submission, day: date) -> tuple[str, str]:
    """Key and text of the setting that tells what is in a package."""
    records = {
        each.id: [each.revision, _whole(submission.form_of(each), each)]
        for each in submission.records
    }
    note = {
        "office": submission.reporter.name,
        "campaign": submission.campaign,
        "revision": submission.revision,
        "supersedes": submission.supersedes,
        "day": day.isoformat(),
        "records": records,
        "explanation": submission.explanation,
    }
    return f"{PACKAGE_NOTES}{submission.package}", json.dumps(note, ensure_ascii=False)


def place_setting(submission: Submission, path: Path) -> dict[str, str]:
    """The setting that tells where a campaign's last package is written, as the user chose."""
    note_chosen(path.absolute().parent)
    text = str(path.absolute()).encode(errors="replace").decode()  # Linux has names without
    return {LAST_PACKAGE_PLACE + submission.campaign: f"{submission.package} {text}"}


def place_of(ws: Workspace, sent: SentPackage) -> str:
    """The path under which a package was written; empty where nobody knows."""
    package, _, path = setting(ws, LAST_PACKAGE_PLACE + ws.campaign.id).partition(" ")
    return path if package == sent.package else ""


def remember(ws: Workspace, submission: Submission) -> None:
    """Keeps what is in a package that came in from outside: on a new computer, one's own.

    Raises:
        StoreError: it cannot be stored.
    """
    numbers = [submission.revision, *(each.revision for each in submission.records)]
    if max(numbers) > _MOST_BELIEVED:
        return
    key, text = note_of(submission, submission.made_on)
    known = _notes_of(ws, submission.campaign, submission.reporter.name)
    latest = max((each.revision for each in known), default=0)
    if latest <= submission.revision and not ws.store.setting(key):
        keep_settings(ws, {key: text, **forgetting(ws, submission)})


def forgetting(ws: Workspace, submission: Submission) -> dict[str, str]:
    """Settings that forget what was in its office's packages before; the last export stays."""
    exported = ws.store.last_package(submission.campaign)
    return {
        f"{PACKAGE_NOTES}{each.package}": ""
        for each in _notes_of(ws, submission.campaign, submission.reporter.name)
        if each.revision < submission.revision
        and (exported is None or each.package != exported.package)
    }


def _notes_of(ws: Workspace, campaign: str, office: str) -> list[SentPackage]:
    """The packages of an office of which somebody wrote down what is in them."""
    return [
        sent
        for its_campaign, its_office, sent in _notes(ws)
        if its_campaign == campaign and unit_key(its_office) == unit_key(office)
    ]


def last_sent(ws: Workspace, office: str) -> SentPackage | None:
    """The office's package of the highest revision in the campaign; ``None`` before the first."""
    own = _notes_of(ws, ws.campaign.id, office)
    exported = _last_made_here(ws, office)
    if exported is not None and exported.exported_at is not None:
        made_here = SentPackage(
            exported.package,
            exported.revision,
            exported.supersedes,
            exported.exported_at.astimezone().date(),
            None,
        )
        if note := _noted(exported.package, ws.store.setting(PACKAGE_NOTES + exported.package)):
            _, _, known = note
            made_here = replace(made_here, records=known.records, explanation=known.explanation)
        own.insert(0, made_here)  # of two of one revision, the one that was made here
    return max(own, key=lambda each: each.revision, default=None)


def _last_made_here(ws: Workspace, office: str) -> ExportedPackage | None:
    """The last package in the store; another office's, from its backup, only if there is no other.

    An office whose name was corrected goes on from what it sent under the former one.
    """
    made = [each for each in ws.store.packages() if each.campaign == ws.campaign.id]
    own = {each.package for each in _notes_of(ws, ws.campaign.id, office)}
    made_by_it = (each for each in reversed(made) if each.package in own)
    return max(
        made_by_it,
        key=lambda each: each.revision,  # of two of one revision, the later
        default=ws.store.last_package(ws.campaign.id),
    )


def _notes(ws: Workspace) -> Iterator[tuple[str, str, SentPackage]]:
    """Campaign, office and package of every note that can be read."""
    for key, text in ws.store.settings(PACKAGE_NOTES).items():
        note = _noted(key.removeprefix(PACKAGE_NOTES), text)
        if note is not None:
            yield note


def _noted(package: str, text: str) -> tuple[str, str, SentPackage] | None:
    """Campaign, office and package of a note; ``None`` where it says nothing.

    Notes come along with backups and data folders from elsewhere: another may have written them.
    """
    with suppress(*_NO_NOTE):
        note = json.loads(text)
        sent = SentPackage(
            package=package,
            revision=int(str(note["revision"])),
            supersedes=str(note["supersedes"]),
            day=date.fromisoformat(str(note["day"])),
            records={
                key: (int(number), str(code)) for key, (number, code) in note["records"].items()
            },
            explanation=str(note["explanation"]),
        )
        return str(note["campaign"]), str(note["office"]), sent
    return None


def outgoing(ws: Workspace) -> list[Outgoing]:
    """Every package, of all campaigns and offices, that was exported here or noted, by its day."""
    known = {sent.package: sent for _, _, sent in _notes(ws)}
    for exported in ws.store.packages():
        assert exported.exported_at is not None
        day = exported.exported_at.astimezone().date()
        number, before = exported.revision, exported.supersedes
        made = SentPackage(exported.package, number, before, day, None)
        known.setdefault(exported.package, made)
    places = dict(
        text.split(" ", 1) for text in ws.store.settings(LAST_PACKAGE_PLACE).values() if " " in text
    )
    return [
        Outgoing(
            each.words,
            None if each.records is None else frozenset(each.records),
            places.get(each.package, ""),
        )
        for each in sorted(known.values(), key=lambda each: (each.day, each.revision))
    ]


def changes_since(ws: Workspace, last: SentPackage, records: Iterable[Record]) -> Changes | None:
    """What differs from the last package; ``None`` where nobody knows what was in it."""
    if last.records is None:
        return None
    now = {each.id: each for each in records}
    both = now.keys() & last.records.keys()
    return Changes(
        changed=sum(not _is_as_sent(ws, last.records[key], now[key]) for key in both),
        added=len(now.keys() - last.records.keys()),
        removed=len(last.records.keys() - now.keys()),
    )


def continued(
    ws: Workspace, last: SentPackage | None, records: Sequence[Record]
) -> Mapping[str, tuple[int, str]]:
    """Drafts that must become final as a later revision than their own, with the reason.

    After an old backup was restored, a form may have a number under which another content was
    sent; whoever has that would take the new one for old.
    """
    return MappingProxyType(
        {
            each.id: (sent[0] + 1, each.reopen_reason or WHY_CONTINUED)
            for each in records
            if each.state is RecordState.DRAFT and (sent := _in_the_way(ws, last, each))
        }
    )


def outdated(ws: Workspace, last: SentPackage | None, records: Iterable[Record]) -> dict[str, int]:
    """Final records that are older than, or other than, what was sent of them: id to revision.

    Their paper bears their number: they must be opened again, and printed again.
    """
    return {
        each.id: sent[0]
        for each in records
        if each.state is RecordState.FINAL and (sent := _in_the_way(ws, last, each))
    }


def _in_the_way(ws: Workspace, last: SentPackage | None, record: Record) -> tuple[int, str] | None:
    """What was sent of a record under its number, or a later one, and says something else."""
    sent = (last.records or {}).get(record.id) if last is not None else None
    if sent is None or record.revision > sent[0] or _is_as_sent(ws, sent, record):
        return None
    return sent


def _is_as_sent(ws: Workspace, sent: tuple[int, str], record: Record) -> bool:
    """Whether a record is what was sent of it; once its own code was written down."""
    form = form_of(ws, record)
    codes = (_whole(form, record), fingerprint(form, record).hex())
    return sent[0] == record.revision and sent[1] in codes


def _whole(form: FormDefinition, record: Record) -> str:
    """The fingerprint of all that is in a record, whatever the code on its paper covers."""
    return fingerprint(form, replace(record, code_version=CODE_VERSION)).hex()
