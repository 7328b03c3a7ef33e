extension ConceptTable {
    static let volatility: [Concept] = [
        Concept(
            "implied_volatility", "Implied volatility", ["iv", "implied vol", "vol"], source: "Black-Scholes theory",
            """
            Implied volatility is the yearly volatility that makes the model's price equal to the market's. It is a \
            price in other units: high means options are dear, whatever the reason.
            """),
        Concept(
            "iv_rank", "IV rank", ["volatility rank", "implied volatility rank"], source: "tastytrade definition",
            """
            IV rank places today's implied volatility between the lowest and the highest of the last year, from 0 to \
            100. One spike stretches the range and pushes the rank down for months; the percentile does not suffer from that.
            """),
        Concept(
            "iv_percentile", "IV percentile", ["volatility percentile"], source: "tastytrade definition",
            """
            IV percentile is the share of sessions in the last year with a lower implied volatility than now. Unlike \
            the rank it is not bent by a single spike.
            """),
        Concept(
            "historical_volatility", "Historical volatility", ["realised volatility", "realized volatility", "hv"],
            source: "close-to-close, Parkinson and Yang-Zhang estimators",
            """
            Historical volatility is how much the underlying really moved, as a yearly figure. Sellers earn on \
            average when implied stands above what is realised later.
            """),
        Concept(
            "skew", "Skew", ["volatility skew", "smile", "volatility smile"], source: "option market practice",
            """
            Skew is the difference in implied volatility between strikes. Puts under the market are usually dearer \
            than calls above it, because falls are fast and feared.
            """),
        Concept(
            "term_structure", "Term structure", ["contango", "backwardation"], source: "option market practice",
            """
            The term structure is implied volatility by expiry. It rises in calm times; when the near end is higher, \
            an event or stress is priced.
            """),
        Concept(
            "expected_move", "Expected move", ["implied move", "one sigma", "standard deviation"],
            source: "domain definitions of Magnus",
            """
            The expected move to a date is spot times volatility times the root of time: about two thirds of \
            risk-neutral outcomes lie inside. Straddle-based moves are smaller, so the method is always named.
            """),
        Concept(
            "vol_crush", "Volatility crush", ["vol crush", "iv crush"], source: "option market practice",
            """
            After earnings the uncertainty is gone and implied volatility falls at once. A seller gains from the fall \
            but bears the jump of the stock itself.
            """),
        Concept(
            "extrinsic_value", "Extrinsic value", ["time value", "extrinsic"], source: "option theory",
            """
            Extrinsic value is the price of an option beyond what exercising it would bring. It is what a seller \
            still can earn; near zero, a holder has little reason to keep the option unexercised.
            """),
        Concept(
            "intrinsic_value", "Intrinsic value", ["intrinsic"], source: "option theory",
            "Intrinsic value is what exercising would bring now: the distance in the money, never less than zero."),
        Concept(
            "moneyness", "In, at and out of the money",
            ["in the money", "out of the money", "at the money", "itm", "otm", "atm", "moneyness"],
            source: "option theory",
            """
            A put is in the money under its strike, a call above it; out of the money is the other side, at the money \
            is near the strike. Shorts in the money at expiry are assigned as a rule.
            """),
        Concept(
            "probability_of_profit", "Probability of profit", ["pop"],
            source: "risk-neutral probability, log-normal with the strike's volatility",
            """
            Probability of profit is the risk-neutral chance that the position ends above zero at expiry, with the \
            premium counted. It is not one minus delta, and it says nothing about the size of a loss.
            """),
        Concept(
            "probability_of_touch", "Probability of touch", ["pot", "touch"],
            source: "Reiner and Rubinstein, barrier formulas",
            """
            Probability of touch is the chance that the price trades at the strike at any time before expiry. It is \
            roughly double the chance of ending in the money.
            """),
        Concept(
            "expected_value", "Expected value", ["ev"], source: "risk-neutral pricing",
            """
            Under the market's own probabilities every trade is worth about minus its costs. A positive figure rests \
            on a view, and that view is named beside it.
            """),
        Concept(
            "open_interest", "Open interest", ["oi"], source: "OCC",
            """
            Open interest is the number of contracts open at yesterday's close. High numbers and tight spreads make \
            leaving a trade cheap; volume counts only today.
            """),
        Concept(
            "bid_ask_spread", "Bid-ask spread", ["spread width", "slippage", "natural price", "mid price"],
            source: "option market practice",
            """
            The bid is what a buyer pays, the ask what a seller wants. Mid is the mean; the natural price is the bad \
            side, which is what a trade in a hurry gets.
            """),
    ]
}
