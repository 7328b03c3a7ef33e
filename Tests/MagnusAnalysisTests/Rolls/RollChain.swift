import MagnusDomain
import MagnusQuant

@testable import MagnusAnalysis

/// Chains of a few quotes by hand for the rows of ``PaperBook``.
enum RollChain {
    struct Line {
        var expiry: CalendarDate
        var strike: Double
        var bid: Double?
        var ask: Double?
        var reason: UnknownReason?
        var trust = Trust.fresh
        var delta = -0.5
    }

    static func line(
        _ month: Int, _ day: Int, _ strike: Double, _ bid: Double?, _ ask: Double?, _ reason: UnknownReason? = nil,
        trust: Trust = .fresh, delta: Double = -0.5
    ) -> Line {
        Line(
            expiry: PaperBook.day(month, day), strike: strike, bid: bid, ask: ask, reason: reason, trust: trust,
            delta: delta)
    }

    static func chain(_ symbol: String, _ right: OptionRight, spot: Double, _ lines: [Line]) -> ChainAnalysis {
        let today = PaperBook.day(3, 15)
        let expiries = Set(lines.map(\.expiry)).sorted().map { expiry in
            ExpiryAnalysis(
                expiry: expiry, root: symbol, daysToExpiry: expiry.days(since: today),
                years: Double(expiry.days(since: today)) / 365, settlement: .physical, style: .american,
                forward: Figure(spot), forwardMethod: "carried spot", atTheMoneyVolatility: Figure(0.5),
                expectedMove: Figure(5), impliedStraddle: Figure(4), weightedMove: Figure(4), borrow: Figure(0),
                borrowError: Figure(0),
                contracts: lines.filter { $0.expiry == expiry }.map { contract(symbol, right, $0) })
        }
        return ChainAnalysis(
            symbol: symbol, spot: Figure(spot), spotSource: "test", spotAgeSeconds: 1, rate: 0.036, dividendYield: 0,
            dividends: [], impliedVolatility30: Figure(0.5), standing: VolatilityStanding(history: []),
            expiries: expiries, source: "test", retrievedAt: PaperBook.now)
    }

    private static func contract(_ symbol: String, _ right: OptionRight, _ line: Line) -> ContractAnalysis {
        let mid = line.bid.flatMap { bid in line.ask.map { (bid + $0) / 2 } }
        return ContractAnalysis(
            contract: PaperBook.contract(symbol, line.expiry, right, line.strike), bid: line.bid, ask: line.ask,
            mid: line.reason.map { .unknown($0) } ?? Figure(mid, trust: line.trust, else: .oneSided), last: nil,
            volume: nil, openInterest: nil, impliedVolatility: Figure(0.5), delta: Figure(line.delta),
            gamma: Figure(0.02), thetaPerDay: Figure(-0.05), vegaPerPoint: Figure(0.1), rhoPerPoint: Figure(0.01),
            probabilityOfProfit: Figure(0.6), probabilityOfTouch: Figure(0.5), isAdjusted: false,
            quoteTrust: line.trust, quoteAgeSeconds: 2, state: "ok", reasons: [:], method: "test")
    }

    /// The roll overlay of trader.md section 4: buy back 7.10 against 7.75, 7.40, 6.35 and 8.50 bid; its mids are 0.82, 0.47,
    /// -0.58 and 1.57 over 7.025.
    static let palantir = [
        line(4, 16, 80, 6.95, 7.10, delta: -0.57),
        line(4, 23, 80, 7.40, 7.59, delta: -0.56),
        line(4, 30, 80, 7.75, 7.94, delta: -0.55), line(4, 30, 77.5, 6.35, 6.54, delta: -0.47),
        line(4, 30, 82.5, 9.20, 9.40),
        line(5, 7, 80, 8.50, 8.69, delta: -0.55),
        line(5, 21, 80, 9.40, 9.60), line(6, 17, 80, 10.60, 10.90),
    ]

    static let earnings = EarningsEvent(date: PaperBook.day(5, 3), time: .afterClose, isConfirmed: true)

    static let book: BookValuation = {
        var valuer = PaperBook.valuer(PaperBook.market)
        return valuer.valuation(now: PaperBook.now)
    }()

    static func study(
        _ row: StrategyValuation, _ chain: ChainAnalysis, earnings: [EarningsEvent] = [],
        campaigns: [OptionContract: RollCampaign] = [:], rules: RollRules = RollRules(), now: Instant = PaperBook.now
    ) throws(RollRefusal) -> RollReport {
        try RollStudy(
            row, chain: chain, earnings: earnings, campaigns: campaigns, rules: rules, calendar: .standard, now: now
        ).report
    }
}
