; The set-up program: per user, without administrator rights, in Chinese.
;
; setup_program.py passes VERSION, FILES (macros with every file by name), OUT, ICON, SIDE, CONTENTS,
; LONGEST_FOLDER, KILOBYTES and LEAST_BUILD; and, for the proof alone, QUICK for a larger one made sooner
; and TARGET for a 64-bit one.
; Switches of the set-up program: /S (silent), /D=FOLDER (last, without quotes).
; Switches of uninstall.exe: /S (silent), /PURGE (silent only: the clerk's data goes too).
; Exit codes beside NSIS' own: 3 the program is running, 4 the folder cannot be used or not all of the
; program could be written, 5 this Windows cannot run the program.
;
; An update never touches the version that is there. The two starters name the folder with all the
; rest (CONTENTS), which is another one for each build: the new folder is laid beside the old one, the
; new starters beside the old ones, and then the system puts each into the other's place in one step.
; Whatever ends the set-up program before that leaves the old version, and after that the new one; what
; is then of no use goes at the end, or by the next set-up program.

Unicode true
!ifndef TARGET
  !define TARGET x86-unicode ; starts on a 32-bit Windows, too, to say there that the program does not
!endif
Target ${TARGET}
!ifdef QUICK
  SetCompress off
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64
!endif

SetDateSave off ; a picture's date is that of the check-out: two clones would give two set-up programs

!include "MUI2.nsh"
!include "LogicLib.nsh"
!include "FileFunc.nsh"

!define PRODUCT "基层工会活力建设申报"
!define COMPANY "基层工会活力建设" ; as in the starters' properties: build.spec
!define ID "gonghui-desktop" ; also the data folder's name: gonghui_desktop/paths.py
!define PROGRAM "gonghui.exe"
!define TWIN "gonghui-console.exe"
!define DATA "$LOCALAPPDATA\${ID}"
!define ENTRY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${ID}"
!define OPEN_WITH "Software\Classes\Applications\${PROGRAM}"
!define LIST "installed.txt" ; what was laid into the folder CONTENTS
!define LAID "setup.tmp"

!define EXIT_RUNNING 3
!define EXIT_FOLDER 4
!define EXIT_WINDOWS 5
!define LEAST_ARM_BUILD 22000 ; Windows 11, the first that runs x64 programs on ARM

!ifdef SIGN ; signing.py, which signs the file named behind it; not defined without a certificate
  !uninstfinalize '${SIGN} "%1"' = 0
!endif

Name "${PRODUCT}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\${ID}"
InstallDirRegKey HKCU "${ENTRY}" "InstallLocation" ; an update goes where the program is
RequestExecutionLevel user
ManifestSupportedOS Win10
ManifestDPIAware true
ManifestLongPathAware true
BrandingText "${PRODUCT} ${VERSION}"
ShowInstDetails nevershow
ShowUninstDetails nevershow
AllowSkipFiles off ; of a file that cannot be written: try again, or the old version stays

VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 "CompanyName" "${COMPANY}"
VIAddVersionKey /LANG=2052 "ProductName" "${PRODUCT}"
VIAddVersionKey /LANG=2052 "FileDescription" "${PRODUCT} 安装程序"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "LegalCopyright" ""

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${SIDE}" ; side_picture.py draws it
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\${PROGRAM}"
!define MUI_FINISHPAGE_RUN_TEXT "现在打开 ${PRODUCT}"
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE LeaveFolderPage
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

!include "${FILES}"

Var Before ; the folder of the version that is there, by the registry
Var Fault ; exit code of what stands in the way, 0 while nothing does
Var Fresh ; 1 if the folder CONTENTS was not there
Var Switched ; 1 once the new version is the one that starts

!include "${__FILEDIR__}\switching.nsh"

Function .onInit
  StrCpy $Fault 0
  StrCpy $Fresh 0
  StrCpy $Switched 0
  ; What Windows is, and not what a compatibility mode tells a program.
  SetRegView 64
  ReadRegStr $0 HKLM "SOFTWARE\Microsoft\Windows NT\CurrentVersion" "CurrentBuildNumber"
  SetRegView default
  ReadRegStr $1 HKLM "SYSTEM\CurrentControlSet\Control\Session Manager\Environment" "PROCESSOR_ARCHITECTURE"
  ${If} $1 == "x86"
    StrCpy $2 "这台电脑的 Windows 是 32 位的，${PRODUCT}不能在上面运行。$\n$\n请在装有 64 位 Windows 10（1809 以上）或 Windows 11 的电脑上安装。"
  ${ElseIf} $0 < 10240 ; the first Windows 10
    StrCpy $2 "这台电脑的 Windows 太旧，${PRODUCT}不能在上面运行。$\n$\n请在装有 64 位 Windows 10（1809 以上）或 Windows 11 的电脑上安装。"
  ${ElseIf} $0 < ${LEAST_BUILD}
    StrCpy $2 "这台电脑的 Windows 10 版本太旧（内部版本 $0），${PRODUCT}需要 1809（内部版本 ${LEAST_BUILD}）以上的版本。$\n$\n请先在“设置”的“更新和安全”里更新 Windows，再运行本程序；更新不了时，请换一台电脑安装。"
  ${ElseIf} $1 == "ARM64"
  ${AndIf} $0 < ${LEAST_ARM_BUILD}
    StrCpy $2 "这台电脑是 ARM 处理器，要有 Windows 11 才能运行${PRODUCT}。$\n$\n请先更新 Windows，再运行本程序；更新不了时，请换一台电脑安装。"
  ${Else}
    Return
  ${EndIf}
  MessageBox MB_OK|MB_ICONEXCLAMATION "$2$\n$\n没有安装任何内容，这台电脑上什么都没有改动。" /SD IDOK
  SetErrorLevel ${EXIT_WINDOWS}
  Quit
FunctionEnd

; Whether the program can be put into $INSTDIR now; else the clerk was told, and $Fault says why.
Function LookAround
  StrCpy $Fault ${EXIT_FOLDER}
  StrLen $0 $INSTDIR
  ${If} $0 > ${LONGEST_FOLDER}
    MessageBox MB_OK|MB_ICONEXCLAMATION "文件夹的路径太长（最多 ${LONGEST_FOLDER} 个字），请换一个。" /SD IDOK
    Return
  ${EndIf}
  CreateDirectory "$INSTDIR"
  ClearErrors
  FileOpen $0 "$INSTDIR\${LAID}" w
  ${If} ${Errors}
    MessageBox MB_OK|MB_ICONEXCLAMATION "不能在这个文件夹里写文件：$\n$INSTDIR$\n请换一个文件夹。" /SD IDOK
    Return
  ${EndIf}
  FileClose $0
  Delete "$INSTDIR\${LAID}"
  System::Call 'kernel32::GetDiskFreeSpaceExW(w "$INSTDIR", *l .r0, p 0, p 0)'
  RMDir "$INSTDIR" ; if it is empty: nothing is decided yet
  System::Int64Op $0 / 1024
  Pop $0
  System::Int64Op $0 < ${KILOBYTES}
  Pop $1
  ${If} $1 = 1
    IntOp $1 ${KILOBYTES} / 1024
    IntOp $1 $1 + 1
    MessageBox MB_OK|MB_ICONEXCLAMATION "磁盘空间不够，需要 $1 MB。原来的程序和您的数据都没有动。$\n请删除一些不用的文件，或换一个磁盘上的文件夹，再重试。" /SD IDOK
    Return
  ${EndIf}
  StrCpy $Fault 0
  Call AskToClose
FunctionEnd

; Asks to close the program, here and where it was before; $Fault is set if it was not closed.
Function AskToClose
  Push $INSTDIR
  Call WaitUntilClosed
  ReadRegStr $Before HKCU "${ENTRY}" "InstallLocation"
  ${If} $Fault = 0
  ${AndIf} $Before != ""
    Push $Before
    Call WaitUntilClosed
  ${EndIf}
FunctionEnd

Function LeaveFolderPage
  Call LookAround
  ${If} $Fault <> 0
    Abort ; the page stays
  ${EndIf}
FunctionEnd

; Leaves the folder as it was, if nothing of the new version is in use yet.
Function TakeBack
  SetOutPath "$TEMP"
  ${If} $Fresh = 1
  ${AndIf} $Switched = 0
    Push "$INSTDIR\${CONTENTS}"
    Call RemoveContents
  ${EndIf}
  Delete "$INSTDIR\${CONTENTS}\${LAID}"
  !insertmacro DELETE_NEW
  RMDir "$INSTDIR"
FunctionEnd

; Also when NSIS ends the work by itself: of a file that could not be written.
Function .onInstFailed
  Call TakeBack
  ${If} $Fault = 0
    StrCpy $Fault ${EXIT_FOLDER}
  ${EndIf}
  SetErrorLevel $Fault
FunctionEnd

; Functions, so that their files are not counted twice in what the folder page says is needed.
Function LayContents
  !insertmacro LAY_CONTENTS
FunctionEnd

; The very same build once more, or one that was cut short: each file takes its place when it is whole.
Function ReplaceContents
  !insertmacro REPLACE_CONTENTS
FunctionEnd

Function LayStarters
  !insertmacro LAY_STARTERS
  WriteUninstaller "$INSTDIR\uninstall.exe.new"
FunctionEnd

Function SwitchStarters
  Push "uninstall.exe" ; it can remove either version
  Call Switch
  !insertmacro SWITCH_STARTERS
FunctionEnd

Function Register
  SetOutPath "$INSTDIR" ; the links' working folder
  CreateShortcut "$SMPROGRAMS\${PRODUCT}.lnk" "$INSTDIR\${PROGRAM}"
  CreateShortcut "$DESKTOP\${PRODUCT}.lnk" "$INSTDIR\${PROGRAM}"

  WriteRegStr HKCU "${ENTRY}" "DisplayName" "${PRODUCT}"
  WriteRegStr HKCU "${ENTRY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${ENTRY}" "DisplayIcon" "$INSTDIR\${PROGRAM}"
  WriteRegStr HKCU "${ENTRY}" "Publisher" "${COMPANY}"
  WriteRegStr HKCU "${ENTRY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${ENTRY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${ENTRY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${ENTRY}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD HKCU "${ENTRY}" "NoModify" 1
  WriteRegDWORD HKCU "${ENTRY}" "NoRepair" 1

  ; Among what Explorer offers under 打开方式 for a ZIP file. What a double click opens stays as it is.
  WriteRegStr HKCU "${OPEN_WITH}" "FriendlyAppName" "${PRODUCT}"
  WriteRegStr HKCU "${OPEN_WITH}\SupportedTypes" ".zip" ""
  WriteRegStr HKCU "${OPEN_WITH}\shell\open\command" "" '"$INSTDIR\${PROGRAM}" "%1"'
  !insertmacro TellExplorer
FunctionEnd

; All contents folders but the one in use: of older versions, and of updates that were cut short.
Function RemoveOlder
  FindFirst $0 $1 "$INSTDIR\_internal*"
  ${DoWhile} $1 != ""
    ${If} $1 != "${CONTENTS}"
      Push "$INSTDIR\$1"
      Call RemoveContents
    ${EndIf}
    FindNext $0 $1
  ${Loop}
  FindClose $0
FunctionEnd

Section
  AddSize ${KILOBYTES}
  ${If} ${Silent}
    Call LookAround ; no folder page was shown
    ${If} $Fault <> 0
      SetErrorLevel $Fault
      Quit
    ${EndIf}
  ${EndIf}

  ClearErrors
  ${If} ${FileExists} "$INSTDIR\${CONTENTS}\*.*"
    Call ReplaceContents
  ${Else}
    StrCpy $Fresh 1
    Call LayContents
  ${EndIf}
  Call LayStarters
  ${If} ${Errors}
    StrCpy $Fault ${EXIT_FOLDER}
  ${EndIf}
  ${If} $Fault = 0
    Call AskToClose ; it may have been opened since
  ${EndIf}
  Call SwitchStarters
  ${If} $Switched = 0
    Call TakeBack
    Abort "安装没有完成，原来的程序和您的数据都没有动。请检查磁盘空间和杀毒软件，再安装一次。"
  ${EndIf}

  Call Register
  ${If} $Before != ""
  ${AndIf} $Before != $INSTDIR
  ${AndIf} ${FileExists} "$Before\uninstall.exe"
    ExecWait '"$Before\uninstall.exe" /S _?=$Before' ; the clerk chose another folder this time
    Delete "$Before\uninstall.exe" ; running from there, it could not remove itself
    RMDir "$Before"
    Call Register ; versions before 0.2 take entry and links along
  ${EndIf}
  ${If} $Fault = 0
    Call RemoveOlder
  ${Else}
    SetErrorLevel $Fault ; the twin is still the older one, and needs its folder
  ${EndIf}
SectionEnd

Section "Uninstall"
  StrCpy $Fault 0
  Push $INSTDIR
  Call un.WaitUntilClosed
  ${If} $Fault <> 0
    SetErrorLevel $Fault
    Quit
  ${EndIf}

  SetOutPath "$TEMP" ; a folder cannot go while it is the current one
  !insertmacro DELETE_STARTERS
  !insertmacro DELETE_NEW
  FindFirst $0 $1 "$INSTDIR\_internal*"
  ${DoWhile} $1 != ""
    Push "$INSTDIR\$1"
    Call un.RemoveContents
    FindNext $0 $1
  ${Loop}
  FindClose $0
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR" ; stays when the clerk keeps files of his own in it

  ReadRegStr $0 HKCU "${ENTRY}" "InstallLocation"
  ${If} $0 == $INSTDIR
  ${OrIf} $0 == ""
    Delete "$SMPROGRAMS\${PRODUCT}.lnk"
    Delete "$DESKTOP\${PRODUCT}.lnk"
    DeleteRegKey HKCU "${ENTRY}"
    DeleteRegKey HKCU "${OPEN_WITH}"
    !insertmacro TellExplorer
  ${EndIf}

  ${If} ${Silent}
    ${GetParameters} $0
    ClearErrors
    ${GetOptions} $0 "/PURGE" $1
    ${IfNot} ${Errors}
      RMDir /r "${DATA}"
    ${EndIf}
  ${ElseIf} ${FileExists} "${DATA}\*.*"
    MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "程序已卸载，您填写的数据还在：$\n${DATA}$\n$\n是否把数据也永久删除？（一般选“否”）" IDNO keep
      RMDir /r "${DATA}"
    keep:
  ${EndIf}
SectionEnd
