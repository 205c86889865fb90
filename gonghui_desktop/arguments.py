"""The command line's grammar; see :mod:`gonghui_desktop.cli` for what the commands do.

A module of its own, so that opening the window does not import what only commands need.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from gonghui_desktop.argument_parser import Parser, path_of

AddCommand = Callable[[str, str], argparse.ArgumentParser]
"""Adds a command by its name and what it does."""

OPEN = "open"
"""The command that opens the window and imports files."""


def with_opened_files(given: Sequence[str]) -> list[str]:
    """The arguments with the command :data:`OPEN` in front of a file, as Windows leaves it out.

    That is what a double click or a file that is dropped on the program's icon gives.
    """
    arguments = list(given)
    at = 0
    while at < len(arguments) and arguments[at].startswith("-"):
        at += 2 if arguments[at] in ("--data", "--campaign") else 1
    # No command has a dot in its name; a file called “list” is not meant by it.
    if at < len(arguments) and Path(arguments[at]).suffix and Path(arguments[at]).is_file():
        arguments.insert(at, OPEN)
    return arguments


def _add_roster(command: AddCommand) -> None:
    roster = command("roster", "列出历年典型名单（不能再次申报的单位）；导入名单，去掉单位")
    which = roster.add_mutually_exclusive_group()
    files = "导入名单（.xlsx .xls .ods .csv .txt .docx）"
    which.add_argument("--import", dest="add", type=path_of, metavar="文件", help=files)
    which.add_argument("--remove", metavar="名称", help="从名单去掉这个单位")
    why = "名单自己没有写明的，是什么原因，如 2015年典型"
    roster.add_argument("--reason", default="", metavar="原因", help=why)


def _add_pairs(command: AddCommand) -> None:
    pairs = command("pairs", "列出相近名称和对它们写过的原因，撤回；接收报送的单位在这里核对")
    which = pairs.add_mutually_exclusive_group()
    which.add_argument("--decide", default="", metavar="编号", help="核对这一处重复或历年典型")
    which.add_argument("--take-back", type=int, metavar="编号", help="撤回这一条，名称会重新提示")
    verdict = pairs.add_mutually_exclusive_group()
    verdict.add_argument("--same", action="store_true", help="和 --decide 一起用：是同一单位")
    another = "和 --decide 一起用：不是同一单位，须写明原因"
    verdict.add_argument("--different", action="store_true", help=another)
    keep = "和 --same 一起用：保留这一份申报表（编号或上报单位），别的应退回"
    pairs.add_argument("--keep", default="", metavar="申报表", help=keep)
    pairs.add_argument("--reason", default="", metavar="原因", help="为什么")


def _add_receiving(command: AddCommand) -> None:
    """The commands of an office that receives from others."""
    offices = command("offices", "各单位报送情况；导入应报单位名单，去掉单位，确定名单")
    which = offices.add_mutually_exclusive_group()
    files = "导入应报单位名单（.xlsx .xls .ods .csv .txt .docx）"
    which.add_argument("--import", dest="add", type=path_of, metavar="文件", help=files)
    which.add_argument("--remove", metavar="名称", help="从名单去掉这个单位")
    freeze = "确定名单，须写明依据；以后再改，都会记下来"
    which.add_argument("--freeze", action="store_true", help=freeze)
    missing = "未报的单位，写成一段可以发出去的话"
    which.add_argument("--missing", action="store_true", help=missing)
    kind = "名单自己看不出类型的单位，是哪一类，如 resident_industry"
    offices.add_argument("--kind", default="", metavar="类型", help=kind)
    why = "确定名单的依据，或者确定以后为什么改"
    offices.add_argument("--reason", default="", metavar="原因", help=why)
    paths = command("receive", "接收下级单位的报送包：文件，或者放着报送包的文件夹、U 盘")
    paths.add_argument("paths", type=path_of, nargs="+", metavar="文件或文件夹")
    command("received", "列出收到的报送包")
    summing = command("summary", "汇总各单位的报送，写成电子表格，或者盖章用的 PDF")
    files = "文件.xlsx|文件.pdf"
    summing.add_argument("-o", "--output", type=path_of, required=True, metavar=files)
    everything = "已收到、还没有受理的也汇总，表上注明"
    summing.add_argument("--all", action="store_true", help=everything)


def _add_paper(command: AddCommand) -> None:
    """The stamped paper beside what was received."""
    paper = command("paper", "核对盖章的纸质表：扫描二维码，或输入 13 位校验码")
    paper.add_argument("code", nargs="+", metavar="号码", help="二维码扫描出的数字，或者校验码")
    which = paper.add_mutually_exclusive_group()
    same = "输入校验码时：已与纸上的内容逐项对照，全部相同"
    which.add_argument("--same", action="store_true", help=same)
    differs = "输入校验码时：对照过，这些栏不同，如 contact employees"
    which.add_argument("--differs", nargs="+", default=[], metavar="栏目", help=differs)
    paper.add_argument("--record", default="", metavar="编号", help="对照的是这一份申报表")


def _add_deciding(command: AddCommand) -> None:
    """The commands that decide about what was received; ``ID`` may be a beginning of one."""
    one = "报送包的编号，用 received 查看，写开头 6 位以上也行"
    returned = command("return", "退回报送包、其中的申报表或栏目，写一份退回单；撤销退回")
    returned.add_argument("id", nargs="?", metavar="编号", help=one)
    _add_reasons(returned)
    until = "请对方在哪天以前重报，如 2017-03-17；不写则 5 个工作日以后，不晚于截止日"
    returned.add_argument("--answer-by", default="", metavar="日期", help=until)
    _add_reply(returned, "文件.zip", "退回单写到这个文件")
    accepted = command("accept", "受理报送包，写受理回执；撤销受理；版次冲突的选定一个")
    accepted.add_argument("id", nargs="*", metavar="编号", help=one)
    every = "受理没有问题的全部报送包；没有受理的，逐个说明为什么"
    accepted.add_argument("--all", action="store_true", help=every)
    chosen = "同一次收到内容不同的几个，以这一个为准，须写 --reason"
    accepted.add_argument("--choose", metavar="编号", help=chosen)
    record = "和 --choose 一起用：只选定这一份申报表的内容，写编号开头几位也行"
    accepted.add_argument("--record", default="", metavar="编号", help=record)
    accepted.add_argument("--reason", default="", metavar="原因", help="撤销或选定的原因")
    _add_reply(accepted, "文件.zip 或文件夹", "受理回执写到这个文件；几份的，写到这个文件夹")
    note = command("note", "给收到的报送包、申报表或栏目记一笔，只留在本单位")
    note.add_argument("id", metavar="编号", help=one)
    note.add_argument("--text", required=True, metavar="内容", help="要记的内容")
    note.add_argument("--record", default="", metavar="编号", help="记在这份申报表上")
    note.add_argument("--field", default="", metavar="栏目", help="记在这一栏上，如 contact")


def _add_reply(command: argparse.ArgumentParser, where: str, text: str) -> None:
    """What 退回 and 受理 have in common."""
    command.add_argument("-o", "--output", type=path_of, metavar=where, help=text)
    back = "撤销退回或受理，须写 --reason"
    command.add_argument("--take-back", metavar="编号", help=back)
    again = "已经退回或受理的，把退回单或回执原样再写一份"
    command.add_argument("--again", action="store_true", help=again)


def _add_reasons(command: argparse.ArgumentParser) -> None:
    """Reasons, each with the record and the field that it is of."""
    why = "退回的原因，可以写几条；每条后面可以写它是哪一份、哪一栏的"
    command.add_argument(
        "--reason", dest="reasons", action=_Reason, default=[], metavar="原因", help=why
    )
    record = "前面这条原因是这份申报表的，写编号开头几位也行"
    command.add_argument("--record", action=_OfReason, metavar="编号", help=record)
    command.add_argument(
        "--field", action=_OfReason, metavar="栏目", help="前面这条原因是这一栏的，如 contact"
    )


class _Reason(argparse.Action):
    """A further reason: a dictionary with ``text``, ``record`` and ``field``."""

    def __call__(
        self,
        _parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        _option: str | None = None,
    ) -> None:
        new = {"text": str(values), "record": "", "field": ""}
        namespace.reasons = [*namespace.reasons, new]


class _OfReason(argparse.Action):
    """Of which record or field the last reason is."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        option: str | None = None,
    ) -> None:
        if not namespace.reasons:
            parser.error(f"{option} 要写在 --reason 后面")
        if namespace.reasons[-1][self.dest]:
            parser.error(f"一条 --reason 后面只能写一个 {option}，另一条原因请另写 --reason")
        namespace.reasons[-1][self.dest] = str(values)


def _add_bin(command: AddCommand) -> None:
    binned = command(
        "bin", "列出回收站里的申报表，恢复，或者彻底删除"
    ).add_mutually_exclusive_group()
    binned.add_argument("--restore", nargs="+", default=[], metavar="编号", help="恢复这些申报表")
    purge = "彻底删除这些申报表，自动备份里的也清除；不再询问，不能恢复"
    binned.add_argument("--purge", nargs="+", default=[], metavar="编号", help=purge)
    erase = command("erase", "清除数据文件夹里的全部数据，如换人、电脑报废时；不再询问，不能恢复")
    everything = "申报表、回收站、备份、名单、设置、添加的活动全部清除"
    erase.add_argument("--all", action="store_true", help=everything)


def parser() -> argparse.ArgumentParser:
    """The whole command line; without a command the window opens."""
    top = Parser("基层工会活力建设申报。不带命令时打开窗口。", prog="gonghui-desktop")
    commands = top.add_subparsers(dest="command", metavar="命令", parser_class=Parser)

    def command(name: str, text: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=text, description=text)

    _add_filling_in(command)
    _add_handing_in(command)
    _add_campaigns(command)
    _add_roster(command)
    _add_pairs(command)
    _add_receiving(command)
    _add_deciding(command)
    _add_paper(command)
    _add_keeping(command)
    return top


def _add_filling_in(command: AddCommand) -> None:
    """The commands of whoever fills in forms."""
    command(OPEN, "打开窗口并导入这些文件；把文件拖到程序图标上也一样").add_argument(
        "files", type=path_of, nargs="*", metavar="文件"
    )
    profile = command("profile", "设置或查看上报单位")
    profile.add_argument("--kind", metavar="类型", help="上报单位类型，如 district")
    profile.add_argument("--name", metavar="名称", help="上报单位全称")
    profile.add_argument("--contact-name", default="", metavar="姓名", help="联系人")
    profile.add_argument("--contact-phone", default="", metavar="电话", help="联系电话")
    profile.add_argument(
        "--receiver", default="", metavar="单位", help="报给谁，基层单位用，如 中山区总工会"
    )
    importing = command("import", "导入填好的 Word 申报表、表格、申报表（JSON）或报送包")
    importing.add_argument("files", type=path_of, nargs="+", metavar="文件")
    importing.add_argument(
        "--again", action="store_true", help="内容与已有的完全相同的，也作为新表再导入一份"
    )
    template = command("template", "写一份空白的电子表格，一行填一个单位，填好后用 import 导入")
    template.add_argument("--form", metavar="表", help="只要这张表，如 annex1")
    template.add_argument("-o", "--output", type=path_of, required=True, metavar="文件.xlsx")
    command("list", "列出申报表").add_argument("--form", metavar="表", help="只列这张表，如 annex1")
    command("check", "检查每份申报表和整个报送")
    history = command("history", "一份申报表的历史记录，最近的在前")
    history.add_argument("id", metavar="编号", help="申报表的编号，写开头几位也行")
    history.add_argument("--field", metavar="栏目", help="只看这一栏，如 unit_name")
    _add_reopen(command("reopen", "重新打开退回的或已定稿的申报表，改其中的内容"))
    _add_bin(command)


def _add_reopen(reopen: argparse.ArgumentParser) -> None:
    reopen.add_argument("id", metavar="编号", help="申报表的编号，写开头几位也行")
    why = "为什么重新打开；被退回的不写也行，就用退回的原因"
    reopen.add_argument("--reason", default="", metavar="原因", help=why)
    pair, what = "栏目=内容", "把这一栏改成这样，可以写几个，如 contact=0411-83640000"
    reopen.add_argument("--set", action="append", default=[], metavar=pair, help=what)
    reason = "这一栏要核实的问题为何如此，可以写几个"
    reopen.add_argument("--explain", action="append", default=[], metavar="栏目=说明", help=reason)


def _add_handing_in(command: AddCommand) -> None:
    """The commands that make paper and packages."""
    _add_printing(command("print", "打印申报表；或者存为 PDF，与纸面一致；或者每份存为一个文件"))
    command("printers", "列出打印机：能不能打印，能不能双面，装的是什么纸")
    _add_export(command("export", "定稿并导出报送包"))
    command("verify", "核验报送包").add_argument("file", type=path_of, metavar="文件.zip")


def _add_campaigns(command: AddCommand) -> None:
    campaigns = command("campaigns", "列出活动；添加、选用活动，沿用往年的申报表")
    one = campaigns.add_mutually_exclusive_group()
    one.add_argument("--add", type=path_of, metavar="文件.zip", help="添加一个活动（ZIP 或文件夹）")
    one.add_argument("--use", metavar="活动", help="设为当前活动，如 2018")
    one.add_argument("--carry-over", metavar="活动", help="把这个活动的申报表沿用到当前活动")
    campaigns.add_argument("--id", nargs="+", default=[], metavar="编号", help="只沿用这些申报表")


def _add_keeping(command: AddCommand) -> None:
    """The commands that keep the data from being lost, and the self-test."""
    backup = command("backup", "把全部内容备份为一个文件")
    backup.add_argument("-o", "--output", type=path_of, required=True, metavar="文件")
    restore = command("restore", "从备份恢复全部内容；现有的先自动备份，可以再恢复回来")
    restore.add_argument("file", type=path_of, metavar="文件")
    command("backups", "列出自动备份")
    selftest = command("selftest", "用样例走一遍主要工作")
    selftest.add_argument("--screenshots", type=path_of, metavar="文件夹", help="保存窗口截图")
    selftest.add_argument(
        "--output", type=path_of, metavar="文件夹", help="保留 PDF、Word 和报送包"
    )
    selftest.add_argument(
        "--printer", default="", metavar="打印机", help="在这台打印机上打印；不写则存为 PDF"
    )


def _add_export(export: argparse.ArgumentParser) -> None:
    export.add_argument("-o", "--output", type=path_of, required=True, metavar="文件.zip")
    reason = "名额等整个报送的核实性问题为何如此；各表自己的，在表里说明"
    export.add_argument("--explain", default="", metavar="说明", help=reason)
    zero = "零报告：没有要报的单位，用 --explain 写明原因"
    export.add_argument("--zero", action="store_true", help=zero)
    draft = "另写一份邮件草稿，报送包作为附件，用邮件程序打开后发送"
    export.add_argument("--mail", type=path_of, metavar="文件.eml", help=draft)


def _add_printing(printing: argparse.ArgumentParser) -> None:
    """The arguments of ``print``."""
    printing.add_argument("--form", metavar="表", help="只印这张表，如 annex1")
    which = printing.add_mutually_exclusive_group()
    which.add_argument("--id", nargs="+", default=[], metavar="编号", help="只印这些申报表")
    which.add_argument("--blank", action="store_true", help="印空白表")
    which.add_argument(
        "--test-page", action="store_true", help="印打印机测试页，量一量有没有缩放、印偏"
    )
    printing.add_argument(
        "--continuation", action="store_true", help="空白表后面加一页空白续表，和 --blank 一起用"
    )
    copies = "份数；不写则按规定份数，空白表一份"
    printing.add_argument("--copies", type=int, metavar="份数", help=copies)
    where = printing.add_mutually_exclusive_group(required=True)
    where.add_argument("-o", "--output", type=path_of, metavar="文件.pdf", help="都存在一个 PDF 里")
    where.add_argument("--printer", metavar="打印机", help="打印在纸上；名称用 printers 查看")
    where.add_argument("--each", type=path_of, metavar="文件夹", help="每份存为一个文件，放在这里")
    printing.add_argument(
        "--two-sided", action="store_true", help="和 --printer 一起用：双面，每份从新的一张纸开始"
    )
    printing.add_argument("--word", action="store_true", help="和 --each 一起用：存为 Word")
    printing.add_argument("--pdf", action="store_true", help="和 --word 一起用：也存为 PDF")
    printing.add_argument(
        "--replace", action="store_true", help="和 --each 一起用：换掉已有的同名文件"
    )
