"""The data folder's database as a whole: opening, copying, and what it holds besides records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Select, delete, select
from sqlalchemy.dialects.sqlite import insert

from gonghui_desktop.errors import DataFileError, NewerDataError, StoreBusyError, StoreError
from gonghui_desktop.fileio import make_private_folder, reason_of
from gonghui_desktop.model.forms.edition import Definition
from gonghui_desktop.model.record import Profile
from gonghui_desktop.paths import is_portable
from gonghui_desktop.store import definitions as kept_definitions
from gonghui_desktop.store.backups.backup_store import MakeReaders, no_readers
from gonghui_desktop.store.database import Database
from gonghui_desktop.store.encoding import moment_of
from gonghui_desktop.store.file.beside import is_there
from gonghui_desktop.store.file.condition import (
    UNKNOWN,
    Condition,
    examine,
    refuse_unusual,
    tighten,
)
from gonghui_desktop.store.file.laid_in import is_laid_in
from gonghui_desktop.store.file.names import FILE_NAME, RECEIVER
from gonghui_desktop.store.file.read_only import open_read_only
from gonghui_desktop.store.lists import Lists
from gonghui_desktop.store.receiving.offices import ExpectedOffices
from gonghui_desktop.store.receiving.submissions import ReceivedSubmissions
from gonghui_desktop.store.schema import prepare
from gonghui_desktop.store.tables import PACKAGES, PROFILE, SETTINGS
from gonghui_desktop.store.values import ExportedPackage, refuse_unstorable

_PORTABLE_REMEDY = (
    "请关掉 U 盘的写保护开关（盘满了的，腾出空间），或者把整个程序文件夹复制到电脑里，再打开"
)

_PROFILE_WORDS = {
    "kind": "单位类型",
    "name": "单位名称",
    "contact_name": "联系人",
    "contact_phone": "联系电话",
    "receiver": "报给",
}
"""The profile's attributes, as a sentence names them."""


class Archive(Lists):
    """What :class:`gonghui_desktop.store.store.Store` is beside its records.

    Every method raises :class:`StoreError` when the disk or the file fails; what was stored
    before is then as it was, and the next call works again once the cause is gone.

    Attributes:
        condition: how the database was found.
    """

    def __init__(
        self,
        database: Database,
        who: str = "",
        condition: Condition = UNKNOWN,
        readers: MakeReaders = no_readers,
    ) -> None:
        self._database = database
        self.condition = condition
        self._who = who
        self._readers = readers

    @classmethod
    def open(cls, folder: Path, who: str = "", readers: MakeReaders = no_readers) -> Self:
        """The store in a folder; both are made if they are not there, an older one is migrated.

        A newer program's, and one that cannot be written, is only read; see :attr:`condition`. One
        that this program did not leave there is never opened: what it holds is taken over.

        Args:
            folder: the data folder.
            who: the computer's user, for the history; empty where nobody knows.
            readers: who reads strangers' databases; by default this process itself.

        Raises:
            DataFileError: the file in it is no database, damaged, emptied or another program's, or
                holds what this program does not make; it is left as it is.
            StoreError: the folder cannot be used.
        """
        try:
            make_private_folder(folder, may_be_link=True)
        except OSError as error:
            raise _unusable(
                folder, f"无法使用数据文件夹“{folder}”：{reason_of(error)}。"
            ) from error
        path = folder / FILE_NAME
        try:
            refuse_unusual(path)
            tighten(folder)
            condition = _examined(path, readers)
            return cls(_prepared(path), who, condition, readers)
        except (DataFileError, StoreBusyError):
            raise
        except StoreError as error:
            if not is_there(path):  # or nobody may look
                raise _unusable(folder, str(error)) from error
            condition = Condition(read_only=_only_to_be_read(folder, error))
            database = open_read_only(path, condition.read_only, error)
            return cls(database, who, condition, readers)

    def close(self) -> None:
        """Closes the file. Nothing is lost without it: every change is durable already."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def offices(self) -> ExpectedOffices:
        """The offices that are expected to report."""
        return ExpectedOffices(self._database, self._who)

    @property
    def received(self) -> ReceivedSubmissions:
        """Packages that were received."""
        return ReceivedSubmissions(self._database, self._who)

    def definition(self, digest: str) -> str | None:
        """The definition of an edition as JSON, ``None`` if it is not kept."""
        with self._database.reading() as connection:
            return kept_definitions.find(connection, digest)

    def definitions(self, form: str) -> list[str]:
        """Every kept definition of a form as JSON."""
        with self._database.reading() as connection:
            return kept_definitions.of_form(connection, form)

    def has_unknown_editions(self) -> bool:
        """Whether there is a record, in the bin or not, whose edition nobody knows."""
        with self._database.reading() as connection:
            return kept_definitions.has_unknown(connection)

    def assign_editions(self, campaign: str, definitions: Iterable[Definition]) -> None:
        """Gives a campaign's records whose edition nobody knows these ones, form by form."""
        with self._database.writing() as connection:
            kept_definitions.assign(connection, campaign, definitions)

    def last_package(self, campaign: str) -> ExportedPackage | None:
        """The campaign's package of the highest revision, ``None`` if none was exported.

        Of several, which programs made that did not count yet, the one that was exported last.
        """
        query = (
            select(
                PACKAGES.c.package,
                PACKAGES.c.campaign,
                PACKAGES.c.revision,
                PACKAGES.c.supersedes,
                PACKAGES.c.exported_at,
            )
            .where(PACKAGES.c.campaign == campaign)
            .order_by(PACKAGES.c.revision.desc(), PACKAGES.c.number.desc())
            .limit(1)
        )
        with self._database.reading() as connection:
            row = connection.execute(query).first()
            return None if row is None else ExportedPackage(*row[:4], moment_of(row.exported_at))

    def packages(self) -> list[ExportedPackage]:
        """Every package that was exported here, in that order."""
        columns = PACKAGES.c
        query = select(
            columns.package,
            columns.campaign,
            columns.revision,
            columns.supersedes,
            columns.exported_at,
        ).order_by(columns.number)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
            return [ExportedPackage(*row[:4], moment_of(row.exported_at)) for row in rows]

    def profile(self) -> Profile | None:
        """Who reports, once it has been entered."""
        columns = PROFILE.c
        query = select(columns.kind, columns.name, columns.contact_name, columns.contact_phone)
        with self._database.reading() as connection:
            row = connection.execute(query).first()
            receiver = connection.scalar(_setting(RECEIVER))
        return None if row is None else replace(Profile(*row), receiver=receiver or "")

    def set_profile(self, profile: Profile) -> None:
        """Keeps who reports, in place of what was there.

        Raises:
            InputError: a text holds half a character or is too long.
        """
        texts = asdict(profile)
        refuse_unstorable({_PROFILE_WORDS[key]: text for key, text in texts.items()})
        receiver = texts.pop("receiver")
        with self._database.writing() as connection:
            row = insert(PROFILE).values(number=1, **texts)
            connection.execute(row.on_conflict_do_update(index_elements=["number"], set_=texts))
            keep_setting(connection, RECEIVER, receiver)

    def setting(self, key: str) -> str:
        """A setting's text, empty if never set."""
        with self._database.reading() as connection:
            return connection.scalar(_setting(key)) or ""

    def settings(self, prefix: str) -> dict[str, str]:
        """Every setting whose key begins so, by its key."""
        with self._database.reading() as connection:
            begins = SETTINGS.c.key.startswith(prefix, autoescape=True)
            rows = connection.execute(select(SETTINGS.c.key, SETTINGS.c.text).where(begins))
            return {row.key: row.text for row in rows}

    def set_setting(self, key: str, text: str) -> None:
        """Keeps a setting; an empty text is as good as none."""
        with self._database.writing() as connection:
            keep_setting(connection, key, text)


def _setting(key: str) -> Select[str]:
    return select(SETTINGS.c.text).where(SETTINGS.c.key == key)


def keep_setting(connection: Connection, key: str, text: str) -> None:
    """Keeps a setting, inside a transaction of the caller's; an empty one is forgotten."""
    if not text:
        connection.execute(delete(SETTINGS).where(SETTINGS.c.key == key))
        return
    row = insert(SETTINGS).values(key=key, text=text)
    connection.execute(row.on_conflict_do_update(index_elements=["key"], set_={"text": text}))


def _prepared(path: Path) -> Database:
    database = Database(path)
    try:
        prepare(database)
    except BaseException:
        database.close()
        raise
    return database


def _examined(path: Path, readers: MakeReaders) -> Condition:
    """How a data file was found; one that was laid in is replaced by its contents first."""
    now = datetime.now(UTC)
    condition = examine(path, now)
    if not is_laid_in(path):
        return condition
    from gonghui_desktop.store.backups.taking_over import taken_over  # noqa: PLC0415 -- rare

    return taken_over(path, now, condition, readers())


def _unusable(folder: Path, sentence: str) -> StoreError:
    """The fault of a folder in which there is nothing to read either; on a stick, what to do."""
    if is_portable(folder):
        sentence = f"程序旁边的“数据”文件夹写不进去，填写的内容没有地方存；{_PORTABLE_REMEDY}。"
    return StoreError(sentence)


def _only_to_be_read(folder: Path, error: StoreError) -> str:
    if isinstance(error, NewerDataError):
        return (
            "数据是用更新版本的本程序写的，这里只能查看、检查、打印，不能修改；"
            "要修改，请安装新版本。"
        )
    if is_portable(folder):
        return (
            "程序旁边的“数据”文件夹写不进去，只能查看、检查、打印，不能修改；"
            f"要修改，{_PORTABLE_REMEDY}。"
        )
    return (
        f"现在不能写入数据文件夹“{folder}”（文件夹只读、没有权限或磁盘已满），只能查看、检查、打印，"
        "不能修改；请处理好后重新打开程序。"
    )
