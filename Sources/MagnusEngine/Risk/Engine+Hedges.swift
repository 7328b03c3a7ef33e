import MagnusAnalysis
import MagnusDesk
import MagnusDomain

extension Engine {
    /// What a book is to be hedged for, with everything of it that the work needs: taken at one moment, sources are asked
    /// later.
    struct HedgeTask: Sendable {
        var book: BookValuation
        var band: ClosedRange<Double>
        var need: HedgeNeed
        var moves: [(name: String, shock: ScenarioShock)]
        var work: ScenarioWork

        var isNeeded: Bool { need.need == .reduce || need.need == .raise }
    }

    /// - Parameter target: beta-weighted dollars over net liquidation; nil for the band.
    func hedgeTask(_ book: BookValuation, band: ClosedRange<Double>, target: Double?) -> HedgeTask {
        let own = settings?.value(SettingCatalogue.Key.stressPresets)?.strings ?? []
        let moves = HedgeTerms.moves(StressPreset.published + own.compactMap { try? StressPreset.parse($0) })
        return HedgeTask(
            book: book, band: band, need: HedgeNeed(book, band: band, target: target), moves: moves,
            work: keeper.scenarioWork(HedgeTerms.request(moves), now: book.asOf))
    }

    /// Ways to bring a book back into its band. No source is asked while it is inside.
    func hedges(_ task: HedgeTask, market: MarketSnapshot) async -> HedgeReport {
        guard task.isNeeded else {
            return HedgeReport(
                need: task.need.need, deltaFraction: task.book.deltaFractionOfNetLiquidation, band: task.band,
                excess: task.need.excess, benchmark: task.book.benchmark, benchmarkPrice: task.book.benchmarkPrice)
        }
        var terms = HedgeTerms()
        terms.feesPerContract = configuration.scans.feesPerContract / 2
        var known = market
        var materials: [ChainMaterial] = []
        var refusals: [HedgeRefusal] = []
        var studied: StudiedRoll?
        for symbol in Set([task.book.benchmark, HedgeTerms.indexSymbol]).sorted() {
            do throws(MarketDataError) {
                let material = try await chainMaterial(of: symbol).0
                if known.underlyings[symbol] == nil {
                    known.underlyings[symbol] = UnderlyingMarket(
                        profile: material.profile, quote: material.chain.underlying,
                        volatilityHistory: material.history)
                }
                materials.append(material)
            } catch {
                refusals.append(
                    HedgeRefusal(
                        kind: .option, symbol: symbol, reason: error == .unsupported ? .unsupported : .noSource,
                        text: Self.refusal(of: symbol, error)))
            }
        }
        if let row = task.need.contributors(task.book).first(where: { (try? RollShape($0)) != nil }) {
            do throws(RollRefusal) {
                studied = try await rollStudied(row.id)
            } catch {
                refusals.append(
                    HedgeRefusal(kind: .roll, symbol: row.symbol, reason: .notApplicable, text: error.text))
            }
        }
        return await Self.hedges(
            HedgeInput(
                task: task, terms: terms, market: known, settings: configuration.book, materials: materials,
                roll: studied, refusals: refusals))
    }

    /// Everything that hedges are worked out from, outside the actor.
    private struct HedgeInput: Sendable {
        var task: HedgeTask
        var terms: HedgeTerms
        var market: MarketSnapshot
        var settings: BookSettings
        var materials: [ChainMaterial]
        var roll: StudiedRoll?
        var refusals: [HedgeRefusal]
    }

    @concurrent
    private nonisolated static func hedges(_ input: HedgeInput) async -> HedgeReport {
        let study = HedgeStudy(
            input.task.book, band: input.task.band, need: input.task.need, terms: input.terms,
            moves: input.task.moves, grid: await grid(input.task.work), market: input.market, settings: input.settings)
        let today = input.task.book.asOf.newYork.date
        let chains = input.materials.map { material in
            // Pricing series that no hedge is made of would be work for nothing.
            var chain = material.chain
            chain.entries.removeAll { !input.terms.days.contains($0.contract.expiry.days(since: today)) }
            let analysis = ChainAnalyser.analyse(
                chain, profile: material.profile, history: material.history, rates: material.rates,
                calendar: material.calendar, now: material.now, limits: input.settings.quoteLimits)
            return HedgeStudy.Chain(symbol: chain.symbol, analysis: analysis, quotes: quotes(of: chain))
        }
        return study.report(
            chains: chains,
            roll: input.roll.map { HedgeStudy.Roll(report: $0.report, quotes: quotes(of: $0.material.chain)) },
            refusals: input.refusals)
    }

    private nonisolated static func quotes(of chain: OptionChain) -> [OptionContract: Quote] {
        Dictionary(chain.entries.map { ($0.contract, $0.quote) }) { first, _ in first }
    }
}
