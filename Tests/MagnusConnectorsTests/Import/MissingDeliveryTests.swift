import MagnusConnectors
import MagnusDomain
import Testing

/// An assigned or exercised option whose shares no row moves is told at the import, with the contract and what is assumed.
@Suite struct MissingDeliveryTests {
    private static let header = "date,action,symbol,quantity,price"
    private static let sold = "2025-01-02,sell to open,KO250117P00060000,2,1"
    private static let assigned = "2025-01-17,assignment,KO250117P00060000,2,"

    private func read(_ rows: [String], existing: [LedgerEvent] = []) throws -> ImportResult {
        try imported([([Self.header] + rows).joined(separator: "\n")], existing: existing)
    }

    private func codes(_ result: ImportResult) -> [String] { result.report.files.flatMap(\.warnings).map(\.code) }

    @Test func theContractAndTheAssumptionAreNamed() throws {
        let result = try read([Self.sold, Self.assigned])
        let warning = try #require(result.report.files[0].warnings.first)
        #expect(warning.code == "delivery_missing" && warning.line == 3 && codes(result).count == 1)
        #expect(warning.message.hasPrefix("assignment of KO 2025-01-17 60P: no row brings 200 shares at 60; none are"))
        // Told once: the same file again brings nothing new.
        #expect(codes(try read([Self.sold, Self.assigned], existing: result.events)).isEmpty)
    }

    /// Shares at the strike within four days are the delivery, as its own row or as a plain trade; at another price they
    /// are not, and of 200 shares 100 leave 100.
    @Test(arguments: [
        ("2025-01-21,buy,KO,200,60", [String]()), ("2025-01-17,assignment,KO,200,60", []),
        ("2025-01-21,buy,KO,200,59.99", ["delivery_missing"]), ("2025-01-22,buy,KO,200,60", ["delivery_missing"]),
        ("2025-01-17,assignment,KO,100,60", ["delivery_missing"]),
        ("2025-01-17,assignment,KO,200,61", ["delivery_missing"]),
    ])
    func whatCountsAsItsShares(row: String, expected: [String]) throws {
        #expect(codes(try read([Self.sold, Self.assigned, row])) == expected)
    }

    /// The shares came with another file, before or after.
    @Test func sharesOfAnotherFile() throws {
        let shares = try read(["2025-01-17,assignment,KO,200,60"])
        #expect(codes(shares).isEmpty)
        #expect(codes(try read([Self.sold, Self.assigned], existing: shares.events)).isEmpty)
        // Those of an earlier assignment are used up.
        let whole = try read([Self.sold, Self.assigned, "2025-01-17,assignment,KO,200,60"])
        let more = ["2025-01-03,sell to open,KO250117P00060000,1,1", "2025-01-17,assignment,KO250117P00060000,1,"]
        #expect(codes(try read(more, existing: whole.events)) == ["delivery_missing"])
    }

    /// Called away, exercised, and settled in cash: an index option moves no shares.
    @Test func everySide() throws {
        let called = try read(["2025-01-17,assignment,KO250117C00065000,1,"])
        #expect(codes(called) == ["delivery_missing"])
        #expect(called.report.files[0].warnings[0].message.contains("no row takes away 100 shares at 65;"))
        let exercised = try read(["2025-01-17,exercise,KO250117C00065000,-1,", "2025-01-17,exercise,KO,100,65"])
        #expect(codes(exercised).isEmpty)
        #expect(!codes(try read(["2025-01-17,assignment,SPXW250117P05000000,1,"])).contains("delivery_missing"))
    }

    /// The report of Robinhood without the row of the shares.
    @Test func robinhood() throws {
        let rows = [
            "\"Activity Date\",\"Process Date\",\"Settle Date\",\"Instrument\",\"Description\",\"Trans Code\",\"Quantity\",\"Price\",\"Amount\"",
            "\"1/16/2026\",\"1/16/2026\",\"1/16/2026\",\"TSLA\",\"TSLA 1/16/2026 Put $440.00\",\"OASGN\",\"1\",\"\",\"\"",
            "\"1/9/2026\",\"1/9/2026\",\"1/9/2026\",\"TSLA\",\"TSLA 1/16/2026 Put $440.00\",\"STO\",\"1\",\"$5.10\",\"$509.94\"",
        ]
        let result = try imported([rows.joined(separator: "\n")])
        #expect(codes(result) == ["delivery_missing"])
        #expect(result.report.files[0].warnings[0].message.contains("TSLA 2026-01-16 440P: no row brings 100 shares"))
    }
}
