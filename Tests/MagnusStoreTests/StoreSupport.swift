import Foundation
import MagnusDomain
import MagnusQuant

@testable import MagnusStore

/// A folder of its own for one test, removed at the end.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "magnus-store-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var database: String { path + "/magnus.db" }
    var backups: String { path + "/backups" }

    func open() throws -> MagnusDatabase {
        try MagnusDatabase(path: database, backupFolder: backups)
    }
}

let noon = Instant(secondsSinceEpoch: 1_805_121_720)

let koPut = OptionContract(
    root: "KO", underlying: "KO", expiry: CalendarDate(daysSinceEpoch: 20_896), right: .put,
    strikeThousandths: 75_000, style: .american, settlement: .physical, multiplier: 100, deliverable: .shares(100))

func sale(_ id: String, account: String = "paper", at time: Instant = noon) -> LedgerEvent {
    LedgerEvent(
        id: id, account: account, time: time, kind: .trade, effect: .opening, instrument: .option(koPut),
        quantity: Quantity(-2), price: Money(tenThousandths: 9_200), amount: Money(tenThousandths: 1_840_000),
        fees: Money(tenThousandths: -13_000), orderIdentifier: "o1", details: "Sold 2 KO", source: "test", line: 7)
}

func alert(_ id: String, state: AlertState = .active, at time: Instant = noon) -> Alert {
    Alert(
        id: id,
        finding: AlertFinding(
            monitor: .expiration, conditionKey: "expiration:KO", priority: .high, title: "KO 75P at the strike",
            trailing: "4 days", message: "0.02 in", symbol: "KO", positionIdentifier: "paper:KO",
            deadline: noon,
            evidence: [
                AlertEvidence(name: "distance", value: -0.02, unit: "USD", source: "simulated", ageSeconds: 3),
                AlertEvidence(
                    name: "assignment probability", value: 0.5, unit: "fraction", source: "model", ageSeconds: nil,
                    trust: .estimated),
            ],
            actions: [AlertAction(action: "details", label: "Details", parameters: ["id": id])]),
        state: state, raisedAt: noon, updatedAt: time)
}
