#include "CTelemetryKernels.h"
#include "internal.h"

#include <math.h>

#pragma STDC FP_CONTRACT OFF

// Decimal scaling after ALP (Afroozeh, Kuffo, Boncz: "ALP: Adaptive Lossless floating-Point
// Compression", SIGMOD 2023), with one difference: integers are divided by the power of ten, not
// multiplied by its inverse. The quotient of two exact doubles is correctly rounded, so every
// decimal that was read by a correct parser comes back bit for bit with the least exponent.

#define NONE (CTK_MAXIMUM_EXPONENT + 1)
// What an exception costs: its position and its raw bits.
#define EXCEPTION_BITS 80

size_t ctk_encoded_bound(size_t count) { return 64 + 8 * count; }

static size_t put_varint(uint8_t *out, uint64_t number) {
    size_t n = 0;
    while (number >= 0x80) {
        out[n++] = (uint8_t)number | 0x80;
        number >>= 7;
    }
    out[n++] = (uint8_t)number;
    return n;
}

static uint64_t zigzag(int64_t number) { return ((uint64_t)number << 1) ^ (uint64_t)(number >> 63); }

static size_t varint_length(uint64_t number) {
    unsigned width = ctk_width(number);
    return width == 0 ? 1 : (width + 6) / 7;
}

// Packs the low `width` (≤ 57) bits of each number, least significant first.
static size_t pack(const int64_t *numbers, size_t count, int64_t base, unsigned width, uint8_t *out) {
    if (width == 0) return 0;
    uint8_t *start = out;
    uint64_t word = 0;
    unsigned used = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t number = (uint64_t)numbers[i] - (uint64_t)base;
        word |= number << used;
        used += width;
        if (used >= 64) {
            ctk_store64(out, word);
            out += 8;
            used -= 64;
            word = used == 0 ? 0 : number >> (width - used);
        }
    }
    for (; used > 0; used = used > 8 ? used - 8 : 0) {
        *out++ = (uint8_t)word;
        word >>= 8;
    }
    return (size_t)(out - start);
}

static unsigned least_exponent(double value) {
    uint64_t bits = ctk_bits(value);
    for (unsigned e = 0; e <= CTK_MAXIMUM_EXPONENT; e++) {
        double power = ctk_power_of_ten[e];
        double scaled = value * power;
        if (!(fabs(scaled) < CTK_LIMIT)) return NONE;
        double rounded = (scaled + CTK_SHIFT) - CTK_SHIFT;
        if (ctk_bits(rounded / power) == bits) return e;
    }
    return NONE;
}

// The exponent that makes a sample of the values smallest; NONE when decimals do not pay.
static unsigned choose_exponent(const double *values, size_t count) {
    unsigned needing[NONE + 1] = {0};
    double low = INFINITY, high = -INFINITY;
    size_t stride = count > 32 ? count / 32 : 1, sampled = 0;
    for (size_t i = 0; i < count; i += stride) {
        unsigned e = least_exponent(values[i]);
        needing[e]++;
        sampled++;
        if (e == NONE) continue;
        if (values[i] < low) low = values[i];
        if (values[i] > high) high = values[i];
    }
    unsigned best = NONE;
    double bestCost = 64.0 * (double)sampled;
    size_t exceptions = sampled;
    for (unsigned e = 0; e <= CTK_MAXIMUM_EXPONENT; e++) {
        exceptions -= needing[e];
        if (needing[e] == 0) continue;
        double range = (high - low) * ctk_power_of_ten[e];
        double width = range < CTK_LIMIT ? (double)ctk_width((uint64_t)range) : 52;
        double cost = width * (double)sampled + EXCEPTION_BITS * (double)exceptions;
        if (cost < bestCost) {
            bestCost = cost;
            best = e;
        }
    }
    return best;
}

// integers[i] = values[i] × 10^e where that is exact. Returns how many are not; those get the
// mark INT64_MIN.
CTK_CLONES
static size_t scale(const double *values, size_t count, double power, int64_t *integers) {
    size_t exceptions = 0;
    for (size_t i = 0; i < count; i++) {
        double scaled = values[i] * power;
        double shifted = scaled + CTK_SHIFT;
        double back = (shifted - CTK_SHIFT) / power;
        int exact = (fabs(scaled) < CTK_LIMIT) & (ctk_bits(back) == ctk_bits(values[i]));
        integers[i] = exact ? (int64_t)(ctk_bits(shifted) - CTK_SHIFT_BITS) : INT64_MIN;
        exceptions += !exact;
    }
    return exceptions;
}

// Gives every exception its neighbour's integer, so that it widens nothing.
static void fill_exceptions(int64_t *integers, size_t count) {
    int64_t last = 0;
    for (size_t i = 0; i < count; i++) {
        if (integers[i] != INT64_MIN) {
            last = integers[i];
            break;
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (integers[i] == INT64_MIN) integers[i] = last; else last = integers[i];
    }
}

CTK_CLONES
static void ranges(const int64_t *integers, size_t count, int64_t *low, int64_t *high, int64_t *lowStep,
                   int64_t *highStep) {
    int64_t least = integers[0], greatest = integers[0];
    for (size_t i = 0; i < count; i++) {
        least = integers[i] < least ? integers[i] : least;
        greatest = integers[i] > greatest ? integers[i] : greatest;
    }
    int64_t leastStep = INT64_MAX, greatestStep = INT64_MIN;
    for (size_t i = 1; i < count; i++) {
        int64_t step = integers[i] - integers[i - 1];
        leastStep = step < leastStep ? step : leastStep;
        greatestStep = step > greatestStep ? step : greatestStep;
    }
    *low = least;
    *high = greatest;
    *lowStep = leastStep;
    *highStep = greatestStep;
}

// The width below which a few high outliers are cheaper as exceptions.
static unsigned choose_width(const int64_t *integers, size_t count, int64_t base, unsigned full) {
    unsigned needing[65] = {0};
    for (size_t i = 0; i < count; i++) needing[ctk_width((uint64_t)integers[i] - (uint64_t)base)]++;
    unsigned best = full;
    size_t bestCost = full * count, over = 0;
    for (unsigned width = full; width > 0;) {
        over += needing[width];
        width--;
        size_t cost = width * count + EXCEPTION_BITS * over;
        if (cost < bestCost) {
            bestCost = cost;
            best = width;
        }
    }
    return best;
}

static size_t encode_decimal(const double *values, size_t count, unsigned exponent, uint8_t *out, int64_t *integers,
                             uint8_t *mode, size_t limit) {
    double power = ctk_power_of_ten[exponent];
    size_t exceptions = scale(values, count, power, integers);
    if (exceptions * EXCEPTION_BITS >= 64 * count) return 0;
    if (exceptions > 0) fill_exceptions(integers, count);

    int64_t low, high, lowStep, highStep;
    ranges(integers, count, &low, &high, &lowStep, &highStep);
    unsigned width = choose_width(integers, count, low, ctk_width((uint64_t)high - (uint64_t)low));
    uint64_t cut = width >= 64 ? ~0ull : (1ull << width) - 1;
    size_t outliers = 0;
    for (size_t i = 0; i < count; i++) outliers += ((uint64_t)integers[i] - (uint64_t)low) > cut;

    size_t plain = 2 + varint_length(zigzag(low)) + (width * count + 7) / 8 + 10 * outliers;
    size_t delta = SIZE_MAX;
    unsigned stepWidth = 0;
    if (count > 1) {
        stepWidth = ctk_width((uint64_t)highStep - (uint64_t)lowStep);
        delta = 2 + varint_length(zigzag(integers[0])) + varint_length(zigzag(lowStep)) +
                (stepWidth * (count - 1) + 7) / 8;
    }
    if ((delta < plain ? delta : plain) + 10 * exceptions >= limit) return 0;

    uint8_t *start = out;
    int isDelta = delta < plain;
    *mode = isDelta ? CTK_VALUES_DECIMAL_DELTA : CTK_VALUES_DECIMAL;
    *out++ = (uint8_t)exponent;
    if (isDelta) {
        *out++ = (uint8_t)stepWidth;
        out += put_varint(out, zigzag(integers[0]));
        out += put_varint(out, zigzag(lowStep));
        for (size_t i = count - 1; i > 0; i--) integers[i] -= integers[i - 1];
        out += put_varint(out, exceptions);
        out += pack(integers + 1, count - 1, lowStep, stepWidth, out);
        for (size_t i = 1; i < count; i++) integers[i] += integers[i - 1];
    } else {
        *out++ = (uint8_t)width;
        out += put_varint(out, zigzag(low));
        size_t listed = 0;
        // An outlier packs as the base; its value follows with the exceptions.
        for (size_t i = 0; i < count; i++) {
            uint64_t over = ((uint64_t)integers[i] - (uint64_t)low) > cut;
            if (over) integers[i] = low;
            double back = (double)integers[i] / power;
            listed += ctk_bits(back) != ctk_bits(values[i]);
        }
        out += put_varint(out, listed);
        out += pack(integers, count, low, width, out);
    }
    for (size_t i = 0; i < count; i++) {
        double back = (double)integers[i] / power;
        if (ctk_bits(back) == ctk_bits(values[i])) continue;
        *out++ = (uint8_t)i;
        *out++ = (uint8_t)(i >> 8);
        ctk_store64(out, ctk_bits(values[i]));
        out += 8;
    }
    return (size_t)(out - start);
}

static size_t encode_xor(const double *values, size_t count, uint8_t *out, int64_t *scratch) {
    uint64_t any = 0, before = ctk_bits(values[0]);
    for (size_t i = 1; i < count; i++) {
        uint64_t bits = ctk_bits(values[i]);
        scratch[i] = (int64_t)(bits ^ before);
        any |= bits ^ before;
        before = bits;
    }
    unsigned trailing = any == 0 ? 0 : (unsigned)__builtin_ctzll(any);
    unsigned width = ctk_width(any) - trailing;
    if (width > 56) return 0;
    for (size_t i = 1; i < count; i++) scratch[i] = (int64_t)((uint64_t)scratch[i] >> trailing);
    uint8_t *start = out;
    *out++ = (uint8_t)trailing;
    *out++ = (uint8_t)width;
    ctk_store64(out, ctk_bits(values[0]));
    out += 8;
    out += pack(scratch + 1, count - 1, 0, width, out);
    return (size_t)(out - start);
}

size_t ctk_encode_values(const double *values, size_t count, uint8_t *out, int64_t *scratch, uint8_t *mode) {
    uint64_t first = ctk_bits(values[0]), different = 0;
    for (size_t i = 1; i < count; i++) different |= ctk_bits(values[i]) ^ first;
    if (different == 0) {
        *mode = CTK_VALUES_CONSTANT;
        ctk_store64(out, first);
        return 8;
    }
    unsigned exponent = choose_exponent(values, count);
    if (exponent != NONE) {
        size_t length = encode_decimal(values, count, exponent, out, scratch, mode, 8 * count);
        if (length > 0) return length;
    }
    *mode = CTK_VALUES_XOR;
    size_t length = encode_xor(values, count, out, scratch);
    if (length > 0 && length < 8 * count) return length;
    *mode = CTK_VALUES_RAW;
    for (size_t i = 0; i < count; i++) ctk_store64(out + 8 * i, ctk_bits(values[i]));
    return 8 * count;
}
