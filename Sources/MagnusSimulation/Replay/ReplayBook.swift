import MagnusDomain
import MagnusQuant

/// The book a replay's paper account begins with: option positions opened on the recording's own quotes, so that the
/// screen has something to watch.
///
/// Per symbol, on the expiry nearest 35 days that outlives the recording and has something to trade: one cash-secured put near 25 delta
/// where the cash allows it, and an iron condor of 20 and 8 delta, or the spread alone of the side that is quoted. Where
/// a recording is too thin for that, a calendar at one strike; failing that, one bought put.
/// Every leg is filled on the worse side of the market (sold at the bid, bought at the ask), without fees. Deltas are
/// those of the European formula at the quote's own middle: they only choose among strikes.
public struct ReplayBook: Sendable {
    private static let source = "replay"
    private static let preferredDays = 35
    private static let singleDelta = 0.25
    private static let shortDelta = 0.20
    private static let longDelta = 0.08
    /// Shares of one symbol's cash that a spread may put at risk: the second where strikes are recorded far apart.
    private static let spreadShares = [0.10, 0.60]

    private let market: ReplayMarket
    private let account: String
    private let calendar: ExchangeCalendar

    public init(market: ReplayMarket, account: String, calendar: ExchangeCalendar = .standard) {
        self.market = market
        self.account = account
        self.calendar = calendar
    }

    /// The opening trades; none where nothing suitable is quoted at `now` on both sides.
    /// - Parameter cash: Free at the start; what the positions reserve stays within it.
    public func opening(at now: Instant, cash: Money) async -> [LedgerEvent] {
        let symbols = await market.symbols()
        guard !symbols.isEmpty else { return [] }
        let allowance = cash.dollars / Double(symbols.count)
        var events: [LedgerEvent] = []
        var group = 0
        for symbol in symbols {
            guard let chain = try? await market.chain(of: symbol, now: now) else { continue }
            var room = allowance
            for legs in structures(Side.all(of: chain, now: now, calendar: calendar), allowance: allowance) {
                let reserve = Self.reserve(legs)
                guard reserve <= room else { continue }
                room -= reserve
                group += 1
                events += trades(legs, group: "R\(group)", at: now)
            }
        }
        return events
    }

    private func structures(_ sides: [Side], allowance: Double) -> [[Leg]] {
        guard let end = market.span?.upperBound.newYork.date else { return [] }
        let expiries = Set(sides.map(\.contract.expiry).filter { $0 > end }).sorted {
            let distances = [$0, $1].map { abs($0.days(since: end) - Self.preferredDays) }
            return (distances[0], $0) < (distances[1], $1)
        }
        for expiry in expiries {
            let result = structures(ofExpiry: sides.filter { $0.contract.expiry == expiry }, allowance: allowance)
            if !result.isEmpty { return result }
        }
        let lasting = sides.filter { $0.contract.expiry > end }
        let limit = allowance * Self.spreadShares[0]
        return (calendarSpread(lasting, limit: limit) ?? hedge(lasting, limit: limit)).map { [$0] } ?? []
    }

    /// Sold in one expiry, bought in the next at the same strike; nil where no pair costs at most `limit` dollars.
    private func calendarSpread(_ sides: [Side], limit: Double) -> [Leg]? {
        let fronts = sides.sorted { abs($0.delta - Self.singleDelta) < abs($1.delta - Self.singleDelta) }
        for front in fronts {
            let backs = sides.filter {
                let (near, far) = (front.contract, $0.contract)
                let debit = ($0.ask - front.bid) * Double(far.multiplier)
                return far.right == near.right && far.strike == near.strike && far.root == near.root
                    && far.expiry > near.expiry && debit > 0 && debit <= limit
            }
            if let back = backs.min(by: { $0.contract.expiry < $1.contract.expiry }) {
                return [Leg(side: front, quantity: -1), Leg(side: back, quantity: 1)]
            }
        }
        return nil
    }

    private func hedge(_ sides: [Side], limit: Double) -> [Leg]? {
        let puts = sides.filter { $0.contract.right == .put && $0.ask * Double($0.contract.multiplier) <= limit }
        return Self.nearest(Self.longDelta, puts).map { [Leg(side: $0, quantity: 1)] }
    }

    private func structures(ofExpiry sides: [Side], allowance: Double) -> [[Leg]] {
        var puts = sides.filter { $0.contract.right == .put }
        let calls = sides.filter { $0.contract.right == .call }
        var result: [[Leg]] = []
        if let put = Self.nearest(Self.singleDelta, puts), put.contract.settlement == .physical,
            put.contract.strike * Double(put.contract.multiplier) <= allowance
        {
            result.append([Leg(side: put, quantity: -1)])
            // A second lot of the same contract would make one position of two strategies.
            puts.removeAll { $0.contract == put.contract }
        }
        for share in Self.spreadShares {
            let spreads = [puts, calls].compactMap { spread($0, limit: allowance * share) }
            guard !spreads.isEmpty else { continue }
            result.append(spreads.flatMap { $0 })
            break
        }
        return result
    }

    /// A credit spread, nil where no pair gives a credit within the limit.
    private func spread(_ sides: [Side], limit: Double) -> [Leg]? {
        guard let short = Self.nearest(Self.shortDelta, sides) else { return nil }
        let further = sides.filter { $0.delta < short.delta && short.bid > $0.ask }.filter {
            abs($0.contract.strike - short.contract.strike) * Double($0.contract.multiplier) <= limit
        }
        return Self.nearest(Self.longDelta, further).map {
            [Leg(side: short, quantity: -1), Leg(side: $0, quantity: 1)]
        }
    }

    private static func nearest(_ delta: Double, _ sides: [Side]) -> Side? {
        sides.min { abs($0.delta - delta) < abs($1.delta - delta) }
    }

    /// Dollars: the strike of a single put, the widest wing of a spread, and what a debit costs.
    private static func reserve(_ legs: [Leg]) -> Double {
        func sum(_ legs: [Leg], _ value: (Side) -> Double) -> Double {
            legs.reduce(0) { $0 + value($1.side) * Double($1.side.contract.multiplier) * Double($1.quantity) }
        }
        let debit = sum(legs.filter { $0.quantity > 0 }) { $0.ask } + sum(legs.filter { $0.quantity < 0 }) { $0.bid }
        let shorts = legs.filter { $0.quantity < 0 }
        guard !shorts.isEmpty else { return debit }
        let widths = OptionRight.allCases.map { right in
            abs(sum(legs.filter { $0.side.contract.right == right }) { $0.contract.strike })
        }
        return max(widths.max() ?? 0, debit)
    }

    private func trades(_ legs: [Leg], group: String, at now: Instant) -> [LedgerEvent] {
        legs.enumerated().compactMap { index, leg in
            guard let price = Money(dollars: leg.quantity < 0 ? leg.side.bid : leg.side.ask) else { return nil }
            let contract = leg.side.contract
            return LedgerEvent(
                id: "\(account):\(group):\(index)", account: account, time: now, kind: .trade, effect: .opening,
                instrument: .option(contract), quantity: Quantity(leg.quantity), price: price,
                amount: -(price * (leg.quantity * contract.multiplier)), orderIdentifier: group,
                details: leg.quantity < 0 ? "Sold at the recorded bid" : "Bought at the recorded ask",
                source: Self.source)
        }
    }
}

extension ReplayBook {
    private struct Leg {
        var side: Side
        var quantity: Int
    }

    /// An out-of-the-money contract that is quoted on both sides.
    private struct Side {
        /// Of the middle, in multiples of it: a wider market is no price to trade at.
        static let widest = 0.5

        var contract: OptionContract
        var bid: Double
        var ask: Double
        /// Absolute, 0 to 1.
        var delta: Double

        static func all(of chain: OptionChain, now: Instant, calendar: ExchangeCalendar) -> [Side] {
            guard let spot = ReplayMarket.middle(chain.underlying) ?? chain.underlying.last, spot > 0 else { return [] }
            return chain.entries.compactMap { entry in
                let contract = entry.contract
                let years = contract.yearsToExpiry(from: now, calendar: calendar)
                guard !contract.isAdjusted, years > 0, contract.right.sign * (contract.strike - spot) >= 0,
                    let middle = ReplayMarket.middle(entry.quote), let bid = entry.quote.bid, let ask = entry.quote.ask,
                    ask - bid <= widest * middle
                else { return nil }
                var terms = OptionTerms(
                    right: contract.right, style: .european, spot: spot, strike: contract.strike, years: years, rate: 0,
                    dividendYield: 0, volatility: 0)
                guard let volatility = try? ImpliedVolatility.european(price: middle, terms: terms) else { return nil }
                terms.volatility = volatility
                guard let delta = try? BlackScholes.valuation(terms).delta else { return nil }
                return Side(contract: contract, bid: bid, ask: ask, delta: abs(delta))
            }
        }
    }
}
