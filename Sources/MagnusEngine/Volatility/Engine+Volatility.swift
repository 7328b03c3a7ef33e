import MagnusAnalysis
import MagnusDesk
import MagnusDomain

extension Engine {
    /// Sessions of bars for realised volatility: the longest window and the close before it.
    static let realisedSessions = (RealisedVolatility.windows.max() ?? 0) + 1

    /// The volatility of a symbol for the screen.
    public func volatility(_ request: VolatilityRequest) async -> VolatilityAnswer {
        do throws(MarketDataError) {
            return .report(try await volatility(of: request.symbol))
        } catch {
            return .refused(Self.refusal(of: request.symbol, error))
        }
    }

    /// Everything about the volatility of a symbol, from its whole chain.
    /// - Parameters:
    ///   - name: a symbol, or an option root such as `SPXW`: then only its series.
    ///   - expiry: gamma of this expiry alone; nil for all.
    public func volatility(
        of name: String, expiry: CalendarDate? = nil
    ) async throws(MarketDataError) -> VolatilityReport {
        let (material, root) = try await chainMaterial(of: name)
        return await Self.volatility(
            material, skews: try await skews(of: material.chain.symbol, now: material.now),
            bars: try await bars(of: material.chain.symbol, now: material.now), expiry: expiry, root: root,
            limits: configuration.book.quoteLimits)
    }

    /// Empty where the source keeps none.
    private func skews(of symbol: String, now: Instant) async throws(MarketDataError) -> [SkewObservation] {
        guard let source = world.market else { return [] }
        do throws(MarketDataError) {
            return try await source.skewHistory(of: symbol, count: MarketGathering.volatilitySessions, now: now)
        } catch {
            guard error == .unsupported else { throw error }
            return []
        }
    }

    /// Empty where the source keeps none.
    private func bars(of symbol: String, now: Instant) async throws(MarketDataError) -> [DailyBar] {
        guard let source = world.market else { return [] }
        do throws(MarketDataError) {
            return try await source.dailyBars(of: symbol, count: Self.realisedSessions, now: now)
        } catch {
            guard error == .unsupported else { throw error }
            return []
        }
    }

    @concurrent
    private nonisolated static func volatility(
        _ material: ChainMaterial, skews: [SkewObservation], bars: [DailyBar], expiry: CalendarDate?, root: String?,
        limits: QuoteLimits
    ) async -> VolatilityReport {
        VolatilityAnalyser.analyse(
            material.chain, profile: material.profile, history: material.history, skews: skews, bars: bars,
            rates: material.rates,
            calendar: material.calendar, now: material.now, expiry: expiry, root: root, limits: limits)
    }
}
