import MagnusDomain
import Testing

@testable import MagnusConnectors

/// The genuine statement rows of 2016 and 2017. Expected values come from a separate recount by a script.
@Suite(.enabled(if: SharedData.has("broker-exports/robinhood/robinhood.test.csv"), "shared data is absent"))
struct RobinhoodFilesTests {
    static let long = "broker-exports/robinhood/robinhood_statement_2016-2017Q1.csv"
    static let short = "broker-exports/robinhood/robinhood.test.csv"

    @Test func everyRowIsAccountedFor() throws {
        let result = try imported([try SharedData.text(Self.long)])
        let file = try #require(result.report.files.first)
        #expect(file.format == .robinhood && file.layout == "statement" && file.formatConfidence == 1)
        // 44 rows of the deposit program and 52 between cash and margin add up to nothing.
        #expect(file.rows.read == 485 && file.rows.imported == 389 && file.rows.skipped == 96)
        #expect(file.rows.duplicate == 0)
        #expect(file.skipped.allSatisfy { $0.reason.contains("nothing to book") })
        #expect(file.firstDate?.iso8601 == "2016-09-06")
        let counts = result.report.events
        #expect(counts.trades == 370 && counts.dividends == 9 && counts.fees == 4 && counts.transfers == 6)
        func sum(_ kind: LedgerEventKind) -> Money {
            result.events.filter { $0.kind == kind }.reduce(Money.zero) { $0 + $1.amount + $1.fees }
        }
        #expect(sum(.trade) == Money(tenThousandths: -63_850_700))
        #expect(sum(.transfer) == Money(tenThousandths: 46_215_600))
        #expect(sum(.dividend) == Money(tenThousandths: 567_600) && sum(.fee) == Money(tenThousandths: -400_000))
        #expect(holdings(result.events) == ["TLT": 14, "HYG": 60])
        #expect(file.warnings.isEmpty)
    }

    @Test func noHoldingEverGoesShort() throws {
        let result = try imported([try SharedData.text(Self.long)])
        var held: [Instrument: Int64] = [:]
        for event in result.events {
            guard let instrument = event.instrument else { continue }
            held[instrument, default: 0] += event.quantity.millionths
            #expect(held[instrument, default: 0] >= 0, "\(event.details)")
        }
    }

    @Test func theShortFileClosesFlat() throws {
        let result = try imported([try SharedData.text(Self.short)])
        #expect(result.report.totals.imported == 13 && holdings(result.events).isEmpty)
        #expect(result.events.reduce(Money.zero) { $0 + $1.amount + $1.fees } == Money(tenThousandths: 741_000))
        let again = try imported([try SharedData.text(Self.short)], existing: result.events)
        #expect(again.events.isEmpty && again.report.totals.duplicate == 13)
    }

    @Test func bothFilesTogetherCountTheirCommonRowsOnce() throws {
        let long = try imported([try SharedData.text(Self.long)])
        let both = try imported([try SharedData.text(Self.long), try SharedData.text(Self.short)])
        #expect(both.report.totals.imported + both.report.totals.duplicate + both.report.totals.skipped == 498)
        #expect(both.report.totals.duplicate > 0)
        #expect(both.report.totals.imported - long.report.totals.imported + both.report.totals.duplicate == 13)
    }
}
