#include "ckernels.h"
#include "rough_columns.h"

// e^y and e^y - 1, both to rounding, for |y| <= 700.
typedef struct {
    double whole, excess;
} growth;

INLINE growth growth_of(double y) {
    const double magic = 0x1.8p52;
    double shifted = y * 1.4426950408889634 + magic, n = shifted - magic;
    double r = y - n * 0x1.62e42fee00000p-1;
    r = r - n * 0x1.a39ef35793c76p-33;
    double excess = r + r * r * exponential_remainder(r);
    growth result;
    result.whole = double_of(bits_of(1 + excess) + (bits_of(shifted) << 52));
    result.excess = n == 0 ? excess : result.whole - 1;
    return result;
}

// The distance h = a/s at which the Bachelier price s phi(h) - a N(-h) is a / omega, for h <= 9: relative error 3e-6.
// In y = ln(1 + omega/1.2) it is linear at first and sqrt(2y) at last, which a rational form of degree five follows.
INLINE double bachelier_distance(double omega) {
    double y = rough_logarithm(1 + omega * (1 / 1.2)), y2 = y * y;
    double over = (0.47872933486261804 + 0.20650852120991905 * y)
        + y2 * (0.02796096773220929 + 0.004004953521607437 * y) + y2 * y2 * 5.1185196924622034e-05;
    double under = (1.0 + 0.5312984718353024 * y) + y2 * (0.07053204870320227 + 0.011817395875270356 * y)
        + y2 * y2 * (0.0004522639893487796 + 1.2041185117065019e-06 * y);
    return y * over / under;
}

// What the s of the normalised Black function has over the Bachelier one of the same price, relative and per square of
// the latter: a fit in v = s^2 and w = 1/(1 + h/2) of the latter, for s <= 2 and h <= 9; the sum is then right to 2e-5.
INLINE double lognormal_excess(double w, double v) {
    double v2 = v * v, w2 = w * w;
    double c0 = (-0.0019483674336431137 + 0.005446601123058567 * v)
        + v2 * (-0.007405761120293881 + 0.0007989429590315828 * v);
    double c1 = (0.022865954232266957 - 0.038581175994910094 * v) + v2 * (0.062688641341852 - 0.007118605695922994 * v);
    double c2 = (-0.0931946408449566 + 0.10439752936329721 * v) + v2 * (-0.2082981302073474 + 0.02512671815055491 * v);
    double c3 = (0.4191395203592035 - 0.14040101703570307 * v) + v2 * (0.3385073863004999 - 0.04408493877106387 * v);
    double c4 = (-0.4337108623166165 + 0.1173125511625838 * v) + v2 * (-0.26729793286724224 + 0.038375395417321524 * v);
    double c5 = (0.1283855327683532 - 0.044148845782113116 * v) + v2 * (0.08186558083879769 - 0.012946799044133078 * v);
    return (c0 + c1 * w) + w2 * ((c2 + c3 * w) + w2 * (c4 + c5 * w));
}

// b(x, s) = e^(x/2) N(x/s + s/2) - e^(-x/2) N(x/s - s/2) for x <= 0, and db/ds.
typedef struct {
    double price, vega;
} black;

INLINE black black_at(double h, double s, double maximum, int small) {
    double t = 0.5 * s, kernel = exponential(-0.5 * (h * h + t * t));
    black value;
    value.vega = kernel * 0.39894228040143267794;
    if (small) {
        // The odd Taylor terms of N/phi about h in place of a difference of two nearly equal tails.
        double square = h * h, w = t * t;
        double y1 = 1 + h * (2.5066282746310005024 * (tail_numerator(-h) / tail_denominator(-h)));
        double y3 = (square + 3) * y1 - 1;
        double y5 = (square + 7) * y3 - 6 * y1;
        double y7 = (square + 11) * y5 - 20 * y3;
        double y9 = (square + 15) * y7 - 42 * y5;
        double y11 = (square + 19) * y9 - 72 * y7;
        double series = y7 * (1.0 / 5040) + w * (y9 * (1.0 / 362880) + w * (y11 * (1.0 / 39916800)));
        series = y1 + w * (y3 * (1.0 / 6) + w * (y5 * (1.0 / 120) + w * series));
        value.price = value.vega * (s * series);
        return value;
    }
    double sum = h + t, a = __builtin_fabs(sum), b = t - h;
    double under1 = tail_denominator(a), under2 = tail_denominator(b), inverse = 1 / (under1 * under2);
    double near = tail_numerator(a) * under2, far = tail_numerator(b) * under1;
    value.price = sum > 0 ? maximum - kernel * ((near + far) * inverse) : kernel * ((near - far) * inverse);
    return value;
}

// One Householder step of fourth order from a guess of nearly five digits, on ln b, which has the same shape at every
// distance. The fits of the guess only decide about speed: a step that is not small leaves the price to the caller.
__attribute__((target_clones("default", "arch=x86-64-v3")))
double magnus_implied_volatility(
    double sign, double spot, double strike, double years, double rate, double yield, double quote
) {
    double interest = -rate * years, paid = -yield * years;
    // Written so that a NaN anywhere fails.
    int sound = (spot > 1e-75) & (spot < 1e75) & (strike > 1e-75) & (strike < 1e75) & (years > 1e-12) & (years < 1e6)
        & (__builtin_fabs(interest) < 300) & (__builtin_fabs(paid) < 300) & (quote > 0);
    if (!sound) return 0;
    growth spotGrowth = growth_of(paid), strikeGrowth = growth_of(interest);
    double spotPresent = spot * spotGrowth.whole, strikePresent = strike * strikeGrowth.whole;
    double drift = logarithm_of_quotient(spot, strike) + (rate - yield) * years;
    double timeValue = quote;
    if (sign * drift > 0) {
        // In the money: S e^-qT - K e^-rT with the undiscounted difference taken first, which is often exact.
        double carry = spot * spotGrowth.excess - strike * strikeGrowth.excess;
        timeValue = (quote - sign * (spot - strike)) - sign * carry;
        // Next to nothing left is rounding: the caller judges it.
        if (!(timeValue > 1e-13 * (spot + strike))) return 0;
    }
    double inverseScale = 1 / __builtin_sqrt(spotPresent * strikePresent);
    double price = timeValue * inverseScale, x = -__builtin_fabs(drift);
    if (!((price > 1e-30) & (price < 0.7) & (x > -5))) return 0;

    // At the forward the distance is zero over zero: the guess takes one next to it.
    double omega = larger(-x / price, 1e-6), distance = bachelier_distance(omega);
    double bachelier = omega * price / distance, v = bachelier * bachelier;
    if (!((distance < 9) & (v < 2.9))) return 0;
    double s = bachelier * (1 + v * lognormal_excess(2 / (2 + distance), v));

    double inverse = 1 / s, h = x * inverse, hs = h * inverse;
    double maximum = inverseScale * smaller(spotPresent, strikePresent);
    black value = black_at(h, s, maximum, (s < 0.2) & (x > -2));
    double f = (price - value.price) / (price + value.price), z = f * f;
    double logarithm = f * (2 + z * (0.6666666666666667 + z * 0.4));
    double slope = value.vega / value.price, newton = logarithm * (value.price / value.vega);
    double curve = h * hs - 0.25 * s, third = curve * curve - 3 * hs * hs - 0.25;
    double halley = curve - slope, householder = third + slope * (2 * slope - 3 * curve);
    double step = newton * (1 + 0.5 * halley * newton) / (1 + newton * (halley + householder * newton * (1.0 / 6)));
    // The error left is of the order of the fourth power of the step.
    if (!(__builtin_fabs(step) < 4e-5 * s)) return 0;
    return (s + step) / __builtin_sqrt(years);
}
