import MagnusAnalysis
import MagnusDesk
import MagnusDomain
import MagnusQuant

extension Engine {
    /// What a position, a candidate or a draft makes and loses; curves are priced outside the actor.
    public func payoff(_ request: PayoffRequest) async -> PayoffAnswer {
        let now = world.clock.now()
        let prepared: PayoffMaterial
        switch request.subject {
        case .strategy(let id):
            guard let row = book?.strategies.first(where: { $0.id == id }) else {
                return .refused("This position is no longer there.")
            }
            prepared = PayoffMaterial(
                row, age: market.underlyings[row.symbol]?.quote?.time.map { now.seconds(since: $0) })
        case .candidate(let id):
            let all = scans.flatMap { $0.candidates + $0.nearestMisses }
            guard let candidate = all.first(where: { $0.id == id }) else {
                return .refused("This candidate is no longer there.")
            }
            guard let fill = candidate.fill.value else { return .refused("This candidate has no fill to enter at.") }
            let leg = DraftLeg(contract: candidate.contract, quantity: -1)
            do throws(MarketDataError) {
                prepared = try await drafted(
                    candidate.symbol, [leg], fill: fill,
                    shares: candidate.strategy == .coveredCall ? candidate.contract.multiplier : 0)
            } catch {
                return .refused(Self.refusal(of: candidate.symbol, error))
            }
        case .draft(let symbol, let legs):
            guard !legs.isEmpty else { return .refused("The draft has no leg.") }
            guard legs.count <= DraftLimits.legs else {
                return .refused("More than \(DraftLimits.legs) legs: draft them in parts.")
            }
            do throws(MarketDataError) {
                prepared = try await drafted(symbol, legs)
            } catch {
                return .refused(Self.refusal(of: symbol, error))
            }
        }
        return .payoff(
            await Self.report(prepared, request: request, calendar: market.calendar, now: now))
    }

    private func drafted(
        _ symbol: String, _ legs: [DraftLeg], fill: Double? = nil, shares: Int = 0
    ) async throws(MarketDataError) -> PayoffMaterial {
        let (material, _) = try await chainMaterial(of: symbol)
        return await Self.material(material, legs, fill: fill, shares: shares)
    }

    @concurrent
    private nonisolated static func material(
        _ material: ChainMaterial, _ legs: [DraftLeg], fill: Double?, shares: Int
    ) async -> PayoffMaterial {
        PayoffMaterial(material, legs, fill: fill, shares: shares)
    }

    @concurrent
    private nonisolated static func report(
        _ material: PayoffMaterial, request: PayoffRequest, calendar: ExchangeCalendar, now: Instant
    ) async -> PayoffReport {
        PayoffReporter(material: material, request: request, calendar: calendar, now: now).report
    }
}
