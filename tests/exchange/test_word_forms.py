"""Filled Word forms: whatever program and whoever has made them, a value comes into its field."""

from __future__ import annotations

import pytest

from gonghui_desktop.errors import InputError
from gonghui_desktop.exchange.incoming import Accepted, Reading, Refused
from gonghui_desktop.model.campaigns.campaign import Campaign
from tests.exchange import word_files as word
from tests.exchange.word_files import cell, paragraph, row, run, table


def test_a_form_as_offices_fill_it(campaign: Campaign) -> None:
    form = word.read_form(campaign, word.annex1(word.USUAL_ROWS))

    assert (form.form, form.values) == ("annex1", word.USUAL)
    assert set(word.readings(form).values()) == {Reading.TAKEN}


def test_labels_with_blanks_and_breaks_and_merged_cells(campaign: Campaign) -> None:
    """As WPS has them: a label in the middle of merged cells, a text in several rows beside it."""
    rows = (
        row("单 位 名 称", "大连样例机械有限公司", "工会\n主席：", "张　样　例"),
        row("单位\u3000地址", "大连市中山区样例路1号", "联 系 方 式", "0411-84800001"),
        row("单位性质", "5", "职工人数（人）", "３２０ 人"),
        row(cell("工", "作", "目", "标", merge="restart"), cell("建好职工之家。", span=3)),
        row(cell("", merge="continue"), cell("开好职代会。", span=3)),
        row("二、主要措施", cell("一是健全组织。", span=3)),
    )

    assert word.read_form(campaign, word.annex1(rows)).values == word.USUAL


def test_values_under_their_labels(campaign: Campaign) -> None:
    rows = (
        row("单位名称", "工会主席", "单位地址", "联系方式"),
        row("大连样例机械有限公司", "张样例", "大连市中山区样例路1号", "0411-84800001"),
        row(cell("单位性质", span=2), cell("职工人数", span=2)),
        row(cell("私营企业", span=2), cell("320", span=2)),
        row(cell("工作目标", span=4)),
        row(cell("建好职工之家。", "开好职代会。", span=4)),
        row(cell("主要措施", span=4)),
        row(cell("一是健全组织。", span=4)),
    )

    assert word.read_form(campaign, word.annex1(rows)).values == word.USUAL


def test_a_label_without_a_value_takes_none_of_the_seals(campaign: Campaign) -> None:
    rows = (*word.USUAL_ROWS[:3], row(cell("工作目标", span=4)), row(cell("主要措施", span=4)))
    form = word.read_form(campaign, word.annex1(rows))

    assert form.values == word.usual_but(goals="", measures="")
    assert {word.readings(form)[key] for key in ("goals", "measures")} == {Reading.EMPTY}


def test_labels_and_values_in_one_cell_or_line(campaign: Campaign) -> None:
    body = word.heads(
        *word.ANNEX1,
        "大连市（省产业）中山县（市、区）",
        "单位名称：大连样例机械有限公司    工会主席：张样例",
        "单位地址：大连市中山区样例路1号",
    ) + table(
        row("联系方式：0411-84800001", "单位性质：（5）私营企业", "职工人数：320"),
        row(cell("工作目标：建好职工之家。", "开好职代会。", span=3)),
        row(cell("主要措施：", "一是健全组织。", span=3)),
    )

    assert word.read_form(campaign, body).values == word.USUAL


def test_a_form_of_text_boxes_alone(campaign: Campaign) -> None:
    body = word.heads(*word.ANNEX1, "大连市（省产业）    中山县（市、区）") + "".join(
        word.text_box(*map(paragraph, lines))
        for lines in (
            ("单位名称：大连样例机械有限公司", "工会主席：张样例"),
            ("单位地址", "大连市中山区样例路1号", "联系方式：0411-84800001"),
            ("单位性质：（5）私营企业", "职工人数：320"),
            ("工作目标", "建好职工之家。", "开好职代会。"),
            ("主要措施", "一是健全组织。"),
        )
    )

    assert word.read_form(campaign, body).values == word.USUAL


def test_text_that_python_docx_does_not_see(campaign: Campaign) -> None:
    """In content controls around runs, paragraphs and whole cells, in fields and text boxes."""

    def control(content: str, properties: str = "") -> str:
        inside = f"<w:sdtContent>{content}</w:sdtContent>"
        return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr>{inside}</w:sdt>"

    prompt = control(run("单击此处输入文字。"), "<w:showingPlcHdr/>")
    field = f'<w:fldSimple w:instr="FORMTEXT">{run("0411-84800001")}</w:fldSimple>'
    rows = (
        row("单位名称", control(cell("大连样例机械有限公司")), "工会主席", "张样例"),
        row(
            "单位地址", cell(word.text_box(paragraph("大连市中山区样例路1号"))), "联系方式"
        ).replace("</w:tr>", cell(paragraph(field)) + "</w:tr>"),
        row("单位性质", cell(paragraph(control(run("（5）私营企业")))), "职工人数").replace(
            "</w:tr>", cell(paragraph(prompt)) + "</w:tr>"
        ),
        row(
            "工作目标",
            cell(control(paragraph("建好职工之家。")) + paragraph("开好职代会。"), span=3),
        ),
        row("主要措施", cell("一是健全组织。", span=3)),
    )
    form = word.read_form(campaign, word.annex1(rows))

    assert form.values == word.usual_but(employees="")
    assert word.readings(form)["employees"] is Reading.EMPTY


def test_fields_of_a_protected_form(campaign: Campaign) -> None:
    """Boxes to tick and lists to choose from, whose values stand in no text."""

    def form_field(inside: str) -> str:
        data = f"<w:ffData>{inside}</w:ffData>"
        return f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'

    def box(is_on: int) -> str:
        return form_field(
            f'<w:checkBox><w:default w:val="0"/><w:checked w:val="{is_on}"/></w:checkBox>'
        )

    boxes = paragraph(box(0), "集体企业 ", box(1), "私营企业 ", box(0), "其他企业")
    numbers = "".join(f'<w:listEntry w:val="{number}"/>' for number in (100, 320, 500))
    chosen = paragraph(form_field(f'<w:ddList><w:result w:val="1"/>{numbers}</w:ddList>'))
    nature = row("单位性质", cell(boxes), "职工人数", cell(chosen))
    rows = (*word.USUAL_ROWS[:2], nature, *word.USUAL_ROWS[3:])

    assert word.read_form(campaign, word.annex1(rows)).values == word.USUAL


def test_tracked_changes_count_as_accepted(campaign: Campaign) -> None:
    gone = '<w:del w:id="1"><w:r><w:delText>老名称</w:delText></w:r></w:del>'
    new = f'<w:ins w:id="2">{run("大连样例机械有限公司")}</w:ins>'
    hidden = run("（内部）", "<w:vanish/>")
    first = paragraph("建好职工", properties='<w:rPr><w:del w:id="3"/></w:rPr>')
    moved = f'<w:moveFrom w:id="4">{run("别处")}</w:moveFrom>'
    rows = (
        row("单位名称", cell(paragraph(gone, new, hidden)), "工会主席", "张样例"),
        row("单位名称", "另一家", "工会主席", "另一人", properties='<w:del w:id="5"/>'),
        *word.USUAL_ROWS[1:3],
        row("工作目标", cell(first, paragraph("之家。"), paragraph(moved, "开好职代会。"), span=3)),
        word.USUAL_ROWS[4],
    )

    assert word.read_form(campaign, word.annex1(rows)).values == word.USUAL


def test_the_numbers_of_lists_are_part_of_a_text(campaign: Campaign) -> None:
    """Word and WPS turn a typed ``1.`` into a list, whose numbers stand in no text."""

    def level(number: int, kind: str, text: str) -> str:
        shape = f'<w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/>'
        return f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/>{shape}</w:lvl>'

    def item(text: str, level: int) -> str:
        in_list = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr>'
        return paragraph(text, properties=in_list)

    numbering = (
        word.document("")
        .decode()
        .replace("w:document", "w:numbering")
        .replace(
            "<w:body></w:body>",
            '<w:abstractNum w:abstractNumId="3">'
            + level(0, "chineseCountingThousand", "%1、")
            + level(1, "decimal", "%1.%2 ").replace("<w:numFmt", "<w:isLgl/><w:numFmt")
            + '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num>',
        )
    )
    texts = [("健全组织", 0), ("建会", 1), ("入会", 1), ("民主管理", 0), ("公开", 1)]
    goals = [item(text, level) for text, level in texts]
    rows = (*word.USUAL_ROWS[:3], row("工作目标", cell(*goals, span=3)), word.USUAL_ROWS[4])
    form = word.read_form(campaign, word.annex1(rows), numbering=numbering.encode())

    assert form.values["goals"].split("\n") == [
        "一、健全组织",
        "1.1 建会",
        "1.2 入会",
        "二、民主管理",
        "2.1 公开",
    ]


def test_several_forms_in_one_file(campaign: Campaign) -> None:
    second = (
        row("单位名称", "大连乙有限公司", "工会主席", "李样例"),
        row("单位地址", "乙路2号", "联系方式", "13700000002"),
        row("单位性质", "2", "职工人数", "12"),
        row("工作目标", cell("乙的目标。", span=3)),
        row("主要措施", cell("乙的措施。", span=3)),
    )
    seals = row(cell("基层工会", "（章）", span=2), cell("产业工会", "（章）", span=2))
    note = "2.此表一式四份（省、市、县、企业），以市、省产业工会为单位统一申报。"
    body = (
        word.annex1(word.USUAL_ROWS)
        + paragraph(note)
        + word.heads(*word.ANNEX3, "机械产业")
        + table(*second, seals, row("项目确认", cell("大连市总工会", span=3)))
        + word.annex1(
            [row("单位名称", "", "工会主席", ""), row("单位地址", "", "联系方式", "")], ""
        )
    )
    first, other = word.read_forms(campaign, body)

    assert isinstance(first, Accepted)
    assert isinstance(other, Accepted)
    assert first.values == word.USUAL
    assert other.form == "annex3"
    assert other.values == {
        "industry": "机械",
        "unit_name": "大连乙有限公司",
        "chairperson": "李样例",
        "address": "乙路2号",
        "contact": "13700000002",
        "unit_nature": "2",
        "employees": "12",
        "goals": "乙的目标。",
        "measures": "乙的措施。",
    }
    assert [first.number, other.number] == [1, 2]


def test_two_forms_whose_tables_have_grown_together(campaign: Campaign) -> None:
    other = (row("单位名称", "大连乙有限公司", "工会主席", "李样例"), *word.USUAL_ROWS[1:])
    body = word.heads(*word.ANNEX1) + table(*word.USUAL_ROWS, word.SEALS, *other, word.SEALS)

    forms = word.read_forms(campaign, body)

    names = [form.values["unit_name"] for form in forms if isinstance(form, Accepted)]
    assert names[0] == "大连样例机械有限公司"


def test_a_table_within_a_table(campaign: Campaign) -> None:
    """Around a form from a web page, and with figures in a text."""
    figures = table(row("月份", "人数"), row("3月", "12"))
    rows = (*word.USUAL_ROWS[:3], row("工作目标", cell("见下表：", figures)), word.USUAL_ROWS[4])
    form = word.read_form(campaign, word.heads(*word.ANNEX1) + table(row(cell(table(*rows)))))

    expected = word.usual_but(city="", county="", goals="见下表：\n月份 人数\n3月 12")
    assert form.values == expected


def test_a_form_that_could_be_either_is_not_guessed(campaign: Campaign) -> None:
    (form,) = word.read_forms(campaign, table(*word.USUAL_ROWS))

    assert isinstance(form, Refused)
    assert "附件1还是附件3" in form.message


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (
            word.heads("大连市总工会：", "现将有关情况函告如下。单位名称以执照为准。"),
            "没有找到本次活动的申报表",
        ),
        (word.annex1([row("单位名称", "", "工会主席", "____")], ""), "空白"),
        ("", "没有找到"),
    ],
)
def test_what_holds_no_filled_form_is_one_sentence(
    campaign: Campaign, body: str, told: str
) -> None:
    with pytest.raises(InputError, match=told) as refused:
        word.read_forms(campaign, body)
    assert str(refused.value).startswith("申报表.docx：")


def test_a_form_that_was_retyped(campaign: Campaign) -> None:
    """Another title, other words for labels and seals: which form it is, its other words tell."""
    seals = row(cell("基层工会（盖章）"), cell("产业工会（盖章）", span=3))
    confirmation = row("项目确认", cell("大连市总工会", "2017年3月6日", span=3))
    rows = (
        row("企业名称", "大连样例机械有限公司", "主席姓名", "张样例"),
        *word.USUAL_ROWS[1:4],
        row(cell("主要措施", span=4)),
    )
    body = word.heads("2017年活力建设申报表") + table(*rows, seals, confirmation)
    form = word.read_form(campaign, body)

    assert form.form == "annex3"
    assert form.values == word.usual_but(city="", county="", measures="")
    assert word.readings(form)["unit_name"] is Reading.DOUBTFUL
    assert word.readings(form)["measures"] is Reading.EMPTY
    assert form.unread == ()


def test_what_belongs_to_no_field_is_told(campaign: Campaign) -> None:
    """A further row, and a list of units of which a form can hold one."""
    further = row("邮编", "116001", "备注", "")
    form = word.read_form(
        campaign, word.annex1((*word.USUAL_ROWS[:3], further, *word.USUAL_ROWS[3:]))
    )

    assert form.values == word.USUAL
    assert form.unread == ("邮编", "116001", "备注")

    beside = row("单位性质", "（5）私营企业", "职工人数", "320人", "会员人数", "300")
    form = word.read_form(
        campaign, word.annex1((*word.USUAL_ROWS[:2], beside, *word.USUAL_ROWS[3:]))
    )
    assert (form.values, form.unread) == (word.USUAL, ("会员人数", "300"))
    assert word.readings(form)["employees"] is Reading.TAKEN

    units = (
        row("单位名称", "工会主席", "单位地址", "联系方式"),
        row("大连样例机械有限公司", "张样例", "大连市中山区样例路1号", "0411-84800001"),
        row("大连乙有限公司", "李样例", "乙路2号", "13700000002"),
    )
    assert "大连乙有限公司" in word.read_form(campaign, word.annex1(units)).unread


def test_lines_beside_the_table_are_told_too(campaign: Campaign) -> None:
    """A value above the form, a text that goes on below it; notes and dates are nothing."""
    above = word.heads("关于填报的通知。", "联系电话：13700000009", "职务：主席")
    below = word.heads(
        "注：1.“单位性质”指（1）国有企业。",
        "2、此表一式五份。",
        "注：别的表的注。",
        "主要措施续写在这里。",
        "2017年3月1日",
        "- 1 -",
    )
    form = word.read_form(campaign, above + word.annex1(word.USUAL_ROWS) + below)

    assert form.values == word.USUAL
    assert form.unread == ("联系电话：13700000009", "主要措施续写在这里。")

    lines = [
        f"{label}：一" for label in ("单位名称", "工会主席", "电话号码", "单位地址", "职工人数")
    ]
    assert word.read_form(campaign, word.heads(*word.ANNEX1, *lines)).unread == ("电话号码：一",)


def test_a_second_value_is_quoted(campaign: Campaign) -> None:
    rows = (*word.USUAL_ROWS, row("联系方式", "13700000002", "职工人数", "320人"))
    form = word.read_form(campaign, word.annex1(rows))

    assert form.values == word.USUAL
    (doubt,) = [each.note for each in form.readings if each.note]
    assert doubt == "表上有两处“联系方式”，取了前一处，后一处是“13700000002”"


def test_a_text_that_begins_with_words_of_labels_is_one_text(campaign: Campaign) -> None:
    goals, measures = "工作目标：建家。\n主要措施：见下。", "单位名称：另一家厂\n职工人数：5人"
    rows = (
        *word.USUAL_ROWS[:3],
        row("工作目标", cell(*goals.split("\n"), span=3)),
        row("主要措施", cell(*measures.split("\n"), span=3)),
    )
    more = table(row("", "写在另一张表里的续文"))
    form = word.read_form(campaign, word.annex1(rows) + more)

    assert form.values == word.usual_but(goals=goals, measures=measures)
    assert form.unread == ("写在另一张表里的续文",)


def test_a_label_with_a_blank_and_its_value_in_one_cell(campaign: Campaign) -> None:
    labels = {"单位名称": "unit_name", "工会主席": "chairperson", "单位地址": "address"}
    rows = [row(cell(f"{label} {word.USUAL[field]}", span=4)) for label, field in labels.items()]
    form = word.read_form(campaign, word.annex1((*rows, *word.USUAL_ROWS[2:])))

    assert form.values == word.usual_but(contact="")
    assert word.readings(form)["address"] is Reading.DOUBTFUL
