import MagnusDesk
import Testing

@testable import magnus

/// The "JSON keys" section of the command-line contract, word for word, and the keys that were added to it.
enum ContractKeys {
    static let positions = keys(
        """
        id, account, symbol, underlying, kind, right, strike, expiry, dte, style, settlement, multiplier, adjusted, \
        deliverable, state, quantity, opened_at, days_held, average_price, cost_basis, \
        bid, ask, mark, mark_source, mark_age_seconds, stale, market_value, unrealized_pnl, unrealized_pnl_fraction, \
        realized_pnl, day_pnl, cost_to_close, profit_captured, underlying_price, distance_to_strike, \
        extrinsic, iv, delta, gamma, theta_per_day, vega_per_point, rho_per_point, beta_weighted_delta, \
        assignment_probability, early_exercise_probability, strategy, strategy_id, sector, reasons
        """)
    static let positionTotals = keys("market_value, unrealized_pnl, realized_pnl, day_pnl, unknown_count")
    static let greeks = keys("by, benchmark, rows, total")
    static let greeksRow = keys(
        """
        key, positions, delta, gamma, theta_per_day, vega_per_point, rho_per_point, dollar_delta, dollar_gamma_1pct, \
        beta_weighted_delta, unknown_count, reasons
        """)
    static let balances = keys(
        """
        account, broker, currency, cash, settled_cash, net_liquidation, buying_power, buying_power_used_fraction, \
        margin_requirement, margin_kind, collateral, day_pnl, total_pnl, source, age_seconds, reasons
        """)
    static let alerts = keys(
        """
        id, monitor, condition_key, priority, state, title, message, symbol, position_id, raised_at, updated_at, \
        acknowledged_at, snoozed_until, resolved_at, times_raised, group_id, evidence, actions
        """)
    static let evidence = keys("name, value, unit, source, age_seconds")
    static let alertAction = keys("action, label, params")
    static let scan = keys("strategy, watchlist, scanned, duration_ms, candidates, rejected")
    static let candidate = keys(
        """
        id, symbol, contract, legs, expiry, dte, strike, spot, bid, ask, premium, premium_basis, period_return, \
        annualized_return, breakeven, cushion, expected_move, delta, iv, iv_rank, iv_percentile, \
        probability_of_profit, probability_of_touch, collateral, open_interest, volume, spread_fraction, \
        earnings_date, ex_dividend_date, score, score_parts, quote_age_seconds, reasons
        """)
    static let importing = keys("dry_run, files, totals, events, positions_open, realized_pnl")
    static let importFile = keys(
        """
        path, format, format_confidence, encoding, account, first_date, last_date, rows, skipped, warnings
        """)
    static let importRows = keys("read, imported, duplicate, skipped")
    static let importSkipped = keys("line, column, reason, text")
    static let importWarning = keys("line, code, message")
    static let importEvents = keys(
        "trades, assignments, exercises, expirations, splits, symbol_changes, dividends, fees, transfers")
    static let chain = keys(
        """
        symbol, spot, spot_source, spot_age_seconds, rate, dividend_yield, dividends, iv_rank, iv_percentile, \
        iv_history_sessions, expiries
        """)
    static let dividend = keys("ex_date, amount, estimated")
    static let expiry = keys(
        """
        expiry, dte, settlement, style, forward, atm_iv, expected_move, expected_move_method, \
        implied_move_straddle, contracts
        """)
    static let contract = keys(
        """
        contract, right, strike, bid, ask, mid, last, volume, open_interest, iv, delta, gamma, theta_per_day, \
        vega_per_point, rho_per_point, probability_of_profit, probability_of_touch, adjusted, held_quantity, \
        quote_age_seconds, state, reasons
        """)
    static let ask = keys("conversation_id, message, intent, confidence, actions, citations, figures, metadata")
    static let askMetadata = keys("response_time_ms, agents_used, sources, model, cost_usd")

    private static func keys(_ list: String) -> Set<String> {
        Set(list.split(whereSeparator: { ", \n".contains($0) }).map(String.init))
    }
}

/// Checks of whole documents.
enum DocumentChecks {
    static let envelope: Set<String> = ["as_of", "simulated", "account"]

    static func keys(_ value: JSONValue?) -> [String] {
        guard case .object(let members) = value else { return [] }
        return members.map(\.key)
    }

    static func elements(_ value: JSONValue?) -> [JSONValue] {
        guard case .array(let elements) = value else { return [] }
        return elements
    }

    static func number(_ value: JSONValue?) -> Double? {
        switch value {
        case .number(let number): number
        case .integer(let number): Double(number)
        default: nil
        }
    }

    static func text(_ value: JSONValue?) -> String? {
        if case .string(let text) = value { text } else { nil }
    }

    /// Exactly the contract's keys and the named additions, none twice.
    static func expectKeys(
        _ value: JSONValue?, _ contract: Set<String>, plus additions: Set<String> = [],
        _ location: SourceLocation = #_sourceLocation
    ) {
        let found = keys(value)
        var expected = contract.union(additions)
        // Where figures have reasons, those that are known have their marks beside.
        if expected.contains("reasons") { expected.insert("figure_trust") }
        #expect(Set(found) == expected, sourceLocation: location)
        #expect(found.count == Set(found).count, "a key is there twice", sourceLocation: location)
    }

    /// The envelope comes first.
    static func expectEnvelope(
        _ document: JSONValue, _ contract: Set<String>, plus additions: Set<String> = [],
        _ location: SourceLocation = #_sourceLocation
    ) {
        #expect(keys(document).prefix(3) == ["as_of", "simulated", "account"], sourceLocation: location)
        expectKeys(document, contract.union(envelope), plus: additions, location)
    }

    /// In every object that has `reasons`, nulls and reasons are the same keys, and each reason is a known word.
    static func expectReasons(_ value: JSONValue, _ location: SourceLocation = #_sourceLocation) {
        switch value {
        case .array(let elements): elements.forEach { expectReasons($0, location) }
        case .object(let members):
            if let reasons = value["reasons"] {
                let nulls = members.filter { $0.value == .null }.map(\.key)
                #expect(keys(reasons) == nulls, sourceLocation: location)
                guard case .object(let words) = reasons else { return }
                for word in words {
                    #expect(
                        text(word.value).flatMap(UnknownReasonWord.init) != nil, "\(word)", sourceLocation: location)
                }
            }
            members.forEach { expectReasons($0.value, location) }
        default: break
        }
    }
}
