extension Intent {
    /// What the assistant understood, in few words, and the question that asks for exactly that.
    struct Wording: Sendable, Hashable {
        var title: String
        /// Of the whole book or without a name; nil when a name is needed.
        var general: String?
        /// Followed by a symbol; nil when a name makes no difference.
        var named: String?
    }

    /// - Parameter symbol: what the question is about, if it names something.
    /// - Returns: nil for talk that is no question, and where the question needs a symbol and there is none.
    func question(_ symbol: String?) -> String? {
        guard let wording else { return nil }
        if let symbol, let named = wording.named { return "\(named) \(symbol)?" }
        return wording.general.map { $0 + "?" }
    }

    var wording: Wording? {
        func words(_ title: String, _ general: String?, _ named: String? = nil) -> Wording {
            Wording(title: title, general: general, named: named)
        }
        switch self {
        case .listPositions: return words("open positions", "List my positions", "List my positions in")
        case .showPosition: return words("one position", nil, "Show my position in")
        case .openProfit: return words("open P/L", "What is my open P/L", "What is my open P/L on")
        case .dayProfit: return words("P/L of today", "What is my P/L today", "What is my P/L today on")
        case .realizedProfit: return words("realized P/L", "What is my realized P/L", "What is my realized P/L on")
        case .profitRanking: return words("best and worst open rows", "What are my best and worst positions")
        case .periodProfit:
            return words("realized P/L of a time", "What did I make this month", "What did I make this year on")
        case .winRate: return words("win rate", "What is my win rate", "What is my win rate on")
        case .closedTrades: return words("closed trades", "Show my closed trades", "Show my closed trades in")
        case .premiumCollected:
            return words("premium collected", "How much premium did I collect", "How much premium did I collect on")
        case .fees: return words("fees", "How much did I pay in fees", "How much did I pay in fees on")
        case .changes: return words("what changed", "What changed since yesterday", "What changed today on")
        case .breakdown: return words("figures by symbol", "Show open P/L by symbol")
        case .comparison: return words("names side by side", nil)
        case .ledgerEvents: return words("what happened", "What was assigned or expired", "What happened to")
        case .rowRanking: return words("rows by one figure", "What is left per year")
        case .opened: return words("when it was opened", nil, "When did I open")
        case .positionCost: return words("what it cost", nil, "What did I pay for")
        case .positionSize: return words("size of positions", "What is my biggest position")
        case .bookGreeks: return words("Greeks", "What are my greeks", "What are the greeks of")
        case .thetaIncome: return words("theta", "What is my theta per day", "What is the theta of")
        case .deltaExposure: return words("delta exposure", "What is my delta exposure", "What is my delta exposure in")
        case .vegaExposure: return words("vega exposure", "What is my vega", "What is my vega in")
        case .expirations: return words("expirations", "What expires this week", "When does my option expire in")
        case .assignmentRisk: return words("assignment", "What could be assigned this week", "Could I be assigned on")
        case .cash: return words("cash", "How much free cash do I have")
        case .netLiquidation: return words("account value", "What is my net liquidation")
        case .marginUse: return words("buying power", "How much buying power is used")
        case .concentration: return words("concentration", "How concentrated am I", "How concentrated am I in")
        case .whatIf: return words("a market move", "What if SPY falls 5%")
        case .decision: return words("roll, close or take", nil, "Should I roll or close")
        case .listAlerts: return words("open alerts", "Which alerts are open", "Which alerts are open on")
        case .whyAlert: return words("why an alert is open", nil, "Why is there an alert on")
        case .opportunities: return words("candidates", "What is the best cash secured put", "Any candidates in")
        case .whyNot: return words("why not a candidate", "Why were candidates rejected", "Why is the scan not showing")
        case .quote: return words("price", nil, "What is the price of")
        case .volatilityRank: return words("IV rank", "Which names have the highest IV rank", "What is the IV rank of")
        case .expectedMove: return words("expected move", nil, "What is the expected move of")
        case .earnings: return words("earnings dates", "Which earnings are coming", "When are earnings of")
        case .dividends: return words("dividends", "Which dividends are coming", "When is the ex dividend date of")
        case .contractFigures: return words("figures of a contract", nil)
        case .strikeByDelta: return words("strike by delta", nil, "Which strike is the 30 delta put on")
        case .concept: return words("meaning of a term", "What is theta")
        case .marketHours: return words("market hours", "Is the market open")
        case .attention: return words("what needs attention", "What needs my attention")
        case .monitors: return words("monitors", "Monitor status")
        case .dataAge: return words("age of the data", "How old is the data")
        case .notes: return words("notes", "Show my notes", "Show my notes on")
        case .explainFigure: return words("how a figure was made", "Explain that figure")
        case .help: return words("what can be asked", "What can I ask")
        case .placeOrder, .settings, .greeting, .thanks, .outOfScope: return nil
        }
    }
}
