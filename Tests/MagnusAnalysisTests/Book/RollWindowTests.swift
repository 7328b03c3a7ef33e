import MagnusAnalysis
import MagnusDomain
import Testing

/// Flag R: one rule for every row with a short option, by the day its short was opened, and a reason where it is silent.
@Suite struct RollWindowTests {
    private func book(_ date: CalendarDate) -> BookValuation {
        var market = PaperBook.market
        let now = NewYorkTime.instant(on: date, hour: 10, minute: 42)
        market.asOf = now
        var valuer = PaperBook.valuer(market)
        return valuer.valuation(now: now)
    }

    private func row(_ book: BookValuation, _ symbol: String, _ title: String) throws -> StrategyValuation {
        try #require(book.strategies.first { $0.symbol == symbol && $0.title.hasPrefix(title) })
    }

    private func flagged(_ date: CalendarDate, _ symbol: String, _ title: String) throws -> Bool {
        try row(book(date), symbol, title).flags.contains(.rollWindow)
    }

    @Test func coveredCallsAndDiagonalsTooByTheirShort() throws {
        // Opened 39 days before expiry: from 21 days, whatever the shares' age.
        #expect(try !flagged(PaperBook.day(3, 25), "INTC", "CC"))
        #expect(try flagged(PaperBook.day(3, 26), "INTC", "CC"))
        #expect(try flagged(PaperBook.day(4, 8), "INTC", "CC"), "8 days left")
        #expect(try !flagged(PaperBook.day(4, 9), "INTC", "CC"), "the expiry rules take over")
        #expect(try flagged(PaperBook.day(3, 26), "SPX", "-1 PCS"))
        #expect(try flagged(PaperBook.day(3, 22), "BAC", "PMCC"))
    }

    @Test func explainNamesEveryRuleAndWhyItIsSilent() throws {
        let book = book(PaperBook.day(3, 15))
        let silent = try row(book, "INTC", "CC")
        let explanation = try #require(
            Explainer.explain(id: "\(silent.id)#flags", book: book, market: PaperBook.market))
        for flag in PositionFlag.allCases {
            let line = try #require(
                explanation.inputs.first { $0.name == flag.rawValue && $0.source == "rule" }, "\(flag)")
            #expect(line.value.hasPrefix(silent.flags.contains(flag) ? "holds: " : "silent: "), "\(line.value)")
        }
        let roll = explanation.inputs.first { $0.name == PositionFlag.rollWindow.rawValue }?.value ?? ""
        #expect(roll.contains("opened 39 days before expiry, so from 21 days; 32 left"), "\(roll)")
        let shares = try row(book, "DIS", "100 sh")
        let none = try #require(Explainer.explain(id: "\(shares.id)#flags", book: book, market: PaperBook.market))
        #expect(
            none.inputs.first { $0.name == PositionFlag.rollWindow.rawValue }?.value.hasSuffix("no short option")
                == true)
    }
}
