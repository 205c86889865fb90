"""Dialog of 上报单位: the reporting office, asked for once and kept."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from gonghui_desktop.model.campaigns.campaign import Campaign, ReporterKind
from gonghui_desktop.model.record import Profile
from gonghui_desktop.ui.dialogs.layout import button_row, dialog_column
from gonghui_desktop.ui.theme.theme import mark
from gonghui_desktop.ui.widgets.bounded_text import bound_line

_WIDTH = 460
_QUOTAS = "写在报送包和 PDF 里；上报名额按单位类型计算。"
_ONLY_RECEIVES = "不填申报表，没有名额；名称写在退回单、受理回执和汇总表里。"
_OWN_FORM = "写在报送包和 PDF 里；基层单位只报自己的一份，没有名额。"


class ReporterDialog(QDialog):
    """Asks for kind, name and contact of the reporting office.

    Args:
        campaign: knows the kinds of reporters.
        profile: the stored one; ``None`` for none.
        verb: caption of the accepting button, such as 保存.
        parent: the window.
    """

    def __init__(
        self,
        campaign: Campaign,
        profile: Profile | None,
        verb: str,
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("reporter_dialog")
        self.setWindowTitle("上报单位")
        self.setMinimumWidth(_WIDTH)
        self._kind = QComboBox()
        self._kind.addItem("请选择", "")
        for kind in campaign.offices:
            self._kind.addItem(kind.name, kind.id)
        self._campaign = campaign
        self._name = _line("单位全称，例如 中山区总工会")
        self._receiver = _line("上级工会全称，例如 中山区总工会；可不填")
        self._contact_name = _line("可不填")
        self._contact_phone = _line("可不填")
        self._hint = QLabel(_QUOTAS)
        self._form = QFormLayout()
        self._accept = QPushButton(verb)
        mark(self._accept, "role", "primary")
        self._accept.setDefault(True)
        self._accept.clicked.connect(self.accept)
        cancel = QPushButton("取消")
        cancel.clicked.connect(self.reject)
        self._lay_out(cancel)
        if profile is not None:
            self._fill(profile)
        self._kind.currentIndexChanged.connect(self._check)
        self._name.textChanged.connect(self._check)
        self._check()

    @property
    def profile(self) -> Profile:
        """The profile as filled in."""
        return Profile(
            kind=str(self._kind.currentData()),
            name=self._name.text().strip(),
            contact_name=self._contact_name.text().strip(),
            contact_phone=self._contact_phone.text().strip(),
            receiver=self._receiver.text().strip() if self._asks_for_receiver() else "",
        )

    def _asks_for_receiver(self) -> bool:
        kind = self._chosen()
        return kind is not None and self._campaign.asks_for_receiver(kind)

    def _chosen(self) -> ReporterKind | None:
        return self._campaign.reporter(str(self._kind.currentData()))

    def _fill(self, profile: Profile) -> None:
        self._kind.setCurrentIndex(max(self._kind.findData(profile.kind), 0))
        self._name.setText(profile.name)
        self._contact_name.setText(profile.contact_name)
        self._contact_phone.setText(profile.contact_phone)
        self._receiver.setText(profile.receiver)

    def _check(self) -> None:
        self._accept.setEnabled(bool(self.profile.kind and self.profile.name))
        self._form.setRowVisible(self._receiver, self._asks_for_receiver())
        kind = self._chosen()
        hint = _OWN_FORM if kind is not None and kind.own_form else _QUOTAS
        self._hint.setText(_ONLY_RECEIVES if self._campaign.only_receives(self.profile) else hint)

    def _lay_out(self, cancel: QPushButton) -> None:
        mark(self._hint, "role", "hint")
        form = self._form
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(12)
        rows: tuple[tuple[str, str, QWidget], ...] = (
            ("单位类型", "kind", self._kind),
            ("单位名称", "name", self._name),
            ("报给", "receiver", self._receiver),
            ("联系人", "contact_name", self._contact_name),
            ("联系电话", "contact_phone", self._contact_phone),
        )
        for label, name, widget in rows:
            widget.setObjectName(f"reporter.{name}")
            widget.setAccessibleName(label)
            form.addRow(label, widget)
        column = dialog_column(self, spacing=16)
        column.addWidget(self._hint)
        column.addLayout(form)
        column.addSpacing(8)
        column.addLayout(button_row(self._accept, cancel))


def _line(hint: str) -> QLineEdit:
    line = QLineEdit()
    line.setPlaceholderText(hint)
    bound_line(line, 200)
    return line
