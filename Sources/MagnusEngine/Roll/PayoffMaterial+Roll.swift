import MagnusAnalysis
import MagnusDesk
import MagnusDomain

extension PayoffMaterial {
    /// A row after a roll: what stays as it is held, what moves at the price at which its campaign would stand.
    init(
        _ row: StrategyValuation, _ report: RollReport, _ cell: RollReport.Cell, _ chain: ChainMaterial,
        limits: QuoteLimits
    ) {
        let age = chain.chain.underlying.time.map { max(0, chain.now.seconds(since: $0)) }
        self.init(row, age: age)
        let moving = Set(report.held.map(\.contract))
        let kept = zip(row.legs, legs).filter { valuation, _ in
            guard case .option(let contract) = valuation.position.instrument else { return true }
            return !moving.contains(contract)
        }.map { $0.1 }
        let analysis = ChainAnalyser.analyse(
            chain.chain, profile: chain.profile, history: chain.history, rates: chain.rates, calendar: chain.calendar,
            now: chain.now, expiry: report.expiries[cell.expiry].date, limits: limits)
        let readings = Dictionary(
            analysis.expiries.flatMap(\.contracts).map { ($0.contract, $0) }, uniquingKeysWith: { first, _ in first })
        spot = analysis.spot
        let rolled = cell.legs.map { leg -> Leg in
            var result = Self.leg(
                DraftLeg(contract: leg.contract, quantity: leg.quantity.isShort ? -1 : 1), readings[leg.contract],
                fill: leg.entry, spot: analysis.spot.value, chain)
            // Also where it is a part of a contract.
            result.name = Self.name(leg.contract, leg.quantity)
            result.size = leg.quantity.value * Double(leg.contract.multiplier)
            return result
        }
        legs = kept + rolled
        title = "\(row.symbol) rolled " + rolled.map(\.name).joined(separator: " ")
    }
}
