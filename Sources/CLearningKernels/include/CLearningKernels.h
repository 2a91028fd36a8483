#ifndef C_LEARNING_KERNELS_H
#define C_LEARNING_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// Numeric kernels of the Learning module: single precision, row-major, no state, no allocation,
// no thread-local data. Every buffer is the caller's, scratch included.
//
// Each kernel is compiled once per instruction set (variants/) from the same text (body/) and chosen
// at run time. Fused multiply-adds are written out and reductions use sixteen fixed lanes, so that all
// variants with FMA (AVX2, AVX-512, NEON) give the same bits; only the plain x86-64 one rounds differently.
//
// Backward kernels add to their gradient outputs: a value used twice receives both contributions.

/// Shape of one LSTM layer's pass over a sequence; buffers are time-major, [steps][rows][width].
typedef struct lk_lstm_shape {
    size_t steps, rows, inputs, hidden;
} lk_lstm_shape;

/// What one Adam step needs besides the vectors; `rate_1` and `rate_2` are 1 - beta^t.
typedef struct lk_adam_step {
    float learning_rate, beta_1, beta_2, epsilon, weight_decay, rate_1, rate_2, gradient_scale;
} lk_adam_step;

/// The kernels of one instruction set.
typedef struct lk_kernels {
    const char *name;

    /// c[m][n] (row stride ldc) = or += a · b, where a(i, p) = a[i * a_row + p * a_step]
    /// and b(p, j) = b[p * b_step + j * b_column]. `scratch` holds lk_sgemm_scratch(n, k) floats.
    void (*sgemm)(size_t m, size_t n, size_t k, const float *a, size_t a_row, size_t a_step, const float *b,
                  size_t b_step, size_t b_column, float *c, size_t ldc, bool accumulate, float *scratch);
    /// Lays b(p, j) out for sgemm_packed: lk_packed_count(k, n) floats. The layout is this variant's own.
    void (*pack)(size_t k, size_t n, const float *b, size_t b_step, size_t b_column, float *packed);
    /// c = or += a · b with rows of a contiguous at stride lda and b packed.
    void (*sgemm_packed)(size_t m, size_t n, size_t k, const float *a, size_t lda, const float *packed, float *c,
                         size_t ldc, bool accumulate);

    /// Gates are stored activated, in PyTorch's order i, f, g, o; `bias` is bias_ih + bias_hh.
    /// `gate_stride` and `cell_stride` are per step: rows * 4 * hidden and rows * hidden to keep what
    /// the backward pass needs, 0 to reuse one step's room.
    void (*lstm_forward)(const lk_lstm_shape *shape, const float *x, const float *packed_ih, const float *packed_hh,
                         const float *bias, float *gates, size_t gate_stride, float *cells, size_t cell_stride,
                         float *output);
    /// Turns `gates` into the gradients before activation, in place. `packed_hh` is weight_hh itself,
    /// [4 * hidden][hidden]; `scratch` holds 2 * rows * hidden floats.
    void (*lstm_backward)(const lk_lstm_shape *shape, const float *packed_hh, const float *d_output, float *gates,
                          const float *cells, float *scratch);

    void (*exp)(size_t n, const float *x, float *y);
    void (*tanh)(size_t n, const float *x, float *y);
    void (*sigmoid)(size_t n, const float *x, float *y);
    void (*relu)(size_t n, const float *x, float *y);
    void (*silu)(size_t n, const float *x, float *y);
    /// From the output y (tanh, sigmoid, relu) or the input x (silu).
    void (*tanh_backward)(size_t n, const float *y, const float *dy, float *dx);
    void (*sigmoid_backward)(size_t n, const float *y, const float *dy, float *dx);
    void (*relu_backward)(size_t n, const float *y, const float *dy, float *dx);
    void (*silu_backward)(size_t n, const float *x, const float *dy, float *dx);

    void (*add)(size_t n, const float *a, const float *b, float *y);
    void (*subtract)(size_t n, const float *a, const float *b, float *y);
    void (*multiply)(size_t n, const float *a, const float *b, float *y);
    /// y += a * b
    void (*multiply_add)(size_t n, const float *a, const float *b, float *y);
    /// y += alpha * x
    void (*axpy)(size_t n, float alpha, const float *x, float *y);
    /// y = alpha * x
    void (*scale)(size_t n, float alpha, const float *x, float *y);
    /// y[rows][n] = a[rows][n] + b[n]; `a` may be `y`, or null for zero.
    void (*add_row)(size_t rows, size_t n, const float *_Nullable a, const float *b, float *y);
    /// y[n] += the sum of x[rows][n] over rows
    void (*column_sums)(size_t rows, size_t n, const float *x, float *y);
    double (*sum)(size_t n, const float *x);
    double (*sum_of_squares)(size_t n, const float *x);

    /// Normalises each row of n and keeps 1 / sqrt(variance + epsilon) and the normalised rows.
    void (*layer_norm)(size_t rows, size_t n, float epsilon, const float *x, const float *gain, const float *bias,
                       float *normalized, float *inverse_deviation, float *y);
    void (*layer_norm_backward)(size_t rows, size_t n, const float *normalized, const float *inverse_deviation,
                                const float *gain, const float *dy, float *dx, float *d_gain, float *d_bias);

    /// Inverted dropout: y += x / (1 - p) where element i of the SplitMix64 stream of `seed` is kept.
    /// Forward and backward are the same call.
    void (*dropout)(size_t n, uint64_t seed, float p, const float *x, float *y);

    /// Losses return the weighted sum and write its gradient; `weights` may be null for ones.
    double (*squared_error)(size_t n, const float *prediction, const float *target, const float *_Nullable weights, float *d);
    double (*huber)(size_t n, float delta, const float *prediction, const float *target, const float *_Nullable weights,
                    float *d);
    /// prediction[n][quantiles], target[n]: the mean over quantiles of the pinball loss, summed over n.
    double (*pinball)(size_t n, size_t quantiles, const float *levels, const float *prediction, const float *target,
                      const float *_Nullable weights, float *d);

    /// Decoupled weight decay (AdamW), bias-corrected, in place.
    void (*adam)(size_t n, const lk_adam_step *step, const float *gradient, float *parameter, float *moment_1,
                 float *moment_2);
} lk_kernels;

/// The fastest variant that this processor runs; the same on every call.
const lk_kernels *lk_best(void);
/// Every variant this processor runs, fastest last; for tests. Null past the end.
const lk_kernels *_Nullable lk_variant(size_t index);

/// Floats of scratch for sgemm, whatever the variant.
size_t lk_sgemm_scratch(size_t n, size_t k);
/// Floats of a packed k × n matrix, whatever the variant.
size_t lk_packed_count(size_t k, size_t n);

// MARK: Threads

/// A fixed set of threads that share out numbered tasks; made once per training.
typedef struct lk_thread_group lk_thread_group;

/// A group of `threads` in all, the caller's own among them; null when threads cannot be made.
lk_thread_group *_Nullable lk_thread_group_create(size_t threads);
/// Runs body(context, 0 ..< tasks), each once, in any order, and returns when all are done.
void lk_thread_group_run(lk_thread_group *group, size_t tasks,
                         void (*body)(void *context, size_t task), void *context);
void lk_thread_group_destroy(lk_thread_group *group);

/// Runs body(context) on a new thread of its own. False when no thread can be made: body is not called then.
bool lk_thread_start(void (*body)(void *context), void *context);

#pragma clang assume_nonnull end

#endif
