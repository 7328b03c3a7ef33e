#include "ckernels.h"
#include "columns.h"

// The normalised Black function b(x, s) = e^(x/2) N(x/s + s/2) - e^(-x/2) N(x/s - s/2) at x < 0, its distance from the
// maximum e^(x/2), and db/ds.
typedef struct {
    double price, complement, vega;
} black;

#define ROOT_HALF 0.70710678118654752440
#define INVERSE_ROOT_TWO_PI 0.39894228040143267794

// e^(y^2) erfc(y), 0 <= y <= 26.
INLINE double scaled_complement(double y) {
    double p = y + 3, w = 1 + 2 * y, inverse = 1 / (p * w);
    return scaled_shape((y - 3) * (inverse * w)) * (inverse * p);
}

// Of both tails at once: one division.
INLINE black black_at(double x, double maximum, double s, double inverse) {
    double h = x * inverse, t = 0.5 * s;
    double kernel = exponential(-0.5 * (h * h + t * t));
    // A small t takes the odd Taylor terms of N/phi about h in place of a difference of two nearly equal tails.
    int small = (s < 0.2) & (x > -2);
    double sum = h + t;
    double q1 = __builtin_elementwise_abs(small ? h : sum) * ROOT_HALF, q2 = (t - h) * ROOT_HALF;
    double p1 = q1 + 3, p2 = q2 + 3, w1 = 1 + 2 * q1, w2 = 1 + 2 * q2;
    double pw1 = p1 * w1, pw2 = p2 * w2, both = 1 / (pw1 * pw2);
    double i1 = both * pw2, i2 = both * pw1;
    double near = scaled_shape((q1 - 3) * (i1 * w1)) * (i1 * p1);
    double far = scaled_shape((q2 - 3) * (i2 * w2)) * (i2 * p2);
    double square = h * h, w = t * t;
    double y1 = 1 + h * (1.253314137315500251 * near);
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
    double difference = 0.5 * kernel * (near - far), total = 0.5 * kernel * (near + far);
    double low = small ? vega * (2 * t * series) : difference;
    int rising = (sum > 0) & !small;
    black value;
    value.price = rising ? maximum - total : low;
    value.complement = rising ? total : maximum - low;
    value.vega = vega;
    return value;
}

INLINE double larger(double a, double b) { return a > b ? a : b; }
INLINE double smaller(double a, double b) { return a < b ? a : b; }

// Jaeckel, "Let's Be Rational" (2013), the scalar form of which is NormalisedBlack.inverse in Swift: the same guess on four
// segments and the same objectives, chosen by selection in place of branches; each point is valued once whatever the
// segment. Two steps always; a second step that is not small leaves the row to the scalar form.
__attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
void magnus_implied_volatility_batch(
    const magnus_implied_volatility_input *input, double *restrict volatility, double *restrict reliable, size_t count
) {
    const double *restrict signs = input->sign;
    const double *restrict spots = input->spot;
    const double *restrict strikes = input->strike;
    const double *restrict times = input->years;
    const double *restrict rates = input->rate;
    const double *restrict yields = input->yield;
    const double *restrict prices = input->price;
    for (size_t i = 0; i < count; i++) {
        double sign = signs[i], S = spots[i], K = strikes[i], T = times[i], r = rates[i], q = yields[i];
        double quote = prices[i];
        double drift = logarithm_of_quotient(S, K, S / K) + (r - q) * T;
        double x = -__builtin_elementwise_abs(drift);
        double spotPresent = S * exponential(-q * T), strikePresent = K * exponential(-r * T);
        double bound = sign > 0 ? spotPresent : strikePresent;
        double inside = sign * (spotPresent - strikePresent);
        double timeValue = quote - (inside > 0 ? inside : 0);
        double inverseScale = 1 / __builtin_elementwise_sqrt(spotPresent * strikePresent);
        double price = timeValue * inverseScale, gap = (bound - quote) * inverseScale;
        double maximum = exponential(0.5 * x);

        // The inflection point, where x/s + s/2 = 0 and the kernel is the maximum.
        double center = __builtin_elementwise_sqrt(-2 * x);
        double farTail = scaled_complement(center * ROOT_HALF);
        double centerPrice = 0.5 * maximum * (1 - farTail);
        double centerVega = maximum * INVERSE_ROOT_TWO_PI;
        double centerInverseVega = 1 / centerVega;
        int low = price < centerPrice;
        // Where the tangent there meets 0 or the maximum.
        double s = center + (low ? -centerPrice : maximum - centerPrice) * centerInverseVega;
        double inverseS = 1 / s;
        black edge = black_at(x, maximum, s, inverseS);
        int middle = low ? price >= edge.price : price <= edge.price;
        double edgeInverseVega = 1 / edge.vega;

        // Outer segments: images in which the inverse is nearly linear.
        double z = -x * 0.57735026918962576451 * inverseS;
        double argument = low ? z : 0.5 * s;
        double bell = exponential(-0.5 * argument * argument);
        double tail = 0.5 * bell * scaled_complement(argument * ROOT_HALF);
        double square = s * s, ratio = x * inverseS, w = ratio * ratio, y = z * z;
        double growth = exponential(low ? y + 0.125 * square : 0.5 * w);
        double scale = 1.20919957615614523373 * -x;
        double map = low ? scale * tail * tail * tail : tail;
        double slope = low ? 6.283185307179586 * y * tail * tail * growth : -0.5 * growth;
        double lowCurve = 0.52359877559829887 * y * inverseS * inverseS * inverseS * tail
            * (13.856406460551018 * s * -x + (3 * square * (square - 8) - 8 * x * x) * tail / (bell * INVERSE_ROOT_TWO_PI))
            * growth * growth;
        double highCurve = 1.2533141373155002512 * growth * growth / bell * w * inverseS;
        double curve = middle ? 0 : low ? lowCurve : highCurve;

        // One rational cubic (Delbourgo and Gregory) for all four segments.
        double x0 = low ? (middle ? edge.price : 0) : (middle ? centerPrice : edge.price);
        double y0 = low ? (middle ? s : 0) : (middle ? center : map);
        double d0 = low ? (middle ? edgeInverseVega : 1) : (middle ? centerInverseVega : slope);
        double x1 = low ? (middle ? centerPrice : edge.price) : (middle ? edge.price : maximum);
        double y1 = low ? (middle ? center : map) : (middle ? s : 0);
        double d1 = low ? (middle ? centerInverseVega : slope) : (middle ? edgeInverseVega : -0.5);
        double width = x1 - x0, inverseWidth = 1 / width;
        double secant = (y1 - y0) * inverseWidth;
        double fromLeft = secant - d0, fromRight = d1 - secant, difference = d1 - d0;
        double control = (0.5 * width * curve + difference) / (low ? fromRight : fromLeft);
        double bend = larger(
            __builtin_elementwise_abs(difference / fromLeft), __builtin_elementwise_abs(difference / fromRight));
        double shape = larger((d0 + d1) / secant, bend);
        control = larger(control, shape);
        double u = (price - x0) * inverseWidth, v = 1 - u;
        double image = (y1 * u * u * u + (control * y1 - width * d1) * u * u * v
                        + (control * y0 + width * d0) * u * v * v + y0 * v * v * v)
            / (1 + (control - 3) * u * v);

        // Back from the image: a normal quantile, of the cube root on the low side (Abramowitz and Stegun 26.2.23).
        double logImage = logarithm_of_quotient(image, low ? scale : 1, low ? image / scale : image);
        double g = __builtin_elementwise_sqrt(-2 * logImage * (low ? 1.0 / 3 : 1));
        double quantile = g - (2.515517 + g * (0.802853 + g * 0.010328))
            / (1 + g * (1.432788 + g * (0.189269 + g * 0.001308)));
        double outer = low ? -x * 0.57735026918962576451 / quantile : 2 * quantile;
        double guess = middle ? image : outer;

        // Householder steps of fourth order on the objective of the segment.
        int byReciprocal = low & !middle, byComplement = !low & !middle & (price > 0.5 * maximum);
        double logPrice = logarithm_of_quotient(price, 1, price);
        double step = 0;
#pragma clang loop unroll(full)
        for (int round = 0; round < 2; round++) {
            double inverse = 1 / guess;
            black value = black_at(x, maximum, guess, inverse);
            double h = x * inverse, hs = h * inverse;
            double second = h * hs - 0.25 * guess;
            double third = second * second - 3 * hs * hs - 0.25;
            double a = byComplement ? value.complement : value.price;
            double b = byComplement ? gap : 1;
            double logarithm = logarithm_of_quotient(a, b, a / b);
            double rate = value.vega / a;
            double reciprocal = 1 / logarithm;
            double newton = byReciprocal ? (logPrice - logarithm) * logarithm / (logPrice * rate)
                : byComplement ? logarithm / rate : (price - value.price) / value.vega;
            double halley = second + (byReciprocal ? -rate * (1 + 2 * reciprocal) : byComplement ? rate : 0);
            double householder = third
                + (byReciprocal ? 2 * rate * rate * (1 + 3 * reciprocal * (1 + reciprocal))
                           - 3 * second * rate * (1 + 2 * reciprocal)
                       : byComplement ? rate * (2 * rate + 3 * second) : 0);
            step = newton * (1 + 0.5 * halley * newton)
                / (1 + newton * (halley + householder * newton * (1.0 / 6)));
            step = larger(-0.5 * guess, smaller(step, guess));
            guess += step;
        }
        volatility[i] = guess / __builtin_elementwise_sqrt(T);
        double span = x / guess;
        int sound = (S > 1e-75) & (S < 1e75) & (K > 1e-75) & (K < 1e75) & (T > 1e-12) & (T < 1e6)
            & (__builtin_elementwise_abs(r * T) < 300) & (__builtin_elementwise_abs(q * T) < 300) & (x < -1e-9)
            & (x > -100) & (price > 1e-100) & (gap > 1e-12) & (timeValue > 1e-3 * quote) & (guess > 1e-6)
            & (guess < 20) & (span > -30) & (__builtin_elementwise_abs(step) < 1e-4 * guess);
        reliable[i] = sound ? 1.0 : 0.0;
    }
}
