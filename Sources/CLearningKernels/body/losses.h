// Losses and their gradients in one pass; small beside the layers, so plain and in double.

static double squared_error(size_t n, const float *prediction, const float *target, const float *weights, float *d) {
    double total = 0;
    for (size_t i = 0; i < n; i++) {
        const double weight = weights ? (double)weights[i] : 1.0;
        const double error = (double)prediction[i] - (double)target[i];
        // A masked-out element may hold anything, NaN too.
        total += weight > 0 ? weight * error * error : 0;
        d[i] = weight > 0 ? (float)(2 * weight * error) : 0;
    }
    return total;
}

/// Huber 1964: error² / 2 within ±delta, delta (|error| - delta / 2) beyond.
static double huber(size_t n, float delta, const float *prediction, const float *target, const float *weights,
                    float *d) {
    double total = 0;
    for (size_t i = 0; i < n; i++) {
        const double weight = weights ? (double)weights[i] : 1.0, limit = (double)delta;
        const double error = (double)prediction[i] - (double)target[i];
        const double size = error < 0 ? -error : error;
        const double loss = size <= limit ? error * error / 2 : limit * (size - limit / 2);
        const double slope = size <= limit ? error : error < 0 ? -limit : limit;
        total += weight > 0 ? weight * loss : 0;
        d[i] = weight > 0 ? (float)(weight * slope) : 0;
    }
    return total;
}

/// Koenker & Bassett 1978: max(q e, (q - 1) e) with e = target - prediction.
static double pinball(size_t n, size_t quantiles, const float *levels, const float *prediction, const float *target,
                      const float *weights, float *d) {
    double total = 0;
    const double share = 1.0 / (double)quantiles;
    for (size_t i = 0; i < n; i++) {
        const double weight = (weights ? (double)weights[i] : 1.0) * share;
        for (size_t q = 0; q < quantiles; q++) {
            const size_t at = i * quantiles + q;
            const double level = (double)levels[q];
            const double error = (double)target[i] - (double)prediction[at];
            const double slope = error >= 0 ? level : level - 1;
            total += weight > 0 ? weight * slope * error : 0;
            d[at] = weight > 0 ? (float)(-weight * slope) : 0;
        }
    }
    return total;
}
