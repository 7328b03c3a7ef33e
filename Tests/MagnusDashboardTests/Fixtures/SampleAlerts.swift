import MagnusDesk
import MagnusDomain

/// Alerts and monitors of the sample screen, with the severities in force.
enum SampleAlerts {
    static func alerts() -> [Alert] {
        let close = SampleBook.now.adding(seconds: 19_073)
        let rows: [(String, AlertPriority, String, String, String, String?, String?, Double?, MonitorName)] = [
            (
                "a-mo", .critical, "MO 57.5C will be called", "5h17", "ex Tue 1.06 > extrinsic 0.00; 200 sh", "MO",
                "paper:mo", 0, .assignment
            ),
            (
                "a-ko", .high, "KO 75P at the strike", "4 days", "0.02 in, 50%; not wanted; buy 0.56", "KO", "paper:ko",
                4,
                .expiration
            ),
            (
                "a-mu", .high, "MU 95P earnings Wed 24 AMC", "", "move ±9.2 (straddle) > 6.2 to strike", "MU",
                "paper:mu",
                9, .expiration
            ),
            (
                "a-pltr", .high, "PLTR 80P breached", "-935", "loss 2.0x credit; 04-30 80P +0.65 nat", "PLTR",
                "paper:pltr", 10, .assignment
            ),
            (
                "a-amd", .high, "AMD 150P 62% captured", "over 50", "buy 1.85; what is left earns 14%/yr", "AMD",
                "paper:amd", 11, .profitTarget
            ),
            (
                "a-spy", .high, "SPY 585/575 at 21 DTE", "21 days", "13% captured; close or roll at the window", "SPY",
                "paper:spy", 12, .expiration
            ),
            (
                "a-bac", .high, "BAC 45P 98% captured", "over 50", "buy 0.02; left 27 of 186", "BAC", "paper:bac45", 13,
                .profitTarget
            ),
            (
                "a-beta", .high, "βΔ 58% of net liq", "over 50", "1% SPY = 974; sell 22 SPY or buy puts", nil, nil, 14,
                .opportunities
            ),
            (
                "a-tech", .high, "Technology 41% of net liq", "over 35", "PLTR, AMD, AAPL, MU, INTC", nil, nil, 15,
                .opportunities
            ),
            (
                "a-xsp", .medium, "XSP 597/592 expires today", "5h17", "2.41 away (1.3σ), 94% captured, cash", "XSP",
                "paper:xsp", 0, .expiration
            ),
            (
                "a-aapl", .medium, "AAPL 260P in the money", "2 days", "1.1% in, 72%; wanted, 26,000 ready", "AAPL",
                "paper:aapl", 2, .assignment
            ),
            (
                "a-dis", .medium, "DIS 100 shares idle", "7 days", "call bought back 03-04; 115C pays 1.59", "DIS",
                "paper:dis", nil, .opportunities
            ),
            (
                "a-intc", .medium, "INTC 39C under basis", "-212", "39.00 < 42.00; wheel basis 39.40", "INTC",
                "paper:intc", nil, .expiration
            ),
            (
                "a-xle", .medium, "XLE 90P scores 85", "85", "2 scans, 13.3%/yr after fees", "XLE", nil, nil,
                .opportunities
            ),
        ]
        return rows.map { id, priority, title, trailing, message, symbol, position, days, monitor in
            Alert(
                id: id,
                finding: AlertFinding(
                    monitor: monitor, conditionKey: "\(monitor.rawValue):\(id)", priority: priority, title: title,
                    trailing: trailing, message: message, symbol: symbol, positionIdentifier: position,
                    deadline: days.map { close.adding(seconds: $0 * 86_400) },
                    evidence: [
                        AlertEvidence(
                            name: "spot", value: 60.85, unit: "dollars a share", source: "simulated", ageSeconds: 1),
                        AlertEvidence(
                            name: "probability", value: 0.97, unit: "fraction", source: "model", ageSeconds: 1),
                    ],
                    actions: [AlertAction(action: "details", label: "Open the position")]),
                state: .active, raisedAt: SampleBook.now.adding(seconds: -4200), updatedAt: SampleBook.now)
        }
    }

    static func monitors() -> [MonitorStatus] {
        // The frames are recorded with these.
        [MonitorName.expiration, .profitTarget, .assignment, .opportunities].map {
            MonitorStatus(
                name: $0, lastRunAt: SampleBook.now.adding(seconds: -37), nextRunAt: SampleBook.now.adding(seconds: 23),
                findings: 3, nearest: $0 == .expiration ? "SPY 585P, 2.1 % away" : nil)
        }
    }
}
