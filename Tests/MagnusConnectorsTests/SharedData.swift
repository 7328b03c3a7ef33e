import Foundation
import MagnusConnectors
import MagnusDomain
import Testing

/// Real data beside the project; tests of it are skipped where it is absent.
enum SharedData {
    static let root = ProcessInfo.processInfo.environment["MAGNUS_SHARED_DATA"] ?? "../shared/data"

    static func path(_ name: String) -> String { root + "/" + name }

    static func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

    static func text(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }
}

/// Imports texts as if they were files.
func imported(
    _ texts: [String], account: String = "test", existing: [LedgerEvent] = [], format: ImportFormat? = nil
) throws -> ImportResult {
    var session = ImportSession(account: account, existing: existing)
    for (index, text) in texts.enumerated() {
        var file = ImportFile(path: "file\(index).csv", format: format)
        try file.read(Array(text.utf8))
        try session.add(file)
    }
    return session.finish()
}

/// The events without the marks of rows that could not be booked.
func booked(_ events: [LedgerEvent]) -> [LedgerEvent] { events.filter { $0.kind != .unread } }

/// Quantities by instrument after events.
func holdings(_ events: [LedgerEvent]) -> [String: Double] {
    var found: [String: Int64] = [:]
    for event in events {
        let name: String
        switch event.instrument {
        case nil: continue
        case .stock(let symbol): name = symbol
        case .option(let contract): name = contract.text(in: .compact)
        }
        found[name, default: 0] += event.quantity.millionths
    }
    return found.filter { $0.value != 0 }.mapValues { Double($0) / 1e6 }
}
