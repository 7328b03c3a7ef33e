#include "ckernels.h"
#include "columns.h"

__attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
void magnus_european_batch(const magnus_european_input *input, const magnus_european_output *output, size_t count) {
    const double *restrict signs = input->sign;
    const double *restrict spots = input->spot;
    const double *restrict strikes = input->strike;
    const double *restrict times = input->years;
    const double *restrict rates = input->rate;
    const double *restrict yields = input->yield;
    const double *restrict volatilities = input->volatility;
    double *restrict prices = output->price;
    double *restrict deltas = output->delta;
    double *restrict gammas = output->gamma;
    double *restrict vegas = output->vega;
    double *restrict thetas = output->theta;
    double *restrict rhos = output->rho;
    double *restrict reliable = output->reliable;
    for (size_t i = 0; i < count; i++) {
        double sign = signs[i], S = spots[i], K = strikes[i], T = times[i];
        double r = rates[i], q = yields[i], sigma = volatilities[i];
        double rootT = __builtin_elementwise_sqrt(T);
        double deviation = sigma * rootT;
        double carry = (r - q) * T;
        double exponent = quotient_exponent(S, K);
        double scaled = S * power_of_two(-exponent), sum = scaled + K;
        // Division is the slowest instruction here: one for the logarithm and both reciprocals of the terms ...
        double spotDeviation = S * deviation, inverseAll = 1 / (spotDeviation * sum);
        double inverseSpotDeviation = inverseAll * sum, inverseDeviation = inverseSpotDeviation * S;
        double drift = logarithm_of_parts((scaled - K) * (inverseAll * spotDeviation), exponent) + carry;
        double standardised = drift * inverseDeviation;
        double d1 = standardised + 0.5 * deviation;
        double d2 = standardised - 0.5 * deviation;
        double a1 = __builtin_elementwise_abs(d1);
        double a2 = __builtin_elementwise_abs(d2);
        double yieldDiscount = exponential(-q * T);
        double spotPresent = S * yieldDiscount;
        double strikePresent = K * exponential(-r * T);
        double kernel1 = exponential(-0.5 * d1 * d1);
        // ... and one for both tails.
        double y1 = a1 * 0.70710678118654752440, y2 = a2 * 0.70710678118654752440;
        double p1 = y1 + 3, p2 = y2 + 3, w1 = 1 + 2 * y1, w2 = 1 + 2 * y2;
        double pw1 = p1 * w1, pw2 = p2 * w2;
        double inverse = 1 / (pw1 * pw2);
        double inverse1 = inverse * pw2, inverse2 = inverse * pw1;
        double scaled1 = scaled_shape((y1 - 3) * (inverse1 * w1)) * (inverse1 * p1);
        double scaled2 = scaled_shape((y2 - 3) * (inverse2 * w2)) * (inverse2 * p2);
        // N(-|d|), and N(sign d) from it without ever taking it from 1 in the tail asked for. The strike's tail needs no
        // exponential of its own: S e^(-qT) phi(d1) = K e^(-rT) phi(d2).
        double halfWeight = 0.5 * (spotPresent * kernel1);
        double tail1 = 0.5 * kernel1 * scaled1;
        double strikeTail = halfWeight * scaled2;
        double n1 = sign * d1 < 0 ? tail1 : 1 - tail1;
        double strikeShare = sign * d2 < 0 ? strikeTail : strikePresent - strikeTail;
        double spotPart = sign * spotPresent * n1;
        double strikePart = sign * strikeShare;
        double price = spotPart - strikePart;
        double weight = halfWeight * 0.79788456080286535588;
        prices[i] = price > 0 ? price : 0;
        deltas[i] = sign * yieldDiscount * n1;
        gammas[i] = yieldDiscount * (kernel1 * 0.39894228040143267794) * inverseSpotDeviation;
        vegas[i] = weight * rootT;
        thetas[i] = q * spotPart - r * strikePart - 0.5 * (weight * sigma * sigma * inverseDeviation);
        rhos[i] = T * strikePart;
        // Written so that a NaN anywhere fails: the caller values the other rows by the scalar formula.
        int sound = (S > 1e-75) & (S < 1e75) & (K > 1e-75) & (K < 1e75) & (T > 1e-12) & (T < 1e6)
            & (deviation > 1e-9) & (a1 < 36) & (a2 < 36) & (__builtin_elementwise_abs(r * T) < 300)
            & (__builtin_elementwise_abs(q * T) < 300) & (sigma > 1e-9) & (sigma < 1e3);
        reliable[i] = sound ? 1.0 : 0.0;
    }
}
