#!/bin/sh
# Installs the frozen folder for the current user, without root: Debian, 统信 UOS, 麒麟 and the like.
# The new program is laid beside the old one and takes its place at the end; data is never touched.
set -eu

usage() {
    cat <<'END'
用法：install.sh [文件夹]    安装或更新；文件夹里是打好包的程序，默认是 dist/gonghui
      install.sh --remove    卸载程序，填写的内容（数据文件夹）不动
      install.sh --help      显示用法
END
}

refuse() {
    echo "$1" >&2
    exit "${2:-1}"
}

here=$(cd "$(dirname "$0")" && pwd)
[ -n "${HOME-}" ] || refuse "不知道用户的文件夹在哪里（没有 HOME），没有安装。"
share=${XDG_DATA_HOME:-$HOME/.local/share}
program=$HOME/.local/opt/gonghui-desktop
entry=$share/applications/gonghui-desktop.desktop
icon=$share/icons/hicolor/scalable/apps/gonghui-desktop.svg

refuse_data() {
    [ ! -e "$program/gonghui.sqlite3" ] ||
        refuse "“$program”里有填写的内容，没有改动；请先把数据移到别的文件夹。"
}

# A program that runs has not read all of itself yet.
refuse_running() {
    for process in /proc/[0-9]*/exe; do
        case $(readlink "$process" 2>/dev/null) in
        "$program"/*) refuse "程序正在运行，请先关闭再试。" ;;
        esac
    done
}

# Number of the processor's kind in an ELF file's header (e_machine, little-endian).
machine_of() {
    od -An -tu1 -j18 -N2 "$1" | tr -s ' \n' '-'
}

refuse_system() {
    case $(uname -m) in
    x86_64) ours=-62-0- ;;
    aarch64) ours=-183-0- ;;
    *) ours=unknown ;;
    esac
    [ "$(machine_of "$1/gonghui")" = "$ours" ] ||
        refuse "这个程序不是给这种处理器（$(uname -m)）用的，没有安装；请向发给您程序的人要另一种。"
    needed=$(cat "$1/_internal/glibc.txt")
    glibc=$(getconf GNU_LIBC_VERSION 2>/dev/null | cut -d' ' -f2) || glibc=
    lower=$(printf '%s\n%s\n' "${glibc:-0}" "$needed" | sort -V | head -n 1)
    [ "$lower" = "$needed" ] ||
        refuse "这个系统太旧（glibc ${glibc:-没有}，需要 $needed 以上），没有安装；\
能用的系统有 Debian 12、统信 UOS V25、麒麟 V11。"
}

refuse_folder() {
    for file in gonghui _internal/glibc.txt _internal/resources/icons/program.svg; do
        [ -f "$1/$file" ] || refuse "“$1”里没有打好包的程序（缺 $file），没有安装。"
    done
}

# As a quoted argument of Exec=: quoted for its own shell-like rules, then as a value of the file.
exec_of() {
    printf '"%s"' "$(printf '%s' "$1" | sed -e 's/[\\"`$]/\\&/g' -e 's/\\/\\\\/g' -e 's/%/%%/g')"
}

remove() {
    refuse_data
    refuse_running
    rm -rf "$program"
    rm -f "$entry" "$icon"
}

install_from() {
    refuse_folder "$1"
    refuse_system "$1"
    refuse_data
    refuse_running
    mkdir -p "$(dirname "$program")" "$(dirname "$entry")" "$(dirname "$icon")"
    new=$program.new old=$program.old
    if [ -e "$old" ] && [ ! -e "$program" ]; then # cut short between the two renames
        mv "$old" "$program"
    fi
    rm -rf "$new" "$old"
    trap 'rm -rf "$new"' EXIT
    cp -R "$1" "$new" || refuse "程序没有复制完，原来的没有动；请检查磁盘是否已满。"
    if [ -e "$program" ]; then
        mv "$program" "$old"
    fi
    mv "$new" "$program"
    rm -rf "$old"
    cp "$program/_internal/resources/icons/program.svg" "$icon"
    cp "$here/gonghui-desktop.desktop" "$entry.new"
    printf 'Exec=%s\n' "$(exec_of "$program/gonghui")" >>"$entry.new"
    mv "$entry.new" "$entry"
    echo "已安装到“$program”，在开始菜单里找“基层工会活力建设申报”。"
}

[ $# -le 1 ] || { usage >&2; exit 2; }
case ${1-} in
--help | -h) usage ;;
--remove) remove ;;
-*) usage >&2; exit 2 ;;
*) install_from "${1:-$here/../../dist/gonghui}" ;;
esac
