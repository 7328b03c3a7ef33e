import MagnusDomain

/// What the book still has room for.
struct BookRoom: Sendable {
    /// Dollars; nil when unknown.
    let netLiquidation: Double?
    let freeCash: Double?
    let treasuryBillFunds: Double
    /// Dollars at risk: collateral of shorts, market value of shares.
    let names: [String: Double]
    let sectors: [String: Double]
    /// Beta-weighted dollars over net liquidation; nil when unknown.
    let betaDelta: Double?
    let shortPuts: Set<String>
    /// Shares without a call against them.
    let idle: [String: Holding]
    let billSymbols: [String]

    struct Holding: Sendable, Hashable {
        var idle: Int
        var held: Int
        /// Dollars per share: wheel basis, else tax, broker, mean price.
        var basis: Double?
    }

    init(_ book: BookValuation, market: MarketSnapshot) {
        let total = book.accounts.reduce(into: (sum: 0.0, known: !book.accounts.isEmpty)) { state, account in
            if let value = account.netLiquidation.figure.value { state.sum += value } else { state.known = false }
        }
        netLiquidation = total.known && total.sum > 0 ? total.sum : nil
        let free = book.accounts.reduce(into: (sum: 0.0, known: !book.accounts.isEmpty)) { state, account in
            if let value = account.freeCash.value { state.sum += value } else { state.known = false }
        }
        freeCash = free.known ? free.sum : nil
        treasuryBillFunds = book.accounts.reduce(0) { $0 + ($1.treasuryBillFunds.value ?? 0) }
        betaDelta = book.deltaFractionOfNetLiquidation.value
        var names: [String: Double] = [:]
        var sectors: [String: Double] = [:]
        var puts: Set<String> = []
        var idle: [String: Holding] = [:]
        var bills: [String] = []
        for strategy in book.strategies {
            if market.underlyings[strategy.symbol]?.profile.kind == .treasuryBillFund {
                if !bills.contains(strategy.symbol) { bills.append(strategy.symbol) }
                continue
            }
            let exposure = Self.exposure(strategy)
            names[strategy.symbol, default: 0] += exposure
            if let sector = strategy.legs.first?.sector, Self.counts(sector) { sectors[sector, default: 0] += exposure }
            for leg in strategy.legs {
                switch leg.position.instrument {
                case .option(let contract):
                    if contract.right == .put, leg.position.quantity.isShort { puts.insert(strategy.symbol) }
                case .stock:
                    let shares = Int(leg.position.quantity.value)
                    var holding = idle[strategy.symbol] ?? Holding(idle: 0, held: 0, basis: nil)
                    holding.held += shares
                    if strategy.kind == .stock {
                        holding.idle += shares
                        let basis = leg.position.stockBasis
                        holding.basis = basis?.wheel ?? basis?.tax ?? basis?.broker ?? leg.position.averagePrice
                    }
                    idle[strategy.symbol] = holding
                }
            }
        }
        self.names = names
        self.sectors = sectors
        shortPuts = puts
        self.idle = idle
        billSymbols = bills
    }

    /// Market value of shares; collateral where no shares cover; the most that can be lost where neither is stated.
    private static func exposure(_ strategy: StrategyValuation) -> Double {
        var shares = 0.0
        for leg in strategy.legs {
            if case .stock = leg.position.instrument { shares += abs(leg.marketValue.value ?? 0) }
        }
        if shares > 0 { return shares }
        return max(0, strategy.collateral.value ?? strategy.maximumLoss.value ?? 0)
    }

    /// Indices and broad funds have no sector to be concentrated in.
    static func counts(_ sector: String) -> Bool { !["Index", "Fund", ""].contains(sector) }

    static func shortSector(_ name: String) -> String {
        let words = [
            "Information Technology": "tech", "Technology": "tech", "Communication Services": "communication",
            "Consumer Discretionary": "discretionary", "Consumer Staples": "staples", "Health Care": "health",
            "Real Estate": "real estate",
        ]
        return words[name] ?? name.lowercased()
    }

    /// Dollars that may become collateral.
    func spendable(_ profile: ScanProfile) -> Double? {
        freeCash.map { max(0, $0) + (profile.countsTreasuryBillFunds ? treasuryBillFunds : 0) }
    }

    /// `room 11.4k + SGOV 30.1k; tech full 41>35%`.
    func words(_ profile: ScanProfile) -> String {
        var text = "room \(freeCash.map { FixedText.short($0) } ?? "unknown")"
        if treasuryBillFunds > 0 {
            text += " + \(billSymbols.first ?? "bills") \(FixedText.short(treasuryBillFunds))"
        }
        guard let netLiquidation else { return text }
        let full = sectors.map { (name: $0.key, share: $0.value / netLiquidation) }
            .filter { $0.share >= profile.maximumSectorShare }
            .sorted { ($0.share, $1.name) > ($1.share, $0.name) }
        for sector in full {
            text += "; \(Self.shortSector(sector.name)) full \(FixedText.decimals(sector.share * 100, 0))>"
            text += FixedText.percent(profile.maximumSectorShare)
        }
        return text
    }
}
