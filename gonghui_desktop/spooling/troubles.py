"""What printers lack or suffer from, in the same sentences on every system."""

from __future__ import annotations

JAM = "卡纸了，请取出卡住的纸。"
COVER_OPEN = "打印机的盖子开着，请合上。"
NO_PAPER = "没有纸了，请放入 A4 纸。"
NO_TONER = "没有墨粉（墨水）了，请更换硒鼓或墨盒。"
TRAY_FULL = "出纸盘满了，请取走印好的纸。"
NOT_REACHED = "连不上打印机，请检查是否已开机、连好线或网络。"
FAULT = "打印机报告有故障，请看打印机上的提示。"
