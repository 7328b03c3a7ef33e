import MagnusDomain
import MagnusSimulation
import Synchronization

/// A paper account that buys what the test says.
final class GrowingAccount: AccountSource {
    let name = "growing"
    private let bought = Mutex<[String]>(["KO"])

    func buy(_ symbol: String) { bought.withLock { $0.append(symbol) } }

    func accounts() async -> [Account] {
        [Account(name: "paper", broker: "growing", kind: .paper, rules: .regulationT)]
    }

    func ledgerEvents(of account: String, now: Instant) async throws(MarketDataError) -> [LedgerEvent] {
        bought.withLock { $0 }.enumerated().map { index, symbol in
            LedgerEvent(
                id: "g\(index)", account: "paper", time: SimulatedWorld.anchor.adding(seconds: Double(index) - 60),
                kind: .trade, effect: .opening, instrument: .stock(symbol: symbol), quantity: Quantity(100),
                price: Money(tenThousandths: 500_000), amount: Money(tenThousandths: -50_000_000),
                orderIdentifier: "g\(index)", details: "Bought \(symbol)", source: "growing")
        }
    }

    func workingOrders(of account: String, now: Instant) async -> [WorkingOrder] { [] }
}
