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

LANES_INLINE double lanes_sum(lanes x) {
    return ((x[0] + x[4]) + (x[1] + x[5])) + ((x[2] + x[6]) + (x[3] + x[7]));
}

LANES_INLINE double lanes_maximum(lanes x) {
    double largest = 0;
    for (int i = 0; i < 8; i++) largest = x[i] > largest ? x[i] : largest;
    return largest;
}

// e^x, clamped to [-350, 700] (products with the smallest stay normal numbers, which are ten times as quick), about
// one unit in the last place: x = n ln 2 + r, Taylor of degree 13 in r.
LANES_INLINE lanes lanes_exp(lanes x) {
    x = __builtin_elementwise_min(__builtin_elementwise_max(x, (lanes)-350.0), (lanes)700.0);
    const double magic = 0x1.8p52;
    lanes shifted = x * 1.4426950408889634 + magic;
    lanes n = shifted - magic;
    lanes r = x - n * 0x1.62e42fee00000p-1;
    r = r - n * 0x1.a39ef35793c76p-33;
    lanes r2 = r * r;
    lanes even = r2 * 2.08767569878681e-09 + 2.755731922398589e-07;
    even = even * r2 + 2.48015873015873e-05;
    even = even * r2 + 0.001388888888888889;
    even = even * r2 + 0.041666666666666664;
    even = even * r2 + 0.5;
    even = even * r2 + 1.0;
    lanes odd = r2 * 1.6059043836821613e-10 + 2.505210838544172e-08;
    odd = odd * r2 + 2.7557319223985893e-06;
    odd = odd * r2 + 0.0001984126984126984;
    odd = odd * r2 + 0.008333333333333333;
    odd = odd * r2 + 0.16666666666666666;
    odd = odd * r2 + 1.0;
    lanes series = even + odd * r;
    lanes_mask bits = (lanes_mask)series + ((lanes_mask)shifted << 52);
    return (lanes)bits;
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
