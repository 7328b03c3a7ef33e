import MagnusDomain
import Testing

@testable import MagnusConnectors

/// What bounds memory changes nothing of the result.
@Suite struct LargeImportTests {
    private static let header =
        "Date,Type,Sub Type,Action,Symbol,Instrument Type,Description,Value,Quantity,Average Price,Commissions,Fees,"
        + "Multiplier,Root Symbol,Underlying Symbol,Expiration Date,Strike Price,Call or Put,Order #,Currency"

    /// Sales and purchases in turns, newest first, with a twin of every hundredth row.
    private static func file(_ rows: Range<Int>) -> String {
        var lines = [header]
        for number in rows.reversed() {
            let time = Instant(secondsSinceEpoch: 1_700_000_000 + Int64(number / 2) * 60)
            let isSale = number % 4 < 2
            let line =
                "\(time.rfc3339),Trade,\(isSale ? "Sell to Open,SELL_TO_OPEN" : "Buy to Close,BUY_TO_CLOSE"),"
                + "F     280121P00011000,Equity Option,Row \(number),\(isSale ? "11.00" : "-5.00"),1,"
                + "\(isSale ? "11.00" : "-5.00"),-1.00,-0.14,100,F,F,1/21/28,11,PUT,\(1000 + number),USD"
            lines.append(line)
            if number % 100 == 0 { lines.append(line) }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func imported(_ text: String, existing: LedgerEventList = []) throws -> ImportResult {
        var batch = ImportBatch(account: "test")
        var file = ImportFile(path: "file.csv")
        try file.read(Array(text.utf8))
        try batch.add(file)
        return try batch.finish(existing: ["test": existing], isCancelled: { false }).bookings[0].result
    }

    @Test func overlappingFilesCountEveryRowOnce() throws {
        let first = try imported(Self.file(0..<6000))
        #expect(first.entries.count == 6060 && first.report.events.trades == 6060)
        let times = first.entries.map(\.time)
        #expect(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(Set(first.entries.map(\.id)).count == 6060)
        let again = try imported(Self.file(0..<6000), existing: first.entries)
        #expect(again.entries.isEmpty && again.report.totals.duplicate == 6060)
        let more = try imported(Self.file(5000..<7000), existing: first.entries)
        #expect(more.report.totals.imported == 1010 && more.report.totals.duplicate == 1010)
        let whole = try imported(Self.file(0..<7000))
        #expect(Set((first.events + more.events).map(\.id)) == Set(whole.events.map(\.id)))
    }

    /// By time, then id, whatever list an entry comes from.
    @Test func theLedgerAfterAnImportIsInOrder() throws {
        let first = try imported(Self.file(0..<600))
        let more = try imported(Self.file(300..<900), existing: first.entries)
        let ordered = Array(more.ledger)
        #expect(ordered == more.ledger(after: first.events).sorted { ($0.time, $0.id) < ($1.time, $1.id) })
        #expect(ordered.count == 909)
    }

    @Test func anIdIsReadBackAsItWasMade() {
        var index = RowIndex()
        for (second, identity, occurrence) in [(0, 0, 1), (-5, 1, 2), (1_700_000_000, UInt64.max, 40)]
            as [(Int64, UInt64, Int32)]
        {
            let key = RowKey(
                second: second, identity: identity, occurrence: occurrence, layout: index.layout("tastytrade-2024"))
            let text = index.identifier(key)
            #expect(index.key(ofIdentifier: text) == key, "\(text)")
        }
        for other in [
            "", "paper-1", "tastytrade-2024", "tastytrade-2024-1-00-1", "tastytrade-2024-x-0123456789abcdef-1",
            "tastytrade-2024-1-0123456789abcdef-0", "nobody-2024-1-0123456789abcdef-1", "tastytrade-2024---1",
        ] {
            #expect(index.key(ofIdentifier: other) == nil, "\(other)")
        }
    }
}
