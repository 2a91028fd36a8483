#include "CLearningKernels.h"

extern const lk_kernels lk_kernels_baseline;
#if defined(__x86_64__)
extern const lk_kernels lk_kernels_avx2;
extern const lk_kernels lk_kernels_avx512;
#endif

// Explicit variants rather than target_clones: clones need ifunc support of the C library (not musl, not
// macOS), and tests could not hold one variant against another.
const lk_kernels *lk_variant(size_t index) {
    if (index == 0) return &lk_kernels_baseline;
#if defined(__x86_64__)
    if (index == 1 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return &lk_kernels_avx2;
    if (index == 2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl")) {
        return &lk_kernels_avx512;
    }
#endif
    return 0;
}

const lk_kernels *lk_best(void) {
    const lk_kernels *best = &lk_kernels_baseline;
    for (size_t index = 1; index < 3; index++) {
        const lk_kernels *variant = lk_variant(index);
        if (variant) best = variant;
    }
    return best;
}

// The bounds of all variants: panels of b are padded to 16 columns and are 256 deep.
size_t lk_packed_count(size_t k, size_t n) { return k * ((n + 15) / 16 * 16); }

size_t lk_sgemm_scratch(size_t n, size_t k) { return lk_packed_count(k < 256 ? k : 256, n); }
