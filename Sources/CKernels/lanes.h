#ifndef MAGNUS_LANES_H
#define MAGNUS_LANES_H

#include <stdint.h>

// Elementary functions on eight doubles at once. Every helper is branch-free and inlined, so that each clone of a
// kernel gets its own version for its instructions.
#define LANES_INLINE static inline __attribute__((always_inline))
#pragma clang fp contract(fast)
// The helpers below are always inlined: no vector crosses a call.
#pragma clang diagnostic ignored "-Wpsabi"

typedef double lanes __attribute__((ext_vector_type(8)));
typedef int64_t lanes_mask __attribute__((ext_vector_type(8)));

LANES_INLINE lanes lanes_load(const double *p) {
    lanes x;
    __builtin_memcpy(&x, p, sizeof x);
    return x;
}

LANES_INLINE void lanes_store(double *p, lanes x) { __builtin_memcpy(p, &x, sizeof x); }

// Bit i is set where lane i of a comparison holds.
LANES_INLINE uint8_t lanes_bits(lanes_mask x) {
    typedef _Bool bits __attribute__((ext_vector_type(8)));
    bits each = __builtin_convertvector(x, bits);
    uint8_t byte;
    __builtin_memcpy(&byte, &each, sizeof byte);
    return byte;
}

LANES_INLINE double lanes_sum(lanes x) {
    return ((x[0] + x[4]) + (x[1] + x[5])) + ((x[2] + x[6]) + (x[3] + x[7]));
}

LANES_INLINE double lanes_maximum(lanes x) {
    double largest = 0;
    for (int i = 0; i < 8; i++) largest = x[i] > largest ? x[i] : largest;
    return largest;
}

// Sine and cosine on [-pi / 4, pi / 4] to 1e-16: the polynomials of Cephes (sine) and fdlibm (cosine).
LANES_INLINE void lanes_sine_cosine(lanes x, lanes *sine, lanes *cosine) {
    lanes z = x * x;
    lanes s = z * 1.5896230157221845e-10 - 2.5050760253406863e-8;
    s = s * z + 2.7557313707070068e-6;
    s = s * z - 1.9841269829857949e-4;
    s = s * z + 8.333333333322118e-3;
    s = s * z - 0.16666666666666630;
    *sine = x + x * z * s;
    lanes c = z * -1.1359647557788195e-11 + 2.087572321298175e-9;
    c = c * z - 2.755731435139066e-7;
    c = c * z + 2.480158728947673e-5;
    c = c * z - 1.388888888887411e-3;
    c = c * z + 4.166666666666666e-2;
    *cosine = 1 - z * 0.5 + z * z * c;
}

// e^x for |x| <= 700, about one unit in the last place: x = n ln 2 + r, minimax of degree 11 in r (4e-18).
LANES_INLINE lanes lanes_exponential(lanes x) {
    const double magic = 0x1.8p52;
    lanes shifted = x * 1.4426950408889634 + magic;
    lanes n = shifted - magic;
    lanes r = x - n * 0x1.62e42fee00000p-1;
    r = r - n * 0x1.a39ef35793c76p-33;
    lanes r2 = r * r;
    lanes even = r2 * 2.7630308319093427e-07 + 2.4801492943445427e-05;
    even = even * r2 + 0.0013888888943766364;
    even = even * r2 + 0.041666666666529704;
    even = even * r2 + 0.5000000000000011;
    even = even * r2 + 1.0;
    lanes odd = r2 * 2.50000346794613e-08 + 2.7557586765220365e-06;
    odd = odd * r2 + 0.0001984126950579927;
    odd = odd * r2 + 0.008333333333494978;
    odd = odd * r2 + 0.1666666666666641;
    odd = odd * r2 + 1.0;
    lanes series = even + odd * r;
    lanes_mask bits = (lanes_mask)series + ((lanes_mask)shifted << 52);
    return (lanes)bits;
}

// The same clamped to [-350, 700]: products with the smallest stay normal numbers, which are ten times as quick.
LANES_INLINE lanes lanes_exp(lanes x) {
    return lanes_exponential(__builtin_elementwise_min(__builtin_elementwise_max(x, (lanes)-350.0), (lanes)700.0));
}

// ln x of positive normal numbers: x = 2^e m, m in [sqrt 1/2, sqrt 2), ln m = 2 artanh((m - 1)/(m + 1)).
LANES_INLINE lanes lanes_log(lanes x) {
    const int64_t low = 0x3fe6a09e667f3bcdLL;
    lanes_mask shifted = (lanes_mask)x + (0x3ff0000000000000LL - low);
    lanes m = (lanes)((shifted & 0x000fffffffffffffLL) + low);
    // The biased exponent placed in the last bits of 2^52; arguments are positive, so the shift brings in zeros.
    lanes e = (lanes)((shifted >> 52) | 0x4330000000000000LL) - (0x1p52 + 1023);
    lanes f = (m - 1) / (m + 1);
    lanes z = f * f;
    lanes series = z * 0.08695652173913043 + 0.09523809523809523;
    series = series * z + 0.10526315789473684;
    series = series * z + 0.11764705882352941;
    series = series * z + 0.13333333333333333;
    series = series * z + 0.15384615384615385;
    series = series * z + 0.18181818181818182;
    series = series * z + 0.2222222222222222;
    series = series * z + 0.2857142857142857;
    series = series * z + 0.4;
    series = series * z + 0.6666666666666666;
    series = series * z + 2.0;
    return e * 0x1.62e42fefa3800p-1 + (e * 0x1.ef35793c76730p-45 + f * series);
}

// ln(a/b) of positive normal a, b by parts: with a whole number e, `scaled` = 2^(-e) a lies within [2/3, 3/2] of b, and
// ln(a/b) = e ln 2 + 2 artanh f with f = (scaled - b)/(scaled + b), whose numerator is exact.
typedef struct {
    lanes scaled, exponent;
} lanes_quotient;

LANES_INLINE lanes_quotient lanes_quotient_of(lanes a, lanes b) {
    // The bits of a double are about its binary logarithm, 2^52 times; half is added for the nearest number.
    lanes_mask offset = (lanes_mask)a - (lanes_mask)b + 0x4008000000000000LL;
    // Arithmetic modulo 2^64: the constant shifted out leaves the bits of e alone.
    lanes_mask power = (offset & (lanes_mask)0xfff0000000000000ULL) - 0x4000000000000000LL;
    lanes_quotient result;
    result.scaled = (lanes)((lanes_mask)a - power);
    result.exponent = (lanes)(((offset >> 52) & 0xfff) | 0x4330000000000000LL) - (0x1p52 + 1024);
    return result;
}

// e ln 2 + 2 artanh f for |f| <= 0.2: minimax of degree seven in f^2 (2e-17 of the sum).
LANES_INLINE lanes lanes_log_of_parts(lanes f, lanes e) {
    lanes z = f * f;
    lanes series = z * 0.1537373648406038 + 0.15249475461138398;
    series = series * z + 0.1818639171693843;
    series = series * z + 0.222221376309652;
    series = series * z + 0.28571429405952103;
    series = series * z + 0.3999999999610223;
    series = series * z + 0.6666666666667282;
    series = series * z + 2.0;
    return e * 0x1.62e42fefa3800p-1 + (e * 0x1.ef35793c76730p-45 + f * series);
}

// The two polynomials of Hart's rational form (W. J. Hart 1968, algorithm 5666, in West 2005).
LANES_INLINE lanes lanes_normal_numerator(lanes z) {
    lanes n = z * 3.52624965998911e-02 + 0.700383064443688;
    n = n * z + 6.37396220353165;
    n = n * z + 33.912866078383;
    n = n * z + 112.079291497871;
    n = n * z + 221.213596169931;
    return n * z + 220.206867912376;
}

LANES_INLINE lanes lanes_normal_denominator(lanes z) {
    lanes d = z * 8.83883476483184e-02 + 1.75566716318264;
    d = d * z + 16.064177579207;
    d = d * z + 86.7807322029461;
    d = d * z + 296.564248779674;
    d = d * z + 637.333633378831;
    d = d * z + 793.826512519948;
    return d * z + 440.413735824752;
}

// Standard normal distribution function, absolute error about 1e-15, and e^(-x^2/2). Hart's form without its branch:
// beyond 7.07 the same quotient keeps the leading behaviour.
LANES_INLINE lanes lanes_normal(lanes x, lanes *bell) {
    lanes z = __builtin_elementwise_abs(x);
    *bell = lanes_exp(z * z * -0.5);
    lanes tail = *bell * lanes_normal_numerator(z) / lanes_normal_denominator(z);
    return x > 0 ? 1 - tail : tail;
}

// N of two arguments with their e^(-x^2/2), as ``lanes_normal``, and the reciprocal of a third number on the way:
// division is the slowest instruction, and one serves all.
typedef struct {
    lanes first, second, first_bell, second_bell, reciprocal;
} lanes_normals;

LANES_INLINE lanes_normals lanes_normal_both(lanes x, lanes y, lanes divisor) {
    lanes_normals result;
    lanes a = __builtin_elementwise_abs(x), b = __builtin_elementwise_abs(y);
    lanes first = lanes_normal_denominator(a), second = lanes_normal_denominator(b), both = first * second;
    lanes inverse = 1 / (both * divisor);
    result.reciprocal = inverse * both;
    inverse *= divisor;
    result.first_bell = lanes_exp(a * a * -0.5);
    result.second_bell = lanes_exp(b * b * -0.5);
    lanes low = result.first_bell * lanes_normal_numerator(a) * (inverse * second);
    lanes up = result.second_bell * lanes_normal_numerator(b) * (inverse * first);
    result.first = x > 0 ? 1 - low : low;
    result.second = y > 0 ? 1 - up : up;
    return result;
}

#endif
