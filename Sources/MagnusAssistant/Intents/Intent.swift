/// What a person wants to know. The raw value is the `intent` of an answer.
public enum Intent: String, Sendable, Hashable, Codable, CaseIterable {
    case listPositions = "list_positions"
    case showPosition = "show_position"
    case openProfit = "open_profit"
    case dayProfit = "day_profit"
    case realizedProfit = "realized_profit"
    case profitRanking = "profit_ranking"
    case periodProfit = "period_profit"
    case winRate = "win_rate"
    case closedTrades = "closed_trades"
    case premiumCollected = "premium_collected"
    case fees
    case ledgerEvents = "ledger_events"
    case changes
    case breakdown
    case comparison
    case rowRanking = "row_ranking"
    case opened
    case positionCost = "position_cost"
    case positionSize = "position_size"
    case bookGreeks = "book_greeks"
    case thetaIncome = "theta_income"
    case deltaExposure = "delta_exposure"
    case vegaExposure = "vega_exposure"
    case expirations
    case assignmentRisk = "assignment_risk"
    case cash
    case netLiquidation = "net_liquidation"
    case marginUse = "margin_use"
    case concentration
    case whatIf = "what_if"
    case decision = "roll_close_or_take"
    case listAlerts = "list_alerts"
    case whyAlert = "why_alert"
    case opportunities
    case whyNot = "why_not"
    case quote
    case volatilityRank = "volatility_rank"
    case expectedMove = "expected_move"
    case earnings
    case dividends
    case contractFigures = "contract_figures"
    case strikeByDelta = "strike_by_delta"
    case concept
    case marketHours = "market_hours"
    case attention
    case monitors
    case dataAge = "data_age"
    case notes
    case explainFigure = "explain_figure"
    case placeOrder = "place_order"
    case settings
    case help
    case greeting
    case thanks
    case outOfScope = "out_of_scope"
}
