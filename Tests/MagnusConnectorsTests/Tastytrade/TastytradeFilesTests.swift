import Foundation
import MagnusDomain
import Testing

@testable import MagnusConnectors

/// The real exports of one account, 2018 to 2020, in both generations of the format.
@Suite(.enabled(if: SharedData.has("broker-exports/tastytrade/uso.csv"), "shared data is absent"))
struct TastytradeFilesTests {
    static let folder = "broker-exports/tastytrade/"
    static let newFile = "transactions_history_2018-2020.csv"
    static let oldFiles = ["2018-2020-05.csv", "2020-05-2020-12.csv"]

    private func texts(_ names: [String]) throws -> [String] {
        try names.map { try SharedData.text(Self.folder + $0) }
    }

    /// Expected values come from a separate recount of the files by a script.
    @Test func everyRowOfTheNewLayoutIsAccountedFor() throws {
        let result = try imported(try texts([Self.newFile]))
        let file = try #require(result.report.files.first)
        #expect(file.layout == "2024" && file.formatConfidence == 1 && file.encoding == .utf8)
        #expect(file.rows.read == 423 && file.rows.imported == 423)
        #expect(file.rows.duplicate == 0 && file.rows.skipped == 0)
        #expect(file.firstDate?.iso8601 == "2018-03-08" && file.lastDate?.iso8601 == "2020-12-31")
        let events = result.report.events
        #expect(events.trades == 322 && events.assignments == 9 && events.expirations == 8 && events.splits == 4)
        #expect(events.exercises == 0 && events.transfers == 5 && events.fees == 46 && events.interest == 20)
        #expect(result.events.reduce(Money.zero) { $0 + $1.amount + $1.fees } == Money(tenThousandths: 45_625_300))
        #expect(
            holdings(result.events) == [
                "BB210219C00007000": 5, "BCRX210319C00008000": 3, "PLTR210115P00026000": -2, "THCB": 200,
                "THCBW": 100,
            ])
        #expect(result.report.openPositions == 5)
        #expect(file.warnings.isEmpty)
    }

    @Test func bothLayoutsSayTheSame() throws {
        let new = try imported(try texts([Self.newFile]))
        let old = try imported(try texts(Self.oldFiles))
        // One trade stands in both old files; the interest of the last day only in the new one.
        #expect(old.report.totals.read == 423 && old.report.totals.duplicate == 1 && old.report.totals.skipped == 0)
        #expect(holdings(old.events) == holdings(new.events))
        #expect(old.report.events.assignments == 9 && old.report.events.trades == 322)
        #expect(old.report.events.expirations == 8 && old.report.events.splits == 4)
        func amounts(_ events: [LedgerEvent]) -> [String: Double] {
            var sums: [String: Double] = [:]
            for event in events where event.kind != .fee && event.kind != .interest {
                sums[event.instrument?.underlying ?? "cash", default: 0] += event.amount.dollars
            }
            return sums.mapValues { ($0 * 100).rounded() / 100 }
        }
        #expect(amounts(old.events) == amounts(new.events))
        let codes = Set(old.report.files.flatMap(\.warnings).map(\.code))
        #expect(codes.isSuperset(of: ["times_outside_session", "constant_commission"]))
    }

    @Test func importingAgainChangesNothing() throws {
        let first = try imported(try texts([Self.newFile]))
        let again = try imported(try texts([Self.newFile]), existing: first.events)
        #expect(again.events.isEmpty)
        #expect(again.report.totals.duplicate == 423 && again.report.totals.imported == 0)
        #expect(again.report.openPositions == 5)
        #expect(Set(first.events.map(\.id)).count == 423)
    }

    @Test func overlappingPartsAddUpToTheWhole() throws {
        let whole = try imported(try texts([Self.newFile]))
        let lines = try texts([Self.newFile])[0].split(separator: "\n")
        let header = String(lines[0])
        for cut in [3, 120, 200, 301] {
            let newer = ([header] + lines[1...(cut + 40)].map(String.init)).joined(separator: "\n")
            let older = ([header] + lines[cut...].map(String.init)).joined(separator: "\n")
            for order in [[newer, older], [older, newer]] {
                let parts = try imported(order)
                #expect(Set(parts.events.map(\.id)) == Set(whole.events.map(\.id)), "cut \(cut)")
                #expect(holdings(parts.events) == holdings(whole.events))
                #expect(parts.report.totals.duplicate == 41)
            }
        }
    }

    @Test(arguments: [false, true]) func theOtherLayoutOfTheSamePeriodDoublesNothing(oldFirst: Bool) throws {
        let new = try texts([Self.newFile])
        let old = try texts(Self.oldFiles)
        let first = try imported(oldFirst ? old : new)
        let second = try imported(oldFirst ? new : old, existing: first.events)
        #expect(holdings(first.events + second.events) == holdings(first.events))
        #expect(second.report.totals.imported == (oldFirst ? 1 : 0))
        let together = try imported(old + new)
        #expect(together.report.totals.imported == 423 && together.report.totals.duplicate == 423)
    }

    @Test func equalRowsOfOneFileAreSeparateTrades() throws {
        let result = try imported(try texts([Self.newFile]))
        let puts = result.events.filter {
            $0.details == "Sold 1 PLTR 01/15/21 Put 26.00 @ 2.46"
        }
        #expect(puts.count == 2 && puts[0].id != puts[1].id && puts[0].time == puts[1].time)
        #expect(puts[0].price == Money(tenThousandths: 24_600) && puts[0].fees == Money(tenThousandths: -11_500))
        #expect(puts[0].orderIdentifier == "900360" && puts[0].effect == .opening)
    }

    @Test(arguments: [
        ["uso.csv"], ["2020-05-2020-12.csv", "2018-2020-05.csv"], ["transactions_history_2018-2020.csv"],
    ])
    func theReverseSplitLeadsToAnAdjustedContract(files: [String]) throws {
        let result = try imported(try texts(files))
        let adjusted = result.events.filter {
            if case .option(let contract) = $0.instrument { contract.root == "USO1" } else { false }
        }
        #expect(adjusted.map(\.kind) == [.split, .split, .trade, .trade])
        for event in adjusted {
            guard case .option(let contract)? = event.instrument else { continue }
            #expect(contract.isAdjusted && contract.deliverable == .unknown && contract.underlying == "USO")
        }
        #expect(!holdings(result.events).keys.contains { $0.hasPrefix("USO") })
    }

    /// Closing rows that were stored before the rows of the split lead to the same holdings.
    @Test func yearlyFilesInEitherOrderHoldTheSame() throws {
        let newest = try imported(try texts(["2020-05-2020-12.csv"]))
        let earlier = try imported(try texts(["2018-2020-05.csv"]), existing: newest.events)
        #expect(earlier.report.openPositions == 5)
    }

    @Test func assignedSharesBelongToTheAssignment() throws {
        let result = try imported(try texts([Self.newFile]))
        let shares = result.events.filter { $0.kind == .assignment && $0.instrument == .stock(symbol: "PCG") }
        #expect(shares.count == 5)
        let called = try #require(shares.last)
        #expect(called.quantity == Quantity(-300) && called.amount.text == "3,150.00" && called.fees.text == "-5.11")
        #expect(called.price?.text == "10.50")
    }

    @Test func indexOptionsGetTheirClass() throws {
        let contracts = try imported(try texts([Self.oldFiles[1], Self.oldFiles[0]])).events.compactMap { event in
            if case .option(let contract)? = event.instrument { contract } else { nil }
        }
        let index = contracts.first { $0.root == "SPX" }
        #expect(index?.settlement == .cashMorning && index?.style == .european)
        // The old layout prints VIX for a Wednesday that is no monthly expiry.
        let weekly = contracts.filter { $0.underlying == "VIX" && $0.expiry.iso8601 == "2020-09-30" }
        #expect(!weekly.isEmpty && weekly.allSatisfy { $0.root == "VIXW" })
    }
}
