import Glibc
import MagnusDomain
import MagnusQuant

/// Everything of the book that the expiry board needs, apart from the market.
public struct ExpiryWork: Sendable {
    let content: BookContent
    let book: BookValuation
    let calendar: ExchangeCalendar
    let settings: BookSettings
    let rates: RateCurve
    let benchmark: String
    let market: MarketSnapshot

    var now: Instant { book.asOf }

    /// What a board is asked for besides the book.
    public struct Terms: Sendable {
        /// The last expiry day; nil for the week that matters now.
        public var through: CalendarDate?
        /// Calendar days that deadlines look ahead.
        public var deadlineDays: Int
        /// Dollars of commission and fees to close one contract.
        public var feesPerContract: Double
        /// Broker clocks of the configuration.
        public var clocks: [BrokerClock]

        public init(
            through: CalendarDate? = nil, deadlineDays: Int = 45, feesPerContract: Double = 0,
            clocks: [BrokerClock] = []
        ) {
            self.through = through
            self.deadlineDays = deadlineDays
            self.feesPerContract = feesPerContract
            self.clocks = clocks
        }
    }

    /// The board: rows, three worlds and the ladder of each account, deadlines.
    /// - Parameter account: name of what is shown, `all` for every account.
    public func board(_ terms: Terms = Terms(), account: String) -> ExpiryBoard {
        let through = terms.through ?? ExpiryBoard.week(of: now, calendar: calendar)
        let today = now.newYork.date
        let rows = book.strategies.flatMap { endings(of: $0, through: through, terms) }.sorted(by: Self.precedes)
        let deadlinesThrough = today.adding(days: terms.deadlineDays)
        var board = ExpiryBoard(
            asOf: now, account: account, through: through, rows: rows,
            accounts: book.accounts.map { valued in
                ExpiryAccount(
                    name: valued.account.name, broker: valued.account.broker, cash: valued.cashFigure,
                    settledCash: valued.settledCashFigure, reserved: valued.reservedCash,
                    free: valued.freeCash, treasuryBillFunds: valued.treasuryBillFunds,
                    worlds: worlds(of: valued, rows: rows.filter { $0.account == valued.account.name }),
                    ladder: CashLadder(valued, book: book, now: now).steps)
            },
            unresolved: unresolved, feesPerContract: terms.feesPerContract, deadlinesThrough: deadlinesThrough)
        board.deadlines = DeadlineFinder(work: self, through: deadlinesThrough).deadlines()
        return board
    }

    private static func precedes(_ left: ExpiryRow, _ right: ExpiryRow) -> Bool {
        if left.instants.day != right.instants.day { return left.instants.day < right.instants.day }
        if left.severity != right.severity {
            guard let one = left.severity else { return false }
            guard let other = right.severity else { return true }
            return other < one
        }
        return (left.symbol, left.id) < (right.symbol, right.id)
    }

    /// What ended and was never reported, as the owner knows it.
    private var unresolved: [String] {
        book.strategies.flatMap { strategy in
            strategy.legs.compactMap { leg in
                guard leg.state == .expiredUnresolved, case .option(let contract) = leg.position.instrument else {
                    return nil
                }
                return "\(strategy.symbol) \(contract.positionText(quantity: leg.position.quantity)) "
                    + contract.expiry.iso8601
            }
        }
    }

    // MARK: Rows

    /// Legs that end together, for one strategy.
    private struct Ending: Hashable {
        var day: CalendarDate
        var settlement: Settlement
    }

    func endings(of strategy: StrategyValuation, through: CalendarDate, _ terms: Terms) -> [ExpiryRow] {
        var groups: [Ending: [EndingLeg]] = [:]
        for leg in strategy.legs where leg.state != .expiredUnresolved {
            guard case .option(let contract) = leg.position.instrument else { continue }
            let instants = contract.expiryInstants(calendar: calendar)
            guard instants.day <= through else { continue }
            groups[Ending(day: instants.day, settlement: contract.settlement), default: []].append(
                EndingLeg(valued: leg, contract: contract, instants: instants, inside: inside(leg, contract, instants)))
        }
        return groups.compactMap { ending, found in
            // What is sold comes first, as strategies are named.
            let legs =
                found.filter { $0.valued.position.quantity.isShort }
                + found.filter { !$0.valued.position.quantity.isShort }
            return legs.first.map {
                row(strategy, ending, legs, first: $0, isWhole: legs.count == optionCount(strategy), terms)
            }
        }
    }

    private func optionCount(_ strategy: StrategyValuation) -> Int {
        strategy.legs.reduce(0) { count, leg in
            if case .option = leg.position.instrument { count + 1 } else { count }
        }
    }

    private func row(
        _ strategy: StrategyValuation, _ ending: Ending, _ legs: [EndingLeg], first: EndingLeg, isWhole: Bool,
        _ terms: Terms
    ) -> ExpiryRow {
        let valued = book.accounts.first { $0.account.name == strategy.account }
        let broker = valued?.account.broker ?? ""
        let state = first.instants.state(at: now)
        let nearest = nearest(legs)
        let cost = legs.reduce(Figure(0)) { $0.combined(with: $1.valued.costToClose) { $0 + $1 } }
        let contracts = legs.reduce(0.0) { $0 + $1.valued.position.quantity.magnitude.value }
        let quote = market.underlyings[first.contract.underlying]?.quote
        var row = ExpiryRow(
            id: "\(strategy.id)@\(ending.day.iso8601)\(ending.settlement == .cashMorning ? "am" : "")",
            strategy: strategy.id, account: strategy.account, broker: broker, symbol: strategy.symbol,
            title: title(strategy, legs, isWhole: isWhole),
            legs: legs.map {
                ExpiryLeg(
                    position: $0.valued.position.id, contract: $0.contract, quantity: $0.valued.position.quantity,
                    inside: $0.inside)
            },
            instants: first.instants, state: state, settlement: ending.settlement,
            daysToExpiry: first.instants.days(from: now), severity: strategy.severity, intent: strategy.intent,
            spot: first.valued.underlyingPrice, spotSource: quote?.source ?? "",
            spotAgeSeconds: quote?.time.map { max(0, now.seconds(since: $0)) },
            close: settlementPrice(first.contract, first.instants), away: away(nearest), sigmas: sigmas(nearest),
            probability: probability(legs), isFunded: isFunded(strategy, legs, valued),
            asNow: outcomeNow(legs), allIn: outcomeIn(legs, strategy), costToClose: cost,
            buyBack: cost.map { $0 + contracts * terms.feesPerContract },
            clocks: ending.settlement == .physical
                ? BrokerClock.rows(of: broker, on: ending.day, own: terms.clocks).map {
                    ExpiryClock(time: $0.instant(on: ending.day, calendar: calendar), words: $0.words)
                } : [])
        row.warnings = warnings(row, legs, strategy, valued)
        return row
    }

    /// `-1/+1 597/592P`; the name of the strategy where both rights end.
    private func title(_ strategy: StrategyValuation, _ legs: [EndingLeg], isWhole: Bool) -> String {
        let rights = Set(legs.map(\.contract.right))
        guard rights.count == 1, let right = rights.first else {
            return isWhole
                ? strategy.title
                : legs.map { $0.contract.positionText(quantity: $0.valued.position.quantity) }.joined(separator: " ")
        }
        let mark = legs.contains { $0.contract.isAdjusted } ? " ADJ" : ""
        return legs.map { $0.valued.position.quantity.signedText }.joined(separator: "/") + " "
            + legs.map(\.contract.strikeText).joined(separator: "/") + right.letter + mark
    }

    /// The short leg nearest to the money or furthest in it; without one the long leg that is.
    func nearest(_ legs: [EndingLeg]) -> EndingLeg? {
        let short = legs.filter { $0.valued.position.quantity.isShort }
        return (short.isEmpty ? legs : short).min {
            ($0.valued.distanceToStrike.value ?? .infinity) < ($1.valued.distanceToStrike.value ?? .infinity)
        }
    }

    private func away(_ leg: EndingLeg?) -> Figure {
        guard let leg else { return .unknown(.notApplicable) }
        return leg.valued.underlyingPrice.map { leg.contract.right.sign * (leg.contract.strike - $0) }
    }

    private func sigmas(_ leg: EndingLeg?) -> Figure {
        guard let leg else { return .unknown(.notApplicable) }
        guard now < leg.instants.settlement else { return .unknown(.expired) }
        guard let terms = leg.valued.terms, terms.years > 0, terms.volatility > 0 else {
            return .unknown(leg.valued.impliedVolatility.reason ?? leg.valued.underlyingPrice.reason ?? .noSource)
        }
        let deviation = terms.volatility * terms.years.squareRoot()
        let distance = leg.valued.underlyingPrice.map {
            leg.contract.right.sign * log(leg.contract.strike / $0) / deviation
        }
        guard leg.valued.impliedVolatility.value == nil else { return distance }
        return distance.combined(with: Figure(0, trust: .estimated)) { value, _ in value }
    }

    /// Of the short leg most likely to be assigned; of long legs, that the likeliest ends in the money.
    private func probability(_ legs: [EndingLeg]) -> Figure {
        guard let settlement = legs.first?.instants.settlement, now < settlement else { return .unknown(.expired) }
        let short = legs.filter { $0.valued.position.quantity.isShort }
        let all =
            short.isEmpty ? legs.map(probabilityInside) : short.map(\.valued.assignmentProbability)
        let known = all.filter { $0.value != nil }
        return known.max { ($0.value ?? 0) < ($1.value ?? 0) } ?? all.first ?? .unknown(.notApplicable)
    }

    private func probabilityInside(_ leg: EndingLeg) -> Figure {
        guard let terms = leg.valued.terms else { return .unknown(leg.valued.delta.reason ?? .noSource) }
        let outlook = Probability.Outlook(terms)
        let value =
            leg.contract.right == .call
            ? Probability.above(terms.strike, outlook) : Probability.below(terms.strike, outlook)
        return Figure(value, trust: leg.valued.delta.trust ?? .estimated, else: .unsupported)
    }

    private func isFunded(
        _ strategy: StrategyValuation, _ legs: [EndingLeg], _ account: AccountValuation?
    ) -> Bool? {
        let takesShares = legs.contains {
            $0.contract.right == .put && $0.contract.settlement == .physical && $0.valued.position.quantity.isShort
        }
        return takesShares ? account?.isFunded(row: strategy.id) : nil
    }
}

/// A leg of a row that ends.
struct EndingLeg: Sendable {
    let valued: PositionValuation
    let contract: OptionContract
    let instants: ExpiryInstants
    /// ``ExpiryLeg/inside``.
    let inside: Figure

    /// Signed shares that exercise moves to the account; nil for cash, or where nobody knows what is delivered.
    var shares: Double? {
        guard contract.settlement == .physical, !contract.isAdjusted, let each = valued.deliveredShares else {
            return nil
        }
        return contract.right.sign * Double(each) * valued.position.quantity.value
    }

    /// Signed dollars that exercise for shares moves to the account.
    var strikeCash: Double {
        -contract.right.sign * contract.strike * Double(contract.multiplier) * valued.position.quantity.value
    }
}

extension BookValuer {
    /// The book as it was last valued, ready for the expiry board.
    /// - Parameter book: The result of the last ``valuation(now:)``.
    public func expiryWork(book: BookValuation, market: MarketSnapshot) -> ExpiryWork {
        ExpiryWork(
            content: content, book: book, calendar: calendar, settings: settings, rates: rates, benchmark: benchmark,
            market: market)
    }
}
