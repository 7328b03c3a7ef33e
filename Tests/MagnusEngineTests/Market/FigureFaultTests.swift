import Glibc
import MagnusAnalysis
import MagnusDesk
import MagnusDomain
import MagnusSimulation
import Testing

@testable import MagnusEngine

/// Faults F20, F21 and F25 through the engine.
@Suite struct FigureFaultTests {
    /// F20: every Greek is computed from the quote; signs and bounds hold for each contract of a chain and of the book.
    @Test(arguments: ["AAPL", "SPX", "XSP", "GME", "MO"]) func ownGreeksKeepTheirSigns(_ symbol: String) async throws {
        let engine = try await EngineWorlds.opened()
        let chain = try await engine.analysedChain(of: symbol)
        var count = 0
        for entry in chain.expiries.flatMap(\.contracts) {
            let isCall = entry.contract.right == .call
            if let delta = entry.delta.value {
                #expect(
                    isCall ? (-1e-9...1 + 1e-6).contains(delta) : (-1 - 1e-6...1e-9).contains(delta),
                    "\(entry.contract)")
                count += 1
            }
            if let gamma = entry.gamma.value { #expect(gamma >= -1e-8, "\(entry.contract)") }
            if let vega = entry.vegaPerPoint.value { #expect(vega >= -1e-9, "\(entry.contract)") }
            if let iv = entry.impliedVolatility.value { #expect(iv > 0 && iv < 5, "\(entry.contract) \(iv)") }
        }
        #expect(count > 50)
        await engine.close()
    }

    /// F21: a price below intrinsic or above the bound has no volatility, and the rest of the chain is as before.
    @Test func anImpossiblePriceHasAReasonAndNoVolatility() async throws {
        let market = TamperedMarket()
        let engine = try await EngineWorlds.opened(market: market)
        let clean = try await engine.analysedChain(of: "AAPL")
        let expiry = try #require(clean.expiries.dropFirst(3).first)
        let spot = try #require(clean.spot.value)
        let low = try #require(expiry.contracts.first { $0.contract.right == .put && $0.contract.strike > spot * 1.05 })
        let high = try #require(
            expiry.contracts.first { $0.contract.right == .call && $0.contract.strike > spot * 1.08 })
        market.set { faults in
            faults.chain = { contract, quote in
                var quote = quote
                if contract == low.contract {
                    let intrinsic = contract.strike - spot
                    (quote.bid, quote.ask) = (intrinsic - 0.03, intrinsic - 0.01)
                }
                if contract == high.contract { (quote.bid, quote.ask) = (spot + 1, spot + 1.02) }
                return quote
            }
        }
        _ = await engine.perform(.refresh)
        let spoilt = try await engine.analysedChain(of: "AAPL")
        let contracts = spoilt.expiries.flatMap(\.contracts)
        let below = try #require(contracts.first { $0.contract == low.contract })
        let above = try #require(contracts.first { $0.contract == high.contract })
        #expect(below.impliedVolatility == .unknown(.belowIntrinsic), "\(below.impliedVolatility)")
        #expect(above.impliedVolatility == .unknown(.aboveBound), "\(above.impliedVolatility)")
        #expect(below.delta.value == nil && above.delta.value == nil)
        let others = zip(clean.expiries.flatMap(\.contracts), contracts).filter {
            $0.0.contract != low.contract && $0.0.contract != high.contract
        }
        for (left, right) in others {
            guard let before = left.impliedVolatility.value, let after = right.impliedVolatility.value else { continue }
            #expect(abs(before - after) < 1e-6, "\(left.contract)")
        }
        let (calm, shaken) = (
            clean.expiries[3].atTheMoneyVolatility.value, spoilt.expiries[3].atTheMoneyVolatility.value
        )
        #expect(calm != nil && calm == shaken, "the smile skips what is impossible")
        await engine.close()
    }

    /// F25: 600,000 quotes end in the latest value of each key, in bounded memory.
    @Test func aFloodOfQuotesEndsInTheLatestValues() async throws {
        let engine = try await EngineWorlds.opened()
        let snapshot = try await engine.shown()
        var keeper = await engine.keeper
        let contracts = snapshot.book.strategies.flatMap(\.legs).compactMap(\.contract)
        let now = snapshot.asOf
        func quotes(_ step: Int) -> [OptionContract: Quote] {
            Dictionary(
                contracts.enumerated().map { index, contract in
                    let bid = 1 + Double((step &* 7 &+ index) % 500) / 100
                    return (
                        contract,
                        Quote(bid: bid, ask: bid + 0.02, time: now, receivedAt: now, source: "flood")
                    )
                }, uniquingKeysWith: { first, _ in first })
        }
        let rounds = 600_000 / contracts.count
        keeper.apply(underlyingQuotes: [:], optionQuotes: quotes(0))
        let before = Self.residentBytes()
        for step in 1...rounds { keeper.apply(underlyingQuotes: [:], optionQuotes: quotes(step)) }
        let grown = Self.residentBytes() - before
        #expect(grown < 50_000_000, "\(grown) bytes more")
        let expected = quotes(rounds)
        for leg in keeper.valuation(now: now).strategies.flatMap(\.legs) {
            guard let contract = leg.contract, let quote = expected[contract], leg.mark.value != nil else { continue }
            #expect(leg.bid == quote.bid && leg.ask == quote.ask, "\(contract)")
        }
        await engine.close()
    }

    private static func residentBytes() -> Int {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var buffer = [CChar](repeating: 0, count: 128)
        guard fgets(&buffer, 128, file) != nil else { return 0 }
        let words = String(decoding: buffer.map { UInt8(bitPattern: $0) }, as: UTF8.self).split(separator: " ")
        return (words.count > 1 ? Int(words[1]) ?? 0 : 0) * 4096
    }
}
