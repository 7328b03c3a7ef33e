import MagnusAnalysis
import MagnusDomain

/// Working orders that would open what they were meant to close: the position is gone, the order is not. HIGH.
///
/// Groups of real accounts are numbers of orders and name no position: there nothing is told.
enum OrderRule {
    static let keyPrefix = "order:"

    static func findings(context: MonitorContext) -> [AlertFinding] {
        let told = Set(context.book.accounts.map(\.account).filter { !$0.kind.isReal }.map(\.name))
        return context.orders.filter { told.contains($0.account) }.compactMap { order in
            let isHeld = context.book.strategies.contains { row in
                row.account == order.account
                    && row.legs.contains { $0.position.strategyGroup == order.strategyGroup }
            }
            guard !isHeld, !context.isSilenced(.orders, symbol: nil, priority: .high) else { return nil }
            return finding(order)
        }
    }

    private static func finding(_ order: WorkingOrder) -> AlertFinding {
        let price = FixedText.price(abs(order.limitPrice))
        let verb = order.limitPrice >= 0 ? "buys" : "sells"
        return AlertFinding(
            monitor: .orders, conditionKey: "\(keyPrefix)\(order.account):\(order.id)", priority: .high,
            title: "Order without a position", trailing: order.strategyGroup,
            message: PaneWords.message([
                "\(verb) at \(price)\(order.isGoodTillCancelled ? ", good till cancelled" : "")", "cancel it",
            ]), symbol: nil, positionIdentifier: nil,
            evidence: [
                AlertEvidence(
                    name: "limit, net a share", value: order.limitPrice, unit: "USD/share", source: order.id,
                    ageSeconds: nil)
            ],
            actions: [
                AlertAction(action: "details", label: "Facts, rule and history"),
                AlertAction(action: "review", label: "Cancel the order at the broker: filled, it opens a position"),
                AlertAction(action: "snooze", label: "Snooze"), AlertAction(action: "dismiss", label: "Dismiss"),
            ])
    }
}

/// Conditions of a whole account, which are not about one row of it.
public enum AccountCondition {
    /// The account that a condition key names; nil for other conditions.
    public static func account(of key: String) -> String? {
        if let account = DeliveryRule.account(ofCondition: key) { return account }
        for prefix in [CashRule.keyPrefix, OrderRule.keyPrefix] where key.hasPrefix(prefix) {
            return String(key.dropFirst(prefix.count).prefix { $0 != ":" })
        }
        return nil
    }
}
