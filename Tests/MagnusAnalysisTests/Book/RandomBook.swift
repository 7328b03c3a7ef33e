import MagnusAnalysis
import MagnusDomain
import MagnusQuant

/// Two accounts, one of margin and one of cash, with random options and shares on a few underlyings, and the random market
/// they stand in.
struct RandomBook {
    var random: SystemIndependentGenerator
    let symbols: [String]
    private(set) var spots: [String: Double] = [:]
    private(set) var quotes: [OptionContract: Quote] = [:]
    private(set) var positions: [Position] = []
    let benchmarkQuote = PaperBook.quote(499.99, 500.01)

    private static let expiries = [PaperBook.day(3, 19), PaperBook.day(4, 16), PaperBook.day(1, 21, 2028)]

    /// - Parameters:
    ///   - legs: Options of every symbol, all contracts different.
    ///   - indexed: European options: nothing but their price has to be found.
    init(seed: UInt64, symbols: Int, legs: Int, indexed: Bool = true) {
        random = SystemIndependentGenerator(seed: seed)
        self.symbols = (0..<symbols).map { "Z\($0)" }
        for symbol in self.symbols {
            spots[symbol] = Double.random(in: 90...110, using: &random)
            for index in 0..<legs { addOption(symbol, index, isEuropean: indexed) }
            let shares = Int.random(in: -1...3, using: &random) * 100
            if shares != 0 { add(.stock(symbol: symbol), shares, price: spots[symbol] ?? 0) }
        }
    }

    var contracts: [OptionContract] {
        positions.compactMap { if case .option(let contract) = $0.instrument { contract } else { nil } }
    }

    private mutating func addOption(_ symbol: String, _ index: Int, isEuropean: Bool) {
        var contract = PaperBook.contract(
            symbol, Self.expiries[index % 3], index % 2 == 0 ? .put : .call,
            80 + Double(index / 6 % 17) * 2.5 + Double(index / 102) * 0.5)
        if isEuropean { contract.style = .european }
        let quantity = Int.random(in: 1...3, using: &random) * (Int.random(in: 0...2, using: &random) == 0 ? 1 : -1)
        requote(contract)
        add(.option(contract), quantity, price: quotes[contract]?.bid ?? 1)
    }

    private mutating func add(_ instrument: Instrument, _ quantity: Int, price: Double) {
        let account = Bool.random(using: &random) ? "cash" : "margin"
        let multiplier = if case .option = instrument { 100.0 } else { 1.0 }
        positions.append(
            Position(
                id: "\(account):\(positions.count)", account: account, instrument: instrument,
                quantity: Quantity(quantity), openedAt: PaperBook.now.adding(seconds: -86_400), averagePrice: price,
                costBasis: Money(dollars: Double(quantity) * multiplier * price), realizedProfit: .zero))
    }

    /// A price near what the contract is worth.
    @discardableResult
    mutating func requote(_ contract: OptionContract) -> Quote {
        let spot = spots[contract.underlying] ?? 100
        let years = contract.yearsToExpiry(from: PaperBook.now)
        let terms = OptionTerms(
            right: contract.right, style: .european, spot: spot, strike: contract.strike, years: years, rate: 0.036,
            dividendYield: 0, volatility: Double.random(in: 0.25...0.4, using: &random))
        // Never twice the same.
        let price = max(0.02, (try? BlackScholes.price(terms)) ?? 1) + Double.random(in: 0...0.01, using: &random)
        let quote = PaperBook.quote(price * 0.99, price * 1.01)
        quotes[contract] = quote
        return quote
    }

    /// A small move of one underlying.
    mutating func moveSpot() -> (symbol: String, quote: Quote) {
        let symbol = symbols[Int.random(in: 0..<symbols.count, using: &random)]
        let spot = (spots[symbol] ?? 100) * (1 + Double.random(in: -0.01...0.01, using: &random))
        spots[symbol] = spot
        return (symbol, PaperBook.quote(spot - 0.01, spot + 0.01))
    }

    mutating func randomContract() -> OptionContract? { contracts.randomElement(using: &random) }

    var content: BookContent {
        func holdings(_ name: String, _ rules: AccountRules, _ dollars: Double) -> AccountHoldings {
            let cash = Money(dollars: dollars) ?? .zero
            return AccountHoldings(
                account: Account(name: name, broker: "test", kind: .imported, rules: rules), cash: cash,
                settledCash: cash, realizedProfit: .zero, source: "test")
        }
        return BookContent(
            accounts: [holdings("cash", .cash, 60_000), holdings("margin", .regulationT, 400_000)],
            positions: positions, ownList: Set(symbols))
    }

    /// With nothing expanded: every price is found for its own inputs, so that two ways to one market can be compared.
    func valuer() -> BookValuer {
        let now = PaperBook.now
        var settings = BookSettings()
        settings.expansion.spotDeviations = 0
        settings.expansion.volatility = 0
        settings.expansion.timeFraction = 0
        settings.expansion.parityShare = 0
        var valuer = BookValuer(
            rates: RateCurve(points: [RatePoint(years: 1, rate: 0.036)], asOf: now, source: "test"),
            settings: settings)
        for (symbol, spot) in spots {
            valuer.apply(
                UnderlyingMarket(
                    profile: SecurityProfile(symbol: symbol, name: symbol, kind: .stock, sector: symbol, beta: 1),
                    quote: PaperBook.quote(spot - 0.01, spot + 0.01)), symbol: symbol)
        }
        valuer.apply(underlyingQuotes: ["SPY": benchmarkQuote], optionQuotes: quotes)
        valuer.apply(content)
        return valuer
    }
}
