#include "CTelemetryKernels.h"
#include "internal.h"

#include <math.h>

#pragma STDC FP_CONTRACT OFF

#define LANES 8

// Eight running sums, folded in a fixed order: the same result on every processor.
CTK_CLONES
size_t ctk_statistics(const double *values, size_t count, double *sum, double *minimum, double *maximum) {
    double sums[LANES] = {0}, least[LANES], greatest[LANES];
    uint64_t finite[LANES] = {0};
    for (int lane = 0; lane < LANES; lane++) {
        least[lane] = INFINITY;
        greatest[lane] = -INFINITY;
    }
    size_t i = 0;
    for (; i + LANES <= count; i += LANES) {
        for (int lane = 0; lane < LANES; lane++) {
            double value = values[i + (size_t)lane];
            int isFinite = fabs(value) < INFINITY;
            sums[lane] += isFinite ? value : 0;
            least[lane] = (isFinite & (value < least[lane])) ? value : least[lane];
            greatest[lane] = (isFinite & (value > greatest[lane])) ? value : greatest[lane];
            finite[lane] += (uint64_t)isFinite;
        }
    }
    for (int lane = 0; i < count; i++, lane++) {
        if (!(fabs(values[i]) < INFINITY)) continue;
        sums[lane] += values[i];
        if (values[i] < least[lane]) least[lane] = values[i];
        if (values[i] > greatest[lane]) greatest[lane] = values[i];
        finite[lane]++;
    }
    double total = 0;
    uint64_t found = 0;
    *minimum = INFINITY;
    *maximum = -INFINITY;
    for (int lane = 0; lane < LANES; lane++) {
        total += sums[lane];
        found += finite[lane];
        if (least[lane] < *minimum) *minimum = least[lane];
        if (greatest[lane] > *maximum) *maximum = greatest[lane];
    }
    *sum = total;
    return found;
}

CTK_INLINE void add_bucket(const double *values, size_t count, double *sum, double *minimum, double *maximum,
                           int32_t *seen) {
    double total = values[0], least = values[0], greatest = values[0];
    for (size_t i = 1; i < count; i++) {
        total += values[i];
        least = values[i] < least ? values[i] : least;
        greatest = values[i] > greatest ? values[i] : greatest;
    }
    int isFirst = *seen == 0;
    *sum = (isFirst ? 0 : *sum) + total;
    *minimum = (isFirst | (least < *minimum)) ? least : *minimum;
    *maximum = (isFirst | (greatest > *maximum)) ? greatest : *maximum;
    *seen += (int32_t)count;
}

CTK_INLINE void add_whole(const double *values, size_t buckets, size_t group, double *sums, double *minima,
                          double *maxima, int32_t *counts) {
    for (size_t b = 0; b < buckets; b++)
        add_bucket(values + b * group, group, sums + b, minima + b, maxima + b, counts + b);
}

CTK_CLONES
void ctk_add_groups(const double *values, size_t count, size_t group, size_t phase, double *sums, double *minima,
                    double *maxima, int32_t *counts) {
    if (group == 0 || count == 0) return;
    if (phase > 0) {
        size_t head = group - phase < count ? group - phase : count;
        add_bucket(values, head, sums++, minima++, maxima++, counts++);
        values += head;
        count -= head;
    }
    size_t buckets = count / group;
    // The usual interval lengths get a loop of their own that the compiler can unroll.
    switch (group) {
    case 1: add_whole(values, buckets, 1, sums, minima, maxima, counts); break;
    case 2: add_whole(values, buckets, 2, sums, minima, maxima, counts); break;
    case 4: add_whole(values, buckets, 4, sums, minima, maxima, counts); break;
    case 12: add_whole(values, buckets, 12, sums, minima, maxima, counts); break;
    default: add_whole(values, buckets, group, sums, minima, maxima, counts); break;
    }
    size_t rest = count - buckets * group;
    if (rest > 0)
        add_bucket(values + buckets * group, rest, sums + buckets, minima + buckets, maxima + buckets,
                   counts + buckets);
}
