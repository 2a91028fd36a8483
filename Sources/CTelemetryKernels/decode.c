#include "CTelemetryKernels.h"
#include "internal.h"

#pragma STDC FP_CONTRACT OFF

// A double's storage seen as its bits: the integers of a column are unpacked into the place
// where its values will be.
typedef uint64_t __attribute__((may_alias)) bits_t;

typedef struct {
    const uint8_t *bytes;
    size_t length;
} input;

static int take_varint(input *in, uint64_t *number) {
    uint64_t result = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        if (in->length == 0) return -1;
        uint8_t byte = *in->bytes++;
        in->length--;
        if (shift == 63 && byte > 1) return -1;
        result |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80) {
            *number = result;
            return 0;
        }
    }
    return -1;
}

static int take_byte(input *in, uint8_t *byte) {
    if (in->length == 0) return -1;
    *byte = *in->bytes++;
    in->length--;
    return 0;
}

static uint64_t unzigzag(uint64_t number) { return (number >> 1) ^ (0 - (number & 1)); }

// Every packed number with the 8 bytes around it inside the buffer.
CTK_INLINE void unpack_whole(const uint8_t *bytes, unsigned width, uint64_t mask, size_t count, bits_t *out) {
    for (size_t i = 0; i < count; i++) {
        size_t bit = i * width;
        out[i] = (ctk_load64(bytes + (bit >> 3)) >> (bit & 7)) & mask;
    }
}

// Takes `count` numbers of `width` (≤ 56) bits from exactly the bytes they need.
CTK_INLINE void unpack(const uint8_t *bytes, size_t length, unsigned width, size_t count, bits_t *out) {
    uint64_t mask = (1ull << width) - 1;
    if (width == 0) {
        for (size_t i = 0; i < count; i++) out[i] = 0;
        return;
    }
    size_t whole = 0;
    if (length >= 8) {
        // The last number whose byte offset leaves 8 bytes to load.
        whole = (8 * (length - 8) + 7) / width + 1;
        if (whole > count) whole = count;
    }
    unpack_whole(bytes, width, mask, whole, out);
    // The rest lies in the last eight bytes: load them from a copy with room behind.
    uint8_t tail[24] = {0};
    size_t from = length >= 8 ? length - 8 : 0;
    memcpy(tail, bytes + from, length - from);
    for (size_t i = whole; i < count; i++) {
        size_t bit = i * width - 8 * from;
        out[i] = (ctk_load64(tail + (bit >> 3)) >> (bit & 7)) & mask;
    }
}

CTK_CLONES
static void decode_plain(const uint8_t *bytes, size_t length, unsigned width, uint64_t base, double power,
                         double *values, size_t count) {
    bits_t *integers = (bits_t *)values;
    unpack(bytes, length, width, count, integers);
    uint64_t shift = base + CTK_SHIFT_BITS;
    for (size_t i = 0; i < count; i++) {
        uint64_t bits = integers[i] + shift;
        values[i] = (ctk_double(bits) - CTK_SHIFT) / power;
    }
}

CTK_CLONES
static void decode_delta(const uint8_t *bytes, size_t length, unsigned width, uint64_t first, uint64_t step,
                         double power, double *values, size_t count) {
    bits_t *integers = (bits_t *)values;
    unpack(bytes, length, width, count - 1, integers + 1);
    uint64_t sum = first + CTK_SHIFT_BITS;
    integers[0] = sum;
    for (size_t i = 1; i < count; i++) {
        sum += integers[i] + step;
        integers[i] = sum;
    }
    for (size_t i = 0; i < count; i++) values[i] = (ctk_double(integers[i]) - CTK_SHIFT) / power;
}

CTK_CLONES
static void decode_xor(const uint8_t *bytes, size_t length, unsigned width, unsigned trailing, uint64_t first,
                       double *values, size_t count) {
    bits_t *words = (bits_t *)values;
    unpack(bytes, length, width, count - 1, words + 1);
    words[0] = first;
    for (size_t i = 1; i < count; i++) words[i] = words[i - 1] ^ (words[i] << trailing);
}

static int decode_decimal(int isDelta, input in, double *values, size_t count) {
    uint8_t exponent, width;
    uint64_t first, step = 0, exceptions;
    if (take_byte(&in, &exponent) || exponent > CTK_MAXIMUM_EXPONENT) return -1;
    if (take_byte(&in, &width) || width > 56) return -1;
    if (take_varint(&in, &first)) return -1;
    if (isDelta && take_varint(&in, &step)) return -1;
    if (take_varint(&in, &exceptions) || exceptions > count) return -1;
    size_t packed = ((size_t)width * (isDelta ? count - 1 : count) + 7) / 8;
    if (in.length != packed + 10 * (size_t)exceptions) return -1;
    double power = ctk_power_of_ten[exponent];
    if (isDelta) {
        decode_delta(in.bytes, packed, width, unzigzag(first), unzigzag(step), power, values, count);
    } else {
        decode_plain(in.bytes, packed, width, unzigzag(first), power, values, count);
    }
    const uint8_t *exception = in.bytes + packed;
    for (uint64_t i = 0; i < exceptions; i++, exception += 10) {
        size_t position = (size_t)exception[0] | (size_t)exception[1] << 8;
        if (position >= count) return -1;
        values[position] = ctk_double(ctk_load64(exception + 2));
    }
    return 0;
}

int ctk_decode_values(uint8_t mode, const uint8_t *bytes, size_t length, double *values, size_t count) {
    if (count == 0 || count > CTK_MAXIMUM_COUNT) return -1;
    switch (mode) {
    case CTK_VALUES_CONSTANT: {
        if (length != 8) return -1;
        double value = ctk_double(ctk_load64(bytes));
        for (size_t i = 0; i < count; i++) values[i] = value;
        return 0;
    }
    case CTK_VALUES_DECIMAL:
    case CTK_VALUES_DECIMAL_DELTA:
        return decode_decimal(mode == CTK_VALUES_DECIMAL_DELTA, (input){bytes, length}, values, count);
    case CTK_VALUES_XOR: {
        if (length < 10) return -1;
        unsigned trailing = bytes[0], width = bytes[1];
        if (width > 56 || trailing + width > 64 || trailing > 63) return -1;
        size_t packed = ((size_t)width * (count - 1) + 7) / 8;
        if (length != 10 + packed) return -1;
        decode_xor(bytes + 10, packed, width, trailing, ctk_load64(bytes + 2), values, count);
        return 0;
    }
    case CTK_VALUES_RAW:
        if (length != 8 * count) return -1;
        for (size_t i = 0; i < count; i++) values[i] = ctk_double(ctk_load64(bytes + 8 * i));
        return 0;
    default:
        return -1;
    }
}
