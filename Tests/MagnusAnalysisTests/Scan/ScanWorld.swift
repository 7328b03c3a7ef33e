import Glibc
import MagnusDomain
import MagnusQuant

@testable import MagnusAnalysis

/// A small market with chains priced by the closed form, in which single things are then broken.
struct ScanWorld {
    /// Monday 2027-03-15 10:42 New York.
    static let now = NewYorkTime.instant(on: CalendarDate(daysSinceEpoch: 20_892), hour: 10, minute: 42)
    static let expiry = date("2027-04-23")

    var spot = 100.0
    var volatility = 0.30
    var symbol = "AAA"
    var profile: SecurityProfile
    var strikes = Array(stride(from: 70.0, through: 130, by: 2.5))
    var expiries = [date("2027-03-19"), date("2027-04-16"), ScanWorld.expiry, date("2027-06-18")]
    var spreadShare = 0.04
    var openInterest = 1500
    var now = ScanWorld.now
    var quoteTime = ScanWorld.now
    var edit: @Sendable (inout ChainEntry) -> Void = { _ in }
    var history: [VolatilityObservation] = ScanWorld.history(low: 0.20, high: 0.36)
    var own: Set<String> = ["AAA"]
    var book = ScanWorld.book()
    var settings = ScanProfile.standard
    var strategy = ScanStrategy.cashSecuredPut
    var isRiskOff = false

    init() {
        profile = SecurityProfile(
            symbol: "AAA", name: "Test", kind: .stock, sector: "Energy", beta: 1, previousClose: 100,
            averageDollarVolume: 500_000_000, optionVolume: 30_000)
    }

    static func date(_ text: String) -> CalendarDate {
        (try? CalendarDate(iso8601: text)) ?? CalendarDate(daysSinceEpoch: 0)
    }

    static func history(low: Double, high: Double, count: Int = 252) -> [VolatilityObservation] {
        (0..<count).map { index in
            VolatilityObservation(
                date: CalendarDate(daysSinceEpoch: 20_892 - count + index),
                impliedVolatility: low + (high - low) * Double(index) / Double(max(count - 1, 1)))
        }
    }

    var rates: RateCurve {
        RateCurve(points: [RatePoint(years: 1, rate: 0.036)], asOf: now, source: "test")
    }

    static func contract(
        _ symbol: String, _ expiry: CalendarDate, _ right: OptionRight, _ strike: Double
    ) -> OptionContract {
        OptionContract(
            root: symbol, underlying: symbol, expiry: expiry, right: right,
            strikeThousandths: Int((strike * 1000).rounded()), style: .american, settlement: .physical,
            multiplier: 100, deliverable: .shares(100))
    }

    func chain() -> OptionChain {
        var entries: [ChainEntry] = []
        for expiry in expiries {
            for strike in strikes {
                for right in [OptionRight.call, .put] {
                    let contract = Self.contract(symbol, expiry, right, strike)
                    let carry = CarryTerms(
                        contract: contract, profile: profile, rates: rates, calendar: .standard, now: now)
                    var terms = carry.terms(of: contract, spot: spot, volatility: volatility)
                    terms.style = .european
                    terms.dividends = []
                    terms.spot = carry.stripped(spot: spot) ?? spot
                    let price = (try? BlackScholes.price(terms)) ?? 0
                    let half = 0.5 * spreadShare * price
                    var entry = ChainEntry(
                        contract: contract,
                        quote: Quote(
                            bid: price - half, ask: price + half, volume: 50, openInterest: openInterest,
                            time: quoteTime, receivedAt: now, source: "test"))
                    edit(&entry)
                    entries.append(entry)
                }
            }
        }
        return OptionChain(
            symbol: symbol, underlying: shareQuote, entries: entries, retrievedAt: now, source: "test")
    }

    var shareQuote: Quote {
        Quote(bid: spot - 0.01, ask: spot + 0.01, last: spot, time: quoteTime, receivedAt: now, source: "test")
    }

    func input() -> ScanInput {
        let bars = (0..<260).map { index in
            // Rises slowly and swings by about 12 % a year.
            let close = spot * (0.9 + 0.0003 * Double(index)) * (1 + 0.004 * sin(Double(index) * 2))
            return DailyBar(
                date: CalendarDate(daysSinceEpoch: 20_892 - 260 + index), open: close, high: close, low: close,
                close: close, volume: 1e6)
        }
        let market = MarketSnapshot(
            asOf: now, source: "test",
            underlyings: [
                symbol: UnderlyingMarket(profile: profile, quote: shareQuote, bars: bars, volatilityHistory: history)
            ], optionQuotes: [:], chains: [symbol: chain()], rates: rates, benchmark: "SPY", calendar: .standard)
        return ScanInput(
            strategy: strategy, profile: settings, watchlist: "test", symbols: [symbol], own: own, market: market,
            book: book, isRiskOff: isRiskOff)
    }

    func scan() -> ScanResult { Scanner.scan(input()) }

    // MARK: - Book

    static func total(_ value: Double?) -> Total {
        Total(figure: Figure(value, else: .noSource), unknownCount: value == nil ? 1 : 0)
    }

    static func greeks(_ key: String) -> GreeksRow {
        let zero = total(0)
        return GreeksRow(
            key: key, positions: 0, delta: zero, gamma: zero, thetaPerDay: zero, vegaPerPoint: zero,
            rhoPerPoint: zero, dollarDelta: zero, dollarGammaOnePercent: zero, betaWeightedDelta: zero, vega30: zero)
    }

    static func book(
        free: Double? = 50_000, netLiquidation: Double? = 169_360, strategies: [StrategyValuation] = [],
        betaDelta: Double? = 0.2
    ) -> BookValuation {
        let zero = total(0)
        let account = AccountValuation(
            account: Account(name: "paper", broker: "paper", kind: .paper, rules: .regulationT),
            cash: Money(dollars: 114_640) ?? .zero, settledCash: .zero, netLiquidation: total(netLiquidation),
            dayProfit: zero, totalProfit: zero, reservedCash: Figure(1000), freeCash: Figure(free, else: .noSource),
            treasuryBillFunds: Figure(0), buyingPower: Figure(1000), buyingPowerUsedFraction: Figure(0),
            marginRequirement: Figure(0), marginKind: "cash", ageSeconds: 1, source: "test")
        return BookValuation(
            asOf: now, accounts: [account], strategies: strategies, greeks: greeks("Book"), nearGreeks: greeks("near"),
            bySymbol: [], byStrategy: [], bySector: [], byPosition: [], scenarios: [], scenarioRule: "",
            benchmark: "SPY", benchmarkPrice: Figure(597.85),
            deltaFractionOfNetLiquidation: Figure(betaDelta, else: .noSource),
            openProfit: zero, dayProfit: zero, realizedProfit: .zero, thetaPerDay: zero, shortExtrinsic: zero)
    }

    /// One row of one leg.
    static func strategy(
        _ symbol: String, kind: StrategyKind, instrument: Instrument, quantity: Int, sector: String = "Energy",
        marketValue: Double = 0, collateral: Double = 0, basis: StockBasis? = nil
    ) -> StrategyValuation {
        let unknown = Figure.unknown(.notApplicable)
        let position = Position(
            id: "paper:\(symbol)", account: "paper", instrument: instrument, quantity: Quantity(quantity),
            openedAt: now, averagePrice: basis?.broker, costBasis: nil, realizedProfit: .zero, stockBasis: basis)
        let leg = PositionValuation(
            position: position, state: .open, daysToExpiry: nil, daysHeld: 3, bid: nil, ask: nil, mark: Figure(1),
            markSource: "test", markAgeSeconds: 1, marketValue: Figure(marketValue), unrealizedProfit: unknown,
            unrealizedFraction: unknown, dayProfit: unknown, costToClose: unknown, profitCaptured: unknown,
            underlyingPrice: Figure(100), distanceToStrike: unknown, extrinsic: unknown, impliedVolatility: unknown,
            delta: unknown, gamma: unknown, thetaPerDay: unknown, vegaPerPoint: unknown, rhoPerPoint: unknown,
            betaWeightedDelta: unknown, assignmentProbability: unknown, earlyExerciseProbability: unknown,
            sector: sector)
        return StrategyValuation(
            id: "paper:\(symbol):\(kind.rawValue)", account: "paper", symbol: symbol, kind: kind, title: symbol,
            legs: [leg], expiry: nil, daysToExpiry: nil, unrealizedProfit: unknown, dayProfit: unknown,
            maximumProfit: unknown, maximumLoss: unknown, captured: unknown, distance: unknown,
            distanceDollars: unknown, distanceSigmas: unknown, delta: unknown, thetaPerDay: unknown,
            vegaPerPoint: unknown, assignmentProbability: unknown, extrinsic: unknown, costToClose: unknown,
            leftPerYear: unknown, breakevens: [], collateral: Figure(collateral), entryPrice: unknown,
            markPrice: unknown, impliedVolatility: unknown, volatilityPercentile: unknown, intent: .decide,
            openedAt: now)
    }
}
