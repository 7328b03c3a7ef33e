import MagnusDesk
import MagnusDomain

/// Ways back into the band of the beta-weighted delta.
extension RiskDocument {
    static func setHedges(_ hedges: HedgeReport?, in content: inout DocumentObject) {
        guard let hedges else {
            content.set("hedge_need", .null)
            content.set("hedges", [DocumentObject]())
            return
        }
        var need = DocumentObject()
        need.set("state", text: hedges.need.rawValue)
        need.set("net_liquidation_fraction", hedges.deltaFraction)
        need.set("band_low", JSONValue(hedges.band.lowerBound))
        need.set("band_high", JSONValue(hedges.band.upperBound))
        need.set("target", hedges.target, else: hedges.excess.reason ?? .notApplicable)
        need.set("excess_benchmark_shares", hedges.excess)
        need.set("benchmark_price", hedges.benchmarkPrice)
        need.set(
            "moves",
            hedges.moves.map { move in
                var entry = shock(move)
                entry.set("book_pnl", move.profit)
                entry.set("unknown_legs", .integer(move.profit.unknownCount))
                entry.closeWithReasons()
                return entry
            })
        need.set(
            "not_offered",
            hedges.refusals.map { refusal in
                var entry = DocumentObject()
                entry.set("kind", text: refusal.kind.rawValue)
                entry.set("symbol", text: refusal.symbol)
                entry.set("reason", text: refusal.reason.rawValue)
                entry.set("text", text: refusal.text)
                return entry
            })
        need.closeWithReasons()
        content.set("hedge_need", need)
        content.set("hedges", hedges.suggestions.map { hedge($0, hedges) })
    }

    private static func shock(_ move: HedgeMove) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("name", text: move.name)
        entry.set("spot_percent", JSONValue(move.shock.spotPercent))
        entry.set("vol_points", JSONValue(move.shock.volatilityPoints))
        entry.set("vol_factor", JSONValue(move.volatilityFactor))
        entry.set("days", .integer(move.shock.days))
        return entry
    }

    private static func hedge(_ hedge: HedgeSuggestion, _ hedges: HedgeReport) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("kind", text: hedge.kind.rawValue)
        entry.set("symbol", text: hedge.symbol)
        entry.set("title", text: hedge.title)
        entry.set("strategy_id", JSONValue(hedge.row))
        entry.set("legs", hedge.legs.map(leg))
        entry.set("cost", hedge.cost)
        entry.set("cash", hedge.cash)
        entry.set("fees", JSONValue(hedge.fees))
        entry.set("beta_weighted_delta_after", hedge.betaWeightedDelta)
        entry.set("net_liquidation_fraction_after", hedge.deltaFraction)
        entry.set("theta_per_day_after", hedge.thetaPerDay)
        entry.set("vega_per_point_after", hedge.vegaPerPoint)
        entry.set(
            "saves",
            zip(hedges.moves, hedge.savings).map { move, saving in
                var part = shock(move)
                part.set("pnl", saving)
                part.closeWithReasons()
                return part
            })
        entry.set("reaches_target", hedge.isEnough, else: hedge.deltaFraction.reason ?? .notApplicable)
        entry.set("note", text: hedge.note)
        entry.closeWithReasons()
        return entry
    }

    private static func leg(_ leg: HedgeLeg) -> DocumentObject {
        var entry = DocumentObject()
        switch leg.instrument {
        case .stock(let symbol): entry.set("contract", text: symbol)
        case .option(let contract): entry.set("contract", text: contract.osi)
        }
        entry.set("quantity", JSONValue(leg.quantity.value))
        entry.set("bid", leg.bid, else: .noSource)
        entry.set("ask", leg.ask, else: .noSource)
        entry.set("price", leg.price)
        entry.closeWithReasons()
        return entry
    }

    // MARK: - Text

    static func hedges(_ hedges: HedgeReport?, _ format: FigureFormat) -> [String] {
        guard let hedges else { return [] }
        let share = format.netLiquidationShare(hedges.deltaFraction)
        let ends = [hedges.band.lowerBound, hedges.band.upperBound].map { format.percent(Figure($0), isSigned: true) }
        let band = "\(ends[0])..\(ends[1])"
        switch hedges.need {
        case .none:
            return [
                "", "Beta-weighted delta \(share) of net liquidation, inside its band \(band): no hedge is needed.",
            ]
        case .unknown:
            let reason = hedges.deltaFraction.reason?.rawValue ?? UnknownReason.noSource.rawValue
            return ["", "No hedge without a beta-weighted delta: unknown (\(reason))."]
        case .reduce, .raise: break
        }
        let target = hedges.target.map { format.percent(Figure($0), isSigned: true) } ?? format.marks.unknown
        var table = TextTable(
            [.left("Hedge"), .right("Cost"), .right("Cash"), .right("After"), .right("Theta"), .right("Vega")]
                + hedges.moves.map { .right($0.name) })
        table.add(
            ["Book as it is", "", "", share, "", ""]
                + hedges.moves.map { format.total($0.profit, format.profit) })
        for hedge in hedges.suggestions {
            table.add(
                [
                    hedge.title, format.dollars(hedge.cost), format.profit(hedge.cash),
                    format.netLiquidationShare(hedge.deltaFraction) + (hedge.isEnough == false ? " not enough" : ""),
                    format.profit(hedge.thetaPerDay), format.profit(hedge.vegaPerPoint),
                ] + hedge.savings.map(format.profit))
        }
        let excess =
            format.isMasked
            ? format.benchmarkShares(hedges.excess) : format.compact(hedges.excess.map(abs), isSigned: false)
        return [""] + table.lines + [
            DocumentText.line(
                "Beta-weighted delta \(share) of net liquidation, band \(band): \(excess) \(hedges.benchmark) shares too "
                    + "\(hedges.need == .reduce ? "many" : "few") for \(target)."),
            DocumentText.line(
                "Cost: time value, spread of the quotes and fees, gone if nothing moves. Moves: the first line is the book, "
                    + "the others what a hedge adds to it."),
        ] + hedges.suggestions.filter { !$0.note.isEmpty }.map { DocumentText.line("\($0.title): \($0.note)") }
            + hedges.refusals.map { DocumentText.line("Not offered: \($0.text)") }
    }
}
