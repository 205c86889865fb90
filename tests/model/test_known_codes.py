"""Known answers of fingerprint, check code and QR digits.

Paper with seals carries these numbers. They were computed with ``sha256sum`` and the wording of
ISO/IEC 7064, not by the program, and never change: a different answer is a fault of the program.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.checkcode import check_code, fingerprint, qr_digits
from gonghui_desktop.model.record import Record
from gonghui_desktop.services.editions import first_forms

_ID = "00112233445566778899aabbccddeeff"
_DAY = datetime(2017, 3, 1, tzinfo=UTC)
_EVERY_FIELD = {
    "city": "大连",
    "county": "中山",
    "unit_name": "大连神湾\ufa11山精密铸造有限公司",
    "chairperson": "陈\U00020bb7、林\U0002c1df",
    "address": "东港路 218 号",
    "contact": "0411-82716035",
    "unit_nature": "5",
    "employees": "326",
    "goals": "一、入会率98%。\n二、\t满意率90%。",
    "measures": "　一是。",
    "non_public": "yes",  # not on the paper, not in the code of version 1
}


@pytest.mark.parametrize(
    ("form", "revision", "values", "digest", "code"),
    [
        (
            "annex1",
            1,
            {},
            "71e46df6f2d6d5af6e07d627b0c5dd932a59443fa07e923bc830775fde7aa873",
            "7802 9613 8131 4",
        ),
        (
            "annex1",
            1,
            _EVERY_FIELD,
            "651529b1e40596df960cc06010256babe3e12bd1315744158b81db148964d8f2",
            "4291 7603 6267 5",
        ),
        (
            "annex1",
            2,
            {"city": "大连", "unit_name": "大连示例重工有限公司"},
            "49fa0742b1871a2e33bbc101f86310450c25057d49e39923de660932c4e4804f",
            "7225 0200 0709 0",
        ),
        (
            "annex2",
            1,
            {"unit_name": "桃源街道餐饮行业工会联合会", "covered_enterprises": "86"},
            "4c74c47302c465f6cdc58ec2e988fdc2b2283b1ae5109d466599cddcc4c23ef2",
            "8126 9041 5042 9",
        ),
        (
            "annex3",
            12,
            {"industry": "装备制造", "unit_name": "大连晟达船舶配套有限公司"},
            "10ddbd26bf458507c2c4c769fff0c8c062ab49096ef51e32129045b8c125a7c2",
            "5535 4728 6720 9",
        ),
    ],
    ids=["empty", "every field", "second revision", "annex2", "annex3"],
)
def test_the_code_of_a_record_is_the_one_on_its_paper(
    campaign: Campaign,
    form: str,
    revision: int,
    values: Mapping[str, str],
    digest: str,
    code: str,
) -> None:
    record = Record(_ID, form, _DAY, _DAY, values, revision=revision, code_version=1)
    fingerprinted = fingerprint(campaign.form(form), record)
    assert fingerprinted.hex() == digest
    assert check_code(fingerprinted) == code


@pytest.mark.parametrize(
    ("digest", "code"),
    [
        ("00" * 32, "0000 0000 0000 4"),
        ("ff" * 32, "4317 6821 1455 9"),
        ("0123456789abcdef" * 4, "3544 0655 9215 2"),
    ],
)
def test_check_codes_of_digests(digest: str, code: str) -> None:
    assert check_code(bytes.fromhex(digest)) == code


@pytest.mark.parametrize(
    ("digest", "page", "pages", "digits"),
    [
        ("00" * 32, 1, 1, "10000000000000000000000000000000000000000010016"),
        ("ff" * 32, 999, 999, "13402823669209384634633746074317682114559999995"),
        ("0123456789abcdef" * 4, 1, 1, "10015123660752041709290495823544065592150010013"),
        (
            "651529b1e40596df960cc06010256babe3e12bd1315744158b81db148964d8f2",
            2,
            13,
            "11343619114810535886345321254291760362670020135",
        ),
    ],
)
def test_qr_digits_of_digests(digest: str, page: int, pages: int, digits: str) -> None:
    assert qr_digits(bytes.fromhex(digest), page, pages, 1) == digits


def test_version_2_covers_all_that_is_printed_counted_or_explained() -> None:
    """Computed with ``sha256sum`` over the parts, each behind its length in eight bytes.

    The edition is the kept one: the form's file may say something else by now.
    """
    values = {
        "industry": "装备制造",
        "unit_name": "大连晟达船舶配套有限公司",
        "contact": "找传达室",
        "unit_nature": "5",
        "employees": "326",
        "non_public": "yes",
    }
    record = Record(
        _ID,
        "annex3",
        _DAY,
        _DAY,
        values,
        {"contact": "只有传达室有电话"},
        revision=2,
        reopen_reason="主席姓名写错",
        campaign="2017",
    )
    fingerprinted = fingerprint(first_forms()["annex3"], record)
    assert fingerprinted.hex() == "dc79fc3828113e82a3644844a4061a62feded5c190f230cd564db2cad96c53f1"
    assert qr_digits(fingerprinted, 1, 2, record.code_version).startswith("2")
