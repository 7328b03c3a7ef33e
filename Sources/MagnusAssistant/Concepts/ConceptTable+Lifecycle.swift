extension ConceptTable {
    static let lifecycle: [Concept] = [
        Concept(
            "assignment", "Assignment", ["assigned", "get assigned"], source: "OCC; optionseducation.org",
            """
            A short option is assigned when a holder exercises: a put brings shares at the strike, a call takes them. \
            American options can be assigned on any business day; in the money at expiry it is the rule, by exception from a cent.
            """),
        Concept(
            "assignment_probability", "Assignment probability", ["probability of assignment", "asg"],
            source: "lattice with dividends; domain definitions of Magnus",
            """
            The chance of early exercise plus the chance of ending in the money. Holders do not all exercise \
            optimally and notices are drawn at random, so it is an estimate under the market's own probabilities.
            """),
        Concept(
            "early_exercise", "Early exercise", ["exercised early", "early assignment"],
            source: "McMillan; domain definitions of Magnus",
            """
            A call is exercised early for a dividend that is larger than the interest on the strike plus the value of \
            the put; a deep put for the interest on the strike. Otherwise selling the option brings more than exercising it.
            """),
        Concept(
            "dividend_risk", "Dividend risk", ["ex-dividend date", "ex date", "ex dividend date", "ex dividend"],
            source: "OCC; domain definitions of Magnus",
            """
            Who holds the shares before the ex-date receives the dividend. Holders of calls in the money exercise on \
            the last day before it when little time value is left; the seller learns it the next morning.
            """),
        Concept(
            "pin_risk", "Pin risk", ["pin", "pinning"], source: "OCC; broker expiry guides",
            """
            A price at the strike at the close of expiry day leaves open who exercises: holders may decide until the \
            cut-off after the close. The seller may wake up with shares, with some of them, or with none.
            """),
        Concept(
            "expiry", "Expiry", ["expiration", "expiry date"], source: "OCC; exchange rules",
            """
            An option ends on its expiry day; if that is a holiday, on the session before. Share options settle on \
            the official close, and holders can still instruct for a while after it.
            """),
        Concept(
            "dte", "Days to expiry", ["dte", "days to expiration"], source: "domain definitions of Magnus",
            "DTE is the number of calendar days in New York from today to the expiry date; on the day itself it is zero."
        ),
        Concept(
            "cash_settlement", "Cash settlement", ["european", "american style", "european style", "settlement"],
            source: "Cboe product specifications",
            """
            Index options such as those on SPX and XSP are European and settle in cash: no shares move and no early \
            exercise exists. Morning-settled series stop trading the day before and settle on opening prints.
            """),
        Concept(
            "adjusted_contract", "Adjusted contract", ["adjusted option", "non standard option"],
            source: "OCC adjustments",
            """
            After a split, merger or special dividend a contract delivers something other than the standard number \
            of plain shares. Where that is not known the contract is shown and never priced.
            """),
        Concept(
            "gtc", "GTC order", ["good till cancelled", "working order"], source: "broker order guides",
            "A good-till-cancelled order stays until it is filled or cancelled, over nights and weekends, also when its position is gone."
        ),
        Concept(
            "profit_target", "Profit target", ["take profit", "manage winners"], source: "tastytrade study of winners",
            """
            Many sellers buy back when part of the maximum profit is earned, because the rest takes most of the time \
            and keeps all of the risk. The target is a setting and differs by strategy.
            """),
        Concept(
            "profit_captured", "Profit captured", ["captured", "cap"], source: "domain definitions of Magnus",
            "Captured is the profit so far over the largest profit the structure can make; a loss makes it negative."),
        Concept(
            "earnings_risk", "Earnings risk", ["earnings"], source: "option market practice",
            """
            Results move a stock overnight by more than an ordinary week. A short option across the date carries the \
            jump; unconfirmed dates count as a week either way.
            """),
    ]
}
