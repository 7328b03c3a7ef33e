#include "ckernels.h"
#include "columns.h"
#include "rough_columns.h"

// The normalised Black function b(x, s) = e^(x/2) N(x/s + s/2) - e^(-x/2) N(x/s - s/2) at x < 0, its distance from the
// maximum e^(x/2), and db/ds.
typedef struct {
    double price, complement, vega;
} black;

// Two vectors at a time: their chains of operations overlap.
#define INTERLEAVED _Pragma("clang loop interleave_count(2)")
#define ROOT_HALF 0.70710678118654752440
#define INVERSE_ROOT_TWO_PI 0.39894228040143267794
#define ROOT_TWO_PI 2.5066282746310005024
#define ROOT_THIRD 0.57735026918962576451

// Of both tails at once: one division.
INLINE black black_at(double x, double maximum, double s, double inverse) {
    double h = x * inverse, t = 0.5 * s;
    double kernel = exponential(-0.5 * (h * h + t * t));
    // A small t takes the odd Taylor terms of N/phi about h in place of a difference of two nearly equal tails.
    int small = (s < 0.2) & (x > -2);
    double sum = h + t;
    double a1 = __builtin_elementwise_abs(small ? h : sum), a2 = t - h;
    double under1 = tail_denominator(a1), under2 = tail_denominator(a2), both = 1 / (under1 * under2);
    double near = tail_numerator(a1) * (both * under2), far = tail_numerator(a2) * (both * under1);
    double square = h * h, w = t * t;
    double y1 = 1 + h * (ROOT_TWO_PI * near);
    double y3 = (square + 3) * y1 - 1;
    double y5 = (square + 7) * y3 - 6 * y1;
    double y7 = (square + 11) * y5 - 20 * y3;
    double y9 = (square + 15) * y7 - 42 * y5;
    double y11 = (square + 19) * y9 - 72 * y7;
    double series = y11 * (1.0 / 39916800);
    series = series * w + y9 * (1.0 / 362880);
    series = series * w + y7 * (1.0 / 5040);
    series = series * w + y5 * (1.0 / 120);
    series = series * w + y3 * (1.0 / 6);
    series = series * w + y1;
    double vega = kernel * INVERSE_ROOT_TWO_PI;
    double difference = kernel * (near - far), total = kernel * (near + far);
    double low = small ? vega * (2 * t * series) : difference;
    int rising = (sum > 0) & !small;
    black value;
    value.price = rising ? maximum - total : low;
    value.complement = rising ? total : maximum - low;
    value.vega = vega;
    return value;
}


// Rows of one pass. Each stage is a loop of its own over columns in the first-level cache: short bodies of different
// rows overlap in the processor, where one long body would wait for its own chain of divisions.
enum { ROWS = 128 };

// Columns between the stages. A quote without its units: `x` = -|ln(forward/strike)|, `price` the time value over
// sqrt(S e^(-qT) K e^(-rT)), `gap` its distance from the largest possible, `maximum` = e^(x/2). The figures of the
// guess have six digits: the steps after it bring the others.
typedef struct {
    double x[ROWS], price[ROWS], gap[ROWS], maximum[ROWS], log_price[ROWS];
    double center[ROWS], center_price[ROWS], center_inverse_vega[ROWS];
    double edge[ROWS], edge_inverse[ROWS], edge_price[ROWS], edge_inverse_vega[ROWS];
    double map[ROWS], slope[ROWS], curve[ROWS], guess[ROWS], step[ROWS], sound[ROWS];
} workspace;

INLINE void normalise(
    const magnus_implied_volatility_input *input, size_t first, size_t count, workspace *restrict at
) {
    const double *restrict signs = input->sign + first, *restrict spots = input->spot + first;
    const double *restrict strikes = input->strike + first, *restrict times = input->years + first;
    const double *restrict rates = input->rate + first, *restrict yields = input->yield + first;
    const double *restrict prices = input->price + first;
    INTERLEAVED
    for (size_t i = 0; i < count; i++) {
        double sign = signs[i], S = spots[i], K = strikes[i], T = times[i], r = rates[i], q = yields[i];
        double quote = prices[i];
        double drift = logarithm_of_quotient(S, K) + (r - q) * T;
        double x = -__builtin_elementwise_abs(drift);
        double spotPresent = S * exponential(-q * T), strikePresent = K * exponential(-r * T);
        double bound = sign > 0 ? spotPresent : strikePresent;
        double inside = sign * (spotPresent - strikePresent);
        double timeValue = quote - (inside > 0 ? inside : 0);
        double maximum = exponential(0.5 * x);
        // 1 / sqrt(S e^(-qT) K e^(-rT)), the smaller being e^x times the larger.
        double inverseScale = maximum / smaller(spotPresent, strikePresent);
        double price = timeValue * inverseScale, gap = (bound - quote) * inverseScale;
        at->x[i] = x;
        at->price[i] = price;
        at->gap[i] = gap;
        at->maximum[i] = maximum;
        int sound = (S > 1e-75) & (S < 1e75) & (K > 1e-75) & (K < 1e75) & (T > 1e-12) & (T < 1e6)
            & (__builtin_elementwise_abs(r * T) < 300) & (__builtin_elementwise_abs(q * T) < 300) & (x < -1e-9)
            & (x > -100) & (price > 1e-100) & (gap > 1e-12) & (timeValue > 1e-3 * quote);
        at->sound[i] = sound ? 1.0 : 0.0;
    }
}

// The inflection point, where x/s + s/2 = 0 and the kernel is the maximum, and where the tangent there meets 0 or the
// maximum: the segments of the guess.
INLINE void divide(size_t count, workspace *restrict at) {
    INTERLEAVED
    for (size_t i = 0; i < count; i++) {
        double x = at->x[i], maximum = at->maximum[i], price = at->price[i];
        double center = __builtin_elementwise_sqrt(-2 * x);
        double centerPrice = 0.5 * maximum * (1 - rough_complement(center * ROOT_HALF));
        double centerInverseVega = ROOT_TWO_PI / maximum;
        double s = center + ((price < centerPrice) ? -centerPrice : maximum - centerPrice) * centerInverseVega;
        double inverse = 1 / s, h = x * inverse, t = 0.5 * s, sum = h + t;
        double kernel = rough_exponential(-0.5 * (h * h + t * t));
        double near = rough_complement(__builtin_elementwise_abs(sum) * ROOT_HALF);
        double far = rough_complement((t - h) * ROOT_HALF);
        double difference = 0.5 * kernel * (near - far), total = 0.5 * kernel * (near + far);
        at->center[i] = center;
        at->center_price[i] = centerPrice;
        at->edge[i] = s;
        at->edge_price[i] = sum > 0 ? maximum - total : difference;
        at->edge_inverse_vega[i] = ROOT_TWO_PI / kernel;
        at->center_inverse_vega[i] = centerInverseVega;
        at->edge_inverse[i] = inverse;
        at->log_price[i] = logarithm_of_quotient(price, 1);
    }
}

// Outer segments: images in which the inverse is nearly linear, with slope and curvature at the edge.
INLINE void image_edges(size_t count, workspace *restrict at) {
    INTERLEAVED
    for (size_t i = 0; i < count; i++) {
        double x = at->x[i], price = at->price[i], s = at->edge[i], edgePrice = at->edge_price[i];
        int low = price < at->center_price[i];
        int middle = low ? price >= edgePrice : price <= edgePrice;
        double inverseS = at->edge_inverse[i];
        double z = -x * ROOT_THIRD * inverseS;
        double argument = low ? z : 0.5 * s;
        double bell = rough_exponential(-0.5 * argument * argument), inverseBell = 1 / bell;
        double tail = 0.5 * bell * rough_complement(argument * ROOT_HALF);
        double square = s * s, ratio = x * inverseS, w = ratio * ratio, y = z * z;
        double growth = rough_exponential(low ? y + 0.125 * square : 0.5 * w);
        double scale = 1.20919957615614523373 * -x;
        at->map[i] = low ? scale * tail * tail * tail : tail;
        at->slope[i] = low ? 6.283185307179586 * y * tail * tail * growth : -0.5 * growth;
        double lowCurve = 0.52359877559829887 * y * inverseS * inverseS * inverseS * tail
            * (13.856406460551018 * s * -x
               + (3 * square * (square - 8) - 8 * x * x) * tail * (inverseBell * ROOT_TWO_PI))
            * growth * growth;
        double highCurve = 1.2533141373155002512 * growth * growth * inverseBell * w * inverseS;
        at->curve[i] = middle ? 0 : low ? lowCurve : highCurve;
    }
}

// One rational cubic (Delbourgo and Gregory) for all four segments, and back from its image: a normal quantile, of the
// cube root on the low side (Abramowitz and Stegun 26.2.23).
INLINE void guess(size_t count, workspace *restrict at) {
    INTERLEAVED
    for (size_t i = 0; i < count; i++) {
        double x = at->x[i], price = at->price[i], maximum = at->maximum[i], s = at->edge[i], map = at->map[i];
        double center = at->center[i], centerPrice = at->center_price[i], edgePrice = at->edge_price[i];
        double edgeInverseVega = at->edge_inverse_vega[i], slope = at->slope[i], curve = at->curve[i];
        int low = price < centerPrice;
        int middle = low ? price >= edgePrice : price <= edgePrice;
        double centerInverseVega = at->center_inverse_vega[i];
        double x0 = low ? (middle ? edgePrice : 0) : (middle ? centerPrice : edgePrice);
        double y0 = low ? (middle ? s : 0) : (middle ? center : map);
        double d0 = low ? (middle ? edgeInverseVega : 1) : (middle ? centerInverseVega : slope);
        double x1 = low ? (middle ? centerPrice : edgePrice) : (middle ? edgePrice : maximum);
        double y1 = low ? (middle ? center : map) : (middle ? s : 0);
        double d1 = low ? (middle ? centerInverseVega : slope) : (middle ? edgeInverseVega : -0.5);
        double width = x1 - x0, inverseWidth = 1 / width;
        double secant = (y1 - y0) * inverseWidth;
        double fromLeft = secant - d0, fromRight = d1 - secant, difference = d1 - d0;
        double inverseBoth = 1 / (fromLeft * fromRight);
        double inverseLeft = inverseBoth * fromRight, inverseRight = inverseBoth * fromLeft;
        double control = (0.5 * width * curve + difference) * (low ? inverseRight : inverseLeft);
        double bend = larger(
            __builtin_elementwise_abs(difference * inverseLeft), __builtin_elementwise_abs(difference * inverseRight));
        control = larger(control, larger((d0 + d1) / secant, bend));
        double u = (price - x0) * inverseWidth, v = 1 - u;
        double image = (y1 * u * u * u + (control * y1 - width * d1) * u * u * v
                        + (control * y0 + width * d0) * u * v * v + y0 * v * v * v)
            / (1 + (control - 3) * u * v);
        double scale = low ? 1.20919957615614523373 * -x : 1;
        double logImage = rough_logarithm(image / scale);
        double g = __builtin_elementwise_sqrt(-2 * logImage * (low ? 1.0 / 3 : 1));
        double quantile = g - (2.515517 + g * (0.802853 + g * 0.010328))
            / (1 + g * (1.432788 + g * (0.189269 + g * 0.001308)));
        double outer = low ? -x * ROOT_THIRD / quantile : 2 * quantile;
        at->guess[i] = middle ? image : outer;
    }
}

// A Householder step of fourth order on the objective of the segment: the reciprocal logarithm of a low price, the
// logarithm of the distance from the maximum of a high one, else the price.
INLINE void improve(size_t count, workspace *restrict at) {
    INTERLEAVED
    for (size_t i = 0; i < count; i++) {
        double x = at->x[i], price = at->price[i], maximum = at->maximum[i], guess = at->guess[i];
        double edgePrice = at->edge_price[i], logPrice = at->log_price[i], gap = at->gap[i];
        int low = price < at->center_price[i];
        int middle = low ? price >= edgePrice : price <= edgePrice;
        int byReciprocal = low & !middle, byComplement = !low & !middle & (price > 0.5 * maximum);
        double inverse = 1 / guess;
        black value = black_at(x, maximum, guess, inverse);
        double h = x * inverse, hs = h * inverse;
        double second = h * hs - 0.25 * guess;
        double third = second * second - 3 * hs * hs - 0.25;
        double a = byComplement ? value.complement : value.price;
        double b = byComplement ? gap : 1;
        double logarithm = logarithm_of_quotient(a, b);
        double inverseBoth = 1 / (value.vega * a);
        double inverseRate = inverseBoth * a * a, rate = inverseBoth * value.vega * value.vega;
        double inverseLogs = 1 / (logarithm * logPrice);
        double reciprocal = inverseLogs * logPrice;
        double newton = byReciprocal ? (logPrice - logarithm) * logarithm * (inverseLogs * logarithm) * inverseRate
            : byComplement ? logarithm * inverseRate : (price - value.price) * (inverseBoth * a);
        double halley = second + (byReciprocal ? -rate * (1 + 2 * reciprocal) : byComplement ? rate : 0);
        double householder = third
            + (byReciprocal ? 2 * rate * rate * (1 + 3 * reciprocal * (1 + reciprocal))
                       - 3 * second * rate * (1 + 2 * reciprocal)
                   : byComplement ? rate * (2 * rate + 3 * second) : 0);
        double step = newton * (1 + 0.5 * halley * newton)
            / (1 + newton * (halley + householder * newton * (1.0 / 6)));
        step = larger(-0.5 * guess, smaller(step, guess));
        at->guess[i] = guess + step;
        at->step[i] = step;
    }
}

// Jaeckel, "Let's Be Rational" (2013), the scalar form of which is NormalisedBlack.inverse in Swift: the same guess on
// four segments and the same objectives, chosen by selection in place of branches; each point is valued once whatever
// the segment. Two steps always; a second step that is not small leaves the row to the scalar form.
__attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
void magnus_implied_volatility_batch(
    const magnus_implied_volatility_input *input, double *restrict volatility, double *restrict reliable, size_t count
) {
    const double *restrict times = input->years;
    workspace at;
    for (size_t first = 0; first < count; first += ROWS) {
        size_t rows = count - first < ROWS ? count - first : ROWS;
        normalise(input, first, rows, &at);
        divide(rows, &at);
        image_edges(rows, &at);
        guess(rows, &at);
        improve(rows, &at);
        improve(rows, &at);
        for (size_t i = 0; i < rows; i++) {
            double s = at.guess[i], span = at.x[i] / s;
            volatility[first + i] = s / __builtin_elementwise_sqrt(times[first + i]);
            int sound = (at.sound[i] != 0) & (s > 1e-6) & (s < 20) & (span > -30)
                & (__builtin_elementwise_abs(at.step[i]) < 1e-4 * s);
            reliable[first + i] = sound ? 1.0 : 0.0;
        }
    }
}
