// x86-64 with AVX-512 (Skylake-SP 2017, Zen 4 2022 and later): 8 × 2 accumulators of 16 lanes.

#if defined(__x86_64__)
#define LK_FMA 1
#define LK_NAME "avx512"
#define TILE_ROWS 8
#define TILE_VECTORS 2
#define LK_TABLE lk_kernels_avx512

#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512vl,avx2,fma"))), apply_to = function)
#include "../body/kernels.h"
#pragma clang attribute pop
#endif
