import MagnusDesk
import MagnusDomain

/// The board of the specification's overlay by hand (trader.md section 4), with its ladder and some deadlines.
enum SampleExpiry {
    static let now = SampleBook.now

    static func board(at now: Instant = now) -> ExpiryBoard {
        var board = ExpiryBoard(
            asOf: now, account: "paper", through: SampleBook.date(2027, 3, 19),
            rows: [xsp(at: now), aapl(at: now), ko(at: now)],
            accounts: [account], unresolved: [], feesPerContract: 0.65, deadlinesThrough: SampleBook.date(2027, 4, 29))
        board.deadlines = deadlines
        return board
    }

    /// Nothing ends, and the next expiry is known.
    static func empty() -> ExpiryBoard {
        var board = board()
        board.rows = []
        board.through = SampleBook.date(2027, 3, 14)
        return board
    }

    /// A Friday after the close: holders of KO decide, a spread has lost its long leg, shares of BAC would be short, one row
    /// cannot be judged.
    static func evening() -> ExpiryBoard {
        let now = NewYorkTime.instant(on: SampleBook.date(2027, 3, 19), hour: 16, minute: 20)
        var board = board(at: now)
        var spread = row(
            "SPY", "-2/+2 585/575P", legs: [("SPY", 585, -2), ("SPY", 575, 2)], day: SampleBook.date(2027, 3, 19),
            at: now)
        spread.severity = .critical
        spread.away = Figure(-5)
        spread.asNow = ExpiryOutcome(shares: Figure(200), cash: Figure(-117_000))
        spread.allIn = ExpiryOutcome(shares: Figure(0), cash: Figure(-2000))
        spread.warnings = [
            ExpiryWarning(kind: .longLegGone, shares: 200, day: SampleBook.date(2027, 3, 22)),
            ExpiryWarning(kind: .notFunded, day: SampleBook.date(2027, 3, 22)),
        ]
        var adjusted = row(
            "LCID", "-1 2.5P ADJ", legs: [("LCID1", 2.5, -1)], day: SampleBook.date(2027, 3, 19), at: now)
        adjusted.spot = .unknown(.adjusted)
        adjusted.asNow = ExpiryOutcome(unknown: .adjusted)
        adjusted.allIn = ExpiryOutcome(unknown: .adjusted)
        var decided = ko(at: now)
        decided.spot = Figure(75.20)
        decided.close = Figure(74.99)
        decided.away = Figure(0.20)
        for path in [\ExpiryRow.sigmas, \.probability, \.costToClose, \.buyBack] {
            decided[keyPath: path] = .unknown(.expired)
            spread[keyPath: path] = .unknown(.expired)
        }
        board.rows = [spread, decided, adjusted]
        board.unresolved = ["XSP -1 597P 2027-03-15", "AAPL -1 260P 2027-03-17"]
        board.accounts[0].worlds[1] = world(
            .asNow, cash: -17_359.60, reserved: 61_750, shares: [("KO", 200), ("SPY", 200)])
        board.accounts[0].worlds[1].unknownRows = ["LCID -1 2.5P ADJ"]
        board.accounts[0].worlds[2].free = .unknown(.unlimited)
        board.accounts[0].worlds[2].reserved = .unknown(.unlimited)
        board.accounts[0].worlds[2].short = [ExpiryWorld.Shares(symbol: "BAC", count: -100)]
        return board
    }

    // MARK: Rows

    private static func xsp(at now: Instant) -> ExpiryRow {
        var row = row(
            "XSP", "-1/+1 597/592P", legs: [("XSP", 597, -1), ("XSP", 592, 1)], day: SampleBook.date(2027, 3, 15),
            at: now)
        row.severity = .critical
        row.spot = Figure(599.41)
        (row.away, row.sigmas, row.probability) = (Figure(2.41), Figure(1.3), Figure(0.09))
        row.allIn = ExpiryOutcome(shares: Figure(0), cash: Figure(-500))
        (row.costToClose, row.buyBack) = (Figure(10), Figure(11.30))
        return row
    }

    private static func aapl(at now: Instant) -> ExpiryRow {
        var row = row("AAPL", "-1 260P", legs: [("AAPL", 260, -1)], day: SampleBook.date(2027, 3, 17), at: now)
        row.severity = .critical
        row.intent = .take
        row.isFunded = true
        row.spot = Figure(257.10)
        (row.away, row.sigmas, row.probability) = (Figure(-2.90), Figure(-0.6), Figure(0.72))
        row.asNow = ExpiryOutcome(shares: Figure(100), cash: Figure(-26_000))
        row.allIn = row.asNow
        (row.costToClose, row.buyBack) = (Figure(378), Figure(378.65))
        return row
    }

    private static func ko(at now: Instant) -> ExpiryRow {
        var row = row("KO", "-2 75P", legs: [("KO", 75, -2)], day: SampleBook.date(2027, 3, 19), at: now)
        row.severity = .high
        row.isFunded = true
        row.spot = Figure(74.98, trust: .stale)
        (row.away, row.sigmas, row.probability) = (Figure(-0.02, trust: .stale), Figure(0, trust: .stale), Figure(0.5))
        row.asNow = ExpiryOutcome(shares: Figure(200, trust: .stale), cash: Figure(-15_000, trust: .stale))
        row.allIn = ExpiryOutcome(shares: Figure(200), cash: Figure(-15_000))
        (row.costToClose, row.buyBack) = (Figure(112), Figure(113.30))
        return row
    }

    private static func row(
        _ symbol: String, _ title: String, legs: [(String, Double, Int)], day: CalendarDate, at now: Instant
    ) -> ExpiryRow {
        let contracts = legs.map { root, strike, _ in
            OptionContract(
                root: root, underlying: symbol, expiry: day, right: .put,
                strikeThousandths: Int((strike * 1000).rounded()), style: symbol == "XSP" ? .european : .american,
                settlement: symbol == "XSP" ? .cashAfternoon : .physical, multiplier: 100,
                deliverable: symbol == "XSP" ? .cash : root == symbol ? .shares(100) : .unknown)
        }
        let instants = contracts[0].expiryInstants()
        let nothing: Figure = .unknown(.adjusted)
        return ExpiryRow(
            id: "paper:\(symbol)@\(day.iso8601)", strategy: "paper:\(symbol)", account: "paper", broker: "tastytrade",
            symbol: symbol, title: title,
            legs: zip(contracts, legs).map { contract, leg in
                ExpiryLeg(
                    position: "paper:\(contract.osi)", contract: contract, quantity: Quantity(leg.2),
                    inside: contract.isAdjusted ? .unknown(.adjusted) : Figure(-2.41))
            },
            instants: instants, state: instants.state(at: now), settlement: contracts[0].settlement,
            daysToExpiry: instants.days(from: now), severity: nil, intent: .avoid, spot: Figure(580),
            spotSource: "simulated", spotAgeSeconds: 2, close: .unknown(.notApplicable), away: nothing, sigmas: nothing,
            probability: nothing, isFunded: nil, asNow: .nothing, allIn: .nothing, costToClose: nothing,
            buyBack: nothing,
            clocks: symbol == "XSP"
                ? []
                : BrokerClock.rows(of: "tastytrade", on: day).map {
                    ExpiryClock(time: $0.instant(on: day), words: $0.words)
                })
    }

    // MARK: Account

    private static func world(
        _ kind: ExpiryWorld.Kind, cash: Double, reserved: Double, shares: [(String, Double)]
    ) -> ExpiryWorld {
        ExpiryWorld(
            kind: kind, cash: Figure(cash), reserved: Figure(reserved), free: Figure(cash - reserved),
            changes: shares.map { ExpiryWorld.Shares(symbol: $0.0, count: $0.1) }, short: [], unknownRows: [])
    }

    private static var account: ExpiryAccount {
        let taken = [("AAPL", 100.0), ("KO", 200.0)]
        let steps: [(CalendarDate, [String], Double, Double, Double, Double)] = [
            (SampleBook.date(2027, 3, 15), ["XSP -1 PCS 597/592"], 0, 500, 114_140.40, 11_890.40),
            (SampleBook.date(2027, 3, 17), ["AAPL -1 260P"], 26_000, 0, 88_140.40, 37_890.40),
            (SampleBook.date(2027, 3, 19), ["KO -2 75P"], 15_000, 0, 73_140.40, 52_890.40),
            (SampleBook.date(2027, 4, 16), ["AMD -1 150P", "PLTR -2 80P"], 131_000, 0, -57_859.60, 113_890.40),
        ]
        return ExpiryAccount(
            name: "paper", broker: "paper", cash: Figure(114_640.40), settledCash: Figure(114_640.40),
            reserved: Figure(103_250), free: Figure(11_390.40), treasuryBillFunds: Figure(30_102),
            worlds: [
                world(.allOut, cash: 114_640.40, reserved: 61_750, shares: []),
                world(.asNow, cash: 73_640.40, reserved: 61_750, shares: taken),
                world(.allIn, cash: 73_140.40, reserved: 61_750, shares: taken),
            ],
            ladder: steps.map { day, rows, shares, risk, left, free in
                CashStep(
                    day: day, daysToExpiry: day.days(since: SampleBook.date(2027, 3, 15)), rows: rows,
                    forShares: Figure(shares), atRisk: Figure(risk),
                    fromCalls: Figure(day.month == 4 ? 15_400 : 0), cashLeft: Figure(left), freeIfOut: Figure(free))
            })
    }

    private static var deadlines: [Deadline] {
        let date = SampleBook.date
        return [
            Deadline(
                kind: .expiry, day: date(2027, 3, 15),
                time: NewYorkTime.instant(on: date(2027, 3, 15), hour: 16, minute: 0),
                symbol: "XSP", text: "-1 PCS 597/592", consequence: "cash on the close"),
            Deadline(
                kind: .exDividend, day: date(2027, 3, 16), symbol: "MO", text: "1.06 a share",
                consequence: "calls decided Mon evening: CC -2 57.5C"),
            Deadline(
                kind: .expiry, day: date(2027, 3, 19),
                time: NewYorkTime.instant(on: date(2027, 3, 19), hour: 16, minute: 0),
                symbol: "KO", text: "-2 75P", consequence: "shares; holders decide to 17:30"),
            Deadline(
                kind: .tripleExpiry, day: date(2027, 3, 19), text: "quarterly",
                consequence: "options and futures expire"),
            Deadline(
                kind: .earnings, day: date(2027, 3, 24), symbol: "MU", text: "AMC, unconfirmed",
                consequence: "inside -1 95P", isEstimated: true),
            Deadline(
                kind: .holiday, day: date(2027, 3, 26), text: "Good Friday",
                consequence: "expiries of the week end Thu 03-25"),
        ]
    }
}
