import Glibc
import MagnusAnalysis
import MagnusDomain
import MagnusQuant

/// A made-up margin account with everything on one underlying: what the search for the cheapest pairing finds hardest.
struct DeepBook {
    static let symbol = "DEEP"
    var valuer: BookValuer
    let contracts: [OptionContract]
    var spot = 100.0

    init(legs: Int, today: CalendarDate, now: Instant, _ sample: inout OptionSample) {
        valuer = BookValuer(
            rates: RateCurve(points: [RatePoint(years: 1, rate: 0.036)], asOf: now, source: "benchmark"))
        let profile = SecurityProfile(symbol: Self.symbol, name: Self.symbol, kind: .stock, sector: "None", beta: 1)
        valuer.apply(UnderlyingMarket(profile: profile, quote: Self.quote(spot, now: now)), symbol: Self.symbol)
        var contracts: [OptionContract] = []
        var quotes: [OptionContract: Quote] = [:]
        var positions = [Self.position(.stock(symbol: Self.symbol), 300, 100, now)]
        for index in 0..<legs {
            let contract = OptionContract(
                root: Self.symbol, underlying: Self.symbol, expiry: today.adding(days: [9, 37, 65, 400][index % 4]),
                right: index / 4 % 2 == 0 ? .put : .call, strikeThousandths: 75_000 + 2_000 * (index / 8),
                style: .american, settlement: .physical, multiplier: 100, deliverable: .shares(100))
            let quote = Self.quote(of: contract, spot: spot, today: today, now: now, &sample)
            let isShort = sample.uniform(0, 1) < 0.6
            let count = Int(sample.uniform(1, 6)) * (isShort ? -1 : 1)
            contracts.append(contract)
            quotes[contract] = quote
            positions.append(Self.position(.option(contract), count, quote.bid ?? 1, now))
        }
        self.contracts = contracts
        valuer.apply(underlyingQuotes: ["SPY": Self.quote(500, now: now)], optionQuotes: quotes)
        let account = Account(name: "benchmark", broker: "benchmark", kind: .paper, rules: .regulationT)
        let cash = Money(dollars: 1_000_000) ?? .zero
        valuer.apply(
            BookContent(
                accounts: [
                    AccountHoldings(
                        account: account, cash: cash, settledCash: cash, realizedProfit: .zero, source: "benchmark")
                ], positions: positions))
    }

    private static func position(_ instrument: Instrument, _ count: Int, _ price: Double, _ now: Instant) -> Position {
        let name = if case .option(let contract) = instrument { contract.osi } else { symbol }
        return Position(
            id: "benchmark:\(name)", account: "benchmark", instrument: instrument, quantity: Quantity(count),
            openedAt: now.adding(seconds: -864_000), averagePrice: price, costBasis: nil, realizedProfit: .zero)
    }

    static func quote(_ spot: Double, now: Instant) -> Quote {
        Quote(bid: spot - 0.01, ask: spot + 0.01, time: now, receivedAt: now, source: "benchmark")
    }

    static func quote(
        of contract: OptionContract, spot: Double, today: CalendarDate, now: Instant, _ sample: inout OptionSample
    ) -> Quote {
        let terms = OptionTerms(
            right: contract.right, style: .european, spot: spot, strike: contract.strike,
            years: Double(contract.expiry.days(since: today)) / 365, rate: 0.036, dividendYield: 0,
            volatility: 0.35 + 0.0005 * sample.uniform(-1, 1))
        let price = max(0.02, (try? BlackScholes.price(terms)) ?? 1)
        return Quote(bid: price * 0.99, ask: price * 1.01, time: now, receivedAt: now, source: "benchmark")
    }
}
