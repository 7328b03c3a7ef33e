import MagnusDesk
import MagnusDomain
import MagnusSimulation
import Testing

@testable import MagnusEngine

/// Faults F18, F19, F22, F26 and F36 through the whole engine.
@Suite struct HostileQuotesTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var change: @Sendable (Quote) -> Quote
        /// Why the AAPL put has no mark; nil when it has one that is marked as not fresh.
        var reason: UnknownReason?

        init(_ name: String, _ reason: UnknownReason?, _ change: @escaping @Sendable (inout Quote) -> Void) {
            testDescription = name
            self.reason = reason
            self.change = { quote in
                var quote = quote
                change(&quote)
                return quote
            }
        }
    }

    static let faults = [
        Fault("bid not a number", .notFinite) { $0.bid = .nan },
        Fault("ask infinite", .notFinite) { $0.ask = .infinity },
        Fault("bid -1", .badInput) { $0.bid = -1 },
        Fault("zero by zero", .noMarket) { ($0.bid, $0.ask, $0.last) = (0, 0, 0) },
        Fault("nothing quoted", .noMarket) { ($0.bid, $0.ask, $0.last) = (nil, nil, nil) },
        Fault("crossed", .crossed) { ($0.bid, $0.ask) = ($0.ask, ($0.bid ?? 1) * 0.9) },
        Fault("no ask", .oneSided) { $0.ask = nil },
        Fault("fifteen minutes old", nil) { $0.time = SimulatedWorld.anchor.adding(seconds: -900) },
        Fault("three hours ahead", nil) { $0.time = SimulatedWorld.anchor.adding(seconds: 10_800) },
        Fault("not stamped", nil) { $0.time = nil },
        Fault("halted", nil) { $0.isHalted = true },
        Fault("previous close", nil) { $0.isPreviousClose = true },
    ]

    private static func clean() async throws -> DeskSnapshot {
        try await EngineWorlds.opened(market: TamperedMarket()).shown()
    }

    @Test(arguments: faults) func oneSpoiltContractLeavesTheRestAlone(_ fault: Fault) async throws {
        let market = TamperedMarket()
        market.set { faults in
            faults.option = { contract, quote in contract.underlying == "AAPL" ? fault.change(quote) : quote }
        }
        let snapshot = try await EngineWorlds.opened(market: market).shown()
        let clean = try await Self.clean()
        let leg = try snapshot.leg("AAPL")
        if let reason = fault.reason {
            #expect(leg.mark == .unknown(reason))
            #expect(leg.unrealizedProfit.value == nil && leg.marketValue.value == nil && leg.delta.value == nil)
            #expect(leg.reasons["mark"] == reason, "\(leg.reasons)")
            #expect(snapshot.book.openProfit.unknownCount == clean.book.openProfit.unknownCount + 1)
            #expect(
                snapshot.book.accounts.first?.netLiquidation.unknownCount == 1
                    + (clean.book.accounts.first?.netLiquidation.unknownCount ?? 0))
        } else {
            #expect(leg.mark.trust == .stale, "\(leg.mark)")
            #expect(leg.unrealizedProfit.trust == .stale)
        }
        for symbol in ["KO", "MU", "PLTR", "BAC"] {
            let (left, right) = (try snapshot.row(symbol), try clean.row(symbol))
            #expect(left.unrealizedProfit == right.unrealizedProfit && left.delta == right.delta, "\(symbol)")
        }
        #expect(snapshot.nonsense.isEmpty, "\(snapshot.nonsense)")
    }

    @Test(arguments: faults) func oneSpoiltUnderlyingLeavesTheRestAlone(_ fault: Fault) async throws {
        let market = TamperedMarket()
        market.set { faults in
            faults.underlying = { symbol, quote in symbol == "DIS" || symbol == "AAPL" ? fault.change(quote) : quote }
        }
        let engine = try await EngineWorlds.opened(market: market)
        await engine.step()
        let snapshot = try await engine.shown()
        await engine.close()
        let clean = try await Self.clean()
        let shares = try #require(try snapshot.row("DIS").legs.first)
        if let reason = fault.reason {
            #expect(shares.mark == .unknown(reason))
            #expect(shares.marketValue.value == nil)
            #expect(try snapshot.leg("AAPL").delta.value == nil)
        } else {
            #expect(shares.mark.trust == .stale)
            #expect(try snapshot.leg("AAPL").delta.trust != .fresh)
        }
        #expect(try snapshot.row("KO").unrealizedProfit == clean.row("KO").unrealizedProfit)
        #expect(snapshot.nonsense.isEmpty, "\(snapshot.nonsense)")
    }

    @Test func agesComeFromTheSourcesOwnStamp() async throws {
        let market = TamperedMarket()
        market.set { faults in
            faults.option = { contract, quote in
                var quote = quote
                if contract.underlying == "AAPL" { quote.time = SimulatedWorld.anchor.adding(seconds: -900) }
                if contract.underlying == "KO" { quote.time = SimulatedWorld.anchor.adding(seconds: 10_800) }
                return quote
            }
        }
        let snapshot = try await EngineWorlds.opened(market: market).shown()
        #expect(try snapshot.leg("AAPL").markAgeSeconds == 900)
        #expect(try snapshot.leg("KO").markAgeSeconds == nil)
    }

    @Test func aContractTheSourceDoesNotKnowHasNoMark() async throws {
        let market = TamperedMarket()
        market.set { faults in
            faults.option = { contract, quote in contract.underlying == "MU" ? nil : quote }
        }
        let snapshot = try await EngineWorlds.opened(market: market).shown()
        #expect(try snapshot.leg("MU").mark == .unknown(.noSource))
        #expect(try snapshot.leg("KO").mark.value != nil)
    }

    /// F26: a source that gives yesterday's close in session gives no profit of the day.
    @Test(arguments: [true, false]) func yesterdaysCloseGivesNoProfitOfTheDay(isStated: Bool) async throws {
        let market = TamperedMarket()
        let friday = try march(12, 16, 0)
        let spoil: @Sendable (Quote) -> Quote = { quote in
            var quote = quote
            if isStated { quote.isPreviousClose = true } else { quote.time = friday }
            return quote
        }
        market.set { faults in
            faults.underlying = { spoil($1) }
            faults.option = { spoil($1) }
        }
        let snapshot = try await EngineWorlds.opened(market: market).shown()
        #expect(snapshot.book.dayProfit.figure.value == nil, "\(snapshot.book.dayProfit)")
        for row in snapshot.book.strategies where row.symbol != "LCID" {
            #expect(row.dayProfit.value == nil, "\(row.title)")
            #expect(row.unrealizedProfit.trust != .fresh, "\(row.title)")
        }
        let leg = try snapshot.leg("AAPL")
        #expect(leg.dayProfit == .unknown(.previousClose), "\(leg.dayProfit)")
    }

    /// F36.
    @Test func aMultiplierOfOneIsRefusedNotGuessed() async throws {
        struct Foreign: AccountSource {
            let name = "foreign"
            let contract: OptionContract

            func accounts() async -> [Account] {
                [Account(name: "foreign", broker: "foreign", kind: .paper, rules: .regulationT)]
            }

            func ledgerEvents(of account: String, now: Instant) async throws(MarketDataError) -> [LedgerEvent] {
                var sound = contract
                sound.multiplier = 100
                sound.strikeThousandths = 250_000
                return [contract, sound].enumerated().map { index, contract in
                    LedgerEvent(
                        id: "f\(index)", account: "foreign", time: SimulatedWorld.anchor.adding(seconds: -86_400),
                        kind: .trade, effect: .opening, instrument: .option(contract), quantity: Quantity(-1),
                        price: Money(tenThousandths: 23_000), amount: Money(tenThousandths: 2_300_000),
                        orderIdentifier: "f\(index)",
                        details: "Sold", source: "foreign")
                }
            }

            func workingOrders(of account: String, now: Instant) async -> [WorkingOrder] { [] }
        }
        let contract = OptionContract(
            root: "AAPL", underlying: "AAPL", expiry: try CalendarDate(iso8601: "2027-03-17"), right: .put,
            strikeThousandths: 260_000, style: .american, settlement: .physical, multiplier: 1,
            deliverable: .shares(100))
        let snapshot = try await EngineWorlds.opened(accounts: Foreign(contract: contract)).shown()
        let legs = snapshot.book.strategies.flatMap(\.legs)
        let refused = try #require(legs.first { $0.contract?.multiplier == 1 })
        #expect(refused.mark == .unknown(.multiplier) && refused.marketValue.value == nil)
        let sound = try #require(legs.first { $0.contract?.multiplier == 100 })
        #expect(sound.mark.value != nil)
        #expect(snapshot.book.accounts.first?.freeCash.value == nil, "what it reserves is unknown")
    }
}
