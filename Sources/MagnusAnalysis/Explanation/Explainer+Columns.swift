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

    private var today: CalendarDate { book.asOf.newYork.date }

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
                    Self.input("tax basis", basis.tax, .price, source: "broker basis less the assigned put's premium"),
                    Self.input(
                        "wheel basis", basis.wheel, .price,
                        source: "broker basis less the net premiums of this cycle of shares"),
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

    // MARK: - Flags

    private func flags(_ row: StrategyValuation) -> Definition {
        let letters = row.flags.map(\.rawValue).joined(separator: " ")
        return Definition(
            title: "flags", figure: .unknown(.notApplicable), unit: .days, formula: "the letters whose rule holds",
            inputs: row.flags.flatMap { flag in
                [Self.fact(flag.rawValue, rule(flag), source: "rule")] + evidence(flag, row)
            }, method: "trader.md section 4; thresholds are settings", words: letters.isEmpty ? "none" : letters)
    }

    private func rule(_ flag: PositionFlag) -> String {
        let percent = { (value: Double) in ExplainedUnit.percent.text(value) + " %" }
        switch flag {
        case .dividend: return "short call in the money, extrinsic at the bid under a dividend of the next 5 sessions"
        case .pin:
            return
                "within \(percent(settings.pinFraction)) of the strike, \(settings.expiryWeekDays) days or fewer left"
        case .earnings: return "an announcement between now and the expiry; unconfirmed dates count 7 days either way"
        case .lossLimit:
            return "closing costs \(ExplainedUnit.number("").text(settings.lossCredits)) credits more than received"
        case .target: return "captured \(percent(settings.targetFraction)) (half of that for calendars and straddles)"
        case .rollWindow:
            return "\(settings.rollDays) days or fewer left when opened with 30 or more, else a third of its life"
        case .uncoveredShares: return "100 shares or more that have listed options, no call sold against them"
        case .belowBasis: return "call under the wheel basis"
        case .workingOrder: return "a working order belongs to it"
        case .adjusted: return "adjusted contract: shown, never priced"
        case .settling: return "trading is over, the outcome is not reported yet"
        case .note: return "a note exists"
        case .funded: return "assignment is wanted and the cash or the shares are there"
        }
    }

    private func evidence(_ flag: PositionFlag, _ row: StrategyValuation) -> [ExplanationInput] {
        let reference = { (key: String) in "\(row.id)#\(key)" }
        switch flag {
        case .target:
            return [
                Self.input(
                    "captured", row.captured, .percent, source: "valuation", reference: reference("profit_captured"))
            ]
        case .pin:
            return [
                Self.input(
                    "distance", row.distance, .percent, source: "valuation", reference: reference("distance_to_strike"))
            ]
        case .lossLimit:
            return [
                Self.input(
                    "cost to close", row.costToClose, .dollars, source: "valuation",
                    reference: reference("cost_to_close"))
            ] + row.legs.map { basisInput($0) }
        case .rollWindow: return [Self.input("DTE", row.daysToExpiry.map(Double.init), .days, source: "calendar")]
        case .dividend:
            let dividend = market.underlyings[row.symbol]?.profile.dividends.first { $0.exDate > today }
            let leg = shorts(row).first { contract($0)?.right == .call }
            return [
                Self.input(
                    "dividend ex \(dividend?.exDate.iso8601 ?? "unknown")", dividend?.amount, .price, source: "profile")
            ] + (leg.map { [spotInput($0), strikeInput($0)] + quoteInputs($0) } ?? [])
        case .earnings:
            let event = market.underlyings[row.symbol]?.profile.earnings.first
            let word = event.map { "\($0.date.iso8601) \($0.time.rawValue)\($0.isConfirmed ? "" : " unconfirmed")" }
            return [Self.fact("earnings", word ?? "unknown", source: "profile")]
        case .belowBasis:
            return row.legs.map { leg in
                contract(leg) == nil
                    ? Self.input("wheel basis", leg.position.stockBasis?.wheel, .price, source: "ledger")
                    : strikeInput(leg)
            }
        case .uncoveredShares, .workingOrder, .adjusted, .settling, .note, .funded: return []
        }
    }
}
