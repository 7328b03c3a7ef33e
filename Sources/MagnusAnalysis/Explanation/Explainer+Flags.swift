import MagnusDomain

/// The Flag column: every rule, whether it holds, and why not.
extension Explainer {
    func flags(_ row: StrategyValuation) -> Definition {
        let letters = row.flags.map(\.rawValue).joined(separator: " ")
        return Definition(
            title: "flags", figure: .unknown(.notApplicable), unit: .days,
            formula: "the letters whose rule holds; the others are silent, each with its figures",
            inputs: PositionFlag.allCases.sorted { row.flags.contains($0) && !row.flags.contains($1) }.flatMap { flag in
                let word = row.flags.contains(flag) ? "holds" : "silent"
                let reason = row.flags.contains(flag) ? nil : silence(flag, row)
                return [
                    Self.fact(
                        flag.rawValue, "\(word): \(rule(flag))\(reason.map { "; \($0)" } ?? "")", source: "rule")
                ] + evidence(flag, row).grouped(flag.rawValue)
            }, method: "trader.md section 4; thresholds are settings", words: letters.isEmpty ? "none" : letters)
    }

    private func rule(_ flag: PositionFlag) -> String {
        let percent = { (value: Double) in ExplainedUnit.percent.text(value) + " %" }
        switch flag {
        case .dividend:
            return "short call in the money, extrinsic at the bid under a dividend of the next "
                + "\(settings.dividendSessions) sessions"
        case .pin:
            return
                "within \(percent(settings.pinFraction)) of the strike, \(settings.expiryWeekDays) days or fewer left"
        case .earnings:
            return "an announcement between now and the expiry; unconfirmed dates count "
                + "\(settings.unconfirmedEarningsDays) days either way"
        case .lossLimit:
            return "closing costs \(ExplainedUnit.number("").text(settings.lossCredits)) credits more than received"
        case .target: return "captured \(percent(settings.targetFraction)) (half of that for calendars and straddles)"
        case .rollWindow:
            return "\(settings.rollDays) days or fewer left when opened with 30 or more, else a third of its life"
        case .uncoveredShares:
            return "100 shares or more beyond those that calls are sold against, of something with listed options"
        case .belowBasis: return "call under the wheel basis"
        case .workingOrder: return "a working order belongs to it"
        case .adjusted: return "adjusted contract: shown, never priced"
        case .settling: return "trading is over, the outcome is not reported yet"
        case .note: return "a note exists"
        case .funded:
            return
                "a put in the money, wanted, and cash for all that is reserved up to and including its expiry day"
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
        case .rollWindow:
            guard let window = RollWindow(row, settings: settings) else { return [] }
            return [
                Self.input("DTE", Double(window.days), .days, source: "calendar"),
                Self.input("days when opened", Double(window.life), .days, source: "ledger"),
                Self.input("window from", Double(window.begins), .days, source: "settings"),
            ]
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
        case .funded:
            guard row.kind == .cashSecuredPut,
                let account = book.accounts.first(where: { $0.account.name == row.account })
            else { return [] }
            let before = account.cashReserves.filter { reserve in
                guard let day = reserve.expiry, let own = row.expiry else { return false }
                return day <= own
            }
            return [Self.fact("cash", account.cash.exactText, unit: "USD", source: account.source)]
                + before.map {
                    Self.input(
                        "\($0.symbol) \($0.title)", $0.figure, .dollars, source: "row", reference: "\($0.id)#collateral"
                    )
                }
        case .uncoveredShares, .workingOrder, .adjusted, .settling, .note: return []
        }
    }

    /// Why a letter is not there, in words where its figures alone do not say it.
    private func silence(_ flag: PositionFlag, _ row: StrategyValuation) -> String? {
        let hasShort = !shorts(row).isEmpty
        switch flag {
        case .dividend where !shorts(row).contains { contract($0)?.right == .call }: return "no short call"
        case .pin, .earnings, .rollWindow: break
        case .lossLimit where !hasShort, .target where row.captured.value == nil: return "not for this row"
        case .belowBasis where !row.legs.contains { contract($0) == nil }: return "no shares"
        case .uncoveredShares where !row.legs.contains { contract($0) == nil }: return "no shares"
        case .workingOrder: return "no order"
        case .note: return "no note"
        case .adjusted: return "standard contracts"
        case .settling: return "still trading"
        case .funded where row.kind != .cashSecuredPut: return "no short put alone"
        case .funded: return "intent \(row.intent.rawValue)"
        default: return nil
        }
        guard hasShort else { return "no short option" }
        if flag == .pin { return row.daysToExpiry.map { "\($0) days left" } }
        guard flag == .rollWindow, let window = RollWindow(row, settings: settings) else { return nil }
        return window.words + (window.isOpen && row.flags.contains(.target) ? "; target reached: close, not roll" : "")
    }
}
