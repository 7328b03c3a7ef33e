import MagnusAnalysis
import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusMonitors

/// The mark of a row and the alerts ask the same question: is the cash for assignment there?
@Suite struct FundingAgreementTests {
    private static let symbols = ["AAPL", "MSFT"]
    private static let now = MonitorsWorld.monday

    private static func context(cash: Double, expiries: [String]) -> MonitorContext {
        let quote = { (price: Double) in
            Quote(bid: price - 0.02, ask: price + 0.02, time: now, receivedAt: now, source: "test")
        }
        var underlyings: [String: UnderlyingMarket] = [:]
        var options: [OptionContract: Quote] = [:]
        var positions: [Position] = []
        for (symbol, expiry) in zip(symbols, expiries) {
            underlyings[symbol] = UnderlyingMarket(
                profile: SecurityProfile(symbol: symbol, name: symbol, kind: .stock, sector: "Technology", beta: 1),
                quote: quote(257.10))
            let contract = MonitorsWorld.contract(symbol, expiry, .put, 260)
            options[contract] = quote(3.74)
            positions.append(
                Position(
                    id: "paper:\(symbol)", account: "paper", instrument: .option(contract), quantity: Quantity(-1),
                    openedAt: now.adding(seconds: -864_000), averagePrice: 2.30, costBasis: Money(dollars: -230),
                    realizedProfit: .zero, strategyGroup: symbol))
        }
        let market = MarketSnapshot(
            asOf: now, source: "test", underlyings: underlyings, optionQuotes: options,
            rates: RateCurve(points: [RatePoint(years: 1, rate: 0.036)], asOf: now, source: "test"), benchmark: "SPY",
            calendar: .standard)
        var valuer = BookValuer(rates: market.rates)
        valuer.apply(market)
        let money = Money(dollars: cash) ?? .zero
        valuer.apply(
            BookContent(
                accounts: [
                    AccountHoldings(
                        account: Account(name: "paper", broker: "paper", kind: .paper, rules: .regulationT),
                        cash: money, settledCash: money, realizedProfit: .zero, source: "test")
                ],
                positions: positions, intents: ["AAPL": .take, "MSFT": .take]))
        return MonitorContext(book: valuer.valuation(now: now), market: market)
    }

    struct Case: Sendable {
        var cash: Double
        var expiries: [String]
        var funded: [Bool]
    }

    static let cases = [
        Case(cash: 30_000, expiries: ["2027-03-17", "2027-03-17"], funded: [false, false]),
        Case(cash: 52_000, expiries: ["2027-03-17", "2027-03-17"], funded: [true, true]),
        Case(cash: 30_000, expiries: ["2027-03-16", "2027-03-17"], funded: [true, false]),
        Case(cash: 30_000, expiries: ["2027-03-17", "2027-03-16"], funded: [false, true]),
        Case(cash: 25_999, expiries: ["2027-03-16", "2027-03-17"], funded: [false, false]),
    ]

    @Test(arguments: cases) func theMarkAndTheAlertsAgree(_ one: Case) throws {
        let context = Self.context(cash: one.cash, expiries: one.expiries)
        let findings = Monitors.run(context: context, memory: MonitorMemory()).findings
        for (symbol, isFunded) in zip(Self.symbols, one.funded) {
            let row = try #require(context.book.strategies.first { $0.symbol == symbol })
            #expect(row.flags.contains(.funded) == isFunded, "\(symbol)")
            let finding = try #require(findings.first { $0.symbol == symbol })
            #expect((finding.priority == .critical) != isFunded, "\(symbol) \(finding.priority)")
        }
    }
}
