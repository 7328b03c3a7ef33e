import Glibc
import MagnusAnalysis
import MagnusDomain
import MagnusQuant

/// One short option of a strategy as the rules see it.
struct ShortLeg {
    let strategy: StrategyValuation
    let leg: PositionValuation
    let contract: OptionContract
    let instants: ExpiryInstants
    /// Days for the rules: to the last trade, turning at 07:00.
    let days: Int
    /// Days in words: those of the calendar, as the DTE column counts them.
    let shownDays: Int
    /// Dollars per share; nil when unknown.
    let spot: Double?
    /// Where ``spot`` is from: the source of the quote, `previous close`, or `close 03-19`.
    let spotSource: String
    /// Seconds; nil for a close, which does not age.
    let spotAge: Double?
    /// Of ``spot``: a close and a print are official, a quote is as good as its source.
    let spotTrust: Trust
    /// |ln(K/S)| / (sigma root T), nil when unknown or when the price that settles the contract has been made. Of a contract
    /// for shares whose cut-off has passed it is counted in moves of one session.
    let sigmas: Double?
    /// Everything about the contract is decided: no time is left that a move could happen in.
    let isDecided: Bool
    /// ``spot`` is the print that settled the contract in cash.
    let isSettlementKnown: Bool
    /// ``spot`` is the last official close while shares already trade before the open: what rests on their price of now
    /// belongs to another moment.
    let isOfTheClose: Bool
    /// The volatility behind `sigmas` is the underlying's, not the contract's.
    let isSigmaEstimated: Bool
    /// The setting: nearer than this fraction of the spot, distances are said in dollars.
    let pinFraction: Double

    init?(_ leg: PositionValuation, of strategy: StrategyValuation, context: MonitorContext) {
        guard case .option(let contract) = leg.position.instrument, leg.position.quantity.isShort else { return nil }
        self.strategy = strategy
        self.leg = leg
        self.contract = contract
        instants = contract.expiryInstants(calendar: context.calendar)
        isDecided = instants.state(at: context.now) == .awaitingBroker
        pinFraction = context.settings.expiration.pinFraction
        let now = context.now
        let wall = now.newYork
        let today =
            wall.secondsOfDay < context.settings.expiration.dateTurnSeconds ? wall.date.adding(days: -1) : wall.date
        let lastDay = min(instants.lastTrade.newYork.date, instants.day)
        days = max(0, lastDay.days(since: today))
        shownDays = max(0, lastDay.days(since: wall.date))
        let isPreMarket = context.status.phase == .preMarket
        let previous = context.market.underlyings[strategy.symbol]?.profile.previousClose
        // Before the open a quote raises nothing: the rules go by the last official close.
        let price = isPreMarket ? previous ?? leg.underlyingPrice.value : leg.underlyingPrice.value
        let latest = price.flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
        // After the last trade the close exercises what is in the money by a cent, whatever the shares do later; and later
        // prices make holders exercise what the close left out: the worse of the two judges.
        let isOver = now >= instants.lastTrade && context.status.phase != .preMarket
        let bars = isOver ? context.market.underlyings[strategy.symbol]?.bars : nil
        let lastSession = instants.day
        let close = bars?.last { $0.date == lastSession }?.close
        var judged = latest
        if let latest, let close { judged = contract.right == .put ? min(latest, close) : max(latest, close) }
        let isSettledInCash = isDecided && contract.settlement != .physical
        let print = isSettledInCash ? Self.settlementPrint(contract, on: lastSession, context: context) : nil
        if let print { judged = print }
        spot = judged
        isSettlementKnown = print != nil
        isOfTheClose = isPreMarket && previous != nil
        if print != nil {
            let moment = contract.settlement == .cashMorning ? "open" : "close"
            (spotSource, spotAge, spotTrust) = ("\(moment) \(lastSession.monthDay)", nil, .fresh)
        } else if let close, judged == close, judged != latest {
            (spotSource, spotAge, spotTrust) = ("close \(lastSession.monthDay)", nil, .fresh)
        } else if isPreMarket, previous != nil {
            (spotSource, spotAge, spotTrust) = ("previous close", nil, .fresh)
        } else {
            (spotSource, spotAge) = (leg.markSource, leg.markAgeSeconds)
            spotTrust = leg.underlyingPrice.trust ?? .fresh
        }
        let own = leg.impliedVolatility.value ?? strategy.impliedVolatility.value
        let general = context.market.underlyings[strategy.symbol]?.volatilityHistory.last?.impliedVolatility
        let volatility = own ?? general
        isSigmaEstimated = own == nil
        // Until the cut-off the shares still move and holders still choose.
        let end = instants.exerciseCutOff ?? instants.settlement
        // When the time is over a distance is counted in moves of one session: there is none left to divide by. What was
        // settled in cash has no distance any more, only a result.
        let years = now >= end ? 1.0 / 252 : max(end.seconds(since: now), 60) / 31_536_000
        if let spot = judged, let volatility, volatility > 0, volatility.isFinite, !isSettledInCash {
            sigmas = abs(log(contract.strike / spot)) / (volatility * years.squareRoot())
        } else {
            sigmas = nil
        }
    }

    /// The price of the underlying that settled a contract in cash: its opening print or its close; nil before it is known.
    private static func settlementPrint(
        _ contract: OptionContract, on day: CalendarDate, context: MonitorContext
    ) -> Double? {
        guard let bar = context.market.underlyings[contract.underlying]?.bars.last(where: { $0.date == day }) else {
            return nil
        }
        let price = contract.settlement == .cashMorning ? bar.open : bar.close
        return price.isFinite && price > 0 ? price : nil
    }

    /// What the options of the row that end with this one take (positive) or bring, dollars; nil without a price.
    var settlementCost: Double? {
        guard let spot else { return nil }
        return strategy.legs.reduce(0.0) { sum, other in
            guard case .option(let option) = other.position.instrument, option.expiry == contract.expiry else {
                return sum
            }
            let inside = max(0, option.right == .put ? option.strike - spot : spot - option.strike)
            return sum - inside * Double(option.multiplier) * other.position.quantity.value
        }
    }

    /// Of ``sigmas``: no better than the spot, and an estimate where the volatility is one or not the contract's own.
    var sigmasTrust: Trust {
        let own = leg.impliedVolatility.value == nil ? strategy.impliedVolatility : leg.impliedVolatility
        return Trust.worse(spotTrust, isSigmaEstimated ? .estimated : own.trust ?? .fresh)
    }

    /// Positive out of the money, dollars per share.
    var distance: Double? {
        spot.map { contract.right == .put ? $0 - contract.strike : contract.strike - $0 }
    }

    /// ``sigmas`` with the sign of ``distance``: negative in the money.
    var signedSigmas: Double? {
        sigmas.map { (distance ?? 0) < 0 ? -$0 : $0 }
    }

    func standing(_ settings: MonitorSettings.Expiration) -> DangerTable.Standing? {
        guard let spot, let distance else { return nil }
        // Shares that may or may not come are what a pin is about: on its last day a contract for shares needs no more than
        // to be near, an index settled in cash must be within reach of an ordinary move.
        let isLastDay = days == 0 && isPhysical
        let isPinned =
            distance / spot < settings.pinFraction && (isLastDay || (sigmas ?? 0) < settings.pinSigmas)
        if distance < 0 || isPinned { return .inTheMoneyOrPinned }
        return .outOfTheMoney(sigmas: sigmas)
    }

    var contracts: Double { leg.position.quantity.magnitude.value }

    /// Shares that change hands on assignment; nil for cash or an unknown deliverable.
    var shares: Int? { leg.deliveredShares.map { Int((Double($0) * contracts).rounded()) } }

    var isPhysical: Bool { contract.settlement == .physical }

    /// What assignment of this leg would mean.
    func consequence(in context: MonitorContext) -> DangerTable.Consequence {
        guard isPhysical else { return .unwanted }
        if dyingProtection != nil { return .uncovered }
        switch isFunded(in: context) {
        case .some(false): return .uncovered
        case .some(true): return strategy.intent == .take ? .wantedAndFunded : .unwanted
        case .none: return .unwanted
        }
    }

    /// The long leg of the same side that expires worthless on the same day while this one is assigned.
    var dyingProtection: OptionContract? {
        guard let spot else { return nil }
        for other in strategy.legs {
            guard case .option(let long) = other.position.instrument, !other.position.quantity.isShort,
                long.right == contract.right, long.expiry == contract.expiry
            else { continue }
            let isOut = long.right == .put ? spot > long.strike : spot < long.strike
            if isOut { return long }
        }
        return nil
    }

    /// Whether cash or shares for assignment are there; nil when the balances are unknown.
    func isFunded(in context: MonitorContext) -> Bool? {
        let account = context.book.accounts.first { $0.account.name == strategy.account }
        switch contract.right {
        case .call:
            let held = strategy.legs.reduce(0.0) { sum, other in
                if case .stock = other.position.instrument { sum + other.position.quantity.value } else { sum }
            }
            let protected = strategy.legs.contains { other in
                guard case .option(let long) = other.position.instrument else { return false }
                return !other.position.quantity.isShort && long.right == .call && long.expiry >= contract.expiry
            }
            if protected || held + 1e-9 >= Double(shares ?? 0) { return true }
            // Another row of the account may hold what covers it: then what it reserves has a bound.
            return account?.cashReserves.contains { $0.id == strategy.id && $0.figure.value != nil } ?? false
        case .put:
            return account?.isFunded(row: strategy.id)
        }
    }

    /// Whether only shares would cover this call while another call of the account may take any number of them.
    func isCoverUnknown(in context: MonitorContext) -> Bool {
        let account = context.book.accounts.first { $0.account.name == strategy.account }
        return account?.cashReserves.contains { $0.id == strategy.id && $0.figure == .unknown(.adjusted) } ?? false
    }

    /// The row is a spread of two strikes, which ``label`` names together.
    var isVertical: Bool {
        [.bullPutSpread, .bearCallSpread, .bullCallSpread, .bearPutSpread].contains(strategy.kind)
    }

    /// `AAPL 260P`, `XSP 597/592`.
    var label: String {
        if isVertical {
            for other in strategy.legs {
                if case .option(let long) = other.position.instrument, !other.position.quantity.isShort {
                    return "\(strategy.symbol) \(contract.strikeText)/\(long.strikeText)"
                }
            }
        }
        return "\(strategy.symbol) \(contract.shortName)"
    }
}

/// Words the position rules share.
enum PositionWords {
    /// `5h17`, then `1 day`, `4 days`.
    static func left(until end: Instant, days: Int, now: Instant) -> String {
        if days == 0 {
            let minutes = max(0, Int(end.seconds(since: now) / 60))
            let rest = minutes % 60
            return "\(minutes / 60)h\(rest < 10 ? "0" : "")\(rest)"
        }
        return days == 1 ? "1 day" : "\(days) days"
    }

    /// Whether words are those of ``left(until:days:now:)``.
    static func isCountdown(_ text: String) -> Bool {
        let rest = text.drop { $0.isASCII && $0.isNumber }
        guard rest.count < text.count else { return false }
        return rest == " day" || rest == " days" || rest.first == "h" && rest.dropFirst().allSatisfy { $0.isNumber }
    }

    /// `2.41 away (1.3σ)`, `0.02 in`, `1.1% in`.
    static func distance(_ short: ShortLeg) -> String {
        guard let distance = short.distance, let spot = short.spot else { return "spot unknown" }
        let size = abs(distance)
        if distance < 0 {
            return size / spot < short.pinFraction
                ? "\(FixedText.price(size)) in" : "\(FixedText.percent(size / spot, decimals: 1)) in"
        }
        guard let sigmas = short.sigmas, !short.isDecided else { return "\(FixedText.price(size)) away" }
        return "\(FixedText.price(size)) away (\(FixedText.decimals(sigmas, 1))σ)"
    }

    /// Whether one of the figures said of an option is an estimate: one that is given here, the spot, or the volatility behind
    /// the standard deviations of ``distance(_:)``.
    static func isEstimated(_ short: ShortLeg, _ figures: Figure...) -> Bool {
        let hasSigmas = (short.distance ?? -1) >= 0 && short.sigmas != nil && !short.isDecided
        let volatility = short.isSigmaEstimated || short.leg.impliedVolatility.trust == .estimated
        let spot = short.isOfTheClose ? [] : [short.leg.underlyingPrice]
        return hasSigmas && volatility || (spot + figures).contains { $0.trust == .estimated }
    }

    /// Cost to buy the row back, per share of one unit: `buy 0.56`, of the option or the spread that ``ShortLeg/label`` names;
    /// `buy all 0.95` of a row that has more legs than those; the ask of the option alone where that is no cost.
    static func buyBack(_ short: ShortLeg) -> String? {
        guard let cost = short.strategy.costToClose.value, short.contracts > 0 else { return nil }
        let unit = short.contracts * Double(short.contract.multiplier)
        guard unit > 0, cost > 0, !short.strategy.legs.contains(where: isStock) else {
            return short.leg.ask.map { "buy \(FixedText.price($0))" }
        }
        let isNamed = short.strategy.legs.count == 1 || short.isVertical
        return "buy \(isNamed ? "" : "all ")\(FixedText.price(cost / unit))"
    }

    static func isStock(_ leg: PositionValuation) -> Bool {
        if case .stock = leg.position.instrument { true } else { false }
    }

    /// In standard deviations of the time that is left; once everything is decided in dollars, for none is left.
    private static func distanceEvidence(_ short: ShortLeg) -> AlertEvidence {
        guard !short.isDecided else {
            return AlertEvidence(
                name: "distance", value: short.distance, unit: "USD/share", source: short.spotSource,
                ageSeconds: short.spotAge, trust: short.spotTrust)
        }
        return AlertEvidence(
            name: short.isSigmaEstimated ? "distance, stock volatility" : "distance", value: short.signedSigmas,
            unit: "standard deviations", source: short.leg.markSource, ageSeconds: short.leg.markAgeSeconds,
            trust: short.sigmasTrust)
    }

    static func evidence(_ short: ShortLeg) -> [AlertEvidence] {
        let age = short.leg.markAgeSeconds
        var facts = [
            AlertEvidence(
                name: "spot", value: short.spot, unit: "USD/share", source: short.spotSource,
                ageSeconds: short.spotAge, trust: short.spotTrust),
            AlertEvidence(
                name: "strike", value: short.contract.strike, unit: "USD/share", source: "contract", ageSeconds: nil),
            AlertEvidence(
                name: "days to last trade", value: Double(short.days), unit: "days", source: "calendar", ageSeconds: nil
            ),
            distanceEvidence(short),
        ]
        if short.isPhysical, !short.isOfTheClose {
            facts.append(
                AlertEvidence(
                    name: "assignment probability", figure: short.strategy.assignmentProbability, unit: "fraction",
                    source: "risk-neutral model", ageSeconds: age))
            if short.leg.nextExerciseProbability.value != nil {
                facts.append(
                    AlertEvidence(
                        name: "exercise before the next session", figure: short.leg.nextExerciseProbability,
                        unit: "fraction",
                        source: "risk-neutral model", ageSeconds: age))
            }
        }
        return facts
    }
}
