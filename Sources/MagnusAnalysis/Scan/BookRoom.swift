import MagnusDomain
import MagnusQuant

/// What the book still has room for.
struct BookRoom: Sendable {
    /// Dollars, of all accounts in view: what concentration is measured against. Unknown while one account is.
    let netLiquidation: Figure
    /// Cash of one account never pays an assignment in another: kept apart.
    let accounts: [Purse]
    /// Dollars at risk: collateral of shorts, market value of shares.
    let names: [String: Double]
    let sectors: [String: Double]
    /// Symbols with a row whose exposure cannot be told, and why.
    let unmeasured: [String: UnknownReason]
    /// Beta-weighted dollars over net liquidation.
    let betaDelta: Figure
    let shortPuts: Set<String>
    /// Symbols with a short call that no shares of its row cover.
    let shortCalls: Set<String>
    /// Shares without a call against them, in the account that has most of them.
    let idle: [String: Holding]

    /// The account that can put up most with its bills, and without them; unknown where none is known.
    private let best: (withBills: Payment?, alone: Payment?)

    /// An account and what it can spend, dollars.
    typealias Payment = (purse: Purse, spendable: Figure)

    /// What one account can pay with.
    struct Purse: Sendable, Hashable {
        var name: String
        /// Dollars; may be below zero.
        var free: Figure
        /// Dollars.
        var bills: Double
        var billSymbol: String?
    }

    struct Holding: Sendable, Hashable {
        /// Shares less 100 for every short call that no long call covers; not below zero. None where a short call delivers
        /// nobody knows how many of them.
        var idle: Int
        var held: Int
        /// Dollars per share: wheel basis, else tax, broker, mean price.
        var basis: Double?
    }

    /// Shares and calls of one account on one symbol.
    private struct Cover {
        var shares = 0
        var called = 0
        var isCalledKnown = true
        var basis: Double?
    }

    init(_ book: BookValuation, market: MarketSnapshot) {
        netLiquidation = Self.sum(book.accounts.map(\.netLiquidation.figure))
        betaDelta = book.deltaFractionOfNetLiquidation
        var names: [String: Double] = [:]
        var sectors: [String: Double] = [:]
        var unmeasured: [String: UnknownReason] = [:]
        var puts: Set<String> = []
        var uncovered: Set<String> = []
        var covers: [String: [String: Cover]] = [:]
        var bills: [String: String] = [:]
        for strategy in book.strategies {
            if market.underlyings[strategy.symbol]?.profile.kind == .treasuryBillFund {
                if bills[strategy.account] == nil { bills[strategy.account] = strategy.symbol }
                continue
            }
            switch Self.exposure(strategy) {
            case .known(let exposure, _):
                names[strategy.symbol, default: 0] += exposure
                if let sector = strategy.legs.first?.sector, Self.counts(sector) {
                    sectors[sector, default: 0] += exposure
                }
            case .unknown(let reason): unmeasured[strategy.symbol] = reason
            }
            var cover = covers[strategy.symbol]?[strategy.account] ?? Cover()
            var calls = 0
            let hasShares = strategy.legs.contains {
                if case .stock = $0.position.instrument { true } else { false }
            }
            for leg in strategy.legs {
                switch leg.position.instrument {
                case .option(let contract):
                    if contract.right == .put, leg.position.quantity.isShort { puts.insert(strategy.symbol) }
                    if contract.right == .call, leg.position.quantity.isShort, !hasShares {
                        uncovered.insert(strategy.symbol)
                    }
                    if contract.right == .call, leg.position.quantity.isShort, contract.deliverable == .unknown {
                        cover.isCalledKnown = false
                    }
                    if contract.right == .call {
                        let count = Int(leg.position.quantity.value)
                        // An adjusted one sold takes what is stated where that is more.
                        let stated = count < 0 ? contract.adjustedShares : 0
                        calls -= count * max(contract.multiplier, stated)
                    }
                case .stock:
                    cover.shares += Int(leg.position.quantity.value)
                    let basis = leg.position.stockBasis
                    cover.basis = basis?.wheel ?? basis?.tax ?? basis?.broker ?? leg.position.averagePrice
                }
            }
            cover.called += max(0, calls)
            covers[strategy.symbol, default: [:]][strategy.account] = cover
        }
        self.names = names
        self.sectors = sectors
        self.unmeasured = unmeasured
        shortPuts = puts
        shortCalls = uncovered
        idle = covers.compactMapValues { accounts in
            let holdings = accounts.sorted { $0.key < $1.key }.map { _, cover in
                Holding(
                    idle: cover.isCalledKnown ? max(0, cover.shares - cover.called) : 0, held: cover.shares,
                    basis: cover.basis)
            }
            return holdings.filter { $0.held > 0 }.max { ($0.idle, $0.held) < ($1.idle, $1.held) }
        }
        let accounts = book.accounts.map {
            Purse(
                name: $0.account.name, free: $0.freeCash, bills: $0.treasuryBillFunds.value ?? 0,
                billSymbol: bills[$0.account.name])
        }
        self.accounts = accounts
        best = (Self.best(accounts, countsBills: true), Self.best(accounts, countsBills: false))
    }

    /// Whether options of this side are sold on a symbol already, calls only where no shares stand behind them.
    func isShort(_ right: OptionRight, of symbol: String) -> Bool {
        (right == .put ? shortPuts : shortCalls).contains(symbol)
    }

    private static func sum(_ figures: [Figure]) -> Figure {
        var total = FigureSum()
        for figure in figures { total.add(figure) }
        return total.complete
    }

    /// Market value of shares; collateral where no shares cover; the most that can be lost where neither is stated.
    static func exposure(_ strategy: StrategyValuation) -> Figure {
        let shares = strategy.legs.compactMap { leg -> Figure? in
            guard case .stock = leg.position.instrument else { return nil }
            return leg.marketValue.map { abs($0) }
        }
        if !shares.isEmpty { return sum(shares) }
        let stated = strategy.collateral.value == nil ? strategy.maximumLoss : strategy.collateral
        return (stated.value == nil ? strategy.collateral : stated).map { max(0, $0) }
    }

    /// Indices and broad funds have no sector to be concentrated in, and names whose sector no source tells are not one
    /// sector together: the limit of the name holds for them.
    static func counts(_ sector: String) -> Bool { !["Index", "Fund", "Unknown", ""].contains(sector) }

    /// The account that can put up most; unknown where none of them is known. nil without accounts: nothing to judge by.
    func purse(_ profile: ScanProfile) -> Payment? {
        profile.countsTreasuryBillFunds ? best.withBills : best.alone
    }

    private static func best(_ accounts: [Purse], countsBills: Bool) -> Payment? {
        let each = accounts.map { purse in
            (purse: purse, spendable: purse.free.map { max(0, $0) + (countsBills ? purse.bills : 0) })
        }
        return each.filter { $0.spendable.value != nil }
            .max { ($0.spendable.value ?? 0, $1.purse.name) < ($1.spendable.value ?? 0, $0.purse.name) } ?? each.first
    }

    /// `room 11.4k + SGOV 30.1k; tech full 41>35%`; the account is named where there are several.
    func words(_ profile: ScanProfile) -> String {
        guard let best = purse(profile)?.purse else { return "no account" }
        var text = "room \(best.free.value.map { FixedText.short($0) } ?? "unknown")"
        if accounts.count > 1 { text += " in \(best.name)" }
        if best.bills > 0 { text += " + \(best.billSymbol ?? "bills") \(FixedText.short(best.bills))" }
        guard let netLiquidation = netLiquidation.value, netLiquidation > 0 else { return text }
        let full = sectors.map { (name: $0.key, share: $0.value / netLiquidation) }
            .filter { $0.share >= profile.maximumSectorShare }
            .sorted { ($0.share, $1.name) > ($1.share, $0.name) }
        for sector in full {
            text += "; \(SectorName.short(sector.name)) full \(FixedText.decimals(sector.share * 100, 0))>"
            text += FixedText.percent(profile.maximumSectorShare)
        }
        return text
    }
}
