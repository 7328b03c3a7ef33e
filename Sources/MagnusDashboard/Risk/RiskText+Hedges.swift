import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// Ways back into the band of the beta-weighted delta.
extension RiskText {
    func hedges(_ report: RiskReport) -> RiskSheet {
        guard let hedges = report.exposure.hedges else {
            return RiskSheet(columns: [], rows: [], empty: "Hedges are worked out with the next report.")
        }
        guard hedges.need == .reduce || hedges.need == .raise else {
            return RiskSheet(columns: [], rows: [], empty: need(hedges))
        }
        let greeks = report.exposure.greeks
        let book = RiskSheet.Row(
            figure: .engine("greeks/\(greeks.key)#\(GreeksColumn.betaWeightedDelta.rawValue)"),
            cells: [
                .init("Book as it is", .textStrong), .init(""),
                .init(format.netLiquidationShare(hedges.deltaFraction), .alertHigh), .init(""),
                .init(format.profit(greeks.thetaPerDay.figure), scope(greeks.thetaPerDay.figure)),
                .init(format.profit(greeks.vegaPerPoint.figure), scope(greeks.vegaPerPoint.figure)),
            ]
                + hedges.moves.map { move in
                    .init(format.profit(move.profit.figure), FigureScope.profit(move.profit.figure))
                })
        let rows = hedges.suggestions.enumerated().map { index, hedge in
            RiskSheet.Row(
                figure: .hedge(index),
                cells: [
                    .init(hedge.title), .init(format.dollars(hedge.cost), scope(hedge.cost)),
                    .init(
                        format.netLiquidationShare(hedge.deltaFraction),
                        hedge.isEnough == false ? .alertHigh : scope(hedge.deltaFraction)),
                    .init(format.profit(hedge.cash), scope(hedge.cash)),
                    .init(format.profit(hedge.thetaPerDay), scope(hedge.thetaPerDay)),
                    .init(format.profit(hedge.vegaPerPoint), scope(hedge.vegaPerPoint)),
                ] + hedge.savings.map { .init(format.profit($0), FigureScope.profit($0)) })
        }
        var columns: [RiskSheet.Column] = [
            .init(heading: "Hedge", width: 22, rank: 0, isLeft: true, isFlexible: true),
            .init(heading: "Cost", width: 7, rank: 0),
            .init(heading: "\(glyphs.beta)\(glyphs.delta) NL", width: 5, rank: 0),
            .init(heading: "Cash", width: 8, rank: 3), .init(heading: "\(glyphs.theta)/day", width: 6, rank: 4),
            .init(heading: "Vega", width: 6, rank: 5),
        ]
        columns += hedges.moves.enumerated().map { index, move in
            .init(heading: move.name, width: max(8, min(10, move.name.count)), rank: index < 2 ? index + 1 : index + 4)
        }
        return RiskSheet(columns: columns, rows: [book] + rows, notes: notes(hedges))
    }

    /// Where the book stands against its band, in a sentence.
    func need(_ hedges: HedgeReport) -> String {
        let share = format.netLiquidationShare(hedges.deltaFraction)
        let limits = band(hedges.band)
        let target = hedges.target.map { format.percent(Figure($0), isSigned: true) } ?? glyphs.unknown
        return switch hedges.need {
        case .none:
            "Beta-weighted \(glyphs.delta) is \(share) of net liquidation, inside its band \(limits): no hedge is needed."
        case .unknown:
            "No hedge without a beta-weighted \(glyphs.delta): unknown (\(hedges.deltaFraction.reason?.rawValue ?? "no_source"))."
        case .reduce, .raise:
            "Beta-weighted \(glyphs.delta) is \(share) of net liquidation, band \(limits): \(shares(hedges)) "
                + "\(hedges.benchmark) shares too \(hedges.need == .reduce ? "many" : "few") for \(target)."
        }
    }

    private func shares(_ hedges: HedgeReport) -> String {
        format.isMasked
            ? format.benchmarkShares(hedges.excess) : format.compact(hedges.excess.map(abs), isSigned: false)
    }

    private func notes(_ hedges: HedgeReport) -> [String] {
        var notes = [
            need(hedges),
            "Cost: time value, spread of the quotes and fees, gone if nothing moves; bought at the ask, sold at the bid. "
                + "The moves: what a hedge adds to the book there; -10%, -5% and +5% with the IV rule.",
        ]
        if let missing = hedges.moves.map(\.profit.unknownCount).max(), missing > 0 {
            notes.append("The book without \(CountedNoun.text(missing, "leg")) that cannot be priced.")
        }
        notes += hedges.suggestions.filter { !$0.note.isEmpty }.map { "\($0.title): \($0.note)." }
        if hedges.suggestions.contains(where: { $0.isEnough == false }) {
            notes.append("A marked \(glyphs.beta)\(glyphs.delta) is not there yet.")
        }
        if !hedges.refusals.isEmpty {
            notes.append("Not offered: " + hedges.refusals.map(\.text).joined(separator: "; "))
        }
        return notes
    }
}
