import MagnusDomain

extension AnswerMaker {
    /// A short leg that shares could come from or go to.
    struct ShortObligation {
        var row: StrategyValuation
        var leg: PositionValuation
        var contract: OptionContract
        var shares: Double
        var probability: Figure
        /// Before its last day.
        var isEarly: Bool
        /// Early because a dividend is worth more than what time is left.
        var isForDividend = false
        /// Day on whose evening it is expected: what is likelier early than not comes then and not at expiry. Cash and
        /// reserves are told for this day.
        var due: CalendarDate
        /// Whether ``due`` is the day it is expected on, and not only the first one it may come on.
        var isDated = true
        /// Paid for shares when positive, received when negative.
        var cash: Double { contract.right == .put ? contract.strike * shares : -contract.strike * shares }
    }

    /// Short options with physical delivery that can be assigned in a span: expiring in it, or exercised early in it.
    func obligations(in span: DateSpan, rows: [StrategyValuation]) -> [ShortObligation] {
        var result: [ShortObligation] = []
        for row in rows {
            for leg in row.legs where leg.position.quantity.isShort {
                guard case .option(let contract) = leg.position.instrument, contract.settlement == .physical,
                    !contract.isAdjusted, entities.contract.right == nil || entities.contract.right == contract.right
                else { continue }
                let perContract = leg.deliveredShares ?? contract.multiplier
                let early = early(leg, contract, in: span)
                guard early != nil || span.contains(contract.expiry) else { continue }
                result.append(
                    ShortObligation(
                        row: row, leg: leg, contract: contract,
                        shares: leg.position.quantity.magnitude.value * Double(perContract),
                        probability: early?.probability ?? leg.assignmentProbability, isEarly: early != nil,
                        isForDividend: early?.isForDividend ?? false, due: early?.due ?? contract.expiry,
                        isDated: early?.isDated ?? true))
            }
        }
        return result.sorted { ($1.probability.value ?? 2, $0.row.id) < ($0.probability.value ?? 2, $1.row.id) }
    }

    /// An exercise before the last day.
    private struct EarlyExercise {
        var due: CalendarDate
        var isDated: Bool
        var isForDividend: Bool
        var probability: Figure
    }

    /// From where on a holder is likelier to exercise than to wait.
    private static let likelyEarly = 0.5

    /// The early exercise to reckon with in a span: nil where the last day is in it and the holder is likelier to wait.
    private func early(_ leg: PositionValuation, _ contract: OptionContract, in span: DateSpan) -> EarlyExercise? {
        guard contract.style == .american else { return nil }
        let calendar = context.market.calendar
        let isAtEnd = span.contains(contract.expiry)
        let tonight = calendar.sessionOnOrAfter(today)
        let dividend = dividendEvening(contract, in: span)
        if contract.right == .call, let dividend {
            // An unknown chance is not a small one, unless the call is out of the money and may as well wait.
            let isOutside = leg.underlyingPrice.value.map { $0 <= contract.strike } ?? false
            let chance = leg.earlyExerciseProbability.value ?? (isAtEnd && isOutside ? 0 : 1)
            if chance >= (isAtEnd ? Self.likelyEarly : 0.005) {
                return EarlyExercise(
                    due: dividend, isDated: true, isForDividend: true, probability: leg.earlyExerciseProbability)
            }
        }
        if (leg.nextExerciseProbability.value ?? 0) >= Self.likelyEarly, tonight < contract.expiry,
            span.contains(tonight)
        {
            return EarlyExercise(
                due: tonight, isDated: true, isForDividend: false, probability: leg.nextExerciseProbability)
        }
        guard contract.right == .put, !isAtEnd, isDeep(leg, contract), (leg.earlyExerciseProbability.value ?? 0) >= 0.2
        else { return nil }
        return EarlyExercise(
            due: today, isDated: false, isForDividend: false, probability: leg.earlyExerciseProbability)
    }

    /// The evening before the first ex-date a call of the contract could be exercised for, in a span. "Tonight" is a day
    /// before the ex-date.
    private func dividendEvening(_ contract: OptionContract, in span: DateSpan) -> CalendarDate? {
        let calendar = context.market.calendar
        for event in context.market.underlyings[contract.underlying]?.profile.dividends ?? [] {
            let evening = calendar.previousSession(before: event.exDate)
            guard span.contains(event.exDate) || span.contains(evening), event.exDate > today,
                event.exDate <= contract.expiry
            else { continue }
            return max(today, evening)
        }
        return nil
    }

    /// In the money with almost nothing left of time: its holder may exercise on any day.
    private func isDeep(_ leg: PositionValuation, _ contract: OptionContract) -> Bool {
        guard let spot = leg.underlyingPrice.value, let extrinsic = leg.extrinsic.value else { return false }
        return contract.strike > spot && extrinsic < 0.001 * contract.strike
    }
}
