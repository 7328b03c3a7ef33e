import MagnusDomain
import MagnusQuant

/// Where a held short option could be rolled to (trader.md sections 1 and 2): the one computation behind the screen, the
/// command, the answers of the chat and whatever warns of a roll window, so that they never differ.
///
/// Net of a cell = what the new legs bring at the natural price less what the held ones cost: new bid - old ask for a
/// short option, and the long leg of a spread bought at its ask and sold at its bid.
public struct RollStudy: Sendable {
    /// Strikes further out of the money than the one that is held.
    static let betterStrikes = 12
    /// Strikes nearer to the money: shown to be refused with their figures.
    static let worseStrikes = 2

    let row: StrategyValuation
    let shape: RollShape
    let short: OptionContract
    let chain: ChainAnalysis
    let earnings: [EarningsEvent]
    let campaigns: [OptionContract: RollCampaign]
    let rules: RollRules
    let calendar: ExchangeCalendar
    let now: Instant
    /// By the contract's symbol: an account and a source may disagree on style or deliverable.
    private let readings: [String: ContractAnalysis]

    /// - Parameters:
    ///   - chain: of the row's symbol, with every contract of the series that ``entries(of:for:rules:calendar:now:)`` keeps.
    ///   - earnings: from today on.
    ///   - campaigns: by held contract; one that is missing was never rolled.
    /// - Throws: ``RollRefusal`` for a row that cannot be rolled, or a chain without what is held.
    public init(
        _ row: StrategyValuation, chain: ChainAnalysis, earnings: [EarningsEvent],
        campaigns: [OptionContract: RollCampaign] = [:], rules: RollRules = RollRules(), calendar: ExchangeCalendar,
        now: Instant
    ) throws(RollRefusal) {
        shape = try RollShape(row)
        guard let contract = shape.short else { throw .longOnly }
        guard contract.expiryInstants(calendar: calendar).lastTrade > now else { throw .ended }
        self.row = row
        short = contract
        self.chain = chain
        self.earnings = earnings.filter { event in
            // Out before today's open: it is in the price.
            !(event.date == now.newYork.date && event.time == .beforeOpen
                && now.newYork.secondsOfDay >= ExchangeCalendar.openSeconds)
        }
        self.campaigns = campaigns
        self.rules = rules
        self.calendar = calendar
        self.now = now
        readings = Dictionary(
            chain.expiries.flatMap(\.contracts).map { ($0.contract.osi, $0) }, uniquingKeysWith: { first, _ in first })
        for leg in shape.moving.compactMap(RollShape.contract) where readings[leg.osi] == nil {
            throw .notInChain("\(leg.root) \(leg.shortName) \(leg.expiry.iso8601)")
        }
    }

    /// The part of a chain that the rolls of a row need: pricing the rest would be work for nothing.
    public static func entries(
        of chain: OptionChain, for shape: RollShape, rules: RollRules, calendar: ExchangeCalendar, now: Instant
    ) -> OptionChain {
        guard let held = shape.short else { return chain }
        let today = now.newYork.date
        let later = Set(chain.entries.map(\.contract.expiry)).filter { $0 > held.expiry }.sorted()
        let inside = later.filter { $0.days(since: today) <= rules.maximumDays }
        let wanted = Set(inside + later.dropFirst(inside.count).prefix(1) + [held.expiry])
        var part = chain
        part.entries = chain.entries.filter { wanted.contains($0.contract.expiry) }
        return part
    }

    public var report: RollReport {
        let held = shape.moving.compactMap(heldLeg)
        let later = later
        let listed = strikes(later.map(\.analysis))
        var cells: [RollReport.Cell] = []
        for strike in listed {
            for index in later.indices {
                if let found = cell(strike, index, later[index], held) { cells.append(found) }
            }
        }
        let shares = Double(short.multiplier) * (held.first?.quantity.magnitude.value ?? 0)
        let series = later.map(\.expiry)
        let session = calendar.session(on: now.newYork.date).flatMap { $0.contains(now) ? $0 : nil }
        let campaign = campaigns[short] ?? RollCampaign()
        return RollReport(
            id: row.id, account: row.account, symbol: row.symbol, title: row.title, form: shape.form, held: held,
            shares: shares, daysToExpiry: short.expiryInstants(calendar: calendar).days(from: now),
            buyBack: Self.cost(held.map(\.quantity), held.map(\.natural)).map { -$0 },
            realized: Self.cost(held.map(\.quantity), held.map(\.natural))
                .combined(with: Self.cost(held.map(\.quantity), held.map(\.premium))) { ($0 - $1) * shares },
            rollsDone: campaign.rolls, rollsToReview: campaign.toReview, rules: rules, spot: chain.spot,
            spotAgeSeconds: chain.spotAgeSeconds, expiries: series, strikes: listed, cells: cells,
            best: cells.indices.filter { cells[$0].isAllowed }.min {
                RollReport.isBetter(cells[$0], cells[$1], in: series)
            }, alternative: shape.alternative(maximumLoss: row.maximumLoss),
            closedOn: session == nil ? calendar.latestClose(at: now)?.newYork.date : nil,
            source: chain.source, retrievedAt: chain.retrievedAt)
    }

    // MARK: What is held

    private func heldLeg(_ leg: PositionValuation) -> RollReport.HeldLeg? {
        guard let contract = RollShape.contract(leg), let reading = readings[contract.osi] else { return nil }
        let isShort = leg.position.quantity.isShort
        let premium = Figure(leg.position.averagePrice, else: .noBasis)
        // Of a long leg the campaign paid: its cash is negative and its price positive.
        let campaign = campaigns[contract]?.creditPerShare.map { Figure(isShort ? $0 : -$0) }
        return RollReport.HeldLeg(
            contract: contract, quantity: leg.position.quantity, premium: premium,
            campaignPremium: campaign ?? premium, bid: reading.bid, ask: reading.ask, mid: reading.mid,
            natural: Self.natural(reading, buys: isShort, isClosing: true), quoteAgeSeconds: reading.quoteAgeSeconds)
    }

    /// The ask when it is bought, the bid when it is sold.
    /// - Parameter isClosing: a long option whose bid is 0 is worth nothing, and selling it brings nothing; nobody opens
    ///   a short one at 0.
    static func natural(_ reading: ContractAnalysis, buys: Bool, isClosing: Bool) -> Figure {
        // A quote that cannot be right gives no price on either side.
        let isSound = [nil, .oneSided, .wideSpread].contains(reading.mid.reason)
        guard isSound else { return .unknown(reading.mid.reason ?? .noMarket) }
        let side = buys ? reading.ask : reading.bid.flatMap { $0 > 0 || isClosing ? $0 : nil }
        return Figure(side, trust: reading.quoteTrust, else: .oneSided)
    }

    /// Sum of prices by the sign of their legs, per share: long positive, short negative.
    private static func cost(_ quantities: [Quantity], _ prices: [Figure]) -> Figure {
        zip(quantities, prices).reduce(Figure(0)) { sum, leg in
            sum.combined(with: leg.1) { leg.0.isShort ? $0 - $1 : $0 + $1 }
        }
    }

    // MARK: The grid

    private struct Series {
        var expiry: RollReport.Expiry
        var analysis: ExpiryAnalysis
        var byStrike: [Int: ContractAnalysis]
    }

    private var later: [Series] {
        let today = now.newYork.date
        let found = chain.expiries.filter { series in
            series.expiry > short.expiry
                && series.contracts.contains { !$0.isAdjusted && $0.contract.multiplier == short.multiplier }
        }.sorted { ($0.expiry, $0.root) < ($1.expiry, $1.root) }
        let first = found.first { $0.expiry.days(since: today) > rules.maximumDays }?.expiry
        return found.filter { series in first.map { series.expiry <= $0 } ?? true }.map { series in
            let contracts = series.contracts.filter {
                $0.contract.right == short.right && !$0.isAdjusted && $0.contract.multiplier == short.multiplier
            }
            let last = contracts.first?.contract.expiryInstants(calendar: calendar).day ?? series.expiry
            return Series(
                expiry: RollReport.Expiry(
                    date: series.expiry, root: series.root, daysToExpiry: series.daysToExpiry,
                    addedDays: series.expiry.days(since: short.expiry),
                    earnings: earnings.first {
                        $0.mayFall(from: today, through: last, unconfirmedDays: rules.unconfirmedEarningsDays)
                    }), analysis: series,
                byStrike: Dictionary(
                    contracts.map { ($0.contract.strikeThousandths, $0) }, uniquingKeysWith: { first, _ in first }))
        }
    }

    /// The held strike and its neighbours: more of the better ones.
    private func strikes(_ series: [ExpiryAnalysis]) -> [Int] {
        let listed = Set(
            series.flatMap(\.contracts).filter { $0.contract.right == short.right && !$0.isAdjusted }
                .map(\.contract.strikeThousandths)
        ).sorted()
        let below = Array(listed.filter { $0 < short.strikeThousandths }.reversed())
        let above = listed.filter { $0 > short.strikeThousandths }
        let isPut = short.right == .put
        let kept =
            below.prefix(isPut ? Self.betterStrikes : Self.worseStrikes)
            + above.prefix(isPut ? Self.worseStrikes : Self.betterStrikes)
        return (kept + (listed.contains(short.strikeThousandths) ? [short.strikeThousandths] : [])).sorted()
    }

    private func cell(
        _ strike: Int, _ index: Int, _ series: Series, _ held: [RollReport.HeldLeg]
    ) -> RollReport.Cell? {
        guard series.byStrike[strike] != nil else { return nil }
        var legs: [RollReport.NewLeg] = []
        var missing: RollObstacle?
        for leg in held {
            let wanted = strike + leg.contract.strikeThousandths - short.strikeThousandths
            guard let reading = series.byStrike[wanted] else {
                var contract = leg.contract
                contract.strikeThousandths = wanted
                missing = .notListed(contract.shortName)
                continue
            }
            let natural = Self.natural(reading, buys: !leg.quantity.isShort, isClosing: false)
            legs.append(
                RollReport.NewLeg(
                    contract: reading.contract, quantity: leg.quantity, bid: reading.bid, ask: reading.ask,
                    mid: reading.mid, natural: natural,
                    entry: leg.campaignPremium.combined(with: natural.combined(with: leg.natural) { $0 - $1 }) {
                        $0 + $1
                    }, quoteAgeSeconds: reading.quoteAgeSeconds))
        }
        let isWhole = missing == nil
        let quantities = held.map(\.quantity)
        func net(_ new: (RollReport.NewLeg) -> Figure, _ old: (RollReport.HeldLeg) -> Figure) -> Figure {
            guard isWhole else { return .unknown(.noNearStrike) }
            return Self.cost(quantities, legs.map(new)).combined(with: Self.cost(quantities, held.map(old))) { $1 - $0 }
        }
        let natural = net(\.natural, \.natural)
        let days = Double(series.expiry.addedDays)
        let isCredit = natural.value.map { $0 > 1e-9 } ?? false
        return RollReport.Cell(
            expiry: index, strikeThousandths: strike, legs: legs, net: natural, netAtMid: net(\.mid, \.mid),
            creditPerDay: natural.reason != nil || isCredit ? natural.map { $0 / days } : .unknown(.notApplicable),
            breakeven: breakeven(strike, quantities, legs, natural),
            delta: series.byStrike[strike]?.delta ?? .unknown(.noSource),
            obstacles: obstacles(strike, series.expiry, legs, natural, missing))
    }

    private func obstacles(
        _ strike: Int, _ expiry: RollReport.Expiry, _ legs: [RollReport.NewLeg], _ net: Figure,
        _ missing: RollObstacle?
    ) -> [RollObstacle] {
        var found: [RollObstacle] = []
        let done = campaigns[short]?.rolls ?? 0
        if done >= rules.mostRolls { found.append(.rollsDone(done, limit: rules.mostRolls)) }
        let isWorse =
            short.right == .put ? strike > short.strikeThousandths : strike < short.strikeThousandths
        if isWorse { found.append(.worseStrike) }
        if expiry.daysToExpiry > rules.maximumDays {
            found.append(.tooLate(days: expiry.daysToExpiry, limit: rules.maximumDays))
        }
        if expiry.daysToExpiry < rules.minimumDays {
            found.append(.tooEarly(days: expiry.daysToExpiry, limit: rules.minimumDays))
        }
        if let event = expiry.earnings {
            found.append(.earnings(event, unconfirmedDays: rules.unconfirmedEarningsDays))
        }
        if shape.form == .calendar, let long = shape.staying.first.flatMap(RollShape.contract) {
            if expiry.date > long.expiry { found.append(.beyondLongLeg(long.expiry)) }
            if legs.first?.contract.osi == long.osi {
                found.append(.closesLongLeg("\(long.shortName) \(long.expiry.monthDay)"))
            }
        }
        if let missing {
            found.append(missing)
        } else if let reason = net.reason {
            found.append(.noQuote(reason))
        } else if let value = net.value, value <= 1e-9 {
            found.append(.debit(max(0, -value)))
        }
        return found
    }

    /// Where the whole campaign ends without profit and loss.
    private func breakeven(
        _ strike: Int, _ quantities: [Quantity], _ legs: [RollReport.NewLeg], _ net: Figure
    ) -> Figure {
        if let reason = net.reason { return .unknown(reason) }
        let credit = Self.cost(quantities, legs.map(\.entry)).map { -$0 }
        let price = Double(strike) / 1000
        switch shape.form {
        case .calendar: return .unknown(.notApplicable)
        case .coveredCall:
            let shares = shape.staying.first?.position.averagePrice
            return Figure(shares, else: .noBasis).combined(with: credit) { $0 - $1 }
        case .shortOption, .creditSpread:
            guard credit.value.map({ $0 > 0 }) ?? true else { return .unknown(.locked) }
            // As wide as it is paid for, a spread loses nowhere.
            if let long = legs.dropFirst().first, let value = credit.value,
                value >= abs(price - long.contract.strike) - 1e-9
            {
                return .unknown(.notApplicable)
            }
            return credit.map { short.right == .put ? price - $0 : price + $0 }
        }
    }
}
