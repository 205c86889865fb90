"""The manual, with what belongs to one campaign filled in from it."""

from __future__ import annotations

import re
from itertools import groupby
from string import Template

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.forms.form import Field

KEYS_HEADING = "键盘一览"
"""Heading of the table of keys."""

_RECEIVING = re.compile(r"^## 接收下级的报送\n.*?(?=^## )", re.DOTALL | re.MULTILINE)

_NUMERALS = "零一二三四五六七八九"
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~])")


def manual_text(
    template: str, campaign: Campaign, keys: str = "", *, is_receiving: bool = True
) -> str:
    """The manual in Markdown.

    Args:
        template: its text with placeholders: ``$campaign`` (name and id), ``$barred``
            (units that may not be put forward again), ``$copies`` (how many of
            each form), ``$long_texts`` and ``$numbered`` (such fields, in brackets, or nothing).
        campaign: the campaign that is shown.
        keys: a table of the window's keys, for ``$keys``.
        is_receiving: whether the chapter on receiving is for whoever reads.
    """
    if not is_receiving:
        template = _RECEIVING.sub("", template)
    printed = [field for form in campaign.forms for field in form.fields if field.printed]
    return Template(template).substitute(
        campaign=_escaped(f"{campaign.name}（{campaign.id}）"),
        barred=_escaped(campaign.barred_units),
        copies=_escaped(_copies(campaign)),
        keys=keys,
        long_texts=_named([field for field in printed if field.type.is_long]),
        numbered=_named([field for field in printed if field.type.parameters().get("numbered")]),
    )


def _copies(campaign: Campaign) -> str:
    """How many copies of which forms, such as ``附件1、附件2 一式四份，附件3 一式三份``."""
    parts = []
    for copies, forms in groupby(campaign.forms, key=lambda form: form.copies):
        numbers = "、".join(form.number for form in forms)
        parts.append(f"{numbers} 一式{_numeral(copies)}份")
    return "，".join(parts) or "份数见各表的注"


def _numeral(number: int) -> str:
    return _NUMERALS[number] if 0 <= number < len(_NUMERALS) else f" {number} "


def _named(fields: list[Field]) -> str:
    """The fields' labels in brackets, each once; nothing without fields."""
    labels = dict.fromkeys(field.label for field in fields)
    return _escaped(f"（{''.join(f'“{label}”' for label in labels)}）") if labels else ""


def _escaped(text: str) -> str:
    """The text, with what Markdown would take for markup as it is."""
    return _MARKUP.sub(r"\\\1", text)
