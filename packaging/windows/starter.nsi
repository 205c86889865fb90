; 打开申报程序.exe of the portable ZIP: says in Chinese why gonghui.exe could not even say so itself,
; else starts it with the same words. A 32-bit program of Windows' own functions alone, for each Windows since XP.
;
; portable.py passes OUT, ICON, VERSION, CONTENTS (the folder's name), LEAST_BUILD, LONGEST_FOLDER
; and TARGET, which is amd64-unicode where the proof has it refuse: Wine shows no message of a 32-bit program.
; Exit codes: 0 gonghui.exe was started; 2 Windows is too old, 3 has 32 bits; 4 files are missing; 5 the path is too long.

Unicode true
Target ${TARGET}
SetCompressor /SOLID lzma
SetDateSave off

!include "LogicLib.nsh"
!include "FileFunc.nsh"

!define PRODUCT "基层工会活力建设申报"
!define PROGRAM "gonghui.exe"
!define HELP "$\r$\n$\r$\n别的办法，请看“请先看这里.txt”。"

Name "${PRODUCT}"
Caption "${PRODUCT}"
OutFile "${OUT}"
Icon "${ICON}"
RequestExecutionLevel user
ManifestSupportedOS all
ManifestDPIAware true
ManifestLongPathAware true
SilentInstall silent ; no window but its messages

VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 "ProductName" "${PRODUCT}"
VIAddVersionKey /LANG=2052 "FileDescription" "${PRODUCT}"
VIAddVersionKey /LANG=2052 "CompanyName" "基层工会活力建设"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "LegalCopyright" ""

!macro Refuse CODE TEXT
  MessageBox MB_OK|MB_ICONEXCLAMATION "${TEXT}${HELP}"
  SetErrorLevel ${CODE}
  Quit
!macroend

Function .onInit
  ; The registry has the build whatever compatibility mode the program is put into.
  ReadRegStr $0 HKLM "SOFTWARE\Microsoft\Windows NT\CurrentVersion" "CurrentBuildNumber"
  ${If} $0 < ${LEAST_BUILD}
    !insertmacro Refuse 2 "这台电脑的 Windows 太旧（内部版本 $0），打不开本程序；需要 64 位的 Windows 10（1809 版以上）或 Windows 11。Windows 10 请先更新；Windows 7、8 请换一台较新的电脑。"
  ${EndIf}
  ; In a 32-bit program this is set where Windows itself has 64 bits.
  ReadEnvStr $1 PROCESSOR_ARCHITEW6432
  ReadEnvStr $2 PROCESSOR_ARCHITECTURE
  ${If} $1 == ""
  ${AndIf} $2 == "x86"
    !insertmacro Refuse 3 "这台电脑的 Windows 是 32 位的，打不开本程序；需要 64 位的 Windows 10（1809 版以上）或 Windows 11。请换一台电脑。"
  ${EndIf}
  ${If} $1 == "ARM64"
  ${AndIf} $0 < 22000 ; Windows 11, the first that runs x64 programs on ARM
    !insertmacro Refuse 2 "这台电脑是 ARM 处理器，要有 Windows 11 才能打开本程序。请先更新 Windows，或者换一台电脑。"
  ${EndIf}
  ; Before the files: where it is too long, not all of them could be unpacked.
  StrLen $3 $EXEDIR
  ${If} $3 > ${LONGEST_FOLDER}
    !insertmacro Refuse 5 "这个文件夹的路径太长（$3 个字，最多 ${LONGEST_FOLDER} 个字），程序打不开。请把整个文件夹移到浅一些的地方，例如 D:\申报。"
  ${EndIf}
  ${IfNot} ${FileExists} "$EXEDIR\${PROGRAM}"
  ${OrIfNot} ${FileExists} "$EXEDIR\${CONTENTS}\*.*"
    !insertmacro Refuse 4 "程序的文件不全。如果是在压缩包里直接打开的，请先把整个压缩包解压到一个文件夹，再从那个文件夹里打开；如果已经解压，可能有文件被杀毒软件拿走了，请恢复，或重新解压一次。"
  ${EndIf}
FunctionEnd

Section
  ${GetParameters} $4 ; files that were dragged onto it
  SetOutPath $EXEDIR
  Exec '"$EXEDIR\${PROGRAM}" $4'
SectionEnd
