import MagnusDomain

/// Figures that a question asks for besides the one its answer tells.
extension AnswerMaker {
    /// Figures asked for in one breath with the one that is told: "the P&L of PLTR and its theta".
    func unreadMeasures(_ spoken: [String]) -> [Fragment] {
        let texts = question.words.map { $0.typed.lowercased().filter { $0.isLetter || $0 == "&" || $0 == "/" } }
        // What is left to spend or to borrow after a move is not worked out: said, not passed over.
        if question.intent == .whatIf, question.words.contains(where: { $0.text == "buying" }),
            !spoken.joined(separator: " ").lowercased().contains("buying")
        {
            return [out.quote("buying power")]
        }
        guard Self.ofOneFigure.contains(question.intent), !Self.joints.isDisjoint(with: texts) else {
            return []
        }
        let told = spoken.joined(separator: " ").lowercased()
        let ranks = zip(texts, texts.dropFirst()).filter { ["iv", "volatility"].contains($0) && $1 == "rank" }
        let rank = ranks.isEmpty || told.contains("rank") ? [] : [out.quote("IV rank")]
        return rank
            + Self.measures.compactMap { measure in
                guard let typed = texts.first(where: measure.words.contains),
                    !measure.told.contains(where: told.contains)
                else { return nil }
                return out.quote(typed)
            }
    }

    private static let ofOneFigure: Set<Intent> = [
        .thetaIncome, .deltaExposure, .vegaExposure, .bookGreeks, .openProfit, .dayProfit, .cash, .netLiquidation,
        .quote, .volatilityRank, .expectedMove, .earnings, .dividends, .marginUse, .rowRanking, .expirations,
        .positionSize, .contractFigures, .opened, .positionCost, .listAlerts, .assignmentRisk,
    ]
    private static let joints: Set<String> = ["and", "plus", "vs", "versus"]
    private static let measures: [(words: Set<String>, told: [String])] = [
        (["p&l", "pnl", "p/l", "profit", "profits"], ["p/l", "profit"]), (["theta", "decay"], ["theta"]),
        (["delta", "deltas"], ["delta"]), (["vega"], ["vega"]), (["gamma"], ["gamma"]), (["rho"], ["rho"]),
        (["cash"], ["cash"]), (["liq", "liquidation", "nlv"], ["net liq"]), (["collateral"], ["collateral"]),
        (["earnings"], ["earnings", "reports"]), (["yield"], ["yield"]), (["breakeven"], ["breakeven"]),
        (["iv", "volatility"], ["volatility"]), (["dte"], ["days to expiry", " days", " day"]), (["basis"], ["basis"]),
        (["price", "prices", "quote"], ["trades at", "spot", "bid", "last", "quote", "price"]),
        (["assignment", "assigned"], ["assign", "in the money"]),
        (["extrinsic"], ["extrinsic"]), (["realized", "realised"], ["realised"]),
    ]
}
