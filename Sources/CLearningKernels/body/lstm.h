// One LSTM layer over a whole sequence (Hochreiter & Schmidhuber 1997, with forget gates;
// equations and gate order as in PyTorch's torch.nn.LSTM).

/// Activates one step's gates in place: c = f * c_previous + i * g, h = o * tanh(c).
static void lstm_cell(size_t rows, size_t hidden, float *gates, const float *c_previous, float *c, float *h) {
    for (size_t row = 0; row < rows; row++) {
        float *gate = gates + row * 4 * hidden;
        const size_t base = row * hidden;
        FOR_EACH_VECTOR(hidden) {
            const vector i = vector_sigmoid(AT(gate));
            const vector f = vector_sigmoid(AT(gate + hidden));
            const vector g = vector_tanh(AT(gate + 2 * hidden));
            const vector o = vector_sigmoid(AT(gate + 3 * hidden));
            const vector before = c_previous ? AT(c_previous + base) : (vector)0.0f;
            const vector cell = fma(f, before, i * g);
            OUT(gate, i);
            OUT(gate + hidden, f);
            OUT(gate + 2 * hidden, g);
            OUT(gate + 3 * hidden, o);
            OUT(c + base, cell);
            OUT(h + base, o * vector_tanh(cell));
        }
    }
}

static void lstm_forward(const lk_lstm_shape *shape, const float *x, const float *packed_ih, const float *packed_hh,
                         const float *bias, float *gates, size_t gate_stride, float *cells, size_t cell_stride,
                         float *output) {
    const size_t rows = shape->rows, hidden = shape->hidden, width = 4 * hidden;
    for (size_t step = 0; step < shape->steps; step++) {
        float *gate = gates + step * gate_stride;
        float *h = output + step * rows * hidden;
        for (size_t row = 0; row < rows; row++) __builtin_memcpy(gate + row * width, bias, width * sizeof(float));
        sgemm_packed(rows, width, shape->inputs, x + step * rows * shape->inputs, shape->inputs, packed_ih, gate, width,
                     true);
        if (step > 0) sgemm_packed(rows, width, hidden, h - rows * hidden, hidden, packed_hh, gate, width, true);
        float *c = cells + step * cell_stride;
        lstm_cell(rows, hidden, gate, step > 0 ? c - cell_stride : 0, c, h);
    }
}

/// Gradients of one step: from dh and dc to those before the gates' activations (over the gates) and to dc one
/// step earlier.
static void lstm_cell_backward(size_t rows, size_t hidden, float *gates, const float *c_previous, const float *c,
                               const float *d_output, const float *dh, float *dc) {
    for (size_t row = 0; row < rows; row++) {
        float *gate = gates + row * 4 * hidden;
        const size_t base = row * hidden;
        FOR_EACH_VECTOR(hidden) {
            const vector i = AT(gate), f = AT(gate + hidden), g = AT(gate + 2 * hidden), o = AT(gate + 3 * hidden);
            const vector before = c_previous ? AT(c_previous + base) : (vector)0.0f;
            const vector squashed = vector_tanh(AT(c + base));
            const vector d_h = AT(d_output + base) + AT(dh + base);
            const vector d_c = fma(d_h * o, fma(-squashed, squashed, (vector)1.0f), AT(dc + base));
            OUT(gate, d_c * g * i * (1.0f - i));
            OUT(gate + hidden, d_c * before * f * (1.0f - f));
            OUT(gate + 2 * hidden, d_c * i * fma(-g, g, (vector)1.0f));
            OUT(gate + 3 * hidden, d_h * squashed * o * (1.0f - o));
            OUT(dc + base, d_c * f);
        }
    }
}

static void lstm_backward(const lk_lstm_shape *shape, const float *packed_hh, const float *d_output, float *gates,
                          const float *cells, float *scratch) {
    const size_t rows = shape->rows, hidden = shape->hidden, width = 4 * hidden, size = rows * hidden;
    float *dh = scratch, *dc = scratch + size;
    __builtin_memset(scratch, 0, 2 * size * sizeof(float));
    for (size_t step = shape->steps; step-- > 0;) {
        float *gate = gates + step * rows * width;
        const float *c = cells + step * size;
        lstm_cell_backward(rows, hidden, gate, step > 0 ? c - size : 0, c, d_output + step * size, dh, dc);
        if (step > 0) sgemm_packed(rows, hidden, width, gate, width, packed_hh, dh, hidden, false);
    }
}
