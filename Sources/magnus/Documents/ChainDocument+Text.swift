import MagnusAnalysis
import MagnusDesk
import MagnusDomain

extension ChainDocument {
    /// Calls on the left, puts on the right of the strikes, a block an expiry.
    static func text(
        _ chain: ChainAnalysis, expiry: CalendarDate? = nil, held: [OptionContract: Quantity] = [:],
        format: FigureFormat = FigureFormat()
    ) -> [String] {
        let expiries = selected(chain, expiry)
        var lines = [head(chain, format)]
        guard !expiries.isEmpty else {
            let dates = chain.expiries.map(\.expiry.iso8601).joined(separator: " ")
            return lines + [DocumentText.line(dates.isEmpty ? "No options." : "No such expiry. Listed: \(dates)")]
        }
        for expiry in expiries {
            lines += ["", head(expiry, format)]
            if !expiry.contracts.isEmpty { lines += table(expiry, held: held, format: format).lines }
        }
        return lines
    }

    private static func head(_ chain: ChainAnalysis, _ format: FigureFormat) -> String {
        let age = DocumentText.age(chain.spotAgeSeconds, format)
        let sessions = chain.standing.sessions < 252 ? " (\(chain.standing.sessions) sessions)" : ""
        let close = chain.standing.day.map { " of the close on \($0.iso8601)" } ?? ""
        return DocumentText.line(
            "\(chain.symbol) \(format.price(chain.spot)) (\(chain.spotSource), \(age))  "
                + "IV30 \(format.decimalPercent(chain.impliedVolatility30))  "
                + "rank \(format.rank(chain.standing.rank))  "
                + "percentile \(format.rank(chain.standing.percentile))\(close)\(sessions)  "
                + (chain.rate.map { "rate \(format.decimalPercent(Figure($0)))" } ?? "rate unknown, 0 used"))
    }

    private static func head(_ expiry: ExpiryAnalysis, _ format: FigureFormat) -> String {
        DocumentText.line(
            "\(expiry.expiry.iso8601) \(expiry.root) \(expiry.daysToExpiry)d \(expiry.style.word) "
                + "\(expiry.settlement.rawValue)  forward \(format.price(expiry.forward))  "
                + "IV \(format.decimalPercent(expiry.atTheMoneyVolatility))  "
                + "1 sigma \(format.price(expiry.expectedMove))  straddle \(format.price(expiry.impliedStraddle))")
    }

    private static func table(
        _ expiry: ExpiryAnalysis, held: [OptionContract: Quantity], format: FigureFormat
    ) -> TextTable {
        var table = TextTable([
            .right("Held"), .right("OI"), .right(format.deltaName), .right("IV"), .right("C bid"), .right("C ask"),
            .right("Strike"), .right("P bid"), .right("P ask"), .right("IV"), .right(format.deltaName), .right("OI"),
            .right("Held"), .left("State"),
        ])
        var strikes: [Int: [ContractAnalysis]] = [:]
        for reading in expiry.contracts { strikes[reading.contract.strikeThousandths, default: []].append(reading) }
        for strike in strikes.keys.sorted() {
            let readings = strikes[strike] ?? []
            let call = readings.first { $0.contract.right == .call }
            let put = readings.first { $0.contract.right == .put }
            let states = [call, put].compactMap { $0?.state }.filter { $0 != "ok" }
            table.add(
                cells(call, held, format).reversed() + quote(call, format)
                    + [readings.first?.contract.strikeText ?? ""] + quote(put, format) + cells(put, held, format)
                    + [
                        states.first.map { first in
                            states.allSatisfy { $0 == first } ? first : states.joined(separator: "/")
                        } ?? ""
                    ])
        }
        return table
    }

    private static func quote(_ reading: ContractAnalysis?, _ format: FigureFormat) -> [String] {
        guard let reading else { return ["", ""] }
        return [DocumentText.price(reading.bid, format), DocumentText.price(reading.ask, format)]
    }

    /// From the strike outwards.
    private static func cells(
        _ reading: ContractAnalysis?, _ held: [OptionContract: Quantity], _ format: FigureFormat
    ) -> [String] {
        guard let reading else { return ["", "", "", ""] }
        return [
            format.decimalPercent(reading.impliedVolatility), format.price(reading.delta),
            DocumentText.count(reading.openInterest, format), held[reading.contract]?.signedText ?? "",
        ]
    }
}
