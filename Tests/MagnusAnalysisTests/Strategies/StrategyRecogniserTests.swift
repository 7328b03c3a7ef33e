import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusAnalysis

@Suite struct StrategyRecogniserTests {
    private func position(_ instrument: Instrument, _ quantity: Int, group: String? = nil) -> Position {
        Position(
            id: "a:\(instrument)", account: "a", instrument: instrument, quantity: Quantity(quantity),
            openedAt: PaperBook.now, averagePrice: 1, costBasis: nil, realizedProfit: .zero, strategyGroup: group)
    }

    private func option(
        _ right: OptionRight, _ strike: Double, _ quantity: Int, _ month: Int = 4, group: String? = nil
    ) -> Position {
        position(.option(PaperBook.contract("KO", PaperBook.day(month, 16), right, strike)), quantity, group: group)
    }

    private func titles(_ positions: [Position]) -> Set<String> {
        Set(StrategyRecogniser.strategies(in: positions).map(\.title))
    }

    @Test func shapesHaveTheirNames() {
        #expect(titles([option(.put, 70, -2), option(.put, 65, 2)]) == ["-2 PCS 70/65"])
        #expect(titles([option(.call, 80, -1), option(.call, 85, 1)]) == ["-1 CCS 80/85"])
        #expect(titles([option(.put, 70, 1), option(.put, 65, -1)]) == ["+1 PDS 70/65"])
        #expect(titles([option(.call, 80, 1), option(.call, 85, -1)]) == ["+1 CDS 80/85"])
        #expect(titles([option(.put, 75, -1), option(.call, 75, -1)]) == ["-1 STD 75"])
        #expect(titles([option(.put, 70, -1), option(.call, 80, -1)]) == ["-1 STG 70/80"])
        #expect(titles([option(.call, 75, -1), option(.call, 75, 1, 5)]) == ["+1 CAL 75C"])
        #expect(titles([option(.call, 80, -1), option(.call, 70, 1, 12)]) == ["PMCC 70C/80C"])
        #expect(titles([option(.put, 70, -1), option(.put, 65, 1, 12)]) == ["+1 DIAG 65P/70P"])
        #expect(
            titles([option(.call, 70, 1), option(.call, 75, -2), option(.call, 80, 1)]) == ["+1 BFLY 70/75/80"])
        #expect(
            titles([option(.put, 70, 1), option(.put, 75, -1), option(.call, 75, -1), option(.call, 80, 1)])
                == ["-1 IF 75+5"])
    }

    @Test func sharesCoverCallsAcrossOrders() {
        let shares = position(.stock(symbol: "KO"), 200, group: "x")
        #expect(titles([shares, option(.call, 80, -2, group: "y")]) == ["CC -2 80C"])
        #expect(titles([shares, option(.call, 80, -3, group: "y")]) == ["200 sh uncovered", "-3 80C"])
        #expect(
            titles([shares, option(.put, 70, 2, group: "x"), option(.call, 80, -2, group: "x")]) == ["COL 70P/80C"])
    }

    /// An adjusted call that takes 150 of the shares leaves 50 of 200, which cover no other call and are not idle, and 100 of
    /// 250, which cover one.
    @Test(arguments: [200, 250]) func sharesThatAnAdjustedCallTakesCoverNoOther(held: Int) throws {
        let standard = PaperBook.contract("KO", PaperBook.day(4, 16), .call, 80)
        var adjusted = standard
        adjusted.root = "KO1"
        adjusted.strikeThousandths = 50_000
        adjusted.deliverable = .adjusted(shares: 150, symbol: "KO", cash: .zero)
        #expect(adjusted.adjustedShares == 150 && standard.adjustedShares == 0)
        let positions = [
            position(.stock(symbol: "KO"), held), position(.option(adjusted), -1), position(.option(standard), -1),
        ]
        let rows = StrategyRecogniser.strategies(in: positions)
        let isCovered = held == 250
        #expect(rows.contains { $0.kind == .coveredCall } == isCovered)
        #expect(rows.contains { $0.title == "200 sh" } == !isCovered)

        let account = Account(name: "a", broker: "file", kind: .imported, rules: .cash)
        var valuer = PaperBook.valuer()
        valuer.apply(PaperBook.market)
        let holdings = LedgerBook([]).accountHoldings(account, source: "f", now: PaperBook.now)
        valuer.apply(BookContent(accounts: [holdings], positions: positions))
        let book = valuer.valuation(now: PaperBook.now)
        #expect(!book.strategies.contains { $0.flags.contains(.uncoveredShares) })
        #expect(BookRoom(book, market: PaperBook.market).idle["KO"]?.idle == 0)
        let sold = try #require(
            book.strategies.first { $0.legs.contains { $0.position.instrument == .option(standard) } })
        #expect((sold.collateral == .unknown(.unlimited)) == !isCovered)
        let legs: [(contract: OptionContract?, quantity: Double)] = [
            (nil, Double(held)), (adjusted, -1), (standard, -1),
        ]
        #expect(MarginLayout(legs, today: PaperBook.now.newYork.date).longCover == (isCovered ? 100 : 0))
    }

    /// Whatever is held, every position is in exactly one row and ids are unique.
    @Test(arguments: 0..<60) func everyPositionIsInExactlyOneRow(seed: Int) {
        var random = SystemIndependentGenerator(seed: UInt64(seed))
        var positions: [Position] = []
        var seen = Set<String>()
        for _ in 0..<Int.random(in: 1...25, using: &random) {
            let right: OptionRight = Bool.random(using: &random) ? .call : .put
            let group = Bool.random(using: &random) ? "g\(Int.random(in: 0...3, using: &random))" : nil
            let quantity = [-3, -2, -1, 1, 2].randomElement(using: &random) ?? 1
            let next =
                Int.random(in: 0...6, using: &random) == 0
                ? position(.stock(symbol: "KO"), 100 * quantity, group: group)
                : option(
                    right, Double(60 + 5 * Int.random(in: 0...6, using: &random)), quantity,
                    Int.random(in: 4...6, using: &random), group: group)
            if seen.insert(next.id).inserted { positions.append(next) }
        }
        let rows = StrategyRecogniser.strategies(in: positions)
        #expect(rows.flatMap(\.members).sorted() == Array(positions.indices))
        #expect(Set(rows.map(\.id)).count == rows.count)
    }
}
