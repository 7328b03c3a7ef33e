#include <math.h>

#include "ckernels.h"
#include "lanes.h"

typedef uint64_t lanes_words __attribute__((ext_vector_type(8)));

#define LOW_WORD 0xffffffffULL

typedef struct {
    lanes_words a, b, c, d;
} lanes_block;

// Philox 4x32-10 (J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3",
// SC11) of eight counters; every word of 32 bits has a lane of 64 to itself.
LANES_INLINE lanes_block philox(lanes_block x, uint64_t seed) {
    uint64_t key = seed & LOW_WORD, other_key = seed >> 32;
#pragma clang loop unroll(full)
    for (int round = 0; round < 10; round++) {
        lanes_words first = x.a * 0xD2511F53ULL, second = x.c * 0xCD9E8D57ULL;
        lanes_block next;
        next.a = (second >> 32) ^ x.b ^ key;
        next.b = second & LOW_WORD;
        next.c = (first >> 32) ^ x.d ^ other_key;
        next.d = first & LOW_WORD;
        x = next;
        key = (key + 0x9E3779B9ULL) & LOW_WORD;
        other_key = (other_key + 0xBB67AE85ULL) & LOW_WORD;
    }
    return x;
}

// Uniform in [1, 2) to 52 bits.
LANES_INLINE lanes mantissa(lanes_words high, lanes_words low) {
    return (lanes)((high << 20) | (low >> 12) | 0x3ff0000000000000ULL);
}

LANES_INLINE lanes_block counters(uint32_t block, uint32_t draw, size_t index) {
    lanes_words steps = {0, 1, 2, 3, 4, 5, 6, 7};
    lanes_block x = {steps + index, (lanes_words)(uint64_t)block, (lanes_words)(uint64_t)draw, (lanes_words)0ULL};
    return x;
}

typedef struct {
    lanes first, second;
} lanes_two;

// Two independent standard normals in each lane (G. E. P. Box, M. E. Muller 1958) from uniforms in [1, 2).
LANES_INLINE lanes_two turned(lanes first, lanes second) {
    lanes radius = __builtin_elementwise_sqrt(lanes_log(2 - first) * -2);
    // Quarter turns, and the rest of the angle in [-pi / 4, pi / 4].
    lanes turns = second * 4 - 4;
    lanes shifted = turns + 0x1.8p52;
    lanes_mask quadrant = (lanes_mask)shifted;
    lanes x = (turns - (shifted - 0x1.8p52)) * 1.5707963267948966;
    lanes sine, cosine;
    lanes_sine_cosine(x, &sine, &cosine);
    lanes_mask is_odd = (quadrant & 1) != 0;
    lanes along = is_odd ? sine : cosine, across = is_odd ? cosine : sine;
    // The sign bits of the four quadrants.
    lanes_mask along_sign = ((quadrant + 1) & 2) << 62, across_sign = (quadrant & 2) << 62;
    lanes_two result;
    result.first = radius * (lanes)((lanes_mask)along ^ along_sign);
    result.second = radius * (lanes)((lanes_mask)across ^ across_sign);
    return result;
}

LANES_INLINE lanes_two normals(uint64_t seed, uint32_t block, uint32_t draw, size_t index) {
    lanes_block bits = philox(counters(block, draw, index), seed);
    return turned(mantissa(bits.a, bits.b), mantissa(bits.c, bits.d));
}

// e^x and e^(-x), |x| <= 700, from one series.
LANES_INLINE lanes_two both_exponentials(lanes x) {
    x = __builtin_elementwise_min(__builtin_elementwise_max(x, (lanes)-700.0), (lanes)700.0);
    lanes shifted = x * 1.4426950408889634 + 0x1.8p52;
    lanes n = shifted - 0x1.8p52;
    lanes r = x - n * 0x1.62e42fee00000p-1;
    r = r - n * 0x1.a39ef35793c76p-33;
    lanes r2 = r * r;
    lanes even = r2 * 2.755731922398589e-07 + 2.48015873015873e-05;
    even = even * r2 + 0.001388888888888889;
    even = even * r2 + 0.041666666666666664;
    even = even * r2 + 0.5;
    even = even * r2 + 1.0;
    lanes odd = r2 * 2.505210838544172e-08 + 2.7557319223985893e-06;
    odd = odd * r2 + 0.0001984126984126984;
    odd = odd * r2 + 0.008333333333333333;
    odd = odd * r2 + 0.16666666666666666;
    odd = (odd * r2 + 1.0) * r;
    lanes_mask power = (lanes_mask)shifted << 52;
    lanes_two result;
    result.first = (lanes)((lanes_mask)(even + odd) + power);
    result.second = (lanes)((lanes_mask)(even - odd) - power);
    return result;
}

__attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
void magnus_random_words(uint64_t seed, uint32_t block, uint32_t draw, uint32_t *out, size_t count) {
    for (size_t i = 0; i < count; i += 8) {
        lanes_block bits = philox(counters(block, draw, i), seed);
        for (size_t lane = 0; lane < 8; lane++) {
            uint32_t *words = out + 4 * (i + lane);
            words[0] = (uint32_t)bits.a[lane];
            words[1] = (uint32_t)bits.b[lane];
            words[2] = (uint32_t)bits.c[lane];
            words[3] = (uint32_t)bits.d[lane];
        }
    }
}

__attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
void magnus_random_uniforms(
    uint64_t seed, uint32_t block, uint32_t draw, double *first, double *second, size_t count) {
    for (size_t i = 0; i < count; i += 8) {
        lanes_block bits = philox(counters(block, draw, i), seed);
        // The middle of a cell of width 2^-52: never 0, never 1.
        lanes_store(first + i, mantissa(bits.a, bits.b) - (1 - 0x1p-53));
        lanes_store(second + i, mantissa(bits.c, bits.d) - (1 - 0x1p-53));
    }
}

__attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
void magnus_random_normals(
    uint64_t seed, uint32_t block, uint32_t draw, double *first, double *second, size_t count) {
    for (size_t i = 0; i < count; i += 8) {
        lanes_two z = normals(seed, block, draw, i);
        lanes_store(first + i, z.first);
        lanes_store(second + i, z.second);
    }
}

LANES_INLINE lanes smaller(lanes a, lanes b) { return __builtin_elementwise_min(a, b); }
LANES_INLINE lanes larger(lanes a, lanes b) { return __builtin_elementwise_max(a, b); }

// One step of eight pairs of paths: `walk` is the sum of the normals so far, `level` the spot without any.
LANES_INLINE void advance(
    const int wants_average, const int wants_range, const magnus_path_block *out, size_t i, lanes z, double deviation,
    double level
) {
    lanes walk = lanes_load(out->walk + i) + z * deviation;
    lanes_store(out->walk + i, walk);
    if (!wants_average && !wants_range) return;
    lanes_two growth = both_exponentials(walk);
    lanes up = growth.first * level, down = growth.second * level;
    if (wants_average) {
        lanes_store(out->up_sum + i, lanes_load(out->up_sum + i) + up);
        lanes_store(out->down_sum + i, lanes_load(out->down_sum + i) + down);
    }
    if (wants_range) {
        lanes_store(out->up_low + i, smaller(lanes_load(out->up_low + i), up));
        lanes_store(out->down_low + i, smaller(lanes_load(out->down_low + i), down));
        lanes_store(out->up_high + i, larger(lanes_load(out->up_high + i), up));
        lanes_store(out->down_high + i, larger(lanes_load(out->down_high + i), down));
    }
}

LANES_INLINE void walk_paths(
    const int wants_average, const int wants_range, uint64_t seed, uint32_t block, const magnus_path_terms *terms,
    const magnus_path_block *out
) {
    double deviation = terms->deviation;
    for (int step = 0; step < terms->steps; step += 2) {
        double level = terms->spot * exp(terms->drift * (step + 1)), next_level = level * exp(terms->drift);
        int is_pair = step + 1 < terms->steps;
        // Loops with short bodies: those of different pairs overlap in the processor.
        double *first = out->up, *second = out->down;
        for (size_t i = 0; i < out->count; i += 8) {
            lanes_block bits = philox(counters(block, (uint32_t)(step / 2), i), seed);
            lanes_store(first + i, mantissa(bits.a, bits.b));
            lanes_store(second + i, mantissa(bits.c, bits.d));
        }
        for (size_t i = 0; i < out->count; i += 8) {
            lanes_two z = turned(lanes_load(first + i), lanes_load(second + i));
            lanes_store(first + i, z.first);
            lanes_store(second + i, z.second);
        }
        for (size_t i = 0; i < out->count; i += 8) {
            advance(wants_average, wants_range, out, i, lanes_load(first + i), deviation, level);
            if (is_pair) {
                advance(wants_average, wants_range, out, i, lanes_load(second + i), deviation, next_level);
            }
        }
    }
}

__attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
void magnus_gaussian_paths(
    uint64_t seed, uint32_t block, const magnus_path_terms *terms, const magnus_path_block *out) {
    size_t n = out->count;
    for (size_t i = 0; i < n; i++) out->walk[i] = 0;
    if (out->up_sum) {
        for (size_t i = 0; i < n; i++) out->up_sum[i] = out->down_sum[i] = 0;
    }
    if (out->up_low) {
        for (size_t i = 0; i < n; i++) {
            out->up_low[i] = out->down_low[i] = out->up_high[i] = out->down_high[i] = terms->spot;
        }
    }
    if (terms->steps == 1 && !out->up_sum && !out->up_low) {
        // Both normals of a draw go to pairs of their own.
        for (size_t i = 0; i < n / 2; i += 8) {
            lanes_block bits = philox(counters(block, 0, i), seed);
            lanes_store(out->walk + i, mantissa(bits.a, bits.b));
            lanes_store(out->walk + n / 2 + i, mantissa(bits.c, bits.d));
        }
        for (size_t i = 0; i < n / 2; i += 8) {
            lanes_two z = turned(lanes_load(out->walk + i), lanes_load(out->walk + n / 2 + i));
            lanes_store(out->walk + i, z.first * terms->deviation);
            lanes_store(out->walk + n / 2 + i, z.second * terms->deviation);
        }
    } else if (out->up_sum && out->up_low) {
        walk_paths(1, 1, seed, block, terms, out);
    } else if (out->up_sum) {
        walk_paths(1, 0, seed, block, terms, out);
    } else if (out->up_low) {
        walk_paths(0, 1, seed, block, terms, out);
    } else {
        walk_paths(0, 0, seed, block, terms, out);
    }
    double level = terms->spot * exp(terms->drift * terms->steps);
    for (size_t i = 0; i < n; i += 8) {
        lanes_two growth = both_exponentials(lanes_load(out->walk + i));
        lanes_store(out->up + i, growth.first * level);
        lanes_store(out->down + i, growth.second * level);
    }
}

__attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
void magnus_option_sums(
    const double *up, const double *down, const magnus_path_block *last, const magnus_payoff_terms *terms, double *sums
) {
    lanes value = 0, control = 0, squared_value = 0, squared_control = 0, product = 0;
    double scale = 0.5 * terms->sign * terms->share, strike = 0.5 * terms->sign * terms->strike;
    for (size_t i = 0; i < last->count; i += 8) {
        lanes y = larger(lanes_load(up + i) * scale - strike, (lanes)0)
            + larger(lanes_load(down + i) * scale - strike, (lanes)0);
        lanes x = (lanes_load(last->up + i) + lanes_load(last->down + i)) * 0.5 - terms->expected;
        value += y;
        control += x;
        squared_value += y * y;
        squared_control += x * x;
        product += x * y;
    }
    sums[0] = lanes_sum(value);
    sums[1] = lanes_sum(control);
    sums[2] = lanes_sum(squared_value);
    sums[3] = lanes_sum(squared_control);
    sums[4] = lanes_sum(product);
}
