/// What the columns of the views of what comes mean, as `x` tells it.
enum ExpiryMeaning {
    static func board(_ column: String) -> String? {
        switch column {
        case "Spot": "Price of the underlying; after the close that of the hours after it."
        case "Away":
            "Put: spot - strike; call: strike - spot, in dollars a share, of the nearest short strike. Negative is in the money."
        case "σ":
            "ln(strike / spot) / (volatility x root of the years left), positive out of the money; none after the close."
        case "In%":
            "Risk-neutral chance to end in the money; of short options for shares with the chance of earlier exercise."
        case "Intent": "What you said should happen: take the shares, avoid them, or decide."
        case "Shares":
            "Shares that come or go if it ends in the money: contracts x shares each. Of puts and calls of one row the worse side counts."
        case "Cash":
            "If it ends in the money: strike x multiplier x contracts, paid negative. Settled in cash: the worst of all prices."
        case "Buy back":
            "Cost to close the ending contracts: shorts at the ask, longs at the bid, with fees for each contract."
        case "After the close":
            "A cent in the money is exercised unless the holder says otherwise, to 17:30, to 14:30 after a close at 13:00. It has ended only when the broker reports it."
        case "Broker":
            "What the broker does before that by its own help pages, and expiry.broker_clocks; next one first."
        default: nil
        }
    }

    /// The key under which `explain` knows the figure of a column; nil for words and for what the row's page tells whole.
    static func explainKey(_ column: String) -> String? {
        switch column {
        case "Away": "distance"
        case "σ": "distance_sigmas"
        case "In%": "probability_in_the_money"
        case "Shares": "if_in_the_money/shares"
        case "Cash": "if_in_the_money/cash"
        case "Buy back": "buy_back"
        default: nil
        }
    }

    static func ladder(_ column: String) -> String? {
        switch column {
        case "DTE": "Calendar days to the expiry, in New York."
        case "For shares": "Strikes of the short puts that end on the day x shares: what assignment takes."
        case "At risk": "What spreads and contracts settled in cash reserve until the day, premiums not counted."
        case "From calls":
            "Strikes of the covered calls that end on the day x shares: what comes in if they are called. In no sum."
        case "Cash left": "Cash less everything that is reserved until this day or an earlier one. Negative is missing."
        case "Free if out": "Cash less everything that is reserved for longer than this day."
        default: nil
        }
    }

    static func deadline(_ column: String) -> String? {
        switch column {
        case "In": "Calendar days from today, in New York."
        case "For the book": "Which positions it concerns."
        case "Time": "In New York."
        default: nil
        }
    }
}
