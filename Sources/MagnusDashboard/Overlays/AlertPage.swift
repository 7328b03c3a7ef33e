import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// Facts, rule, history and actions of an alert.
enum AlertPage {
    static func lines(_ alert: Alert, _ state: DashboardState, _ world: DashboardWorld, format: FigureFormat)
        -> [PageLine]
    {
        let finding = alert.finding
        var lines: [PageLine] = [
            .text(
                "\(finding.priority.rawValue)  \(format.sentence(finding.title))",
                FigureScope.severity(finding.priority)),
            .text(format.sentence(finding.message)),
        ]
        if !finding.evidence.isEmpty {
            lines += [.blank, .heading("Facts")]
            for fact in finding.evidence {
                let value = fact.value.map { text($0, fact.unit, format, trust: fact.trust) } ?? format.marks.unknown
                let age = fact.ageSeconds.flatMap { DurationText.age($0) }.map { " " + $0 } ?? ""
                lines.append(.pair(fact.name, "\(value) · \(fact.source)\(age)"))
            }
        }
        lines += [.blank, .heading("Rule"), .pair("Monitor", finding.monitor.rawValue)]
        lines.append(.pair("Condition", finding.conditionKey))
        if let deadline = finding.deadline { lines.append(.pair("Deadline", deadline.newYork.description)) }
        lines += [.blank, .heading("History"), .pair("Raised", alert.raisedAt.newYork.description)]
        if alert.timesRaised > 1 { lines.append(.pair("Times raised", String(alert.timesRaised))) }
        if alert.updatedAt != alert.raisedAt { lines.append(.pair("Updated", alert.updatedAt.newYork.description)) }
        if let time = alert.acknowledgedAt { lines.append(.pair("Acknowledged", time.newYork.description)) }
        if let time = alert.snoozedUntil { lines.append(.pair("Sleeps until", time.newYork.description)) }
        if let price = alert.snoozedUntilPrice { lines.append(.pair("Sleeps until", text(price, "USD/share", format))) }
        lines += [.blank, .heading("What can be done")]
        let rolls: [DashboardAction] = finding.monitor == .roll || hasRolls(finding) ? [.roll] : []
        for action in rolls + [.acknowledge, .snooze, .dismiss, .mute, .ask] {
            guard let keys = world.keymap.shortHint(for: action, in: ["alerts", Keymap.globalContext]),
                let descriptor = ActionCatalog.descriptor(action, in: ["alerts", Keymap.globalContext])
            else { continue }
            lines.append(.key(keys, descriptor.explanation))
        }
        // What has a key of its own has been said.
        let said: Set<String> = ["details", "acknowledge", "snooze", "dismiss", "mute", "ask"]
        for action in finding.actions where !said.contains(action.action) {
            lines.append(.pair(action.action, format.sentence(action.label)))
        }
        return lines
    }

    /// Whether rolls are named with it, whatever rule leads.
    private static func hasRolls(_ finding: AlertFinding) -> Bool {
        finding.actions.contains { $0.action == "roll" }
    }

    /// A fact with its unit; dollars are money and fall under the mask.
    static func text(_ value: Double, _ unit: String, _ format: FigureFormat, trust: Trust = .fresh) -> String {
        let figure = Figure(value, trust: trust)
        switch unit {
        case "dollars", "USD", "$": return format.profit(figure)
        case "USD/share": return format.price(figure)
        case "fraction": return format.decimalPercent(figure)
        default:
            let text = DecimalText.text(value, decimals: value == value.rounded() ? 0 : 2, isGrouped: true)
            return "\(text.map { format.marks.mark(trust) + $0 } ?? format.marks.unknown) \(unit)"
        }
    }
}
