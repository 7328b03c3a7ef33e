/// What the columns of the views mean and how their figures come about, as `x` tells it.
enum LedgerMeaning {
    static func text(_ kind: LedgerPageKind, _ column: String) -> String? {
        switch kind {
        case .board: ExpiryMeaning.board(column)
        case .cashLadder: ExpiryMeaning.ladder(column)
        case .deadlines: ExpiryMeaning.deadline(column)
        case .campaigns: wheel(column)
        case .expiry: expiry(column)
        case .newShares: newShares(column)
        case .week: week(column)
        case .incomeWeeks, .incomeMonths: income(column)
        case .taxYears: taxYear(column)
        case .taxLots: taxLot(column)
        case .taxIndex: index(column)
        case .washSales: washSale(column)
        case .coveredCalls, .dividendTests: flags(column)
        case .strategies: strategy(column)
        case .trades: trade(column)
        case .rollReview, .rollChains: roll(column)
        case .byMonth, .byDaysToExpiry, .byDelta, .byStrategy, .bySymbol: performance(column)
        }
    }

    private static func strategy(_ column: String) -> String? {
        switch column {
        case "Strategy":
            "The shape of what one order opened; without order numbers, of what was opened at one moment in one symbol."
        case "Cash": "Sum over the legs opened of -quantity x price x multiplier, fees taken off. A credit is positive."
        case "P/L":
            "Sum over its closed lots, first in first out: cash of opening plus cash of closing plus the fees of both. Empty while nothing of it has ended."
        case "State": "How its lots ended. Unreported: past expiry, and no event tells how."
        case "Held":
            "Days from the opening to the last closing; to today while part is held; to the expiry when unreported."
        case "DTE": "Days from the opening to the nearest expiry of its legs."
        case "Delta":
            "Absolute delta of the short option nearest the money, from the price paid and the spot of that moment (Black-Scholes); where a source tells that spot."
        case "Fees": "Commissions and fees paid so far: of the opening and of closing."
        default: nil
        }
    }

    private static func trade(_ column: String) -> String? {
        switch column {
        case "What": "Opens, closes, or both in one order (rolls); else the event that removed the contracts."
        case "Cash": "Sum over the legs of -quantity x price x multiplier, fees taken off. Received is positive."
        case "P/L": "Sum over the lots it closed: cash of opening plus cash of closing plus the fees of both."
        case "Fees": "Commissions and fees of its fills, as the file states them."
        default: nil
        }
    }

    private static func roll(_ column: String) -> String? {
        switch column {
        case "Net", "Last net":
            "Cash of the closing plus cash of the opening, of the contracts carried over, after fees."
        case "Contracts": "How many were closed here and opened there."
        case "Why unsure":
            "Sure are one order, or ten minutes with the same count, right and side. All else is yours to say."
        case "Taken in": "Cash of the first opening plus the net of every roll of the chain."
        case "Rolls": "How often the position was carried on."
        default: nil
        }
    }

    private static func wheel(_ column: String) -> String? {
        switch column {
        case "Stage":
            "Puts, shares, calls, or ended when no put, call or share of it is left. Unreported: past expiry, and no event tells how."
        case "Shares": "Shares of the campaign held now."
        case "Puts", "Calls": "Short contracts of the campaign still open."
        case "Broker": "Strike of the assignment or price paid, a share, without fees."
        case "Tax":
            "What the shares cost with fees, less the premium of the put that was assigned, a share (IRS Publication 550)."
        case "Wheel":
            "Tax less the premiums of the calls that ended since and took no shares away, a share."
        case "If kept": "Wheel less the premium of the calls still open, a share: the basis once they expire."
        case "Premium": "Net cash of every put and call of the campaign, after fees, open ones too."
        case "Open": "The part of the premium that open contracts brought; it is in no basis before they end."
        case "Realised": "Sum of what its closed options and shares made, after fees."
        case "Days":
            "Days from the first sale to the end, or to today; unreported and without shares, to the expiry nobody reported."
        case "A year": "365 x realised / sum over days of (strikes of the open puts x 100 + cost of the shares)."
        default: nil
        }
    }

    private static func expiry(_ column: String) -> String? {
        switch column {
        case "Held": "Contracts held into the close of the expiry day; short is negative."
        case "Close": "Close of the underlying on that day, where a source tells it. No price is guessed."
        case "Expected": "A cent or more in the money: assigned, exercised or settled in cash; else it expires."
        case "Reported": "What the broker's rows say of these contracts within four days."
        case "Shares": "Shares that came or went by the reported assignments and exercises."
        case "Difference": "Where the report is not what the close should have done."
        default: nil
        }
    }

    private static func newShares(_ column: String) -> String? {
        switch column {
        case "Broker", "Tax", "Wheel": wheel(column)
        case "Shares": "Shares that the reported assignments and exercises of this expiry brought."
        default: nil
        }
    }

    private static func week(_ column: String) -> String? {
        switch column {
        case "Premium in": income(column)
        case "Realised": "Sum of the lots closed in the week, after fees."
        case "Open extrinsic":
            "Time value of the short options still held: (mark - intrinsic) x multiplier x contracts."
        default: nil
        }
    }

    private static func income(_ column: String) -> String? {
        switch column {
        case "Premium in":
            "Net credits of the options opened: what was sold less what its long legs cost, after fees. Debits are no premium."
        case "Closed":
            "Cash of closing what was opened for a credit, by a trade or in cash at its end, after fees: buying back costs, selling its long legs brings in."
        case "Options": "Realised by options closed, expired or assigned, first in first out, after fees."
        case "Shares": "Realised by shares sold or called away, after fees."
        case "Div": "Dividends paid, less those owed on short shares."
        case "Int": "Interest received less interest paid."
        case "Fees": "Charged apart from trades."
        case "Total": "Options + shares + dividends + interest + fees."
        case "SPY":
            "From the last close before the period to its last close, dividends included, where a source knows that time."
        case "T-bill": "Three-month bills over the same days, where a source knows that time."
        default: nil
        }
    }

    private static func taxYear(_ column: String) -> String? {
        switch column {
        case "Short", "Long":
            "Proceeds less cost of the lots sold in the year, by holding period; section 1256 apart. Expired and bought-back short options are short-term."
        case "1256 long": "60 % of what section 1256 contracts made, with the mark of 31 December."
        case "1256 short": "40 % of what section 1256 contracts made."
        case "Total": "Short + long + both parts of section 1256. Without dividends and interest."
        case "Dividends", "Interest": "Paid in the year, retirement accounts left out."
        case "Lots": "Lines of Form 8949."
        case "Wash?":
            "Losses with purchases within 30 days before or after, over all accounts. A flag: it changes no figure."
        case "Unknown": "Lines whose cost or mark no file tells; they are in no sum."
        default: nil
        }
    }

    private static func taxLot(_ column: String) -> String? {
        switch column {
        case "Proceeds": "What was received, fees taken off; of a called share with the premium of the call."
        case "Cost": "What was paid with fees; of an assigned share less the premium of the put."
        case "Gain": "Proceeds less cost."
        case "Term": "Long when held more than a year (26 U.S.C. 1222); short options are always short."
        case "Box": "Of Form 8949: A short-term and D long-term, cost reported to the IRS."
        case "Flag": "wash? marks a loss with a purchase within 30 days (26 U.S.C. 1091)."
        default: nil
        }
    }

    private static func index(_ column: String) -> String? {
        switch column {
        case "Held": "Contracts closed, or held over 31 December; short is negative."
        case "Profit":
            "What the contract made in the year; held over 31 December at the mark of that day (26 U.S.C. 1256)."
        default: nil
        }
    }

    private static func washSale(_ column: String) -> String? {
        switch column {
        case "Shares": "Shares of the lot; of an option those it delivers."
        case "Loss": "What the lot lost, after fees."
        case "Put off at most":
            "What the purchases could put off, possible ones too: loss x shares bought / shares sold, at most all of it."
        case "Buys": "Purchases within 30 days before or after, over all accounts."
        case "Likeness":
            "Identical: the same security. Possible: another contract on it, which the law may call substantially identical."
        default: nil
        }
    }

    private static func flags(_ column: String) -> String? {
        switch column {
        case "Status": "Qualified: more than 30 days and not too deep in the money when written (26 U.S.C. 1092(c)(4))."
        case "Holding period": "What the call does to the holding period of the shares under it."
        case "Price": "Close of the shares on the day before, where a source tells it."
        case "DTE": "Days from the writing to the expiry."
        case "Shares": "Shares that the calls stand against."
        case "Amount": "What was paid on the shares held."
        case "Meets", "Misses", "Unknown":
            "Part of it paid on shares held, or not, or not known to be held, for more than 60 of the 121 days around the ex-date (26 U.S.C. 1(h)(11))."
        case "Days": "Days counted for the lot that has the fewest."
        default: nil
        }
    }

    private static func performance(_ column: String) -> String? {
        switch column {
        case "Trades": "Openings of the group of which nothing is held any more."
        case "Won": "Those with a profit over all of them."
        case "P/L":
            "Sum over the closed lots of the group, first in first out, after fees; lots of trades still partly held too."
        case "Each": "Realised by the closed trades / their number: the expectancy."
        case "Premium":
            "Net credits of the closed openings that took in more for options than they paid, after fees. A debit is none."
        case "Kept": "What the options of that premium realised / premium. Empty where nothing was received."
        case "At average": "The same at the average cost of shares and contracts instead of first in first out."
        case "Tax view": "The same with the premium of assigned options moved into their shares."
        case "Fees": "Commissions and fees of opening and closing."
        case "Lots": "Closed lots: one for each opening that a closing used up."
        case "Unknown": "Lots whose cost no file tells; they are in no sum."
        default: nil
        }
    }
}
