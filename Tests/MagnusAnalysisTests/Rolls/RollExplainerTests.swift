import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis

/// Every figure of a roll is recomputed from the inputs that its explanation names.
@Suite struct RollExplainerTests {
    private func explained(_ id: String) throws -> Explanation {
        let report = try RollStudyTests.palantir()
        let parts = try #require(RollExplainer.parts(of: id))
        return try #require(
            RollExplainer(report).explanation(of: parts.contract, key: parts.key, id: id), "\(id)")
    }

    private func input(_ explanation: Explanation, _ name: String, _ group: String = "") throws -> Double {
        let found = explanation.inputs.first { $0.name == name && $0.group.hasPrefix(group) }
        return try #require(found.flatMap { Double($0.value) }, "\(name) of \(group)")
    }

    private func value(_ explanation: Explanation) throws -> Double {
        try #require(explanation.value.split(separator: " ").first.flatMap { Double($0) })
    }

    @Test func theNetOfARoll() throws {
        let cell = try explained("roll/paper:P6:PLTR270416P00080000/PLTR270430P00080000#net")
        let net = try input(cell, "bid", "new") - input(cell, "ask", "old")
        #expect(try abs(value(cell) - net) < 1e-9)
        #expect(cell.inputs.allSatisfy { $0.source == "test" && $0.ageSeconds == 2 })
        #expect(cell.notes.contains { $0.hasPrefix("keeps to the rules") })
        let forbidden = try explained("roll/paper:P6:PLTR270416P00080000/PLTR270507P00080000#breakeven")
        #expect(forbidden.notes.contains("not offered: earnings 05-03 AMC inside"))
        let breakeven = try input(forbidden, "new strike") - input(forbidden, "premiums so far")
        #expect(try abs(value(forbidden) - (breakeven - input(forbidden, "net"))) < 1e-9)
    }

    @Test func theLossOfBuyingBack() throws {
        let loss = try explained("roll/paper:P6:PLTR270416P00080000#realized")
        let perShare = try input(loss, "premium") - input(loss, "ask")
        let size = try abs(input(loss, "contracts")) * input(loss, "multiplier")
        #expect(try abs(value(loss) - perShare * size) < 0.005)
        let basis = try explained("roll/paper:P6:PLTR270416P00080000#tax_basis")
        #expect(try abs(value(basis) - (input(basis, "strike") - input(basis, "premium"))) < 1e-9)
    }

    @Test func idsOfOtherThingsAreNone() throws {
        #expect(RollExplainer.parts(of: "paper:KO#delta") == nil)
        let parts = try #require(RollExplainer.parts(of: "roll/my/account:1#net"))
        #expect(parts.row == "my/account:1" && parts.contract == nil && parts.key == "net")
        let report = try RollStudyTests.palantir()
        let gone = PaperBook.contract("PLTR", PaperBook.day(4, 30), .put, 10)
        #expect(RollExplainer(report).explanation(of: gone, key: "net", id: "x") == nil)
        #expect(RollExplainer(report).explanation(of: nil, key: "nothing", id: "x") == nil)
    }
}
