import MagnusDomain
import MagnusQuant

@testable import MagnusAnalysis
@testable import MagnusAssistant

/// Chains, quotes and explanations written by hand.
struct PaperData: AssistantData {
    var isEmpty = false

    func chain(of symbol: String) async -> ChainAnalysis? {
        guard !isEmpty, let entry = PaperWorld.profiles.first(where: { $0.0.symbol == symbol }) else { return nil }
        let spot = entry.1
        let expiries = [
            PaperWorld.day(3, 17), PaperWorld.day(3, 19), PaperWorld.day(4, 16), PaperWorld.day(4, 23),
            PaperWorld.day(4, 30),
        ]
        return ChainAnalysis(
            symbol: symbol, spot: Figure(spot), spotSource: "simulated", spotAgeSeconds: 1, rate: 0.036,
            dividendYield: 0, dividends: [],
            impliedVolatility30: Figure(0.314),
            standing: VolatilityStanding(
                current: Figure(0.314),
                history: (0..<200).map {
                    VolatilityObservation(
                        date: PaperWorld.day(3, 14).adding(days: -$0), impliedVolatility: 0.2 + 0.001 * Double($0))
                }, today: PaperWorld.day(3, 15)),
            expiries: expiries.enumerated().map { index, expiry in
                let strikes =
                    [0.8, 0.85, 0.9, 0.95, 1.0, 1.05, 1.1].map { (spot * $0).rounded() } + [75, 77.5, 80, 95, 150, 260]
                return ExpiryAnalysis(
                    expiry: expiry, root: symbol, daysToExpiry: expiry.days(since: PaperWorld.day(3, 15)), years: 0.1,
                    settlement: .physical,
                    style: .american, forward: Figure(spot), forwardMethod: "put-call parity",
                    atTheMoneyVolatility: Figure(0.31),
                    expectedMove: Figure(spot * 0.03 * Double(index + 1)),
                    impliedStraddle: Figure(spot * 0.024 * Double(index + 1)),
                    weightedMove: Figure(1), borrow: Figure(0), borrowError: Figure(0),
                    contracts: Set(strikes).sorted().flatMap { strike in
                        [OptionRight.call, .put].map { right in
                            let moneyness = (strike / spot - 1) * 4
                            let delta =
                                right == .put
                                ? -min(0.95, max(0.03, 0.5 + moneyness)) : min(0.95, max(0.03, 0.5 - moneyness))
                            let mid = max(0.2, abs(delta) * 10) + Double(index) * 0.3
                            return ContractAnalysis(
                                contract: PaperWorld.contract(symbol, strike, right, expiry), bid: mid - 0.05,
                                ask: mid + 0.05, mid: Figure(mid),
                                last: nil, volume: 123, openInterest: 4567, impliedVolatility: Figure(0.287),
                                delta: Figure(delta), gamma: Figure(0.02),
                                thetaPerDay: Figure(-0.041), vegaPerPoint: Figure(0.093), rhoPerPoint: Figure(0.01),
                                probabilityOfProfit: Figure(0.741), probabilityOfTouch: Figure(0.52), isAdjusted: false,
                                quoteAgeSeconds: 2,
                                state: "ok", reasons: [:], method: "American, own dividends")
                        }
                    })
            }, source: "simulated", retrievedAt: PaperWorld.now)
    }

    func quote(of symbol: String) async -> Quote? { nil }
    func profile(of symbol: String) async -> SecurityProfile? { profiles[symbol] }
    /// Profiles of symbols that are not in the context.
    var profiles: [String: SecurityProfile] = [:]
    func scan(of symbol: String) async -> [ScanResult]? { scans[symbol] }
    func scan(for strategy: ScanStrategy, symbols: [String]?) async -> [ScanResult]? {
        guard var found = kinds[strategy] else { return nil }
        if let symbols {
            found.candidates = found.candidates.filter { symbols.contains($0.symbol) }
            found.symbolsScanned = symbols.count
        }
        return [found]
    }
    /// Scans of kinds that do not run by themselves.
    var kinds: [ScanStrategy: ScanResult] = [:]
    /// Scans of one symbol alone, by symbol.
    var scans: [String: [ScanResult]] = [:]

    /// The one computation of rolls on the chain above, the held option quoted as its row says: its ask, 0.15 wide.
    func roll(_ row: String) async throws(RollRefusal) -> RollReport {
        guard let spec = PaperWorld.specs.first(where: { "paper:\($0.symbol)" == row }) else {
            throw .unknownPosition(row)
        }
        let valuation = PaperWorld.row(spec)
        _ = try RollShape(valuation)
        guard var chain = await chain(of: spec.symbol) else { throw .market("\(spec.symbol): no source answers.") }
        for expiry in chain.expiries.indices {
            for index in chain.expiries[expiry].contracts.indices {
                let isHeld = spec.legs.contains {
                    $0.instrument == .option(chain.expiries[expiry].contracts[index].contract)
                }
                guard isHeld, let ask = spec.ask else { continue }
                chain.expiries[expiry].contracts[index].ask = ask
                chain.expiries[expiry].contracts[index].bid = ask - 0.15
                chain.expiries[expiry].contracts[index].mid = Figure(ask - 0.075)
            }
        }
        let earnings = PaperWorld.profiles.first { $0.0.symbol == spec.symbol }?.0.earnings ?? []
        return try RollStudy(
            valuation, chain: chain, earnings: earnings, calendar: .standard, now: PaperWorld.now
        ).report
    }

    func explain(_ id: String) async -> Explanation? {
        guard !isEmpty, id.hasPrefix("paper:") || id.hasPrefix("book#") else { return nil }
        return Explanation(
            id: id, title: "P/L", value: "-935", formula: "(entry - mark) x quantity x 100",
            inputs: [ExplanationInput(name: "mark", value: "7.025", unit: "USD", source: "mid", ageSeconds: 1)],
            method: "mid of bid and ask",
            origin: "valuation")
    }
}
