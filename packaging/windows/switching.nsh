; What set-up and removal share: waiting for the program's end, putting a file into another's place,
; removing a contents folder by its list.

!macro TellExplorer
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)' ; SHCNE_ASSOCCHANGED
!macroend

!macro Shared UN
  ; Windows lets nobody write to the file of a running program: try each of the two in the folder
  ; on the stack, and ask to close it; $Fault says that it was not closed.
  Function ${UN}WaitUntilClosed
    Exch $0
    Push $1
    Push $2
    Push $3
    ${Do}
      StrCpy $3 0
      ${ForEach} $1 1 2 + 1
        StrCpy $2 "${PROGRAM}"
        ${If} $1 = 2
          StrCpy $2 "${TWIN}"
        ${EndIf}
        ${If} ${FileExists} "$0\$2"
          ClearErrors
          FileOpen $2 "$0\$2" a
          ${If} ${Errors}
            StrCpy $3 1
          ${Else}
            FileClose $2
          ${EndIf}
        ${EndIf}
      ${Next}
      ${If} $3 = 0
        ${Break}
      ${EndIf}
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${PRODUCT}正在运行。请关闭它的窗口，再点“重试”。$\n$\n窗口已经关闭时，可能是杀毒软件正在检查它，请稍等片刻再重试。" /SD IDCANCEL IDRETRY again
        StrCpy $Fault ${EXIT_RUNNING}
        ${Break}
      again:
    ${Loop}
    ClearErrors
    Pop $3
    Pop $2
    Pop $1
    Pop $0
  FunctionEnd

  ; Remove the contents folder on the stack: what its list names, and each folder that is then empty.
  ; The list stays while some file could not go, for the next time.
  Function ${UN}RemoveContents
    Exch $0
    Push $1
    Push $2
    Push $3
    Push $4
    ClearErrors
    FileOpen $1 "$0\${LIST}" r
    ${If} ${Errors}
      ${If} ${FileExists} "$0\gonghui_desktop\store\migrations\env.py"
        RMDir /r "$0" ; of version 0.1, which had no list
      ${EndIf}
    ${Else}
      StrCpy $4 0
      ${Do}
        FileReadUTF16LE $1 $2
        ${If} ${Errors}
          ${Break}
        ${EndIf}
        StrCpy $2 $2 -2 ; the line's end
        StrCpy $3 $2 1 -1
        ${If} $3 == "\"
          RMDir "$0\$2"
        ${Else}
          Delete "$0\$2"
          ${If} ${FileExists} "$0\$2"
            StrCpy $4 1
          ${EndIf}
        ${EndIf}
        ClearErrors
      ${Loop}
      FileClose $1
      Delete "$0\${LAID}"
      ${If} $4 = 0
        Delete "$0\${LIST}"
      ${EndIf}
    ${EndIf}
    RMDir "$0"
    ClearErrors
    Pop $4
    Pop $3
    Pop $2
    Pop $1
    Pop $0
  FunctionEnd
!macroend
!insertmacro Shared ""
!insertmacro Shared "un."

; Put the file $0 into the place of $1, whatever is there, in one step of the system: there is always
; one of the two, and it is whole. A virus scanner may hold either for a while. $Fault says it failed;
; nothing is done any more once something did.
Function PutInPlace
  ${If} $Fault <> 0
    Return
  ${EndIf}
  Push $2
  Push $3
  ${Do}
    ${ForEach} $3 1 20 + 1
      System::Call 'kernel32::MoveFileExW(w r0, w r1, i 9) i .r2' ; REPLACE_EXISTING, WRITE_THROUGH
      ${If} $2 <> 0
        ${ExitDo}
      ${EndIf}
      Sleep 250
    ${Next}
    ${If} $2 <> 0
      ${Break}
    ${EndIf}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "不能换上新的文件：$\n$1$\n$\n可能是杀毒软件正在检查它，请稍等片刻，再点“重试”。" /SD IDCANCEL IDRETRY again
      StrCpy $Fault ${EXIT_FOLDER}
      ${Break}
    again:
  ${Loop}
  Pop $3
  Pop $2
FunctionEnd

; Put NAME.new into NAME's place in $INSTDIR; NAME is on the stack.
Function Switch
  Exch $1
  Push $0
  StrCpy $0 "$INSTDIR\$1.new"
  StrCpy $1 "$INSTDIR\$1"
  Call PutInPlace
  ${If} $Fault = 0
  ${AndIf} $1 == "$INSTDIR\${PROGRAM}"
    StrCpy $Switched 1
  ${EndIf}
  Pop $0
  Pop $1
FunctionEnd
