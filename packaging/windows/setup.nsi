; The set-up program: per user, without administrator rights, in Chinese.
;
; setup_program.py passes VERSION, FILES (two macros with every file by name), OUT, ICON, SIDE,
; LONGEST_FOLDER and KILOBYTES, and QUICK for a larger set-up program made sooner.
; Switches of the set-up program: /S (silent), /D=FOLDER (last, without quotes).
; Switches of uninstall.exe: /S (silent), /PURGE (silent only: the clerk's data goes too).
; Exit codes beside NSIS' own: 3 the program is running, 4 the folder cannot be used.

Unicode true
Target amd64-unicode ; the default is a 32-bit program, which a 64-bit Wine starts in silence and to no effect
!ifdef QUICK ; the proof's older version: packed in seconds
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64
!endif

SetDateSave off ; a picture's date is that of the check-out: two clones would give two set-up programs

!include "MUI2.nsh"
!include "LogicLib.nsh"
!include "FileFunc.nsh"
!include "WinVer.nsh"

!define PRODUCT "基层工会活力建设申报"
!define ID "gonghui-desktop" ; also the data folder's name: gonghui_desktop/paths.py
!define PROGRAM "gonghui.exe"
!define TWIN "gonghui-console.exe"
!define DATA "$LOCALAPPDATA\${ID}"
!define ENTRY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${ID}"

!define EXIT_RUNNING 3
!define EXIT_FOLDER 4

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

VIProductVersion "${VERSION}.0"
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
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE CheckFolder
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

!include "${FILES}"

; Stop with a message (none when silent) and an exit code.
!macro Refuse CODE TEXT
  MessageBox MB_OK|MB_ICONEXCLAMATION "${TEXT}" /SD IDOK
  SetErrorLevel ${CODE}
  Quit
!macroend

; Windows lets nobody write to the file of a running program: try each of the two.
!macro RefuseWhileRunning UN
  Function ${UN}RefuseWhileRunning
    Exch $0 ; the folder to look in
    Push $1
    Push $2
    StrCpy $2 "${PROGRAM}"
    ${Do}
      ${If} ${FileExists} "$0\$2"
        ClearErrors
        FileOpen $1 "$0\$2" a
        ${If} ${Errors}
          !insertmacro Refuse ${EXIT_RUNNING} "${PRODUCT}正在运行。请先关闭它的窗口，再重试。"
        ${EndIf}
        FileClose $1
      ${EndIf}
      ${If} $2 == "${TWIN}"
        ${Break}
      ${EndIf}
      StrCpy $2 "${TWIN}"
    ${Loop}
    Pop $2
    Pop $1
    Pop $0
  FunctionEnd
!macroend
!insertmacro RefuseWhileRunning ""
!insertmacro RefuseWhileRunning "un."

Function .onInit
  ${IfNot} ${AtLeastWin10}
    !insertmacro Refuse ${EXIT_FOLDER} "${PRODUCT}需要 64 位的 Windows 10 或更新的系统。"
  ${EndIf}
FunctionEnd

; Refuse a folder in which some file's full path would be too long for Windows, or that is not writable.
Function CheckFolder
  StrLen $0 $INSTDIR
  ${If} $0 > ${LONGEST_FOLDER}
    MessageBox MB_OK|MB_ICONEXCLAMATION "文件夹的路径太长（最多 ${LONGEST_FOLDER} 个字），请换一个。" /SD IDOK
    SetErrorLevel ${EXIT_FOLDER}
    Abort
  ${EndIf}
  CreateDirectory "$INSTDIR"
  ClearErrors
  FileOpen $0 "$INSTDIR\setup.tmp" w
  ${If} ${Errors}
    MessageBox MB_OK|MB_ICONEXCLAMATION "不能在这个文件夹里写文件：$\n$INSTDIR$\n请换一个文件夹。" /SD IDOK
    SetErrorLevel ${EXIT_FOLDER}
    Abort
  ${EndIf}
  FileClose $0
  Delete "$INSTDIR\setup.tmp"
FunctionEnd

Section
  ${If} ${Silent}
    Call CheckFolder ; no folder page was shown
  ${EndIf}
  Push $INSTDIR
  Call RefuseWhileRunning

  ; The version that is there knows its own files: it goes first. It leaves the data alone.
  ReadRegStr $R0 HKCU "${ENTRY}" "InstallLocation"
  ${If} $R0 == ""
    StrCpy $R0 $INSTDIR
  ${EndIf}
  ${If} ${FileExists} "$R0\uninstall.exe"
    Push $R0
    Call RefuseWhileRunning
    ExecWait '"$R0\uninstall.exe" /S _?=$R0' $R1
    ${If} $R1 <> 0
      !insertmacro Refuse ${EXIT_RUNNING} "不能更新原来的版本。请先关闭程序；仍不行时，在 Windows 的“应用”里卸载它（数据会保留），再重试。"
    ${EndIf}
    Delete "$R0\uninstall.exe" ; running from there, it could not remove itself
    RMDir "$R0"
  ${EndIf}

  ClearErrors
  !insertmacro LAY_FILES
  ${If} ${Errors}
    !insertmacro Refuse ${EXIT_FOLDER} "有文件没有写成。请检查磁盘空间和杀毒软件，再重试。"
  ${EndIf}
  WriteUninstaller "$INSTDIR\uninstall.exe"

  SetOutPath "$INSTDIR" ; the links' working folder
  CreateShortcut "$SMPROGRAMS\${PRODUCT}.lnk" "$INSTDIR\${PROGRAM}"
  CreateShortcut "$DESKTOP\${PRODUCT}.lnk" "$INSTDIR\${PROGRAM}"

  WriteRegStr HKCU "${ENTRY}" "DisplayName" "${PRODUCT}"
  WriteRegStr HKCU "${ENTRY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${ENTRY}" "DisplayIcon" "$INSTDIR\${PROGRAM}"
  WriteRegStr HKCU "${ENTRY}" "Publisher" "${PRODUCT}"
  WriteRegStr HKCU "${ENTRY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${ENTRY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${ENTRY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${ENTRY}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD HKCU "${ENTRY}" "NoModify" 1
  WriteRegDWORD HKCU "${ENTRY}" "NoRepair" 1
SectionEnd

Section "Uninstall"
  Push $INSTDIR
  Call un.RefuseWhileRunning

  !insertmacro REMOVE_FILES
  Delete "$INSTDIR\uninstall.exe"
  SetOutPath "$TEMP" ; a folder cannot go while it is the current one
  RMDir "$INSTDIR" ; stays when the clerk keeps files of his own in it
  Delete "$SMPROGRAMS\${PRODUCT}.lnk"
  Delete "$DESKTOP\${PRODUCT}.lnk"
  DeleteRegKey HKCU "${ENTRY}"

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
