#include <math.h>
#include <string.h>

#include "ckernels.h"
#include "lanes.h"

// Eight grids with the same nodes and different volatilities and rates, one per lane. The nodes are laid out from the
// far end to the end the option is exercised at, so that one elimination serves calls and puts.

LANES_INLINE lanes at(const double *p, size_t i) { return lanes_load(p + 8 * i); }
LANES_INLINE void put(double *p, size_t i, lanes x) { lanes_store(p + 8 * i, x); }

// Elimination from the far end, substitution from the exercised end with the constraint (Brennan and Schwartz 1977).
LANES_INLINE void sweep(
    const magnus_grid *g, const double *payoff, int is_constrained, lanes far, lanes middle, lanes near,
    lanes first_diagonal, lanes first_near, lanes last_diagonal, lanes last_far) {
    size_t n = g->count - 1;
    double *v = g->values, *f = g->right, *u = g->upper;
    lanes ratio = first_near / first_diagonal;
    lanes rest = at(f, 1) / first_diagonal;
    put(u, 1, ratio);
    put(f, 1, rest);
    size_t i = 2;
    lanes pivot = 0;
    // The pivots of a constant matrix settle; from there on no division is needed.
    for (; i < n - 1; i++) {
        pivot = 1 / (middle - far * ratio);
        lanes next = near * pivot;
        rest = (at(f, i) - far * rest) * pivot;
        put(u, i, next);
        put(f, i, rest);
        lanes moved = __builtin_elementwise_abs(next - ratio);
        ratio = next;
        if (i % 8 == 0 && lanes_maximum(moved) < 1e-16) {
            i++;
            break;
        }
    }
    size_t settled = i;
    lanes scaled = far * pivot;
    for (; i < n - 1; i++) {
        rest = at(f, i) * pivot - scaled * rest;
        put(f, i, rest);
    }
    lanes value = (at(f, n - 1) - last_far * rest) / (last_diagonal - last_far * ratio);
    lanes floor = is_constrained ? (lanes)payoff[n - 1] : (lanes)-INFINITY;
    value = __builtin_elementwise_max(value, floor);
    put(v, n - 1, value);
    for (i = n - 2; i >= settled; i--) {
        value = at(f, i) - ratio * value;
        if (is_constrained) value = __builtin_elementwise_max(value, (lanes)payoff[i]);
        put(v, i, value);
    }
    for (; i >= 1; i--) {
        value = at(f, i) - at(u, i) * value;
        if (is_constrained) value = __builtin_elementwise_max(value, (lanes)payoff[i]);
        put(v, i, value);
    }
}

// Policy iteration per lane: rows where exercise is better become the payoff until the sets settle.
LANES_INLINE void iterate(
    const magnus_grid *g, const double *payoff, lanes far, lanes middle, lanes near, lanes first_diagonal,
    lanes first_near, lanes last_diagonal, lanes last_far) {
    size_t n = g->count - 1;
    double *v = g->values, *f = g->right, *u = g->upper, *w = g->work, *active = g->active;
    for (int pass = 0; pass < 40; pass++) {
        lanes ratio = 0, rest = 0;
        for (size_t i = 1; i < n; i++) {
            lanes lower = i == 1 ? (lanes)0 : (i == n - 1 ? last_far : far);
            lanes diagonal = i == 1 ? first_diagonal : (i == n - 1 ? last_diagonal : middle);
            lanes above = i == 1 ? first_near : (i == n - 1 ? (lanes)0 : near);
            lanes pivot = 1 / (diagonal - lower * ratio);
            lanes_mask exercised = at(active, i) > 0;
            ratio = exercised ? (lanes)0 : above * pivot;
            rest = exercised ? (lanes)payoff[i] : (at(f, i) - lower * rest) * pivot;
            put(u, i, ratio);
            put(w, i, rest);
        }
        lanes value = at(w, n - 1);
        put(v, n - 1, value);
        for (size_t i = n - 2; i >= 1; i--) {
            value = at(w, i) - at(u, i) * value;
            put(v, i, value);
        }
        lanes changes = 0;
        for (size_t i = 1; i < n; i++) {
            lanes held = (i == 1 ? first_diagonal : (i == n - 1 ? last_diagonal : middle)) * at(v, i);
            if (i > 1) held += (i == n - 1 ? last_far : far) * at(v, i - 1);
            if (i < n - 1) held += (i == 1 ? first_near : near) * at(v, i + 1);
            lanes_mask was = at(active, i) > 0;
            // Stays exercised only while holding on would earn less than nothing.
            lanes stays = held >= at(f, i) ? (lanes)1 : (lanes)0;
            lanes starts = at(v, i) < payoff[i] ? (lanes)1 : (lanes)0;
            lanes now = was ? stays : starts;
            changes += __builtin_elementwise_abs(now - at(active, i));
            put(active, i, now);
        }
        if (lanes_sum(changes) == 0) break;
    }
}

__attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
void magnus_grid_step(const magnus_grid *g, const double *payoff, double span, double implicit) {
    size_t n = g->count - 1;
    double spacing = g->spacing;
    lanes rate = lanes_load(g->rate), volatility = lanes_load(g->volatility);
    lanes variance = volatility * volatility;
    lanes diffusion = variance * (0.5 / (spacing * spacing));
    lanes convection = (rate - g->yield - variance * 0.5) * (0.5 / spacing);
    lanes up = diffusion + convection, down = diffusion - convection;
    lanes middle = diffusion * -2 - rate;
    // Towards the exercised end: upwards for a call, downwards for a put.
    lanes near = g->is_rising ? up : down, far = g->is_rising ? down : up;
    // Beyond the ends the value is linear in the spot.
    double low_growth = exp(g->is_rising ? -spacing : spacing), high_growth = 1 / low_growth;
    double *v = g->values, *f = g->right;
    double kept = (1 - implicit) * span, taken = implicit * span;
    if (kept == 0) {
        memcpy(f, v, 8 * (n + 1) * sizeof(double));
    } else {
        lanes self = 1 + middle * kept, below = far * kept, above = near * kept;
        for (size_t i = 1; i < n; i++) put(f, i, at(v, i) * self + at(v, i - 1) * below + at(v, i + 1) * above);
    }
    lanes a = far * -taken, b = 1 - middle * taken, c = near * -taken;
    lanes first_diagonal = b + a * (1 + low_growth), first_near = c - a * low_growth;
    lanes last_diagonal = b + c * (1 + high_growth), last_far = a - c * high_growth;
    if (g->constraint == 2) {
        iterate(g, payoff, a, b, c, first_diagonal, first_near, last_diagonal, last_far);
    } else {
        sweep(g, payoff, g->constraint, a, b, c, first_diagonal, first_near, last_diagonal, last_far);
    }
    lanes low = at(v, 1) + low_growth * (at(v, 1) - at(v, 2));
    lanes high = at(v, n - 1) + high_growth * (at(v, n - 1) - at(v, n - 2));
    if (g->constraint) {
        low = __builtin_elementwise_max(low, (lanes)payoff[0]);
        high = __builtin_elementwise_max(high, (lanes)payoff[n]);
    }
    put(v, 0, low);
    put(v, n, high);
}

__attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
void magnus_grid_drop(
    const magnus_grid *g, const double *payoff, const double *spots, double amount, const double *worthless) {
    size_t n = g->count - 1;
    double *old = g->right, *v = g->values;
    memcpy(old, v, 8 * (n + 1) * sizeof(double));
    size_t end = g->is_rising ? 0 : n, inner = g->is_rising ? 1 : n - 1;
    double lowest = spots[end];
    lanes bottom = at(old, end), at_zero = lanes_load(worthless);
    // Below the nodes the value is linear in the spot, as at the ends of every step, until it is that of a worthless spot:
    // a spot below an earlier dividend is worth no less. A line to that point would cut the corner between the two.
    lanes slope = (at(old, inner) - bottom) / (spots[inner] - lowest);
    for (size_t i = 0; i <= n; i++) {
        double spot = spots[i] - amount;
        lanes value;
        if (spot <= lowest) {
            value = spot > 0 ? bottom + slope * (spot - lowest) : at_zero;
            value = g->is_rising ? __builtin_elementwise_max(value, at_zero) : __builtin_elementwise_min(value, at_zero);
        } else {
            double shift = log1p(-amount / spots[i]) / g->spacing;
            double position = (double)i + (g->is_rising ? shift : -shift);
            position = position < 0 ? 0 : position;
            size_t k = (size_t)position;
            k = k > n - 1 ? n - 1 : k;
            size_t base = k < 1 ? 0 : k - 1;
            base = base > n - 3 ? n - 3 : base;
            double u = position - (double)base, x = u - 1, y = u - 2, z = u - 3;
            value = at(old, base) * (-x * y * z / 6) + at(old, base + 1) * (u * y * z / 2)
                + at(old, base + 2) * (-u * x * z / 2) + at(old, base + 3) * (u * x * y / 6);
            // Monotone: never outside the two neighbours.
            lanes one = at(old, k), other = at(old, k + 1);
            value = __builtin_elementwise_max(value, __builtin_elementwise_min(one, other));
            value = __builtin_elementwise_min(value, __builtin_elementwise_max(one, other));
        }
        if (g->constraint) value = __builtin_elementwise_max(value, (lanes)payoff[i]);
        put(v, i, value);
    }
}
