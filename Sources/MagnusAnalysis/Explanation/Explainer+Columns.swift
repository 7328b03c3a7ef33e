import MagnusDomain

/// Columns that hold dates, counts and words.
extension Explainer {
    func column(_ row: StrategyValuation, key: String) -> Definition? {
        let nearest = row.legs.compactMap(contract).min { $0.expiry < $1.expiry }
        switch key {
        case "dte": return daysDefinition(nearest, days: row.daysToExpiry)
        case "expiry": return expiryDefinition(nearest)
        case "days_held":
            return heldDefinition(row.openedAt, days: max(0, today.days(since: row.openedAt.newYork.date)))
        case "basis", "cost_basis": return basis(row)
        case "flags", "flag": return flags(row)
        case "intent": return intent(row)
        case "iv_percentile", "volatility_percentile": return percentile(row)
        default: return nil
        }
    }

    var today: CalendarDate { book.asOf.newYork.date }

    func daysDefinition(_ contract: OptionContract?, days: Int?) -> Definition {
        let end = contract.map { $0.expiryInstants(calendar: market.calendar).day }
        return Definition(
            title: "days to expiry", figure: Figure(days.map(Double.init), else: .notApplicable), unit: .days,
            formula: "expiry day - today, calendar days in New York",
            inputs: [
                Self.fact("expiry day", end?.iso8601 ?? "none", source: "contract and exchange calendar"),
                Self.fact("today", today.iso8601, source: "clock, New York"),
            ], method: "exact; the session before the stated day where that one is closed")
    }

    func expiryDefinition(_ contract: OptionContract?) -> Definition {
        let instants = contract?.expiryInstants(calendar: market.calendar)
        return Definition(
            title: "expiry", figure: .unknown(.notApplicable), unit: .days,
            formula: "the day in the contract's symbol, or the session before it where that day is closed",
            inputs: [
                Self.fact("contract", contract?.osi ?? "none", source: "contract"),
                Self.fact("stated day", contract?.expiry.iso8601 ?? "none", source: "contract"),
                Self.fact("last trade", instants?.lastTrade.rfc3339 ?? "none", source: "exchange hours"),
                Self.fact("settles", instants?.settlement.rfc3339 ?? "none", source: "exchange calendar"),
                Self.fact(
                    "exercise cut-off", instants?.exerciseCutOff?.rfc3339 ?? "none", source: "FINRA 2360(b)(23)"),
            ], method: "exchange calendar", words: instants?.day.iso8601 ?? "none")
    }

    func heldDefinition(_ opened: Instant, days: Int) -> Definition {
        Definition(
            title: "days held", figure: Figure(Double(days)), unit: .days,
            formula: "today - day of the first opening trade, calendar days in New York",
            inputs: [
                Self.fact("opened at", opened.rfc3339, source: "ledger"),
                Self.fact("today", today.iso8601, source: "clock, New York"),
            ], method: "exact")
    }

    private func basis(_ row: StrategyValuation) -> Definition {
        var inputs: [ExplanationInput] = []
        var shown = Figure.unknown(.noBasis)
        for leg in row.legs {
            var own = [
                Self.input("average price", leg.position.averagePrice, .price, source: "ledger, without fees"),
                basisInput(leg),
            ]
            if let basis = leg.position.stockBasis {
                shown = Figure(basis.wheel ?? basis.broker)
                own += [
                    Self.input(
                        "broker basis", basis.broker, .price, source: "strike of the assignment, or the purchase"),
                    Self.input(
                        "tax basis", basis.tax, .price, source: "cost with fees less the assigned put's premium"),
                    Self.input(
                        "wheel basis", basis.wheel, .price,
                        source: "tax basis less the net premiums of the calls that ended since"),
                ]
            } else if shown.value == nil, let price = leg.position.averagePrice {
                shown = Figure(price)
            }
            inputs += own.grouped(Self.name(leg.position))
        }
        return Definition(
            title: "basis per share", figure: shown, unit: .price,
            formula: "shares: broker, tax and wheel basis; else the average price of the first leg", inputs: inputs,
            method: "fold of the ledger; per cycle of shares, net premiums per share (trader.md section 3 item 8)")
    }

    private func intent(_ row: StrategyValuation) -> Definition {
        Definition(
            title: "intent", figure: .unknown(.notApplicable), unit: .days,
            formula:
                "what the owner said; else: puts on symbols of the own list and calls at or over the wheel basis are "
                + "taken, everything else is avoided",
            inputs: [
                Self.fact("strategy", row.kind.rawValue, source: "recognised from the legs"),
                Self.fact("symbol", row.symbol, source: "ledger"),
            ]
                + row.legs.flatMap { leg -> [ExplanationInput] in
                    guard contract(leg) == nil else { return [strikeInput(leg)] }
                    return [Self.input("wheel basis", leg.position.stockBasis?.wheel, .price, source: "ledger")]
                }, method: "trader.md section 1", words: row.intent.rawValue)
    }

    private func percentile(_ row: StrategyValuation) -> Definition {
        let history = market.underlyings[row.symbol]?.volatilityHistory ?? []
        let past = history.dropLast().suffix(252)
        let last = history.last
        let below = last.map { last in past.count { $0.impliedVolatility < last.impliedVolatility } }
        return Definition(
            title: "IV percentile", figure: row.volatilityPercentile, unit: .rank,
            formula: "100 x (sessions with a lower 30-day IV than the last one) / sessions",
            inputs: [
                Self.input(
                    "30-day IV of \(last?.date.iso8601 ?? "no session")", last?.impliedVolatility,
                    .percentPerYear(decimals: 2), source: market.source),
                Self.input(
                    "sessions with a lower one", below.map(Double.init), .count("sessions"), source: market.source),
                Self.input("sessions", Double(past.count), .count("sessions"), source: market.source),
            ], method: "last close against the 252 sessions before it; strictly lower; at least 60 sessions")
    }
}
