// Numeric kernels of the telemetry block format. Pure functions: no allocation, no state, no
// traps on any input bytes. docs/decisions and Sources/Telemetry/Codec describe the format.
#ifndef CTELEMETRYKERNELS_H
#define CTELEMETRYKERNELS_H

#include <stddef.h>
#include <stdint.h>

// How a column of values is stored. The numbers are part of the format: never renumber.
enum {
    CTK_VALUES_CONSTANT = 0,       // 8 bytes: every value has these bits
    CTK_VALUES_DECIMAL = 1,        // integers / 10^e, each less a base, bit-packed; exceptions raw
    CTK_VALUES_DECIMAL_DELTA = 2,  // the same, differences of neighbours bit-packed
    CTK_VALUES_XOR = 3,            // bits XOR the bits before, common zero bits dropped
    CTK_VALUES_RAW = 4,            // 8 bytes each
};

// The most readings in one column; decode refuses more.
#define CTK_MAXIMUM_COUNT 4096

// Bytes that `ctk_encode_values` may write for `count` values.
size_t ctk_encoded_bound(size_t count);

// Encodes 1...CTK_MAXIMUM_COUNT values in the smallest of the forms above.
// `out` holds ctk_encoded_bound(count) bytes, `scratch` `count` integers. Returns the bytes written.
size_t ctk_encode_values(const double *values, size_t count, uint8_t *out, int64_t *scratch, uint8_t *mode);

// Decodes exactly `length` bytes to `count` values. 0, or -1 when the bytes are not such a column.
int ctk_decode_values(uint8_t mode, const uint8_t *bytes, size_t length, double *values, size_t count);

// CRC-32C (Castagnoli, RFC 3720 appendix B.4), with the processor's instruction where it has one.
uint32_t ctk_crc32c(const uint8_t *bytes, size_t length);
uint32_t ctk_crc32c_portable(const uint8_t *bytes, size_t length);

// Sum, least and greatest of the finite values; returns how many are finite.
size_t ctk_statistics(const double *values, size_t count, double *sum, double *minimum, double *maximum);

// Adds a gapless run to buckets of `group` values each; the first value is number `phase` of
// bucket 0. Buckets with no value yet hold count 0 and any minimum and maximum.
void ctk_add_groups(const double *values, size_t count, size_t group, size_t phase, double *sums, double *minima,
                    double *maxima, int32_t *counts);

#endif
