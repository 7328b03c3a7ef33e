import Glibc
import MagnusDomain
import MagnusQuant
import MagnusSimulation

/// A made-up account: option positions spread evenly over symbols, half of them single options, half vertical spreads.
struct LoadBook: AccountSource {
    let name = "benchmark"
    let account = Account(name: "benchmark", broker: "benchmark", kind: .paper, rules: .regulationT)
    let symbols: [String]
    let contracts: [OptionContract]
    private let events: [LedgerEvent]

    var allEvents: [LedgerEvent] { events }

    /// - Parameters:
    ///   - positions: option positions in all.
    ///   - symbolCount: symbols of the simulated world that carry them.
    init(positions: Int, symbolCount: Int, world: SimulatedWorld, now: Instant) throws {
        let listed = world.symbols.filter { symbol in
            guard let profile = world.profile(of: symbol, now: now) else { return false }
            return profile.kind == .stock || profile.kind == .fund
        }
        symbols = Array(listed.prefix(symbolCount))
        let each = (positions + symbols.count - 1) / max(1, symbols.count)
        var contracts: [OptionContract] = []
        var events = [
            LedgerEvent(
                id: "benchmark:opening", account: "benchmark", time: now.adding(seconds: -40 * 86_400),
                kind: .transfer, amount: Money(dollars: 25_000_000) ?? .zero, details: "Opening cash",
                source: "benchmark")
        ]
        for symbol in symbols {
            let held = Self.contracts(of: symbol, count: min(each, positions - contracts.count), world: world, now: now)
            for (index, contract) in held.enumerated() {
                // Single options first, then pairs that make vertical spreads.
                let isSingle = index < held.count / 2
                let isLong = !isSingle && index % 2 == 1
                let order = isSingle ? "\(symbol)-\(index)" : "\(symbol)-pair-\(index / 2)"
                let quantity = isLong ? 1 : -1
                let price = world.quote(of: contract, now: now).flatMap(Self.middle) ?? 1
                let money = Money(dollars: price) ?? .zero
                events.append(
                    LedgerEvent(
                        id: "benchmark:\(contract.osi)", account: "benchmark",
                        time: now.adding(seconds: -10 * 86_400 + Double(index)), kind: .trade, effect: .opening,
                        instrument: .option(contract), quantity: Quantity(quantity), price: money,
                        amount: -(money * (quantity * contract.multiplier)), orderIdentifier: order,
                        details: "Opened \(contract.osi)", source: "benchmark"))
            }
            contracts += held
        }
        guard contracts.count == positions else {
            throw BenchmarkFailure("only \(contracts.count) of \(positions) contracts are listed")
        }
        self.contracts = contracts
        self.events = events
    }

    private static func middle(_ quote: Quote) -> Double? {
        guard let bid = quote.bid, let ask = quote.ask else { return nil }
        return ((bid + ask) / 2 * 100).rounded() / 100
    }

    /// The contracts out of the money that are nearest to it, 20 to 70 days before expiry: a seller's book.
    private static func contracts(
        of symbol: String, count: Int, world: SimulatedWorld, now: Instant
    ) -> [OptionContract] {
        guard let chain = world.chain(of: symbol, now: now), let spot = world.spot(of: symbol, at: now) else {
            return []
        }
        let today = now.newYork.date
        func distance(_ contract: OptionContract) -> Double { contract.right.sign * (contract.strike / spot - 1) }
        return chain.map(\.contract).filter {
            (20...70).contains($0.expiry.days(since: today)) && distance($0) > 0.01 && !$0.isAdjusted
        }
        .sorted { (distance($0), $0.osi) < (distance($1), $1.osi) }.prefix(count)
        .sorted {
            ($0.expiry, $0.right.letter, $0.strikeThousandths) < ($1.expiry, $1.right.letter, $1.strikeThousandths)
        }
    }

    func accounts() async -> [Account] { [account] }

    func ledgerEvents(of account: String, now: Instant) async throws(MarketDataError) -> [LedgerEvent] {
        events.filter { $0.time <= now }
    }

    func workingOrders(of account: String, now: Instant) async -> [WorkingOrder] { [] }
}
