#!/usr/bin/env python3
"""Sets up what is missing on this machine and runs the program or its checks.

Standard library only.

    python3 dev.py run             opens the window; without a screen runs the self-test into out/
    python3 dev.py run -- ARGS…    hands ARGS to the program
    python3 dev.py test [ARGS…]    every check; ARGS go to pytest
    python3 dev.py lock [ARGS…]    writes the lock files; ARGS go to uv, such as --upgrade
    python3 dev.py windows         builds the Windows program on Debian; with --prove tries it too
    python3 dev.py linux           freezes the program here and packs it as a .deb

Exit codes: that of the program or the check, 2 for bad usage or a machine that cannot be set up.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent
LOCKS = ROOT / "packaging" / "requirements"
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "installed-locks.txt"

# What Qt's libraries and the plugins below link to, by Debian's names, and libcups, by which pages
# go to printers; proved on a bare Debian 12.
QT_PACKAGES = (
    "libbrotli1 libcups2 libdbus-1-3 libegl1 libfontconfig1 libfreetype6 libgl1 libglib2.0-0"
    " libgssapi-krb5-2 libwayland-client0 libwayland-cursor0 libwayland-egl1 libx11-6 libx11-xcb1"
    " libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0"
    " libxcb-render0 libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-util1 libxcb-xfixes0"
    " libxcb-xkb1 libxcb1 libxkbcommon-x11-0 libxkbcommon0 libzstd1"
)

# Run by the virtual environment's Python: prints a line for each part of Qt, or libcups, that does
# not load.
QT_PROBE = """
import ctypes, importlib.util, pathlib
qt = pathlib.Path(importlib.util.find_spec("PySide6").submodule_search_locations[0], "Qt")
for part in (
    "lib/libQt6Widgets.so.6", "lib/libQt6Network.so.6", "lib/libQt6Svg.so.6",
    "plugins/platforms/libqxcb.so", "plugins/platforms/libqoffscreen.so",
    "plugins/platforms/libqwayland.so",
    "plugins/wayland-graphics-integration-client/libqt-plugin-wayland-egl.so",
    "libcups.so.2",
):
    try:
        ctypes.CDLL(str(qt / part) if "/" in part else part)
    except OSError as error:
        print(error)
"""

# Debian's packages that some tests need, each with the checks left out without it.
TEST_PACKAGES = {
    "binutils": "打包成独立程序",
    "libpython3.11": "打包成独立程序",
    "libreoffice-writer": "Word 文件的版面",
    "libreoffice-calc": "LibreOffice 打开表格",
    **dict.fromkeys(("osslsigncode", "nsis"), "Windows 程序的签名"),
    **dict.fromkeys(("imagemagick", "x11-utils"), "Windows 程序的检验"),
    **dict.fromkeys(("cups", "cups-client", "cups-filters"), "经过打印队列的打印"),
    **dict.fromkeys(("gcc", "libc6-dev"), "断电后的数据"),
    **dict.fromkeys(
        ("xvfb", "xdotool", "openbox", "dbus", "ibus", "ibus-libpinyin"), "真实的输入法"
    ),
}


class SetUpError(Exception):
    """The machine cannot be set up: one Chinese sentence that says what to do."""


def run(arguments: list[str]) -> int:
    """The program, with a screen in its window, without one as self-test."""
    set_up("run")
    if arguments or has_screen():
        return program(arguments)
    out = ROOT / "out" if os.access(ROOT, os.W_OK) else Path(tempfile.mkdtemp())
    say(f"没有屏幕，打不开窗口，改为自检：填写三张表、打印、导出，结果写入 {out} 。")
    out.mkdir(exist_ok=True)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return program(["selftest", "--output", str(out), "--screenshots", str(out)])


def test(arguments: list[str]) -> int:
    """Every check; all of them run even if one fails, so that one run shows everything."""
    set_up("run", "build", "test")
    if os.name != "nt":
        provide_test_tools()
    os.chdir(ROOT)
    failed = [name for name, module in checks().items() if not passes(module)]
    if call([str(PYTHON), "-m", "pytest", *arguments]) != 0:
        failed.append("pytest")
    if failed:
        say(f"检查未通过：{'、'.join(failed)}。请按上面的输出修改后再运行。")
    return 1 if failed else 0


def checks() -> dict[str, list[str]]:
    """The checks before pytest: the name to report and the module with its arguments."""
    kept = os.access(ROOT, os.W_OK)  # a write-protected checkout keeps no caches
    ruff = [] if kept else ["--no-cache"]
    mypy = ["mypy", "--no-error-summary", "--cache-dir"]
    # One cache for each system: mypy throws away what it made for the other.
    caches = [".mypy_cache", ".mypy_cache/win32"] if kept else [os.devnull] * 2
    return {
        "ruff check": ["ruff", "check", "--quiet", *ruff],
        "ruff format": ["ruff", "format", "--check", *ruff],
        "mypy": [*mypy, caches[0]],
        "mypy --platform win32": [*mypy, caches[1], "--platform", "win32"],
    }


def lock(arguments: list[str]) -> int:
    """The lock files from pyproject.toml: exact versions and hashes for every platform."""
    set_up("lock")
    os.chdir(ROOT)
    os.environ["UV_CUSTOM_COMPILE_COMMAND"] = "python3 dev.py lock"
    uv = [str(PYTHON), "-m", "uv", "pip", "compile", "--quiet", "--universal", *arguments]
    uv += ["--python-version", "3.11", "--generate-hashes", "--no-annotate"]
    for name in ("run", "build", "test", "windows", "fonts", "lock"):
        file = str((LOCKS / f"{name}.txt").relative_to(ROOT))
        source = ["pyproject.toml"] if name == "run" else ["--group", name]
        if call([*uv, *source, "-o", file]) != 0:
            say(f"无法生成 {file}，请按上面的输出修改 pyproject.toml。")
            return 1
        uv += ["-c", file]  # what is installed together has one version
    return 0


def windows(arguments: list[str]) -> int:
    """The Windows program: see docs/windows.md."""
    set_up("run")  # the proof compares with what the program writes here
    build = ROOT / "packaging" / "windows" / "build.py"
    return call([str(PYTHON), str(build), *arguments])


def linux(arguments: list[str]) -> int:
    """The frozen folder and its .deb, for this kind of system."""
    set_up("run", "build", "test")
    provide_test_tools()
    os.chdir(ROOT)
    places = ["--distpath", "dist", "--workpath", "build/linux"]
    if call([str(PYTHON), "-m", "PyInstaller", "--noconfirm", *places, "build.spec"]) != 0:
        return 1
    pack = [str(PYTHON), str(ROOT / "packaging" / "linux" / "deb.py"), "dist/gonghui"]
    return call([*pack, *(arguments or ["dist/linux"])])


def set_up(*locks: str) -> None:
    """Makes the virtual environment and installs what is missing of these lock files."""
    known = {digest(file) for file in LOCKS.glob("*.txt")}
    installed = set(STAMP.read_text().split()) if STAMP.exists() and PYTHON.exists() else set()
    if not installed or installed - known:  # none yet, or a lock file has changed since
        make_environment()
        installed = set()
    for name in locks:
        file = LOCKS / f"{name}.txt"
        if digest(file) not in installed:
            say(f"正在安装 {file.relative_to(ROOT)} 中的软件包（首次需要几分钟）……")
            install(file)
            installed.add(digest(file))
            STAMP.write_text("\n".join(sorted(installed)) + "\n")
    if sys.platform == "linux" and "lock" not in locks:
        provide_qt_libraries()


def make_environment() -> None:
    """A fresh virtual environment of Python 3.11 in place of an old one."""
    base = sys.executable if sys.version_info[:2] == (3, 11) else shutil.which("python3.11")
    if base is None:
        found = f"{sys.version_info[0]}.{sys.version_info[1]}"
        raise SetUpError(f"需要 Python 3.11（这里是 {found}），请安装后再运行。")
    if captured([base, "-c", "import ensurepip"]).returncode != 0:
        install_system_packages(f"python3.11-venv {QT_PACKAGES}")  # all in one go
    say(f"正在建立虚拟环境 {VENV} ……")
    failure = "无法建立虚拟环境，请核对磁盘空间和权限后再运行。"
    try:
        if VENV.exists():
            shutil.rmtree(VENV)
    except OSError as error:
        raise SetUpError(failure) from error
    quietly([base, "-m", "venv", str(VENV)], failure)


def install(lock_file: Path) -> None:
    """Installs a lock file: everything checked against its hashes, nothing fetched besides."""
    # bagit alone has no wheel; the lock "build" brings what builds it.
    sources = ["--only-binary", ":all:", "--no-binary", "bagit", "--no-build-isolation"]
    options = ["--require-hashes", "--no-input", "--disable-pip-version-check", *sources]
    pip = [str(PYTHON), "-m", "pip", "install", *options, "-r", str(lock_file)]
    quietly(pip, "无法安装 Python 软件包，请检查网络后再运行。", tries=2)


def provide_qt_libraries() -> None:
    """Installs the system libraries that Qt needs, if any of them is missing."""
    if missing_qt_libraries():
        install_system_packages(QT_PACKAGES)
        if missing := missing_qt_libraries():
            print(missing, file=sys.stderr)
            raise SetUpError("仍缺少 Qt 所需的系统库（见上），请安装后再运行。")


def missing_qt_libraries() -> str:
    """What the loader says of each part of Qt that does not load; empty if all do."""
    probe = captured([str(PYTHON), "-c", QT_PROBE])
    return (probe.stdout + probe.stderr).decode(errors="replace")


def provide_test_tools() -> None:
    """Installs what tests need, as root on Debian; else says what is left out."""
    if (missing := missing_test_packages()) and is_root() and shutil.which("apt-get"):
        os.environ["RUNLEVEL"] = "1"  # by which Debian starts no service of what is installed
        with suppress(SetUpError):
            install_system_packages(" ".join(missing))
        missing = missing_test_packages()
    if missing:
        checks = "、".join(dict.fromkeys(TEST_PACKAGES[package] for package in missing))
        packages = " ".join(missing)
        say(f"缺少 Debian 软件包 {packages}（或相当的包），以下检查略去，其余照常：{checks}。")


def missing_test_packages() -> list[str]:
    """Those of ``TEST_PACKAGES`` of which the part that tests use is not here."""
    library = "from PyInstaller.depend.bindepend import get_python_library_path as find; find()"
    office = Path(shutil.which("soffice") or "").resolve().parent
    found = {
        "binutils": shutil.which("objdump"),
        "libpython3.11": captured([str(PYTHON), "-c", library]).returncode == 0,
        "libreoffice-writer": shutil.which("soffice"),
        "libreoffice-calc": (office / "libsclo.so").exists(),
        "osslsigncode": shutil.which("osslsigncode"),
        "nsis": shutil.which("makensis"),
        "imagemagick": shutil.which("import"),
        "x11-utils": shutil.which("xwininfo"),
        "cups": Path("/usr/sbin/cupsd").exists(),
        "cups-client": Path("/usr/sbin/lpadmin").exists(),
        "cups-filters": Path("/usr/lib/cups/filter/pdftopdf").exists(),
        "gcc": shutil.which("gcc"),
        "libc6-dev": Path("/usr/include/stdio.h").exists(),
        "xvfb": shutil.which("Xvfb"),
        "xdotool": shutil.which("xdotool"),
        "openbox": shutil.which("openbox"),
        "dbus": shutil.which("dbus-daemon"),
        "ibus": shutil.which("ibus-daemon"),
        "ibus-libpinyin": Path("/usr/libexec/ibus-engine-libpinyin").exists(),
    }
    return [package for package in TEST_PACKAGES if not found[package]]


def install_system_packages(packages: str) -> None:
    """Installs Debian packages (names with spaces between) as root; otherwise says how to."""
    if shutil.which("apt-get") is None:
        raise SetUpError(f"缺少系统软件包，请安装与下列 Debian 软件包相当的包：{packages}")
    if not is_root():
        command = f"sudo apt-get install --no-install-recommends {packages}"
        raise SetUpError(f"缺少系统软件包，请先运行：{command}")
    say(f"正在安装系统软件包：{packages}")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    apt = ["apt-get", "-y", "-o", "DPkg::Lock::Timeout=300"]
    failure = "无法安装系统软件包，请检查网络和 apt 的设置后再运行。"
    quietly([*apt, "update"], failure, tries=2)
    quietly([*apt, "install", "--no-install-recommends", *packages.split()], failure, tries=2)


def is_root() -> bool:
    """Whether system packages can be installed from here."""
    return sys.platform != "win32" and os.geteuid() == 0


def has_screen() -> bool:
    """Whether a window can be opened here."""
    names = ("DISPLAY", "WAYLAND_DISPLAY")
    return sys.platform != "linux" or any(os.environ.get(name) for name in names)


def program(arguments: list[str]) -> int:
    """Runs the program of this checkout, whatever folder the user is in."""
    os.environ["PYTHONPATH"] = str(ROOT)
    # -P: a module that happens to lie in the user's folder is none of the program's.
    return call([str(PYTHON), "-P", "-m", "gonghui_desktop", *arguments])


def call(command: list[str]) -> int:
    """Runs a command with the user's own input and output."""
    return subprocess.run(command, check=False).returncode


def captured(command: list[str]) -> subprocess.CompletedProcess[bytes]:
    """Runs a command without input and keeps what it writes."""
    return subprocess.run(command, check=False, capture_output=True, stdin=subprocess.DEVNULL)


def passes(module: list[str]) -> bool:
    """Whether a check's module exits 0; its output is shown if it does not."""
    check = captured([str(PYTHON), "-m", *module])
    if check.returncode != 0:
        show(check)
    return check.returncode == 0


def quietly(command: list[str], failure: str, tries: int = 1) -> None:
    """Runs a step of the set-up; shows its output only if it fails, also when tried again."""
    for _ in range(tries):
        step = captured(command)
        if step.returncode == 0:
            return
    show(step)
    raise SetUpError(failure)


def show(done: subprocess.CompletedProcess[bytes]) -> None:
    """What a command wrote, on standard error."""
    sys.stderr.flush()
    sys.stderr.buffer.write(done.stdout + done.stderr)
    sys.stderr.flush()


def digest(file: Path) -> str:
    """SHA-256 of a file, the same whether git gave it Unix or Windows line ends."""
    return hashlib.sha256(file.read_text(encoding="utf-8").encode()).hexdigest()


def say(sentence: str) -> None:
    """One line to the user."""
    print(sentence, file=sys.stderr, flush=True)


def main(arguments: list[str]) -> int:
    """Runs one command; see the module's docstring."""
    commands = {"run": run, "test": test, "lock": lock, "windows": windows, "linux": linux}
    if not arguments or arguments[0] not in commands:
        say("用法：python3 dev.py run|test|lock|windows|linux [参数……]")
        return 2
    rest = arguments[2:] if arguments[1:2] == ["--"] else arguments[1:]
    try:
        return commands[arguments[0]](rest)
    except SetUpError as error:
        say(str(error))
        return 2
    except KeyboardInterrupt:
        say("已中断。")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
