#ifndef MAGNUS_CKERNELS_H
#define MAGNUS_CKERNELS_H

#include <stddef.h>
#include <stdint.h>

enum { MAGNUS_EUROPEAN_TERMS = 7, MAGNUS_EUROPEAN_FIGURES = 6 };

/// Black-Scholes-Merton price and five Greeks for `count` options in groups of eight, the last one filled up with anything.
///
/// `terms` of a group are eight of each of: sign +1 call, -1 put; spot; strike; years ACT/365; rate, dividend yield,
/// volatility, decimal per year. `answers` of a group are eight of each of: price, delta, gamma, vega, theta, rho in raw
/// units. `reliable` has a byte for each group, bit i for its option i: 1 where the option lies in the region the kernel
/// is accurate in; the figures of an option with 0 are meaningless. Neither answer may overlap another column.
void magnus_european_batch(const double *terms, double *answers, uint8_t *reliable, size_t count);

/// Columns of European options whose volatility is asked for, one value per option, as ``magnus_european_batch`` takes them,
/// with the price per share.
typedef struct {
    const double *sign;
    const double *spot;
    const double *strike;
    const double *years;
    const double *rate;
    const double *yield;
    const double *price;
} magnus_implied_volatility_input;

/// Volatility for `count` European prices. `reliable` is 1 where the row lies in the region the kernel is accurate in; the
/// volatility of a row with 0 is meaningless. No column of the answer may overlap another.
void magnus_implied_volatility_batch(
    const magnus_implied_volatility_input *input, double *volatility, double *reliable, size_t count);

/// Volatility of one European price in the terms of ``magnus_european_batch``, ordinary ones only: 0 where it is not
/// found within the region the kernel is accurate in, for whatever reason.
double magnus_implied_volatility(
    double sign, double spot, double strike, double years, double rate, double yield, double quote);

/// Terms of an American put with strike 1 and one exercise boundary: years > 0, volatility > 0, rate > 0 or rate = 0
/// with a negative yield. `by_yield` chooses what the carry slope differentiates by: 1 the yield, 0 the rate.
typedef struct {
    double years;
    double rate;
    double yield;
    double volatility;
    int by_yield;
} magnus_put_terms;

enum { MAGNUS_LIVE_POINTS = 8 };

/// Pure numbers of the collocation with eight unknowns: nodes sqrt(tau / T), the quadrature in the angle, interpolation
/// weights [point][source][node], the cosine transform [source][coefficient] with the ninth coefficient's row after it,
/// and a Gauss-Legendre rule of eight points on [0, 1].
typedef struct {
    const double *fractions;
    const double *sine;
    const double *weights;
    const double *interpolation;
    const double *cosines;
    const double *panel_nodes;
    const double *panel_weights;
} magnus_live_tables;

/// A solved boundary B: Chebyshev coefficients in 2 sqrt(tau / T) - 1 of ln^2(B / limit) and of its derivatives in the
/// volatility and in the carry parameter; `change` is the last Newton step (infinite: no solution), about the square
/// root of the remaining error.
typedef struct {
    magnus_put_terms terms;
    double log_limit;
    double limit_slope;
    double unit_boundary;
    double change;
    int sweeps;
    double squares[9];
    double volatility_squares[9];
    double carry_squares[9];
} magnus_live_boundary;

/// Value and derivatives of the put with strike 1; `delta`, `gamma`, `speed` in the moneyness spot / strike.
typedef struct {
    double price;
    double delta;
    double gamma;
    double speed;
    double vega;
    double vanna;
    double carry_slope;
} magnus_put_value;

/// Spectral collocation with eight nodes (Andersen, Lake, Offengenden 2016, system B) by Newton's method. The
/// derivatives of the boundary are filled in where asked for.
void magnus_live_solve(
    const magnus_live_tables *tables, const magnus_put_terms *terms, int wants_slopes, magnus_live_boundary *out);

/// Value at a moneyness above the boundary. The last three figures are filled in where asked for and solved for.
void magnus_live_value(
    const magnus_live_tables *tables, const magnus_live_boundary *boundary, double moneyness, int wants_slopes,
    magnus_put_value *out);

/// Eight finite-difference grids in log spot with the same nodes, one per lane, `count` nodes ordered towards the end
/// where the option is exercised (`is_rising`: rising spots, a call). The arrays hold eight doubles per node.
/// `constraint`: 0 none, 1 exercise from one node to the last, 2 exercise anywhere.
typedef struct {
    size_t count;
    double spacing;
    double yield;
    int is_rising;
    int constraint;
    const double *rate;
    const double *volatility;
    double *values;
    double *right;
    double *upper;
    double *work;
    double *active;
} magnus_grid;

/// One theta-scheme step back over `span` years, `implicit` the share of the new time (1/2 Crank-Nicolson, 1 implicit);
/// the linear complementarity problem is solved exactly.
void magnus_grid_step(const magnus_grid *grid, const double *payoff, double span, double implicit);

/// Carries the values over an ex-date: V(S) becomes V(S - amount) by monotone cubic interpolation, then the right to
/// exercise just before. `worthless` is the value at a spot of zero per lane.
void magnus_grid_drop(
    const magnus_grid *grid, const double *payoff, const double *spots, double amount, const double *worthless);

enum { MAGNUS_ROW_NODES = 64 };

/// One equation of the collocation with `node_count` <= MAGNUS_ROW_NODES unknown depths ln(limit / B): the node, its time
/// left, e^(-r tau) and e^(-q tau), and per quadrature point sin(theta), the weights times r e^(-r e) and q e^(-q e), and
/// the interpolation weights [block][source][lane].
typedef struct {
    int node;
    int node_count;
    int block_count;
    double tau;
    double rate;
    double yield;
    double volatility;
    double log_limit;
    double discount;
    double growth;
    const double *sine;
    const double *rate_weights;
    const double *yield_weights;
    const double *interpolation;
} magnus_row;

/// The gap ln(N / D) - ln(B / K) at the node and, where `jacobian` is not null, its row of the derivatives of minus the
/// gap in the depths. `squares` are the squared depths.
double magnus_boundary_row(const magnus_row *row, const double *depths, const double *squares, double *jacobian);

enum { MAGNUS_FAMILY_NODES = 7, MAGNUS_FAMILY_POINTS = 8, MAGNUS_FAMILY_READS = 32 };

/// Pure numbers of a collocation of eight options at once, `nodes` unknowns (5 or 7) and a quadrature of `points` (6 or 8):
/// nodes sqrt(tau / T), sine, reciprocal sine and weights of the angles, interpolation weights [node][point][source].
///
/// A value is read by a rule of its own with `reads` points, a multiple of eight, at most MAGNUS_FAMILY_READS, graded
/// towards the angle zero; its interpolation weights are there twice, [point][source] and [source][point].
typedef struct {
    int nodes;
    int points;
    int reads;
    /// Newton steps of the first guess, and the step of a log boundary below which the solution stands.
    int passes;
    double tolerance;
    const double *fractions;
    const double *sine;
    const double *inverse_sine;
    const double *weights;
    const double *interpolation;
    const double *read_sine;
    const double *read_inverse_sine;
    const double *read_weights;
    const double *read_interpolation;
    const double *read_columns;
} magnus_family_tables;

/// Eight solved boundaries, one per lane: the depths ln(limit / B) [node][lane], descending in time left, and the last
/// Newton step (infinite: no solution), about the square root of the remaining error.
typedef struct {
    double log_limit[8];
    double change[8];
    double depths[8 * MAGNUS_FAMILY_NODES];
    int sweeps;
} magnus_family;

/// Boundaries of eight puts as ``magnus_live_solve`` takes them, by the same equations with fewer unknowns.
void magnus_family_solve(
    const magnus_family_tables *tables, const double *years, const double *rate, const double *yield,
    const double *volatility, magnus_family *out);

/// The eight puts with strike 1 at a moneyness each.
void magnus_family_values(
    const magnus_family_tables *tables, const magnus_family *family, const double *years, const double *rate,
    const double *yield, const double *volatility, const double *moneyness, double *price);

/// The put of one lane with strike 1 at `count` moneynesses, a multiple of eight, given with their logarithms; the
/// European put where `family` is null.
void magnus_family_ladder(
    const magnus_family_tables *tables, const magnus_family *family, int lane, const magnus_put_terms *terms,
    const double *moneyness, const double *log_moneyness, double *price, size_t count);

/// The four words of 32 bits of Philox 4x32-10 with the key `seed`, for the counters (0...count - 1, block, draw, 0); every
/// `count` here is a multiple of eight.
void magnus_random_words(uint64_t seed, uint32_t block, uint32_t draw, uint32_t *out, size_t count);

/// Two uniforms in (0, 1) for each of the same counters.
void magnus_random_uniforms(
    uint64_t seed, uint32_t block, uint32_t draw, double *first, double *second, size_t count);

/// Two standard normals for each of the same counters.
void magnus_random_normals(
    uint64_t seed, uint32_t block, uint32_t draw, double *first, double *second, size_t count);

/// Geometric Brownian motion in `steps` equal steps: the drift and the deviation of the logarithm in one of them.
typedef struct {
    int steps;
    double spot;
    double drift;
    double deviation;
} magnus_path_terms;

/// `count` pairs of paths, the second with every normal's sign turned. Sums and ranges of the spots after each step (the
/// ranges with the first spot) are filled in where their arrays are given; a multiple of sixteen pairs.
typedef struct {
    size_t count;
    double *walk;
    double *up;
    double *down;
    double *up_sum;
    double *down_sum;
    double *up_low;
    double *down_low;
    double *up_high;
    double *down_high;
} magnus_path_block;

/// Simulates one block of pairs: the same figures for the same seed and block, whoever asks.
void magnus_gaussian_paths(
    uint64_t seed, uint32_t block, const magnus_path_terms *terms, const magnus_path_block *out);

/// A payoff max(sign (share x - strike), 0) of a figure x of a path, and the expectation of the last spot.
typedef struct {
    double sign;
    double share;
    double strike;
    double expected;
} magnus_payoff_terms;

/// Sums over the pairs of a block, each the mean of its two paths: the payoffs of the figures `up` and `down`, the last
/// spots less their expectation, the squares of both and their product.
void magnus_option_sums(
    const double *up, const double *down, const magnus_path_block *last, const magnus_payoff_terms *terms, double *sums);

#endif
