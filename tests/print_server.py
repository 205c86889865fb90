"""A print server of the tests' own: cupsd on this computer, printers that print into a folder.

It is nobody else's: configuration, spool and log lie in a folder of their own, and only a port of
127.0.0.1 is used. Debian's packages cups, cups-client and cups-filters are needed.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_TOOLS = "/usr/sbin"  # not in everybody's PATH
_CUPSD = f"{_TOOLS}/cupsd"
_SERVER_BIN = Path("/usr/lib/cups")
_PATIENCE = 30  # seconds, on a busy machine
_PT = 72 / 25.4

_CONFIGURATION = """
Listen 127.0.0.1:{port}
Browsing Off
DefaultAuthType None
WebInterface No
LogLevel info
ErrorPolicy stop-printer
<Location />
Order allow,deny
Allow 127.0.0.1
</Location>
<Policy default>
<Limit All>
Order allow,deny
Allow 127.0.0.1
</Limit>
</Policy>
"""
_FILES = """
ServerRoot {folder}/root
ServerBin {folder}/bin
RequestRoot {folder}/spool
TempDir {folder}/spool/tmp
CacheDir {folder}/cache
StateDir {folder}/state
AccessLog {folder}/log/access_log
ErrorLog {folder}/log/error_log
PageLog {folder}/log/page_log
SystemGroup root
User {user}
Group {group}
"""
_BACKEND = """#!/bin/sh
# Prints into the folder of its URI, a file per job, and does what that folder says meanwhile.
[ $# -ge 5 ] || exit 0
folder=${DEVICE_URI#paper:}
if [ -e "$folder/reason" ]; then
  read -r reason < "$folder/reason"
  case $reason in *-*) echo "STATE: +$reason" >&2 ;; *) echo "WARNING: $reason" >&2 ;; esac
  while [ -e "$folder/reason" ]; do sleep 0.05; done
  case $reason in *-*) echo "STATE: -$reason" >&2 ;; esac
fi
[ ! -e "$folder/broken" ] || exit "$(cat "$folder/broken")"
printf '%s\\n%s' "$3" "$5" > "$folder/$1.asked"
cat ${6:+"$6"} > "$folder/part"
mv "$folder/part" "$folder/$1.out"
"""
_DRIVER = """*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "PAPER.PPD"
*Manufacturer: "Tests"
*Product: "(Paper)"
*ModelName: "Paper"
*ShortNickName: "Paper"
*NickName: "Paper"
*PSVersion: "(3010.107) 0"
*LanguageLevel: "3"
*ColorDevice: False
*DefaultColorSpace: Gray
*cupsVersion: 2.3
*cupsManualCopies: True
{language}
*OpenUI *PageSize/Media Size: PickOne
*DefaultPageSize: {usual}
{sizes}
*CloseUI: *PageSize
*OpenUI *PageRegion: PickOne
*DefaultPageRegion: {usual}
{regions}
*CloseUI: *PageRegion
*DefaultImageableArea: {usual}
{areas}
*DefaultPaperDimension: {usual}
{dimensions}
{duplex}
"""
_DUPLEX = """*OpenUI *Duplex/Double-Sided Printing: PickOne
*DefaultDuplex: None
*Duplex None/Off: "<</Duplex false>>setpagedevice"
*Duplex DuplexNoTumble/Long Edge: "<</Duplex true/Tumble false>>setpagedevice"
*Duplex DuplexTumble/Short Edge: "<</Duplex true/Tumble true>>setpagedevice"
*CloseUI: *Duplex"""
# What the printer is sent: the PDF, or dots of what it can reach of the paper, as most are.
_LANGUAGES = {
    "pdf": '*cupsFilter2: "application/vnd.cups-pdf application/pdf 0 -"',
    "raster": """*cupsFilter: "application/vnd.cups-raster 0 -"
*OpenUI *Resolution/Resolution: PickOne
*DefaultResolution: 300dpi
*Resolution 300dpi: "<</HWResolution[300 300]/cupsBitsPerColor 8/cupsColorSpace 0>>setpagedevice"
*CloseUI: *Resolution""",
}
_SIZES = {"A4": (595.276, 841.89), "A5": (419.528, 595.276), "Letter": (612, 792)}


def missing_tools() -> str:
    """Why there can be no print server here; empty if there can."""
    tools = (
        _CUPSD,
        f"{_TOOLS}/lpadmin",
        "lpstat",
        "setpriv",
        str(_SERVER_BIN / "filter" / "pdftopdf"),
    )
    missing = [tool for tool in tools if shutil.which(tool) is None]
    told = f"not installed: {', '.join(missing)}" if missing else ""
    return "Windows has other print queues" if sys.platform == "win32" else told


def is_root() -> bool:
    """Whether the server starts its filters as another user."""
    return sys.platform != "win32" and os.geteuid() == 0


def _account() -> tuple[str, str]:
    """The user and the group as whom filters and backends run."""
    user = group = "lp"
    if sys.platform != "win32" and not is_root():
        import grp  # noqa: PLC0415 - Windows has none
        import pwd  # noqa: PLC0415 - nor this

        user = pwd.getpwuid(os.geteuid()).pw_name
        group = grp.getgrgid(os.getegid()).gr_name
    return user, group


@dataclass(frozen=True)
class Printer:
    """A printer that writes what it prints into a folder.

    Attributes:
        name: of its queue.
        folder: where its jobs come out.
    """

    name: str
    folder: Path

    def printed(self, job: int) -> bytes:
        """What came out as a job."""
        return (self.folder / f"{job}.out").read_bytes()

    def title(self, job: int) -> str:
        """What the queue called a job."""
        return self._asked(job)[0]

    def options(self, job: int) -> list[str]:
        """What the driver was told of a job."""
        return self._asked(job)[1].split()

    def _asked(self, job: int) -> list[str]:
        return (self.folder / f"{job}.asked").read_text("utf-8").split("\n", 1)

    def has_printed(self, job: int) -> bool:
        """Whether a job has come out."""
        return (self.folder / f"{job}.out").exists()

    def report(self, reason: str) -> None:
        """Lets it stop within each job.

        Args:
            reason: of IPP, such as ``media-empty-error``, or what is said instead.
        """
        (self.folder / "reason").write_text(f"{reason}\n", encoding="utf-8")

    def mend(self) -> None:
        """Lets it go on, and print again."""
        for name in ("reason", "broken"):
            (self.folder / name).unlink(missing_ok=True)

    def fail(self, code: int = 1) -> None:
        """Lets it fail at each job with an exit code of a CUPS backend."""
        (self.folder / "broken").write_text(str(code), encoding="ascii")


class PrintServer:
    """The server; to be closed.

    Attributes:
        address: host and port, for ``CUPS_SERVER``.
    """

    def __init__(self) -> None:
        # Not below pytest's folder, which nobody else may enter: filters run as another user.
        self._folder = Path(tempfile.mkdtemp(prefix="gonghui-cups-"))
        self._printers = 0
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"127.0.0.1:{port}"
        self._lay_out(port)
        files = [f"{self._folder}/cupsd.conf", "-s", f"{self._folder}/files.conf"]
        with (self._folder / "log" / "said").open("wb") as said:
            # It ends with the tests, also where these are killed.
            command = ["setpriv", "--pdeathsig", "TERM", _CUPSD, "-f", "-c", *files]
            self._process = subprocess.Popen(command, stdout=said, stderr=said)
        try:
            self._wait_until_it_answers(port)
        except BaseException:
            self.close()
            raise

    @property
    def environment(self) -> Mapping[str, str]:
        """What makes a process print here, and read no options of whoever runs the tests."""
        home = str(self._folder / "home")
        return {"CUPS_SERVER": self.address, "CUPS_SERVERROOT": home, "HOME": home}

    def close(self) -> None:
        """Ends the server and removes what it kept."""
        self._process.terminate()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._folder)

    def add_printer(
        self,
        title: str = "",
        *,
        margin: float = 0,
        usual: str = "A4",
        sizes: tuple[str, ...] = tuple(_SIZES),
        two_sided: bool = True,
        language: str = "pdf",
        device: str = "",
    ) -> Printer:
        """A new printer.

        Args:
            title: its description.
            margin: on each side, where it cannot print, mm.
            usual: the paper that its driver is set to.
            sizes: the papers that it takes.
            two_sided: whether it prints on both sides.
            device: an address of CUPS instead of the folder.
            language: ``pdf``, or ``raster``: 300 dots per inch of what it can reach.
        """
        self._printers += 1
        name = f"paper-{self._printers}"
        folder = self._folder / "out" / name
        folder.mkdir()
        self._hand_over(folder)
        driver = self._folder / f"{name}.ppd"
        text = _DRIVER.format(
            usual=usual,
            duplex=_DUPLEX if two_sided else "",
            language=_LANGUAGES[language],
            **_sizes(margin, sizes),
        )
        driver.write_text(text, encoding="ascii")
        options = ["-v", device or f"paper:{folder}", "-P", str(driver), "-D", title or name]
        self.run("lpadmin", "-p", name, "-E", *options)
        return Printer(name, folder)

    def run(self, *command: str) -> str:
        """Runs a tool of CUPS against this server and returns what it says."""
        done = subprocess.run(
            command,
            check=True,
            capture_output=True,
            text=True,
            env={
                **os.environ,
                "PATH": f"{os.environ['PATH']}:{_TOOLS}",
                "LC_ALL": "C",
                **self.environment,
            },
        )
        return done.stdout

    def _lay_out(self, port: int) -> None:
        self._folder.chmod(0o755)
        for name in ("root", "spool/tmp", "cache", "state", "log", "out", "home", "bin/backend"):
            (self._folder / name).mkdir(parents=True)
        for each in _SERVER_BIN.iterdir():
            if each.name != "backend":
                (self._folder / "bin" / each.name).symlink_to(each)
        for each in (_SERVER_BIN / "backend").iterdir():
            (self._folder / "bin" / "backend" / each.name).symlink_to(each)
        backend = self._folder / "bin" / "backend" / "paper"
        backend.write_text(_BACKEND, encoding="ascii")
        backend.chmod(0o755)
        user, group = _account()
        texts = {"cupsd.conf": _CONFIGURATION, "files.conf": _FILES}
        for name, text in texts.items():
            made = text.format(port=port, folder=self._folder, user=user, group=group)
            (self._folder / name).write_text(made, encoding="utf-8")
        for name in ("root", "spool", "spool/tmp", "cache", "state", "log"):
            self._hand_over(self._folder / name)

    def _hand_over(self, folder: Path) -> None:
        """Gives a folder to the user as whom filters and backends run."""
        if is_root():
            shutil.chown(folder, _account()[0], _account()[1])

    def _wait_until_it_answers(self, port: int) -> None:
        until = time.monotonic() + _PATIENCE
        while self._process.poll() is None and time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        said = (self._folder / "log" / "said").read_text(errors="replace")
        raise RuntimeError(f"cupsd does not run: {said}")


def _sizes(margin: float, sizes: tuple[str, ...]) -> Mapping[str, str]:
    """The parts of a driver's description (PPD) that tell of papers."""
    lines: dict[str, list[str]] = {"sizes": [], "regions": [], "areas": [], "dimensions": []}
    for name in sizes:
        width, height = _SIZES[name]
        code = f'"<</PageSize[{width:.0f} {height:.0f}]>>setpagedevice"'
        lines["sizes"].append(f"*PageSize {name}/{name}: {code}")
        lines["regions"].append(f"*PageRegion {name}/{name}: {code}")
        edge = margin * _PT
        area = f"{edge:.3f} {edge:.3f} {width - edge:.3f} {height - edge:.3f}"
        lines["areas"].append(f'*ImageableArea {name}/{name}: "{area}"')
        lines["dimensions"].append(f'*PaperDimension {name}/{name}: "{width} {height}"')
    return {key: "\n".join(value) for key, value in lines.items()}
