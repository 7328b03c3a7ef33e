#include "ckernels.h"
#include "columns.h"

// Rows of one pass. Each stage is a loop of its own over columns in the first-level cache: short bodies of different
// rows overlap in the processor, where one long body would wait for its own chain of operations.
enum { ROWS = 128 };

// Columns between the stages: the two arguments of N, 1 / (S sigma sqrt T), e^(-d1^2/2), S e^(-qT), K e^(-rT), e^(-qT),
// and e^(y^2) erfc(y) of both arguments.
typedef struct {
    double d1[ROWS], d2[ROWS], inverse_spot_deviation[ROWS], kernel[ROWS], spot_present[ROWS], strike_present[ROWS];
    double discount[ROWS], scaled1[ROWS], scaled2[ROWS];
} workspace;

INLINE void standardise(const magnus_european_input *input, size_t first, size_t count, workspace *restrict at) {
    const double *restrict spots = input->spot + first, *restrict strikes = input->strike + first;
    const double *restrict times = input->years + first, *restrict rates = input->rate + first;
    const double *restrict yields = input->yield + first, *restrict volatilities = input->volatility + first;
    for (size_t i = 0; i < count; i++) {
        double S = spots[i], K = strikes[i], T = times[i];
        double deviation = volatilities[i] * __builtin_elementwise_sqrt(T);
        double carry = (rates[i] - yields[i]) * T;
        double exponent = quotient_exponent(S, K);
        double scaled = S * power_of_two(-exponent), sum = scaled + K;
        // Division is the slowest instruction here: one for the logarithm and both reciprocals of the terms ...
        double spotDeviation = S * deviation, inverseAll = 1 / (spotDeviation * sum);
        double inverseSpotDeviation = inverseAll * sum, inverseDeviation = inverseSpotDeviation * S;
        double drift = logarithm_of_parts((scaled - K) * (inverseAll * spotDeviation), exponent) + carry;
        double standardised = drift * inverseDeviation;
        double d1 = standardised + 0.5 * deviation;
        at->d1[i] = d1;
        at->d2[i] = standardised - 0.5 * deviation;
        at->inverse_spot_deviation[i] = inverseSpotDeviation;
    }
}

INLINE void discounts(const magnus_european_input *input, size_t first, size_t count, workspace *restrict at) {
    const double *restrict spots = input->spot + first, *restrict strikes = input->strike + first;
    const double *restrict times = input->years + first, *restrict rates = input->rate + first;
    const double *restrict yields = input->yield + first;
    for (size_t i = 0; i < count; i++) {
        double T = times[i], d1 = at->d1[i];
        double discount = exponential(-yields[i] * T);
        at->discount[i] = discount;
        at->spot_present[i] = spots[i] * discount;
        at->strike_present[i] = strikes[i] * exponential(-rates[i] * T);
        at->kernel[i] = exponential(-0.5 * d1 * d1);
    }
}

INLINE void tails(size_t count, workspace *restrict at) {
    for (size_t i = 0; i < count; i++) {
        double a1 = __builtin_elementwise_abs(at->d1[i]), a2 = __builtin_elementwise_abs(at->d2[i]);
        double y1 = a1 * 0.70710678118654752440, y2 = a2 * 0.70710678118654752440;
        double p1 = y1 + 3, p2 = y2 + 3, w1 = 1 + 2 * y1, w2 = 1 + 2 * y2;
        double pw1 = p1 * w1, pw2 = p2 * w2;
        // ... and one for both tails.
        double inverse = 1 / (pw1 * pw2);
        double inverse1 = inverse * pw2, inverse2 = inverse * pw1;
        at->scaled1[i] = scaled_shape((y1 - 3) * (inverse1 * w1)) * (inverse1 * p1);
        at->scaled2[i] = scaled_shape((y2 - 3) * (inverse2 * w2)) * (inverse2 * p2);
    }
}

INLINE void figures(
    const magnus_european_input *input, const magnus_european_output *output, size_t first, size_t count,
    const workspace *restrict at
) {
    const double *restrict signs = input->sign + first, *restrict spots = input->spot + first;
    const double *restrict strikes = input->strike + first, *restrict times = input->years + first;
    const double *restrict rates = input->rate + first, *restrict yields = input->yield + first;
    const double *restrict volatilities = input->volatility + first;
    double *restrict prices = output->price + first, *restrict deltas = output->delta + first;
    double *restrict gammas = output->gamma + first, *restrict vegas = output->vega + first;
    double *restrict thetas = output->theta + first, *restrict rhos = output->rho + first;
    double *restrict reliable = output->reliable + first;
    for (size_t i = 0; i < count; i++) {
        double sign = signs[i], S = spots[i], K = strikes[i], T = times[i], r = rates[i], q = yields[i];
        double sigma = volatilities[i], rootT = __builtin_elementwise_sqrt(T), deviation = sigma * rootT;
        double d1 = at->d1[i], d2 = at->d2[i], kernel1 = at->kernel[i], yieldDiscount = at->discount[i];
        double spotPresent = at->spot_present[i], strikePresent = at->strike_present[i];
        // N(-|d|), and N(sign d) from it without ever taking it from 1 in the tail asked for. The strike's tail needs
        // no exponential of its own: S e^(-qT) phi(d1) = K e^(-rT) phi(d2).
        double halfWeight = 0.5 * (spotPresent * kernel1);
        double tail1 = 0.5 * kernel1 * at->scaled1[i];
        double strikeTail = halfWeight * at->scaled2[i];
        double n1 = sign * d1 < 0 ? tail1 : 1 - tail1;
        double strikeShare = sign * d2 < 0 ? strikeTail : strikePresent - strikeTail;
        double spotPart = sign * spotPresent * n1;
        double strikePart = sign * strikeShare;
        double price = spotPart - strikePart;
        double weight = halfWeight * 0.79788456080286535588;
        double inverseSpotDeviation = at->inverse_spot_deviation[i];
        prices[i] = price > 0 ? price : 0;
        deltas[i] = sign * yieldDiscount * n1;
        gammas[i] = yieldDiscount * (kernel1 * 0.39894228040143267794) * inverseSpotDeviation;
        vegas[i] = weight * rootT;
        thetas[i] = q * spotPart - r * strikePart - 0.5 * (weight * sigma * sigma * (inverseSpotDeviation * S));
        rhos[i] = T * strikePart;
        // Written so that a NaN anywhere fails: the caller values the other rows by the scalar formula.
        int sound = (S > 1e-75) & (S < 1e75) & (K > 1e-75) & (K < 1e75) & (T > 1e-12) & (T < 1e6)
            & (deviation > 1e-9) & (__builtin_elementwise_abs(d1) < 36) & (__builtin_elementwise_abs(d2) < 36)
            & (__builtin_elementwise_abs(r * T) < 300) & (__builtin_elementwise_abs(q * T) < 300) & (sigma > 1e-9)
            & (sigma < 1e3);
        reliable[i] = sound ? 1.0 : 0.0;
    }
}

__attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
void magnus_european_batch(const magnus_european_input *input, const magnus_european_output *output, size_t count) {
    workspace at;
    for (size_t first = 0; first < count; first += ROWS) {
        size_t rows = count - first < ROWS ? count - first : ROWS;
        standardise(input, first, rows, &at);
        discounts(input, first, rows, &at);
        tails(rows, &at);
        figures(input, output, first, rows, &at);
    }
}
