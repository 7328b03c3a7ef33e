import MagnusDomain

/// Counts the votes for risk-off at every close. A vote whose inputs are not known counts for neither side, and where such
/// votes could decide nothing is decided.
struct RiskVoter: Sendable {
    let bars: [DailyBar]
    let index: [CalendarDate: Double]
    let threeMonths: [CalendarDate: Double]
    /// Oldest first.
    let credit: [(day: CalendarDate, ratio: Double)]

    static let highIndex = 25.0
    static let deepDrawdown = 0.10
    static let drawdownSessions = 252
    static let creditSessions = 100

    func regime() -> RiskRegime {
        let drawdowns = drawdowns
        let averages = creditAverages
        let all = bars.indices.map { place in
            votes(bars[place].date, drawdown: drawdowns[place], credit: averages[bars[place].date])
        }
        let classes = zip(bars, all).map { (day: $0.date, value: Self.appetite($1)) }
        return RiskRegime(held: HeldClass.held(classes), votes: all.last ?? [])
    }

    static func appetite(_ votes: [RiskRegime.Vote]) -> RiskRegime.Appetite {
        let off = votes.count { $0.saysOff == true }
        let unknown = votes.count { $0.saysOff == nil }
        if off >= RiskRegime.votesNeeded { return .off }
        return off + unknown < RiskRegime.votesNeeded ? .on : .undetermined
    }

    private func votes(
        _ day: CalendarDate, drawdown: Double?, credit: (ratio: Double, average: Double?)?
    ) -> [RiskRegime.Vote] {
        let level = index[day]
        let term = level.flatMap { level in threeMonths[day].map { level / $0 } }
        func vote(
            _ kind: RiskRegime.Vote.Kind, _ value: Double?, _ limit: Double?, missing: UnknownReason,
            _ saysOff: (Double, Double) -> Bool
        ) -> RiskRegime.Vote {
            let says = value.flatMap { value in limit.map { saysOff(value, $0) } }
            return RiskRegime.Vote(
                kind: kind, value: Figure(value, else: missing),
                limit: Figure(limit, else: value == nil ? missing : .insufficientHistory), saysOff: says)
        }
        return [
            vote(.volatilityIndex, level, Self.highIndex, missing: .noSource) { $0 >= $1 },
            vote(.termStructure, term, 1, missing: .noSource) { $0 > $1 },
            vote(.drawdown, drawdown, Self.deepDrawdown, missing: .insufficientHistory) { $0 > $1 },
            vote(.credit, credit?.ratio, credit.flatMap(\.average), missing: .noSource) { $0 < $1 },
        ]
    }

    /// How far every close lies below the highest one of 252 sessions, a fraction; nil before there are as many.
    private var drawdowns: [Double?] {
        bars.indices.map { place in
            guard place >= Self.drawdownSessions - 1 else { return nil }
            let highest = bars[(place - Self.drawdownSessions + 1)...place].map(\.close).max() ?? bars[place].close
            return 1 - bars[place].close / highest
        }
    }

    private var creditAverages: [CalendarDate: (ratio: Double, average: Double?)] {
        let averages = credit.indices.map { place -> Double? in
            guard place >= Self.creditSessions - 1 else { return nil }
            let window = credit[(place - Self.creditSessions + 1)...place]
            return window.reduce(0) { $0 + $1.ratio } / Double(Self.creditSessions)
        }
        return Dictionary(
            zip(credit, averages).map { ($0.day, (ratio: $0.ratio, average: $1)) }
        ) { _, last in last }
    }
}
