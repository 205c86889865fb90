"""Characters that old systems keep in the private use area, and what they are today.

GBK has 80 characters at FE50 to FEA0, a few letters and signs, and vertical punctuation which had
no Unicode when it was made (1995), such as 䶮 in names. Systems of that time, many still in use for
household registers and personnel, have them at U+E766 to U+E864, in the order of GBK's cells. Since
then Unicode has got every one of them (3.0 to 4.1), and GB 18030-2005 and -2022 map to these.

Source: GB 18030-2000 appendix E, GB 18030-2005, GB 18030-2022 (which moved the last 18), and the
same cells as glibc's GB18030 converts them (``iconv -f GB18030``), compared one by one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

# GBK FE50 to FE7E, FE80 to FEA0, in order: U+E815 to U+E864.
_IDEOGRAPHS = (
    "⺁𠂇𠂉𠃌⺄㑳㑇⺈⺋龴㖞㘚㘎⺌⺗㥮㤘龵㧏㧟㩳㧐龶龷㭎㱮㳠⺧𡗗龸⺪䁖䅟⺮䌷⺳⺶⺷𢦏䎱"
    "䎬⺻䏝䓖䙡䙌龹䜣䜩䝼䞍⻊䥇䥺䥽䦂䦃䦅䦆䦟䦛䦷䦶龺𤇾䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮龻"
)

# First code in the private use area, and what stands there from then on.
_RUNS = (
    ("\ue76c", "€"),  # A2E3
    ("\ue78d", "︐︒︑︓︔︕︖︗︘︙"),  # A6D9 to A6DF, A6EC, A6ED, A6F3
    ("\ue7c7", "ḿǹ"),  # A8BC, A8BF
    ("\ue7e7", "〾⿰⿱⿲⿳⿴⿵⿶⿷⿸⿹⿺⿻"),  # A989 to A995
    ("\ue815", _IDEOGRAPHS),
)

_TODAY = {chr(ord(first) + place): char for first, run in _RUNS for place, char in enumerate(run)}
_ANY = re.compile(f"[{''.join(_TODAY)}]")


def with_standard_characters(text: str) -> str:
    """The text with every such character as what it is; all others stay as they are."""
    return _ANY.sub(lambda found: _TODAY[found[0]], text)


def private_characters(text: str) -> tuple[tuple[str, str], ...]:
    """The characters of the text that have a standard one: each once, with that one."""
    return tuple((char, _TODAY[char]) for char in dict.fromkeys(_ANY.findall(text)))


_MOST_NAMED = 5


def named_private(found: Sequence[tuple[str, str]]) -> str:
    """A sentence about such characters, without its end."""
    named = "、".join(f"“{standard}”" for _private, standard in found[:_MOST_NAMED])
    more = f"等 {len(found)} 个字" if len(found) > _MOST_NAMED else ""
    return f"{named}{more}是旧系统里的写法"
