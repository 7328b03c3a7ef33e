import Glibc
import MagnusDomain
import MagnusQuant

/// Everything about the volatility of one underlying, from its chain, its past and its bars.
public enum VolatilityAnalyser {
    /// - Parameters:
    ///   - history: 30-day volatility of completed sessions, oldest first; empty where no source keeps it.
    ///   - skews: of completed sessions, oldest first; empty where no source keeps them.
    ///   - bars: daily bars of completed sessions, oldest first; empty where no source keeps them.
    ///   - expiry: gamma of this expiry alone; nil for all.
    ///   - root: only series of this root; nil for all.
    public static func analyse(
        _ chain: OptionChain, profile: SecurityProfile, history: [VolatilityObservation],
        skews: [SkewObservation] = [], bars: [DailyBar],
        rates: RateCurve, calendar: ExchangeCalendar, now: Instant, expiry: CalendarDate? = nil, root: String? = nil,
        limits: QuoteLimits = QuoteLimits()
    ) -> VolatilityReport {
        // The same summary that the chain shows: no contract is analysed for it.
        let summary = ChainAnalyser.analyse(
            chain, profile: profile, history: history, rates: rates, calendar: calendar, now: now,
            expiry: CalendarDate(daysSinceEpoch: 0), limits: limits)
        let session = calendar.session(on: now.newYork.date).flatMap { $0.contains(now) ? $0 : nil }
        var series: [(analysis: ExpiryAnalysis, reading: SmileReader.Reading?)] = []
        for analysis in summary.expiries where root == nil || analysis.root == root {
            let entries = chain.entries.filter {
                $0.contract.expiry == analysis.expiry && $0.contract.root == analysis.root
            }
            let reading = entries.first.flatMap { first in
                summary.spot.value.flatMap { spot in
                    SmileReader(
                        analysis: analysis, entries: entries, spot: spot,
                        carry: CarryTerms(
                            contract: first.contract, profile: profile, rates: rates, calendar: calendar, now: now,
                            pricedAt: chain.pricedAt(now: now, calendar: calendar)),
                        now: now, session: session, lastClose: calendar.latestClose(at: now), limits: limits
                    ).reading()
                }
            }
            series.append((analysis, reading))
        }
        let readings = series.compactMap(\.reading)
        let surface = VolatilitySurface(readings.map(\.slice))
        var results = surface.smiles.makeIterator()
        var expiries: [ExpiryVolatility] = []
        for (analysis, reading) in series {
            let result = reading.flatMap { _ in results.next() }
            expiries.append(
                SmileWriter.expiry(
                    analysis, reading: reading, result: result ?? .failure(analysis.years > 0 ? .noForward : .badTime),
                    isSpotStale: summary.spot.trust == .stale))
        }
        SmileWriter.addForwardVolatilities(&expiries)
        let counted = expiries.filter { expiry == nil || $0.expiry == expiry }
        let today = now.newYork.date
        let exposure = GammaExposureReader(
            spot: summary.spot.value,
            interestDate: calendar.previousSession(before: calendar.sessionOnOrBefore(today))
        ).exposure(counted, rates: rates, entries: chain.entries)
        let realised = RealisedVolatilityReader.windows(bars)
        let twenty = realised.first { $0.sessions == 20 }?.closeToClose ?? .unknown(.insufficientHistory)
        return VolatilityReport(
            symbol: summary.symbol, spot: summary.spot, spotSource: summary.spotSource,
            spotAgeSeconds: summary.spotAgeSeconds, impliedVolatility: summary.impliedVolatility30,
            standing: past(summary.standing, history: history), expiries: expiries,
            termStructure: SmileWriter.termStructure(expiries), skew: SkewReader.reading(expiries, history: skews),
            surface: reading(surface, expiries),
            realised: realised, lastSession: bars.last?.date,
            premium: summary.impliedVolatility30.combined(with: twenty) { $0 - $1 }, exposure: exposure,
            source: summary.source, retrievedAt: summary.retrievedAt)
    }

    private static func past(_ standing: VolatilityStanding, history: [VolatilityObservation]) -> VolatilityPast {
        let reason = standing.rank.reason ?? .insufficientHistory
        return VolatilityPast(
            rank: standing.rank, day: standing.day, percentile: standing.percentile, sessions: standing.sessions,
            low: Figure(standing.parts?.low, else: reason), high: Figure(standing.parts?.high, else: reason),
            median: Figure(standing.median, else: reason),
            history: history.suffix(253).filter { $0.impliedVolatility.isFinite && $0.impliedVolatility > 0 })
    }

    private static func reading(_ surface: VolatilitySurface, _ expiries: [ExpiryVolatility]) -> SurfaceReading {
        let fits = surface.fitted
        let used = fits.reduce(0) { $0 + $1.used.count }
        let squares = fits.reduce(0) { $0 + $1.rootMeanSquare * $1.rootMeanSquare * Double($1.used.count) }
        return SurfaceReading(
            fitted: fits.count, listed: expiries.count, mended: fits.count { $0.isMended },
            leastDensity: Figure(surface.leastDensity, else: .noMarket),
            leastGrowth: Figure(surface.leastGrowth, else: .noMarket),
            rootMeanSquare: Figure(used > 0 ? (squares / Double(used)).squareRoot() : nil, else: .noMarket),
            usedQuotes: used, insideQuotes: fits.reduce(0) { $0 + $1.insideCount },
            leftOut: expiries.reduce(0) { $0 + $1.points.count { $0.state != .used } })
    }
}
