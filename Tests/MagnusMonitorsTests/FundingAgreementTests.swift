import MagnusAnalysis
import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusMonitors

/// The mark of a row and the alerts ask the same question: is the cash for assignment there?
@Suite struct FundingAgreementTests {
    private static let symbols = ["AAPL", "MSFT"]
    private static let now = MonitorsWorld.monday

    private static func context(
        cash: Double, _ holdings: [(contract: OptionContract, quantity: Int, price: Double)]
    ) -> MonitorContext {
        let quote = { (price: Double) in
            Quote(bid: price - 0.02, ask: price + 0.02, time: now, receivedAt: now, source: "test")
        }
        var underlyings: [String: UnderlyingMarket] = [:]
        var options: [OptionContract: Quote] = [:]
        var positions: [Position] = []
        for (contract, quantity, price) in holdings {
            let symbol = contract.underlying
            underlyings[symbol] = UnderlyingMarket(
                profile: SecurityProfile(symbol: symbol, name: symbol, kind: .stock, sector: "Technology", beta: 1),
                quote: quote(257.10))
            options[contract] = quote(price)
            positions.append(
                Position(
                    id: "paper:\(contract.text(in: .compact))", account: "paper", instrument: .option(contract),
                    quantity: Quantity(quantity), openedAt: now.adding(seconds: -864_000), averagePrice: price,
                    costBasis: Money(dollars: 100 * price * Double(quantity)), realizedProfit: .zero))
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
                // Puts on the own list are taken.
                positions: positions, ownList: Set(symbols)))
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
        let puts = zip(Self.symbols, one.expiries).map { symbol, expiry in
            (contract: MonitorsWorld.contract(symbol, expiry, .put, 260), quantity: -1, price: 3.74)
        }
        let context = Self.context(cash: one.cash, puts)
        let findings = Monitors.run(context: context, memory: MonitorMemory()).findings
        for (symbol, isFunded) in zip(Self.symbols, one.funded) {
            let row = try #require(context.book.strategies.first { $0.symbol == symbol })
            #expect(row.flags.contains(.funded) == isFunded, "\(symbol)")
            let finding = try #require(findings.first { $0.symbol == symbol })
            #expect((finding.priority == .critical) != isFunded, "\(symbol) \(finding.priority)")
        }
    }

    /// A short call in the money is naked by itself and covered by longer calls of another row.
    @Test func aCallThatAnotherRowCoversIsNotNaked() throws {
        let short = MonitorsWorld.contract("AAPL", "2027-03-16", .call, 250)
        let long = MonitorsWorld.contract("AAPL", "2027-06-18", .call, 240)
        let naked = Self.context(cash: 30_000, [(short, -1, 7.3)])
        let row = try #require(naked.book.strategies.first)
        let bare = try #require(ShortLeg(row.legs[0], of: row, context: naked))
        #expect(bare.isFunded(in: naked) == false && row.collateral == .unknown(.unlimited))
        let covered = Self.context(cash: 30_000, [(short, -1, 7.3), (long, 2, 22)])
        let other = try #require(covered.book.strategies.first { $0.kind == .shortCall })
        let leg = try #require(ShortLeg(other.legs[0], of: other, context: covered))
        #expect(leg.isFunded(in: covered) == true && other.collateral.value != nil)
    }
}
