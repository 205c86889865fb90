"""argparse in Chinese: one sentence for what is wrong, a Chinese heading for the help."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

from gonghui_desktop import terminal
from gonghui_desktop.errors import InputError

_FAULTS = (
    (r"the following arguments are required: (.*)", r"缺少 {}"),
    (r"unrecognized arguments: (.*)", r"不认识的参数 {}"),
    (r"one of the arguments (.*) is required", r"缺少 {} 中的一个"),
    (r"argument .*: invalid choice: (\S+) .*", r"没有这个命令：{}"),
    (r"argument (.*): invalid int value: (.*)", r"{} 应为整数，不能是 {}"),
    (r"argument (.*): expected .*", r"{} 后面缺少内容"),
    (r"argument (.*): not allowed with argument (.*)", r"{} 和 {} 不能同时使用"),
    (r"ambiguous option: (.*) could match .*", r"参数 {} 不完整"),
)
"""argparse's own words for what is wrong, and ours."""


def path_of(text: str) -> Path:
    """A path; an empty one would be the current folder, which nobody means."""
    if not text.strip():
        raise argparse.ArgumentTypeError("expected a path")
    return Path(text)


class _Help(argparse.HelpFormatter):
    """argparse's help with a Chinese heading."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """argparse in Chinese; an error is raised as one sentence."""

    def __init__(self, description: str, prog: str | None = None) -> None:
        super().__init__(prog=prog, description=description, formatter_class=_Help, add_help=False)
        # argparse has no other way to name its two groups.
        self._positionals.title = "内容"
        self._optionals.title = "选项"
        # SUPPRESS: what is given before the command is not overwritten by the command's default.
        self.add_argument(
            "--data", type=path_of, default=argparse.SUPPRESS, metavar="文件夹", help="数据文件夹"
        )
        self.add_argument(
            "--json", action="store_true", default=argparse.SUPPRESS, help="以 JSON 回答"
        )
        self.add_argument(
            "--campaign",
            default=argparse.SUPPRESS,
            metavar="活动",
            help="不用当前活动，用这个活动，如 2017",
        )
        self.add_argument("-h", "--help", action="help", help="显示用法")

    def print_help(self, _file: object = None) -> None:
        """Writes the usage wherever the answers go, whatever that can write."""
        terminal.write_block(self.format_help())

    def error(self, message: str) -> NoReturn:
        """Raises what is wrong as one sentence.

        Raises:
            InputError: always.
        """
        for english, chinese in _FAULTS:
            if found := re.fullmatch(english, message, re.DOTALL):
                message = chinese.format(*found.groups())
                break
        raise InputError(f"命令行有误：{message}；用 --help 查看用法。")
