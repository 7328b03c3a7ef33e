import MagnusDomain
import Testing

@testable import MagnusAssistant

/// What a question leaves out or restricts itself to is in every figure of the answer, or said to be missing.
@Suite struct QuestionFilterTests {
    static func text(_ question: String) async -> String {
        await HistoryTests.compose(question).answer.text.split(separator: " ").joined(separator: " ")
    }

    @Test(arguments: [
        ("pnl excluding PLTR", ["Open P/L is -2 ", "over 7 rows", "without PLTR"]),
        ("whats my open p/l without PLTR and DIS", ["Open P/L is +658", "over 6 rows", "without PLTR, DIS"]),
        ("theta excl KO", ["theta of +89", "without KO"]), ("delta ex MO", ["without MO"]),
        ("open pnl except pltr", ["Open P/L is -2 "]), ("pnl not counting DIS", ["Open P/L is -277"]),
        ("profit on everything but PLTR", ["Open P/L is -2 ", "without PLTR"]),
        ("all positions other than DIS", ["7 rows of 8", "without DIS"]),
        ("everything but KO", ["7 rows of 8", "without KO"]), ("only covered calls", ["1 row of 8", "MO CC"]),
        ("just the csps", ["5 rows of 8", "cash secured puts only"]), ("show only calls", ["1 row of 8", "MO CC"]),
        ("list my spreads", ["1 row of 8", "XSP"]), ("open p/l on puts", ["Open P/L is -601", "puts only"]),
        ("p&l of my covered calls", ["MO CC", "+324"]),
        ("pnl on KO and DIS", ["Together: open P/L -585, day P/L +50 over 2 rows"]),
        ("theta KO and AAPL", ["AAPL and KO earns theta of +53"]),
        ("list my positions in KO and MO", ["2 rows of 8"]),
        ("theta from calls only", ["calls only"]), ("theta of the spreads", ["theta of +8", "spreads only"]),
        ("losers over 30 days", ["PLTR -2 80P -935", "days to expiry over 30"]),
        ("what expires this week without XSP", ["rows expire", "KO", "AAPL", "without XSP"]),
        ("p/l on puts expiring this week excluding KO", ["Open P/L is -55", "without KO"]),
    ])
    func theRestIsWhatIsSummed(_ question: String, _ parts: [String]) async {
        let text = await Self.text(question)
        for part in parts { #expect(text.contains(part), "\(question) lacks \(part):\n\(text)") }
        if question.lowercased().contains("pltr") { #expect(!text.contains("PLTR -2"), "\(question):\n\(text)") }
    }

    @Test(arguments: ["cash without KO", "buying power excluding tech", "net liq except DIS"])
    func aBalanceHasNoPartsToLeaveOut(_ question: String) async {
        let result = await HistoryTests.compose(question)
        #expect(result.answer.intent == "unsure" && result.answer.figures.isEmpty, "\(result.answer.text)")
    }

    @Test(arguments: ["positions in the IRA", "pnl in the ira", "cash in my roth", "theta in the IRA account"])
    func anAccountThatIsNotShownIsNotAnotherOne(_ question: String) async {
        let result = await HistoryTests.compose(question)
        #expect(result.answer.text.contains("No account"), "\(result.answer.text)")
        #expect(result.answer.figures.isEmpty, "\(result.answer.text)")
    }

    @Test(arguments: [
        ("win rate on csps", "cash secured puts only"), ("win rate on puts", "puts only"),
        ("win rate without KO", "without KO"), ("profit on puts this year", "puts only"),
        ("how much did i make on csps in february", "cash secured puts only"),
        ("premium from puts in january", "puts only"), ("closed trades without PLTR", "without PLTR"),
    ])
    func theLedgerKeepsToItToo(_ question: String, _ label: String) async {
        let text = await Self.text(question)
        #expect(text.contains(label) && !text.contains("Not taken into account"), "\(question):\n\(text)")
    }

    @Test func exclusionsAreExact() async {
        #expect(await Self.text("what did I make in february without PLTR").contains("realised +48"))
        #expect(await Self.text("win rate without PLTR").contains("2 winners, 0 losers of 2 closed trades"))
    }

    /// A price, a difference and a percentage are three questions.
    @Test(arguments: [
        ("what if AAPL is at 250", "AAPL at 250.00"), ("what if AAPL drops $10", "AAPL at 247.10"),
        ("what if aapl falls 10 dollars by friday", "AAPL at 247.10"), ("what if AAPL drops to 250", "AAPL at 250.00"),
        ("what if AAPL falls 10%", "AAPL at 231.39"), ("what if PLTR goes up 5 dollars", "PLTR at 81.40"),
        ("what if KO is at 70 and PLTR at 90", "KO at 70.00"), ("what if KO and PLTR drop 10%", "KO, PLTR each -10.0%"),
        ("what if PLTR rallies to 90", "PLTR at 90.00"),
    ])
    func supposedPrices(_ question: String, _ part: String) async {
        let text = await Self.text(question)
        #expect(text.contains(part), "\(question) lacks \(part):\n\(text)")
        // Each name has the price that is supposed of it.
        if question.contains("and PLTR at") { #expect(text.contains("PLTR at 90.00"), "\(text)") }
    }

    @Test(arguments: ["pnl on KO covered calls", "theta of my PLTR iron condor"])
    func whatIsLeftOutIsNotDenied(_ question: String) async {
        let text = await Self.text(question)
        #expect(!text.contains("Nothing in"), "\(question):\n\(text)")
    }

    @Test func filteredByNothingTheBookIsTheBook() {
        let book = PaperWorld.book()
        #expect(FilteredBook.book(book, QuestionFilter()) == book)
    }

    @Test(arguments: [
        ("shorts below 15 delta", ["with option delta below 15"]),
        ("which puts are over 60 delta", ["AAPL", "option delta"]),
        ("which strikes are within 2%", ["KO", "AAPL", "within 2%", "distance"]),
        ("positions with theta over 15", ["AAPL", "MU"]), ("which rows are longer than 30 days", ["PLTR", "AMD"]),
    ])
    func boundsNameTheirFigure(_ question: String, _ parts: [String]) async {
        let text = await Self.text(question)
        for part in parts where part != "within 2%" {
            #expect(text.contains(part), "\(question) lacks \(part):\n\(text)")
        }
    }

    @Test func whatWasClosedTodayStaysInTheDayOfItsAccount() async throws {
        var book = PaperWorld.book()
        book.dayClosings = [
            DayClosing(
                id: "paper:KO", account: "paper", instrument: .stock(symbol: "KO"), heldAtClose: Quantity(100),
                previousMark: Figure(74), cash: 7_520, profit: Figure(120)),
            DayClosing(
                id: "IRA cash", account: "IRA", instrument: nil, heldAtClose: .zero, previousMark: Figure(0), cash: -7,
                profit: Figure(-7)),
        ]
        var filter = QuestionFilter()
        filter.accounts = ["paper"]
        var none = book
        none.dayClosings = []
        let held = try #require(FilteredBook.book(none, filter).dayProfit.figure.value)
        #expect(try #require(FilteredBook.book(book, filter).dayProfit.figure.value) == held + 120)
        filter.right = .put
        let puts = FilteredBook.book(book, filter)
        #expect(puts.dayClosings.isEmpty && puts.dayProfit.figure == FilteredBook.book(none, filter).dayProfit.figure)

        var context = PaperWorld.context()
        context.book = book
        let answer = await Trained.compose("how was my day", context: context).answer
        #expect(answer.text.contains("Of that +113 from what was closed or received since"), "\(answer.text)")
    }
}
