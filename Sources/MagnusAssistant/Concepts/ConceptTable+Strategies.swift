extension ConceptTable {
    static let strategies: [Concept] = [
        Concept(
            "cash_secured_put", "Cash-secured put", ["csp", "cash secured put", "short put"],
            source: "OIC strategy guide",
            """
            A short put with the cash for the shares set aside. The premium is kept if the stock stays above the \
            strike; below it the shares come at the strike, so the cost is strike less premium. The loss in a crash is that of a shareholder.
            """),
        Concept(
            "covered_call", "Covered call", ["buy write", "cc"], source: "OIC strategy guide",
            """
            A short call on shares that are held. The premium lowers the cost; gains above the strike are given away, \
            losses below are hardly softened. Before an ex-date a call in the money may be exercised for the dividend.
            """),
        Concept(
            "wheel", "The wheel", ["wheel", "wheel strategy", "triple income"],
            source: "r/Optionswheel practice; OIC guides",
            """
            Sell a cash-secured put; if assigned, hold the shares and sell covered calls; if they are called away, \
            begin again. It is a way to own stock with income, and it loses when the stock falls and stays down.
            """),
        Concept(
            "credit_spread", "Credit spread",
            [
                "vertical", "vertical spread", "put credit spread", "bull put spread", "call credit spread",
                "bear call spread", "pcs", "ccs",
            ],
            source: "OIC strategy guide",
            """
            A short option with a cheaper long one further out. The credit is the most it can earn, the width less \
            the credit the most it can lose. American shorts can be assigned while the long leg dies.
            """),
        Concept(
            "debit_spread", "Debit spread", ["bull call spread", "bear put spread", "pds", "cds"],
            source: "OIC strategy guide",
            "A long option with a short one further out: the debit is the most it can lose, the width less the debit the most it can earn."
        ),
        Concept(
            "iron_condor", "Iron condor", ["condor", "iron fly", "iron butterfly"], source: "OIC strategy guide",
            """
            A put credit spread and a call credit spread of one expiry. It earns the credit if the price stays \
            between the short strikes; at most one side can lose, so the risk is the wider width less the credit.
            """),
        Concept(
            "calendar", "Calendar spread", ["calendar", "time spread", "horizontal spread"],
            source: "OIC strategy guide",
            """
            A short option in a near expiry against a long one of the same strike later. It earns when the price \
            stays at the strike and the near option decays first; the debit is at risk, and volatility works for the buyer.
            """),
        Concept(
            "diagonal", "Diagonal and poor man's covered call",
            ["diagonal", "diagonal spread", "pmcc", "poor man covered call"], source: "OIC strategy guide",
            """
            A long option deep in the money with a long life, with short near options against it. There are no \
            shares behind the short call: assignment means short stock or exercising the long leg.
            """),
        Concept(
            "straddle", "Straddle", ["short straddle", "long straddle"], source: "OIC strategy guide",
            "A call and a put of the same strike. Sold, it earns when the price stands still and has no limit on the upside loss."
        ),
        Concept(
            "strangle", "Strangle", ["short strangle", "long strangle"], source: "OIC strategy guide",
            "A put below and a call above the market. Sold, the range of profit is wider than a straddle's and the credit smaller; the loss is not limited."
        ),
        Concept(
            "collar", "Collar", ["protective put", "hedge"], source: "OIC strategy guide",
            "Shares with a long put below and a short call above: the call pays for the put, and both ends are fixed."),
        Concept(
            "put", "Put option", ["put", "long put"], source: "OCC, Characteristics and Risks of Standardized Options",
            "A put gives its holder the right to sell shares at the strike; the seller takes on the duty to buy them."),
        Concept(
            "call", "Call option", ["call", "long call"],
            source: "OCC, Characteristics and Risks of Standardized Options",
            "A call gives its holder the right to buy shares at the strike; the seller takes on the duty to deliver them."
        ),
        Concept(
            "leaps", "LEAPS", ["leap"], source: "Cboe",
            "LEAPS are options with more than a year to run. They decay slowly and carry much vega and some interest-rate risk."
        ),
        Concept(
            "rolling", "Rolling", ["roll", "roll out", "rolling out"], source: "tastylive practice; rules of Magnus",
            """
            A roll closes an option and opens a later one. The buy-back realises its loss; the credit of the new \
            option is not a profit yet. Rules here: a net credit at the natural price, the same or a better strike, no earnings inside.
            """),
    ]
}
