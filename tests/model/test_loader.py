"""The strict loader: every fault is named with its file and key path."""

from pathlib import Path

import pytest

from gonghui_desktop.errors import FormDefinitionError
from gonghui_desktop.model.campaigns.campaign import Campaign
from gonghui_desktop.model.campaigns.campaign_loader import load_campaign
from gonghui_desktop.model.forms.form_loader import load_form

FORMS = Path(__file__).parents[2] / "forms" / "2017"


@pytest.fixture
def annex() -> str:
    return (FORMS / "annex1.toml").read_text("utf-8")


def test_the_official_forms_load(campaign: Campaign) -> None:
    assert [form.id for form in campaign.forms] == ["annex1", "annex2", "annex3"]
    assert [form.copies for form in campaign.forms] == [4, 4, 3]
    assert [len(form.seals) for form in campaign.forms] == [3, 3, 2]
    assert campaign.total == 89
    assert campaign.receiver_email == ""  # the notice gives no address


def test_a_campaign_names_the_receivers_address(campaign: Campaign) -> None:
    text = (FORMS / "campaign.toml").read_text("utf-8")
    addressed = text.replace("total = 89", 'total = 89\nreceiver_email = "mgb.1@dl-gh.example.cn"')
    loaded = load_campaign(addressed, "campaign.toml", campaign.forms)
    assert loaded.receiver_email == "mgb.1@dl-gh.example.cn"


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ('label = "联系方式"', 'lable = "联系方式"', "fields[5].label"),
        ('label = "联系方式"', 'label = "联系方式"\nlabel = "电话"', "fields[5].label"),
        ('label = "联系方式"', 'label = "联系方式"\ncolour = "red"', "fields[5].colour"),
        ('label = "联系方式"', "label = 5", "fields[5].label"),
        ('label = "联系方式"', 'label = " "', "fields[5].label"),
        ('type = "telephone"', 'type = "telefone"', "fields[5].type"),
        ('id = "contact"', 'id = "address"', "fields[5]"),
        ('id = "contact"', 'id = "Contact"', "fields[5].id"),
        ('["address", "contact"]', '["address", "phone"]', "rows[1]"),
        ('["address", "contact"]', '["address", "address"]', "rows[1]"),
        ('["address", "contact"]', '["address"]', "fields[5]"),
        ('["goals"],\n  ["measures"]', '["goals", "measures"]', "rows[3]"),
        ("copies = 4", "copies = 0", "copies"),
        ("copies = 4", "copies = true", "copies"),
        ("copies = 4", "", "copies"),
        ("copies = 4", "copies = 4\ncopies = 3", "copies"),
        ("copies = 4", "copies = 1_000_000_000", "copies"),
        ('label = "联系方式"', 'label = "联系\\u202e方式"', "fields[5].label"),
        ('label = "联系方式"', f'label = "{"长" * 61}"', "fields[5].label"),
        ('label = "市（省产业）"', f'label = "{"长" * 21}"', "heading"),
        ('number = "附件1"', f'number = "{"附" * 21}"', "number"),
        ("title = [", f'title = ["{"长" * 61}", ', "title[0]"),
        ("title = [", 'title = ["一", "二", "三", ', "title"),
        ('name = "基层工会"', f'name = "{"长" * 61}"', "seals[0].name"),
        ('date = "年  月  日"', f'date = "{"年" * 31}"', "seals[0].date"),
        ("notes = [", f'notes = ["{"长" * 2001}", ', "notes[0]"),
        ('label = "联系方式"', 'label = "联系方式"\nhint = "\\u0007"', "fields[5].hint"),
        ("copies = 4", "copies = 4\nseal_size = 60", "seal_size"),
        ('{ value = "9", label', '{ value = "8", label', "fields[6].choices[8]"),
        ('implies = { non_public = "yes" }', 'implies = { public = "no" }', "implies.public"),
        ('implies = { non_public = "yes" }', 'implies = { non_public = "maybe" }', "non_public"),
        ('mark = "（章）"', 'marks = "（章）"', "seals[0]"),
        ('id = "grassroots"', 'id = "confirmation"', "seals[0].id"),
        ('name_field = "unit_name"', 'name_field = "name"', "name_field"),
        ("[confirmation]", "[confirmations]", "confirmation"),
    ],
)
def test_a_fault_is_named_with_file_and_path(annex: str, old: str, new: str, path: str) -> None:
    assert old in annex
    with pytest.raises(FormDefinitionError) as error:
        load_form(annex.replace(old, new, 1), "附件.toml")
    sentence = str(error.value)
    assert sentence.startswith("附件.toml：")
    assert path in sentence
    assert sentence.endswith("。")


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("exactly = 5", "excatly = 5", "reporters[0].quotas[0]"),
        ("at_least = 100", "at_least = -1", "reporters[1].quotas[2].where[1].at_least"),
        ("deadline = 2017-03-20", 'deadline = "2017-03-20"', "deadline"),
        ('id = "resident_industry"', 'id = "district"', "reporters[1]"),
        ("total = 89", "total = 89\nunits = 1", "units"),
        ('names = ["保税区"]', 'names = ["保"]', "places[14].names"),
        ('names = ["保税区"]', 'names = ["保税区", "大连"]', "places[14].names"),
        ('names = ["保税区"]', "names = []", "places[14].names"),
        ('names = ["保税区"]', 'name = "保税区"', "places[14]"),
        ("total = 89", 'total = 89\nreceiver_email = "民主管理部"', "receiver_email"),
        ("total = 89", 'total = 89\nreceiver_email = "a@b.cn, c@d.cn"', "receiver_email"),
        ('reports_to = ["province"]', 'reports_to = ["unit"]', "city.reports_to 形成了循环"),
        ('reports_to = ["province"]', 'reports_to = ["land"]', "city.reports_to 没有这种单位"),
        ('id = "province"', 'id = "unit"', "重复：unit"),
        ("own_form = true", "own_form = true\nquotas = []", "reporters[3].quotas"),
    ],
)
def test_a_fault_in_the_campaign_is_named(old: str, new: str, path: str) -> None:
    forms = tuple(
        load_form(file.read_text("utf-8"), file.name) for file in sorted(FORMS.glob("annex*.toml"))
    )
    text = (FORMS / "campaign.toml").read_text("utf-8")
    assert old in text
    with pytest.raises(FormDefinitionError) as error:
        load_campaign(text.replace(old, new, 1), "campaign.toml", forms)
    assert str(error.value).startswith("campaign.toml：")
    assert path in str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ('forms = ["annex1", "annex2"]', 'forms = ["annex1", "annex9"]', "reporters[0].forms[1]"),
        ('field = "non_public"', 'field = "nonpublic"', "reporters[0].quotas[2].where[0].field"),
    ],
)
def test_a_rule_about_a_form_or_field_that_is_not_there_is_told_and_stops_nothing(
    old: str, new: str, path: str
) -> None:
    forms = tuple(
        load_form(file.read_text("utf-8"), file.name) for file in sorted(FORMS.glob("annex*.toml"))
    )
    text = (FORMS / "campaign.toml").read_text("utf-8").replace(old, new, 1)

    campaign = load_campaign(text, "campaign.toml", forms)

    assert [len(kind.quotas) for kind in campaign.reporters] == [3, 3, 1, 0]
    (fault,) = campaign.faults
    assert fault.startswith("campaign.toml：")
    assert path in fault


def test_a_misspelt_key_is_named_itself_with_the_remedy(annex: str) -> None:
    with pytest.raises(FormDefinitionError) as error:
        load_form(annex.replace("title = ", "titel = ", 1), "annex1.toml")
    assert str(error.value) == (
        "annex1.toml：titel 是不认识的项，应为 title；表样文件有误，请重新安装程序或联系维护人员。"
    )


def test_two_files_with_the_same_form_are_refused(annex: str) -> None:
    form = load_form(annex, "annex1.toml")
    text = (FORMS / "campaign.toml").read_text("utf-8")
    with pytest.raises(FormDefinitionError, match=r"forms\[1\] 重复：annex1"):
        load_campaign(text, "campaign.toml", (form, form))


def test_text_that_is_no_toml_is_named_with_its_line() -> None:
    with pytest.raises(FormDefinitionError, match=r"^annex9.toml：第 2 行"):
        load_form('id = "annex9"\nnumber = \n', "annex9.toml")


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 5000 + "]" * 5000,
        "a = " + "9" * 5000,
        "a = " + "{ a = " * 60 + "1" + "}" * 60,
    ],
)
def test_a_file_that_would_overrun_the_parser_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(FormDefinitionError, match=r"^annex9.toml：.*。$"):
        load_form(text, "annex9.toml")


def test_a_file_beyond_all_bounds_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(FormDefinitionError, match="超过 100 KB"):
        load_form("# " + "长" * 100_000, "annex9.toml")


def test_what_a_form_need_not_have(annex: str) -> None:
    start = annex.index("[[seals]]")
    bare = annex[:start].replace(annex[annex.index("notes = [") : annex.index("[[fields]]")], "")

    form = load_form(bare, "annex1.toml")

    assert (form.seals, form.notes, form.confirmation) == ((), (), None)
    assert (form.seal_size, form.notes_mark) == (42, "注：")


def test_sizes_and_the_word_before_the_notes_come_from_the_file(annex: str) -> None:
    text = annex.replace("copies = 4", 'copies = 4\nseal_size = 38\nnotes_mark = "说明："', 1)
    form = load_form(text.replace("[confirmation]", "[confirmation]\nsize = 40"), "annex1.toml")

    assert (form.seal_size, form.notes_mark) == (38, "说明：")
    assert form.confirmation is not None
    assert form.confirmation.size == 40
