#ifndef CTK_INTERNAL_H
#define CTK_INTERNAL_H

#include <stdint.h>
#include <string.h>

// One clone per instruction set, chosen when the program starts; only where the loader can.
#if defined(__x86_64__) && defined(__gnu_linux__)
#define CTK_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CTK_CLONES
#endif
#define CTK_INLINE static inline __attribute__((always_inline))

// The decimal integers stay below this, so that one double holds them exactly and the shift
// trick below converts them without a branch.
#define CTK_LIMIT 0x1p51
// Adding it moves an integer of less than 2^51 into the low bits of a double's mantissa.
#define CTK_SHIFT 0x1.8p52
#define CTK_SHIFT_BITS 0x4338000000000000ull
#define CTK_MAXIMUM_EXPONENT 15

// Powers of ten that a double holds exactly.
static const double ctk_power_of_ten[CTK_MAXIMUM_EXPONENT + 1] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                                 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

// Little-endian loads and stores; memcpy keeps them free of alignment and aliasing traps.
CTK_INLINE uint64_t ctk_load64(const uint8_t *bytes) {
    uint64_t word;
    memcpy(&word, bytes, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

CTK_INLINE void ctk_store64(uint8_t *bytes, uint64_t word) {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    memcpy(bytes, &word, 8);
}

CTK_INLINE uint64_t ctk_bits(double value) {
    uint64_t bits;
    memcpy(&bits, &value, 8);
    return bits;
}

CTK_INLINE double ctk_double(uint64_t bits) {
    double value;
    memcpy(&value, &bits, 8);
    return value;
}

CTK_INLINE unsigned ctk_width(uint64_t number) { return number == 0 ? 0 : 64 - (unsigned)__builtin_clzll(number); }

#endif
