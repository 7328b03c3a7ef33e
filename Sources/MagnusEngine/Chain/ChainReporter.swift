import MagnusAnalysis
import MagnusDesk
import MagnusDomain

/// Writes an analysed chain for front ends.
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
            calendar: material.calendar, now: material.now, expiry: series?.expiry ?? CalendarDate(daysSinceEpoch: 0),
            limits: limits)
        return ChainReport(
            symbol: analysis.symbol,
            spot: analysis.spot, spotSource: analysis.spotSource, spotAgeSeconds: analysis.spotAgeSeconds,
            rate: analysis.rate,
            impliedVolatility: analysis.impliedVolatility30, volatilityRank: analysis.standing.rank,
            volatilityPercentile: analysis.standing.percentile, volatilityDay: analysis.standing.day,
            expiries: analysis.expiries.map(expiry),
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
        for reading in expiry.contracts {
            let strike = reading.contract.strikeThousandths
            var row = rows[strike] ?? ChainReport.Strike(thousandths: strike)
            let contract = contract(reading)
            if reading.contract.right == .call { row.call = contract } else { row.put = contract }
            rows[strike] = row
        }
        return rows.values.sorted { $0.thousandths < $1.thousandths }
    }

    private func contract(_ reading: ContractAnalysis) -> ChainContract {
        ChainContract(
            contract: reading.contract, bid: reading.bid, ask: reading.ask, mid: reading.mid, last: reading.last,
            volume: reading.volume, openInterest: reading.openInterest,
            impliedVolatility: reading.impliedVolatility, delta: reading.delta, gamma: reading.gamma,
            thetaPerDay: reading.thetaPerDay, vegaPerPoint: reading.vegaPerPoint, rhoPerPoint: reading.rhoPerPoint,
            probabilityOfProfit: reading.probabilityOfProfit, probabilityOfTouch: reading.probabilityOfTouch,
            held: held[reading.contract] ?? .zero, quoteTrust: reading.quoteTrust,
            quoteAgeSeconds: reading.quoteAgeSeconds, state: reading.state,
            method: reading.method)
    }
}
