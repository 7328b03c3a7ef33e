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
            let all = scans.flatMap { scan in
                (scan.candidates + scan.nearestMisses).map { $0.aged(by: now.seconds(since: scan.scannedAt)) }
            }
            guard let candidate = all.first(where: { $0.id == id }) else {
                return .refused("This candidate is no longer there.")
            }
            guard candidate.fill.value != nil else { return .refused("This candidate has no fill to enter at.") }
            let told = candidate.spread?.legs.map { ($0.contract, $0.quantity, $0.price) }
            let legs = told ?? [(candidate.contract, -1, candidate.fill)]
            let age = candidate.quoteAgeSeconds
            let fills = Dictionary(legs.map { ($0.0, aged($0.2, seconds: age)) }) { first, _ in first }
            do throws(MarketDataError) {
                prepared = try await drafted(
                    candidate.symbol, legs.map { DraftLeg(contract: $0.0, quantity: $0.1) }, fills: fills,
                    shares: candidate.strategy == .coveredCall ? candidate.contract.multiplier : 0)
            } catch {
                return .refused(Self.refusal(of: candidate.symbol, error))
            }
        case .roll(let choice):
            do throws(RollRefusal) {
                prepared = try await rolled(choice)
            } catch {
                return .refused(error.text)
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

    /// The fill a scan found, old as soon as its quote is.
    private func aged(_ fill: Figure, seconds: Double?) -> Figure {
        let limit = configuration.book.quoteLimits.optionSeconds
        let isOld = seconds.map { $0 > limit } ?? true
        return fill.combined(with: Figure(0, trust: isOld ? .stale : .fresh)) { fill, _ in fill }
    }

    private func drafted(
        _ symbol: String, _ legs: [DraftLeg], fills: [OptionContract: Figure] = [:], shares: Int = 0
    ) async throws(MarketDataError) -> PayoffMaterial {
        let (material, _) = try await chainMaterial(of: symbol)
        return await Self.material(material, legs, fills: fills, shares: shares, limits: configuration.book.quoteLimits)
    }

    @concurrent
    private nonisolated static func material(
        _ material: ChainMaterial, _ legs: [DraftLeg], fills: [OptionContract: Figure], shares: Int,
        limits: QuoteLimits
    ) async -> PayoffMaterial {
        PayoffMaterial(material, legs, fills: fills, shares: shares, limits: limits)
    }

    @concurrent
    private nonisolated static func report(
        _ material: PayoffMaterial, request: PayoffRequest, calendar: ExchangeCalendar, now: Instant
    ) async -> PayoffReport {
        PayoffReporter(material: material, request: request, calendar: calendar, now: now).report
    }
}
