#ifndef MAGNUS_COLUMNS_H
#define MAGNUS_COLUMNS_H

#include <stdint.h>
#include <string.h>

// Elementary functions for kernels that run down columns, one row at a time.
//
// Scalar on purpose where lanes.h has the same series eight wide: each clone's compiler picks its own width here, while
// the American kernels lay out their nodes in eights.
// Every helper is branch-free and inlined, so that the loop around them becomes one vector loop in each clone.
#define INLINE static inline __attribute__((always_inline))
#pragma clang fp contract(fast)

INLINE uint64_t bits_of(double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

INLINE double double_of(uint64_t bits) {
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

INLINE double larger(double a, double b) { return a > b ? a : b; }
INLINE double smaller(double a, double b) { return a < b ? a : b; }

// (e^r - 1 - r) / r^2 for |r| <= ln(2)/2: minimax of degree nine, relative error of e^r 4e-18.
INLINE double exponential_remainder(double r) {
    double r2 = r * r;
    double even = 2.7630308319093427e-07;
    even = even * r2 + 2.4801492943445427e-05;
    even = even * r2 + 0.0013888888943766364;
    even = even * r2 + 0.041666666666529704;
    even = even * r2 + 0.5000000000000011;
    double odd = 2.50000346794613e-08;
    odd = odd * r2 + 2.7557586765220365e-06;
    odd = odd * r2 + 0.0001984126950579927;
    odd = odd * r2 + 0.008333333333494978;
    odd = odd * r2 + 0.1666666666666641;
    return even + odd * r;
}

// e^x for |x| <= 700, about one unit in the last place: x = n ln 2 + r.
INLINE double exponential(double x) {
    const double magic = 0x1.8p52;
    double shifted = x * 1.4426950408889634 + magic;
    double n = shifted - magic;
    double r = x - n * 0x1.62e42fee00000p-1;
    r = r - n * 0x1.a39ef35793c76p-33;
    double series = 1 + (r + r * r * exponential_remainder(r));
    return double_of(bits_of(series) + (bits_of(shifted) << 52));
}

// ln(a/b) of positive normal a, b by parts: with the whole number e of ``quotient_exponent``, 2^(-e) a / b lies in
// [2/3, 3/2], and ln(a/b) = e ln 2 + 2 artanh f with f = (2^(-e) a - b)/(2^(-e) a + b), whose numerator is exact.
INLINE double quotient_exponent(double a, double b) {
    // The bits of a double are about its binary logarithm, 2^52 times; half is added for the nearest number.
    uint64_t biased = (bits_of(a) - bits_of(b) + 0x4008000000000000ULL) >> 52;
    return double_of(biased | 0x4330000000000000ULL) - (0x1p52 + 1024);
}

// 2^n for a whole number |n| < 1000.
INLINE double power_of_two(double n) { return double_of(bits_of(n + (0x1p52 + 1023)) << 52); }

// e ln 2 + 2 artanh f for |f| <= 0.2: minimax of degree seven in f^2 (2e-17 of the sum).
INLINE double logarithm_of_parts(double f, double e) {
    double z = f * f;
    double series = 0.1537373648406038;
    series = series * z + 0.15249475461138398;
    series = series * z + 0.1818639171693843;
    series = series * z + 0.222221376309652;
    series = series * z + 0.28571429405952103;
    series = series * z + 0.3999999999610223;
    series = series * z + 0.6666666666667282;
    series = series * z + 2.0;
    return e * 0x1.62e42fefa3800p-1 + (e * 0x1.ef35793c76730p-45 + f * series);
}

// ln(a/b) for positive normal a, b within a factor 2^1000, accurate to rounding also near a = b.
INLINE double logarithm_of_quotient(double a, double b) {
    double exponent = quotient_exponent(a, b), scaled = a * power_of_two(-exponent);
    return logarithm_of_parts((scaled - b) / (scaled + b), exponent);
}

// e^(a^2/2) N(-a) for 0 <= a <= 36.5 is the quotient of these, as in european_batch.c: no branch, and the quotients of
// several arguments share one division.
INLINE double tail_numerator(double a) {
    double a2 = a * a;
    double even = 2.1385941558359583e-07;
    even = even * a2 + 0.00010317830402902104;
    even = even * a2 + 0.006967353778173935;
    even = even * a2 + 0.13021477355683253;
    even = even * a2 + 0.674872387218567;
    even = even * a2 + 0.5;
    double odd = 6.7096786352112805e-06;
    odd = odd * a2 + 0.0010121610575122377;
    odd = odd * a2 + 0.03503768913304535;
    odd = odd * a2 + 0.353650304607535;
    odd = odd * a2 + 0.8249250639089634;
    return even + odd * a;
}

INLINE double tail_denominator(double a) {
    double a2 = a * a;
    double odd = 5.360660578977396e-07;
    odd = odd * a2 + 0.0002591657202616857;
    odd = odd * a2 + 0.01772212349131972;
    odd = odd * a2 + 0.3433526923669573;
    odd = odd * a2 + 1.9856693216046366;
    odd = odd * a2 + 2.447734688620792;
    double even = 1.681867018074512e-05;
    even = even * a2 + 0.002553930195663286;
    even = even * a2 + 0.09032993677765659;
    even = even * a2 + 0.9693904349643033;
    even = even * a2 + 2.802754491429271;
    even = even * a2 + 1.0;
    return even + odd * a;
}

#endif
