import MagnusAnalysis
import MagnusDomain
import MagnusQuant

/// The paper account of the specification by hand: 18 rows, spots, betas, marks, rate 3.6 %, dividends of MO and BAC.
enum PaperBook {
    static let now = NewYorkTime.instant(on: day(3, 15), hour: 10, minute: 42)

    static func day(_ month: Int, _ day: Int, _ year: Int = 2027) -> CalendarDate {
        CalendarDate(year: year, month: month, day: day) ?? CalendarDate(daysSinceEpoch: 0)
    }

    static func contract(
        _ root: String, _ expiry: CalendarDate, _ right: OptionRight, _ strike: Double
    ) -> OptionContract {
        let isIndex = root == "XSP" || root == "SPX"
        return OptionContract(
            root: root, underlying: root, expiry: expiry, right: right,
            strikeThousandths: Int((strike * 1000).rounded()), style: isIndex ? .european : .american,
            settlement: root == "XSP" ? .cashAfternoon : root == "SPX" ? .cashMorning : .physical, multiplier: 100,
            deliverable: isIndex ? .cash : .shares(100))
    }

    struct Holding {
        var group: String
        var instrument: Instrument
        var quantity: Int
        var entry: Double
        var opened: CalendarDate
        var bid: Double?
        var ask: Double?
        var basis: StockBasis?
    }

    static func option(
        _ group: String, _ contract: OptionContract, _ quantity: Int, _ entry: Double, _ opened: CalendarDate,
        _ bid: Double?, _ ask: Double?
    ) -> Holding {
        Holding(
            group: group, instrument: .option(contract), quantity: quantity, entry: entry, opened: opened, bid: bid,
            ask: ask)
    }

    static func shares(
        _ group: String, _ symbol: String, _ quantity: Int, _ entry: Double, _ opened: CalendarDate,
        _ basis: StockBasis? = nil
    ) -> Holding {
        Holding(
            group: group, instrument: .stock(symbol: symbol), quantity: quantity, entry: entry, opened: opened,
            basis: basis)
    }

    static let adjusted = OptionContract(
        root: "LCID1", underlying: "LCID", expiry: day(6, 18), right: .put, strikeThousandths: 2500, style: .american,
        settlement: .physical, multiplier: 100, deliverable: .adjusted(shares: 10, symbol: "LCID", cash: .zero))

    static let holdings: [Holding] = [
        option("P1", contract("XSP", day(3, 15), .put, 597), -1, 1.55, day(3, 12), 0.06, 0.10),
        option("P1", contract("XSP", day(3, 15), .put, 592), 1, 0.60, day(3, 12), 0, 0.04),
        option("P2", contract("AAPL", day(3, 17), .put, 260), -1, 2.30, day(3, 5), 3.70, 3.78),
        shares("P3", "MO", 200, 57.50, day(3, 5)),
        option("P3", contract("MO", day(4, 16), .call, 57.5), -2, 1.62, day(3, 5), 3.30, 3.40),
        option("P4", contract("KO", day(3, 19), .put, 75), -2, 0.92, day(2, 12), 0.53, 0.56),
        option("P5", contract("MU", day(3, 25), .put, 95), -1, 2.10, day(3, 12), 1.96, 2.02),
        option("P6", contract("PLTR", day(4, 16), .put, 80), -2, 2.35, day(3, 1), 6.95, 7.10),
        option("P7", contract("SPY", day(4, 5), .put, 585), -2, 5.10, day(2, 26), 3.99, 4.03),
        option("P7", contract("SPY", day(4, 5), .put, 575), 2, 3.12, day(2, 26), 2.26, 2.30),
        option("P8", contract("AMD", day(4, 16), .put, 150), -1, 4.85, day(2, 24), 1.79, 1.85),
        option("P9", contract("BAC", day(3, 25), .put, 45), -3, 0.62, day(2, 12), 0, 0.02),
        shares("P10a", "INTC", 100, 42, day(1, 16), StockBasis(broker: 42, tax: 40.45, wheel: 39.40)),
        option("P10", contract("INTC", day(4, 16), .call, 39), -1, 0.88, day(3, 8), 0.97, 0.99),
        shares("P11", "DIS", 100, 115, day(1, 16), StockBasis(broker: 115, tax: 112.65, wheel: 110.90)),
        option("P12", contract("BAC", day(1, 21, 2028), .call, 42), 1, 10.05, day(2, 18), 9.70, 9.90),
        option("P12", contract("BAC", day(4, 9), .call, 52.5), -1, 0.45, day(2, 18), 0.36, 0.39),
        option("P13", contract("QQQ", day(5, 21), .call, 525), 1, 13.05, day(3, 10), 12.29, 12.37),
        option("P13", contract("QQQ", day(4, 16), .call, 525), -1, 6.95, day(3, 10), 6.66, 6.70),
        option("P14", contract("IWM", day(4, 30), .put, 205), 1, 2.02, day(3, 12), 1.94, 1.98),
        option("P14", contract("IWM", day(4, 30), .put, 210), -1, 2.95, day(3, 12), 2.87, 2.91),
        option("P14", contract("IWM", day(4, 30), .call, 235), -1, 1.86, day(3, 12), 1.79, 1.81),
        option("P14", contract("IWM", day(4, 30), .call, 240), 1, 0.93, day(3, 12), 0.92, 0.94),
        option("P15", contract("SPX", day(4, 16), .put, 5650), -1, 28.40, day(3, 4), 20.10, 20.50),
        option("P15", contract("SPX", day(4, 16), .put, 5600), 1, 22.00, day(3, 4), 16.30, 16.70),
        option("P16", contract("SPY", day(5, 21), .put, 540), 1, 3.40, day(3, 4), 3.60, 3.65),
        shares("P17", "SGOV", 300, 100.05, day(3, 3)),
        option("P18", adjusted, -1, 0.35, day(11, 5, 2026), nil, nil),
    ]

    static let spots: [(String, Double, Double)] = [
        ("XSP", 599.41, 1), ("SPX", 5994.10, 1), ("SPY", 597.85, 1), ("QQQ", 512.30, 1.18), ("IWM", 221.40, 1.15),
        ("AAPL", 257.10, 1.2), ("AMD", 168.30, 1.8), ("BAC", 49.84, 1.15), ("DIS", 108.40, 1.05),
        ("INTC", 36.90, 1.2), ("KO", 74.98, 0.55), ("MO", 60.85, 0.5), ("MU", 101.20, 1.45), ("PLTR", 76.40, 1.9),
        ("SGOV", 100.34, 0), ("LCID", 21.35, 1.6),
    ]

    static let account = Account(name: "paper", broker: "paper", kind: .paper, rules: .regulationT)

    static func quote(_ bid: Double, _ ask: Double, at time: Instant = now) -> Quote {
        Quote(bid: bid, ask: ask, time: time, receivedAt: time, source: "test")
    }

    static func profile(_ symbol: String, beta: Double) -> SecurityProfile {
        let kind: SecurityKind
        switch symbol {
        case "XSP", "SPX": kind = .index
        case "SPY", "QQQ", "IWM": kind = .fund
        case "SGOV": kind = .treasuryBillFund
        default: kind = .stock
        }
        var profile = SecurityProfile(symbol: symbol, name: symbol, kind: kind, sector: "Sector", beta: beta)
        if symbol == "MO" {
            profile.dividends = [DividendEvent(exDate: day(3, 16), amount: 1.06, isEstimated: false)]
        }
        if symbol == "BAC" {
            profile.dividends = [day(6, 4), day(9, 3), day(12, 3)].map {
                DividendEvent(exDate: $0, amount: 0.28, isEstimated: false)
            }
        }
        if symbol == "MU" {
            profile.earnings = [EarningsEvent(date: day(3, 24), time: .afterClose, isConfirmed: true)]
        }
        return profile
    }

    static var market: MarketSnapshot {
        var underlyings: [String: UnderlyingMarket] = [:]
        for (symbol, spot, beta) in spots {
            underlyings[symbol] = UnderlyingMarket(
                profile: profile(symbol, beta: beta), quote: quote(spot - 0.01, spot + 0.01),
                volatilityHistory: symbol == "MO"
                    ? [VolatilityObservation(date: day(3, 12), impliedVolatility: 0.19)] : [])
        }
        var options: [OptionContract: Quote] = [:]
        for holding in holdings {
            if case .option(let contract) = holding.instrument, let bid = holding.bid, let ask = holding.ask {
                options[contract] = quote(bid, ask)
            }
        }
        return MarketSnapshot(
            asOf: now, source: "test", underlyings: underlyings, optionQuotes: options,
            rates: RateCurve(points: [RatePoint(years: 1, rate: 0.036)], asOf: now, source: "test"), benchmark: "SPY",
            calendar: .standard)
    }

    /// The volatilities of the specification in the order of the options of ``holdings``, MO and LCID1 left out: what its
    /// Greeks, scenarios and extrinsic values were computed from.
    static let statedVolatilities: [Double?] = [
        0.125, 0.14, 0.25, nil, 0.17, 0.68, 0.56, 0.165, 0.178, 0.42, 0.26, 0.40, 0.27, 0.235, 0.187, 0.185, 0.255,
        0.245, 0.19, 0.185, 0.185, 0.192, 0.225, nil,
    ]

    /// The same market with every option marked at the specification's volatility.
    static var marketAtStatedVolatilities: MarketSnapshot {
        var market = market
        let contracts: [OptionContract] = holdings.compactMap {
            if case .option(let contract) = $0.instrument { contract } else { nil }
        }
        for (contract, volatility) in zip(contracts, statedVolatilities) {
            guard let volatility, let underlying = market.underlyings[contract.underlying],
                let spot = spots.first(where: { $0.0 == contract.underlying })?.1
            else { continue }
            let years = contract.yearsToExpiry(from: now)
            let dividends = underlying.profile.dividends.map { event in
                CashDividend(
                    years: NewYorkTime.instant(on: event.exDate, hour: 9, minute: 30).seconds(since: now) / 31_536_000,
                    amount: event.amount)
            }
            let terms = OptionTerms(
                right: contract.right, style: contract.style, spot: spot, strike: contract.strike, years: years,
                rate: 0.036, dividendYield: 0, volatility: volatility, dividends: dividends)
            guard let price = try? OptionPricing.price(terms, accuracy: .exact) else { continue }
            market.optionQuotes[contract] = quote(price, price)
        }
        return market
    }

    static var positions: [Position] {
        holdings.map { holding in
            let name: String
            switch holding.instrument {
            case .stock(let symbol): name = symbol
            case .option(let contract): name = contract.text(in: .compact)
            }
            let multiplier = name.count > 6 ? 100.0 : 1
            return Position(
                id: "paper:\(name)", account: "paper", instrument: holding.instrument,
                quantity: Quantity(holding.quantity),
                openedAt: NewYorkTime.instant(on: holding.opened, hour: 10, minute: 31), averagePrice: holding.entry,
                costBasis: Money(dollars: Double(holding.quantity) * multiplier * holding.entry),
                realizedProfit: .zero, strategyGroup: holding.group, stockBasis: holding.basis)
        }
    }

    static var content: BookContent {
        BookContent(
            accounts: [
                AccountHoldings(
                    account: account, cash: Money(tenThousandths: 1_146_404_000),
                    settledCash: Money(tenThousandths: 1_146_404_000), realizedProfit: .zero, source: "paper")
            ],
            positions: positions,
            workingOrders: [
                WorkingOrder(
                    id: "O1", account: "paper", strategyGroup: "P14", limitPrice: 0.93, isGoodTillCancelled: true,
                    placedAt: now)
            ],
            intents: ["P2": .take, "P4": .avoid])
    }

    /// What the smiles of their expiries give the contracts without a bid.
    static let smiles: [OptionContract: SmileVolatility] = [
        contract("XSP", day(3, 15), .put, 592): smile(0.14), contract("BAC", day(3, 25), .put, 45): smile(0.26),
    ]

    static func smile(_ volatility: Double) -> SmileVolatility {
        SmileVolatility(volatility: volatility, quoteCount: 9, isExtrapolated: true, asOf: now, source: "test")
    }

    static func valuer(
        _ snapshot: MarketSnapshot = market, settings: BookSettings = BookSettings(),
        smiles: [OptionContract: SmileVolatility] = smiles
    ) -> BookValuer {
        var valuer = BookValuer(rates: snapshot.rates, settings: settings)
        valuer.apply(smiles: smiles)
        valuer.apply(snapshot)
        valuer.apply(content)
        return valuer
    }
}
