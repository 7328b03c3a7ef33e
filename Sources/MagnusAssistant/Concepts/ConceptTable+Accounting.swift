extension ConceptTable {
    static let accounting: [Concept] = [
        Concept(
            "trust_marks", "Trust marks", ["trust mark", "tilde"], source: "formats of Magnus",
            """
            ~ before a figure means that it is stale, ≈ that it is estimated, — that it is unknown. A total with unknown \
            parts says how many. Without Unicode ≈ is written = and — is written -.
            """),
        Concept(
            "flags", "Flags", ["flag column", "position flag"], source: "formats of Magnus",
            """
            D dividend, P pin, E earnings inside, L loss limit, T profit target, R roll window, U uncovered shares, B call \
            under basis, W working order, A adjusted, S settling, N note, ✓ wanted and funded.
            """),
        Concept(
            "premium", "Premium", ["credit", "option premium"], source: "option theory",
            "Premium is the price of an option. A seller receives it at once and has earned it only when the option is closed or dead."
        ),
        Concept(
            "breakeven", "Breakeven", ["break even"], source: "option theory",
            "Breakeven is the price at expiry where the position neither wins nor loses: strike less premium for a short put, cost less premium for a covered call."
        ),
        Concept(
            "buying_power", "Buying power", ["margin", "reg t", "portfolio margin"],
            source: "FINRA 4210; Cboe margin rules",
            """
            Buying power is what new positions may still require. Rule margin is a minimum; a broker may ask for \
            more, and the requirement of short options grows when the market falls.
            """),
        Concept(
            "collateral", "Collateral", ["reserved cash"], source: "domain definitions of Magnus",
            "Collateral is the cash that a short put or spread ties up: strike times the shares for a put, the largest loss for a spread."
        ),
        Concept(
            "annualised_return", "Annualised return", ["annualized return", "return per year", "ret yr"],
            source: "domain definitions of Magnus",
            """
            The return of a trade on its collateral, scaled to a year by its days. Simple scaling flatters very \
            short trades; the score stops paying for it beyond a limit.
            """),
        Concept(
            "score", "Opportunity score", ["score", "the score", "csp score"], source: "score definition of Magnus",
            """
            Gates come first: quotes, market, premium, events, borrow, contract, place, capacity. What passes is \
            scored from edge, pay, cushion, liquidity, IV percentile, fit and trend; caps hold down names not on the own list.
            """),
        Concept(
            "cost_basis", "Cost basis", ["basis", "wheel basis", "tax basis"],
            source: "IRS Publication 550; definitions of Magnus",
            """
            Three bases stand side by side: the broker's, the tax basis with the assigned put's premium taken off, \
            and the wheel basis with all premiums of the present cycle taken off.
            """),
        Concept(
            "wash_sale", "Wash sale", ["wash sales"], source: "IRS Publication 550, IRC 1091",
            """
            A loss does not count now when the same security is bought within a month before or after, in any of \
            the person's accounts, options and assignments included. A flag here, not tax advice.
            """),
        Concept(
            "net_liquidation", "Net liquidation value", ["net liq", "net liquidation"], source: "broker practice",
            "Net liquidation is what would be left if everything were closed at its mark: cash plus shares and long options less short options."
        ),
        Concept(
            "concentration", "Concentration", ["diversification", "hhi"], source: "domain definitions of Magnus",
            "Concentration is the share of one name or sector in the account. Names that fall together count together in a bad week."
        ),
        Concept(
            "day_profit", "Day profit", ["daily profit"], source: "domain definitions of Magnus",
            "Day profit is the change since the previous official close, with cash movements left out."),
        Concept(
            "intent", "Intent", ["take or avoid"], source: "Magnus",
            """
            Intent says what the owner wants from a short option: take the shares, avoid them, or decide later. It \
            changes how urgent an alert is.
            """),
    ]
}
