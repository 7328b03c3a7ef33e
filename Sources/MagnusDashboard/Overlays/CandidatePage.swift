import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The parts of a score, the trade and what speaks against it; and the list of near misses.
enum CandidatePage {
    static func title(_ candidate: Candidate) -> String {
        "\(candidate.symbol) \(candidate.shortName) \(candidate.expiries.map(\.iso8601).joined(separator: "/"))"
    }

    static func lines(_ candidate: Candidate, book: BookValuation, format: FigureFormat) -> [PageLine] {
        var lines: [PageLine] = [.heading("Score \(format.rank(candidate.scoreFigure))")]
        for part in candidate.parts {
            let points = part.isMissing ? format.marks.unknown : DecimalText.text(part.points, decimals: 1) ?? "?"
            let weight = DecimalText.text(part.weight) ?? "?"
            lines.append(
                .pair(
                    "\(part.name)", "\(points) of \(weight) · \(format.sentence(part.explanation))",
                    part.isMissing ? .dataUnknown : .text))
        }
        if let cap = candidate.cap { lines.append(.pair("capped", format.sentence(cap), .alertMedium)) }
        lines += [.blank, .heading("Trade")] + trade(candidate, format)
        if let date = candidate.earningsDate { lines.append(.pair("Earnings", date.iso8601)) }
        if let date = candidate.exDividendDate { lines.append(.pair("Ex-dividend", date.iso8601)) }
        if let age = candidate.quoteAgeSeconds.flatMap({ DurationText.age($0) }) {
            lines.append(.pair("Quote age", age))
        }
        let unit = candidate.spread == nil ? "One contract" : "One of each leg"
        lines += [.blank, .heading("\(unit), after fees")] + payoff(candidate, format)
        if let spread = candidate.spread {
            lines += [.blank, .heading("Legs")] + legs(spread, format)
            lines += spread.warnings.map { .text($0.text, .alertMedium) }
        }
        lines += [.blank, .heading("The book with it")] + after(candidate, book, format)
        if !candidate.failures.isEmpty {
            lines += [.blank, .heading("Against it")]
            lines += failures(candidate, format)
        }
        return lines
    }

    /// Prices, returns and chances; what is made of quotes past their age is marked and dim.
    private static func trade(_ candidate: Candidate, _ format: FigureFormat) -> [PageLine] {
        func pair(_ name: String, _ value: String, of figures: Figure...) -> PageLine {
            .pair(name, value, figures.contains { $0.trust == .stale } ? .dataStale : .text)
        }
        let days = CountedNoun.text(candidate.daysToExpiry, "day")
        let chances = [candidate.probabilityOfProfit, candidate.probabilityOfTouch].map { format.percent($0) }
        return [
            pair("Fill", "\(format.price(candidate.fill)) · \(quotes(candidate, format))", of: candidate.fill),
            pair(
                "Return",
                "\(format.decimalPercent(candidate.periodReturn)) for \(days), \(format.decimalPercent(candidate.annualizedReturn)) a year",
                of: candidate.annualizedReturn),
            pair("Collateral", format.dollars(candidate.collateral), of: candidate.collateral),
            pair(
                "Breakeven", "\(format.price(candidate.breakeven)), spot \(format.price(candidate.spotFigure))",
                of: candidate.breakeven, candidate.spotFigure),
            pair(
                "Cushion",
                "\(format.decimalPercent(candidate.cushion)), one sigma \(format.price(candidate.expectedMove))",
                of: candidate.cushion),
            pair("Probabilities", "profit \(chances[0]), touch \(chances[1])", of: candidate.probabilityOfTouch),
            pair(
                "IV",
                "\(format.decimalPercent(candidate.impliedVolatility)), rank \(format.rank(candidate.volatilityRank)), percentile \(format.rank(candidate.volatilityPercentile))",
                of: candidate.impliedVolatility),
            pair("Spread", format.decimalPercent(candidate.spreadFraction), of: candidate.spreadFraction),
            .pair(
                "Open interest",
                candidate.openInterest.map { DecimalText.grouped(UInt64(max(0, $0))) } ?? format.marks.unknown),
        ]
    }

    /// What one contract makes at most, loses at most, and where it turns, at expiry.
    private static func payoff(_ candidate: Candidate, _ format: FigureFormat) -> [PageLine] {
        let multiplier = Double(candidate.contract.multiplier)
        let strike = candidate.contract.strike
        let credit = candidate.fill.map { $0 * multiplier - (candidate.fees ?? 0) }
        let level = format.price(Figure(strike))
        switch candidate.strategy {
        case .cashSecuredPut:
            return [
                .pair("Most it makes", "\(format.profit(credit)) at \(level) and above"),
                .pair("Most it loses", "\(format.profit(credit.map { $0 - strike * multiplier })) at 0"),
            ]
        case .coveredCall:
            let called = credit.map { $0 + (strike - candidate.spot) * multiplier }
            return [
                .pair("Called away", "\(format.profit(called)) from today's price, at \(level) and above"),
                .pair("Kept", "\(format.profit(credit)) if the shares stay where they are"),
            ]
        case .vertical, .condor, .calendar, .diagonal:
            return candidate.spread.map { bounds($0, candidate, format) } ?? []
        }
    }

    /// The same of several legs. Fees reduce what it makes and enlarge what it loses.
    private static func bounds(
        _ spread: CandidateSpread, _ candidate: Candidate, _ format: FigureFormat
    ) -> [PageLine] {
        let fees = candidate.fees ?? 0
        let levels = spread.breakevens.map { format.price(Figure($0)) }.joined(separator: " and ")
        return [
            .pair("Most it makes", format.profit(spread.maximumProfit.map { $0 - fees })),
            .pair("Most it loses", format.profit(spread.maximumLoss.map { -$0 - fees })),
            .pair("Breakevens", levels.isEmpty ? format.marks.unknown : "\(levels), before fees"),
            .pair("Risk-neutral mean", "\(format.profit(spread.expectedValue)) before fees, no forecast"),
        ]
    }

    private static func legs(_ spread: CandidateSpread, _ format: FigureFormat) -> [PageLine] {
        spread.legs.map { leg in
            let sides = [leg.bid, leg.ask].map { format.price(Figure($0, else: .oneSided)) }.joined(separator: " × ")
            return .pair(
                "\(leg.quantity < 0 ? "-1" : "+1") \(leg.contract.shortName) \(leg.contract.expiry.iso8601)",
                "at \(format.price(leg.price)) · \(sides), IV \(format.decimalPercent(leg.impliedVolatility))")
        }
    }

    /// What opening one contract would leave of the room, and make of the book's direction.
    private static func after(_ candidate: Candidate, _ book: BookValuation, _ format: FigureFormat) -> [PageLine] {
        var lines: [PageLine] = []
        if candidate.strategy != .coveredCall, book.accounts.count == 1, let account = book.accounts.first {
            let left = candidate.collateral.value.map { taken in account.freeCash.map { $0 - taken } }
            lines.append(
                .pair(
                    "Free cash",
                    "\(format.dollars(left ?? .unknown(.noSource))), now \(format.dollars(account.freeCash))"))
        }
        let multiplier = Double(candidate.contract.multiplier)
        let before = book.greeks.dollarDelta.figure
        let shift =
            candidate.spread.map { $0.positionDelta.value.map { $0 * candidate.spot } }
            ?? candidate.delta.value.map { -$0 * multiplier * candidate.spot }
        let turned = shift.map { added in before.map { $0 + added } } ?? .unknown(.noSource)
        lines.append(.pair("Dollar delta", "\(format.dollars(turned)), now \(format.dollars(before))"))
        return lines
    }

    private static func quotes(_ candidate: Candidate, _ format: FigureFormat) -> String {
        [candidate.bid, candidate.ask]
            .map { format.price(Figure($0, trust: candidate.quoteTrust, else: .oneSided)) }.joined(separator: " × ")
    }

    private static func failures(_ candidate: Candidate, _ format: FigureFormat) -> [PageLine] {
        candidate.failures.map { failure in
            let remedy = failure.remedy.map { " (\($0))" } ?? ""
            return .pair("  " + failure.gate, format.sentence(failure.text + remedy))
        }
    }

    /// Rejects by fewest failed gates, and how many fell at which gate.
    static func whyNot(_ board: OpportunityBoard, format: FigureFormat) -> [PageLine] {
        var lines: [PageLine] = []
        for scan in board.scans {
            let list = scan.watchlist == "default" ? "every symbol" : scan.watchlist
            lines.append(
                .heading("\(scan.strategy.rawValue) on \(list), \(scan.scannedAt.newYork.hourMinute)"))
            if let waiting = scan.waitingReason { lines.append(.text(waiting)) }
            if scan.nearestMisses.isEmpty, scan.waitingReason == nil {
                lines.append(.text(unlisted(scan), .textDim))
            }
            for miss in scan.nearestMisses {
                let score = format.rank(Figure(miss.score))
                lines.append(.text("\(title(miss)) · score without gates \(score)", .textStrong))
                lines += failures(miss, format)
            }
            let counts = scan.rejected.sorted { $0.value == $1.value ? $0.key < $1.key : $0.value > $1.value }
                .map { "\($0.value) \($0.key)" }
            if !counts.isEmpty {
                lines.append(
                    .text(
                        "\(CountedNoun.text(scan.contractsScanned, "contract")) of \(CountedNoun.text(scan.symbolsScanned, "symbol")): \(scan.candidates.count) passed; at the first gate "
                            + counts.joined(separator: ", "), .textDim))
            }
            lines.append(.blank)
        }
        return lines.isEmpty ? [.text("The first scan has not run yet.", .textDim)] : lines
    }

    /// Why no near miss is listed: there is none, or none has figures that could be shown.
    private static func unlisted(_ scan: ScanResult) -> String {
        let outranked = scan.rejected[ScanResult.outranked] ?? 0
        let failed = scan.rejectedCount - outranked
        if failed > 0 {
            let count = CountedNoun.text(failed, "contract")
            return "\(count) rejected, none listed: no price of the shares, so no figures."
        }
        return outranked > 0 ? "No gate rejected any: what is not shown has a lower score." : "Nothing was rejected."
    }

    /// Why monitors are silent.
    static func whySilent(_ monitors: [MonitorStatus], format: FigureFormat) -> [PageLine] {
        var lines: [PageLine] = []
        for monitor in monitors {
            lines.append(.text(monitor.name.rawValue, .textStrong))
            if let failure = monitor.failure { lines.append(.pair("  stopped", failure, .alertHigh)) }
            let last = monitor.lastRunAt?.newYork.clock ?? "never"
            let next = monitor.nextRunAt?.newYork.clock ?? "not planned"
            lines.append(.pair("  ran", "\(last), next \(next), found \(monitor.findings)"))
            if !monitor.muted.isEmpty {
                let symbols = monitor.muted.contains("*") ? "every symbol" : monitor.muted.joined(separator: ", ")
                lines.append(.pair("  muted", "\(symbols); :unmute ends it", .alertHigh))
            }
            if let nearest = monitor.nearest { lines.append(.pair("  nearest", format.sentence(nearest))) }
        }
        return lines.isEmpty ? [.text("No monitor has run yet.", .textDim)] : lines
    }
}
