import MagnusDesk
import MagnusDomain

/// Limits, margin, events, assignment and the attribution of the day.
extension RiskDocument {
    static func setExposure(_ exposure: RiskExposure, in content: inout DocumentObject) {
        content.set(
            "limits",
            exposure.shares.map { share in
                var entry = DocumentObject()
                entry.set("kind", text: share.kind.rawValue)
                entry.set("key", text: share.key)
                entry.set("at_risk", JSONValue(share.amount))
                entry.set("net_liquidation_fraction", share.share)
                entry.set("limit", JSONValue(share.limit))
                entry.set("over_limit", share.isOver.map { JSONValue.bool($0) } ?? .null)
                entry.closeWithReasons()
                return entry
            })
        var delta = DocumentObject()
        delta.set("net_liquidation_fraction", exposure.deltaFraction)
        delta.set("band_low", JSONValue(exposure.limits.deltaBand.lowerBound))
        delta.set("band_high", JSONValue(exposure.limits.deltaBand.upperBound))
        delta.set("beta_weighted_delta", exposure.greeks.betaWeightedDelta)
        delta.closeWithReasons()
        content.set("beta_weighted", delta)
        content.set("margin", exposure.accounts.map { margin($0, exposure) })
        content.set("events", exposure.events.map(event))
        content.set("assignments", exposure.assignments.map(assignment))
        content.set("attribution", attribution(exposure))
    }

    private static func margin(_ account: AccountValuation, _ exposure: RiskExposure) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("account", text: account.account.name)
        entry.set("net_liquidation", account.netLiquidation)
        entry.set("requirement", account.marginRequirement)
        entry.set("requirement_kind", text: account.marginKind)
        entry.set("buying_power", account.buyingPower)
        entry.set("buying_power_used_fraction", account.buyingPowerUsedFraction)
        if let estimate = exposure.portfolioMargins.first(where: { $0.account == account.account.name }) {
            var part = DocumentObject()
            part.set("requirement", estimate.requirement)
            part.set("unknown_classes", .integer(estimate.requirement.unknownCount))
            part.set("excess", estimate.excess)
            part.set("eligible", estimate.isEligible.map { JSONValue.bool($0) } ?? .null)
            part.set("classes", estimate.classes.map(marginClass))
            part.closeWithReasons()
            entry.set("portfolio_margin_estimate", part)
        }
        entry.closeWithReasons(account.reasons)
        return entry
    }

    private static func marginClass(_ found: PortfolioMargin.Class) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("symbol", text: found.symbol)
        entry.set("move_low", JSONValue(found.low))
        entry.set("move_high", JSONValue(found.high))
        entry.set("worst_move", found.worstMove, else: .incomplete)
        entry.set("worst_pnl", found.worstProfit, else: .incomplete)
        entry.set("contract_minimum", JSONValue(found.minimum))
        entry.set("requirement", found.requirement)
        entry.closeWithReasons()
        return entry
    }

    private static func event(_ event: RiskEvent) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("kind", text: event.kind.rawValue)
        entry.set("symbol", text: event.symbol)
        entry.set("strategy_id", text: event.row)
        entry.set("title", text: event.title)
        entry.set("date", text: event.date.iso8601)
        entry.set("confirmed", .bool(event.isConfirmed))
        entry.set("time", event.time == .unknown ? .null : .string(event.time.rawValue))
        entry.set("expiry", JSONValue(event.expiry?.iso8601))
        entry.set("shares", event.shares)
        entry.set("dollars", event.dollars)
        entry.set("early_exercise_probability", event.earlyExercise)
        entry.closeWithReasons()
        return entry
    }

    private static func assignment(_ sum: AssignmentSum) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("expiry", text: sum.expiry.iso8601)
        entry.set("dte", .integer(sum.daysToExpiry))
        entry.set("short_contracts", .integer(sum.contracts))
        entry.set("cash_settled", .integer(sum.cashSettled))
        entry.set("expected_assigned", sum.expected)
        entry.set("unknown_legs", .integer(sum.expected.unknownCount))
        entry.set("expected_early", sum.expectedEarly)
        entry.set("put_cash", JSONValue(sum.putCash))
        entry.set("call_cash", JSONValue(sum.callCash))
        entry.set("expected_cash", sum.expectedCash)
        entry.set("likeliest", text: sum.likeliest)
        entry.set("highest_probability", sum.highest)
        entry.closeWithReasons()
        return entry
    }

    private static func attribution(_ exposure: RiskExposure) -> JSONValue {
        guard let table = exposure.attribution else { return .null }
        func row(_ row: DayAttribution) -> DocumentObject {
            var entry = DocumentObject()
            entry.set("id", text: row.key)
            entry.set("pnl", row.total)
            entry.set("delta", row.delta)
            entry.set("gamma", row.gamma)
            entry.set("theta", row.theta)
            entry.set("vega", row.vega)
            entry.set("cross", row.cross)
            entry.set("residual", row.residual)
            entry.set("residual_large", .bool(row.isResidualLarge))
            entry.set("unexplained_legs", .integer(row.unexplainedLegs))
            entry.closeWithReasons()
            return entry
        }
        var content = DocumentObject()
        content.set("since", text: table.since.rfc3339)
        content.set("book", row(table.book))
        content.set("strategies", table.rows.map(row))
        return content.json
    }

    // MARK: - Text

    static func exposure(_ exposure: RiskExposure, _ format: FigureFormat) -> [String] {
        [limits(exposure, format)].compactMap { $0 } + margins(exposure, format) + events(exposure, format)
            + assignments(exposure, format)
    }

    private static func limits(_ exposure: RiskExposure, _ format: FigureFormat) -> String? {
        let over = exposure.shares.filter { $0.isOver == true }
        guard !over.isEmpty else {
            return exposure.shares.isEmpty
                ? nil
                : "Over no limit: names \(share(exposure.limits.name)), sectors \(share(exposure.limits.sector)), "
                    + "groups \(share(exposure.limits.group)) of net liquidation."
        }
        let words = over.map {
            "\($0.key) \(format.netLiquidationShare($0.share)) of \(share($0.limit))"
        }
        return DocumentText.line("Over the limit: \(words.joined(separator: ", "))")
    }

    /// A limit as whole percent.
    private static func share(_ limit: Double) -> String { FigureFormat().percent(Figure(limit)) }

    private static func margins(_ exposure: RiskExposure, _ format: FigureFormat) -> [String] {
        guard !exposure.accounts.isEmpty else { return [] }
        var table = TextTable([
            .left("Account"), .right("Net liq"), .right("Requirement"), .left("Rule"), .right("Buying power"),
            .right("Used"), .right("Portfolio margin"),
        ])
        for account in exposure.accounts {
            let estimate = exposure.portfolioMargins.first { $0.account == account.account.name }
            table.add([
                account.account.name, format.total(account.netLiquidation, format.dollars),
                format.dollars(account.marginRequirement), account.marginKind, format.dollars(account.buyingPower),
                format.netLiquidationShare(account.buyingPowerUsedFraction),
                estimate.map { format.total($0.requirement, format.dollars) } ?? "",
            ])
        }
        return [""] + table.lines + [
            "Portfolio margin is an estimate: each class at ten moves, its greatest loss; nothing set off between classes."
        ]
    }

    private static func events(_ exposure: RiskExposure, _ format: FigureFormat) -> [String] {
        guard !exposure.events.isEmpty else { return [] }
        var table = TextTable([
            .left("Before expiry"), .left("Event"), .left("Position"), .right("Shares"), .right("Dollars"),
            .right("Early"),
        ])
        for event in exposure.events {
            table.add([
                event.date.iso8601 + (event.isConfirmed ? "" : " ?"),
                event.kind == .earnings
                    ? "earnings\(event.time == .unknown ? "" : " \(event.time.rawValue)")" : "ex-dividend",
                "\(event.symbol) \(event.title)", format.shares(event.shares), format.dollars(event.dollars),
                event.kind == .exDividend ? format.percent(event.earlyExercise) : "",
            ])
        }
        return [""] + table.lines
    }

    private static func assignments(_ exposure: RiskExposure, _ format: FigureFormat) -> [String] {
        guard !exposure.assignments.isEmpty else { return [] }
        var table = TextTable([
            .left("Expiry"), .right("DTE"), .right("Short"), .right("Expected"), .right("Early"),
            .right("If all puts"), .right("If all calls"), .right("Expected cash"), .left("Likeliest"),
        ])
        for sum in exposure.assignments {
            table.add([
                sum.expiry.iso8601, String(sum.daysToExpiry), String(sum.contracts), contracts(sum.expected, format),
                contracts(sum.expectedEarly, format), format.dollars(Figure(-sum.putCash)),
                format.dollars(Figure(sum.callCash)), format.total(sum.expectedCash.negated, format.profit),
                "\(sum.likeliest) \(format.percent(sum.highest))",
            ])
        }
        return [""] + table.lines
    }

    /// Contracts that may be expected, with one decimal.
    static func contracts(_ total: Total, _ format: FigureFormat) -> String {
        format.total(total) { figure in
            figure.value.flatMap { DecimalText.text($0, decimals: 1) }
                .map { format.marks.mark(figure.trust ?? .fresh) + $0 } ?? format.marks.unknown
        }
    }
}

extension Total {
    /// The same with the sign turned.
    fileprivate var negated: Total { Total(figure: figure.map { -$0 }, unknownCount: unknownCount) }
}
