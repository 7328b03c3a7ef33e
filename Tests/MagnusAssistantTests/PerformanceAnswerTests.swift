import MagnusAnalysis
import MagnusDomain
import Testing

@testable import MagnusAssistant

/// One definition of a result: what the chat says of closed trades is what the performance view says.
@Suite struct PerformanceAnswerTests {
    private static func text(_ question: String) async -> String { await QuestionFilterTests.text(question) }

    @Test func theCountIsThatOfThePerformanceView() async {
        let book = LedgerBook(HistoryTests.events)
        let performance = TradePerformance(book, trades: TradeBlotter(book.allEvents).trades)
        let summary = performance.summary()
        let text = await Self.text("win rate")
        #expect(text.contains("\(summary.wins) winners"), "\(text)")
        #expect(text.contains("\(summary.losses) loser of \(summary.count) closed trades"), "\(text)")
    }

    @Test(arguments: [
        ("what did I make in the first half of feb", ["first half of 2027-02", "realised -52"]),
        ("win rate puts vs calls", ["puts: 3 won 1 lost 75%"]),
        ("win rate of trades held over 30 days", ["Not taken into account: over 30"]),
        ("win rate in february at 20 delta", ["Not taken into account", "20"]),
        ("what did I open in february", ["2027-02", "-1 PLTR 50P", "-1 KO 50P"]),
        ("premium by strategy", ["put: $536 -414 +122"]),
        (
            "win rate by month",
            ["2027-03: 1 won 0 lost 100%", "2027-02: 1 won 1 lost 50%", "2027-01: 1 won 0 lost 100%"]
        ),
        ("win rate by symbol", ["KO: 2 won 0 lost 100%", "PLTR: 1 won 1 lost 50%"]),
        ("win rate per strategy", ["put: 3 won 1 lost 75%"]),
        ("avg days held", ["held 10.3 days on average; 3 winners"]),
        ("how long do i hold on average", ["held 10.3 days on average; 3 winners"]),
        ("average winner", ["mean winner +58; 3 winners"]), ("avg loser", ["mean loser -52; 3 winners"]),
        ("expectancy", ["expectancy +31 a trade; 3 winners"]), ("whats my profit factor", ["profit factor 3.35; 3"]),
        ("max drawdown", ["deepest fall", "$52"]), ("fees this year", ["fees -8.00"]),
        ("how much in commissions in february", ["2027-02", "fees -4.00"]),
        ("fees by symbol", ["KO: -4.00", "PLTR: -4.00"]),
        ("premium by month", ["2027-01: $199 -101 +98", "2027-02: $248 -252 -4"]),
        ("premium by symbol", ["KO: $298 -152 +146"]), ("best month", ["Best month: 2027-01 +98; worst: 2027-02 -4"]),
        ("worst symbol ever", ["Best symbol: KO +146; worst: PLTR -24"]),
        ("which name made me the most money", ["Best symbol: KO +146"]),
        ("what strategy works best", ["put: +122"]), ("how many trades this year", ["4 closed trades"]),
        ("trades per month", ["2027-02: 1 won 1 lost"]), ("last trade", ["the last 1 of 8 trades", "2027-03-09"]),
        ("show my last 3 trades", ["the last 3 of 8 trades", "2027-03-01", "2027-02-20"]),
        ("pnl between feb 1 and feb 15", ["2027-02-01 to 2027-02-15", "realised -52"]),
        ("realised from jan 10 to jan 31", ["2027-01-10 to 2027-01-31", "realised +98"]),
        ("p&l since feb 15", ["since 2027-02-15", "realised +76"]), ("profit feb 11 - mar 9", ["realised +76"]),
        ("this month vs last month", ["2027-03 against 2027-02 +32", "2027-03 +28", "2027-02 -4"]),
        ("did i make more in feb than jan", ["2027-02 against 2027-01 -102"]),
        ("more than last month?", ["2027-03 against 2027-02 +32"]), ("week to date", ["this week", "realised 0"]),
    ])
    func measured(_ question: String, _ parts: [String]) async {
        let text = await Self.text(question)
        for part in parts { #expect(text.contains(part), "\(question) lacks \(part):\n\(text)") }
    }
}
