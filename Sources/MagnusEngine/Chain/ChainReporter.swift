import MagnusAnalysis
import MagnusDesk
import MagnusDomain

/// Writes an analysed chain for front ends. Figures of a quote that is older than allowed are marked stale.
struct ChainReporter: Sendable {
    let material: ChainMaterial
    let held: [OptionContract: Quantity]
    let limits: QuoteLimits

    /// - Parameter root: only series of this root are wanted where nothing more is said.
    func report(wanted: ChainSeries?, root: String?) -> ChainReport {
        let listed = listed
        let preferred = root.map { name in listed.filter { $0.series.root == name } } ?? []
        let choice =
            wanted == nil && !preferred.isEmpty
            ? ChainReport.choice(nil, among: preferred).flatMap { place in
                listed.firstIndex { $0.series == preferred[place].series }
            } : ChainReport.choice(wanted, among: listed)
        let series = choice.map { listed[$0].series }
        let analysis = ChainAnalyser.analyse(
            material.chain, profile: material.profile, history: material.history, rates: material.rates,
            calendar: material.calendar, now: material.now, expiry: series?.expiry ?? CalendarDate(daysSinceEpoch: 0))
        let age = analysis.spotAgeSeconds
        return ChainReport(
            symbol: analysis.symbol,
            spot: isStale(age, limit: limits.underlyingSeconds) ? Self.stale(analysis.spot) : analysis.spot,
            spotSource: analysis.spotSource, spotAgeSeconds: age, rate: analysis.rate,
            impliedVolatility: analysis.impliedVolatility30, volatilityRank: analysis.standing.rank,
            volatilityPercentile: analysis.standing.percentile, expiries: analysis.expiries.map(expiry),
            chosen: series.flatMap { wanted in
                analysis.expiries.firstIndex { $0.expiry == wanted.expiry && $0.root == wanted.root }
            },
            strikes: series.flatMap { wanted in
                analysis.expiries.first { $0.expiry == wanted.expiry && $0.root == wanted.root }
            }.map(strikes) ?? [], source: analysis.source, retrievedAt: analysis.retrievedAt)
    }

    private var listed: [(series: ChainSeries, days: Int, isAdjusted: Bool)] {
        var seen: Set<ChainSeries> = []
        var result: [(series: ChainSeries, days: Int, isAdjusted: Bool)] = []
        for entry in material.chain.entries {
            let contract = entry.contract
            let series = ChainSeries(expiry: contract.expiry, root: contract.root)
            guard seen.insert(series).inserted else { continue }
            let days = contract.expiryInstants(calendar: material.calendar).days(from: material.now)
            result.append((series, days, contract.isAdjusted))
        }
        return result.sorted {
            ($0.series.expiry, $0.series.root ?? "") < ($1.series.expiry, $1.series.root ?? "")
        }
    }

    private var isInSession: Bool {
        material.calendar.session(on: material.now.newYork.date)?.contains(material.now) ?? false
    }

    private func isStale(_ age: Double?, limit: Double) -> Bool {
        guard isInSession, let age else { return false }
        return age > limit
    }

    private static func stale(_ figure: Figure) -> Figure {
        figure.value.map { Figure($0, trust: .stale) } ?? figure
    }

    private func expiry(_ expiry: ExpiryAnalysis) -> ChainReport.Expiry {
        let members = material.chain.entries.filter {
            $0.contract.expiry == expiry.expiry && $0.contract.root == expiry.root
        }
        return ChainReport.Expiry(
            series: ChainSeries(expiry: expiry.expiry, root: expiry.root), daysToExpiry: expiry.daysToExpiry,
            settlement: expiry.settlement, style: expiry.style == .american ? "american" : "european",
            forward: expiry.forward, forwardMethod: expiry.forwardMethod,
            atTheMoneyVolatility: expiry.atTheMoneyVolatility, expectedMove: expiry.expectedMove,
            impliedStraddle: expiry.impliedStraddle,
            isAdjusted: members.first?.contract.isAdjusted ?? false,
            isHeld: members.contains { held[$0.contract].map { !$0.isZero } ?? false })
    }

    private func strikes(_ expiry: ExpiryAnalysis) -> [ChainReport.Strike] {
        var rows: [Int: ChainReport.Strike] = [:]
        let limit = expiry.daysToExpiry <= 1 ? limits.nearExpirySeconds : limits.optionSeconds
        for reading in expiry.contracts {
            let strike = reading.contract.strikeThousandths
            var row = rows[strike] ?? ChainReport.Strike(thousandths: strike)
            let contract = contract(reading, limit: limit)
            if reading.contract.right == .call { row.call = contract } else { row.put = contract }
            rows[strike] = row
        }
        return rows.values.sorted { $0.thousandths < $1.thousandths }
    }

    /// What a source carries over from an earlier session is old too, whatever it calls its quotes.
    private func contract(_ reading: ContractAnalysis, limit: Double) -> ChainContract {
        let isOld = isStale(reading.quoteAgeSeconds, limit: limit)
        func told(_ figure: Figure) -> Figure { isOld ? Self.stale(figure) : figure }
        return ChainContract(
            contract: reading.contract, bid: reading.bid, ask: reading.ask, mid: told(reading.mid),
            last: reading.last, volume: reading.volume, openInterest: reading.openInterest,
            impliedVolatility: told(reading.impliedVolatility), delta: told(reading.delta),
            gamma: told(reading.gamma), thetaPerDay: told(reading.thetaPerDay),
            vegaPerPoint: told(reading.vegaPerPoint), rhoPerPoint: told(reading.rhoPerPoint),
            probabilityOfProfit: told(reading.probabilityOfProfit),
            probabilityOfTouch: told(reading.probabilityOfTouch), held: held[reading.contract] ?? .zero,
            quoteAgeSeconds: reading.quoteAgeSeconds, state: isOld && reading.state == "ok" ? "stale" : reading.state,
            method: reading.method)
    }
}
