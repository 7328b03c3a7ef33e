#include "ckernels.h"
#include "lanes.h"

// Options of one pass: what a pass works on, and what is fetched for the next one, stays in a first-level cache. Each
// stage is a loop of its own: short bodies of different groups overlap in the processor, where one long body would wait
// for its own chain of operations.
enum { GROUPS = 8, TERMS = MAGNUS_EUROPEAN_TERMS, FIGURES = MAGNUS_EUROPEAN_FIGURES };

enum { SIGN, SPOT, STRIKE, YEARS, RATE, YIELD, VOLATILITY };

// Between the stages: the two arguments of N, sqrt T, 1 / (S sigma sqrt T), e^(-d1^2/2), e^(-qT), S e^(-qT), K e^(-rT),
// and e^(d^2/2) N(-|d|) of both arguments.
typedef struct {
    lanes d1[GROUPS], d2[GROUPS], root_years[GROUPS], inverse_spot_deviation[GROUPS], kernel[GROUPS];
    lanes discount[GROUPS], spot_present[GROUPS], strike_present[GROUPS], scaled1[GROUPS], scaled2[GROUPS];
} workspace;

// One pass over `groups` groups of eight, and where the next pass reads and writes.
typedef struct {
    const double *terms;
    double *figures;
    uint8_t *reliable;
    size_t groups;
    const double *next_terms;
    double *next_figures;
} pass;

LANES_INLINE lanes term(const pass *at, size_t group, int column) {
    return lanes_load(at->terms + 8 * (TERMS * group + column));
}

LANES_INLINE void store(const pass *at, size_t group, int column, lanes x) {
    lanes_store(at->figures + 8 * (FIGURES * group + column), x);
}

// Asks for the next pass's memory in the order it lies in, a few lines of 64 bytes in every step of every stage: the
// processor's own prefetcher follows such a row, and a pass never waits for more than one line. Without it the reading
// and writing of a million options takes as long as the figures.
LANES_INLINE void fetch(const pass *at, size_t stage, size_t group) {
    size_t line = 2 * (stage * GROUPS + group);
    if (line < TERMS * GROUPS) {
        __builtin_prefetch(at->next_terms + 8 * line);
        __builtin_prefetch(at->next_terms + 8 * (line + 1));
    }
    if (line < FIGURES * GROUPS) {
        __builtin_prefetch(at->next_figures + 8 * line, 1);
        __builtin_prefetch(at->next_figures + 8 * (line + 1), 1);
    }
}

LANES_INLINE void standardise(const pass *at, workspace *to) {
    for (size_t i = 0; i < at->groups; i++) {
        fetch(at, 0, i);
        lanes S = term(at, i, SPOT), K = term(at, i, STRIKE), rootT = __builtin_elementwise_sqrt(term(at, i, YEARS));
        lanes deviation = term(at, i, VOLATILITY) * rootT;
        lanes carry = (term(at, i, RATE) - term(at, i, YIELD)) * term(at, i, YEARS);
        lanes_quotient quotient = lanes_quotient_of(S, K);
        lanes sum = quotient.scaled + K;
        // Division is the slowest instruction here: one for the logarithm and both reciprocals of the terms ...
        lanes spotDeviation = S * deviation, inverseAll = 1 / (spotDeviation * sum);
        lanes inverseSpotDeviation = inverseAll * sum;
        lanes f = (quotient.scaled - K) * (inverseAll * spotDeviation);
        lanes drift = lanes_log_of_parts(f, quotient.exponent) + carry;
        lanes standardised = drift * (inverseSpotDeviation * S);
        to->d1[i] = standardised + 0.5 * deviation;
        to->d2[i] = standardised - 0.5 * deviation;
        to->root_years[i] = rootT;
        to->inverse_spot_deviation[i] = inverseSpotDeviation;
    }
}

LANES_INLINE void discounts(const pass *at, workspace *to) {
    for (size_t i = 0; i < at->groups; i++) {
        fetch(at, 1, i);
        lanes S = term(at, i, SPOT), K = term(at, i, STRIKE), T = term(at, i, YEARS);
        lanes rT = term(at, i, RATE) * T, qT = term(at, i, YIELD) * T, d1 = to->d1[i], d2 = to->d2[i];
        lanes discount = lanes_exponential(-qT);
        to->discount[i] = discount;
        to->spot_present[i] = S * discount;
        to->strike_present[i] = K * lanes_exponential(-rT);
        to->kernel[i] = lanes_exponential(d1 * d1 * -0.5);
        // Written so that a NaN anywhere fails: the caller values the other rows by the scalar formula. With both
        // arguments below 36 the deviation, which is d1 - d2, is below 72.
        lanes_mask sound = (S > 1e-75) & (S < 1e75) & (K > 1e-75) & (K < 1e75) & (T > 1e-12) & (T < 1e6)
            & (d1 - d2 > 1e-9) & (__builtin_elementwise_abs(d1) < 36) & (__builtin_elementwise_abs(d2) < 36)
            & (__builtin_elementwise_abs(rT) < 300) & (__builtin_elementwise_abs(qT) < 300);
        at->reliable[i] = lanes_bits(sound);
    }
}

// e^(a^2/2) N(-a) for 0 <= a <= 36.5 is the quotient of these, to 2e-18 of itself before rounding: a minimax fit of
// degrees ten and eleven. No coefficient is negative, so no digit is lost in the sums.
LANES_INLINE lanes tail_numerator(lanes a) {
    lanes n = a * 2.1385941558359583e-07 + 6.7096786352112805e-06;
    n = n * a + 0.00010317830402902104;
    n = n * a + 0.0010121610575122377;
    n = n * a + 0.006967353778173935;
    n = n * a + 0.03503768913304535;
    n = n * a + 0.13021477355683253;
    n = n * a + 0.353650304607535;
    n = n * a + 0.674872387218567;
    n = n * a + 0.8249250639089634;
    return n * a + 0.5;
}

LANES_INLINE lanes tail_denominator(lanes a) {
    lanes d = a * 5.360660578977396e-07 + 1.681867018074512e-05;
    d = d * a + 0.0002591657202616857;
    d = d * a + 0.002553930195663286;
    d = d * a + 0.01772212349131972;
    d = d * a + 0.09032993677765659;
    d = d * a + 0.3433526923669573;
    d = d * a + 0.9693904349643033;
    d = d * a + 1.9856693216046366;
    d = d * a + 2.802754491429271;
    d = d * a + 2.447734688620792;
    return d * a + 1.0;
}

LANES_INLINE void tails(const pass *at, workspace *to) {
    for (size_t i = 0; i < at->groups; i++) {
        fetch(at, 2, i);
        lanes a1 = __builtin_elementwise_abs(to->d1[i]), a2 = __builtin_elementwise_abs(to->d2[i]);
        lanes under1 = tail_denominator(a1), under2 = tail_denominator(a2);
        // ... and one for both tails.
        lanes inverse = 1 / (under1 * under2);
        to->scaled1[i] = tail_numerator(a1) * (inverse * under2);
        to->scaled2[i] = tail_numerator(a2) * (inverse * under1);
    }
}

LANES_INLINE void figures(const pass *at, const workspace *from) {
    for (size_t i = 0; i < at->groups; i++) {
        fetch(at, 3, i);
        lanes sign = term(at, i, SIGN), S = term(at, i, SPOT), T = term(at, i, YEARS), sigma = term(at, i, VOLATILITY);
        lanes kernel = from->kernel[i], discount = from->discount[i], spotPresent = from->spot_present[i];
        lanes strikePresent = from->strike_present[i], inverseSpotDeviation = from->inverse_spot_deviation[i];
        // N(-|d|), and N(sign d) from it without ever taking it from 1 in the tail asked for. The strike's tail needs
        // no exponential of its own: S e^(-qT) phi(d1) = K e^(-rT) phi(d2).
        lanes weight = spotPresent * kernel;
        lanes tail1 = kernel * from->scaled1[i], strikeTail = weight * from->scaled2[i];
        lanes n1 = sign * (sign * from->d1[i] < 0 ? tail1 : 1 - tail1);
        lanes strikePart = sign * (sign * from->d2[i] < 0 ? strikeTail : strikePresent - strikeTail);
        lanes spotPart = spotPresent * n1, price = spotPart - strikePart;
        lanes density = kernel * 0.39894228040143267794, spotDensity = spotPresent * density;
        lanes decay = spotDensity * (0.5 * sigma * sigma) * (inverseSpotDeviation * S);
        store(at, i, 0, price > 0 ? price : 0);
        store(at, i, 1, discount * n1);
        store(at, i, 2, discount * density * inverseSpotDeviation);
        store(at, i, 3, spotDensity * from->root_years[i]);
        store(at, i, 4, term(at, i, YIELD) * spotPart - term(at, i, RATE) * strikePart - decay);
        store(at, i, 5, T * strikePart);
    }
}

__attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
void magnus_european_batch(const double *terms, double *answers, uint8_t *reliable, size_t count) {
    workspace between;
    size_t all = (count + 7) / 8;
    for (size_t first = 0; first < all; first += GROUPS) {
        // The last pass has no next one: it asks for its own memory.
        size_t next = first + 2 * GROUPS <= all ? first + GROUPS : first;
        pass at = {
            .terms = terms + 8 * TERMS * first, .figures = answers + 8 * FIGURES * first, .reliable = reliable + first,
            .groups = all - first < GROUPS ? all - first : GROUPS,
            .next_terms = terms + 8 * TERMS * next, .next_figures = answers + 8 * FIGURES * next,
        };
        standardise(&at, &between);
        discounts(&at, &between);
        tails(&at, &between);
        figures(&at, &between);
    }
}
