#include "CTelemetryKernels.h"
#include "internal.h"

// A table by nibbles is small, and serves only where the processor has no instruction.
static const uint32_t nibble[16] = {0x00000000, 0x105ec76f, 0x20bd8ede, 0x30e349b1, 0x417b1dbc, 0x5125dad3,
                                    0x61c69362, 0x7198540d, 0x82f63b78, 0x92a8fc17, 0xa24bb5a6, 0xb21572c9,
                                    0xc38d26c4, 0xd3d3e1ab, 0xe330a81a, 0xf36e6f75};

uint32_t ctk_crc32c_portable(const uint8_t *bytes, size_t length) {
    uint32_t crc = ~0u;
    for (size_t i = 0; i < length; i++) {
        crc ^= bytes[i];
        crc = (crc >> 4) ^ nibble[crc & 15];
        crc = (crc >> 4) ^ nibble[crc & 15];
    }
    return ~crc;
}

#if defined(__x86_64__)

__attribute__((target("sse4.2"))) static uint32_t crc32c_sse42(const uint8_t *bytes, size_t length) {
    uint64_t crc = 0xffffffffu;
    for (; length >= 8; length -= 8, bytes += 8) crc = __builtin_ia32_crc32di(crc, ctk_load64(bytes));
    for (; length > 0; length--, bytes++) crc = __builtin_ia32_crc32qi((uint32_t)crc, *bytes);
    return ~(uint32_t)crc;
}

uint32_t ctk_crc32c(const uint8_t *bytes, size_t length) {
    if (__builtin_cpu_supports("sse4.2")) return crc32c_sse42(bytes, length);
    return ctk_crc32c_portable(bytes, length);
}

#elif defined(__ARM_FEATURE_CRC32)

uint32_t ctk_crc32c(const uint8_t *bytes, size_t length) {
    uint32_t crc = ~0u;
    for (; length >= 8; length -= 8, bytes += 8) crc = __builtin_arm_crc32cd(crc, ctk_load64(bytes));
    for (; length > 0; length--, bytes++) crc = __builtin_arm_crc32cb(crc, *bytes);
    return ~crc;
}

#else

uint32_t ctk_crc32c(const uint8_t *bytes, size_t length) { return ctk_crc32c_portable(bytes, length); }

#endif
