// Sixteen lanes whatever the machine: the compiler splits them over narrower registers.
// LK_FMA says whether the variant's instruction set has fused multiply-add.

#define LANES 16
#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

typedef float vector __attribute__((ext_vector_type(LANES)));
typedef int vector_int __attribute__((ext_vector_type(LANES)));
typedef float vector_unaligned __attribute__((ext_vector_type(LANES), aligned(4), may_alias));

INLINE vector load(const float *p) { return *(const vector_unaligned *)p; }
INLINE void store(float *p, vector v) { *(vector_unaligned *)p = v; }

/// The first n < 16 lanes from memory, zero in the others.
INLINE vector load_partial(const float *p, size_t n) {
    float lanes[LANES] = {0};
    __builtin_memcpy(lanes, p, n * sizeof(float));
    return load(lanes);
}

INLINE void store_partial(float *p, vector v, size_t n) {
    float lanes[LANES];
    store(lanes, v);
    __builtin_memcpy(p, lanes, n * sizeof(float));
}

INLINE vector load_up_to(const float *p, size_t n) { return n >= LANES ? load(p) : load_partial(p, n); }
INLINE void store_up_to(float *p, vector v, size_t n) {
    if (n >= LANES) {
        store(p, v);
    } else {
        store_partial(p, v, n);
    }
}

INLINE vector fma(vector a, vector b, vector c) {
#if LK_FMA
    return __builtin_elementwise_fma(a, b, c);
#else
    return a * b + c;
#endif
}

INLINE double lane_sum(vector v) {
    double sum = 0;
    for (int lane = 0; lane < LANES; lane++) sum += (double)v[lane];
    return sum;
}

/// A loop over groups of up to 16 elements: `at` is the offset, `left` what remains; AT(p) loads from p at that
/// offset and OUT(p, v) stores.
#define FOR_EACH_VECTOR(n) for (size_t at = 0, left = (n); at < (n); at += LANES, left -= LANES)
#define AT(p) load_up_to((p) + at, left)
#define OUT(p, v) store_up_to((p) + at, (v), left)
