// Layer normalisation (Ba, Kiros & Hinton 2016) over the last axis.

static void layer_norm(size_t rows, size_t n, float epsilon, const float *x, const float *gain, const float *bias,
                       float *normalized, float *inverse_deviation, float *y) {
    for (size_t row = 0; row < rows; row++) {
        const float *from = x + row * n;
        float *unit = normalized + row * n, *to = y + row * n;
        const vector mean = (float)(sum(n, from) / (double)n);
        FOR_EACH_VECTOR(n) { OUT(unit, AT(from) - mean); }
        const float variance = (float)(sum_of_squares(n, unit) / (double)n);
        const float inverse = 1.0f / __builtin_sqrtf(variance + epsilon);
        inverse_deviation[row] = inverse;
        FOR_EACH_VECTOR(n) {
            const vector value = AT(unit) * inverse;
            OUT(unit, value);
            OUT(to, fma(value, AT(gain), AT(bias)));
        }
    }
}

static void layer_norm_backward(size_t rows, size_t n, const float *normalized, const float *inverse_deviation,
                                const float *gain, const float *dy, float *dx, float *d_gain, float *d_bias) {
    for (size_t row = 0; row < rows; row++) {
        const float *unit = normalized + row * n, *from = dy + row * n;
        float *to = dx + row * n;
        vector sums = 0.0f, products = 0.0f;
        FOR_EACH_VECTOR(n) {
            const vector d = AT(from) * AT(gain);
            sums += d;
            products = fma(d, AT(unit), products);
            OUT(d_gain, fma(AT(from), AT(unit), AT(d_gain)));
            OUT(d_bias, AT(d_bias) + AT(from));
        }
        const vector mean = (float)(lane_sum(sums) / (double)n);
        const vector correlation = (float)(lane_sum(products) / (double)n);
        FOR_EACH_VECTOR(n) {
            const vector centred = fma(-AT(unit), correlation, AT(from) * AT(gain) - mean);
            OUT(to, fma(centred, (vector)inverse_deviation[row], AT(to)));
        }
    }
}
