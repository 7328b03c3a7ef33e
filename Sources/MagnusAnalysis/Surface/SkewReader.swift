import MagnusDomain
import MagnusQuant

/// Skew of the fitted curves at 30 days, and its standing among past sessions.
enum SkewReader {
    /// Sessions looked back at, and how few give no percentile: as for the volatility itself.
    static let window = 252
    static let minimum = 60

    /// - Parameter history: of completed sessions, oldest first; values that are not finite are left out.
    static func reading(_ expiries: [ExpiryVolatility], history: [SkewObservation]) -> SkewReading {
        let put = thirtyDays(expiries, \.putVolatility25)
        let call = thirtyDays(expiries, \.callVolatility25)
        let known = history.suffix(window + 1).filter(\.skew.isFinite)
        let past = known.dropLast().map(\.skew)
        let ordered = past.sorted()
        let reason = history.isEmpty ? UnknownReason.noSource : .insufficientHistory
        var percentile: Double?
        if let last = known.last, past.count >= minimum {
            percentile = 100 * Double(past.count { $0 < last.skew }) / Double(past.count)
        }
        let median = ordered.isEmpty ? nil : 0.5 * (ordered[(ordered.count - 1) / 2] + ordered[ordered.count / 2])
        return SkewReading(
            current: put.combined(with: call) { $0 - $1 }, put: put, call: call,
            percentile: Figure(percentile, else: reason), day: known.last?.date, sessions: past.count,
            low: Figure(ordered.first, else: reason), high: Figure(ordered.last, else: reason),
            median: Figure(median, else: reason), history: Array(known))
    }

    /// By total variance between the expiries around 30 days whose 25 delta both lie inside the quotes; the nearest where
    /// all are on one side.
    private static func thirtyDays(
        _ expiries: [ExpiryVolatility], _ volatility: KeyPath<ExpiryVolatility, Figure>
    ) -> Figure {
        var nodes: [VolatilityTermStructure.Node] = []
        var trust = Trust.fresh
        for expiry in expiries where expiry.riskReversal25.value != nil {
            guard let value = expiry[keyPath: volatility].value else { continue }
            nodes.append(VolatilityTermStructure.Node(years: expiry.years, volatility: value))
            trust = Trust.worse(trust, expiry[keyPath: volatility].trust ?? .fresh)
        }
        guard let value = try? VolatilityTermStructure(nodes).thirtyDay() else {
            return .unknown(expiries.first?.riskReversal25.reason ?? .noMarket)
        }
        return Figure(value, trust: trust)
    }
}
