"""The workspace's parts, asked for by several threads at once."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Barrier, BrokenBarrierError

import pytest

from gonghui_desktop.confined.faults import ConfinedError
from gonghui_desktop.confined.readers import Readers
from gonghui_desktop.errors import InputError, StoreError
from gonghui_desktop.exchange.incoming_json import parameters_of
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.printing.printer import FormPrinter
from gonghui_desktop.services import workspace
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.store.store import Store


def _no_printer() -> FormPrinter:
    raise AssertionError("nothing is printed here")


def test_threads_that_ask_at_once_get_one_store(tmp_path: Path, campaign: Campaign) -> None:
    both_opening = Barrier(2)
    opened: list[Store] = []

    def open_store() -> Store:
        with suppress(BrokenBarrierError):
            both_opening.wait(timeout=0.2)  # room for a second thread, should it get this far
        store = Store.open(tmp_path)
        opened.append(store)
        return store

    ws = Workspace(campaign, open_store, _no_printer)
    with ThreadPoolExecutor(2) as threads:
        first, second = threads.map(lambda _number: ws.store, range(2))
    ws.close()

    assert first is second
    assert opened == [first]


def test_a_store_that_could_not_be_opened_is_tried_again(
    tmp_path: Path, campaign: Campaign
) -> None:
    attempts = iter([StoreError("磁盘已满。"), None])

    def open_store() -> Store:
        if error := next(attempts):
            raise error
        return Store.open(tmp_path)

    ws = Workspace(campaign, open_store, _no_printer)
    with pytest.raises(StoreError, match="磁盘已满"):
        ws.reader.records()
    assert ws.reader.records() == []
    ws.close()


def test_its_readers_are_one_for_every_view_and_end_with_it(
    campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workspace, "make_readers", Readers)  # its own, not those of all tests

    def open_store() -> Store:
        raise AssertionError("reading a file needs no store")

    ws = Workspace(campaign, open_store, _no_printer)
    readers = ws.viewing(campaign).readers
    assert ws.readers is readers
    with pytest.raises(InputError, match="文件不完整或被改过"):
        readers.whole("records", b"{", parameters_of("甲.json", campaign))
    ws.close()
    with pytest.raises(ConfinedError, match="已取消"):
        readers.whole("records", b"{", parameters_of("甲.json", campaign))
