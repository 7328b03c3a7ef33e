import MagnusDomain
import MagnusSimulation

/// A paper account with the events the test gives it.
struct FixedAccount: AccountSource {
    let name = "fixed"
    var events: [LedgerEvent]

    /// Positions bought or sold a day before the anchor, each as one order.
    init(_ legs: [(instrument: Instrument, quantity: Int, price: Double)]) {
        events = legs.enumerated().map { index, leg in
            var multiplier = 1.0
            if case .option(let contract) = leg.instrument { multiplier = Double(contract.multiplier) }
            return LedgerEvent(
                id: "f\(index)", account: "paper", time: SimulatedWorld.anchor.adding(seconds: -86_400), kind: .trade,
                effect: .opening, instrument: leg.instrument, quantity: Quantity(leg.quantity),
                price: Money(dollars: leg.price),
                amount: Money(dollars: -Double(leg.quantity) * multiplier * leg.price) ?? .zero, orderIdentifier: "f",
                details: "Opened", source: "fixed")
        }
    }

    func accounts() async -> [Account] {
        [Account(name: "paper", broker: "fixed", kind: .paper, rules: .regulationT)]
    }

    func ledgerEvents(of account: String, now: Instant) async throws(MarketDataError) -> [LedgerEvent] { events }
    func workingOrders(of account: String, now: Instant) async -> [WorkingOrder] { [] }
}
