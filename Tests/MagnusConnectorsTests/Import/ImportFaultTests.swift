import MagnusDomain
import Testing

@testable import MagnusConnectors

/// Faults F18, F36 and F63 as they come in an export: the row says why, the others are booked.
@Suite struct ImportFaultTests {
    private func report(_ rows: String...) throws -> ImportResult {
        try imported([([TastytradeReaderTests.header] + rows).joined(separator: "\n") + "\n"])
    }

    @Test(arguments: ["1", "0", "-100", "1e2", "99999999"])
    func aMultiplierNoContractHasIsADataError(multiplier: String) throws {
        let result = try report(
            TastytradeReaderTests.option(multiplier: multiplier), TastytradeReaderTests.option(quantity: "3"))
        #expect(result.report.totals.skipped == 1 && booked(result.events).count == 1)
        let skipped = try #require(result.report.files[0].skipped.first)
        #expect(skipped.line == 2 && skipped.reason.hasPrefix("Multiplier: "))
        #expect(skipped.text == multiplier)
    }

    @Test(arguments: ["NaN", "nan", "inf", "-inf", "null", "1e400", "1.2.3", "0x10"])
    func aFigureThatIsNoNumberIsNeverZero(text: String) throws {
        for row in [
            TastytradeReaderTests.option(value: text), TastytradeReaderTests.option(quantity: text),
            TastytradeReaderTests.option(commissions: text), TastytradeReaderTests.option(fees: text),
        ] {
            let result = try report(row)
            #expect(booked(result.events).isEmpty && result.report.totals.skipped == 1, "\(row)")
        }
    }

    @Test func textThatDrivesATerminalIsHarmlessEverywhere() throws {
        let hostile = "\u{1B}]52;c;eA==\u{07}\u{1B}[2J\u{9B}31m\u{202E}evil\u{200B}"
        let result = try report(
            TastytradeReaderTests.option(description: hostile), TastytradeReaderTests.option(value: hostile),
            TastytradeReaderTests.option(symbol: hostile), hostile)
        let texts =
            result.events.flatMap { [$0.details, $0.source, $0.id] }
            + result.report.files.flatMap { file in
                file.skipped.flatMap { [$0.reason, $0.text] } + file.warnings.map(\.message)
            }
        #expect(!texts.isEmpty)
        for text in texts {
            #expect(
                !text.unicodeScalars.contains {
                    $0.value < 0x20 || (0x7F...0x9F).contains($0.value) || $0.value == 0x202E
                }, "\(text.debugDescription)")
        }
    }

    @Test func aFileWithoutRowsIsDoneAndEmpty() throws {
        let result = try imported([TastytradeReaderTests.header + "\n"])
        #expect(result.events.isEmpty && result.report.totals == ImportReport.RowCounts())
        #expect(result.report.files.first?.firstDate == nil)
    }
}
