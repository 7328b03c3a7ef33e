import MagnusDomain

/// An alert's finding as it is written into a JSON column.
struct FindingRecord: Codable {
    struct Evidence: Codable {
        var name: String
        var value: Double?
        var unit: String
        var source: String
        var ageSeconds: Double?
        /// Of fresh figures and of records of earlier versions nil.
        var trust: Trust?
    }

    struct Action: Codable {
        var action: String
        var label: String
        var parameters: [String: String]
    }

    var trailing: String
    var symbol: String?
    var positionIdentifier: String?
    var deadline: Int64?
    var evidence: [Evidence]
    var groupIdentifier: String?
    /// Of records of earlier versions nil.
    var shortTitle: String?

    init(_ finding: AlertFinding) {
        trailing = finding.trailing
        symbol = finding.symbol
        positionIdentifier = finding.positionIdentifier
        deadline = finding.deadline?.nanosecondsSinceEpoch
        evidence = finding.evidence.map {
            Evidence(
                name: $0.name, value: $0.value, unit: $0.unit, source: $0.source, ageSeconds: $0.ageSeconds,
                trust: $0.trust == .fresh ? nil : $0.trust)
        }
        groupIdentifier = finding.groupIdentifier
        shortTitle = finding.shortTitle
    }

    static func actions(_ finding: AlertFinding) -> [Action] {
        finding.actions.map { Action(action: $0.action, label: $0.label, parameters: $0.parameters) }
    }

    func finding(
        monitor: MonitorName, conditionKey: String, priority: AlertPriority, title: String, message: String,
        actions: [Action]
    ) -> AlertFinding {
        AlertFinding(
            monitor: monitor, conditionKey: conditionKey, priority: priority, title: title, trailing: trailing,
            message: message, symbol: symbol, positionIdentifier: positionIdentifier,
            deadline: deadline.map(Instant.init(nanosecondsSinceEpoch:)),
            evidence: evidence.map {
                AlertEvidence(
                    name: $0.name, value: $0.value, unit: $0.unit, source: $0.source, ageSeconds: $0.ageSeconds,
                    trust: $0.trust ?? .fresh)
            },
            actions: actions.map {
                AlertAction(action: $0.action, label: $0.label, parameters: $0.parameters)
            },
            groupIdentifier: groupIdentifier, shortTitle: shortTitle)
    }
}
