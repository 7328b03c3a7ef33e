import MagnusQuant

/// What a set of legs is called, by shape alone.
public enum StrategyName: String, Sendable, Hashable, CaseIterable {
    case longCall = "long_call"
    case longPut = "long_put"
    case nakedCall = "naked_call"
    case cashSecuredPut = "cash_secured_put"
    case coveredCall = "covered_call"
    case protectivePut = "protective_put"
    case collar
    case bullPutSpread = "bull_put_spread"
    case bearCallSpread = "bear_call_spread"
    case bullCallSpread = "bull_call_spread"
    case bearPutSpread = "bear_put_spread"
    case ironCondor = "iron_condor"
    case ironButterfly = "iron_butterfly"
    case longStraddle = "long_straddle"
    case shortStraddle = "short_straddle"
    case longStrangle = "long_strangle"
    case shortStrangle = "short_strangle"
    case callButterfly = "butterfly_call"
    case putButterfly = "butterfly_put"
    case brokenWingButterflyCall = "broken_wing_butterfly_call"
    case brokenWingButterflyPut = "broken_wing_butterfly_put"
    case callCondor = "condor_call"
    case putCondor = "condor_put"
    case brokenWingCondorCall = "broken_wing_condor_call"
    case brokenWingCondorPut = "broken_wing_condor_put"
    case callRatioSpread = "call_ratio_spread"
    case putRatioSpread = "put_ratio_spread"
    case callBackspread = "call_backspread"
    case putBackspread = "put_backspread"
    case jadeLizard = "jade_lizard"
    case riskReversal = "risk_reversal"
    case callCalendar = "calendar_call"
    case putCalendar = "calendar_put"
    case callDiagonal = "diagonal_call"
    case putDiagonal = "diagonal_put"
    case doubleCalendar = "double_calendar"
    case custom

    /// One option of the shape: legs of the same contract are one.
    private struct Option: Hashable {
        var right: OptionRight
        var strike: Double
        var years: Double
        var count: Int

        var isCall: Bool { right == .call }
        var isShort: Bool { count < 0 }
    }

    public init(_ legs: [LegSpecification]) {
        var shares = 0
        var options: [Option] = []
        for leg in legs {
            switch leg.instrument {
            case .stock: shares += leg.quantity
            case .option(let right, let strike, let years):
                let same = options.firstIndex { $0.right == right && $0.strike == strike && $0.years == years }
                if let same {
                    options[same].count += leg.quantity
                } else {
                    options.append(Option(right: right, strike: strike, years: years, count: leg.quantity))
                }
            }
        }
        // Puts before calls, low strikes first, near expiries first.
        options = options.filter { $0.count != 0 }.sorted {
            ($0.isCall ? 1 : 0, $0.strike, $0.years) < ($1.isCall ? 1 : 0, $1.strike, $1.years)
        }
        self = shares == 0 ? Self.named(options) : Self.withShares(shares, options)
    }

    private static func withShares(_ shares: Int, _ options: [Option]) -> StrategyName {
        let delivered = options.map { abs($0.count) * LegSpecification.multiplier }
        guard shares > 0, delivered.allSatisfy({ $0 == shares }) else { return .custom }
        switch options.count {
        case 1:
            if options[0].isCall { return options[0].isShort ? .coveredCall : .custom }
            return options[0].isShort ? .custom : .protectivePut
        case 2:
            let (put, call) = (options[0], options[1])
            let isCollar = !put.isCall && !put.isShort && call.isCall && call.isShort && put.years == call.years
            return isCollar ? .collar : .custom
        default: return .custom
        }
    }

    private static func named(_ options: [Option]) -> StrategyName {
        switch options.count {
        case 1:
            if options[0].isCall { return options[0].isShort ? .nakedCall : .longCall }
            return options[0].isShort ? .cashSecuredPut : .longPut
        case 2: return pair(options[0], options[1])
        case 3: return triple(options)
        case 4: return four(options)
        default: return .custom
        }
    }

    private static func pair(_ first: Option, _ second: Option) -> StrategyName {
        let isOpposite = first.isShort != second.isShort
        let isEqual = abs(first.count) == abs(second.count)
        guard first.right == second.right else {
            guard isEqual, first.years == second.years, first.strike <= second.strike else { return .custom }
            if isOpposite { return first.isShort ? .riskReversal : .custom }
            if first.strike == second.strike { return first.isShort ? .shortStraddle : .longStraddle }
            return first.isShort ? .shortStrangle : .longStrangle
        }
        guard isOpposite else { return .custom }
        guard first.years == second.years else {
            // The near option is the one sold.
            let near = first.years < second.years ? first : second
            guard isEqual, near.isShort else { return .custom }
            if first.strike == second.strike { return first.isCall ? .callCalendar : .putCalendar }
            return first.isCall ? .callDiagonal : .putDiagonal
        }
        if isEqual {
            if first.isCall { return first.isShort ? .bearCallSpread : .bullCallSpread }
            return first.isShort ? .bearPutSpread : .bullPutSpread
        }
        // The leg nearer to the money: the lower call, the higher put. More sold further out is a ratio spread, more
        // bought a backspread.
        let (near, far) = first.isCall ? (first, second) : (second, first)
        guard abs(far.count) > abs(near.count) else { return .custom }
        if near.isShort { return near.isCall ? .callBackspread : .putBackspread }
        return near.isCall ? .callRatioSpread : .putRatioSpread
    }

    private static func triple(_ options: [Option]) -> StrategyName {
        guard options.allSatisfy({ $0.years == options[0].years }) else { return .custom }
        let (low, body, high) = (options[0], options[1], options[2])
        if low.right == high.right, low.right == body.right {
            guard !low.isShort, body.isShort, !high.isShort, low.count == high.count, body.count == -2 * low.count
            else { return .custom }
            let isEven = abs((body.strike - low.strike) - (high.strike - body.strike)) <= 1e-9 * body.strike
            if low.isCall { return isEven ? .callButterfly : .brokenWingButterflyCall }
            return isEven ? .putButterfly : .brokenWingButterflyPut
        }
        // A short put below a short call spread.
        let isLizard =
            !low.isCall && body.isCall && low.isShort && body.isShort && !high.isShort && low.count == body.count
            && high.count == -body.count && low.strike < body.strike
        return isLizard ? .jadeLizard : .custom
    }

    private static func four(_ options: [Option]) -> StrategyName {
        let size = abs(options[0].count)
        guard options.allSatisfy({ abs($0.count) == size }) else { return .custom }
        let calls = options.count(where: \.isCall)
        let years = Set(options.map(\.years)).sorted()
        if years.count == 2, calls == 2 {
            // Sorted by right, strike and years: each pair is one calendar.
            let pairs = [(options[0], options[1]), (options[2], options[3])]
            let areCalendars = pairs.allSatisfy { near, far in
                near.strike == far.strike && near.isShort && !far.isShort && near.years < far.years
            }
            return areCalendars ? .doubleCalendar : .custom
        }
        guard years.count == 1 else { return .custom }
        let sides = options.map(\.isShort)
        guard sides == [false, true, true, false] else { return .custom }
        if calls == 2 {
            guard options[1].strike <= options[2].strike else { return .custom }
            return options[1].strike == options[2].strike ? .ironButterfly : .ironCondor
        }
        guard calls == 0 || calls == 4 else { return .custom }
        let widths = (options[1].strike - options[0].strike, options[3].strike - options[2].strike)
        let isEven = abs(widths.0 - widths.1) <= 1e-9 * options[3].strike
        if calls == 4 { return isEven ? .callCondor : .brokenWingCondorCall }
        return isEven ? .putCondor : .brokenWingCondorPut
    }
}
