#ifndef MAGNUS_ROUGH_COLUMNS_H
#define MAGNUS_ROUGH_COLUMNS_H

#include "columns.h"

// The functions of columns.h to six digits, for first guesses: a third of the operations.
INLINE double rough_exponential(double x) {
    const double magic = 0x1.8p52;
    double shifted = x * 1.4426950408889634 + magic;
    double r = x - (shifted - magic) * 0x1.62e42fefa39efp-1;
    double series = 1.0 / 720;
    series = series * r + 1.0 / 120;
    series = series * r + 1.0 / 24;
    series = series * r + 1.0 / 6;
    series = series * r + 0.5;
    series = series * r + 1.0;
    series = series * r + 1.0;
    return double_of(bits_of(series) + (bits_of(shifted) << 52));
}

INLINE double rough_logarithm(double x) {
    const uint64_t low = 0x3fe6a09e667f3bcdULL;
    uint64_t shifted = bits_of(x) + (0x3ff0000000000000ULL - low);
    double m = double_of((shifted & 0x000fffffffffffffULL) + low);
    double e = double_of((shifted >> 52) | 0x4330000000000000ULL) - (0x1p52 + 1023);
    double f = (m - 1) / (m + 1), z = f * f;
    return e * 0x1.62e42fefa39efp-1 + f * (((0.2857142857142857 * z + 0.4) * z + 0.6666666666666666) * z + 2.0);
}

// e^(y^2) erfc(y), 0 <= y <= 26, times 1 + 2y a polynomial of degree eight in (y - 3)/(y + 3)
// (form of M. M. Shepherd and J. G. Laframboise, Math. Comp. 36, 1981): relative error 6e-7.
INLINE double rough_complement(double y) {
    double p = y + 3, w = 1 + 2 * y, inverse = 1 / (p * w), t = (y - 3) * (inverse * w);
    double series = 0.0021310721415783635;
    series = series * t + 0.001553695430873379;
    series = series * t + -0.02420511538990035;
    series = series * t + 0.06876892102614171;
    series = series * t + -0.1190821870157167;
    series = series * t + 0.12955871979071232;
    series = series * t + -0.0475877864557243;
    series = series * t + -0.1356163945207177;
    series = series * t + 1.2530085657299515;
    return series * (inverse * p);
}

#endif
