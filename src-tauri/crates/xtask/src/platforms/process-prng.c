/* bcryptprimitives.dll, of which Rust's standard library calls this one function and which Wine 8 does not have. For tests under Wine only. */

#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T length)
{
    return RtlGenRandom(data, (ULONG)length);
}
