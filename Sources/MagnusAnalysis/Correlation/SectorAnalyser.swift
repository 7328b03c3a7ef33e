import Glibc
import MagnusDomain

/// Exposure of the book by sector beside how the sectors did.
public enum SectorAnalyser {
    /// A name that the market source lists.
    public struct Listed: Sendable {
        public var sector: String
        public var series: CorrelationAnalyser.Series

        public init(sector: String, series: CorrelationAnalyser.Series) {
            self.sector = sector
            self.series = series
        }
    }

    /// - Parameters:
    ///   - listed: names with their closed sessions; those without a sector of their own are left out of the returns.
    ///   - limit: largest share of a sector, a fraction of net liquidation.
    public static func analyse(
        _ book: BookValuation, market: MarketSnapshot, listed: [Listed], limit: Double, source: String
    ) -> SectorReport {
        let room = BookRoom(book, market: market)
        var groups: [String: [StrategyValuation]] = [:]
        for strategy in book.strategies {
            // Treasury bills are collateral and no risk, as everywhere.
            guard market.underlyings[strategy.symbol]?.profile.kind != .treasuryBillFund else { continue }
            groups[strategy.legs.first?.sector ?? "", default: []].append(strategy)
        }
        let names = Dictionary(
            grouping: listed.filter { BookRoom.counts($0.sector) && $0.series.kind != .leveragedFund }, by: \.sector)
        let performance = Performance(names, source: source, calendar: market.calendar)
        let sectors = Set(groups.keys).union(names.keys)
        let rows = sectors.map { sector in
            row(
                sector, groups[sector] ?? [], book: book, netLiquidation: room.netLiquidation,
                listed: names[sector] ?? [], returns: performance.returns(sector))
        }.sorted { left, right in
            let shares = (left.share.value ?? 0, right.share.value ?? 0)
            if (left.positions > 0) != (right.positions > 0) { return left.positions > 0 }
            return shares.0 == shares.1 ? left.sector < right.sector : shares.0 > shares.1
        }
        return SectorReport(
            rows: rows, limit: limit, netLiquidation: room.netLiquidation, correlation: performance.correlation,
            source: source, asOf: book.asOf)
    }

    private static func row(
        _ sector: String, _ strategies: [StrategyValuation], book: BookValuation, netLiquidation: Figure,
        listed: [Listed], returns: [Figure]
    ) -> SectorReport.Row {
        func sum(_ figures: [Figure]) -> Total {
            var sum = FigureSum()
            for figure in figures { sum.add(figure) }
            return sum.total
        }
        let atRisk = sum(strategies.map(BookRoom.exposure))
        let greeks = book.bySector.first { $0.key == sector }
        let nothing = Total(figure: Figure(0), unknownCount: 0)
        // What lacks a part is not the share.
        let share: Figure =
            atRisk.unknownCount > 0
            ? .unknown(.incomplete)
            : netLiquidation.combined(with: atRisk.figure) { $0 > 0 ? $1 / $0 : .nan }
        return SectorReport.Row(
            sector: sector, held: Set(strategies.map(\.symbol)).sorted(), positions: strategies.count, atRisk: atRisk,
            share: share, isLimited: BookRoom.counts(sector),
            dollarDelta: strategies.isEmpty ? nothing : greeks?.dollarDelta ?? nothing,
            betaWeightedDelta: strategies.isEmpty ? nothing : greeks?.betaWeightedDelta ?? nothing,
            unrealizedProfit: sum(strategies.map(\.unrealizedProfit)), dayProfit: sum(strategies.map(\.dayProfit)),
            listed: listed.map(\.series.name).sorted(), returns: returns)
    }

    /// Daily returns of sectors: the mean over the names that have one.
    struct Performance: Sendable {
        private let daily: [String: [Double?]]
        let correlation: CorrelationReport

        init(_ names: [String: [Listed]], source: String, calendar: ExchangeCalendar) {
            let histories = names.mapValues { listed in
                listed.map { PriceHistory($0.series.bars, kind: $0.series.kind, calendar: calendar).bars }
            }
            let sectors = names.keys.sorted()
            var days: [CalendarDate] = []
            if let last = histories.values.joined().compactMap(\.last?.date).max() {
                days = calendar.sessions(
                    from: calendar.adding(sessions: -CorrelationReport.window, to: last), through: last)
            }
            let means = histories.mapValues { bars in
                Self.mean(bars.map { CorrelationAnalyser.returns($0, days: days) })
            }
            daily = means
            let returns = sectors.map { means[$0] ?? [] }
            let members = zip(sectors, returns).map { sector, returns in
                let count = returns.count { $0 != nil }
                return CorrelationReport.Member(
                    name: sector, returns: count, missing: [], seam: nil,
                    reason: count == 0 ? .noSource : count < CorrelationReport.minimum ? .insufficientHistory : nil)
            }
            correlation = CorrelationAnalyser.report(members, returns, days: Array(days.dropFirst()), source: source)
        }

        /// Log of one plus the mean of the simple returns; nil on a day without any.
        static func mean(_ members: [[Double?]]) -> [Double?] {
            let count = members.map(\.count).max() ?? 0
            return (0..<count).map { day in
                let moves = members.compactMap { day < $0.count ? $0[day] : nil }.map(expm1)
                return moves.isEmpty ? nil : log1p(moves.reduce(0, +) / Double(moves.count))
            }
        }

        func returns(_ sector: String) -> [Figure] {
            let days = daily[sector] ?? []
            return SectorReport.windows.map { window in
                guard !days.isEmpty else { return .unknown(.noSource) }
                let part = days.suffix(window)
                guard part.count == window else { return .unknown(.insufficientHistory) }
                let known = part.compactMap { $0 }
                // A day without any name is no day without a move.
                return known.count == window ? Figure(expm1(known.reduce(0, +))) : .unknown(.insufficientHistory)
            }
        }
    }
}
