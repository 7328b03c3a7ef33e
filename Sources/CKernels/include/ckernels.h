#ifndef MAGNUS_CKERNELS_H
#define MAGNUS_CKERNELS_H

#include <stddef.h>
#include <stdint.h>

/// Columns of European option terms, one value per option: sign +1 call, -1 put; years ACT/365; rates, yields and
/// volatility decimal per year.
typedef struct {
    const double *sign;
    const double *spot;
    const double *strike;
    const double *years;
    const double *rate;
    const double *yield;
    const double *volatility;
} magnus_european_input;

/// Columns of the answer in raw units. `reliable` is 1 where the row lies in the region the kernel is accurate in; the
/// other figures of a row with 0 are meaningless.
typedef struct {
    double *price;
    double *delta;
    double *gamma;
    double *vega;
    double *theta;
    double *rho;
    double *reliable;
} magnus_european_output;

/// Black-Scholes-Merton price and five Greeks for `count` options. The columns of the answer must not overlap any other.
void magnus_european_batch(const magnus_european_input *input, const magnus_european_output *output, size_t count);

#endif
