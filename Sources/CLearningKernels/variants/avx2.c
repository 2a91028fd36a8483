// x86-64 with AVX2 and FMA (Haswell 2013, Zen 2017 and later): 8 accumulators of 2 × 8 lanes.

#if defined(__x86_64__)
#define LK_FMA 1
#define LK_NAME "avx2"
#define TILE_ROWS 4
#define TILE_VECTORS 1
#define LK_TABLE lk_kernels_avx2

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "../body/kernels.h"
#pragma clang attribute pop
#endif
