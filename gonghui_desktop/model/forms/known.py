"""How a new record comes by values that need not be typed again. No edition of a form keeps it."""

from __future__ import annotations

from dataclasses import dataclass

from gonghui_desktop.model.strict import Table
from gonghui_desktop.model.toml_file import text_of, texts_of

_OF_REPORTER = ("name", "phone", "unit")


@dataclass(frozen=True)
class Known:
    """Where a new record's value comes from, besides former records of its form.

    Attributes:
        value: the value itself; empty if it comes from elsewhere.
        reporter: what of the reporting office it is: ``name`` (of a unit with a form of its own:
            the office above it), ``phone``, ``unit`` (its name where it has a form of its own), or
            nothing.
        starts: beginnings to be left out, such as ``大连市``; the first that fits.
        ends: endings, one of which the office's text must have, and which is left out; any text
            will do without them.
    """

    value: str = ""
    reporter: str = ""
    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()

    def take_from(self, text: str) -> str:
        """The part of an office's text that is the value; empty if it has none of the endings."""
        end = next((each for each in self.ends if text.endswith(each)), None)
        if self.ends and end is None:
            return ""
        text = text.removesuffix(end or "")
        start = next((each for each in self.starts if text.startswith(each)), "")
        return text.removeprefix(start)


def read_known(field: Table) -> Known | None:
    """The table ``known`` of a field; ``None`` where there is none.

    Raises:
        Exception: the table's own error, for a key or value that does not fit.
    """
    if not field.has("known"):
        return None
    table = field.table("known")
    known = Known(
        value=text_of(table, "value") if table.has("value") else "",
        reporter=text_of(table, "reporter") if table.has("reporter") else "",
        starts=texts_of(table, "starts") if table.has("starts") else (),
        ends=texts_of(table, "ends") if table.has("ends") else (),
    )
    if known.reporter not in ("", *_OF_REPORTER):
        table.fail(f"可用：{'、'.join(_OF_REPORTER)}", "reporter")
    table.done()
    return known
