import Glibc
import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusSimulation

@Suite struct ChainTests {
    private static let moments = [
        SimulatedWorld.anchor, Worlds.at(3, 18, 15, 30), Worlds.at(8, 3, 12, 0), Worlds.at(11, 9, 9, 31, year: 2026),
    ]

    @Test(arguments: moments) func marketsAreOrderly(now: Instant) throws {
        for symbol in Worlds.standard.symbols where symbol != "SOFI" {
            for entry in try #require(Worlds.standard.chain(of: symbol, now: now)) {
                let bid = try #require(entry.quote.bid)
                let ask = try #require(entry.quote.ask)
                #expect(bid >= 0 && bid.sign == .plus && ask > bid && ask.isFinite, "\(entry.contract.osi)")
                #expect(entry.contract.underlying == symbol)
            }
        }
        let cheap = try #require(Worlds.standard.chain(of: "NVAX", now: SimulatedWorld.anchor))
        #expect(cheap.contains { $0.quote.bid == 0.05 && $0.quote.ask == 0.10 })
        let halted = try #require(Worlds.standard.quote(of: "RIVN", now: SimulatedWorld.anchor))
        #expect(halted.isHalted && halted.time == Worlds.at(3, 15, 9, 50))
        let crossed = try #require(Worlds.standard.quote(of: "SOFI", now: SimulatedWorld.anchor))
        #expect((crossed.bid ?? 0) > (crossed.ask ?? 0))
    }

    @Test(arguments: moments) func pricesDecreaseInStrikeAndRespectConvexity(now: Instant) throws {
        for symbol in ["SPX", "SPY", "AAPL", "MU", "PLTR", "GME", "XLE", "BAC"] {
            let chain = try #require(Worlds.standard.chain(of: symbol, now: now))
            let groups = Dictionary(grouping: chain) { "\($0.contract.root) \($0.contract.expiry)" }
            for (key, entries) in groups {
                let calls = entries.filter { $0.contract.right == .call }
                for (low, high) in zip(calls, calls.dropFirst()) {
                    let gap = high.contract.strike - low.contract.strike
                    let fall = Worlds.middle(low.quote) - Worlds.middle(high.quote)
                    let slack =
                        (low.quote.ask ?? 0) - (low.quote.bid ?? 0) + (high.quote.ask ?? 0) - (high.quote.bid ?? 0)
                    #expect(fall > -slack / 2 && fall < gap + slack / 2, "\(symbol) \(key) \(low.contract.strike)")
                }
            }
        }
    }

    @Test(arguments: moments) func europeanParityHolds(now: Instant) throws {
        let chain = try #require(Worlds.standard.chain(of: "SPX", now: now))
        let spot = try #require(Worlds.standard.spot(of: "SPX", at: now))
        var puts: [OptionContract: Quote] = [:]
        for entry in chain where entry.contract.right == .put { puts[entry.contract] = entry.quote }
        for entry in chain where entry.contract.right == .call {
            var twin = entry.contract
            twin.right = .put
            let put = try #require(puts[twin])
            let years = entry.contract.yearsToExpiry(from: now)
            let forward = spot - entry.contract.strike * exp(-SimulatedWorld.rate * years)
            let slack = ((entry.quote.ask ?? 0) - (entry.quote.bid ?? 0) + (put.ask ?? 0) - (put.bid ?? 0)) / 2 + 0.12
            #expect(abs(Worlds.middle(entry.quote) - Worlds.middle(put) - forward) < slack, "\(entry.contract.osi)")
        }
    }

    @Test(arguments: moments) func totalVarianceGrowsWithTime(now: Instant) throws {
        for security in SecurityCatalogue.all where security.cycle != .none {
            let index = try #require(Worlds.standard.securityIndex(security.symbol))
            let context = Worlds.standard.optionContext(index, feedSecond: Int(now.secondsSinceEpoch))
            for offset in [-0.15, -0.05, 0, 0.05, 0.15] {
                var last = 0.0
                for days in [1, 3, 7, 14, 30, 60, 120, 250, 500] {
                    let slice = Worlds.standard.slice(context, settlement: context.tick.second + days * 86_400)
                    let volatility = slice.volatility(strike: slice.pricer.forward * exp(offset))
                    let variance = volatility * volatility * slice.pricer.years
                    #expect(variance > last, "\(security.symbol) \(offset) \(days)")
                    last = variance
                }
            }
        }
    }

    @Test func listingIsWhatAnExchangeWouldList() throws {
        let spx = try #require(Worlds.standard.chain(of: "SPX", now: SimulatedWorld.anchor))
        let april = spx.filter { $0.contract.expiry == .on(2027, 4, 16) }
        #expect(Set(april.map(\.contract.root)) == ["SPX", "SPXW"])
        #expect(
            april.allSatisfy { $0.contract.settlement == ($0.contract.root == "SPX" ? .cashMorning : .cashAfternoon) })
        let listed = Set(
            try Worlds.standard.symbols.flatMap {
                try #require(Worlds.standard.chain(of: $0, now: SimulatedWorld.anchor))
            }.map(\.contract))
        for anchor in AnchorQuote.all {
            let contract = try OptionContract.standard(
                root: anchor.root, expiry: anchor.expiry, right: anchor.right, strikeThousandths: anchor.strike)
            #expect(listed.contains(contract), "\(contract.osi)")
        }
        // Every listed contract can be quoted alone, with the same quote.
        for entry in spx.prefix(300) {
            #expect(Worlds.standard.quote(of: entry.contract, now: SimulatedWorld.anchor) == entry.quote)
        }
        #expect(Worlds.standard.chain(of: "SGOV", now: SimulatedWorld.anchor)?.isEmpty == true)
        #expect(Worlds.standard.quote(of: PaperBook.adjusted, now: SimulatedWorld.anchor) == nil)
    }

    @Test func hardToBorrowShowsInParity() throws {
        let now = SimulatedWorld.anchor
        let spot = try #require(Worlds.standard.spot(of: "GME", at: now))
        let call = try Worlds.option("GME", 4, 16, .call, 24.5)
        let put = try Worlds.option("GME", 4, 16, .put, 24.5)
        let c = Worlds.middle(try #require(Worlds.standard.quote(of: call, now: now)))
        let p = Worlds.middle(try #require(Worlds.standard.quote(of: put, now: now)))
        let years = call.yearsToExpiry(from: now)
        let forward = (c - p) * exp(0.036 * years) + 24.5
        let borrow = 0.036 - log(forward / spot) / years
        #expect(borrow > 0.15 && borrow < 0.33)
    }

    @Test func fastPricesAgreeWithTheReference() throws {
        for (spot, strike, years, volatility) in [
            (100.0, 100.0, 0.25, 0.3), (76.4, 80, 0.0883, 0.56), (90, 110, 1, 0.2),
        ] {
            let fast = FastOptionPrice(spot: spot, years: years, rate: 0.036, yield: 0, dividends: [])
            for right in OptionRight.allCases {
                let european = try BlackScholes.price(
                    OptionTerms(
                        right: right, style: .european, spot: spot, strike: strike, years: years, rate: 0.036,
                        dividendYield: 0, volatility: volatility))
                #expect(
                    abs(fast.price(right, strike: strike, volatility: volatility, style: .european) - european) < 1e-9)
                #expect(fast.price(right, strike: strike, volatility: volatility, style: .american) >= european - 1e-9)
            }
        }
        // Tree of 2,000 steps for the American put of row 6: 7.045.
        let put = FastOptionPrice(spot: 76.4, years: 32.2208 / 365, rate: 0.036, yield: 0, dividends: [])
        #expect(abs(put.price(.put, strike: 80, volatility: 0.56, style: .american) - 7.045) < 0.015)
    }
}
