import Foundation
import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusConnectors

@Suite struct RecordingFoldersTests {
    /// A folder of files that is removed at the end.
    private func withFolder<Result>(_ files: [String: String], _ body: (String) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (name, text) in files {
            let path = folder + "/" + name
            let parent = URL(fileURLWithPath: path).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        }
        return try body(folder)
    }

    @Test func namesOfLeanFiles() throws {
        let minute = try #require(
            LeanFileName("20151223_goog_minute_quote_american_call_7400000_20160115.csv"))
        #expect(minute.date?.iso8601 == "2015-12-23" && minute.tick == .quote && minute.priceDivisor == 10_000)
        guard case .option(let call) = minute.instrument else {
            Issue.record("no option")
            return
        }
        #expect(call.osi == "GOOG  160115C00740000" && call.style == .american && call.settlement == .physical)
        let morning = try #require(LeanFileName("20210104_spx_minute_trade_european_put_32000000_20210115.csv"))
        let afternoon = try #require(
            LeanFileName("20210104_spxw_minute_openinterest_european_call_37000000_20210104.csv"))
        guard case .option(let spx) = morning.instrument, case .option(let spxw) = afternoon.instrument else {
            Issue.record("no option")
            return
        }
        #expect(spx.settlement == .cashMorning && spxw.settlement == .cashAfternoon)
        #expect(spx.underlying == "SPX" && spxw.underlying == "SPX" && spxw.root == "SPXW")
        #expect(afternoon.tick == .openInterest)
        let index = try #require(LeanFileName("20210104_spx_minute_trade.csv"))
        #expect(index.instrument == .stock(symbol: "SPX") && index.priceDivisor == 1)
        #expect(LeanFileName("spy.csv")?.instrument == .stock(symbol: "SPY"))
        #expect(LeanFileName("goog_openinterest_american_put_8200000_20151231.csv")?.date == nil)
        for name in [
            "20151223_goog_minute_quote_american_call_0_20160115.csv", "20151223.csv", "notes_of_mine.csv",
            "20151223_goog_minute_quote_american_call_7400000_20161315.csv", "goog_quote_american_call.csv", ".csv",
            "20151223_goog_minute_quote_american_call_7400005_20160115.csv", "goog_openinterest.csv",
        ] {
            #expect(LeanFileName(name) == nil, "\(name)")
        }
    }

    @Test func rowsOfLeanFiles() throws {
        let load = try withFolder([
            "a/20151223_goog_minute_quote_american_call_7400000_20160115.csv":
                "34200000,1,2,3,98000,12,4,5,6,99500,7\r\n34260000,,,,,0,4,5,6,120000,3\n34320000,1,1,1,0,0,1,1,1,0,0\n"
                + "34380000,1,1,1,120000,1,1,1,1,110000,1\n",
            "b/20151223_goog_minute_trade_american_call_7400000_20160115.csv": "34200000,98000,99000,97000,98500,12\n",
            "c/20151223_goog_minute_openinterest_american_call_7400000_20160115.csv": "23520000,1529\n",
            "d/goog.csv": "20151222 00:00,7511200,7546600,7450000,7500100,1365800\n",
        ]) { try RecordingFolders.load([$0]) }
        #expect(load.files == 4 && load.rows == 7 && load.skippedCount == 0 && load.series.count == 2)
        let underlying = load.series[0]
        #expect(underlying.instrument == .stock(symbol: "GOOG") && underlying.dailyBars.map(\.close) == [750.01])
        let option = load.series[1]
        #expect(option.quotes.map(\.bid) == [9.8, nil, 0, 12] && option.quotes.map(\.ask) == [9.95, 12, 0, 11])
        #expect(option.quotes[0].bidSize == 12 && option.quotes[0].askSize == 7)
        // A bar is known at its end: 09:30 New York in December is 14:30 UTC.
        #expect(option.quotes[0].end.rfc3339 == "2015-12-23T14:31:00Z")
        #expect(option.trades.map(\.close) == [9.85] && option.trades.map(\.volume) == [12])
        #expect(option.openInterest.map(\.contracts) == [1529])
        #expect(load.span?.lowerBound.rfc3339 == "2015-12-23T14:31:00Z")
    }

    @Test func faultyRowsAreSkippedWithPlaceAndReason() throws {
        let name = "20151223_goog_minute_quote_american_call_7400000_20160115.csv"
        let load = try withFolder([
            name: "34200000,1,1,1,98000,1,1,1,1,99500,1\n\nx,1,1,1,1,1,1,1,1,1,1\n34260000,1,2\n"
                + "34320000,1,1,1,-5,1,1,1,1,1,1\n34380000,1,1,1,1,1,1,1,1,\u{1B}[2Jnan,1\n"
                + "86400000,1,1,1,1,1,1,1,1,1,1\n",
            "readme.md": "x", "foreign.csv": "a,b,c\n1,2,3\n",
        ]) { try RecordingFolders.load([$0]) }
        #expect(load.rows == 6 && load.skippedCount == 5 && load.series[0].quotes.count == 1)
        #expect(load.skipped.map(\.line) == [3, 4, 5, 6, 7] && load.skipped.map(\.column) == [1, 3, 5, 10, 1])
        #expect(load.skipped.map(\.reason)[2] == "a negative price" && load.skipped[3].text == "nan")
        // `foreign.csv` could be the daily bars of a share by its name; its first row is none.
        #expect(load.ignored.map { $0.path.hasSuffix("foreign.csv") } == [true, false])
    }

    @Test func plainRecordings() throws {
        let text = """
            time,symbol,contract,bid,ask,bid_size,ask_size,last,volume,open_interest
            2027-03-15T14:43:00Z,KO,KO270319P00075000,0.55,0.57,12,40,,,
            2027-03-15T14:42:00Z,KO,,74.98,75.00,300,500,74.99,1200,
            2027-03-15T14:42:00Z,KO,KO270319P00075000,0.54,0.56,12,40,0.55,3,1520
            2027-03-15 14:42,KO,,1,2,,,,,
            2027-03-15T14:42:00Z,KO,PEP270319P00075000,1,2,,,,,
            2027-03-15T14:42:00Z,KO,=cmd(),1,2,,,,,
            2027-03-15T14:42:00Z,KO,,inf,2,,,,,
            2027-03-15T14:42:00Z,KO,,1
            2027-03-16T14:42:00Z,KO,,74.50,74.60,,,,,
            """
        let load = try withFolder(["recorded.csv": text]) { try RecordingFolders.load([$0 + "/recorded.csv"]) }
        #expect(load.rows == 9 && load.skipped.map(\.line) == [5, 6, 7, 8, 9])
        #expect(load.skipped.map(\.column) == [1, 3, 3, 4, 4])
        let remark = try #require(load.remark)
        #expect(remark.hasPrefix("5 rows of the recording cannot be read and are left out, first "))
        #expect(remark.contains("recorded.csv:5:1: "))
        let option = load.series[1]
        #expect(option.quotes.map(\.bid) == [0.54, 0.55] && option.trades.map(\.close) == [0.55])
        #expect(option.openInterest.map(\.contracts) == [1520] && load.series[0].quotes.count == 2)
        let day = try CalendarDate(iso8601: "2027-03-16")
        let filtered = try withFolder(["recorded.csv": text]) { try RecordingFolders.load([$0], days: day...day) }
        #expect(filtered.series.count == 1 && filtered.series[0].quotes.map(\.bid) == [74.5])
    }

    @Test func severalPathsAreMergedAndTheLaterOneWins() throws {
        let name = "20151223_goog_minute_quote_american_call_7400000_20160115.csv"
        let load = try withFolder([
            "a/" + name: "34200000,1,1,1,10000,1,1,1,1,20000,1\n34260000,1,1,1,11000,1,1,1,1,20000,1\n",
            "b/" + name: "34260000,1,1,1,12000,1,1,1,1,20000,1\n34320000,1,1,1,13000,1,1,1,1,20000,1\n",
        ]) { try RecordingFolders.load([$0 + "/a", $0 + "/b"]) }
        #expect(load.series.count == 1 && load.series[0].quotes.map(\.bid) == [1, 1.2, 1.3])
    }

    @Test func whatCannotBeReplayed() throws {
        #expect(throws: RecordingError.notFound(path: "/nowhere/at/all")) {
            try RecordingFolders.load(["/nowhere/at/all"])
        }
        try withFolder(["a.zip": "PK", "b/c.zip": "PK"]) { folder in
            _ = #expect(throws: RecordingError.onlyArchives(path: folder)) { try RecordingFolders.load([folder]) }
        }
        try withFolder(["a.txt": "x"]) { folder in
            _ = #expect(throws: RecordingError.nothingRecorded(path: folder)) { try RecordingFolders.load([folder]) }
        }
    }
}
