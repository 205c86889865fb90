"""The list of offices that are expected to report: read from lists, kept, frozen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange import roster_file
from gonghui_desktop.exchange.strict_json import in_sentence
from gonghui_desktop.model.campaigns.campaign import ReporterKind
from gonghui_desktop.model.dates import written_date
from gonghui_desktop.model.forms.form import FormDefinition
from gonghui_desktop.model.reasons import fault_of_reason
from gonghui_desktop.model.receiving.office_kinds import kind_by_word
from gonghui_desktop.model.receiving.office_list import (
    MOST_OFFICES,
    ReadOffices,
    TooManyOfficesError,
    near_offices,
    read_offices,
)
from gonghui_desktop.model.receiving.offices import (
    ExpectedOffice,
    ListedOffice,
    OfficeEvent,
    by_key,
    frozen_by,
    office_key,
)
from gonghui_desktop.model.units.roster_list import ListedTable
from gonghui_desktop.services.safekeeping.backups import Reason, back_up_before
from gonghui_desktop.services.units.list_files import Cancelled, tables_in
from gonghui_desktop.services.workspace import Workspace

_LONGEST_SOURCE = 100
_UNDONE = "撤销刚才的去掉"
_MOST_NAMED = 3


@dataclass(frozen=True)
class OfficesImport:
    """What came of a list.

    Attributes:
        added: the new offices.
        changed: those that were there and are of another kind now.
        known: how many of the others were there before.
        notices: what a person should know of it, a sentence each.
    """

    added: Sequence[ExpectedOffice]
    changed: Sequence[ExpectedOffice]
    known: int
    notices: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """What was done, in a sentence."""
        words = [f"已加入 {len(self.added)} 个单位"] if self.added else []
        words += [f"{len(self.changed)} 个单位改了类型"] if self.changed else []
        words += [f"{self.known} 个本来就在名单里，未改动"] if self.known else []
        return f"{'，'.join(words)}。"


def own_kind(ws: Workspace) -> ReporterKind:
    """The kind of one's own office, which receives from others.

    Raises:
        InputError: nobody has said who one is, or it receives nothing.
    """
    profile = ws.reader.profile()
    kind = ws.campaign.office(profile.kind) if profile is not None else None
    if profile is None or kind is None:
        raise InputError("还没有填写本单位，请先在“报送 › 上报单位”里填写，或用 profile 命令设置。")
    if not ws.campaign.receives_from(kind.id):
        raise InputError(f"{kind.name}“{in_sentence(profile.name)}”不接收别的单位的报送。")
    return kind


def receives(ws: Workspace) -> bool:
    """Whether one's own office receives from others, by its kind."""
    profile = ws.reader.profile()
    return profile is not None and bool(ws.campaign.receives_from(profile.kind))


def reports_further(ws: Workspace) -> bool:
    """Whether one's own office exports what it has accepted, instead of forms of its own."""
    return ws.campaign.only_receives(ws.reader.profile())


def expected_kinds(ws: Workspace) -> tuple[ReporterKind, ...]:
    """The kinds of offices that report to one's own.

    Raises:
        InputError: as for :func:`own_kind`.
    """
    return ws.campaign.receives_from(own_kind(ws).id)


def forms_below(ws: Workspace) -> tuple[FormDefinition, ...]:
    """The forms that the offices below hand in, in the campaign's order."""
    profile = ws.reader.profile()
    kinds = ws.campaign.receives_from(profile.kind) if profile else ()
    wanted = {form for kind in kinds for form in kind.forms}
    return tuple(form for form in ws.campaign.forms if form.id in wanted)


def expected_offices(ws: Workspace) -> list[ExpectedOffice]:
    """The list of the campaign, in the order in which it came.

    Raises:
        StoreError: it cannot be read.
    """
    return ws.store.offices.offices(ws.campaign.id)


def frozen(ws: Workspace) -> OfficeEvent | None:
    """When and why the list was frozen; ``None`` while it is open."""
    return frozen_by(office_log(ws))


def office_log(ws: Workspace) -> list[OfficeEvent]:
    """What was done to the list from the moment on in which it was frozen.

    Raises:
        StoreError: it cannot be read.
    """
    return ws.store.offices.events(ws.campaign.id)


def kind_named(ws: Workspace, word: str) -> str:
    """Id of the kind that a word names, such as ``district`` or ``驻会产业工会``; empty for none.

    Raises:
        InputError: there is no such kind among those that report to one's own office.
    """
    kinds = expected_kinds(ws)
    kind = kind_by_word(word, kinds) if word else ""
    if word and not kind:
        raise InputError(f"没有这种下级单位：{in_sentence(word)}，请从这些中选：{_listed(kinds)}。")
    return kind


def read_offices_file(
    ws: Workspace, path: Path, kind: str = "", cancelled: Cancelled = lambda: False
) -> ReadOffices:
    """The offices of a list in a file.

    Args:
        ws: the workspace.
        path: a spreadsheet, a text file or a Word file.
        kind: of those of which the list does not tell it.
        cancelled: asked now and then; ``True`` ends the work.

    Raises:
        FileError: it cannot be read.
        InputError: it is no list, or none that can be read.
    """
    kinds = expected_kinds(ws)
    tables = tables_in(ws, path, cancelled)
    return _read(ws, tables, kinds, kind, f"{in_sentence(path.name)}：")


def read_offices_text(ws: Workspace, text: str, kind: str = "") -> ReadOffices:
    """The offices of a list that was pasted or typed: a name a line, or a table.

    Raises:
        InputError: no office is in it, or too many.
    """
    return _read(ws, roster_file.text_tables(text), expected_kinds(ws), kind, "")


def add(ws: Workspace, read: ReadOffices, source: str, reason: str = "") -> OfficesImport:
    """Adds the offices of a list; one that is there already gets the kind that the list says.

    Args:
        ws: the workspace.
        read: the list.
        source: where it comes from, such as a file's name.
        reason: why, once the list is frozen.

    Raises:
        InputError: of some nothing tells the kind, the list is frozen and there is no reason, it
            would become too long, or the campaign is past.
        StoreError: it cannot be stored; nothing has changed then.
    """
    if read.unsure:
        named = "、".join(f"“{in_sentence(name)}”" for name in read.unsure[:_MOST_NAMED])
        more = f"等 {len(read.unsure)} 个单位" if len(read.unsure) > _MOST_NAMED else ""
        raise InputError(
            f"看不出{named}{more}是哪一类，请在名单里加一列“单位类型”，或者用 --kind 指明："
            f"{_listed(expected_kinds(ws))}；名单没有导入。"
        )
    places = ws.campaign.places
    there = expected_offices(ws)
    known = by_key(there, places)
    new = [each for each in read.offices if office_key(each.name, places) not in known]
    changed = [_changed(known.get(office_key(each.name, places)), each) for each in read.offices]
    changes = [each for each in changed if each is not None]
    if not new and not changes:
        return OfficesImport((), (), len(read.offices), read.notices)
    _refuse(ws, reason)
    if len(there) + len(new) > MOST_OFFICES:
        raise InputError(f"名单最多 {MOST_OFFICES} 个单位，请核对是不是上报单位的名单。")
    near = near_offices([each.name for each in new], [each.name for each in there], places)
    back_up_before(ws, ws.now, Reason.IMPORT)
    added = ws.store.offices.add(
        ws.campaign.id,
        new,
        in_sentence(source, _LONGEST_SOURCE),
        reason.strip(),
        changes,
        at=ws.now,
    )
    left = len(read.offices) - len(new) - len(changes)
    return OfficesImport(added, changes, left, (*read.notices, *near))


def remove(ws: Workspace, name: str, reason: str = "") -> ExpectedOffice:
    """Takes an office off the list.

    Raises:
        InputError: it is not there, the list is frozen and there is no reason, or the campaign is
            past.
        StoreError: it cannot be stored; nothing has changed then.
    """
    own_kind(ws)
    places = ws.campaign.places
    office = by_key(expected_offices(ws), places).get(office_key(name, places))
    if office is None:
        raise InputError(f"名单里没有“{in_sentence(name)}”，请用 offices 查看名单。")
    remove_all(ws, [office], reason)
    return office


def remove_all(ws: Workspace, listed: Sequence[ExpectedOffice], reason: str = "") -> None:
    """Takes offices off the list, all of them or none; what they have sent stays.

    Raises:
        InputError: the list is frozen and there is no reason, or the campaign is past.
        StoreError: it cannot be stored; nothing has changed then.
    """
    _refuse(ws, reason)
    ws.store.offices.remove(listed, reason.strip(), at=ws.now)


def put_back(ws: Workspace, listed: Sequence[ExpectedOffice]) -> None:
    """Undoes :func:`remove_all`; a frozen list notes that as well.

    Raises:
        InputError: the campaign is past.
        StoreError: it cannot be stored; nothing has changed then.
    """
    _refuse_past(ws)
    ws.store.offices.put_back(listed, _UNDONE, ws.now)


def freeze(ws: Workspace, reason: str) -> OfficeEvent:
    """Freezes the list before anything is counted: whoever changes it afterwards says why.

    Raises:
        InputError: there is no list or no reason, it is frozen already, or the campaign is past.
        StoreError: it cannot be stored; nothing has changed then.
    """
    own_kind(ws)
    if known := frozen(ws):
        raise InputError(f"名单已于 {_day(known)} 确定过：{known.reason}。")
    if not expected_offices(ws):
        raise InputError("名单是空的，请先导入应报单位名单再确定。")
    _refuse_past(ws)
    if fault := fault_of_reason(reason):
        raise InputError(f"确定名单要写明依据，如“按 2017 年 5 号文件附表”：{fault}")
    return ws.store.offices.freeze(ws.campaign.id, reason.strip(), at=ws.now)


def _changed(known: ExpectedOffice | None, listed: ListedOffice) -> ExpectedOffice | None:
    """An office that is there, of its new kind; ``None`` where nothing changes."""
    if known is None or known.kind == listed.kind:
        return None
    return replace(known, kind=listed.kind)


def _read(
    ws: Workspace,
    tables: Sequence[ListedTable],
    kinds: Sequence[ReporterKind],
    kind: str,
    begin: str,
) -> ReadOffices:
    try:
        read = read_offices(tables, kinds, ws.campaign.places, kind)
    except TooManyOfficesError:
        raise InputError(
            f"{begin}里面的单位超过 {MOST_OFFICES} 个，不像上报单位的名单，请核对。"
        ) from None
    if read.offices:
        return read
    told = read.notices[0] if read.notices else ""
    raise InputError(
        f"{begin}没有找到单位名称。请在表格第一行写上“单位名称”和“单位类型”，"
        f"或每行写一个单位的全称。{told}"
    )


def frozen_words(event: OfficeEvent) -> str:
    """When and why a list was frozen, a sentence."""
    return f"名单已于 {_day(event)} 确定：{event.reason}。"


def _day(event: OfficeEvent) -> str:
    return written_date(event.at.astimezone().date())


def _listed(kinds: Sequence[ReporterKind]) -> str:
    return "、".join(f"{kind.id}（{kind.name}）" for kind in kinds)


def _refuse(ws: Workspace, reason: str) -> None:
    """Refuses a change that must not be made.

    Raises:
        InputError: that is so.
    """
    _refuse_past(ws)
    if (known := frozen(ws)) and (fault := fault_of_reason(reason)):
        raise InputError(f"名单已于 {_day(known)} 确定，要改请写明原因：{fault}")


def _refuse_past(ws: Workspace) -> None:
    if ws.is_past:
        raise InputError(
            f"{ws.campaign.name}（{ws.campaign.id}）已是往届活动，名单不能再改，请先换到当前活动。"
        )
