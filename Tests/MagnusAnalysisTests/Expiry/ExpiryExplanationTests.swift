import MagnusDomain
import Testing

@testable import MagnusAnalysis

/// How the figures of the expiry board come about, on the paper account of the specification.
@Suite struct ExpiryExplanationTests {
    private static let terms = ExpiryWork.Terms(feesPerContract: 0.65)

    private static func work() -> ExpiryWork {
        var valuer = PaperBook.valuer(PaperBook.market)
        let book = valuer.valuation(now: PaperBook.now)
        return valuer.expiryWork(book: book, market: PaperBook.market)
    }

    private static func row(_ symbol: String, _ work: ExpiryWork) throws -> ExpiryRow {
        try #require(work.board(terms, account: "paper").rows.first { $0.symbol == symbol })
    }

    private static func inputs(_ found: Explanation) -> [String] {
        found.inputs.map { "\($0.name) \($0.value)" }
    }

    /// 257.10 less 260: 2.90 in the money.
    @Test func theDistanceIsSpotLessStrike() throws {
        let work = Self.work()
        let row = try Self.row("AAPL", work)
        let found = try #require(work.explanation("\(row.id)#distance", Self.terms))
        #expect(found.value == "-2.90 USD/share" && found.formula == "S - K")
        #expect(Self.inputs(found) == ["S 257.10", "K 260.00"])
        #expect(found.inputs.first?.reference == "\(row.legs[0].position)#underlying_price")
        #expect(work.explanation(row.id, Self.terms)?.value == found.value, "bare, the distance")
    }

    @Test func deviationsNameVolatilityAndTime() throws {
        let work = Self.work()
        let row = try Self.row("AAPL", work)
        let found = try #require(work.explanation("\(row.id)#distance_sigmas", Self.terms))
        #expect(found.formula == "-ln(K / S) / (σ x √T)")
        #expect(found.inputs.map(\.name) == ["S", "K", "σ", "T"])
        #expect(found.inputs[2].reference?.hasSuffix("#iv") == true)
    }

    /// Two puts on KO at the ask of 0.56 and 0.65 each: 113.30.
    @Test func theBuyBackIsQuotesAndFees() throws {
        let work = Self.work()
        let row = try Self.row("KO", work)
        let found = try #require(work.explanation("\(row.id)#buy_back", Self.terms))
        #expect(found.value == "113.30 USD")
        let inputs = Self.inputs(found)
        for wanted in ["ask 0.56", "contracts -2", "multiplier 100", "fees for each contract 0.65"] {
            #expect(inputs.contains(wanted), "\(inputs)")
        }
        #expect(work.explanation("\(row.id)#cost_to_close", Self.terms)?.value == "112.00 USD")
    }

    /// 260 x 100 are paid for the shares; the spread on XSP is settled in cash and loses its width, 5 x 100.
    @Test func cashIsStrikesOrTheWorstOfAllPrices() throws {
        let work = Self.work()
        let apple = try Self.row("AAPL", work)
        #expect(work.explanation("\(apple.id)#if_in_the_money/cash", Self.terms)?.value == "-26000.00 USD")
        #expect(work.explanation("\(apple.id)#if_in_the_money/shares", Self.terms)?.value == "100.0000 shares")
        let index = try Self.row("XSP", work)
        let found = try #require(work.explanation("\(index.id)#if_in_the_money/cash", Self.terms))
        #expect(found.value == "-500.00 USD" && found.formula.hasPrefix("least of all prices"))
        #expect(Set(found.inputs.map(\.group)).count == 2, "a group for each leg")
    }

    @Test func theChanceIsThatOfTheShortLegs() throws {
        let work = Self.work()
        let row = try Self.row("KO", work)
        let found = try #require(work.explanation("\(row.id)#probability_in_the_money", Self.terms))
        #expect(found.inputs.count == 1 && found.inputs.first?.reference?.hasSuffix("#assignment_probability") == true)
        #expect(found.value.hasSuffix("%"))
    }

    @Test func whatIsNotThereIsNotExplained() throws {
        let work = Self.work()
        let row = try Self.row("AAPL", work)
        #expect(work.explanation("\(row.id)#nonsense", Self.terms) == nil)
        #expect(work.explanation("\(row.strategy)@2027-03-16#distance", Self.terms) == nil)
        #expect(work.explanation("paper:nobody@2027-03-17#distance", Self.terms) == nil)
        #expect(!ExpiryWork.isRow("paper:P2:AAPL270317P00260000#distance"))
        #expect(ExpiryWork.isRow("paper:P15:SPX@2027-04-16am#distance"))
    }
}
