"""What kind of thing a short text is by its look: a unit, a person, a place, an address.

Fields of type ``text`` differ by their labels alone, so that a label's words say which kind is
wanted. The lists are of the language and the region, not of any form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from gonghui_desktop.model.ideographs import DOT_LOOKALIKES, HAN

_UNIT_ENDS = re.compile(
    r"(?:公司|厂|集团|工会|联合会|委员会|协会|商会|中心|医院|学校|大学|学院|中学|小学|幼儿园|局|站|"
    r"研究所|事务所|研究院|设计院|法院|检察院|合作社|百货|商场|超市|酒店|饭店|宾馆|餐厅|银行|支行|"
    r"信用社|车队|总队|大队|图书馆|博物馆|管理处|办事处|管委会|事业部|分部|矿|港务局|商店|药店|"
    r"工程局|工厂|车间|工作室|经营部|加工部|服务部|供销社|联社|农场|林场|牧场|渔场|街道|社区)"
    r"(?:[（(].{1,12}[)）])?$"
)
_COMPANY = re.compile(r"公司|集团|有限|股份")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_COMPOUND_NAMES = _words(
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 宇文 长孙 司徒 夏侯 端木 独孤 南宫 轩辕 闻人"
)
_FAMILY_NAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎"
    "鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄"
    "和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭"
    "梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚"
    "程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫"
    "宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻"
    "莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向"
    "古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾"
    "毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公仉督岳帅缑亢况郈有琴归海晋楚闫法汝鄢涂钦商牟佘佴伯"
    "赏墨哈谯笪年爱阳佟肖覃兰初付战曰由原丛修矫隋鹿战慈苑呼门仝冼麦区"
)
_PERSON = re.compile(rf"[{HAN}]{{2,4}}")
_LONG_PERSON = re.compile(rf"[{HAN}]+(?:[·{DOT_LOOKALIKES}][{HAN}]+)+")
_BETWEEN_PERSONS = re.compile(r"[、，,；;/ 　]+")
_NO_NAME = re.compile(r"(?:[市县区旗州省镇乡村街路号厂店院校局所站会司]|产业|行业|系统|工会)$")

_STREET = re.compile(r"[路街道巷弄号村屯镇乡]|大厦|广场|小区|园区|[0-9０-９A-Z][座栋楼室]")
_PLACE = re.compile(rf"[{HAN}（）()、]{{2,16}}")
_PLACE_ENDS = re.compile(
    r"(?:市|县|区|旗|州|盟|新区|开发区|先导区|保税区|高新区)(?:[（(].*[)）])?$"
)
_CITIES = _words(
    "大连 沈阳 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 朝阳 葫芦岛 北京 上海 天津 重庆"
)
_COUNTIES = _words(
    "中山 西岗 沙河口 甘井子 旅顺口 旅顺 金州 普兰店 瓦房店 庄河 长海 高新区 高新园区 开发区 保税区"
    " 金普新区 长兴岛 花园口 普湾新区 金石滩"
)
_INDUSTRY = re.compile(
    r"(?:产业|行业|系统|工会|业|局)$|机械|冶金|化工|纺织|交通|教育|卫生|财贸|建设|邮电|电力|铁路|海员"
)


def _unit(text: str) -> float:
    if _UNIT_ENDS.search(text) and len(text) > 3:
        return 1.0
    if _COMPANY.search(text):
        return 0.9
    return 0.3 if len(text) > 3 and not any(map(str.isdigit, text)) else 0.0


def _person(text: str) -> float:
    names = [name for name in _BETWEEN_PERSONS.split(text) if name]
    return min(map(_one_person, names)) if 0 < len(names) <= 4 else 0.0


def _one_person(name: str) -> float:
    if _LONG_PERSON.fullmatch(name):
        return 0.9
    if not _PERSON.fullmatch(name) or _NO_NAME.search(name):
        return 0.0
    if name in _CITIES or name in _COUNTIES:
        return 0.1
    if name[:2] in _COMPOUND_NAMES and len(name) > 2:
        return 1.0
    return (1.0 if len(name) < 4 else 0.6) if name[0] in _FAMILY_NAMES else 0.4


def _address(text: str) -> float:
    if _UNIT_ENDS.search(text) and not any(map(str.isdigit, text)):
        return 0.2
    if _STREET.search(text) and len(text) > 4:
        return 1.0 if any(map(str.isdigit, text)) else 0.7
    return 0.4 if len(text) > 6 else 0.0


def _city(text: str) -> float:
    name = re.split("[（(]", text)[0]
    if name.removesuffix("市").removeprefix("辽宁省") in _CITIES:
        return 1.0
    if name.removesuffix("市") in _COUNTIES or _STREET.search(text):
        return 0.2
    return 0.7 if name.endswith("市") and _PLACE.fullmatch(text) else _any(text) / 2


def _county(text: str) -> float:
    if not _PLACE.fullmatch(text) or any(map(str.isdigit, text)):
        return 0.0
    name = text.rpartition("市")[2] or text
    if name in _COUNTIES or re.sub("[市县区]$", "", name) in _COUNTIES:
        return 1.0
    if text.removesuffix("市") in _CITIES:
        return 0.2
    return 0.9 if _PLACE_ENDS.search(text) else 0.1


def _industry(text: str) -> float:
    return 0.8 if _INDUSTRY.search(text) and len(text) < 16 else _any(text) / 2


def _any(text: str) -> float:
    return 0.3 if text else 0.0


# A label's words to the look of its values; the first that is found counts.
_BY_LABEL: Mapping[str, tuple[str, Callable[[str], float]]] = {
    "address": ("地址|住址|地点|住所|位置", _address),
    "person": ("主席|姓名|负责人|联系人|法人代表|法定代表人|书记|经办人|填表人", _person),
    "industry": ("^产业|^行业(?!工会)|系统", _industry),
    "unit": ("名称|单位|企业|公司|工会|厂名", _unit),
    "county": ("县|区", _county),
    "city": ("市|地区", _city),
}


def kind_of_label(label: str) -> str:
    """The kind of text that a label asks for by its words; empty where none is known."""
    found = (kind for kind, (words, _look) in _BY_LABEL.items() if re.search(words, label))
    return next(found, "")


def looks_like(kind: str, text: str) -> float:
    """How much a text looks like a value of that kind, from 0 to 1."""
    return _BY_LABEL[kind][1](text) if kind in _BY_LABEL else _any(text)
