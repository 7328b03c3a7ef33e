import MagnusDesk
import MagnusDomain

/// Legs of the sample rows.
enum SampleLegs {
    static func option(
        _ symbol: String, _ strike: Double, _ right: OptionKind, _ expiry: CalendarDate, _ quantity: Int,
        _ mark: Double,
        _ spot: Double, profit: Double
    ) -> PositionValuation {
        let contract = right.contract(symbol, strike, expiry)
        let distance = right == .put ? (spot - strike) / spot : (strike - spot) / spot
        return valuation(
            id: "paper:\(contract.osi)", instrument: .option(contract), quantity: quantity, mark: mark, spot: spot,
            profit: profit, days: expiry.days(since: SampleBook.date(2027, 3, 15)),
            distance: quantity < 0 ? Figure(distance) : .unknown(.notApplicable))
    }

    static func shares(
        _ symbol: String, _ quantity: Int, _ basis: Double, _ spot: Double, profit: Double, wheel: Double? = nil
    ) -> PositionValuation {
        var leg = valuation(
            id: "paper:\(symbol)", instrument: .stock(symbol: symbol), quantity: quantity, mark: spot, spot: spot,
            profit: profit,
            days: nil, distance: .unknown(.notApplicable))
        leg.position.averagePrice = basis
        leg.position.stockBasis = StockBasis(broker: basis, tax: wheel.map { $0 + 1 }, wheel: wheel)
        return leg
    }

    private static func valuation(
        id: String, instrument: Instrument, quantity: Int, mark: Double, spot: Double, profit: Double, days: Int?,
        distance: Figure
    ) -> PositionValuation {
        let isOption = days != nil
        let none = Figure.unknown(.notApplicable)
        let position = Position(
            id: id, account: "paper", instrument: instrument, quantity: Quantity(quantity),
            openedAt: SampleBook.now.adding(seconds: -864_000), averagePrice: mark * 1.1, costBasis: nil,
            realizedProfit: .zero)
        return PositionValuation(
            position: position, state: .open, daysToExpiry: days, daysHeld: 10, bid: mark - 0.02, ask: mark + 0.02,
            mark: Figure(mark), markSource: "simulated", markAgeSeconds: 1,
            marketValue: Figure(mark * Double(quantity) * (isOption ? 100 : 1)), unrealizedProfit: Figure(profit),
            unrealizedFraction: Figure(0.1), dayProfit: Figure(profit / 7), costToClose: Figure(mark * 100),
            profitCaptured: quantity < 0 ? Figure(0.4) : none, underlyingPrice: Figure(spot),
            distanceToStrike: distance, extrinsic: isOption ? Figure(mark * 0.4) : none,
            impliedVolatility: isOption ? Figure(0.252) : none, delta: Figure(isOption ? 33 : Double(quantity)),
            gamma: Figure(1), thetaPerDay: isOption ? Figure(-3) : none, vegaPerPoint: Figure(-9),
            rhoPerPoint: Figure(1), betaWeightedDelta: Figure(9),
            assignmentProbability: quantity < 0 ? Figure(0.3) : none, earlyExerciseProbability: none,
            sector: "Technology")
    }
}

/// Right of an option, so that fixtures need no import of the quantitative core.
enum OptionKind {
    case call
    case put

    /// The listed contract; strikes and symbols of fixtures are always legal.
    func contract(_ symbol: String, _ strike: Double, _ expiry: CalendarDate) -> OptionContract {
        let code = "\(symbol) \(expiry.iso8601.dropFirst(2).filter { $0 != "-" })\(self == .call ? "C" : "P")"
        let thousandths = String(Int((strike * 1000).rounded()))
        let padded = String(repeating: "0", count: 8 - thousandths.count) + thousandths
        do {
            return try OptionContract(osi: code + padded)
        } catch {
            preconditionFailure("no contract \(code)\(padded): \(error)")
        }
    }
}
