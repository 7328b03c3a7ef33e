import MagnusDomain

/// Sums over the legs of the whole book.
struct BookSum: RunningSum {
    private(set) var greeks = GreeksSum()
    /// Of legs that expire within the near days.
    private(set) var near = GreeksSum()
    private(set) var openProfit = FigureSum()
    private(set) var dayProfit = FigureSum()
    private(set) var extrinsic = FigureSum()
    /// Profit of each scenario move; empty while none is known.
    private(set) var scenarios: [Double] = []
    private(set) var scenarioTrust = Trust.fresh
    /// Legs with Greeks, and those of them without scenarios.
    private(set) var counted = 0
    private(set) var scenarioUnknown = 0

    mutating func add(_ leg: LegContribution) {
        greeks.add(leg)
        if leg.isNear && leg.hasGreeks { near.add(leg) }
        openProfit.add(leg.openProfit)
        dayProfit.add(leg.dayProfit)
        if leg.shortExtrinsic.reason != .notApplicable { extrinsic.add(leg.shortExtrinsic) }
        guard leg.hasGreeks else { return }
        counted += 1
        guard !leg.scenarios.isEmpty else {
            scenarioUnknown += 1
            return
        }
        add(scenarios: leg.scenarios)
        scenarioTrust = Trust.worse(scenarioTrust, leg.scenarioTrust)
    }

    mutating func add(_ other: BookSum) {
        greeks.add(other.greeks)
        near.add(other.near)
        openProfit.add(other.openProfit)
        dayProfit.add(other.dayProfit)
        extrinsic.add(other.extrinsic)
        counted += other.counted
        scenarioUnknown += other.scenarioUnknown
        add(scenarios: other.scenarios)
        scenarioTrust = Trust.worse(scenarioTrust, other.scenarioTrust)
    }

    private mutating func add(scenarios others: [Double]) {
        guard !scenarios.isEmpty else {
            scenarios = others
            return
        }
        for index in others.indices { scenarios[index] += others[index] }
    }

    /// Of one scenario move.
    func scenario(_ index: Int) -> Total {
        let isNothingKnown = scenarioUnknown > 0 && scenarioUnknown == counted
        return Total(
            figure: isNothingKnown
                ? .unknown(.incomplete)
                : Figure(scenarios.indices.contains(index) ? scenarios[index] : 0, trust: scenarioTrust),
            unknownCount: scenarioUnknown)
    }
}

/// Sums over the legs of one account.
struct AccountSum: RunningSum {
    private(set) var marketValue = FigureSum()
    private(set) var dayProfit = FigureSum()
    private(set) var openProfit = FigureSum()
    /// Funds of treasury bills.
    private(set) var bills = FigureSum()
    /// Seconds since the oldest mark.
    private(set) var oldest: Double?

    mutating func add(_ leg: LegContribution, isBills: Bool, age: Double?) {
        marketValue.add(leg.marketValue)
        dayProfit.add(leg.dayProfit)
        openProfit.add(leg.openProfit)
        if isBills { bills.add(leg.marketValue) }
        if let age { oldest = max(oldest ?? 0, age) }
    }

    mutating func add(_ other: AccountSum) {
        marketValue.add(other.marketValue)
        dayProfit.add(other.dayProfit)
        openProfit.add(other.openProfit)
        bills.add(other.bills)
        if let age = other.oldest { oldest = max(oldest ?? 0, age) }
    }
}
