import MagnusAnalysis
import MagnusDesk
import MagnusDomain
import MagnusQuant
import MagnusSimulation
import Testing

@testable import MagnusEngine

@Suite struct EngineChainTests {
    static func report(_ answer: ChainAnswer) throws -> ChainReport {
        guard case .chain(let report) = answer else {
            Issue.record("\(answer)")
            throw Missing()
        }
        return report
    }

    static func refusal(_ answer: ChainAnswer) -> String? { if case .refused(let text) = answer { text } else { nil } }

    struct Missing: Error {}

    @Test func theChainOfAPositionIsTheOneTheCommandShows() async throws {
        let engine = try await EngineWorlds.opened()
        let leg = try await engine.shown().leg("PLTR")
        let contract = try #require(leg.contract)
        let series = ChainSeries(expiry: contract.expiry, root: contract.root)
        let report = try Self.report(await engine.chain(ChainRequest(symbol: "pltr", series: series)))
        #expect(report.symbol == "PLTR")
        #expect(report.expiry?.series == series)
        #expect(report.expiry?.isHeld == true)
        let row = try #require(report.strikes.first { $0.thousandths == contract.strikeThousandths })
        let put = try #require(row.put)
        #expect(put.held == leg.position.quantity)
        let analysed = try await engine.analysedChain(of: "PLTR", expiry: contract.expiry)
        let reading = try #require(analysed.expiries.flatMap(\.contracts).first { $0.contract == contract })
        #expect(put.impliedVolatility == reading.impliedVolatility)
        #expect(put.delta == reading.delta)
        #expect(put.mid == reading.mid)
        #expect(report.strikes.map(\.thousandths) == report.strikes.map(\.thousandths).sorted())
        #expect(report.expiries.count == analysed.expiries.count)
        await engine.close()
    }

    /// One theta for a contract: a position has that of the chain times its size. Of XSP 597P, the last day's, no more can go
    /// than it is worth: 0.08 (trader.md section 6 has the spread at 0.06).
    @Test(arguments: ["XSP", "AAPL", "KO"])
    func thetaIsThatOfThePosition(symbol: String) async throws {
        let engine = try await EngineWorlds.opened()
        let legs = try await engine.shown().book.strategies.filter { $0.symbol == symbol }.flatMap(\.legs)
        var compared = 0
        for leg in legs {
            guard let contract = leg.contract, let held = leg.thetaPerDay.value else { continue }
            let analysed = try await engine.analysedChain(of: symbol, expiry: contract.expiry)
            let reading = try #require(analysed.expiries.flatMap(\.contracts).first { $0.contract == contract })
            guard let theta = reading.thetaPerDay.value, let mid = reading.mid.value else { continue }
            let size = leg.position.quantity.value * Double(contract.multiplier)
            #expect(abs(held - size * theta) < 0.002 * abs(size), "\(contract.osi): \(held), \(theta) a share")
            if symbol == "XSP" { #expect(theta <= 0 && -theta <= mid + 1e-6) }
            compared += 1
        }
        #expect(compared > 0)
        await engine.close()
    }

    @Test func withoutAWishTheUsualSeriesIsShown() async throws {
        let engine = try await EngineWorlds.opened()
        let report = try Self.report(await engine.chain(ChainRequest(symbol: "AAPL")))
        let days = try #require(report.expiry?.daysToExpiry)
        let best = report.expiries.map { abs($0.daysToExpiry - ChainReport.usualDays) }.min()
        #expect(abs(days - ChainReport.usualDays) == best)
        // A series that is not listed is no reason to show nothing.
        let wish = ChainSeries(expiry: CalendarDate(daysSinceEpoch: 0))
        #expect(try Self.report(await engine.chain(ChainRequest(symbol: "AAPL", series: wish))).expiry == report.expiry)
        await engine.close()
    }

    @Test func whatDoesNotExistIsSaid() async throws {
        let engine = try await EngineWorlds.opened()
        #expect(Self.refusal(await engine.chain(ChainRequest(symbol: "ZZZZ"))) == "ZZZZ: no source knows this symbol.")
        #expect(Self.refusal(await engine.chain(ChainRequest(symbol: ""))) != nil)
        let silent = try await EngineWorlds.opened(isQuoted: false)
        #expect(
            Self.refusal(await silent.chain(ChainRequest(symbol: "AAPL")))
                == "AAPL: the source is unreachable, no market data source is connected.")
        await engine.close()
        await silent.close()
    }

    /// F19, F22: what a quote cannot tell has a reason, and its neighbours keep their figures.
    @Test func badQuotesAreShownAsSuch() async throws {
        let market = TamperedMarket()
        let engine = try await EngineWorlds.opened(market: market)
        let clean = try Self.report(await engine.chain(ChainRequest(symbol: "AAPL")))
        let middle = try #require(clean.nearestStrike)
        let strikes = clean.strikes[max(0, middle - 2)...].prefix(4).map(\.thousandths)
        market.set { faults in
            faults.chain = { contract, quote in
                var quote = quote
                guard contract.right == .put else { return quote }
                switch contract.strikeThousandths {
                case strikes[0]: (quote.bid, quote.ask) = (0, 0)
                case strikes[1]: quote.bid = 0
                case strikes[2]: (quote.bid, quote.ask) = (quote.ask, quote.bid)
                default: break
                }
                return quote
            }
        }
        _ = await engine.perform(.refresh)
        let report = try Self.report(await engine.chain(ChainRequest(symbol: "AAPL")))
        func put(_ index: Int) -> ChainContract? {
            report.strikes.first { $0.thousandths == strikes[index] }?.put
        }
        #expect(put(0)?.state == "no_market")
        #expect(put(1)?.state == "one_sided")
        #expect(put(2)?.state == "crossed")
        #expect(put(3)?.state == "ok")
        for index in 0..<3 {
            #expect(put(index)?.mid.value == nil)
            #expect(put(index)?.impliedVolatility.value == nil)
            #expect(put(index)?.delta.value == nil)
        }
        await engine.close()
    }

    @Test func adjustedContractsAreShownAndNeverPriced() async throws {
        let engine = try await EngineWorlds.opened()
        let adjusted = try #require(
            await engine.shown().book.strategies.flatMap(\.legs).compactMap(\.contract).first(where: \.isAdjusted))
        let report = try Self.report(
            await engine.chain(
                ChainRequest(
                    symbol: adjusted.underlying, series: ChainSeries(expiry: adjusted.expiry, root: adjusted.root))))
        if report.expiry?.series.root == adjusted.root {
            #expect(report.expiry?.isAdjusted == true)
            for contract in report.strikes.flatMap({ [$0.call, $0.put].compactMap { $0 } }) {
                #expect(contract.state == "adjusted")
                #expect(contract.impliedVolatility == .unknown(.adjusted))
            }
        }
        await engine.close()
    }

    /// What `x` shows recomputes what the chain shows.
    @Test func figuresAreExplainedDownToTheirInputs() async throws {
        let engine = try await EngineWorlds.opened()
        let report = try Self.report(await engine.chain(ChainRequest(symbol: "SPX")))
        let nearest = try #require(report.nearestStrike)
        let put = try #require(report.strikes[nearest].put)
        func explained(_ key: String) async throws -> Explanation {
            try #require(await engine.explain("chain/\(put.contract.osi)#\(key)"))
        }
        let iv = try await explained("iv")
        func input(_ name: String) throws -> Double {
            try #require(iv.inputs.first { $0.name == name }.flatMap { Double($0.value) }, "\(name)")
        }
        let terms = OptionTerms(
            right: .put, style: .european, spot: try input("spot S"), strike: try input("strike K"),
            years: try input("T"), rate: try input("r"), dividendYield: try input("q"), volatility: try input("sigma"))
        let price = try BlackScholes.price(terms)
        #expect(abs(price - (try input("bid") + input("ask")) / 2) < 1e-3)
        let delta = try #require(try BlackScholes.valuation(terms).delta)
        #expect(try await explained("delta").value.hasPrefix(String(delta).prefix(6)), "\(delta)")
        for key in ["bid", "mid", "gamma", "theta_per_day", "probability_of_profit", "probability_of_touch", "volume"] {
            #expect(try await explained(key).value != "", "\(key)")
        }
        #expect(await engine.explain("chain/\(put.contract.osi)#nothing") == nil)
        #expect(await engine.explain("chain/nonsense#iv") == nil)
        // The figures of the series stand in its header.
        let series = try #require(report.expiry)
        let row = "chain/\(series.series.root ?? "")/\(series.series.expiry.iso8601)"
        for (key, figure) in [
            ("forward", series.forward), ("implied_move_straddle", series.impliedStraddle),
            ("expected_move", series.expectedMove),
        ] {
            let told = try #require(await engine.explain("\(row)#\(key)"), "\(key)")
            let value = try #require(told.value.split(separator: " ").first.flatMap { Double($0) }, "\(told.value)")
            #expect(abs(value - (figure.value ?? 0)) < 1e-3, "\(key)")
        }
        #expect(await engine.explain("\(row)#nothing") == nil)
        #expect(await engine.explain("chain/SPX/2099-01-01#forward") == nil)
        await engine.close()
    }

    /// What a source carries over from earlier is marked as old, in every figure made of it.
    @Test func oldQuotesAreMarked() async throws {
        let market = TamperedMarket()
        market.set { faults in
            faults.chain = { contract, quote in
                var quote = quote
                if contract.right == .put { quote.time = quote.time?.adding(seconds: -64_800) }
                return quote
            }
        }
        let engine = try await EngineWorlds.opened(market: market)
        let report = try Self.report(await engine.chain(ChainRequest(symbol: "AAPL")))
        let nearest = try #require(report.nearestStrike)
        let put = try #require(report.strikes[nearest].put)
        let call = try #require(report.strikes[nearest].call)
        #expect(put.mid.trust == .stale && put.impliedVolatility.trust == .stale && put.delta.trust == .stale)
        #expect(put.state == "stale")
        #expect(call.mid.trust == .fresh && call.impliedVolatility.trust == .fresh)
        await engine.close()
    }
}
