#!/bin/sh
# Installs the frozen folder for the current user, without root: 统信 UOS, 麒麟 and the like.
#
#   packaging/linux/install.sh [FOLDER]    FOLDER as PyInstaller made it; default dist/gonghui
#   packaging/linux/install.sh --remove    removes the program; the data stays
set -eu

here=$(cd "$(dirname "$0")" && pwd)
share=${XDG_DATA_HOME:-$HOME/.local/share}
program=$HOME/.local/opt/gonghui-desktop
entry=$share/applications/gonghui-desktop.desktop
icon=$share/icons/hicolor/scalable/apps/gonghui-desktop.svg

if [ "${1-}" = --remove ]; then
    rm -rf "$program"
    rm -f "$entry" "$icon"
    exit
fi

bundle=${1:-$here/../../dist/gonghui}
mkdir -p "$(dirname "$program")" "$(dirname "$entry")" "$(dirname "$icon")"
rm -rf "$program.new" # of a try that was cut short
cp -R "$bundle" "$program.new"
rm -rf "$program"
mv "$program.new" "$program"
cp "$program/_internal/resources/icons/program.svg" "$icon"
# A path in Exec= is quoted, since a home folder may have a space in it.
sed "s|@PROGRAM@|\"$program/gonghui\"|" "$here/gonghui-desktop.desktop" >"$entry"
