import Glibc
import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis

/// What `x` tells of a series recomputes what the chain shows, from the numbers as they are written.
@Suite struct SeriesExplainerTests {
    private static func number(_ name: String, _ inputs: [ExplanationInput]) throws -> Double {
        try #require(inputs.first { $0.name == name }.flatMap { Double($0.value) }, "\(name)")
    }

    private static func shown(_ explanation: Explanation) throws -> Double {
        try #require(explanation.value.split(separator: " ").first.flatMap { Double($0) }, "\(explanation.value)")
    }

    private static func american() throws -> ChainAnalysis {
        var world = ScanWorld()
        world.expiries = [ScanWorld.expiry, ScanWorld.date("2028-06-16")]
        return ChainAnalyser.analyse(
            try VolatilityAnalyserTests.skewed(world, truth: VolatilityAnalyserTests.smile), profile: world.profile,
            history: world.history, rates: world.rates, calendar: .standard, now: world.now)
    }

    private static func european() -> ChainAnalysis {
        var world = ScanWorld()
        world.edit = { $0.contract.style = .european }
        return ChainAnalyserTests.analyse(world)
    }

    @Test func theForward() throws {
        for analysis in [try Self.american(), Self.european()] {
            for expiry in analysis.expiries {
                let told = SeriesExplainer(analysis, expiry: expiry).explanation(.forward)
                #expect(told.method.hasPrefix(expiry.forwardMethod))
                let growth = exp(try Self.number("r", told.inputs) / 100 * Self.number("T", told.inputs))
                let groups = Set(told.inputs.map(\.group)).subtracting([""])
                #expect(groups.count == 2)
                var sum = 0.0
                for group in groups {
                    let inputs = told.inputs.filter { $0.group == group }
                    var sides = 0.0
                    for (name, sign) in [("C", 1.0), ("P", -1.0)] {
                        let bid = try Self.number("\(name) bid", inputs)
                        let ask = try Self.number("\(name) ask", inputs)
                        let mid = try Self.number("\(name) mid", inputs)
                        #expect(abs(mid - (bid + ask) / 2) < 1e-4)
                        sides += sign * mid
                        guard expiry.forwardMethod.hasSuffix("taken off") else { continue }
                        let exercise = try Self.number("\(name) early exercise", inputs)
                        sides -= sign * exercise
                    }
                    sum += try Self.number("K", inputs) + growth * sides
                }
                let shown = try Self.shown(told)
                #expect(abs(sum / Double(groups.count) - shown) < 2e-4, "\(expiry.expiry)")
                #expect(abs(shown - (expiry.forward.value ?? 0)) < 1e-4)
            }
        }
    }

    @Test func theStraddleAndTheMove() throws {
        let analysis = try Self.american()
        let expiry = try #require(analysis.expiries.first)
        let explainer = SeriesExplainer(analysis, expiry: expiry)
        let straddle = explainer.explanation(.straddle)
        #expect(straddle.inputs.first?.reference == "chain/\(expiry.root)/\(expiry.expiry.iso8601)#forward")
        var sum = 0.0
        for name in ["C bid", "C ask", "P bid", "P ask"] { sum += try Self.number(name, straddle.inputs) / 2 }
        let straddleShown = try Self.shown(straddle)
        #expect(abs(sum - straddleShown) < 1.5e-4)
        #expect(abs(straddleShown - (expiry.impliedStraddle.value ?? 0)) < 1e-4)
        let forward = try Self.number("F", straddle.inputs)
        let strike = try Self.number("K of C", straddle.inputs)
        let strikes = expiry.contracts.map(\.contract.strike)
        #expect(strikes.allSatisfy { abs($0 - forward) >= abs(strike - forward) })
        let move = explainer.explanation(.move)
        let spot = try Self.number("S", move.inputs)
        let sigma = try Self.number("sigma", move.inputs) / 100
        let years = try Self.number("T", move.inputs)
        let moveShown = try Self.shown(move)
        #expect(abs(spot * sigma * years.squareRoot() - moveShown) < 1e-3)
        #expect(abs(moveShown - (expiry.expectedMove.value ?? 0)) < 1e-4)
    }

    /// Without a pair near the money the forward is the spot carried on, and says so.
    @Test func theCarriedSpot() throws {
        var world = ScanWorld()
        world.edit = { if $0.contract.right == .call { $0.quote.bid = 0 } }
        world.profile.dividends = [
            DividendEvent(exDate: ScanWorld.date("2027-03-25"), amount: 0.5, isEstimated: false)
        ]
        let analysis = ChainAnalyserTests.analyse(world)
        let expiry = try #require(analysis.expiries.first { $0.expiry == ScanWorld.expiry })
        let told = SeriesExplainer(analysis, expiry: expiry).explanation(.forward)
        #expect(told.method == "carried spot")
        let rate = try Self.number("r", told.inputs) / 100
        let carry = rate - (try Self.number("q", told.inputs)) / 100
        let dividend = try #require(told.inputs.first { $0.name.hasPrefix("D in t = ") })
        let time = try #require(Double(dividend.name.split(separator: " ")[4]))
        let amount = try #require(Double(dividend.value))
        let spot = try Self.number("S", told.inputs)
        let years = try Self.number("T", told.inputs)
        let shown = try Self.shown(told)
        #expect(abs((spot - amount * exp(-rate * time)) * exp(carry * years) - shown) < 1e-3)
    }
}
