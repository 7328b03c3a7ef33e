import MagnusQuant
import Testing

@testable import MagnusDomain

@Suite struct ContractSpecificationTests {
    @Test(arguments: [
        ("SPX", "SPX", ExerciseStyle.european, Settlement.cashMorning), ("SPXW", "SPX", .european, .cashAfternoon),
        ("XSP", "XSP", .european, .cashAfternoon), ("NDX", "NDX", .european, .cashMorning),
        ("NDXP", "NDX", .european, .cashAfternoon), ("RUT", "RUT", .european, .cashMorning),
        ("RUTW", "RUT", .european, .cashAfternoon), ("MRUT", "MRUT", .european, .cashAfternoon),
        ("VIX", "VIX", .european, .cashMorning), ("VIXW", "VIX", .european, .cashMorning),
        ("DJX", "DJX", .european, .cashMorning), ("OEX", "OEX", .american, .cashAfternoon),
        ("XEO", "OEX", .european, .cashAfternoon), ("SPY", "SPY", .american, .physical),
    ])
    func terms(_ root: String, _ underlying: String, _ style: ExerciseStyle, _ settlement: Settlement) throws {
        let terms = try ContractSpecification(root: root)
        #expect(terms.underlying == underlying && terms.style == style && terms.settlement == settlement)
        #expect(terms.multiplier == 100 && terms.isIndex == (root != "SPY"))
        #expect(terms.deliverable == (root == "SPY" ? .shares(100) : .cash))
    }

    /// F34: a root with a digit delivers something else until a source says what.
    @Test func adjustedRoots() throws {
        let adjusted = try OptionContract.standard(
            root: "LCID1", expiry: day("2027-04-16"), right: .put, strikeThousandths: 2500)
        #expect(adjusted.underlying == "LCID" && adjusted.deliverable == .unknown && adjusted.isAdjusted)
        #expect(adjusted.positionText(quantity: Quantity(-1)) == "-1 2.5P ADJ")
        let stated = try adjusted.stating(multiplier: 100, deliverable: .shares(20))
        #expect(stated.deliverable == .shares(20) && stated.isAdjusted)
        #expect(try ContractSpecification(root: "BRKB1").underlying == "BRK.B")
        #expect(try ContractSpecification(root: "2AAPL").deliverable == .unknown)
    }

    /// F36: 1 or nothing on an equity option is an error, never silently 1 or 100.
    @Test func multipliers() throws {
        let equity = try ContractSpecification(root: "AAPL")
        #expect(try equity.multiplier(stated: 100) == 100)
        #expect(throws: ContractError.multiplierMissing) { try equity.multiplier(stated: nil) }
        for wrong in [1, 0, -100, 10_001] {
            #expect(throws: ContractError.multiplierImplausible(wrong)) { try equity.multiplier(stated: wrong) }
        }
        #expect(throws: ContractError.multiplierImplausible(1)) {
            try ContractSpecification(root: "SPX").multiplier(stated: 1)
        }
        #expect(try ContractSpecification(root: "NANOS").multiplier(stated: 1) == 1)
        let contract = try OptionContract.standard(
            root: "AAPL", expiry: day("2027-04-16"), right: .put, strikeThousandths: 2500)
        #expect(try contract.stating(multiplier: 10).deliverable == .unknown)
        #expect(try contract.stating(multiplier: 100) == contract)
    }

    @Test func symbolsOfIndices() throws {
        func root(_ symbol: String, _ date: String) throws -> String {
            try OptionContract.standard(symbol: symbol, expiry: day(date), right: .put, strikeThousandths: 1000).root
        }
        #expect(try root("SPX", "2027-03-19") == "SPX" && root("SPX", "2027-03-17") == "SPXW")
        #expect(try root("VIX", "2027-03-17") == "VIX" && root("VIX", "2027-03-24") == "VIXW")
        #expect(try root("SPXW", "2027-03-19") == "SPXW" && root("aapl", "2027-03-17") == "AAPL")
    }

    @Test func refusesRootsAndStrikes() {
        for root in ["", "TOOLONG", "aapl", "BRK.B", "123", "A B"] {
            #expect(throws: ContractError.malformedRoot) { try ContractSpecification(root: root) }
        }
        for strike in [0, -5, 100_000_000] {
            #expect(throws: ContractError.invalidStrike) {
                try OptionContract.standard(
                    root: "A", expiry: day("2027-03-19"), right: .put, strikeThousandths: strike)
            }
        }
    }

    @Test func shortNames() throws {
        func name(_ strike: Int, _ right: OptionRight) throws -> String {
            try OptionContract.standard(root: "A", expiry: day("2027-03-19"), right: right, strikeThousandths: strike)
                .shortName
        }
        #expect(try name(260_000, .put) == "260P" && name(597_500, .call) == "597.5C" && name(5, .put) == "0.005P")
        #expect(Quantity(millionths: -250_000).signedText == "-0.25" && Quantity(2).signedText == "+2")
        #expect(Quantity.zero.signedText == "0")
    }
}
