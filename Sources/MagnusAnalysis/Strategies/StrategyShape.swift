import MagnusDomain
import MagnusQuant

/// Names a set of legs by their shape alone.
enum StrategyShape {
    /// The kind of legs that all belong to one strategy; nil when they form no known one.
    /// - Parameter legs: Of one underlying, ordered by ``StrategyLeg/isOrdered(_:_:)``.
    static func kind(_ legs: [StrategyLeg]) -> StrategyKind? {
        let shares = legs.filter { $0.contract == nil }
        let options = legs.filter { $0.contract != nil }
        if shares.isEmpty { return options.isEmpty ? nil : optionKind(options) }
        let count = shares.reduce(0) { $0 + $1.quantity }
        if options.isEmpty { return .stock }
        guard count > 0, options.allSatisfy({ !($0.contract?.isAdjusted ?? true) }) else { return nil }
        let delivered = { (leg: StrategyLeg) in abs(leg.quantity) * 100 }
        if options.count == 1, let option = options.first {
            if option.isCall && option.isShort { return delivered(option) <= count ? .coveredCall : nil }
            return !option.isCall && !option.isShort ? .protectivePut : nil
        }
        if options.count == 2, options[0].expiry == options[1].expiry {
            let (put, call) = (options[0], options[1])
            if !put.isCall, call.isCall, !put.isShort, call.isShort, delivered(call) <= count { return .collar }
        }
        let areCalls = options.allSatisfy { $0.isCall && $0.isShort }
        return areCalls && options.reduce(0) { $0 + delivered($1) } <= count ? .coveredCall : nil
    }

    /// Whether a call sold and a put bought of one expiry are a collar of shares that are held already.
    /// - Parameter shares: Millionths held of the underlying.
    static func isCollar(_ options: [(instrument: Instrument, quantity: Quantity)], shares: Int64) -> Bool {
        guard options.count == 2, case .option(let first) = options[0].instrument,
            case .option(let second) = options[1].instrument, first.expiry == second.expiry,
            first.right != second.right, !first.isAdjusted, !second.isAdjusted,
            options[0].quantity.millionths.magnitude == options[1].quantity.millionths.magnitude
        else { return false }
        let call = first.right == .call ? options[0].quantity : options[1].quantity
        let put = first.right == .put ? options[0].quantity : options[1].quantity
        let (needed, overflow) = call.millionths.magnitude.multipliedReportingOverflow(by: 100)
        return call.isShort && !put.isShort && !overflow && shares > 0 && needed <= shares.magnitude
    }

    private static func optionKind(_ legs: [StrategyLeg]) -> StrategyKind? {
        switch legs.count {
        case 1:
            guard let leg = legs.first else { return nil }
            if leg.isCall { return leg.isShort ? .shortCall : .longCall }
            return leg.isShort ? .cashSecuredPut : .longPut
        case 2: return pair(legs[0], legs[1])
        case 3: return butterfly(legs)
        case 4: return condor(legs)
        default: return nil
        }
    }

    private static func pair(_ first: StrategyLeg, _ second: StrategyLeg) -> StrategyKind? {
        guard areUniform([first, second]) else { return nil }
        let isOpposite = first.isShort != second.isShort
        if first.isCall == second.isCall {
            guard isOpposite else { return nil }
            if first.expiry != second.expiry {
                if first.strike == second.strike { return first.isCall ? .callCalendar : .putCalendar }
                return first.isCall ? .callDiagonal : .putDiagonal
            }
            // `first` has the lower strike.
            if first.isCall { return first.isShort ? .bearCallSpread : .bullCallSpread }
            return first.isShort ? .bearPutSpread : .bullPutSpread
        }
        guard !isOpposite, first.expiry == second.expiry else { return nil }
        if first.strike == second.strike { return first.isShort ? .shortStraddle : .longStraddle }
        // Puts come first; a strangle's put lies below its call.
        guard first.strike < second.strike else { return nil }
        return first.isShort ? .shortStrangle : .longStrangle
    }

    private static func butterfly(_ legs: [StrategyLeg]) -> StrategyKind? {
        let (low, body, high) = (legs[0], legs[1], legs[2])
        guard low.isCall == body.isCall, body.isCall == high.isCall, low.expiry == body.expiry,
            body.expiry == high.expiry, !low.isShort, body.isShort, !high.isShort, low.quantity == high.quantity,
            body.quantity == -2 * low.quantity
        else { return nil }
        return low.isCall ? .callButterfly : .putButterfly
    }

    private static func condor(_ legs: [StrategyLeg]) -> StrategyKind? {
        let (longPut, shortPut, shortCall, longCall) = (legs[0], legs[1], legs[2], legs[3])
        guard areUniform(legs), legs.allSatisfy({ $0.expiry == longPut.expiry }), !longPut.isCall, !shortPut.isCall,
            shortCall.isCall, longCall.isCall, !longPut.isShort, shortPut.isShort, shortCall.isShort,
            !longCall.isShort, longPut.strike < shortPut.strike, shortPut.strike <= shortCall.strike,
            shortCall.strike < longCall.strike
        else { return nil }
        return shortPut.strike == shortCall.strike ? .ironButterfly : .ironCondor
    }

    /// Equal contract counts, the same multiplier and none adjusted.
    private static func areUniform(_ legs: [StrategyLeg]) -> Bool {
        guard let first = legs.first, let contract = first.contract else { return false }
        return legs.allSatisfy {
            abs($0.quantity) == abs(first.quantity) && $0.contract?.multiplier == contract.multiplier
                && $0.contract?.isAdjusted == false
        }
    }
}
