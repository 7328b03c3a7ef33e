import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis
@testable import MagnusAssistant

/// New positions of several legs: found by their scan, and never among the rows that are held.
@Suite struct SpreadScanTests: QuestionSuite {
    private static func diagonal(_ symbol: String, _ right: OptionRight, score: Double) -> Candidate {
        var candidate = PaperWorld.candidate(symbol, 50, right, score: score, fill: -4.29, yearly: 0.1)
        candidate.strategy = .diagonal
        candidate.id = "scan:diagonal:\(symbol):\(right)"
        return candidate
    }

    /// A put diagonal of XLF, a call diagonal of WMT and no other.
    private static let data: PaperData = {
        var data = PaperData()
        data.kinds = [
            .diagonal: ScanResult(
                strategy: .diagonal, watchlist: "own+watch", scannedAt: PaperWorld.now, symbolsScanned: 28,
                contractsScanned: 900,
                candidates: [diagonal("XLF", .put, score: 79), diagonal("WMT", .call, score: 62)],
                nearestMisses: [], rejected: ["market": 898], room: "11.4k")
        ]
        return data
    }()

    @Test(
        arguments: [
            ("best diagonals", ["Scanned for this question: diagonal, 28 symbols, 2 candidates", "XLF", "WMT"], "BAC"),
            ("any diagonals worth opening", ["diagonal, 28 symbols", "XLF", "WMT"], "BAC"),
            ("show me diagonals i could open", ["diagonal, 28 symbols", "XLF", "WMT"], "BAC"),
            ("what diagonals would you open", ["diagonal, 28 symbols", "XLF", "WMT"], "BAC"),
            ("diagonals to open", ["diagonal, 28 symbols", "XLF", "WMT"], "P/L"),
            // A poor man's covered call is of calls.
            ("PMCC to open", ["diagonal, 28 symbols", "WMT"], "XLF"),
            ("best put diagonal", ["diagonal, 28 symbols", "XLF"], "WMT"),
            ("best diagonal on WMT", ["diagonal of WMT, 1 symbol, 1 candidate", "WMT"], "XLF"),
            // Nothing passed there: said of the scan, and of no other strategy.
            ("best diagonal on AAPL", ["diagonal of AAPL, 1 symbol, 0 candidates", "none of 900 contracts"], "CSP"),
        ] as [(String, [String], String)])
    func aKindOfSeveralLegsIsScanned(_ text: String, _ parts: [String], _ absent: String) async {
        let result = await answer(text, data: Self.data)
        #expect(result.understanding.intent == .opportunities, "\(text): \(result.understanding.intent)")
        expect(result, text, parts, not: [absent, "Not taken", "Lowest open P/L"])
    }

    @Test func candidatesOfThatScanAreAskedAbout() async {
        let why = await answer("why that one", after: ["best diagonals"], data: Self.data)
        expect(why, "why that one", ["XLF", "Score parts"], not: ["no figure"])
        let collateral = await answer(
            "how much collateral", after: ["best diagonals", "why that one"], data: Self.data)
        // 50 a share.
        expect(collateral, "how much collateral", ["XLF", "collateral $5,000"], not: ["Reserved by expiry"])
    }

    @Test(arguments: ["my diagonals", "p/l of my condor", "roll the diagonal"])
    func whatIsHeldIsNotScanned(_ text: String) async {
        let result = await answer(text, data: Self.data)
        #expect(result.understanding.intent != .opportunities, "\(text): \(result.answer.text)")
    }

    @Test func coveredCallsAreCounted() async {
        let result = await answer("top 2 csps")
        #expect(result.understanding.intent == .opportunities, "\(result.answer.text)")
        // Of three, in the order of their scores.
        expect(result, "top 2 csps", ["XLE", "UBER"], not: ["WMT", "Not taken"])
    }
}
