// What every machine of the architecture runs: SSE2 on x86-64, NEON (with FMA) on arm64.

#if defined(__aarch64__)
#define LK_FMA 1
#define LK_NAME "neon"
#define TILE_ROWS 4
#else
#define LK_FMA 0
#define LK_NAME "baseline"
#define TILE_ROWS 2
#endif
#define TILE_VECTORS 1
#define LK_TABLE lk_kernels_baseline

#include "../body/kernels.h"
