import MagnusAnalysis
import MagnusDomain
import Testing

/// The board of the paper account against the overlay of the specification (trader.md section 4) and hand arithmetic.
@Suite struct ExpiryBoardTests {
    private static let fee = 0.65

    /// The book at a moment with its quotes stamped then.
    /// - Parameters:
    ///   - spots: prices other than the specification's.
    ///   - closes: official closes of the expiry day of the moment.
    static func board(
        _ market: MarketSnapshot = PaperBook.market, at now: Instant = PaperBook.now, spots: [String: Double] = [:],
        closes: [String: Double] = [:], only symbol: String? = nil,
        terms: ExpiryWork.Terms = .init(feesPerContract: fee)
    ) -> ExpiryBoard {
        var market = market
        market.asOf = now
        for symbol in market.underlyings.keys {
            market.underlyings[symbol]?.quote?.time = now
            if let spot = spots[symbol] { market.underlyings[symbol]?.quote = PaperBook.quote(spot, spot, at: now) }
            if let close = closes[symbol] {
                market.underlyings[symbol]?.bars = [
                    DailyBar(
                        date: now.newYork.date, open: close, high: close, low: close, close: close, volume: 1)
                ]
            }
        }
        for contract in market.optionQuotes.keys { market.optionQuotes[contract]?.time = now }
        var valuer = PaperBook.valuer(market)
        if let symbol {
            var content = PaperBook.content
            content.positions = content.positions.filter { $0.instrument.underlying == symbol }
            valuer.apply(content)
        }
        let book = valuer.valuation(now: now)
        return valuer.expiryWork(book: book, market: market).board(terms, account: "paper")
    }

    private func row(_ board: ExpiryBoard, _ symbol: String) throws -> ExpiryRow {
        try #require(board.rows.first { $0.symbol == symbol })
    }

    private func world(_ board: ExpiryBoard, _ kind: ExpiryWorld.Kind) throws -> ExpiryWorld {
        try #require(board.accounts.first?.worlds.first { $0.kind == kind })
    }

    private func isNear(_ figure: Figure, _ expected: Double, within size: Double = 1e-6) -> Bool {
        figure.value.map { abs($0 - expected) <= size } ?? false
    }

    private func friday(_ hour: Int, _ minute: Int) -> Instant {
        NewYorkTime.instant(on: PaperBook.day(3, 19), hour: hour, minute: minute)
    }

    // MARK: The week of the specification

    @Test func theWeekIsListedAsDrawn() {
        let board = Self.board()
        #expect(board.through == PaperBook.day(3, 19))
        #expect(board.rows.map { "\($0.symbol) \($0.title)" } == ["XSP -1/+1 597/592P", "AAPL -1 260P", "KO -2 75P"])
        #expect(
            board.rows.map { $0.instants.day } == [PaperBook.day(3, 15), PaperBook.day(3, 17), PaperBook.day(3, 19)])
        #expect(
            board.rows.map { $0.ending(at: board.asOf) } == [
                "cash, settled 16:00", "decide to 17:30", "decide to 17:30",
            ])
        #expect(board.rows.map(\.intent) == [.avoid, .take, .avoid])
        #expect(board.rows.map(\.isFunded) == [nil, true, true])
    }

    /// Away +2.41 -2.90 -0.02; sigma +1.3 -0.6 0.0; in the money 9 % 72 % 50 %.
    @Test func distancesAndProbabilities() throws {
        let board = Self.board(PaperBook.marketAtStatedVolatilities)
        for (symbol, away, sigmas, inside) in [
            ("XSP", 2.41, 1.3, 0.09), ("AAPL", -2.90, -0.6, 0.72), ("KO", -0.02, 0.0, 0.50),
        ] {
            let row = try row(board, symbol)
            #expect(isNear(row.away, away, within: 1e-9), "\(symbol)")
            #expect(isNear(row.sigmas, sigmas, within: 0.05), "\(symbol)")
            #expect(isNear(row.probability, inside, within: 0.01), "\(symbol)")
        }
    }

    /// Shares and cash as drawn; the cost to buy back of the quotes (0.10 x 100, 3.78 x 100, 0.56 x 200) and 0.65 for each
    /// of 2, 1 and 2 contracts.
    @Test func sharesCashAndBuyBack() throws {
        let board = Self.board()
        for (symbol, shares, cash, buyBack) in [
            ("XSP", 0.0, -500.0, 11.30), ("AAPL", 100, -26_000, 378.65), ("KO", 200, -15_000, 113.30),
        ] {
            let row = try row(board, symbol)
            #expect(isNear(row.allIn.shares, shares), "\(symbol)")
            #expect(isNear(row.allIn.cash, cash), "\(symbol)")
            #expect(isNear(row.buyBack, buyBack), "\(symbol)")
        }
        #expect(try row(board, "XSP").asNow == .nothing, "2.41 out of the money")
    }

    /// all out: free 52,890; as now: free 11,890, +300 sh; all in: free 11,390, +300 sh; short shares: none.
    @Test func threeWorlds() throws {
        let board = Self.board()
        let out = try world(board, .allOut)
        #expect(isNear(out.free, 52_890.40) && isNear(out.cash, 114_640.40) && out.changes.isEmpty)
        let now = try world(board, .asNow)
        #expect(isNear(now.free, 11_890.40))
        // 114,640.40 - 26,000 - 15,000; section 4 says the other shorts reserve 61,750.
        #expect(isNear(now.cash, 73_640.40) && isNear(now.reserved, 61_750))
        #expect(
            now.changes == [
                ExpiryWorld.Shares(symbol: "AAPL", count: 100), ExpiryWorld.Shares(symbol: "KO", count: 200),
            ])
        let all = try world(board, .allIn)
        #expect(isNear(all.free, 11_390.40) && isNear(all.cash, 73_140.40) && all.shareCount == 300)
        for one in [out, now, all] { #expect(one.short.isEmpty && one.unknownRows.isEmpty) }
    }

    /// Cash 114,640.40 less what is reserved through each day; free when all through it expired: cash less the rest.
    @Test func theLadderStepsByExpiry() throws {
        let account = try #require(Self.board().accounts.first)
        let steps = account.ladder.map { step in
            (step.day.monthDay, step.reserved.value, step.cashLeft.value, step.freeIfOut.value)
        }
        let expected: [(String, Double, Double, Double)] = [
            ("03-15", 500, 114_140.40, 11_890.40), ("03-17", 26_000, 88_140.40, 37_890.40),
            ("03-19", 15_000, 73_140.40, 52_890.40), ("03-25", 23_000, 50_140.40, 75_890.40),
            ("04-05", 2000, 48_140.40, 77_890.40), ("04-16", 36_000, 12_140.40, 113_890.40),
            ("04-30", 500, 11_640.40, 114_390.40), ("06-17", 250, 11_390.40, 114_640.40),
        ]
        #expect(steps.map(\.0) == expected.map(\.0))
        for (step, wanted) in zip(steps, expected) {
            #expect(abs((step.1 ?? 0) - wanted.1) < 1e-6, "\(wanted.0)")
            #expect(abs((step.2 ?? 0) - wanted.2) < 1e-6, "\(wanted.0)")
            #expect(abs((step.3 ?? 0) - wanted.3) < 1e-6, "\(wanted.0)")
        }
        // MU 9,500 and three of BAC at 45; PLTR 2 x 80 and AMD 150; the calls on MO, 2 x 57.5, and on INTC, 39.
        // The Friday of LCID is closed (Juneteenth).
        #expect(account.ladder.map { $0.forShares.value ?? 0 } == [0, 26_000, 15_000, 23_000, 0, 31_000, 0, 250])
        #expect(account.ladder.first { $0.day == PaperBook.day(4, 16) }?.fromCalls.value == 15_400)
    }

    // MARK: After the close

    @Test func holdersDecideAfterTheClose() throws {
        let board = Self.board(at: friday(16, 20), spots: ["KO": 75.20], closes: ["KO": 74.99])
        let row = try row(board, "KO")
        #expect(row.ending(at: board.asOf) == "decide 1h10 left, to 17:30")
        #expect(isNear(row.spot, 75.20) && isNear(row.close, 74.99))
        #expect(isNear(row.asNow.shares, 200), "the close exercises it whatever comes later")
        #expect(row.sigmas.reason == .expired && row.probability.reason == .expired && row.buyBack.value == nil)
        #expect(board.unresolved.count == 3, "two legs of XSP and the AAPL put were never reported")
        #expect(try world(board, .allOut).unknownRows.isEmpty)
    }

    @Test func aLaterFallMayStillAssign() throws {
        let later = Self.board(at: friday(17, 10), spots: ["KO": 74.60], closes: ["KO": 75.10])
        #expect(isNear(try row(later, "KO").asNow.shares, 200))
        let calm = Self.board(at: friday(17, 10), spots: ["KO": 75.30], closes: ["KO": 75.10])
        #expect(isNear(try row(calm, "KO").asNow.shares, 0))
        let unknown = Self.board(at: friday(17, 10), spots: ["KO": 75.30])
        #expect(try row(unknown, "KO").asNow.shares.trust == .estimated, "no source tells the close")
    }

    @Test func whatTheBrokerHasNotReportedStays() throws {
        let board = Self.board(at: friday(17, 40), spots: ["KO": 75.20], closes: ["KO": 74.99])
        #expect(board.through == PaperBook.day(3, 25), "Good Friday moves the weekly to Thursday")
        #expect(board.rows.map(\.symbol) == ["KO", "BAC", "MU"])
        #expect(try row(board, "KO").ending(at: board.asOf) == "broker?")
    }

    // MARK: Spreads and calls

    /// Between the strikes: 2 x 585 x 100 paid for 200 shares, and the long leg is gone. The day after is Tuesday.
    @Test func aLongLegThatDiesIsNamed() throws {
        let now = NewYorkTime.instant(on: PaperBook.day(4, 5), hour: 15, minute: 0)
        let board = Self.board(at: now, spots: ["SPY": 580])
        let row = try row(board, "SPY")
        #expect(row.title == "-2/+2 585/575P")
        #expect(isNear(row.asNow.shares, 200) && isNear(row.asNow.cash, -117_000))
        #expect(isNear(row.allIn.shares, 0) && isNear(row.allIn.cash, -2000))
        #expect(row.warnings.map(\.words).contains("long 200 sh Tue, long leg gone"))
        #expect(isNear(try world(board, .asNow).cash, -2359.60))
    }

    /// The call of the diagonal, if it is taken: 100 shares short, which nothing bounds once the LEAPS stands apart.
    @Test func shortSharesHaveNoBound() throws {
        let now = NewYorkTime.instant(on: PaperBook.day(4, 9), hour: 15, minute: 0)
        let board = Self.board(at: now)
        let row = try row(board, "BAC")
        #expect(isNear(row.allIn.shares, -100) && isNear(row.allIn.cash, 5250))
        let all = try world(board, .allIn)
        #expect(all.short == [ExpiryWorld.Shares(symbol: "BAC", count: -100)])
        #expect(all.free.reason == .unlimited && isNear(all.cash, 119_890.40))
        #expect(try world(board, .asNow).short.isEmpty, "49.84 is under 52.5")
    }

    @Test func adjustedContractsAreNeverReckonedWith() throws {
        let now = NewYorkTime.instant(on: PaperBook.day(6, 17), hour: 12, minute: 0)
        // What expired before and was never reported would take an unknown part of the cash.
        #expect(try world(Self.board(at: now), .asNow).reserved.reason == .expiredUnresolved)
        let board = Self.board(at: now, only: "LCID")
        let row = try row(board, "LCID")
        #expect(row.asNow.cash.reason == .adjusted && row.allIn.shares.reason == .adjusted)
        #expect(try world(board, .allIn).unknownRows == ["LCID -1 2.5P ADJ"])
        #expect(isNear(try world(board, .allIn).reserved, 250), "it keeps what it reserves")
        #expect(isNear(try world(board, .allOut).reserved, 0))
    }

    /// 18 June 2027 is closed: the series of that Friday ends on Thursday, at 16:15 for the index the day before.
    @Test func holidaysMoveTheEnd() throws {
        let now = NewYorkTime.instant(on: PaperBook.day(6, 14), hour: 12, minute: 0)
        let board = Self.board(at: now)
        #expect(board.through == PaperBook.day(6, 17))
        #expect(try row(board, "LCID").instants.day == PaperBook.day(6, 17))
    }

    // MARK: Which week

    @Test(arguments: [
        ("2027-03-19T21:29:00Z", "2027-03-19"), ("2027-03-19T21:30:00Z", "2027-03-25"),
        ("2027-03-20T13:00:00Z", "2027-03-25"), ("2027-03-21T13:00:00Z", "2027-03-25"),
        // Friday after Thanksgiving closes at 13:00: holders decide to 14:30.
        ("2027-11-26T19:29:00Z", "2027-11-26"), ("2027-11-26T19:30:00Z", "2027-12-03"),
    ])
    func theWeekThatMatters(now: String, last: String) throws {
        #expect(ExpiryBoard.week(of: try Instant(rfc3339: now)).iso8601 == last)
    }

    // MARK: Deadlines

    /// The flag E of a row and its line here read the same days: 04-22 less 7 lies before the expiry on 04-16.
    @Test(arguments: [(false, "may move inside CC -1 39C"), (true, "")])
    func anUnconfirmedDateMayMove(isConfirmed: Bool, consequence: String) throws {
        var market = PaperBook.market
        market.underlyings["INTC"]?.profile.earnings = [
            EarningsEvent(date: PaperBook.day(4, 22), time: .afterClose, isConfirmed: isConfirmed)
        ]
        let line = try #require(Self.board(market).deadlines.first { $0.kind == .earnings && $0.symbol == "INTC" })
        #expect(line.consequence == consequence)
        var valuer = PaperBook.valuer(market)
        let row = try #require(valuer.valuation(now: PaperBook.now).strategies.first { $0.symbol == "INTC" })
        #expect(row.flags.contains(.earnings) == !consequence.isEmpty)
    }

    @Test func deadlinesOfTheBook() throws {
        let all = Self.board().deadlines
        func texts(_ kind: Deadline.Kind) -> [String] {
            all.filter { $0.kind == kind }.map {
                "\($0.day.monthDay) \($0.symbol ?? "-") \($0.text): \($0.consequence)"
            }
        }
        #expect(texts(.exDividend) == ["03-16 MO 1.06 a share: calls decided Mon evening: CC -2 57.5C"])
        #expect(texts(.earnings) == ["03-24 MU AMC: inside -1 95P"])
        #expect(texts(.tripleExpiry) == ["03-19 - quarterly: options and futures expire"])
        #expect(texts(.holiday).map { $0.prefix(5) } == ["03-26"])
        #expect(all.first { $0.kind == .holiday }?.consequence == "expiries of the week end Thu 03-25")
        #expect(
            texts(.lastTrade) == [
                "04-15 SPX -1 PCS 5650/5600: settles on the opening print of Fri 04-16"
            ])
        #expect(all.map(\.day) == all.map(\.day).sorted())
        #expect(all.allSatisfy { $0.day <= PaperBook.day(4, 29) }, "45 days")
        #expect(Set(all.map(\.id)).count == all.count)
    }
}
