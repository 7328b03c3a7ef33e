import MagnusDomain

/// What is held and what it cost: the keys of a position that the ledger and the contract answer.
extension Explainer {
    func holdingDefinition(_ leg: PositionValuation, key: String) -> Definition? {
        switch key {
        case "average_price", "entry_price":
            Definition(
                title: "entry", figure: Figure(leg.position.averagePrice, else: .noBasis), unit: .price,
                formula: "mean price per share of what is held, without fees; cost basis is the cash with fees",
                inputs: sizeInputs(leg) + [basisInput(leg)], method: "fold of the ledger")
        case "cost_basis":
            Definition(
                title: "cost basis", figure: Figure(leg.position.costBasis?.dollars, else: .noBasis), unit: .dollars,
                formula: "cash paid for what is held, fees inside; negative: received",
                inputs: sizeInputs(leg) + [
                    Self.input(
                        "average price", leg.position.averagePrice, .price, source: "ledger, without fees"),
                    basisInput(leg),
                ], method: "fold of the ledger")
        case "realized_pnl":
            Definition(
                title: "realised profit", figure: Figure(leg.position.realizedProfit.dollars), unit: .dollars,
                formula:
                    "cash of what was closed of this instrument less its cost, first in first out, with fees and dividends",
                inputs: [
                    Self.fact(
                        "realised", leg.position.realizedProfit.exactText, unit: "USD",
                        source: "ledger; magnus trades --symbol \(leg.position.instrument.underlying)")
                ], method: "fold of the ledger")
        case "quantity":
            Definition(
                title: "quantity", figure: Figure(leg.position.quantity.value),
                unit: .count(contract(leg) == nil ? "shares" : "contracts"),
                formula: "sum of the signed quantities of the ledger; short is negative",
                inputs: sizeInputs(leg), method: "fold of the ledger")
        case "multiplier":
            Definition(
                title: "multiplier", figure: Figure(Double(contract(leg)?.multiplier ?? 1)),
                unit: .count("USD per 1.00"), formula: "dollars of the whole contract per 1.00 of its price",
                inputs: sizeInputs(leg), method: "contract")
        case "strike":
            Definition(
                title: "strike", figure: Figure(contract(leg)?.strike, else: .notApplicable), unit: .price,
                formula: "as the contract's symbol states it",
                inputs: contract(leg).map {
                    [Self.fact("contract", $0.osi, source: "contract")] + [strikeInput(leg)]
                } ?? [], method: "contract")
        default: nil
        }
    }
}
