import MagnusDesk
import MagnusDomain

/// Rows of the sample book with the figures of the sample screen.
enum SampleStrategies {
    /// One row as a table line: what the screen shows.
    struct Line {
        var id: String
        var symbol: String
        var kind: StrategyKind
        var title: String
        var expiry: CalendarDate?
        var days: Int?
        var profit: Double
        var captured: Figure
        var distance: Figure
        var dollars: Figure
        var delta: Double
        var theta: Figure
        var assignment: Figure
        var flags: [PositionFlag]
        var severity: AlertPriority?
        var legs: [PositionValuation]
    }

    static let none = Figure.unknown(.notApplicable)

    static func date(_ month: Int, _ day: Int, _ year: Int = 2027) -> CalendarDate {
        SampleBook.date(year, month, day)
    }

    static func all() -> [StrategyValuation] { (urgent() + calm()).map(strategy) }

    private static func urgent() -> [Line] {
        let march15 = date(3, 15)
        let march17 = date(3, 17)
        let march19 = date(3, 19)
        let march25 = date(3, 25)
        let april16 = date(4, 16)
        return [
            Line(
                id: "paper:xsp", symbol: "XSP", kind: .bullPutSpread, title: "-1 PCS 597/592", expiry: march15, days: 0,
                profit: 89, captured: Figure(0.94), distance: Figure(0.00402), dollars: Figure(2.41), delta: 11,
                theta: Figure(8), assignment: Figure(0.09), flags: [.target], severity: .medium,
                legs: [
                    SampleLegs.option("XSP", 597, .put, march15, -1, 0.07, 599.41, profit: 93),
                    SampleLegs.option("XSP", 592, .put, march15, 1, 0.01, 599.41, profit: -4),
                ]),
            Line(
                id: "paper:mo", symbol: "MO", kind: .coveredCall, title: "CC -2 57.5C", expiry: april16, days: 32,
                profit: 324, captured: Figure(1), distance: Figure(-0.0551), dollars: Figure(-3.35), delta: 0,
                theta: Figure(0), assignment: Figure(0.97), flags: [.dividend], severity: .critical,
                legs: [
                    SampleLegs.shares("MO", 200, 57.50, 60.85, profit: 670),
                    SampleLegs.option("MO", 57.5, .call, april16, -2, 3.35, 60.85, profit: -346),
                ]),
            Line(
                id: "paper:aapl", symbol: "AAPL", kind: .cashSecuredPut, title: "-1 260P", expiry: march17, days: 2,
                profit: -144, captured: Figure(-0.63), distance: Figure(-0.0113), dollars: Figure(-2.90), delta: 71,
                theta: Figure(40), assignment: Figure(0.72), flags: [.funded], severity: .medium,
                legs: [SampleLegs.option("AAPL", 260, .put, march17, -1, 3.74, 257.10, profit: -144)]),
            Line(
                id: "paper:ko", symbol: "KO", kind: .cashSecuredPut, title: "-2 75P", expiry: march19, days: 4,
                profit: 75, captured: Figure(0.41), distance: Figure(-0.00027), dollars: Figure(-0.02), delta: 99,
                theta: Figure(13), assignment: Figure(0.50), flags: [.pin], severity: .high,
                legs: [SampleLegs.option("KO", 75, .put, march19, -2, 0.545, 74.98, profit: 75)]),
            Line(
                id: "paper:mu", symbol: "MU", kind: .cashSecuredPut, title: "-1 95P", expiry: march25, days: 10,
                profit: 11, captured: Figure(0.05), distance: Figure(0.0613), dollars: Figure(6.20), delta: 27,
                theta: Figure(19), assignment: Figure(0.31), flags: [.earnings], severity: .high,
                legs: [SampleLegs.option("MU", 95, .put, march25, -1, 1.99, 101.20, profit: 11)]),
            Line(
                id: "paper:pltr", symbol: "PLTR", kind: .cashSecuredPut, title: "-2 80P", expiry: april16, days: 32,
                profit: -935, captured: Figure(-1.99), distance: Figure(-0.0471), dollars: Figure(-3.60), delta: 112,
                theta: Figure(15), assignment: Figure(0.63), flags: [.lossLimit], severity: .high,
                legs: [SampleLegs.option("PLTR", 80, .put, april16, -2, 7.025, 76.40, profit: -935)]),
            Line(
                id: "paper:spy", symbol: "SPY", kind: .bullPutSpread, title: "-2 PCS 585/575", expiry: date(4, 5),
                days: 21,
                profit: 50, captured: Figure(0.13), distance: Figure(0.0215), dollars: Figure(12.85), delta: 21,
                theta: Figure(7), assignment: Figure(0.28), flags: [.rollWindow], severity: .high,
                legs: [
                    SampleLegs.option("SPY", 585, .put, date(4, 5), -2, 4.91, 597.85, profit: 80),
                    SampleLegs.option("SPY", 575, .put, date(4, 5), 2, 3.18, 597.85, profit: -30),
                ]),
            Line(
                id: "paper:amd", symbol: "AMD", kind: .cashSecuredPut, title: "-1 150P", expiry: april16, days: 32,
                profit: 303, captured: Figure(0.62), distance: Figure(0.1087), dollars: Figure(18.30), delta: 15,
                theta: Figure(7), assignment: Figure(0.19), flags: [.target], severity: .high,
                legs: [SampleLegs.option("AMD", 150, .put, april16, -1, 1.82, 168.30, profit: 303)]),
            Line(
                id: "paper:bac45", symbol: "BAC", kind: .cashSecuredPut, title: "-3 45P", expiry: march25, days: 10,
                profit: 183, captured: Figure(0.98), distance: Figure(0.0971), dollars: Figure(4.84), delta: 2,
                theta: Figure(1), assignment: Figure(0.01), flags: [.target], severity: .high,
                legs: [SampleLegs.option("BAC", 45, .put, march25, -3, 0.01, 49.84, profit: 183)]),
        ]
    }

    private static func calm() -> [Line] {
        let april16 = date(4, 16)
        return [
            Line(
                id: "paper:dis", symbol: "DIS", kind: .stock, title: "100 sh uncovered", expiry: nil, days: nil,
                profit: -660, captured: none, distance: none, dollars: none, delta: 100, theta: Figure(0),
                assignment: none, flags: [.uncoveredShares], severity: .medium,
                legs: [SampleLegs.shares("DIS", 100, 115, 108.40, profit: -660, wheel: 110.90)]),
            Line(
                id: "paper:intc", symbol: "INTC", kind: .coveredCall, title: "CC -1 39C", expiry: april16, days: 32,
                profit: -520, captured: .unknown(.locked), distance: Figure(0.0569), dollars: Figure(2.10), delta: 64,
                theta: Figure(3), assignment: Figure(0.31), flags: [.belowBasis], severity: .medium,
                legs: [
                    SampleLegs.shares("INTC", 100, 42, 36.90, profit: -510, wheel: 39.40),
                    SampleLegs.option("INTC", 39, .call, april16, -1, 0.98, 36.90, profit: -10),
                ]),
            Line(
                id: "paper:bac", symbol: "BAC", kind: .callDiagonal, title: "PMCC 42C/52.5C", expiry: date(4, 9),
                days: 25,
                profit: -18, captured: Figure(-0.02), distance: Figure(0.0534), dollars: Figure(2.66), delta: 60,
                theta: Figure(1), assignment: Figure(0.20), flags: [], severity: nil,
                legs: [
                    SampleLegs.option("BAC", 42, .call, date(1, 21, 2028), 1, 9.90, 49.84, profit: -30),
                    SampleLegs.option("BAC", 52.5, .call, date(4, 9), -1, 0.475, 49.84, profit: 12),
                ]),
            Line(
                id: "paper:qqq", symbol: "QQQ", kind: .callCalendar, title: "+1 CAL 525C", expiry: april16, days: 32,
                profit: -45, captured: Figure(-0.07), distance: Figure(0.0248), dollars: Figure(12.70), delta: 7,
                theta: Figure(4), assignment: Figure(0.34), flags: [], severity: nil,
                legs: [
                    SampleLegs.option("QQQ", 525, .call, april16, -1, 7.12, 512.30, profit: 20),
                    SampleLegs.option("QQQ", 525, .call, date(5, 21), 1, 12.77, 512.30, profit: -65),
                ]),
            Line(
                id: "paper:iwm", symbol: "IWM", kind: .ironCondor, title: "-1 IC 210/235 5", expiry: date(4, 30),
                days: 46,
                profit: 6, captured: Figure(0.03), distance: Figure(0.0515), dollars: Figure(11.40), delta: -6,
                theta: Figure(12), assignment: Figure(0.22), flags: [.workingOrder], severity: nil,
                legs: [SampleLegs.option("IWM", 210, .put, date(4, 30), -1, 4.10, 221.40, profit: 6)]),
            Line(
                id: "paper:spx", symbol: "SPX", kind: .bullPutSpread, title: "-1 PCS 5650/5600", expiry: april16,
                days: 32,
                profit: 260, captured: Figure(0.41), distance: Figure(0.0574), dollars: Figure(344.10), delta: 2,
                theta: Figure(9), assignment: Figure(0.14), flags: [.note], severity: nil,
                legs: [SampleLegs.option("SPX", 5650, .put, april16, -1, 24.50, 5994.10, profit: 260)]),
            Line(
                id: "paper:spyh", symbol: "SPY", kind: .longPut, title: "+1 540P", expiry: date(5, 21), days: 67,
                profit: 23, captured: none, distance: none, dollars: none, delta: -13, theta: Figure(-8),
                assignment: none, flags: [], severity: nil,
                legs: [SampleLegs.option("SPY", 540, .put, date(5, 21), 1, 3.625, 597.85, profit: 23)]),
            Line(
                id: "paper:sgov", symbol: "SGOV", kind: .stock, title: "300 sh", expiry: nil, days: nil, profit: 87,
                captured: none, distance: none, dollars: none, delta: 300, theta: Figure(0), assignment: none,
                flags: [],
                severity: nil, legs: [SampleLegs.shares("SGOV", 300, 100.05, 100.34, profit: 87)]),
            Line(
                id: "paper:lcid", symbol: "LCID1", kind: .cashSecuredPut, title: "-1 2.5P ADJ", expiry: date(6, 18),
                days: 95,
                profit: 0, captured: .unknown(.adjusted), distance: .unknown(.adjusted), dollars: .unknown(.adjusted),
                delta: .nan, theta: .unknown(.adjusted), assignment: .unknown(.adjusted), flags: [.adjusted],
                severity: nil, legs: []),
        ]
    }

    private static func strategy(_ line: Line) -> StrategyValuation {
        let isAdjusted = line.flags.contains(.adjusted)
        let unknown = Figure.unknown(.adjusted)
        let short = line.legs.first { $0.position.quantity.isShort }
        return StrategyValuation(
            id: line.id, account: "paper", symbol: line.symbol, kind: line.kind, title: line.title, legs: line.legs,
            expiry: line.expiry, daysToExpiry: line.days,
            unrealizedProfit: isAdjusted ? Figure(-14) : Figure(line.profit),
            dayProfit: isAdjusted ? unknown : Figure(line.profit / 7),
            maximumProfit: isAdjusted ? unknown : Figure(230),
            maximumLoss: isAdjusted ? unknown : Figure(2600), captured: line.captured, distance: line.distance,
            distanceDollars: line.dollars, distanceSigmas: isAdjusted ? unknown : Figure(1.3),
            delta: isAdjusted ? unknown : Figure(line.delta), thetaPerDay: line.theta,
            vegaPerPoint: isAdjusted ? unknown : Figure(-12), assignmentProbability: line.assignment,
            extrinsic: short.map(\.extrinsic) ?? none, costToClose: isAdjusted ? unknown : Figure(378),
            leftPerYear: short == nil ? none : Figure(0.084), breakevens: short == nil ? [] : [257.70],
            collateral: isAdjusted ? unknown : Figure(25_770), entryPrice: isAdjusted ? unknown : Figure(2.30),
            markPrice: isAdjusted ? unknown : Figure(3.74), impliedVolatility: short.map(\.impliedVolatility) ?? none,
            volatilityPercentile: short == nil ? none : Figure(48), flags: line.flags, severity: line.severity,
            intent: line.flags.contains(.funded) ? .take : .avoid, hasNote: line.flags.contains(.note),
            openedAt: SampleBook.now.adding(seconds: -864_000))
    }
}
