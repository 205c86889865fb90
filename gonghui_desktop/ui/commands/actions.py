"""Table of the window's actions: text, shortcuts, tool tip and icon of each."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from gonghui_desktop.ui.theme.theme import Appearance, Theme
from gonghui_desktop.ui.widgets.composition import commit_composed


class _Spec(NamedTuple):
    text: str
    keys: tuple[str, ...] = ()
    tip: str = ""
    icon: str = ""
    checkable: bool = False


_SPECS: Mapping[str, _Spec] = {
    "new": _Spec("新建(&N)", ("Ctrl+N",), "在当前页新建一份申报表", "plus"),
    "save": _Spec("立即保存(&S)", ("Ctrl+S",), "平时自动保存，不必操心", "save"),
    "print_preview": _Spec("打印预览(&V)", ("Ctrl+Shift+P",), "放大查看要打印的页面", "eye"),
    "print": _Spec("打印(&P)…", ("Ctrl+P",), "按规定份数打印当前申报表", "printer"),
    "print_all": _Spec("打印全部(&A)…", (), "按规定份数打印全部申报表"),
    "print_blank": _Spec("打印空白表(&B)…", (), "打印当前页的空白表，供手工填写，可以加印续表"),
    "print_test_page": _Spec(
        "打印测试页(&G)…", (), "打印机有没有把表放大、缩小或印偏，量一量就知道"
    ),
    "save_pdf": _Spec("另存为 PDF(&E)…", ("Ctrl+Shift+S",), "当前申报表存为 PDF", "file-output"),
    "save_all_pdf": _Spec("全部另存为 PDF(&L)…", (), "全部申报表存为一个 PDF"),
    "save_word": _Spec("另存为 Word(&W)…", (), "当前申报表存为可编辑的 Word 文件", "file-text"),
    "save_files": _Spec(
        "存为文件(&T)…", (), "每份存为一个 Word 或 PDF 文件，放在一个文件夹里", "file-output"
    ),
    "import": _Spec("导入(&I)…", ("Ctrl+O",), "导入填好的 Word 表、表格或报送包", "download"),
    "save_template": _Spec(
        "空白导入表(&M)…", (), "存一份空白的电子表格，一行填一个单位，填好后导入"
    ),
    "backups": _Spec("备份与恢复(&K)…", (), "查看自动备份，另存一份，或者恢复", "save"),
    "erase_all": _Spec("清除全部数据(&Z)…", (), "电脑换人、报废前，清除本机的全部数据"),
    "use_campaign": _Spec("设为当前活动(&U)", (), "以后填报、检查和报送都用现在显示的活动"),
    "carry_over": _Spec("沿用到当前活动(&O)…", (), "把往届的申报表复制为当前活动的草稿", "copy"),
    "add_campaign": _Spec("添加活动(&A)…", (), "从上级工会发来的 ZIP 文件添加活动", "download"),
    "quit": _Spec("退出(&X)", ("Ctrl+Q",)),
    "undo": _Spec("撤销(&U)", ("Ctrl+Z",), "撤销最近做的一步", "undo-2"),
    "redo": _Spec("恢复(&R)", ("Ctrl+Y", "Ctrl+Shift+Z"), "恢复刚撤销的一步", "redo-2"),
    "cut": _Spec("剪切(&T)", ("Ctrl+X",)),
    "copy_text": _Spec("复制(&C)", ("Ctrl+C",)),
    "paste": _Spec("粘贴(&P)", ("Ctrl+V",)),
    "select_all": _Spec("全选(&A)", ("Ctrl+A",)),
    "find": _Spec("查找单位(&F)", ("Ctrl+F",), "按名称查找", "search"),
    "copy": _Spec("复制为新表(&C)", ("Ctrl+D",), "新建一份内容相同的申报表", "copy"),
    "delete": _Spec("删除(&D)", ("Del",), "当前申报表放进回收站，可以撤销", "trash-2"),
    "bin": _Spec("回收站(&L)…", (), "看看删除了什么，恢复误删的申报表", "archive-restore"),
    "history": _Spec("修改历史(&H)…", (), "看看这份表改过什么，恢复以前的内容", "history"),
    "finish": _Spec("定稿(&F)", (), "检查后定稿；定稿后不能再改", "file-check"),
    "reopen": _Spec("重新打开(&O)…", (), "写明原因后修改已定稿的表", "lock-open"),
    "progress": _Spec(
        "盖章和进度(&J)…", (), "登记纸表盖了哪些章、哪天盖的，查看每一步的日期", "stamp"
    ),
    "mark_final": _Spec("只是已定稿(&F)", (), "撤去打印、盖章、上报的登记"),
    "mark_printed": _Spec("已打印(&P)", (), "在别处打印的，登记为已打印"),
    "mark_stamped": _Spec("已盖章(&S)", (), "各级公章都已盖齐"),
    "mark_submitted": _Spec("已上报(&T)", (), "纸表和报送包已交上级工会"),
    "mark_returned": _Spec("已退回(&R)", (), "上级工会退回要求修改"),
    "mark_accepted": _Spec("已受理(&A)", (), "上级工会已经受理"),
    "previous": _Spec("上一份(&P)", ("Ctrl+PgUp",), "打开列表中的上一份"),
    "next": _Spec("下一份(&X)", ("Ctrl+PgDown",), "打开列表中的下一份"),
    "next_finding": _Spec("下一处问题(&N)", ("F8",), "到下一个有问题的栏目"),
    "previous_finding": _Spec("上一处问题(&B)", ("Shift+F8",), "到上一个有问题的栏目"),
    "reporter": _Spec("上报单位(&U)…", (), "填写上报单位和联系人", "building-2"),
    "roster": _Spec("历年典型名单(&H)…", (), "往年的典型等不能再次申报的单位", "list"),
    "overview": _Spec(
        "报送情况(&S)",
        ("F7",),
        "报送还差什么",
        "list",
        checkable=True,
    ),
    "pairs": _Spec("相近名称(&N)…", (), "查看对名称相近的单位写过的原因，可以撤回"),
    "export": _Spec("导出报送包(&E)…", ("Ctrl+E",), "检查、定稿并导出报送包", "package"),
    "receive": _Spec(
        "接收报送包(&R)…", ("Ctrl+R",), "接收下级单位的报送包，可以一次选多个", "inbox"
    ),
    "offices": _Spec("应报单位名单(&W)…", (), "应当报送的单位：导入、增减、确定名单", "list"),
    "receive_folder": _Spec("接收文件夹(&F)…", (), "接收一个文件夹或 U 盘里的全部报送包"),
    "accept_all": _Spec(
        "受理没有问题的(&A)…",
        (),
        "受理全部没有问题的报送，先看哪些不在其中、为什么",
        "file-check",
    ),
    "summary": _Spec("汇总(&G)…", (), "各单位所报的汇总：电子表格，或者盖章用的 PDF", "file-text"),
    "verify": _Spec("核验报送包(&V)…", (), "检查一个报送包是否完好", "file-check"),
    "seals": _Spec("显示印章位置(&S)", (), "在页面上画出印章大小", "stamp", checkable=True),
    "zoom_in": _Spec("放大(&I)", ("Ctrl+=", "Ctrl++"), "放大页面", "circle-plus"),
    "zoom_out": _Spec("缩小(&O)", ("Ctrl+-",), "缩小页面", "circle-minus"),
    "zoom_actual": _Spec("实际大小(&A)", ("Ctrl+0",), "页面按 100 % 显示"),
    "fit_width": _Spec("适合宽度(&W)", ("Ctrl+1",), "页面与窗格同宽", "stretch-horizontal"),
    "large_type": _Spec("大字(&L)", (), "放大窗口里的文字", checkable=True),
    "next_pane": _Spec("下一个窗格(&N)", ("F6", "Ctrl+Tab"), "在名单、栏目、页面之间移动"),
    "previous_pane": _Spec("上一个窗格(&P)", ("Shift+F6", "Ctrl+Shift+Tab"), "反过来移动"),
    "help": _Spec("使用说明(&H)", ("F1",), "怎样填报、打印和报送", "circle-help"),
    "field_guide": _Spec("通知怎样说(&N)", ("Ctrl+F1",), "光标所在的栏目，通知里怎样说"),
    "keys": _Spec("键盘一览(&K)", ("Shift+F1", "Ctrl+/"), "不用鼠标怎样操作"),
    "whats_new": _Spec("更新说明(&U)", (), "这一版和以前各版有什么新的"),
    "about": _Spec("关于(&A)", (), "版本与许可", "info"),
}

_APPEARANCES = {
    Appearance.SYSTEM: "跟随系统(&Y)",
    Appearance.LIGHT: "浅色(&G)",
    Appearance.DARK: "深色(&D)",
}


_ON_FORM = (
    *("new", "print_preview", "print", "print_blank", "save_pdf", "save_word", "save_files"),
    *("copy", "delete", "finish", "reopen", "progress", "history", "previous", "next"),
    *("mark_final", "mark_printed", "mark_stamped", "mark_submitted", "mark_returned"),
    *("mark_accepted", "next_finding", "previous_finding", "field_guide"),
    "seals",
)
"""What is done with the form that is shown, or with its page."""


def spoken_name(action: QAction) -> str:
    """An action's text as it is said: without the letter of its menu's access key."""
    return re.sub(r"\(&.\)|…$", "", action.text())


class Actions(QObject):
    """The window's actions; each one's object name is ``action_`` and its name here.

    Args:
        theme: gives the icons.
        parent: the window.

    Attributes:
        appearance: the choices of light and dark.
        on_form: what is done with the form that is shown; disabled as a whole where none is,
            whatever its handlers say of each.
    """

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._actions = {name: self._make(theme, name, spec) for name, spec in _SPECS.items()}
        self.appearance = QActionGroup(self)
        for appearance, text in _APPEARANCES.items():
            action = QAction(text, self)
            action.setObjectName(f"action_{appearance.value}")
            action.setCheckable(True)
            action.setData(appearance.value)
            self.appearance.addAction(action)
        self.on_form = QActionGroup(self)
        self.on_form.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        for name in _ON_FORM:
            self.on_form.addAction(self._actions[name])

    def __getitem__(self, name: str) -> QAction:
        """The action of that name.

        Raises:
            KeyError: there is none.
        """
        return self._actions[name]

    def connect_handlers(self, handlers: Mapping[str, Callable[[], None]]) -> None:
        """Connects actions to their handlers.

        Args:
            handlers: action name to a method of a ``QObject``: Qt then drops the connection with
                that object, so that another centre of the window can bring its own handlers.
        """
        for name, handler in handlers.items():
            self._actions[name].triggered.connect(handler)

    def show_passing_on(self, passes_on: bool) -> None:
        """Words the export as the office says it: one that only receives reports further."""
        export = self._actions["export"]
        self.restore_text("export")
        if passes_on:
            spec = _SPECS["export"]._replace(text="上报(&E)…", tip="把已受理的报给上一级工会")
            export.setText(spec.text)
            export.setToolTip(_tip(spec))

    def restore_text(self, name: str) -> None:
        """Gives an action its own text and tool tip back."""
        spec = _SPECS[name]
        self._actions[name].setText(spec.text)
        self._actions[name].setToolTip(_tip(spec))

    def _make(self, theme: Theme, name: str, spec: _Spec) -> QAction:
        action = QAction(spec.text, self)
        action.setObjectName(f"action_{name}")
        action.setCheckable(spec.checkable)
        # Before any handler: what is being composed belongs to what is shown now.
        action.triggered.connect(lambda _checked=False: commit_composed())
        action.setShortcuts([QKeySequence(keys) for keys in spec.keys])
        if spec.tip:
            action.setToolTip(_tip(spec))
            action.setStatusTip(spec.tip)
        if spec.icon:
            action.setIcon(theme.icon(spec.icon))
        return action


def _tip(spec: _Spec) -> str:
    return f"{spec.tip}（{spec.keys[0]}）" if spec.keys else spec.tip
