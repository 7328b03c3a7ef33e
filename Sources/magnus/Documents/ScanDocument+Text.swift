import MagnusDesk
import MagnusDomain

extension ScanDocument {
    static func text(_ scan: ScanResult, limit: Int? = nil, format: FigureFormat = FigureFormat()) -> [String] {
        let room = DocumentText.line(format.sentence(scan.room))
        let footer = scan.room.isEmpty ? [] : [room]
        guard !scan.candidates.isEmpty else { return [emptyLine(scan)] + footer }
        let shown = Array(scan.candidates.prefix(limit.map { max(0, $0) } ?? .max))
        guard !scan.strategy.isSpread else { return spreadTable(shown, format) + [rejectedLine(scan)] + footer }
        var table = TextTable([
            .right("Sc"), .left("Typ"), .left("Sym"), .left("Contract"), .right("DTE"), .right("Spot"), .right("Fill"),
            .right("Ret/yr"), .right("POP"), .right("OTM"), .right("|\(format.deltaName)|"), .right("IV"),
            .right("IVP"), .right("Coll"), .left("Liq"),
        ])
        for candidate in shown {
            table.add([
                score(candidate, format), candidate.typeWord, candidate.symbol, name(candidate),
                String(candidate.daysToExpiry), format.price(candidate.spotFigure),
                format.price(candidate.fill), format.decimalPercent(candidate.annualizedReturn),
                rank(candidate.probabilityOfProfit, format), format.decimalPercent(candidate.outOfTheMoney),
                rank(candidate.delta.map(abs), format), format.decimalPercent(candidate.impliedVolatility),
                format.rank(candidate.volatilityPercentile), format.dollars(candidate.collateral),
                dots(candidate.liquidity, format),
            ])
        }
        return table.lines + [rejectedLine(scan)] + footer
    }

    /// One block a contract that did not pass: each gate with the figure, the limit and what would change it.
    static func whyNotText(
        _ scan: ScanResult, limit: Int? = nil, format: FigureFormat = FigureFormat()
    ) -> [String] {
        var lines: [String] = []
        for candidate in scan.nearestMisses.prefix(limit.map { max(0, $0) } ?? .max) {
            let gates = DocumentText.counted(candidate.failures.count, "gate", "gates")
            lines.append(
                DocumentText.line(
                    "\(candidate.symbol) \(name(candidate))  score \(score(candidate, format)), \(gates)"))
            lines += candidate.failures.map { failure in
                let remedy = failure.remedy.map { "; \($0)" } ?? ""
                return DocumentText.line("    \(failure.gate): \(format.sentence(failure.text + remedy))")
            }
        }
        return lines + [rejectedLine(scan)]
    }

    private static func emptyLine(_ scan: ScanResult) -> String {
        if let waiting = scan.waitingReason { return DocumentText.line(waiting) }
        guard scan.symbolsScanned > 0 else {
            return DocumentText.line("No symbol of \(scan.watchlist) has options: magnus watchlists lists them.")
        }
        let most = ordered(scan.rejected).prefix(3).map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        let looked = DecimalText.text(Double(scan.contractsScanned), isGrouped: true) ?? "\(scan.contractsScanned)"
        let why = most.isEmpty ? "" : " Most: \(most)."
        return DocumentText.line(
            "None of \(looked) passed.\(why) --json lists the nearest misses, W shows them on the screen.")
    }

    private static func rejectedLine(_ scan: ScanResult) -> String {
        let contracts =
            scan.strategy.isSpread
            ? DocumentText.counted(scan.contractsScanned, "combination", "combinations")
            : DocumentText.counted(scan.contractsScanned, "contract", "contracts")
        let symbols = DocumentText.counted(scan.symbolsScanned, "symbol", "symbols")
        let rejected = ordered(scan.rejected).map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        let tail = rejected.isEmpty ? "" : "; why not: \(rejected)"
        return DocumentText.line("\(contracts) of \(symbols), \(scan.candidates.count) passed\(tail)")
    }

    private static func ordered(_ rejected: [String: Int]) -> [(key: String, value: Int)] {
        rejected.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    }

    /// `90P 04-23`, a calendar `525C 04-16/05-21`, a diagonal `105/90C 04-16/06-18`.
    static func name(_ candidate: Candidate) -> String {
        "\(candidate.shortName) \(candidate.expiries.map(\.monthDay).joined(separator: "/"))"
    }

    static func score(_ candidate: Candidate, _ format: FigureFormat) -> String {
        format.rank(candidate.scoreFigure) + (candidate.isCapped ? "c" : "")
    }

    /// A probability as a figure from 0 to 100, blank where it means nothing.
    static func rank(_ fraction: Figure, _ format: FigureFormat) -> String {
        format.rank(fraction.map { $0 * 100 })
    }

    static func dots(_ count: Int, _ format: FigureFormat) -> String {
        let filled = min(max(0, count), 3)
        return String(repeating: format.isASCII ? "*" : "●", count: filled)
            + String(repeating: format.isASCII ? "." : "○", count: 3 - filled)
    }
}
