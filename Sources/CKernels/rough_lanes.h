#ifndef MAGNUS_ROUGH_LANES_H
#define MAGNUS_ROUGH_LANES_H

#include "lanes.h"

// The functions of lanes.h to nine digits and more, for sums whose rule is no more exact: half of the operations.

// e^x, clamped to [-300, 300]: relative error 3e-10.
LANES_INLINE lanes lanes_rough_exp(lanes x) {
    x = __builtin_elementwise_min(__builtin_elementwise_max(x, (lanes)-300.0), (lanes)300.0);
    const double magic = 0x1.8p52;
    lanes shifted = x * 1.4426950408889634 + magic;
    lanes r = x - (shifted - magic) * 0x1.62e42fefa39efp-1;
    lanes r2 = r * r;
    lanes even = r2 * (1.0 / 40320) + 1.0 / 720;
    even = even * r2 + 1.0 / 24;
    even = even * r2 + 0.5;
    even = even * r2 + 1.0;
    lanes odd = r2 * (1.0 / 5040) + 1.0 / 120;
    odd = odd * r2 + 1.0 / 6;
    odd = odd * r2 + 1.0;
    lanes series = even + odd * r;
    lanes_mask bits = (lanes_mask)series + ((lanes_mask)shifted << 52);
    return (lanes)bits;
}

// The quotient of Mills, N(-z) e^(z^2/2), at t = 3 / (3 + z), z >= 0: fitted so that its product with e^(-z^2/2) has an
// absolute error of 6e-11; relative error 3e-3 as far out as z = 38.
LANES_INLINE lanes lanes_mills(lanes t) {
    lanes t2 = t * t;
    lanes even = t2 * -0.01461301341172871 + -0.12669500061393696;
    even = even * t2 + 0.1576328636783676;
    even = even * t2 + 0.15837066684434145;
    even = even * t2 + 0.13379676721002925;
    lanes odd = t2 * 0.07711185677939694 + -0.004064088535020593;
    odd = odd * t2 + -0.005647179469556312;
    odd = odd * t2 + 0.12410712746776595;
    return (even + odd * t) * t;
}

// N(x) of two arguments and, on the way, the reciprocal of a third number: one division for all.
typedef struct {
    lanes first, second, first_bell, second_bell, reciprocal;
} lanes_pair;

LANES_INLINE lanes_pair lanes_normal_pair(lanes x, lanes y, lanes divisor) {
    lanes_pair result;
    lanes a = __builtin_elementwise_abs(x) + 3, b = __builtin_elementwise_abs(y) + 3, ab = a * b;
    lanes inverse = 1 / (ab * divisor);
    result.reciprocal = inverse * ab;
    inverse = inverse * divisor * 3;
    result.first_bell = lanes_rough_exp(x * x * -0.5);
    result.second_bell = lanes_rough_exp(y * y * -0.5);
    lanes low = result.first_bell * lanes_mills(inverse * b), up = result.second_bell * lanes_mills(inverse * a);
    result.first = x > 0 ? 1 - low : low;
    result.second = y > 0 ? 1 - up : up;
    return result;
}

#endif
