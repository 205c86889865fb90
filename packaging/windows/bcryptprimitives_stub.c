/* Stands in for Windows' own bcryptprimitives.dll on the build bench: Wine 8 has none, and what is
 * written in Rust (python-calamine) takes its random numbers from there.
 * It is laid into the Wine prefix's system32 alone and must never reach the bundle (contents.py). */

#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size)
{
    return RtlGenRandom(data, (ULONG)size);
}
