import MagnusQuant
import Testing

@testable import MagnusDomain

@Suite struct OptionTextTests {
    private func apple() throws -> OptionContract {
        try .standard(root: "AAPL", expiry: day("2025-12-19"), right: .call, strikeThousandths: 150_000)
    }

    @Test(arguments: [
        (OptionNotation.osi, "AAPL  251219C00150000"), (.compact, "AAPL251219C00150000"),
        (.polygon, "O:AAPL251219C00150000"), (.thinkorswim, ".AAPL251219C150"), (.fidelity, "-AAPL251219C150"),
        (.interactiveBrokers, "AAPL 19DEC25 150 C"), (.schwab, "AAPL 12/19/2025 150.00 C"),
        (.robinhood, "AAPL 12/19/2025 Call $150.00"),
    ])
    func spellings(_ notation: OptionNotation, _ text: String) throws {
        #expect(try apple().text(in: notation) == text)
        #expect(try OptionContract(text: text) == apple())
    }

    @Test(arguments: [
        "AAPL 251219C00150000", ".AAPL251219C00150000", " AAPL  251219C00150000 ", "aapl251219c150", "AAPL251219C150.0",
        "AAPL_121925C150", "AAPL DEC2025 150 C [AAPL  251219C00150000 100]", "AAPL 100 19 DEC 25 150 CALL",
        "AAPL 100 (Weeklys) 19 DEC 25 150 CALL", "AAPL Dec 19 2025 $150.00 Call", "AAPL 12/19/25 Call $150",
        "AAPL 19DEC2025 150.0 C", "AAPL   251219C00150000", " -AAPL251219C150", "AAPL\t12/19/2025 150.00 C",
    ])
    func variants(_ text: String) throws {
        #expect(try OptionContract(text: text) == apple())
    }

    @Test func realFiles() throws {
        let put = try OptionContract(text: "TSLA  200717P00705000")
        #expect(put.root == "TSLA" && put.strike == 705 && put.right == .put && put.expiry == day("2020-07-17"))
        #expect(try OptionContract(text: ".SPXW261218P5997.5").strikeThousandths == 5_997_500)
        #expect(try OptionContract(text: "ORCL 15SEP17 50.0 P").osi == "ORCL  170915P00050000")
        let berkshire = try OptionContract(text: "BRK/B 270115P00350000")
        #expect(berkshire.root == "BRKB" && berkshire.underlying == "BRK.B")
        for text in ["BRK B 15JAN27 350 P", "BRK.B 1/15/2027 Put $350.00", "BRK-B270115P350", "BRKB  270115P00350000"] {
            #expect(try OptionContract(text: text) == berkshire)
        }
        #expect(try OptionContract(text: "AMZN 12/18/2026 Call $2,973.95").strikeThousandths == 2_973_950)
    }

    @Test(arguments: [
        "", "AAPL", "AAPL 251319C00150000X", "251219C00150000", "Buy 100 AAPL", "./ESZ4 E3AZ4 241220P5000",
        "AAPL  251219X00150000",
        "AAPL 12/19/2025 150.00", "AAPL 12/19/2025 C C", "ÄAPL  251219C00150000", "AAPL\u{1B}[2J251219C00150000",
        "AAPL [", "[]",
        "AAPL ][", "[ 100]", "AAPL 12/19/2025 1.5.0 C", "AAPL251219C", "TOOLONGROOT251219C00150000",
    ])
    func refuses(_ text: String) {
        #expect(throws: ContractError.self) { try OptionContract(text: text) }
    }

    @Test func refusalsSayWhy() {
        #expect(throws: ContractError.noSuchDate) { try OptionContract(text: "AAPL  251319C00150000") }
        #expect(throws: ContractError.noSuchDate) { try OptionContract(text: "AAPL 2/30/2025 150.00 C") }
        #expect(throws: ContractError.invalidStrike) { try OptionContract(text: "AAPL  251219C00000000") }
        #expect(throws: ContractError.invalidStrike) { try OptionContract(text: "AAPL 12/19/2025 0.0001 C") }
        #expect(throws: ContractError.multiplierImplausible(1)) {
            try OptionContract(text: "AAPL DEC2025 150 C [AAPL  251219C00150000 1]")
        }
        #expect(throws: ContractError.unrecognised) {
            try OptionContract(text: String(repeating: "A", count: 10_000_000))
        }
        #expect(throws: ContractError.unrecognised) { try OptionContract(osi: ".AAPL251219C150") }
    }

    @Test func randomContractsComeBackFromEverySpelling() throws {
        var random = SeededGenerator(seed: 7)
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        let first = day("1990-01-01").daysSinceEpoch
        for _ in 0..<1000 {
            var root = String(
                (0..<Int.random(in: 1...5, using: &random)).map { _ in letters[Int.random(in: 0..<26, using: &random)] }
            )
            if Int.random(in: 0..<5, using: &random) == 0 { root += "1" }
            let expiry = CalendarDate(daysSinceEpoch: first + Int.random(in: 0..<29_000, using: &random))
            let strike = Int.random(in: 1...OptionContract.maximumStrikeThousandths, using: &random)
            let contract = try OptionContract.standard(
                root: root, expiry: expiry, right: Bool.random(using: &random) ? .call : .put,
                strikeThousandths: strike)
            #expect(contract.osi.utf8.count == 21)
            #expect(try OptionContract(osi: contract.osi) == contract)
            for notation in OptionNotation.allCases {
                // Descriptions name the underlying: a monthly index root turns into the weekly one off its day.
                if ContractSpecification.weeklySiblings[root] != nil { continue }
                if try OptionContract(text: contract.text(in: notation)) != contract {
                    Issue.record("\(contract.text(in: notation))")
                }
            }
        }
    }

    @Test func damagedTextsNeverTrap() {
        var random = SeededGenerator(seed: 11)
        let seeds = [
            "AAPL  251219C00150000", "AAPL 19DEC25 150 C", ".SPXW261218P5997.5", "AAPL 12/19/2025 Call $150.00",
            "AAPL 100 19 DEC 25 150 CALL", "AAPL DEC2025 150 C [AAPL  251219C00150000 100]",
        ].map { Array($0.utf8) }
        var accepted = 0
        for _ in 0..<6000 {
            var bytes = seeds[Int.random(in: 0..<seeds.count, using: &random)]
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
                case 1 where bytes.count > 1: bytes.remove(at: at)
                default: bytes.insert(UInt8.random(in: 0x20...0x7E, using: &random), at: at)
                }
            }
            guard let contract = try? OptionContract(text: String(decoding: bytes, as: UTF8.self)) else { continue }
            accepted += 1
            let back = try? OptionContract(osi: contract.osi)
            #expect(back?.osi == contract.osi && back?.expiry == contract.expiry)
        }
        #expect(accepted > 50)
    }
}
