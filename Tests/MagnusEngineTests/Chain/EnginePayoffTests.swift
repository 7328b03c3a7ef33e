import MagnusAnalysis
import MagnusDesk
import MagnusDomain
import MagnusSimulation
import Testing

@testable import MagnusEngine

@Suite struct EnginePayoffTests {
    struct Missing: Error {}

    static func report(_ answer: PayoffAnswer) throws -> PayoffReport {
        guard case .payoff(let report) = answer else {
            Issue.record("\(answer)")
            throw Missing()
        }
        return report
    }

    static func refusal(_ answer: PayoffAnswer) -> String? { if case .refused(let text) = answer { text } else { nil } }

    /// Every row of the paper book: its payoff says what its row says.
    @Test func payoffsAgreeWithTheBook() async throws {
        let engine = try await EngineWorlds.opened()
        let book = try await engine.shown().book
        var priced = 0
        for row in book.strategies {
            let report = try Self.report(await engine.payoff(PayoffRequest(subject: .strategy(row.id))))
            #expect(report.symbol == row.symbol)
            #expect(report.legs.count == row.legs.count)
            guard report.problems.isEmpty else {
                #expect(report.spots.isEmpty && report.point.profit.value == nil, "\(row.title)")
                continue
            }
            priced += 1
            if !report.isCurved {
                func same(_ left: Double?, _ right: Double?) -> Bool {
                    guard let left, let right else { return left == nil && right == nil }
                    return abs(left - right) < 1e-6
                }
                #expect(same(report.maximumProfit.value, row.maximumProfit.value), "\(row.title)")
                #expect(same(report.maximumLoss.value, row.maximumLoss.value), "\(row.title)")
                #expect(report.breakevens.count == row.breakevens.count, "\(row.title)")
                #expect(zip(report.breakevens, row.breakevens).allSatisfy { same($0, $1) }, "\(row.title)")
            }
            // Options are priced at the volatility of their marks, shares at the spot.
            if let now = report.point.profit.value, let open = row.unrealizedProfit.value,
                row.legs.allSatisfy({ ($0.impliedVolatility.value ?? 1) > 0 && $0.mark.trust == .fresh })
            {
                #expect(abs(now - open) < 0.02 * abs(open) + 25, "\(row.title): \(now) against \(open)")
            }
            #expect(report.spots.count == report.today.count && report.spots.count == report.atExpiry.count)
            #expect(report.today.allSatisfy { $0?.isFinite ?? true })
            if let chance = report.probabilityOfProfit.value { #expect((0...1).contains(chance)) }
        }
        #expect(priced >= 12)
        await engine.close()
    }

    /// A call that is to be exercised before the ex-date of tomorrow: the shares go, their dividend with them, and the mean is
    /// what has been made so far, not that and the dividend.
    @Test func theMeanOfACoveredCallBeforeTheExDate() async throws {
        let engine = try await EngineWorlds.opened()
        let row = try await engine.shown().row("MO")
        let report = try Self.report(await engine.payoff(PayoffRequest(subject: .strategy(row.id))))
        let dividend = try #require(report.dividends.first)
        #expect(report.dividends.count == 1 && dividend.cash == 200 * dividend.perShare && dividend.cash > 0)
        let mean = try #require(report.expectedValue.value)
        let now = try #require(report.point.profit.value)
        // A month of interest on the shares and the price grid of the call lie between.
        #expect(abs(mean - now) < 0.25 * dividend.cash, "\(mean) against \(now), dividend \(dividend.cash)")
        #expect(report.maximumProfit.value == row.maximumProfit.value)
        await engine.close()
    }

    @Test func adjustedRowsHaveNoPayoffAndSayWhy() async throws {
        let engine = try await EngineWorlds.opened()
        let row = try #require(
            await engine.shown().book.strategies.first { $0.legs.contains { $0.contract?.isAdjusted == true } })
        let report = try Self.report(await engine.payoff(PayoffRequest(subject: .strategy(row.id))))
        #expect(report.spots.isEmpty)
        #expect(report.maximumProfit == .unknown(.adjusted))
        #expect(report.problems.contains { $0.contains("never priced") })
        await engine.close()
    }

    @Test func shiftsMoveThePointAndNotTheEnd() async throws {
        let engine = try await EngineWorlds.opened()
        let row = try await engine.shown().row("PLTR")
        let now = try Self.report(await engine.payoff(PayoffRequest(subject: .strategy(row.id))))
        func shifted(_ shift: PayoffShift) async throws -> PayoffReport {
            try Self.report(await engine.payoff(PayoffRequest(subject: .strategy(row.id), shift: shift)))
        }
        let fall = try await shifted(PayoffShift(spotPercent: -10))
        let fear = try await shifted(PayoffShift(volatilityPoints: 10))
        let week = try await shifted(PayoffShift(days: 7))
        let end = try await shifted(PayoffShift(days: 400))
        let profit = try #require(now.point.profit.value)
        #expect(fall.point.profit.value.map { $0 < profit } == true)
        #expect(fear.point.profit.value.map { $0 < profit } == true)
        #expect(week.point.profit.value.map { $0 > profit } == true)
        #expect(week.betweenDays == 7)
        for other in [fall, fear, week, end] {
            #expect(other.maximumProfit == now.maximumProfit)
            #expect(other.breakevens == now.breakevens)
        }
        // At the end the point lies on the curve of the end.
        let spot = try #require(end.point.spot.value)
        let strike = try #require(row.legs.compactMap(\.contract).first?.strike)
        let entry = try #require(row.legs.first?.position.costBasis?.dollars)
        let size = try #require(row.legs.first?.position.quantity.value) * 100
        #expect(end.point.profit.value.map { abs($0 - (size * max(0, strike - spot) - entry)) < 1e-6 } == true)
        #expect(end.point.delta == .unknown(.expired))
        await engine.close()
    }

    @Test func draftsAreEnteredAtTheNaturalPrice() async throws {
        let engine = try await EngineWorlds.opened()
        let chain = try EngineChainTests.report(await engine.chain(ChainRequest(symbol: "SPY")))
        let middle = try #require(chain.nearestStrike)
        let short = try #require(chain.strikes[middle - 4].put)
        let long = try #require(chain.strikes[middle - 6].put)
        let legs = [
            DraftLeg(contract: short.contract, quantity: -2), DraftLeg(contract: long.contract, quantity: 2),
        ]
        let report = try Self.report(
            await engine.payoff(PayoffRequest(subject: .draft(symbol: "SPY", legs: legs))))
        let bid = try #require(short.bid)
        let ask = try #require(long.ask)
        #expect(report.netPremium.value.map { abs($0 - 200 * (bid - ask)) < 1e-6 } == true)
        #expect(report.netPremiumAtMid.value.map { $0 > 200 * (bid - ask) } == true)
        let width = short.contract.strike - long.contract.strike
        #expect(report.maximumLoss.value.map { abs($0 - 200 * (width - bid + ask)) < 1e-6 } == true)
        #expect(report.breakevens.count == 1)
        #expect(report.problems.isEmpty)
        await engine.close()
    }

    @Test func draftsThatCannotBeEnteredSayWhy() async throws {
        let market = TamperedMarket()
        market.set { faults in
            faults.chain = { contract, quote in
                var quote = quote
                if contract.right == .put { quote.bid = 0 }
                return quote
            }
        }
        let engine = try await EngineWorlds.opened(market: market)
        let chain = try EngineChainTests.report(await engine.chain(ChainRequest(symbol: "SPY")))
        let nearest = try #require(chain.nearestStrike)
        let put = try #require(chain.strikes[nearest].put)
        let sold = PayoffSubject.draft(symbol: "SPY", legs: [DraftLeg(contract: put.contract, quantity: -1)])
        let report = try Self.report(await engine.payoff(PayoffRequest(subject: sold)))
        #expect(report.netPremium == .unknown(.oneSided))
        #expect(report.problems.contains { $0.contains("only one side is quoted") })
        #expect(report.spots.isEmpty)
        #expect(Self.refusal(await engine.payoff(PayoffRequest(subject: .strategy("nobody")))) != nil)
        #expect(Self.refusal(await engine.payoff(PayoffRequest(subject: .draft(symbol: "SPY", legs: [])))) != nil)
        let many = Array(repeating: DraftLeg(contract: put.contract, quantity: 1), count: 11)
        #expect(Self.refusal(await engine.payoff(PayoffRequest(subject: .draft(symbol: "SPY", legs: many)))) != nil)
        await engine.close()
    }
}
