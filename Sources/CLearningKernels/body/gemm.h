// Matrix product by register tiles of up to TILE_ROWS × TILE_VECTORS * 16, as in
// Goto & van de Geijn, "Anatomy of High-Performance Matrix Multiplication" (2008).
// Each output element is summed over p in order, in blocks of DEPTH, whatever the tile:
// results do not depend on how rows are divided among shards or threads.

#define DEPTH 256
#define BAND 256
#define TILE_COLUMNS (TILE_VECTORS * LANES)

static void pack(size_t k, size_t n, const float *b, size_t b_step, size_t b_column, float *packed) {
    for (size_t column = 0; column < n; column += TILE_COLUMNS) {
        const size_t left = n - column < TILE_COLUMNS ? n - column : TILE_COLUMNS;
        const size_t width = (left + LANES - 1) / LANES * LANES;
        const float *source = b + column * b_column;
        for (size_t p = 0; p < k; p++, packed += width) {
            if (b_column == 1) {
                __builtin_memcpy(packed, source + p * b_step, left * sizeof(float));
            } else {
                for (size_t j = 0; j < left; j++) packed[j] = source[p * b_step + j * b_column];
            }
            for (size_t j = left; j < width; j++) packed[j] = 0;
        }
    }
}

/// One tile; `rows` and `vectors` are constants where this is inlined, `columns` is how many are stored.
INLINE void tile(int rows, int vectors, size_t k, const float *a, size_t a_row, size_t a_step, const float *b, float *c,
                 size_t ldc, size_t columns, bool accumulate) {
    vector sums[TILE_ROWS][TILE_VECTORS];
    const size_t last = columns - (size_t)(vectors - 1) * LANES;
    UNROLL for (int i = 0; i < rows; i++) {
        UNROLL for (int v = 0; v < vectors; v++) {
            const float *from = c + (size_t)i * ldc + (size_t)v * LANES;
            sums[i][v] = !accumulate ? (vector)0.0f : v < vectors - 1 ? load(from) : load_up_to(from, last);
        }
    }
    for (size_t p = 0; p < k; p++) {
        vector line[TILE_VECTORS];
        UNROLL for (int v = 0; v < vectors; v++) line[v] = load(b + v * LANES);
        UNROLL for (int i = 0; i < rows; i++) {
            const vector element = a[(size_t)i * a_row];
            UNROLL for (int v = 0; v < vectors; v++) sums[i][v] = fma(element, line[v], sums[i][v]);
        }
        a += a_step;
        b += vectors * LANES;
    }
    UNROLL for (int i = 0; i < rows; i++) {
        UNROLL for (int v = 0; v < vectors; v++) {
            float *to = c + (size_t)i * ldc + (size_t)v * LANES;
            if (v < vectors - 1) {
                store(to, sums[i][v]);
            } else {
                store_up_to(to, sums[i][v], last);
            }
        }
    }
}

/// The tiles of all rows of a against one packed panel of b.
INLINE void panel_of(int vectors, size_t m, size_t k, const float *a, size_t a_row, size_t a_step,
                     const float *b, float *c, size_t ldc, size_t columns, bool accumulate) {
    size_t row = 0;
    for (; row + TILE_ROWS <= m; row += TILE_ROWS) {
        tile(TILE_ROWS, vectors, k, a + row * a_row, a_row, a_step, b, c + row * ldc, ldc, columns, accumulate);
    }
#define REST(count)                                                                                              \
    case count:                                                                                                  \
        tile(count, vectors, k, a + row * a_row, a_row, a_step, b, c + row * ldc, ldc, columns, accumulate);    \
        break;
    switch (m - row) {
        REST(1)
#if TILE_ROWS > 2
        REST(2)
        REST(3)
#endif
#if TILE_ROWS > 4
        REST(4)
        REST(5)
        REST(6)
        REST(7)
#endif
    default:
        break;
    }
#undef REST
}

static void multiply_panels(size_t m, size_t n, size_t k, const float *a, size_t a_row, size_t a_step,
                            const float *packed, float *c, size_t ldc, bool accumulate) {
    for (size_t column = 0; column < n; column += TILE_COLUMNS) {
        const size_t columns = n - column < TILE_COLUMNS ? n - column : TILE_COLUMNS;
        const float *b = packed + column * k;
        if (TILE_VECTORS == 2 && columns > LANES) {
            panel_of(TILE_VECTORS, m, k, a, a_row, a_step, b, c + column, ldc, columns, accumulate);
        } else {
            panel_of(1, m, k, a, a_row, a_step, b, c + column, ldc, columns, accumulate);
        }
    }
}

static void sgemm_packed(size_t m, size_t n, size_t k, const float *a, size_t lda, const float *packed, float *c,
                         size_t ldc, bool accumulate) {
    multiply_panels(m, n, k, a, lda, 1, packed, c, ldc, accumulate);
}

static void sgemm(size_t m, size_t n, size_t k, const float *a, size_t a_row, size_t a_step, const float *b,
                  size_t b_step, size_t b_column, float *c, size_t ldc, bool accumulate, float *scratch) {
    if (k == 0 && !accumulate) {
        for (size_t row = 0; row < m; row++) __builtin_memset(c + row * ldc, 0, n * sizeof(float));
    }
    for (size_t p = 0; p < k; p += DEPTH) {
        const size_t depth = k - p < DEPTH ? k - p : DEPTH;
        pack(depth, n, b + p * b_step, b_step, b_column, scratch);
        // Only b is packed: a tile reads its few rows of a element by element, whatever their stride, and packing
        // them cost as much as the products did. A band of them stays in the second-level cache for all panels.
        for (size_t row = 0; row < m; row += BAND) {
            const size_t rows = m - row < BAND ? m - row : BAND;
            multiply_panels(rows, n, depth, a + row * a_row + p * a_step, a_row, a_step, scratch, c + row * ldc, ldc,
                            accumulate || p > 0);
        }
    }
}
