#include <math.h>

#include "ckernels.h"
#include "lanes.h"

enum { LARGEST = MAGNUS_ROW_NODES };

__attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
double magnus_boundary_row(const magnus_row *row, const double *depths, const double *squares, double *jacobian) {
    const double scale = 0.3989422804014327;
    int n = row->node_count;
    double own = depths[row->node], drift = row->rate - row->yield, tau = row->tau;
    double deviation = row->volatility * sqrt(tau);
    lanes numerator = 0, denominator = 0, numerator_slope = 0, denominator_slope = 0;
    lanes low_slopes[LARGEST], up_slopes[LARGEST];
    if (jacobian) {
        for (int k = 0; k < n; k++) low_slopes[k] = up_slopes[k] = 0;
    }
    for (int block = 0; block < row->block_count; block++) {
        const double *table = row->interpolation + (size_t)block * 8 * n;
        lanes square = 0;
        for (int k = 0; k < n; k++) square += lanes_load(table + 8 * k) * squares[k];
        lanes_mask flat = square < 1e-24;
        lanes other = __builtin_elementwise_sqrt(flat ? (lanes)1e-24 : square);
        lanes sine = lanes_load(row->sine + 8 * block);
        lanes rate_weight = lanes_load(row->rate_weights + 8 * block);
        lanes yield_weight = lanes_load(row->yield_weights + 8 * block);
        lanes spread = sine * deviation, inverse = 1 / spread;
        lanes d = (other - own + sine * sine * (tau * drift)) * inverse - spread * 0.5;
        lanes_normals normal = lanes_normal_both(d, d + spread, other);
        numerator += rate_weight * normal.first;
        denominator += yield_weight * normal.second;
        if (!jacobian) continue;
        lanes low_slope = rate_weight * normal.first_bell * inverse;
        lanes up_slope = yield_weight * normal.second_bell * inverse;
        numerator_slope += low_slope;
        denominator_slope += up_slope;
        // Where the interpolated square is not positive the boundary stands at its limit.
        lanes reach = flat ? (lanes)0 : normal.reciprocal;
        lanes low_share = low_slope * reach, up_share = up_slope * reach;
        for (int k = 0; k < n; k++) {
            lanes weight = lanes_load(table + 8 * k);
            low_slopes[k] += low_share * weight;
            up_slopes[k] += up_share * weight;
        }
    }
    double lower = (row->log_limit - own + drift * tau) / deviation - 0.5 * deviation;
    lanes ends = {lower, lower + deviation, 0, 0, 0, 0, 0, 0}, bell;
    lanes normal = lanes_normal(ends, &bell);
    double over = row->discount * normal[0] + lanes_sum(numerator);
    double under = row->growth * normal[1] + lanes_sum(denominator);
    if (!(over > 0 && under > 0)) {
        // With a negative yield a boundary far too low has no image: move towards the limit.
        if (jacobian) {
            for (int k = 0; k < n; k++) jacobian[k] = k == row->node ? 1 : 0;
        }
        return -0.4 * own;
    }
    if (jacobian) {
        for (int k = 0; k < n; k++) {
            double change = lanes_sum(low_slopes[k]) / over - lanes_sum(up_slopes[k]) / under;
            jacobian[k] = scale * depths[k] * change;
        }
        double over_own = lanes_sum(numerator_slope) + row->discount * bell[0] / deviation;
        double under_own = lanes_sum(denominator_slope) + row->growth * bell[1] / deviation;
        jacobian[row->node] += 1 - scale * (over_own / over - under_own / under);
    }
    return row->log_limit - own - log(over / under);
}
