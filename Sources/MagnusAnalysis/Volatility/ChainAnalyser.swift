import Glibc
import MagnusDomain
import MagnusQuant

/// Turns a chain of quotes into forwards, volatilities, Greeks and probabilities.
public enum ChainAnalyser {
    /// - Parameters:
    ///   - history: 30-day volatility of completed sessions, oldest first.
    ///   - expiry: only this expiry's contracts are analysed one by one; the others keep their summary. nil: all.
    ///   - accuracy: of American prices.
    ///   - limits: when a quote is old: what rests on one, its own or that of the underlying, is marked stale.
    public static func analyse(
        _ chain: OptionChain, profile: SecurityProfile, history: [VolatilityObservation], rates: RateCurve,
        calendar: ExchangeCalendar, now: Instant, expiry: CalendarDate? = nil, accuracy: PricingAccuracy = .live,
        limits: QuoteLimits = QuoteLimits()
    ) -> ChainAnalysis {
        let spotReading = QuoteReading(chain.underlying, now: now)
        let spot = chain.underlying.sharePrice(now: now)
        let session = calendar.session(on: now.newYork.date).flatMap { $0.contains(now) ? $0 : nil }
        let lastClose = calendar.latestClose(at: now)
        let today = now.newYork.date
        let pricedAt = chain.pricedAt(now: now, calendar: calendar)
        // A price that is not the mark, the last trade behind a crossed market, has no age that anyone knows.
        let spotTrust =
            QuoteAssessment(
                chain.underlying, now: now, kind: .underlying, session: session, limits: limits, lastClose: lastClose
            ).mark.trust ?? .stale
        let assessments = chain.entries.map { entry in
            QuoteAssessment(
                entry.quote, now: now,
                kind: .option(daysToExpiry: calendar.sessionOnOrBefore(entry.contract.expiry).days(since: today)),
                session: session, limits: limits, lastClose: lastClose)
        }
        let readings = zip(chain.entries, assessments).map { entry, assessment in
            QuoteReading(entry.quote, now: now, assessment: assessment, limits: limits)
        }
        var expiries: [ExpiryAnalysis] = []
        var nodes: [VolatilityTermStructure.Node] = []
        var nodeTrusts: [Trust] = []
        for group in ExpirySlice.groups(chain.entries) {
            guard let first = group.indices.first else { continue }
            let contract = chain.entries[first].contract
            let slice = spot.flatMap {
                ExpirySlice(
                    root: group.root, expiry: group.expiry, indices: group.indices, entries: chain.entries,
                    readings: readings, spot: $0, profile: profile, rates: rates, calendar: calendar, now: now,
                    isSmileWanted: true, tolerance: 0.03, pricedAt: pricedAt)
            }
            let carry =
                slice?.carry
                ?? CarryTerms(
                    contract: contract, profile: profile, rates: rates, calendar: calendar, now: now,
                    pricedAt: pricedAt)
            // What is made of the quotes around the forward is as old as the oldest of them.
            let trust = (slice?.central(chain.entries) ?? []).map { assessments[$0].sidesTrust }
                .reduce(spotTrust, Trust.worse)
            if let slice, let volatility = slice.atTheMoneyVolatility {
                nodes.append(VolatilityTermStructure.Node(years: slice.carry.years, volatility: volatility))
                nodeTrusts.append(trust)
            }
            var contracts: [ContractAnalysis] = []
            if expiry == nil || expiry == group.expiry {
                contracts = group.indices.map { index in
                    ContractReading(
                        entry: chain.entries[index], reading: readings[index], trust: assessments[index].sidesTrust,
                        spotTrust: spotTrust, spot: spot, spotReason: spotReading.reason, carry: carry,
                        accuracy: accuracy
                    ).analysis
                }
            }
            expiries.append(
                summary(
                    contract, carry: carry, slice: slice, trust: trust, contracts: contracts, entries: chain.entries,
                    readings: readings))
        }
        let current = thirtyDayVolatility(nodes, trusts: nodeTrusts, spot: spot)
        return ChainAnalysis(
            symbol: chain.symbol, spot: Figure(spot, trust: spotTrust, else: spotReading.reason ?? .noSource),
            spotSource: chain.underlying.source, spotAgeSeconds: spotReading.ageSeconds,
            rate: rates.rate(years: 30.0 / 365), dividendYield: profile.dividendYield,
            dividends: profile.dividends, impliedVolatility30: current,
            standing: VolatilityStanding(history: history),
            expiries: expiries, source: chain.source, retrievedAt: chain.retrievedAt)
    }

    /// 30-day at-the-money volatility by total variance between the expiries around it; nothing finer than the nodes.
    /// - Parameter trusts: of the nodes; the figure has the worst of the two it lies between. Empty: fresh.
    static func thirtyDayVolatility(
        _ nodes: [VolatilityTermStructure.Node], trusts: [Trust] = [], spot: Double?
    ) -> Figure {
        guard spot != nil else { return .unknown(.noSource) }
        guard let value = try? VolatilityTermStructure(nodes).thirtyDay() else { return .unknown(.noMarket) }
        let month = 30.0 / 365
        let ordered = zip(nodes, trusts).sorted { $0.0.years < $1.0.years }
        let around = [ordered.last { $0.0.years <= month }, ordered.first { $0.0.years > month }]
        // With expiries on one side only it is that of the nearest, a guess where that is far from 30 days.
        let longer = nodes.filter { $0.years >= 7.0 / 365 }
        let usable = (longer.isEmpty ? nodes : longer).map { $0.years * 365 }
        let isBetween = usable.contains { $0 <= 30 } && usable.contains { $0 >= 30 }
        let isGuess = !isBetween && !usable.contains { (15...60).contains($0) }
        return Figure(
            value, trust: around.compactMap { $0?.1 }.reduce(isGuess ? .estimated : .fresh, Trust.worse))
    }

    private static func summary(
        _ contract: OptionContract, carry: CarryTerms, slice: ExpirySlice?, trust: Trust,
        contracts: [ContractAnalysis], entries: [ChainEntry], readings: [QuoteReading]
    ) -> ExpiryAnalysis {
        let unknown = UnknownReason.noMarket
        let isNear = slice?.isQuotedAtTheForward ?? false
        // Between strikes far from the forward it is a guess; a move is not made of a guess.
        let volatility = Figure(
            slice?.atTheMoneyVolatility, trust: Trust.worse(trust, isNear ? .fresh : .estimated), else: unknown)
        let parity = slice.flatMap { ParityForward($0, entries: entries) }
        let forward = parity?.value ?? slice?.forward
        let moves = slice.flatMap { slice in
            isNear ? forward.flatMap { straddles(slice, forward: $0, entries: entries, readings: readings) } : nil
        }
        let missing = slice?.atTheMoneyVolatility != nil && !isNear ? UnknownReason.noNearStrike : unknown
        return ExpiryAnalysis(
            expiry: contract.expiry, root: contract.root, daysToExpiry: carry.daysToExpiry, years: carry.years,
            settlement: contract.settlement, style: contract.style,
            forward: Figure(
                forward, trust: Trust.worse(trust, parity == nil ? .estimated : .fresh), else: .noSource),
            forwardMethod: parity?.method ?? ParityForward.carriedMethod,
            atTheMoneyVolatility: volatility,
            expectedMove: slice.map { slice in
                guard isNear else { return .unknown(missing) }
                return volatility.map {
                    ExpectedMove.oneSigma(spot: slice.spot, volatility: $0, years: carry.years) ?? .nan
                }
            } ?? .unknown(.noSource),
            impliedStraddle: Figure(moves?.straddle, trust: trust, else: missing),
            weightedMove: Figure(moves?.weighted, trust: trust, else: missing),
            borrow: Figure(slice?.borrow, trust: Trust.worse(trust, .estimated), else: unknown),
            borrowError: Figure(slice?.borrowError, trust: Trust.worse(trust, .estimated), else: unknown),
            contracts: contracts, carry: carry, parityPairs: parity?.pairs ?? [], straddleStrike: moves?.strike)
    }

    /// Straddle at the strike nearest the forward, and the weighted move with the two strangles around it.
    private static func straddles(
        _ slice: ExpirySlice, forward: Double, entries: [ChainEntry], readings: [QuoteReading]
    ) -> (straddle: Double, weighted: Double?, strike: Int)? {
        var mids: [Int: (call: Double?, put: Double?)] = [:]
        for index in slice.indices {
            let contract = entries[index].contract
            guard let mid = readings[index].mid, !contract.isAdjusted else { continue }
            if contract.right == .call {
                mids[contract.strikeThousandths, default: (nil, nil)].call = mid
            } else {
                mids[contract.strikeThousandths, default: (nil, nil)].put = mid
            }
        }
        let strikes = mids.keys.sorted()
        let both = strikes.filter { mids[$0]?.call != nil && mids[$0]?.put != nil }
        let nearest = both.min {
            (abs(Double($0) / 1000 - forward), $0) < (abs(Double($1) / 1000 - forward), $1)
        }
        let reach = ExpirySlice.reach(
            forward: forward, volatility: slice.atTheMoneyVolatility, years: slice.carry.years,
            isIndex: slice.indices.first.map { entries[$0].contract.settlement != .physical } ?? false)
        guard let nearest, abs(Double(nearest) / 1000 - forward) <= reach, let call = mids[nearest]?.call,
            let put = mids[nearest]?.put,
            let straddle = ExpectedMove.straddle(call: call, put: put)
        else { return nil }
        let puts = strikes.filter { $0 < nearest }.reversed().compactMap { mids[$0]?.put }
        let calls = strikes.filter { $0 > nearest }.compactMap { mids[$0]?.call }
        guard puts.count >= 2, calls.count >= 2 else { return (straddle, nil, nearest) }
        let weighted = ExpectedMove.weighted(
            straddle: straddle, firstStrangle: puts[0] + calls[0], secondStrangle: puts[1] + calls[1])
        return (straddle, weighted, nearest)
    }
}
