extension ConceptTable {
    static let greeks: [Concept] = [
        Concept(
            "theta", "Theta", ["time decay", "theta decay", "decay"], source: "Black-Scholes theory",
            """
            Theta is what an option's value changes by in a calendar day when nothing else moves. A seller collects it, \
            a buyer pays it. It grows towards expiry for options near the money, and it is the price of carrying gamma.
            """),
        Concept(
            "delta", "Delta", ["hedge ratio"], source: "Black-Scholes theory",
            """
            Delta is the change of an option's value for a dollar in the underlying, counted here in shares for the \
            whole position. A short put has positive delta: it gains when the stock rises. It is not a probability of profit.
            """),
        Concept(
            "gamma", "Gamma", ["gamma risk"], source: "Black-Scholes theory",
            """
            Gamma is how fast delta changes with the underlying. Sellers are short gamma: losses grow faster than the \
            move. It is largest at the strike shortly before expiry.
            """),
        Concept(
            "vega", "Vega", [], source: "Black-Scholes theory",
            """
            Vega is the change of value for a point of implied volatility. Short options lose when volatility rises; \
            options with a longer life carry more of it.
            """),
        Concept(
            "rho", "Rho", [], source: "Black-Scholes theory",
            """
            Rho is the change of value for a point of interest rate. It matters for options with a long life and is \
            small for the rest.
            """),
        Concept(
            "greeks", "Greeks", ["option greeks", "the greeks"], source: "Black-Scholes theory",
            """
            The Greeks measure how a price reacts: delta to the underlying, gamma to the change of delta, theta to \
            time, vega to volatility, rho to interest. Sums over the book show where it is exposed.
            """),
        Concept(
            "beta_weighted_delta", "Beta-weighted delta", ["beta weighted delta", "beta weighting", "beta weighted"],
            source: "OLS beta; domain definitions of Magnus",
            """
            Each position's delta in dollars is multiplied by the beta of its symbol and divided by the benchmark's \
            price: the book as if it were shares of the benchmark. A gain in one name and a loss in another can then be added.
            """),
        Concept(
            "dollar_delta", "Dollar delta", ["delta dollars"], source: "domain definitions of Magnus",
            "Dollar delta is delta times the price of the underlying: the stock position that moves like the option now."
        ),
        Concept(
            "beta", "Beta", [], source: "OLS regression of daily returns",
            """
            Beta says how far a stock has moved on average for a percent in the benchmark. It is estimated from past \
            returns and drifts; an unknown beta is said as unknown.
            """),
    ]
}
