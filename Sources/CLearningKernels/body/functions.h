// Elementary functions. Comparisons keep NaN: a NaN input stays NaN.

/// Relative error ≤ 2e-7 on [-87.3, 88], where the result is a normal number; saturates outside.
/// Range reduction and polynomial: S. Moshier, Cephes mathematical library, expf.
INLINE vector vector_exp(vector x) {
    const vector low = -87.3f, high = 88.0f, magic = 12582912.0f; // 1.5 * 2^23: adding it rounds to an integer
    x = x < low ? low : x;
    x = x > high ? high : x;
    const vector n = fma(x, (vector)1.44269504088896341f, magic) - magic;
    vector r = fma(n, (vector)-0.693359375f, x);
    r = fma(n, (vector)2.12194440e-4f, r);
    vector p = 1.9875691500e-4f;
    p = fma(p, r, (vector)1.3981999507e-3f);
    p = fma(p, r, (vector)8.3334519073e-3f);
    p = fma(p, r, (vector)4.1665795894e-2f);
    p = fma(p, r, (vector)1.6666665459e-1f);
    p = fma(p, r, (vector)5.0000001201e-1f);
    p = fma(p * r, r, r + 1.0f);
    // A NaN has no integer: its power of two is never looked at, as p is NaN already.
    const vector finite = n == n ? n : (vector)0.0f;
    const vector_int exponent = (__builtin_convertvector(finite, vector_int) + 127) << 23;
    return p * (union { vector_int bits; vector value; }){exponent}.value;
}

/// Relative error ≤ 4e-7.
INLINE vector vector_sigmoid(vector x) { return 1.0f / (1.0f + vector_exp(-x)); }

/// Relative error ≤ 6e-7. Rational minimax approximation on [-7.905, 7.905], beyond which
/// tanh rounds to ±1; coefficients as in Eigen's generic_fast_tanh_float (MPL2 library).
INLINE vector vector_tanh(vector x) {
    const vector bound = 7.90531110763549805f;
    x = x < -bound ? -bound : x;
    x = x > bound ? bound : x;
    const vector s = x * x;
    vector p = -2.76076847742355e-16f;
    p = fma(p, s, (vector)2.00018790482477e-13f);
    p = fma(p, s, (vector)-8.60467152213735e-11f);
    p = fma(p, s, (vector)5.12229709037114e-08f);
    p = fma(p, s, (vector)1.48572235717979e-05f);
    p = fma(p, s, (vector)6.37261928875436e-04f);
    p = fma(p, s, (vector)4.89352455891786e-03f);
    vector q = 1.19825839466702e-06f;
    q = fma(q, s, (vector)1.18534705686654e-04f);
    q = fma(q, s, (vector)2.26843463243900e-03f);
    q = fma(q, s, (vector)4.89352518554385e-03f);
    return x * p / q;
}
