"""Takes the pictures of the manual and of README anew, from the real window.

Run ``python packaging/manual_pictures.py`` in the environment of the tests.

They are to be taken, looked at and committed after a change of the window that they show. Sample
data in a throwaway folder, a fixed day; palette PNGs, which are a quarter as large.
"""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.setdefault("QT_LOGGING_RULES", "*.warning=false")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PIL import Image, ImageOps
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QRadioButton, QWidget

from gonghui_desktop import paths
from gonghui_desktop.app import open_workspace
from gonghui_desktop.model.record import Profile
from gonghui_desktop.selftest.run import _open_samples
from gonghui_desktop.selftest.scripted_prompts import ScriptedPrompts
from gonghui_desktop.selftest.window_driver import WindowDriver
from gonghui_desktop.services import reporter
from gonghui_desktop.services.receiving import offices
from gonghui_desktop.services.receiving.arrivals.receive import receive
from gonghui_desktop.services.workspace import Workspace
from gonghui_desktop.ui.receiving.offices.offices_table import OfficesTable
from gonghui_desktop.ui.start.start import Application
from gonghui_desktop.ui.theme.theme import Appearance
from gonghui_desktop.ui.window.connect_commands import fill_window
from gonghui_desktop.ui.window.first_start_commands import ask_at_first_start
from gonghui_desktop.ui.window.main_window import MainWindow
from tests.sending_offices import SendingOffices

README = Path(__file__).resolve().parents[1] / "docs" / "pictures"
FOLDER = paths.resources_folder() / "help"
DAY = datetime(2017, 3, 8, 10, 30).astimezone()
WIDTH = 640  # pixels in the manual
COLOURS = 96
FRAME = "#b8b8b4"
EXPECTED = (
    *("中山区总工会", "西岗区总工会", "甘井子区总工会", "庄河市总工会"),
    *("大连港工会\t不驻会", "大连市教育局工会\t驻会产业"),
)


def keep(picture: QPixmap, name: str, width: int = WIDTH, folder: Path = FOLDER) -> None:
    """Writes a picture, not wider than that."""
    if picture.width() > width:
        picture = picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    image = Image.open(BytesIO(buffer.data().data())).convert("RGB")
    image = ImageOps.expand(image.crop((1, 1, image.width - 1, image.height - 1)), 1, FRAME)
    image = image.quantize(COLOURS, dither=Image.Dither.NONE)
    image.save(folder / f"{name}.png", optimize=True)
    print(f"{name}.png", (folder / f"{name}.png").stat().st_size)


def find(window: QWidget, name: str) -> QWidget:
    """The widget of that name."""
    found = window.findChild(QWidget, name)
    assert isinstance(found, QWidget)
    return found


def take(window: MainWindow, ws: object, samples: list) -> None:
    """The pictures in the manual's order."""
    contents = fill_window(window, ws)
    window.resize(1366, 728)
    window.show()
    driver = WindowDriver(window)
    ask_at_first_start(contents)
    driver.fill("first_start.name", "中山区总工会")
    kind = window.findChild(QRadioButton, "first_start.district")
    kind.click()
    driver.rest()
    keep(find(window, "first_start").grab().copy(330, 20, 700, 600), "first-start")
    driver.click("first_start.accept")
    page = contents.tabs.pages["annex1"]
    driver.wait(lambda: page.record is not None, "新的一份")
    for field_id, value in samples[0].values.items():
        if field_id not in ("city", "county"):
            driver.fill(f"annex1.{field_id}", value)
    find(window, "annex1.city").setFocus()  # the head of the form is in view
    driver.trigger("action_save")
    driver.wait(lambda: page.is_settled, "页面")
    driver.rest()
    keep(window.grab(), "window")
    keep(window.grab(), "window", 1366, README)
    driver.fill("annex1.contact", "找传达室")
    find(window, "annex1.employees").setFocus()
    driver.rest()
    driver.wait(lambda: page.is_settled and bool(page.panel.editor.findings), "检查")
    page.show_all_findings("contact")
    page.panel.editor.row("unit_name").guide.setChecked(True)
    driver.rest()
    keep(page.panel.grab(), "findings", 460)
    driver.fill("annex1.contact", "0411-83640001")
    driver.trigger("action_save")
    driver.wait(lambda: page.is_settled, "检查")
    driver.trigger("action_export")
    driver.wait(lambda: window.findChild(QDialog, "export_dialog") is not None, "导出")
    driver.rest()
    keep(window.findChild(QDialog, "export_dialog").grab(), "export")
    window.findChild(QDialog, "export_dialog").reject()


def fill_city(ws: Workspace, folder: Path) -> None:
    """The city's office with a list, and packages of some on it."""
    reporter.set_reporter(ws, Profile("city", "大连市总工会"))
    offices.add(ws, offices.read_offices_text(ws, "\n".join(EXPECTED)), "附表")
    made = SendingOffices(ws.campaign)
    units = [made.record("annex1", f"大连样例{word}有限公司") for word in "甲乙丙丁"]
    units.append(made.record("annex2", "样例街道餐饮行业工会联合会"))
    sent = {
        "中山区总工会": units,
        "西岗区总工会": [made.record("annex1", "大连样例甲有限责任公司")],
        "甘井子区总工会": [made.record("annex1", "大连样例戊厂")],
    }
    for name, records in sent.items():
        path = folder / f"{name}.zip"
        path.write_bytes(made.package(Profile("district", name), records).data)
        receive(ws, [path])


def take_receiving(window: MainWindow, ws: Workspace) -> None:
    """The picture of what an office above receives; without the days of this computer's clock."""
    fill_window(window, ws)
    window.resize(1366, 728)
    window.show()
    driver = WindowDriver(window)
    driver.wait(lambda: window.findChild(OfficesTable) is not None, "收件")
    table = window.findChild(OfficesTable)
    driver.wait(lambda: table.model().rowCount() == len(EXPECTED), "单位情况")
    for at, column in enumerate(table.model().columns):
        if column.id in ("sent", "received"):
            table.setColumnHidden(at, True)
    table.fit_name()
    driver.rest()
    picture = window.grab()
    keep(picture.copy(0, 0, picture.width(), 540), "receiving")


def main() -> None:
    """Takes them all."""
    application = Application(paths.resources_folder())
    application.theme.apply(Appearance.LIGHT)
    with tempfile.TemporaryDirectory() as folder, open_workspace(Path(folder) / "data") as opened:
        ws, samples = _open_samples(opened, paths.resources_folder() / "samples" / "selftest.json")
        ws.clock = lambda: DAY
        window = MainWindow(application.theme, ScriptedPrompts())
        window.contents_completed.connect(application.cover_rare_characters)
        take(window, ws, samples)
        window.close()
        window.delete_now()
    with tempfile.TemporaryDirectory() as folder, open_workspace(Path(folder) / "data") as ws:
        fill_city(ws, Path(folder))
        ws.clock = lambda: DAY
        window = MainWindow(application.theme, ScriptedPrompts())
        window.contents_completed.connect(application.cover_rare_characters)
        take_receiving(window, ws)
        window.close()
        window.delete_now()
    QApplication.processEvents()


main()
