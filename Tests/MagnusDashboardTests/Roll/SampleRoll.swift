import MagnusDesk
import MagnusDomain
import MagnusQuant

/// A grid of rolls that never changes: PLTR -2 80P 04-16 bought back at 7.10, with the four lines of trader.md section 4 and
/// cells of every kind around them.
enum SampleRoll {
    static let held = contract(80_000, SampleBook.date(2027, 4, 16))
    static let earnings = EarningsEvent(date: SampleBook.date(2027, 5, 3), time: .afterClose, isConfirmed: true)

    static func contract(_ strike: Int, _ expiry: CalendarDate) -> OptionContract {
        OptionContract(
            root: "PLTR", underlying: "PLTR", expiry: expiry, right: .put, strikeThousandths: strike, style: .american,
            settlement: .physical, multiplier: 100, deliverable: .shares(100))
    }

    static let expiries: [RollReport.Expiry] = [(4, 23, 39), (4, 30, 46), (5, 7, 53), (5, 21, 67)].map {
        month, day, days in
        RollReport.Expiry(
            date: SampleBook.date(2027, month, day), root: "PLTR", daysToExpiry: days, addedDays: days - 32,
            earnings: month == 5 ? earnings : nil)
    }

    static let strikes = Array(stride(from: 65_000, through: 85_000, by: 2_500))

    /// Net at the natural price and at the mids.
    private static func nets(_ strike: Int, _ expiry: Int) -> (natural: Double, mid: Double) {
        switch (strike, expiry) {
        case (80_000, 0): (0.30, 0.47)
        case (80_000, 1): (0.65, 0.82)
        case (77_500, 1): (-0.75, -0.58)
        case (80_000, 2): (1.40, 1.57)
        default: (Double(strike - 80_000) / 1000 * 0.55 + 0.35 * Double(expiry + 1), 0.17)
        }
    }

    static func report(isOffered: Bool = true, rollsDone: Int = 0, closedOn: CalendarDate? = nil) -> RollReport {
        var cells: [RollReport.Cell] = []
        for strike in strikes {
            for index in expiries.indices where strike != 67_500 || index > 1 {
                cells.append(cell(strike, index, isOffered: isOffered, rollsDone: rollsDone))
            }
        }
        let best = cells.indices.filter { cells[$0].isAllowed }.min {
            RollReport.isBetter(cells[$0], cells[$1], in: expiries)
        }
        return RollReport(
            id: "paper:pltr", account: "paper", symbol: "PLTR", title: "-2 80P", form: .shortOption,
            held: [
                RollReport.HeldLeg(
                    contract: held, quantity: Quantity(-2), premium: Figure(2.35), campaignPremium: Figure(2.35),
                    bid: 6.95, ask: 7.10, mid: Figure(7.025), natural: Figure(7.10), quoteAgeSeconds: 2)
            ], shares: 200, daysToExpiry: 32, buyBack: Figure(7.10), realized: Figure(-950), rollsDone: rollsDone,
            rollsToReview: rollsDone > 0 ? 1 : 0, rules: RollRules(), spot: Figure(76.40), spotAgeSeconds: 1,
            expiries: expiries, strikes: strikes, cells: cells, best: best,
            alternative: .takeShares(count: 200, price: 80, basis: Figure(77.65)), closedOn: closedOn,
            source: "simulated", retrievedAt: SampleBook.now)
    }

    private static func cell(_ strike: Int, _ index: Int, isOffered: Bool, rollsDone: Int) -> RollReport.Cell {
        let expiry = expiries[index]
        var (natural, mid) = nets(strike, index)
        if !isOffered { natural -= 2 }
        if strike != 80_000, strike != 77_500 || index != 1 { mid += natural }
        // One quote without a bid, one that is old.
        let isUnquoted = strike == 70_000 && index == 0
        let trust: Trust = strike == 80_000 && index == 0 ? .stale : .fresh
        let net = isUnquoted ? Figure.unknown(.oneSided) : Figure(natural, trust: trust)
        var obstacles: [RollObstacle] = []
        if rollsDone >= 3 { obstacles.append(.rollsDone(rollsDone, limit: 3)) }
        if strike > 80_000 { obstacles.append(.worseStrike) }
        if expiry.daysToExpiry > 60 { obstacles.append(.tooLate(days: expiry.daysToExpiry, limit: 60)) }
        if let event = expiry.earnings { obstacles.append(.earnings(event, unconfirmedDays: 7)) }
        if isUnquoted {
            obstacles.append(.noQuote(.oneSided))
        } else if natural <= 0 {
            obstacles.append(.debit(-natural))
        }
        return RollReport.Cell(
            expiry: index, strikeThousandths: strike,
            legs: [
                RollReport.NewLeg(
                    contract: contract(strike, expiry.date), quantity: Quantity(-2), bid: 7.10 + natural,
                    ask: 7.30 + natural, mid: Figure(7.20 + natural), natural: net.map { $0 + 7.10 },
                    entry: net.map { $0 + 2.35 }, quoteAgeSeconds: 2)
            ], net: net, netAtMid: isUnquoted ? net : Figure(mid, trust: trust),
            creditPerDay: natural > 0 ? net.map { $0 / Double(expiry.addedDays) } : .unknown(.notApplicable),
            breakeven: net.map { Double(strike) / 1000 - 2.35 - $0 },
            delta: Figure(-0.55 - Double(80_000 - strike) / 1000 * -0.03), obstacles: obstacles)
    }
}
