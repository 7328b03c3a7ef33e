#include <math.h>

#include "ckernels.h"
#include "rough_lanes.h"

// Lanes are eight different options while boundaries are solved, and eight options or eight spots while they are read.

// Most unknowns and quadrature points of the collocation, and points of a reading.
enum { NODES = MAGNUS_FAMILY_NODES, POINTS = MAGNUS_FAMILY_POINTS, READS = MAGNUS_FAMILY_READS };

LANES_INLINE lanes family_log(lanes x) { return lanes_log(__builtin_elementwise_max(x, (lanes)1e-300)); }

// Gauss elimination lane by lane; no pivoting: the matrix is the identity plus a contraction.
LANES_INLINE void eliminate(const int n, lanes matrix[NODES][NODES], lanes side[NODES]) {
#pragma clang loop unroll(full)
    for (int k = 0; k < n; k++) {
        lanes inverse = 1 / matrix[k][k];
#pragma clang loop unroll(full)
        for (int j = k + 1; j < n; j++) matrix[k][j] *= inverse;
        side[k] *= inverse;
#pragma clang loop unroll(full)
        for (int i = k + 1; i < n; i++) {
            lanes factor = matrix[i][k];
#pragma clang loop unroll(full)
            for (int j = k + 1; j < n; j++) matrix[i][j] -= factor * matrix[k][j];
            side[i] -= factor * side[k];
        }
    }
#pragma clang loop unroll(full)
    for (int k = n - 2; k >= 0; k--) {
#pragma clang loop unroll(full)
        for (int j = k + 1; j < n; j++) side[k] -= matrix[k][j] * side[j];
    }
}

typedef struct {
    lanes years, rate, yield, volatility, drift, deviation, inverse_deviation, log_limit;
} family_terms;

// A first guess of ln(limit / B) at one time: the quadratic approximation of G. Barone-Adesi and R. E. Whaley (1987),
// its equation solved by Newton's method in the log of the spot.
LANES_INLINE lanes start(const family_terms *s, double fraction, lanes discount, lanes growth, int passes) {
    lanes inverse_variance = 1 / (s->volatility * s->volatility);
    lanes tau = s->years * (fraction * fraction), deviation = s->deviation * fraction;
    lanes inverse_deviation = s->inverse_deviation * (1 / fraction);
    lanes product = tau * s->rate;
    // r / (1 - e^(-r tau)), which tends to 1 / tau.
    lanes series = (product * 0.5 + product * product * (1.0 / 12) + 1) / tau;
    lanes ratio = product > 1e-4 ? s->rate / (1 - discount) : series;
    lanes beta = 2 * s->drift * inverse_variance;
    lanes root = __builtin_elementwise_sqrt(ratio * (8 * inverse_variance) + (beta - 1) * (beta - 1));
    lanes power = ((1 - beta) - root) * 0.5;
    lanes y = deviation * -0.5 + s->log_limit;
#pragma clang loop unroll(disable)
    for (int pass = 0; pass < passes; pass++) {
        lanes spot = lanes_rough_exp(y);
        lanes upper = (y + tau * s->drift) * inverse_deviation + deviation * 0.5;
        lanes_pair normal = lanes_normal_pair(-upper, deviation - upper, spot);
        lanes up = normal.first * growth, low = normal.second * discount;
        lanes gap = 1 - spot - (low - spot * up);
        lanes keep = 1 - up;
        lanes slope = keep * (1 - power) + normal.first_bell * 0.3989422804014327 * growth * inverse_deviation;
        lanes move = -(keep * spot + power * gap) * normal.reciprocal / slope;
        move = __builtin_elementwise_min(__builtin_elementwise_max(move, (lanes)-0.7), (lanes)0.7);
        lanes next = __builtin_elementwise_min(y + move, s->log_limit);
        y = next == next ? next : y;
    }
    return __builtin_elementwise_max(s->log_limit - y, (lanes)1e-9);
}

LANES_INLINE void solve(
    const int n, const int points, const magnus_family_tables *tables, const double *years, const double *rate,
    const double *yield, const double *volatility, magnus_family *out) {
    const double scale = 0.3989422804014327;
    family_terms s;
    s.years = lanes_load(years);
    s.rate = lanes_load(rate);
    s.yield = lanes_load(yield);
    s.volatility = lanes_load(volatility);
    s.drift = s.rate - s.yield;
    s.deviation = s.volatility * __builtin_elementwise_sqrt(s.years);
    s.inverse_deviation = 1 / s.deviation;
    s.log_limit = s.yield > s.rate ? family_log(s.rate / s.yield) : (lanes)0;
    lanes carry = s.drift * s.years;
    lanes discount[NODES], growth[NODES], own[NODES], rate_weight[NODES][POINTS], yield_weight[NODES][POINTS];
#pragma clang loop unroll(disable)
    for (int i = 0; i < n; i++) {
        double fraction = tables->fractions[i], square = fraction * fraction;
        lanes tau = s.years * square;
        discount[i] = lanes_rough_exp(tau * -s.rate);
        growth[i] = lanes_rough_exp(tau * -s.yield);
#pragma clang loop unroll(disable)
        for (int p = 0; p < points; p++) {
            double share = tables->sine[p] * tables->sine[p];
            lanes elapsed = tau * share, weight = tau * tables->weights[p];
            rate_weight[i][p] = lanes_rough_exp(elapsed * -s.rate) * weight * s.rate;
            yield_weight[i][p] = lanes_rough_exp(elapsed * -s.yield) * weight * s.yield;
        }
        own[i] = start(&s, fraction, discount[i], growth[i], tables->passes);
    }
    lanes change = INFINITY;
    int sweep = 0;
    for (; sweep < 12; sweep++) {
        lanes square[NODES], matrix[NODES][NODES], gap[NODES];
        for (int i = 0; i < n; i++) square[i] = own[i] * own[i];
#pragma clang loop unroll(disable)
        for (int i = 0; i < n; i++) {
            double fraction = tables->fractions[i];
            lanes deviation = s.deviation * fraction, inverse_deviation = s.inverse_deviation * (1 / fraction);
            lanes mine = own[i], tau_carry = carry * (fraction * fraction);
            // The quotient N / D of the last boundary, B / K: with it the derivatives need one sum in place of two. The
            // error is of the order of the gap, and Newton's convergence stays quadratic.
            lanes quotient = lanes_rough_exp(s.log_limit - mine);
            lanes lower = (s.log_limit - mine + tau_carry) * inverse_deviation - deviation * 0.5;
            lanes_pair end = lanes_normal_pair(lower, lower + deviation, (lanes)1);
            lanes over = end.first * discount[i], under = end.second * growth[i];
            lanes own_slope =
                (end.first_bell * discount[i] - end.second_bell * growth[i] * quotient) * inverse_deviation;
            lanes slope[NODES];
#pragma clang loop unroll(full)
            for (int k = 0; k < n; k++) slope[k] = 0;
#pragma clang loop unroll(disable)
            for (int p = 0; p < points; p++) {
                const double *row = tables->interpolation + (i * points + p) * n;
                double sine = tables->sine[p];
                lanes h = square[0] * row[0];
#pragma clang loop unroll(full)
                for (int k = 1; k < n; k++) h += square[k] * row[k];
                lanes_mask flat = h < 1e-24;
                lanes other = __builtin_elementwise_sqrt(flat ? (lanes)1e-24 : h);
                lanes spread = deviation * sine, inverse = inverse_deviation * tables->inverse_sine[p];
                lanes d = (other - mine + tau_carry * (sine * sine)) * inverse - spread * 0.5;
                lanes_pair normal = lanes_normal_pair(d, d + spread, other);
                over += rate_weight[i][p] * normal.first;
                under += yield_weight[i][p] * normal.second;
                lanes step = (rate_weight[i][p] * normal.first_bell
                              - yield_weight[i][p] * normal.second_bell * quotient) * inverse;
                own_slope += step;
                lanes share = flat ? (lanes)0 : step * normal.reciprocal;
#pragma clang loop unroll(full)
                for (int k = 0; k < n; k++) slope[k] += share * row[k];
            }
            lanes inverse_over = 1 / over;
            lanes_mask bad = !(over > 0 & under > 0);
            // With a negative yield a boundary far too low has no image: move towards the limit.
            gap[i] = bad ? mine * -0.4 : s.log_limit - mine + family_log(under * inverse_over);
            lanes factor = inverse_over * scale;
#pragma clang loop unroll(full)
            for (int k = 0; k < n; k++) matrix[i][k] = slope[k] * own[k] * factor;
            matrix[i][i] += 1 - own_slope * factor;
        }
        eliminate(n, matrix, gap);
        lanes largest = 0;
        for (int i = 0; i < n; i++) {
            lanes moved = own[i] + gap[i];
            // Written so that a step that is no number leaves its lane without a solution.
            lanes size = gap[i] == gap[i] ? __builtin_elementwise_abs(gap[i]) : (lanes)INFINITY;
            largest = __builtin_elementwise_max(largest, size);
            own[i] = __builtin_elementwise_min(__builtin_elementwise_max(moved, own[i] * 0.25), own[i] * 4 + 0.05);
        }
        change = largest;
        lanes_mask open = !(largest < tables->tolerance) & !(largest == INFINITY);
        if (!__builtin_reduce_or(open)) {
            sweep++;
            break;
        }
    }
    lanes_store(out->change, change);
    lanes_store(out->log_limit, s.log_limit);
    out->sweeps = sweep;
    for (int i = 0; i < n; i++) lanes_store(out->depths + 8 * i, own[i]);
}

__attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
void magnus_family_solve(
    const magnus_family_tables *tables, const double *years, const double *rate, const double *yield,
    const double *volatility, magnus_family *out) {
    if (tables->nodes == 5) {
        solve(5, 6, tables, years, rate, yield, volatility, out);
    } else {
        solve(7, 8, tables, years, rate, yield, volatility, out);
    }
}

// European put with strike 1 by moneyness, and the common factors of a reading.
LANES_INLINE lanes european(lanes m, lanes log_m, lanes carry, lanes deviation, lanes inverse_deviation, lanes discount,
                            lanes growth) {
    lanes upper = (log_m + carry) * inverse_deviation + deviation * 0.5;
    lanes bell;
    lanes low = lanes_normal(deviation - upper, &bell), up = lanes_normal(-upper, &bell);
    return discount * low - m * growth * up;
}

LANES_INLINE void values(
    const int n, const magnus_family_tables *tables, const magnus_family *family, const double *years,
    const double *rate, const double *yield, const double *volatility, const double *moneyness, double *price) {
    lanes T = lanes_load(years), r = lanes_load(rate), q = lanes_load(yield), sigma = lanes_load(volatility);
    lanes m = lanes_load(moneyness), log_limit = lanes_load(family->log_limit);
    lanes deviation = sigma * __builtin_elementwise_sqrt(T), inverse_deviation = 1 / deviation;
    lanes carry = (r - q) * T, log_m = family_log(m), interest = r * -T, paid = q * -T;
    lanes value = european(m, log_m, carry, deviation, inverse_deviation, lanes_exp(interest), lanes_exp(paid));
    lanes ahead = log_m - log_limit, rate_scale = T * r, yield_scale = T * q * m;
    lanes square[NODES];
#pragma clang loop unroll(full)
    for (int i = 0; i < n; i++) {
        lanes depth = lanes_load(family->depths + 8 * i);
        square[i] = depth * depth;
    }
    lanes premium = 0;
#pragma clang loop unroll(disable)
    for (int p = 0; p < tables->reads; p++) {
        const double *row = tables->read_interpolation + p * n;
        double sine = tables->read_sine[p], share = sine * sine;
        lanes h = square[0] * row[0];
#pragma clang loop unroll(full)
        for (int k = 1; k < n; k++) h += square[k] * row[k];
        lanes depth = __builtin_elementwise_sqrt(__builtin_elementwise_max(h, (lanes)0));
        lanes spread = deviation * sine;
        lanes upper = (depth + ahead + carry * share) * (inverse_deviation * tables->read_inverse_sine[p])
            + spread * 0.5;
        lanes_pair normal = lanes_normal_pair(spread - upper, -upper, (lanes)1);
        premium += (lanes_rough_exp(interest * share) * rate_scale * normal.first
                    - lanes_rough_exp(paid * share) * yield_scale * normal.second) * tables->read_weights[p];
    }
    lanes held = value + premium, exercised = 1 - m;
    lanes_mask now = ahead + lanes_load(family->depths) <= 0;
    // Not a maximum: a value that is not a number must stay one, so that the caller sees the failure.
    held = held < exercised ? exercised : held;
    lanes_store(price, now ? exercised : held);
}

__attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
void magnus_family_values(
    const magnus_family_tables *tables, const magnus_family *family, const double *years, const double *rate,
    const double *yield, const double *volatility, const double *moneyness, double *price) {
    if (tables->nodes == 5) {
        values(5, tables, family, years, rate, yield, volatility, moneyness, price);
    } else {
        values(7, tables, family, years, rate, yield, volatility, moneyness, price);
    }
}

__attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
void magnus_family_ladder(
    const magnus_family_tables *tables, const magnus_family *family, int lane, const magnus_put_terms *terms,
    const double *moneyness, const double *log_moneyness, double *price, size_t count) {
    double T = terms->years, r = terms->rate, q = terms->yield;
    double deviation = terms->volatility * sqrt(T), inverse_deviation = 1 / deviation, carry = (r - q) * T;
    double log_limit = family ? family->log_limit[lane] : 0;
    // What does not depend on the spot, per point of the rule: the distance, the two weights.
    double distance[READS], rate_weight[READS], yield_weight[READS];
    int reads = family ? tables->reads : 0;
    for (int p = 0; p < reads; p += 8) {
        lanes h = 0;
        for (int k = 0; k < tables->nodes; k++) {
            double depth = family->depths[8 * k + lane];
            h += lanes_load(tables->read_columns + k * READS + p) * (depth * depth);
        }
        lanes sine = lanes_load(tables->read_sine + p), share = sine * sine;
        lanes weight = lanes_load(tables->read_weights + p) * T;
        lanes depth = __builtin_elementwise_sqrt(__builtin_elementwise_max(h, (lanes)0));
        lanes_store(distance + p, depth + share * carry - log_limit);
        lanes_store(rate_weight + p, lanes_rough_exp(share * (-r * T)) * weight * r);
        lanes_store(yield_weight + p, lanes_rough_exp(share * (-q * T)) * weight * q);
    }
    double discount = exp(-r * T), growth = exp(-q * T);
    double log_boundary = family ? log_limit - family->depths[lane] : -INFINITY;
    for (size_t first = 0; first < count; first += 8) {
        lanes m = lanes_load(moneyness + first), log_m = lanes_load(log_moneyness + first);
        lanes held = european(
            m, log_m, (lanes)carry, (lanes)deviation, (lanes)inverse_deviation, (lanes)discount, (lanes)growth);
        if (reads > 0) {
            lanes interest = 0, paid = 0;
#pragma clang loop unroll(disable)
            for (int p = 0; p < reads; p++) {
                double spread = deviation * tables->read_sine[p];
                lanes upper = (log_m + distance[p]) * (inverse_deviation * tables->read_inverse_sine[p]) + spread * 0.5;
                lanes_pair normal = lanes_normal_pair(spread - upper, -upper, (lanes)1);
                interest += normal.first * rate_weight[p];
                paid += normal.second * yield_weight[p];
            }
            held += interest - paid * m;
            lanes exercised = 1 - m;
            lanes_mask now = (held < exercised) | (log_m <= log_boundary);
            held = now ? exercised : held;
        } else {
            held = held < 0 ? (lanes)0 : held;
        }
        lanes_store(price + first, held);
    }
}
