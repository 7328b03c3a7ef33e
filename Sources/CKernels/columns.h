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

// e^x for |x| <= 700, about one unit in the last place: x = n ln 2 + r, Taylor of degree 13 in r.
INLINE double exponential(double x) {
    const double magic = 0x1.8p52;
    double shifted = x * 1.4426950408889634 + magic;
    double n = shifted - magic;
    double r = x - n * 0x1.62e42fee00000p-1;
    r = r - n * 0x1.a39ef35793c76p-33;
    double r2 = r * r;
    double seriesEven = 2.08767569878681e-09;
    seriesEven = seriesEven * r2 + 2.755731922398589e-07;
    seriesEven = seriesEven * r2 + 2.48015873015873e-05;
    seriesEven = seriesEven * r2 + 0.001388888888888889;
    seriesEven = seriesEven * r2 + 0.041666666666666664;
    seriesEven = seriesEven * r2 + 0.5;
    seriesEven = seriesEven * r2 + 1.0;
    double seriesOdd = 1.6059043836821613e-10;
    seriesOdd = seriesOdd * r2 + 2.505210838544172e-08;
    seriesOdd = seriesOdd * r2 + 2.7557319223985893e-06;
    seriesOdd = seriesOdd * r2 + 0.0001984126984126984;
    seriesOdd = seriesOdd * r2 + 0.008333333333333333;
    seriesOdd = seriesOdd * r2 + 0.16666666666666666;
    seriesOdd = seriesOdd * r2 + 1.0;
    double series = seriesEven + seriesOdd * r;
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

// e ln 2 + 2 artanh f for |f| <= 0.2.
INLINE double logarithm_of_parts(double f, double e) {
    double z = f * f;
    double series = 0.08695652173913043;
    series = series * z + 0.09523809523809523;
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

// ln(a/b) for positive normal a, b within a factor 2^1000, accurate to rounding also near a = b.
INLINE double logarithm_of_quotient(double a, double b) {
    double exponent = quotient_exponent(a, b), scaled = a * power_of_two(-exponent);
    return logarithm_of_parts((scaled - b) / (scaled + b), exponent);
}

// Why a second erfcx beside the Swift one (Cody, three ranges): this one has no branch, so the loop stays one vector
// loop. Measured on 65,536 arguments in 0...6: vectorised 8 ns each against 24 ns, but alone and on baseline
// instructions 95 ns against 60 ns, and it ends at 26. Worst relative error 5.2e-16 against 6.2e-16: both are strict.
//
// (1 + 2y) e^(y^2) erfc(y) for 0 <= y <= 26, which is nearly constant: minimax of degree 22 in t = (y - 3)/(y + 3),
// relative error 3e-17 (form of M. M. Shepherd and J. G. Laframboise, Math. Comp. 36, 1981; coefficients fitted anew).
INLINE double scaled_shape(double t) {
    double t2 = t * t;
    double shapeEven = -4.086186494792242e-09;
    shapeEven = shapeEven * t2 + 3.273640910274291e-08;
    shapeEven = shapeEven * t2 + -1.3125937387639532e-07;
    shapeEven = shapeEven * t2 + 3.495011920948349e-07;
    shapeEven = shapeEven * t2 + -7.280849751708453e-07;
    shapeEven = shapeEven * t2 + 4.948404191809588e-06;
    shapeEven = shapeEven * t2 + -0.00010515956802086755;
    shapeEven = shapeEven * t2 + 0.0018886903259950445;
    shapeEven = shapeEven * t2 + -0.023770514915662344;
    shapeEven = shapeEven * t2 + -0.11927366341545503;
    shapeEven = shapeEven * t2 + -0.04756229435344783;
    shapeEven = shapeEven * t2 + 1.2530080582697296;
    double shapeOdd = -8.193089515886338e-09;
    shapeOdd = shapeOdd * t2 + 9.090864808032287e-08;
    shapeOdd = shapeOdd * t2 + -6.037434713958747e-07;
    shapeOdd = shapeOdd * t2 + 3.4630706437659967e-06;
    shapeOdd = shapeOdd * t2 + -2.0096216446757838e-05;
    shapeOdd = shapeOdd * t2 + 0.00012509803558335652;
    shapeOdd = shapeOdd * t2 + -0.0007798320176611099;
    shapeOdd = shapeOdd * t2 + 0.0025293917861396167;
    shapeOdd = shapeOdd * t2 + 0.0683080273459286;
    shapeOdd = shapeOdd * t2 + 0.12964515870270213;
    shapeOdd = shapeOdd * t2 + -0.13562110612458064;
    return shapeEven + shapeOdd * t;
}

#endif
