// One pass over vectors; activations and their derivatives, arithmetic, sums, dropout.

#define UNARY(name, expression)                                     \
    static void name##_array(size_t n, const float *a, float *y) { \
        FOR_EACH_VECTOR(n) {                                        \
            const vector x = AT(a);                                 \
            OUT(y, expression);                                     \
        }                                                          \
    }
#define DERIVATIVE(name, expression)                                                                \
    static void name##_backward_array(size_t n, const float *saved, const float *dy, float *dx) { \
        FOR_EACH_VECTOR(n) {                                                                        \
            const vector s = AT(saved);                                                             \
            OUT(dx, fma(AT(dy), expression, AT(dx)));                                               \
        }                                                                                          \
    }
#define BINARY(name, expression)                                                         \
    static void name##_array(size_t n, const float *a, const float *b, float *y) {      \
        FOR_EACH_VECTOR(n) { OUT(y, expression); }                                      \
    }

/// With σ = sigmoid(x): d(xσ)/dx = σ(1 + x(1 - σ)).
INLINE vector silu_slope(vector x) {
    const vector s = vector_sigmoid(x);
    return s * fma(x, 1.0f - s, (vector)1.0f);
}

UNARY(exp, vector_exp(x))
UNARY(tanh, vector_tanh(x))
UNARY(sigmoid, vector_sigmoid(x))
UNARY(relu, (x < 0.0f ? (vector)0.0f : x))
UNARY(silu, x *vector_sigmoid(x))
DERIVATIVE(tanh, fma(-s, s, (vector)1.0f))
DERIVATIVE(sigmoid, s *(1.0f - s))
DERIVATIVE(relu, (s > 0.0f ? (vector)1.0f : (vector)0.0f))
DERIVATIVE(silu, silu_slope(s))
BINARY(add, AT(a) + AT(b))
BINARY(subtract, AT(a) - AT(b))
BINARY(multiply, AT(a) * AT(b))
BINARY(multiply_add, fma(AT(a), AT(b), AT(y)))

static void axpy(size_t n, float alpha, const float *x, float *y) {
    FOR_EACH_VECTOR(n) { OUT(y, fma((vector)alpha, AT(x), AT(y))); }
}

static void scale(size_t n, float alpha, const float *x, float *y) {
    FOR_EACH_VECTOR(n) { OUT(y, alpha * AT(x)); }
}

static void add_row(size_t rows, size_t n, const float *a, const float *b, float *y) {
    for (size_t row = 0; row < rows; row++) {
        const float *from = a ? a + row * n : 0;
        float *to = y + row * n;
        FOR_EACH_VECTOR(n) { OUT(to, from ? AT(from) + AT(b) : AT(b)); }
    }
}

static void column_sums(size_t rows, size_t n, const float *x, float *y) {
    FOR_EACH_VECTOR(n) {
        vector sums = AT(y);
        for (size_t row = 0; row < rows; row++) sums += AT(x + row * n);
        OUT(y, sums);
    }
}

/// Sums of up to 4096 elements in single precision lanes, those in double: neither slow nor forgetful.
#define REDUCTION(name, expression)                                                   \
    static double name(size_t n, const float *a) {                                    \
        double total = 0;                                                             \
        for (size_t block = 0; block < n; block += 4096) {                            \
            const size_t count = n - block < 4096 ? n - block : 4096;                 \
            const float *from = a + block;                                            \
            vector sums = 0.0f;                                                       \
            FOR_EACH_VECTOR(count) {                                                  \
                const vector x = AT(from);                                            \
                sums = expression;                                                    \
            }                                                                        \
            total += lane_sum(sums);                                                  \
        }                                                                             \
        return total;                                                                 \
    }

REDUCTION(sum, sums + x)
REDUCTION(sum_of_squares, fma(x, x, sums))

/// Output i of SplitMix64 (Steele, Lea & Flood 2014) started at `seed`.
INLINE uint64_t split_mix(uint64_t seed, uint64_t i) {
    uint64_t z = seed + (i + 1) * 0x9E3779B97F4A7C15ull;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
}

static void dropout(size_t n, uint64_t seed, float p, const float *x, float *y) {
    const float keep = 1.0f / (1.0f - p);
    for (size_t i = 0; i < n; i++) {
        const float uniform = (float)(split_mix(seed, i) >> 40) * 0x1p-24f;
        if (uniform >= p) y[i] += x[i] * keep;
    }
}
