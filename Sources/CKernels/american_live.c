#include <math.h>

#include "ckernels.h"
#include "lanes.h"

// Lanes are the eight collocation nodes while the boundary is solved, eight quadrature points while a value is read.

enum { NODES = 8, POINTS = MAGNUS_LIVE_POINTS };
// Width of the first panel of a reading at least, and the growth of the next ones.
static const double first_panel = 0.02, last_panel = 0.5, panel_growth = 4;

typedef struct {
    double rate, yield, volatility, drift, log_limit;
    lanes tau, deviation, inverse_deviation, discount, growth;
} solver;

// A first guess of ln(limit / B) per node: the quadratic approximation of G. Barone-Adesi and R. E. Whaley (1987), its
// equation solved by Newton's method in the log of the spot.
LANES_INLINE lanes start(const solver *s) {
    double variance = s->volatility * s->volatility;
    lanes product = s->tau * s->rate;
    // r / (1 - e^(-r tau)), which tends to 1 / tau.
    lanes series = (product * 0.5 + product * product * (1.0 / 12) + 1) / s->tau;
    lanes ratio = product > 1e-4 ? s->rate / (1 - s->discount) : series;
    double beta = 2 * s->drift / variance;
    lanes root = __builtin_elementwise_sqrt(ratio * (8 / variance) + (beta - 1) * (beta - 1));
    lanes power = ((1 - beta) - root) * 0.5;
    lanes y = s->deviation * -0.5 + s->log_limit;
#pragma clang loop unroll(disable)
    for (int pass = 0; pass < 6; pass++) {
        lanes spot = lanes_exp(y);
        lanes upper = (y + s->tau * s->drift) * s->inverse_deviation + s->deviation * 0.5;
        lanes_normals normal = lanes_normal_both(-upper, s->deviation - upper, spot);
        lanes up = normal.first * s->growth, low = normal.second * s->discount;
        lanes gap = 1 - spot - (low - spot * up);
        lanes keep = 1 - up;
        lanes slope = keep * (1 - power) + normal.first_bell * (0.3989422804014327 * s->growth * s->inverse_deviation);
        lanes move = -(keep * spot + power * gap) * normal.reciprocal / slope;
        move = __builtin_elementwise_min(__builtin_elementwise_max(move, (lanes)-0.7), (lanes)0.7);
        lanes next = __builtin_elementwise_min(y + move, (lanes)s->log_limit);
        y = next == next ? next : y;
    }
    return __builtin_elementwise_max(s->log_limit - y, (lanes)1e-9);
}

// Gauss-Jordan elimination, columns in lanes; no pivoting: the matrix is the identity plus a contraction.
LANES_INLINE void eliminate(lanes column[NODES], lanes *side, lanes *first, lanes *second) {
#pragma clang loop unroll(full)
    for (int k = 0; k < NODES; k++) {
        double inverse = 1 / column[k][k];
        lanes factor = column[k] * inverse;
        factor[k] = 1 - inverse;
#pragma clang loop unroll(full)
        for (int j = k + 1; j < NODES; j++) column[j] = column[j] - factor * column[j][k];
        *side = *side - factor * (*side)[k];
        *first = *first - factor * (*first)[k];
        *second = *second - factor * (*second)[k];
    }
}

// Chebyshev coefficients of a function with these node values and zero at no time left.
LANES_INLINE void transform(const double *table, lanes values, double *coefficients) {
    lanes low = 0;
#pragma clang loop unroll(full)
    for (int i = 0; i < NODES; i++) low += lanes_load(table + i * NODES) * values[i];
    lanes_store(coefficients, low);
    coefficients[NODES] = lanes_sum(lanes_load(table + NODES * NODES) * values);
}

__attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
void magnus_live_solve(
    const magnus_live_tables *tables, const magnus_put_terms *terms, int wants_slopes, magnus_live_boundary *out) {
    const double scale = 0.3989422804014327;
    solver s;
    s.rate = terms->rate;
    s.yield = terms->yield;
    s.volatility = terms->volatility;
    s.drift = s.rate - s.yield;
    int is_bounded = s.yield > s.rate;
    s.log_limit = is_bounded ? log(s.rate / s.yield) : 0;
    int by_yield = terms->by_yield;
    // Derivatives of the limit and of the drift in the parameter of the carry slope.
    double limit_slope = is_bounded ? (by_yield ? -1 / s.yield : 1 / s.rate) : 0;
    double turn = by_yield ? -1 : 1;
    lanes fraction = lanes_load(tables->fractions);
    s.tau = fraction * fraction * terms->years;
    lanes root_tau = fraction * sqrt(terms->years);
    s.deviation = root_tau * s.volatility;
    s.inverse_deviation = 1 / s.deviation;
    s.discount = lanes_exp(s.tau * -s.rate);
    s.growth = lanes_exp(s.tau * -s.yield);
    lanes rate_weight[POINTS], yield_weight[POINTS];
#pragma clang loop unroll(disable)
    for (int p = 0; p < POINTS; p++) {
        double square = tables->sine[p] * tables->sine[p];
        lanes weight = s.tau * tables->weights[p];
        rate_weight[p] = lanes_exp(s.tau * (-s.rate * square)) * weight;
        yield_weight[p] = lanes_exp(s.tau * (-s.yield * square)) * weight;
    }
    lanes own = start(&s);
    lanes by_volatility = 0, by_carry = 0;
    double change = INFINITY;
    int sweep = 0;
    for (; sweep < 12; sweep++) {
        lanes lower = (s.log_limit - own + s.tau * s.drift) * s.inverse_deviation - s.deviation * 0.5;
        lanes upper = lower + s.deviation;
        lanes_normals end = lanes_normal_both(lower, upper, (lanes)1);
        lanes over = end.first * s.discount, under = end.second * s.growth;
        lanes bell_low = end.first_bell * s.discount, bell_up = end.second_bell * s.growth;
        lanes over_own = bell_low * s.inverse_deviation;
        lanes under_own = bell_up * s.inverse_deviation;
        lanes over_volatility = bell_low * upper, under_volatility = bell_up * lower;
        lanes end_turn = (limit_slope + turn * s.tau) * s.inverse_deviation;
        lanes over_carry = bell_low * end_turn * scale - (by_yield ? (lanes)0 : s.tau * over);
        lanes under_carry = bell_up * end_turn * scale - (by_yield ? s.tau * under : (lanes)0);
        lanes square = own * own;
        lanes low_slope[NODES], up_slope[NODES];
        for (int k = 0; k < NODES; k++) low_slope[k] = up_slope[k] = 0;
#pragma clang loop unroll(disable)
        for (int p = 0; p < POINTS; p++) {
            const double *row = tables->interpolation + p * NODES * NODES;
            double sine = tables->sine[p];
            lanes h = 0;
#pragma clang loop unroll(full)
            for (int k = 0; k < NODES; k++) h += lanes_load(row + k * NODES) * square[k];
            lanes_mask flat = h < 1e-24;
            lanes other = __builtin_elementwise_sqrt(flat ? (lanes)1e-24 : h);
            lanes spread = s.deviation * sine;
            lanes inverse = s.inverse_deviation * (1 / sine);
            lanes elapsed = s.tau * (sine * sine);
            lanes d = (other - own + elapsed * s.drift) * inverse - spread * 0.5;
            lanes_normals normal = lanes_normal_both(d, d + spread, other);
            lanes bell_d = normal.first_bell, bell_u = normal.second_bell;
            lanes low_part = rate_weight[p] * normal.first;
            lanes up_part = yield_weight[p] * normal.second;
            over += low_part * s.rate;
            under += up_part * s.yield;
            lanes low_density = rate_weight[p] * bell_d * s.rate;
            lanes up_density = yield_weight[p] * bell_u * s.yield;
            lanes low_step = low_density * inverse;
            lanes up_step = up_density * inverse;
            over_own += low_step;
            under_own += up_step;
            lanes reach = flat ? (lanes)0 : normal.reciprocal;
            lanes low_share = low_step * reach, up_share = up_step * reach;
#pragma clang loop unroll(full)
            for (int k = 0; k < NODES; k++) {
                lanes weight = lanes_load(row + k * NODES);
                low_slope[k] += low_share * weight;
                up_slope[k] += up_share * weight;
            }
            if (wants_slopes) {
                over_volatility += low_density * (d + spread);
                under_volatility += up_density * d;
                lanes step = root_tau * (turn * sine * scale / s.volatility);
                over_carry += low_density * step;
                under_carry += up_density * step;
                if (by_yield) {
                    under_carry += up_part * (1 - s.yield * elapsed);
                } else {
                    over_carry += low_part * (1 - s.rate * elapsed);
                }
            }
        }
        lanes over_inverse = 1 / over, under_inverse = 1 / under;
        lanes gap = s.log_limit - own - lanes_log(over * under_inverse);
        lanes column[NODES];
#pragma clang loop unroll(full)
        for (int k = 0; k < NODES; k++) {
            column[k] = (low_slope[k] * over_inverse - up_slope[k] * under_inverse) * (scale * own[k]);
            column[k][k] += 1 - scale * (over_own[k] * over_inverse[k] - under_own[k] * under_inverse[k]);
        }
        by_volatility = (over_volatility * over_inverse - under_volatility * under_inverse) * (scale / s.volatility);
        by_carry = limit_slope - over_carry * over_inverse + under_carry * under_inverse;
        lanes_mask bad = !(over > 0 & under > 0);
        gap = bad ? own * -0.4 : gap;
        eliminate(column, &gap, &by_volatility, &by_carry);
        lanes moved = own + gap;
        moved = __builtin_elementwise_min(__builtin_elementwise_max(moved, own * 0.25), own * 4 + 0.05);
        double largest = lanes_maximum(__builtin_elementwise_abs(gap));
        double sum = lanes_sum(moved);
        own = moved;
        change = sum == sum ? largest : INFINITY;
        if (change < 1e-3 || change == INFINITY) {
            sweep++;
            break;
        }
    }
    out->terms = *terms;
    out->log_limit = s.log_limit;
    out->limit_slope = limit_slope;
    out->change = change;
    out->sweeps = sweep;
    out->unit_boundary = exp(s.log_limit - own[0]);
    transform(tables->cosines, own * own, out->squares);
    if (wants_slopes) {
        transform(tables->cosines, own * by_volatility * 2, out->volatility_squares);
        transform(tables->cosines, own * by_carry * 2, out->carry_squares);
    }
}

// Clenshaw's sum of a Chebyshev series at x2 = 2 (2 f - 1).
LANES_INLINE lanes series(const double *c, lanes x2) {
    lanes next = 0, current = 0;
#pragma clang loop unroll(full)
    for (int k = NODES; k > 0; k--) {
        lanes sum = x2 * current - next + c[k];
        next = current;
        current = sum;
    }
    return x2 * 0.5 * current - next + c[0];
}

// Sine and cosine on [0, pi / 2] from the half angle.
LANES_INLINE void sine_cosine(lanes angle, lanes *sine, lanes *cosine) {
    lanes half, other;
    lanes_sine_cosine(angle * 0.5, &half, &other);
    *sine = half * other * 2;
    *cosine = 1 - half * half * 2;
}

__attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
void magnus_live_value(
    const magnus_live_tables *tables, const magnus_live_boundary *boundary, double moneyness, int wants_slopes,
    magnus_put_value *out) {
    const double scale = 0.3989422804014327;
    const double r = boundary->terms.rate, q = boundary->terms.yield, sigma = boundary->terms.volatility;
    const double years = boundary->terms.years, m = moneyness, drift = r - q;
    const int by_yield = boundary->terms.by_yield;
    double root = sqrt(years), deviation = sigma * root;
    double log_m = log(m);
    // European part.
    double end_upper = (log_m + drift * years) / deviation + 0.5 * deviation;
    double end_lower = end_upper - deviation;
    double growth_end = exp(-q * years), discount_end = exp(-r * years);
    double tail_up = 0.5 * erfc(end_upper * 0.7071067811865476), tail_low = 0.5 * erfc(end_lower * 0.7071067811865476);
    double density_end = scale * growth_end * exp(-0.5 * end_upper * end_upper);
    double price_end = discount_end * tail_low - m * growth_end * tail_up;
    lanes price = 0, delta = 0, gamma = 0, speed = 0, vega = 0, vanna = 0, carry_slope = 0;
    const double quarter = 1.5707963267948966, turn = by_yield ? -1 : 1;
    // Panels grow geometrically from the angle where the boundary is one deviation away.
    double left = 0, right = fmin(fmax(0.6 * log(m / boundary->unit_boundary) / deviation, first_panel), last_panel);
    while (left < quarter) {
        if (right * 1.6 > quarter) right = quarter;
        lanes sine, cosine;
        sine_cosine(lanes_load(tables->panel_nodes) * (right - left) + left, &sine, &cosine);
        lanes elapsed = sine * sine * years;
        lanes weight = lanes_load(tables->panel_weights) * sine * cosine * (2 * years * (right - left));
        lanes x2 = cosine * 4 - 2;
        lanes depth = __builtin_elementwise_sqrt(
            __builtin_elementwise_max(series(boundary->squares, x2), (lanes)1e-24));
        lanes edge = lanes_exp(boundary->log_limit - depth);
        lanes spread = sine * deviation, inverse = 1 / spread;
        lanes lower = (depth + (log_m - boundary->log_limit) + elapsed * drift) * inverse - spread * 0.5;
        lanes upper = lower + spread;
        lanes bell, bell_up;
        lanes low = lanes_normal(-lower, &bell), up = lanes_normal(-upper, &bell_up);
        lanes discount = lanes_exp(elapsed * -r) * weight;
        lanes growth = lanes_exp(elapsed * -q) * weight;
        lanes paid = growth * up * q;
        price += discount * low * r - paid * m;
        lanes dense = discount * bell * scale;
        lanes density = dense * inverse * (1 / m);
        lanes carry = edge * q - r;
        delta += density * carry - paid;
        lanes bent = lower * inverse + 1;
        lanes income = edge * density * (q / m);
        gamma += income - carry * density * bent * (1 / m);
        speed += carry * density * (bent * bent - inverse * inverse + bent) * (1 / (m * m))
            - income * (bent + 1) * (1 / m);
        if (wants_slopes) {
            lanes share = 0.5 / depth;
            // The change of ln B with the volatility, and with the rate of the carry slope.
            lanes edge_volatility = -series(boundary->volatility_squares, x2) * share;
            lanes edge_carry = boundary->limit_slope - series(boundary->carry_squares, x2) * share;
            lanes low_step = -upper * (1 / sigma) - edge_volatility * inverse;
            lanes spread_step = sine * root;
            lanes edge_income = edge * q;
            vega += dense * (carry * low_step + edge_income * spread_step);
            vanna += dense * edge_income * (low_step + spread_step) * (1 / m)
                + density * ((-lower * low_step - 1 / sigma) * carry + edge_income * edge_volatility);
            lanes carry_step = sine * (turn * root / sigma) - edge_carry * inverse;
            lanes direct = by_yield ? growth * up * (q * elapsed - 1) * m : discount * low * (1 - r * elapsed);
            carry_slope += dense * carry * carry_step + direct;
        }
        left = right;
        right *= panel_growth;
    }
    double gamma_end = density_end / (m * deviation);
    out->price = price_end + lanes_sum(price);
    out->delta = lanes_sum(delta) - growth_end * tail_up;
    out->gamma = lanes_sum(gamma) + gamma_end;
    out->speed = lanes_sum(speed) - gamma_end / m * (1 + end_upper / deviation);
    if (wants_slopes) {
        out->vega = lanes_sum(vega) + m * density_end * root;
        out->vanna = lanes_sum(vanna) - density_end * end_lower / sigma;
        out->carry_slope =
            lanes_sum(carry_slope) + years * (by_yield ? m * growth_end * tail_up : -discount_end * tail_low);
    }
}
