"""Telephone area codes of mainland China (without the leading 0), as a table by region.

Codes that were merged into a neighbour's in recent years (such as 0413 Fushun) stay: they are
still written, and a code that is refused wrongly teaches clerks to write empty reasons.
"""

from __future__ import annotations

_BY_REGION = {
    "municipalities and 8-digit cities": "10 20 21 22 23 24 25 27 28 29",
    "Hebei": "310-319 335",
    "Shanxi": "349-359",
    "Henan": "370-379 391-396 398",
    "Liaoning": "410-419 421 427 429",
    "Jilin": "431-440 448",
    "Heilongjiang": "451-459 464 467-469",
    "Inner Mongolia": "470-479 482 483",
    "Jiangsu": "510-519 523 527",
    "Shandong": "530-539 543 546 631-635",
    "Anhui": "550-559 561-566",
    "Zhejiang": "570-580",
    "Fujian": "591-599",
    "Guangdong": "660 662 663 668 750-760 762 763 766 768 769",
    "Yunnan": "691 692 870-879 883 886-888",
    "Jiangxi": "701 790-799",
    "Hubei": "710-719 722 724 728",
    "Hunan": "730-739 743-746",
    "Guangxi": "770-779",
    "Sichuan": "812 813 816-818 825-827 830-839",
    "Guizhou": "851-859",
    "Tibet": "891-897",
    "Hainan": "890 898 899",
    "Xinjiang": "901-903 906 908 909 990-999",
    "Shaanxi": "910-917 919",
    "Gansu": "930-939 941 943",
    "Ningxia": "951-955",
    "Qinghai": "970-979",
}


def _expand(codes: str) -> list[str]:
    """Single codes of ``310-313 335``."""
    found: list[str] = []
    for part in codes.split():
        first, _, last = part.partition("-")
        found += map(str, range(int(first), int(last or first) + 1))
    return found


AREA_CODES = frozenset(code for codes in _BY_REGION.values() for code in _expand(codes))
"""Every area code, such as ``411`` for Dalian's 0411."""
