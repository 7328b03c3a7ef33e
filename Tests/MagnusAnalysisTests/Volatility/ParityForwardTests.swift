import Glibc
import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis

@Suite struct ParityForwardTests {
    private static func world() -> ScanWorld {
        var world = ScanWorld()
        world.expiries = [ScanWorld.expiry, ScanWorld.date("2027-06-18"), ScanWorld.date("2028-06-16")]
        return world
    }

    /// One expiry has one forward: the chain and the volatility view tell the same, by the same words.
    @Test func everyScreenHasTheSameForward() throws {
        let world = Self.world()
        let chain = try VolatilityAnalyserTests.skewed(world, truth: VolatilityAnalyserTests.smile)
        let analysis = ChainAnalyser.analyse(
            chain, profile: world.profile, history: world.history, rates: world.rates, calendar: .standard,
            now: world.now)
        let report = VolatilityAnalyserTests.analyse(chain, world)
        #expect(analysis.expiries.map(\.forward) == report.expiries.map(\.forward))
        #expect(analysis.expiries.map(\.forwardMethod) == report.expiries.map(\.forwardMethod))
        let far = try #require(analysis.expiries.last)
        #expect(far.forwardMethod == "put-call parity, early exercise taken off")
        // American puts are dearer than European ones: parity of their mids is too low by what exercise is worth.
        let growth = exp(0.036 * far.years)
        let raw = far.parityPairs.map { $0.strike + growth * ($0.callMid - $0.putMid) }
        let truth = 100 * growth
        let forward = try #require(far.forward.value)
        #expect(!raw.isEmpty)
        #expect(abs(raw.reduce(0, +) / Double(raw.count) - truth) > 3 * abs(forward - truth))
    }

    @Test func thePairsRecomputeTheForward() throws {
        let world = Self.world()
        let chain = try VolatilityAnalyserTests.skewed(world, truth: VolatilityAnalyserTests.smile)
        let analysis = ChainAnalyser.analyse(
            chain, profile: world.profile, history: world.history, rates: world.rates, calendar: .standard,
            now: world.now)
        for expiry in analysis.expiries {
            let growth = exp(0.036 * expiry.years)
            let told = expiry.parityPairs.map { pair in
                pair.strike + growth * ((pair.callMid - pair.callPremium) - (pair.putMid - pair.putPremium))
            }
            #expect(told.count == 2)
            let forward = try #require(expiry.forward.value)
            #expect(abs(told.reduce(0, +) / Double(told.count) - forward) < 1e-9)
        }
    }

    @Test func europeanContractsHaveParityAsItIs() throws {
        var world = Self.world()
        world.edit = { $0.contract.style = .european }
        for expiry in ChainAnalyserTests.analyse(world).expiries {
            #expect(expiry.forwardMethod == "put-call parity")
            #expect(expiry.parityPairs.allSatisfy { $0.callPremium == 0 && $0.putPremium == 0 })
            #expect(abs((expiry.forward.value ?? 0) - 100 * exp(0.036 * expiry.years)) < 1e-6)
        }
    }
}
