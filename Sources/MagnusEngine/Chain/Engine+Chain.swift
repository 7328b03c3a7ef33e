import MagnusAnalysis
import MagnusDesk
import MagnusDomain

/// What a chain is analysed from.
struct ChainMaterial: Sendable {
    var chain: OptionChain
    var profile: SecurityProfile
    var history: [VolatilityObservation]
    var rates: RateCurve
    var calendar: ExchangeCalendar
    var now: Instant
}

extension Engine {
    /// World seconds after which a chain on the screen is asked for again (trader.md section 2, K1 asks for 10).
    static let shownChainSeconds = 5.0

    /// A chain for the screen: all series by their summary, the wanted one contract by contract.
    public func chain(_ request: ChainRequest) async -> ChainAnswer {
        do throws(MarketDataError) {
            let (material, root) = try await chainMaterial(of: request.symbol)
            var wanted = request.series
            if let root, let series = wanted, series.root == nil {
                wanted = ChainSeries(expiry: series.expiry, root: root)
            }
            return .chain(
                await Self.report(
                    material, wanted: wanted, root: root, held: heldContracts, limits: configuration.book.quoteLimits))
        } catch {
            return .refused(Self.refusal(of: request.symbol, error))
        }
    }

    static func refusal(of symbol: String, _ error: MarketDataError) -> String {
        let name = HarmlessText.sanitised(symbol, maximumLength: 20).uppercased()
        return switch error {
        case .unknownSymbol: "\(name): no source knows this symbol."
        case .unreachable(let reason): "\(name): the source is unreachable, \(reason)."
        case .malformed(let reason): "\(name): unusable answer of the source, \(reason)."
        case .unsupported: "\(name): the source offers no option chains."
        }
    }

    /// Everything a chain is made of, its quotes no older than ``shownChainSeconds``.
    /// - Parameter name: a symbol, or an option root such as `SPXW`, which is then given back.
    func chainMaterial(of name: String) async throws(MarketDataError) -> (ChainMaterial, root: String?) {
        guard let source = world.market else { throw .unreachable(reason: "no market data source is connected") }
        let asked = HarmlessText.sanitised(name, maximumLength: 20).uppercased()
        var symbol = asked
        var root: String?
        if let terms = try? ContractSpecification(root: asked), terms.underlying != asked,
            await !source.symbols().contains(asked)
        {
            (symbol, root) = (terms.underlying, asked)
        }
        let now = world.clock.now()
        var chain = try await source.chain(of: symbol, now: now)
        if abs(now.seconds(since: chain.retrievedAt)) > Self.shownChainSeconds {
            await source.invalidateChain(of: symbol)
            chain = try await source.chain(of: symbol, now: now)
        }
        let round = await MarketGathering(market: source).round(
            symbols: [symbol], contracts: [], now: now, historyOf: [symbol], previous: [:])
        guard let underlying = round.underlyings[symbol] else { throw round.problems[symbol] ?? .unknownSymbol(symbol) }
        // Sources are compared by the quote of the shares: what contradicts that one contradicts the chain's.
        chain.underlying.contradiction = underlying.quote?.contradiction
        return (
            ChainMaterial(
                chain: chain, profile: underlying.profile, history: underlying.volatilityHistory,
                rates: round.rates.points.isEmpty ? market.rates : round.rates, calendar: market.calendar, now: now),
            root
        )
    }

    /// Contracts of the shown accounts with their signed counts.
    var heldContracts: [OptionContract: Quantity] {
        var held: [OptionContract: Quantity] = [:]
        for leg in (book?.strategies ?? []).flatMap(\.legs) {
            guard case .option(let contract) = leg.position.instrument else { continue }
            held[contract, default: .zero] = held[contract, default: .zero] + leg.position.quantity
        }
        return held
    }

    @concurrent
    private nonisolated static func report(
        _ material: ChainMaterial, wanted: ChainSeries?, root: String?, held: [OptionContract: Quantity],
        limits: QuoteLimits
    ) async -> ChainReport {
        ChainReporter(material: material, held: held, limits: limits).report(wanted: wanted, root: root)
    }
}
