import MagnusAnalysis
import MagnusDesk
import MagnusDomain

extension Engine {
    /// Where the short option of a row could be rolled to, on quotes of now.
    public func roll(_ request: RollRequest) async -> RollAnswer {
        do throws(RollRefusal) {
            return .report(try await rollStudied(request.position).report)
        } catch {
            return .refused(error)
        }
    }

    /// A grid of rolls and what it was made of.
    struct StudiedRoll: Sendable {
        var report: RollReport
        var row: StrategyValuation
        var material: ChainMaterial
    }

    func rollStudied(_ position: String) async throws(RollRefusal) -> StudiedRoll {
        guard
            let row = book?.strategies.first(where: { row in
                row.id == position || row.legs.contains { $0.position.id == position }
            })
        else { throw .unknownPosition(position) }
        // Said before any source is asked.
        let shape = try RollShape(row)
        let material: ChainMaterial
        do throws(MarketDataError) {
            material = try await chainMaterial(of: row.symbol).0
        } catch {
            throw .market(Self.refusal(of: row.symbol, error))
        }
        let finder = await rollFinder(now: material.now)
        var campaigns: [OptionContract: RollCampaign] = [:]
        for leg in row.legs {
            guard case .option(let contract) = leg.position.instrument else { continue }
            campaigns[contract] = RollCampaign(of: leg.position, in: finder)
        }
        let report = try await Self.study(
            row, shape, material, campaigns: campaigns, rules: configuration.book.rolls,
            limits: configuration.book.quoteLimits
        ).get()
        return StudiedRoll(report: report, row: row, material: material)
    }

    @concurrent
    private nonisolated static func study(
        _ row: StrategyValuation, _ shape: RollShape, _ material: ChainMaterial,
        campaigns: [OptionContract: RollCampaign], rules: RollRules, limits: QuoteLimits
    ) async -> Result<RollReport, RollRefusal> {
        let part = RollStudy.entries(
            of: material.chain, for: shape, rules: rules, calendar: material.calendar, now: material.now)
        let chain = ChainAnalyser.analyse(
            part, profile: material.profile, history: material.history, rates: material.rates,
            calendar: material.calendar, now: material.now, limits: limits)
        do throws(RollRefusal) {
            return .success(
                try RollStudy(
                    row, chain: chain, earnings: material.profile.earnings, campaigns: campaigns, rules: rules,
                    calendar: material.calendar, now: material.now
                ).report)
        } catch {
            return .failure(error)
        }
    }

    /// Of a figure of a roll; nil when the id names none.
    func explainRoll(_ id: String) async -> Explanation? {
        guard let parts = RollExplainer.parts(of: id) else { return nil }
        do throws(RollRefusal) {
            let studied = try await rollStudied(parts.row)
            return RollExplainer(studied.report).explanation(of: parts.contract, key: parts.key, id: id)
        } catch {
            return nil
        }
    }

    /// What a row would be after a roll.
    func rolled(_ choice: RollChoice) async throws(RollRefusal) -> PayoffMaterial {
        let studied = try await rollStudied(choice.position)
        guard let cell = studied.report.cells.first(where: { $0.legs.first?.contract.osi == choice.contract.osi })
        else {
            throw .notInChain("\(choice.contract.root) \(choice.contract.shortName) \(choice.contract.expiry.iso8601)")
        }
        return await Self.material(studied, cell, limits: configuration.book.quoteLimits)
    }

    @concurrent
    private nonisolated static func material(
        _ studied: StudiedRoll, _ cell: RollReport.Cell, limits: QuoteLimits
    ) async -> PayoffMaterial {
        PayoffMaterial(studied.row, studied.report, cell, studied.material, limits: limits)
    }
}
