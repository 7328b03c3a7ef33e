import MagnusAnalysis
import MagnusDesk
import MagnusDomain

/// The price chart of the screen.
extension Engine {
    /// Past sessions of a symbol with technicals and zones, and its price of now.
    public func chart(_ request: ChartRequest) async -> ChartAnswer {
        let name = HarmlessText.sanitised(request.symbol, maximumLength: 20).uppercased()
        do throws(MarketDataError) {
            return .report(try await chart(of: name))
        } catch {
            return .refused(Self.pastRefusal(of: name, error))
        }
    }

    /// - Parameter name: a symbol, or an option root such as `SPXW`: then its underlying.
    private func chart(of name: String) async throws(MarketDataError) -> ChartReport {
        guard let source = world.market else { throw .unreachable(reason: "no market data source is connected") }
        var symbol = name
        if let terms = try? ContractSpecification(root: name), terms.underlying != name,
            await !source.symbols().contains(name)
        {
            symbol = terms.underlying
        }
        let technicals = try await technicals(of: symbol)
        let now = world.clock.now()
        let mark = try await mark(of: symbol, source, now: now)
        return ChartReport(
            technicals: technicals, spot: mark?.mark ?? .unknown(.noSource),
            spotSource: mark?.markSource ?? "no quote", spotAgeSeconds: mark?.ageSeconds,
            lastSession: market.calendar.previousSession(before: now.newYork.date), asOf: now)
    }

    /// nil where the source quotes nothing and keeps past sessions alone.
    private func mark(
        of symbol: String, _ source: CachedMarketDataSource, now: Instant
    ) async throws(MarketDataError) -> QuoteAssessment? {
        do throws(MarketDataError) {
            return QuoteAssessment(
                try await source.quote(of: symbol, now: now), now: now, kind: .underlying, calendar: market.calendar,
                limits: configuration.book.quoteLimits)
        } catch {
            guard error == .unsupported else { throw error }
            return nil
        }
    }
}
