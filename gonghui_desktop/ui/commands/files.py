"""Places of the files that the clerk saves."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDir, QProcess, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices

_BUS_PATIENCE = 2000
"""Milliseconds; a file manager that is not running yet is started first."""


def open_file(path: Path) -> bool:
    """Opens a file with the program that the system has for it; whether there is one."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def open_folder(path: Path) -> None:
    """Shows the folder of a file in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))


def show_in_folder(path: Path) -> None:
    """Shows a file in the system's file manager, chosen where that can be; else its folder."""
    if sys.platform == "win32":
        # Two arguments: Explorer does not take the path in quotation marks around both.
        QProcess.startDetached("explorer.exe", ["/select,", QDir.toNativeSeparators(str(path))])
    else:
        _show_by_bus(path)


def _show_by_bus(path: Path) -> None:
    """Asks the file manager by D-Bus, as freedesktop.org has it; where none answers, the folder."""
    from PySide6.QtDBus import (  # noqa: PLC0415 -- rarely needed
        QDBusConnection,
        QDBusMessage,
        QDBusPendingCallWatcher,
    )

    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        open_folder(path)
        return
    name, place = "org.freedesktop.FileManager1", "/org/freedesktop/FileManager1"
    message = QDBusMessage.createMethodCall(name, place, name, "ShowItems")
    message.setArguments([[QUrl.fromLocalFile(str(path)).toString()], ""])
    call = bus.asyncCall(message, _BUS_PATIENCE)
    watcher = QDBusPendingCallWatcher(call, QCoreApplication.instance())

    def on_finished() -> None:
        if watcher.isError():
            open_folder(path)
        watcher.deleteLater()

    watcher.finished.connect(on_finished)


def documents_folder() -> Path:
    """The user's documents folder, else the desktop, else the home folder."""
    places = QStandardPaths.StandardLocation
    for place in (places.DocumentsLocation, places.DesktopLocation):
        folder = QStandardPaths.writableLocation(place)
        if folder and Path(folder).is_dir():
            return Path(folder)
    return Path.home()
