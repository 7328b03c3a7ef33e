import Glibc
import MagnusDomain

/// Correlations of daily log returns over the same sessions.
public enum CorrelationAnalyser {
    /// Bars of one name.
    public struct Series: Sendable {
        public var name: String
        public var kind: SecurityKind
        /// Closed sessions, adjusted for splits; empty where no source has them.
        public var bars: [DailyBar]

        public init(name: String, kind: SecurityKind, bars: [DailyBar]) {
            self.name = name
            self.kind = kind
            self.bars = bars
        }
    }

    /// - Parameters:
    ///   - series: in the order of the matrix.
    ///   - sessions: of the window, the last ones that any of them has.
    public static func analyse(
        _ series: [Series], sessions: Int = CorrelationReport.window, source: String,
        calendar: ExchangeCalendar = .standard
    ) -> CorrelationReport {
        let histories = series.map { PriceHistory($0.bars, kind: $0.kind, calendar: calendar) }
        guard let last = histories.compactMap(\.quality.last).max(), sessions > 0 else {
            return empty(series.map(\.name), source: source)
        }
        let before = calendar.adding(sessions: -sessions, to: last)
        let days = calendar.sessions(from: before, through: last)
        let returns = histories.map { Self.returns($0.bars, days: days) }
        let members = series.indices.map { index -> CorrelationReport.Member in
            let history = histories[index]
            let held = Set(history.bars.map(\.date))
            let begin = history.quality.first ?? last
            let count = returns[index].count { $0 != nil }
            return CorrelationReport.Member(
                name: series[index].name, returns: count,
                missing: days.dropFirst().filter { $0 >= begin && !held.contains($0) && !history.bars.isEmpty },
                seam: history.quality.seam.flatMap { $0 > before ? $0 : nil },
                reason: history.bars.isEmpty
                    ? .noSource : count < CorrelationReport.minimum ? .insufficientHistory : nil)
        }
        return report(members, returns, days: Array(days.dropFirst()), source: source)
    }

    /// - Parameters:
    ///   - returns: by member and session; nil where a member has none.
    ///   - days: the sessions of the returns.
    static func report(
        _ members: [CorrelationReport.Member], _ returns: [[Double?]], days: [CalendarDate], source: String
    ) -> CorrelationReport {
        var coefficients = members.map { _ in [Figure](repeating: .unknown(.noSource), count: members.count) }
        var joint = members.map { _ in [Int](repeating: 0, count: members.count) }
        for row in members.indices {
            for column in row..<members.count {
                let pairs = zip(returns[row], returns[column]).compactMap { left, right in
                    left.flatMap { left in right.map { (left, $0) } }
                }
                let figure: Figure
                if let reason = members[row].reason ?? members[column].reason {
                    figure = .unknown(reason)
                } else if pairs.count < CorrelationReport.minimum {
                    figure = .unknown(.insufficientHistory)
                } else {
                    // None where one of them does not move.
                    let found = RiskHistory.correlation(pairs.map(\.0), pairs.map(\.1))
                    figure = Figure(found.map { row == column ? 1 : min(max($0, -1), 1) }, else: .flatHistory)
                }
                coefficients[row][column] = figure
                coefficients[column][row] = figure
                joint[row][column] = pairs.count
                joint[column][row] = pairs.count
            }
        }
        return CorrelationReport(
            members: members, coefficients: coefficients, jointReturns: joint, sessions: days.count,
            first: days.first, last: days.last, source: source)
    }

    /// The log return of every session but the first; nil where it or the one before has no bar.
    static func returns(_ bars: [DailyBar], days: [CalendarDate]) -> [Double?] {
        let closes = Dictionary(bars.map { ($0.date, $0.close) }) { _, last in last }
        return zip(days, days.dropFirst()).map { before, day in
            guard let first = closes[before], let last = closes[day] else { return nil }
            return log(last / first)
        }
    }

    private static func empty(_ names: [String], source: String) -> CorrelationReport {
        CorrelationReport(
            members: names.map {
                CorrelationReport.Member(name: $0, returns: 0, missing: [], seam: nil, reason: .noSource)
            },
            coefficients: names.map { _ in names.map { _ in .unknown(.noSource) } },
            jointReturns: names.map { _ in names.map { _ in 0 } }, sessions: 0, first: nil, last: nil, source: source)
    }
}
