import MagnusAnalysis
import MagnusDesk
import MagnusDomain

extension Engine {
    /// Of a series of a chain.
    /// - Parameter name: `ROOT/YYYY-MM-DD`.
    /// - Returns: nil when it names none that is listed.
    func explainSeries(_ name: String, key: String) async -> Explanation? {
        let parts = name.split(separator: "/").map(String.init)
        guard parts.count == 2, let expiry = try? CalendarDate(iso8601: parts[1]),
            let key = SeriesExplainer.Key(rawValue: key)
        else { return nil }
        let limits = configuration.book.quoteLimits
        do throws(MarketDataError) {
            let (material, _) = try await chainMaterial(of: parts[0])
            return await Self.explanation(material, root: parts[0].uppercased(), expiry: expiry, key, limits: limits)
        } catch {
            return nil
        }
    }

    @concurrent
    private nonisolated static func explanation(
        _ material: ChainMaterial, root: String, expiry: CalendarDate, _ key: SeriesExplainer.Key, limits: QuoteLimits
    ) async -> Explanation? {
        let analysis = ChainAnalyser.analyse(
            material.chain, profile: material.profile, history: material.history, rates: material.rates,
            calendar: material.calendar, now: material.now, expiry: expiry, limits: limits)
        let day = analysis.expiries.filter { $0.expiry == expiry }
        // The symbol of an index stands for whichever series ends that day.
        return (day.first { $0.root == root } ?? day.first).map {
            SeriesExplainer(analysis, expiry: $0).explanation(key)
        }
    }
}
