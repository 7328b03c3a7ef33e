import MagnusDomain
import MagnusStore

/// What the last run of each monitor found, kept in the home: a monitor that was run once, from a script or a screen that
/// is closed, has run.
struct MonitorRuns {
    private let values: KeyValueRepository
    private let account: String

    init(_ database: MagnusDatabase, account: String) {
        values = KeyValueRepository(database)
        self.account = account
    }

    private var key: String { "monitors.runs.\(account)" }

    /// Keeps the runs of the given monitors; those that have not run keep what is stored of them.
    func save(_ monitors: [MonitorStatus], now: Instant) throws {
        var kept = try load()
        for monitor in monitors where monitor.lastRunAt != nil { kept[monitor.name] = monitor }
        let lines = kept.values.sorted { $0.name.rawValue < $1.name.rawValue }.map(Self.line)
        try values.set([key: lines.joined(separator: "\n")], now: now)
    }

    /// The monitors with what is stored of those that have not run in this process.
    func completed(_ monitors: [MonitorStatus], now: Instant) throws -> [MonitorStatus] {
        let kept = try load()
        return monitors.map { monitor in
            // A run from the future belongs to another world or another clock.
            guard monitor.lastRunAt == nil, let stored = kept[monitor.name], let ran = stored.lastRunAt, ran <= now
            else {
                return monitor
            }
            var result = monitor
            result.lastRunAt = ran
            result.findings = stored.findings
            result.failure = stored.failure
            result.nearest = stored.nearest
            return result
        }
    }

    private static func line(_ monitor: MonitorStatus) -> String {
        func field(_ text: String?) -> String { (text ?? "").filter { $0 != "\t" && $0 != "\n" } }
        return [
            monitor.name.rawValue, String(monitor.lastRunAt?.nanosecondsSinceEpoch ?? 0), String(monitor.findings),
            field(monitor.failure), field(monitor.nearest),
        ].joined(separator: "\t")
    }

    /// A line that cannot be read is a run nobody remembers.
    private func load() throws -> [MonitorName: MonitorStatus] {
        var result: [MonitorName: MonitorStatus] = [:]
        for line in (try values.value(key) ?? "").split(separator: "\n") {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 5, let name = MonitorName(rawValue: fields[0]), let time = Int64(fields[1]),
                let findings = Int(fields[2])
            else { continue }
            result[name] = MonitorStatus(
                name: name, lastRunAt: Instant(nanosecondsSinceEpoch: time), nextRunAt: nil, findings: findings,
                failure: fields[3].isEmpty ? nil : fields[3], nearest: fields[4].isEmpty ? nil : fields[4])
        }
        return result
    }
}
