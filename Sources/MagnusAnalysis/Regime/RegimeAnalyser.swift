import MagnusDomain
import MagnusQuant

/// Reads the regime of an underlying off its closed sessions.
public enum RegimeAnalyser {
    public static func analyse(_ input: RegimeInput) -> RegimeReport {
        let history = PriceHistory(input.bars, kind: input.kind, calendar: input.calendar)
        let technicals = TechnicalAnalyser.analyse(
            history.bars, symbol: input.symbol, kind: input.kind, source: input.source, calendar: input.calendar)
        let days = history.bars.map(\.date)
        let index = closes(input.volatilityIndex)
        return RegimeReport(
            symbol: input.symbol, source: input.source, session: days.last, trend: technicals.trend,
            volatility: volatility(input, days: days, index: index),
            risk: RiskVoter(
                bars: history.bars, index: index, threeMonths: closes(input.threeMonthIndex),
                credit: credit(input)
            ).regime(),
            model: RegimeModeller.model(history.bars, seed: input.seed), history: history.quality)
    }

    static func closes(_ bars: [DailyBar]) -> [CalendarDate: Double] {
        Dictionary(bars.filter { $0.close > 0 && $0.close.isFinite }.map { ($0.date, $0.close) }) { _, last in last }
    }

    /// HYG/IEF by session.
    private static func credit(_ input: RegimeInput) -> [(day: CalendarDate, ratio: Double)] {
        let strong = closes(input.strongCredit)
        return closes(input.weakCredit).compactMap { day, weak in strong[day].map { (day, weak / $0) } }
            .sorted { $0.day < $1.day }
    }

    // MARK: Volatility

    private static func volatility(
        _ input: RegimeInput, days: [CalendarDate], index: [CalendarDate: Double]
    ) -> VolatilityRegime {
        if RegimeInput.measuredByVolatilityIndex.contains(input.symbol), !index.isEmpty {
            let classes = days.compactMap { day in index[day].map { (day: day, value: level($0)) } }
            let last = days.last.flatMap { index[$0] }
            return VolatilityRegime(
                held: last == nil ? nil : HeldClass.held(classes), method: .volatilityIndex,
                level: Figure(last, else: .noSource), percentile: .unknown(.notApplicable), sessions: 0)
        }
        let sound = input.volatilities.filter { $0.impliedVolatility > 0 && $0.impliedVolatility.isFinite }
            .sorted { $0.date < $1.date }
        var classes: [(day: CalendarDate, value: VolatilityClass)] = []
        var last: (percentile: Double, sessions: Int)?
        for place in sound.indices where place >= VolatilityRegime.sessionMinimum {
            let past = sound[max(0, place - VolatilityRegime.window)..<place]
            let below = past.count { $0.impliedVolatility < sound[place].impliedVolatility }
            let percentile = 100 * Double(below) / Double(past.count)
            classes.append((sound[place].date, Self.percentile(percentile)))
            last = (percentile, past.count)
        }
        // An observation of another day than the last close is not that close's.
        let isCurrent = sound.last?.date == days.last && !sound.isEmpty
        let reason: UnknownReason = sound.isEmpty ? .noSource : isCurrent ? .insufficientHistory : .stale
        return VolatilityRegime(
            held: isCurrent ? HeldClass.held(classes) : nil, method: .ownPercentile,
            level: Figure(isCurrent ? sound.last?.impliedVolatility : nil, else: reason),
            percentile: Figure(isCurrent ? last?.percentile : nil, else: reason),
            sessions: last?.sessions ?? sound.count)
    }

    /// Of VIX.
    static func level(_ points: Double) -> VolatilityClass {
        points < 15 ? .low : points < 25 ? .normal : points < 35 ? .high : .crisis
    }

    /// Of a percentile.
    static func percentile(_ value: Double) -> VolatilityClass {
        value < 30 ? .low : value <= 80 ? .normal : value <= 97 ? .high : .crisis
    }
}
