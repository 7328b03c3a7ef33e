import Foundation
import MagnusDomain
import Testing

@testable import MagnusConnectors

/// The real recordings, unpacked by the script that users run.
@Suite(.enabled(if: UnpackScript.canRun, "shared data or Scripts/unpack-lean is absent"))
struct LeanDataTests {
    private func unpacked<Result>(_ sources: [String], _ body: (String) throws -> Result) throws -> Result {
        let target = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: target) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: UnpackScript.path)
        process.arguments = sources.map(SharedData.path) + [target]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return try body(target)
    }

    /// Counts and values from a separate look at the files.
    @Test func googleOnTheDayBeforeChristmasEve() throws {
        let load = try unpacked(["lean-options/minute/goog"]) { try RecordingFolders.load([$0]) }
        #expect(load.files == 118 + 118 + 38 && load.skippedCount == 0 && load.ignoredCount == 0)
        #expect(load.series.count == 118)
        #expect(load.rows == load.series.reduce(0) { $0 + $1.quotes.count + $1.trades.count + $1.openInterest.count })
        let contracts = load.series.compactMap { series in
            if case .option(let contract) = series.instrument { contract } else { nil }
        }
        #expect(contracts.allSatisfy { $0.underlying == "GOOG" && $0.style == .american })
        let oneSided = load.series.flatMap(\.quotes).filter { $0.bid == nil || $0.ask == nil }
        #expect(!oneSided.isEmpty)
    }

    @Test func indexClassesAndDoublyNamedArchives() throws {
        let load = try unpacked(["lean-options/minute/spx", "lean-options/minute/spxw", "lean-equity/index-minute"]) {
            try RecordingFolders.load([$0], days: Self.day("2021-01-04")...Self.day("2021-01-04"))
        }
        let index = try #require(load.series.first)
        #expect(index.instrument == .stock(symbol: "SPX") && index.trades.first?.open == 3764.61)
        var settlements: [String: Set<Settlement>] = [:]
        var interest = 0
        for series in load.series {
            guard case .option(let contract) = series.instrument else { continue }
            settlements[contract.root, default: []].insert(contract.settlement)
            interest += series.openInterest.count
        }
        #expect(settlements == ["SPX": [.cashMorning], "SPXW": [.cashAfternoon]])
        #expect(interest == 6 + 12)
    }

    @Test func dailyBarsAndQuotes() throws {
        let load = try unpacked(["lean-options/daily/spx_2021_quote_european.zip", "lean-equity/daily/spy.zip"]) {
            try RecordingFolders.load([$0])
        }
        let shares = try #require(load.series.first)
        #expect(shares.instrument == .stock(symbol: "SPY") && shares.dailyBars.count > 5800)
        #expect(shares.dailyBars.first?.open == 97.31 && shares.trades.isEmpty)
        // A session is known at its close.
        #expect(load.series.dropFirst().allSatisfy { $0.quotes.allSatisfy { $0.end.newYork.secondsOfDay == 57_600 } })
    }

    private static func day(_ text: String) throws -> CalendarDate { try CalendarDate(iso8601: text) }
}

private enum UnpackScript {
    static let path = "Scripts/unpack-lean"
    static let canRun = SharedData.has("lean-options/minute/goog") && FileManager.default.isExecutableFile(atPath: path)
}
