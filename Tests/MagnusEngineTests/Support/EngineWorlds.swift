import Foundation
import MagnusDesk
import MagnusDomain
import MagnusSimulation
import MagnusStore
import Testing

@testable import MagnusEngine

/// Engines on the real simulated world, with a store in memory.
enum EngineWorlds {
    static let simulated = SimulatedWorld(seed: 1)

    static func database() throws -> MagnusDatabase {
        try MagnusDatabase(inMemoryNamed: "engine-\(UUID().uuidString)")
    }

    static func engine(
        clock: TestClock = TestClock(), market: (any MarketDataSource)? = nil,
        accounts: (any AccountSource)? = nil, database: MagnusDatabase? = nil,
        settings: (any SettingsStore)? = nil, account: String? = nil, isQuoted: Bool = true,
        storeProblem: StoreError? = nil, process: String = ""
    ) throws -> Engine {
        let source = market ?? SimulatedMarket(world: simulated)
        let world = EngineWorld(
            kind: .simulated, clock: clock, market: isQuoted ? CachedMarketDataSource(source) : nil,
            accounts: accounts ?? PaperBroker(world: simulated), accountKinds: [.paper], seed: 1,
            ownList: PaperBroker.ownList, watchList: PaperBroker.watchList, standardIntents: PaperBroker.intents,
            standardNotes: Dictionary(
                PaperBroker.notes.map { ($0.strategyGroup, $0.text) }, uniquingKeysWith: { first, _ in first }))
        var configuration = EngineConfiguration()
        configuration.account = account
        configuration.storeProblem = storeProblem
        configuration.process = process
        return Engine(
            world: world, configuration: configuration, database: try database ?? Self.database(), settings: settings)
    }

    static func opened(
        clock: TestClock = TestClock(), market: (any MarketDataSource)? = nil,
        accounts: (any AccountSource)? = nil, database: MagnusDatabase? = nil,
        settings: (any SettingsStore)? = nil, account: String? = nil, isQuoted: Bool = true
    ) async throws -> Engine {
        let engine = try engine(
            clock: clock, market: market, accounts: accounts, database: database, settings: settings,
            account: account, isQuoted: isQuoted)
        try await engine.open()
        return engine
    }
}

extension Engine {
    func shown() throws -> DeskSnapshot { try #require(snapshot) }
}

extension DeskSnapshot {
    func row(_ symbol: String, _ titlePart: String = "") throws -> StrategyValuation {
        try #require(book.strategies.first { $0.symbol == symbol && $0.title.hasPrefix(titlePart) })
    }

    func leg(_ symbol: String, _ titlePart: String = "") throws -> PositionValuation {
        try #require(try row(symbol, titlePart).legs.first { $0.contract != nil })
    }

    /// Numbers in it that are no numbers.
    var nonsense: [String] {
        let text = String(describing: book)
        return text.matches(of: /[(: ]-?(nan|inf)[,)]/).map { String(text[$0.range]) }
    }
}

extension PositionValuation {
    var contract: OptionContract? {
        if case .option(let contract) = position.instrument { contract } else { nil }
    }
}

extension DeskReply {
    var refusal: String? { if case .refused(let text) = self { text } else { nil } }
}
