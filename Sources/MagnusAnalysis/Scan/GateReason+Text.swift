import MagnusDomain

/// One sentence per gate, with the figure, the limit and what would change it.
extension GateReason {
    var text: String {
        switch self {
        case .noQuote(let reason): "quote \(Self.word(reason))"
        case .old(let seconds, let limit): "quote \(whole(seconds)) s old, limit \(whole(limit)) s"
        case .apart(let seconds, let limit):
            "option and shares quoted \(whole(seconds)) s apart, limit \(whole(limit)) s"
        case .contradictory: "two sources differ by more than 1%"
        case .smallBid(let bid, let limit): "bid \(price(bid)) under \(price(limit))"
        case .wideSpread(let spread, let mid, let limit):
            "spread \(price(spread)) = \(FixedText.percent(spread / mid)) of \(price(mid)), limit \(FixedText.percent(limit))"
        case .openInterest(let count, let limit): "open interest \(count) under \(limit)"
        case .optionVolume(let count, let limit): "\(count) options a day, under \(limit)"
        case .sharePrice(let value, let limit): "shares at \(price(value)), under \(price(limit))"
        case .shareVolume(let value, let limit):
            "\(FixedText.short(value)) dollars a day in shares, under \(FixedText.short(limit))"
        case .thinFill(let fill, let limit, _): "\(price(fill)) after fees, under \(price(limit))"
        case .fees(let credit, let share, let limit):
            "\(price(credit)) credit, \(FixedText.percent(share)) goes in fees, limit \(FixedText.percent(limit))"
        case .lowReturn(let value, let limit, _):
            "\(FixedText.percent(value, decimals: 1)) a year, under \(FixedText.percent(limit, decimals: 1))"
        case .earnings(let event, _):
            "earnings \(FixedText.date(event.date)) \(Self.time(event.time)) inside\(event.isConfirmed ? "" : " (unconfirmed)")"
        case .knownEvent(let date): "event on record \(FixedText.date(date)) inside"
        case .frontVolatility(let front, let next, let expiry, _):
            "IV \(FixedText.percent(front)) for \(expiry.monthDay) over \(FixedText.percent(next)) behind it: unlisted event"
        case .borrow(let rate, let limit):
            "prices imply \(FixedText.percent(rate))/yr borrow, limit \(FixedText.percent(limit)): rich for a reason"
        case .adjusted: "adjusted contract: deliverable is not 100 shares"
        case .multiplier(let value): "multiplier \(value) cannot be right"
        case .split(let date, _): "split on \(FixedText.date(date))"
        case .leveraged: "leveraged, inverse or volatility fund"
        case .volatilityUnknown(let reason): "IV unknown: \(Self.word(reason))"
        case .offSmile(let points, let limit):
            "IV \(FixedText.decimals(points * 100, 0)) points off the smile, limit \(FixedText.decimals(limit * 100, 0)): "
                + "stale or typo"
        case .delta(let delta, let range), .deepDelta(let delta, let range):
            "delta \(Self.text(delta, outside: range)) outside \(price(range.lowerBound))-\(price(range.upperBound))"
        case .days(let days, let range):
            "\(days) \(days == 1 ? "day" : "days") outside \(range.lowerBound)-\(range.upperBound)"
        case .underBasis(let strike, let basis, let loss):
            "\(strike) < basis \(price(basis)) locks \(FixedText.dollars(loss))"
        case .underDividend(let extrinsic, let dividend, let date):
            "extrinsic \(price(extrinsic)) < dividend \(price(dividend)) on \(FixedText.date(date))"
        case .cash(let needed, let free, let account):
            "needs \(FixedText.dollars(needed)), free \(FixedText.dollars(free))\(account.map { " in \($0)" } ?? "")"
        case .name(let before, let added, let limit):
            "name \(FixedText.percent(before)) + \(FixedText.percent(added)) > \(FixedText.percent(limit))"
        case .sector(let name, let before, let added, let limit):
            "\(SectorName.short(name)) \(FixedText.percent(before)) + \(FixedText.percent(added)) > "
                + FixedText.percent(limit)
        case .betaDelta(let after, let limit):
            "beta delta \(FixedText.percent(after)) of net liq \(after > limit ? ">" : "<") \(FixedText.percent(limit))"
        case .tradeShare(let loss, let share, let limit):
            "can lose \(FixedText.dollars(loss)) = \(FixedText.percent(share, decimals: 1)) of net liq, limit "
                + FixedText.percent(limit, decimals: 1)
        case .alreadyShort(let right): "already short \(right == .put ? "puts" : "calls") on it"
        case .noIdleShares(let idle): idle > 0 ? "\(idle) idle shares, 100 needed" : "no idle shares"
        case .unknownRoom(let figure, let reason): "\(figure.rawValue) unknown: \(Self.word(reason))"
        case .noNetLiquidation(let value): "net liquidation \(FixedText.dollars(value)): nothing to measure by"
        case .riskOff: "risk-off market: no new short premium"
        case .leg(let contract, let isDated, let reason):
            "\(contract.shortName)\(isDated ? " " + contract.expiry.monthDay : ""): \(reason.text)"
        case .noPartner(let words): words
        case .noCredit(let natural): "\(price(natural)) at the natural price: the spreads take the credit"
        case .creditOverWidth(let credit, let width):
            "credit \(price(credit)) of a width of \(price(width)): stale or typo"
        case .noDebit(let natural): "debit \(price(natural)) for the later expiry: stale or typo"
        case .negativeForwardVariance(let front, let back):
            "IV \(FixedText.percent(front, decimals: 1)) over \(FixedText.percent(back, decimals: 1)) behind it leaves "
                + "no variance between: stale or typo"
        case .lowCredit(let credit, let width, let limit):
            "credit \(price(credit)) = \(FixedText.percent(credit / width, decimals: 1)) of the width \(price(width)), "
                + "under \(FixedText.percent(limit))"
        case .highDebit(let debit, let width, let limit):
            "debit \(price(debit)) = \(FixedText.percent(debit / width, decimals: 1)) of the \(price(width)) between the "
                + "strikes, over \(FixedText.percent(limit))"
        case .feesOfDebit(let debit, let share, let limit):
            "\(price(debit)) debit, fees are \(FixedText.percent(share)) of it, limit \(FixedText.percent(limit))"
        case .smallGain(let gain, let limit): "makes \(price(gain)) at most after fees, under \(price(limit))"
        }
    }

    /// What would change it, where something would.
    var remedy: String? {
        switch self {
        case .noQuote, .old, .apart: "passes with fresh quotes on both sides"
        case .contradictory: "passes when the sources agree"
        case .smallBid(_, let limit): "passes at bid \(price(limit))"
        case .wideSpread(_, let mid, let limit): "passes at a spread of \(price(mid * limit))"
        case .openInterest(_, let limit): "passes at open interest \(limit)"
        case .thinFill(_, _, let needed): "passes at a fill of \(price(needed))"
        case .fees(_, let share, let limit):
            share > 0 ? "passes at \(FixedText.decimals(share / limit, 1)) times the credit" : nil
        case .lowReturn(_, _, let needed): "passes at a fill of \(price(needed))"
        case .earnings(let event, let margin):
            event.isConfirmed
                ? "passes after \(FixedText.date(event.date))"
                : "passes after \(FixedText.date(event.date)) + \(margin) days"
        case .knownEvent(let date): "passes after \(FixedText.date(date))"
        case .frontVolatility(_, let next, _, let ratio):
            "passes with front IV under \(FixedText.percent(next * ratio))"
        case .split(let date, let days): "passes \(days) days after \(FixedText.date(date))"
        case .delta(let delta, let range):
            delta > range.upperBound ? "take a strike further out" : "take a strike nearer the money"
        case .deepDelta(let delta, let range):
            delta > range.upperBound ? "take a strike nearer the money" : "take a strike deeper in the money"
        case .days(let days, let range):
            days > range.upperBound ? "passes in \(days - range.upperBound) days" : "take a later expiry"
        case .underBasis(_, let basis, _): "passes from strike \(price(basis))"
        case .underDividend(_, _, let date): "passes after \(FixedText.date(date))"
        case .cash(let needed, let free, _): "passes with \(FixedText.dollars(needed - free)) more cash"
        case .name(let before, let added, let limit):
            "passes when the name falls by \(FixedText.percent(before + added - limit))"
        case .sector(_, let before, let added, let limit):
            "passes when the sector falls by \(FixedText.percent(before + added - limit))"
        case .betaDelta(let after, let limit):
            "passes when beta delta \(after > limit ? "falls" : "rises") by \(FixedText.percent(abs(after - limit)))"
        case .tradeShare: "passes with a narrower width"
        case .alreadyShort: "passes when they are closed"
        case .noIdleShares: "passes with 100 uncovered shares"
        case .leg(_, _, let reason): reason.remedy
        case .noCredit: "passes at narrower quotes"
        case .lowCredit(_, let width, let limit): "passes at a fill of \(price(limit * width))"
        case .highDebit(_, let width, let limit): "passes at a debit of \(price(limit * width))"
        case .creditOverWidth, .noDebit, .negativeForwardVariance: "passes with quotes that agree"
        case .unknownRoom(let figure, _): "passes once \(figure.rawValue) is known"
        case .optionVolume, .sharePrice, .shareVolume, .borrow, .adjusted, .multiplier, .leveraged,
            .volatilityUnknown, .offSmile, .noNetLiquidation, .riskOff, .noPartner, .feesOfDebit, .smallGain:
            nil
        }
    }

    private func price(_ value: Double) -> String { FixedText.price(value) }

    /// With as many decimals as it takes not to be rounded onto the limit that it breaks.
    private static func text(_ value: Double, outside range: ClosedRange<Double>) -> String {
        let scales = [(2, 100.0), (3, 1000.0)]
        let fitting = scales.first { !range.contains((value * $0.1).rounded() / $0.1) }
        return FixedText.decimals(value, fitting?.0 ?? 4)
    }

    private func whole(_ value: Double) -> String { FixedText.decimals(value, 0) }

    private static func time(_ time: EarningsTime) -> String { time == .unknown ? "time unknown" : time.rawValue }

    private static func word(_ reason: UnknownReason) -> String {
        String(reason.rawValue.map { $0 == "_" ? " " : $0 })
    }
}
