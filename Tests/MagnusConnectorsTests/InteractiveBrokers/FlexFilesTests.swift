import Foundation
import MagnusDomain
import Testing

@testable import MagnusConnectors

/// Genuine Flex statements: every row accounted for, positions as the file states them, realised profit as
/// `fifoPnlRealized` has it. The recount is two patterns and a fold of a few lines.
@Suite(.enabled(if: SharedData.has("broker-exports/ibkr-flex"), "real data is absent"))
struct FlexFilesTests {
    static let root = "broker-exports/ibkr-flex/"
    static let files =
        [
            "ib-flex-reader/TestForCoding.xml", "ib-flex-rs-synthetic/activity_complex_corporate_actions.xml",
            "ib-flex-rs-synthetic/activity_options.xml",
        ]
        + [1, 2, 3, 4, 6, 9, 10, 14, 16, 17, 20].map { number in
            "portfolio-performance/testIBFlexStatementFile\(number < 10 ? "0" : "")\(number).xml"
        }

    /// Attributes of all elements, found by two patterns.
    struct Recount {
        var elements: [(name: String, attributes: [String: String])] = []

        static func of(_ text: String) -> Recount {
            var recount = Recount()
            for element in text.matches(of: /<(\w+)\s([^<>]*)>/) {
                var attributes: [String: String] = [:]
                for pair in element.output.2.matches(of: /(\w+)="([^"]*)"/) {
                    attributes[String(pair.output.1)] = String(pair.output.2)
                }
                recount.elements.append((String(element.output.1), attributes))
            }
            return recount
        }

        func rows(_ name: String) -> [[String: String]] { elements.filter { $0.name == name }.map(\.attributes) }
    }

    private func batch(_ names: String..., account: String? = nil) throws -> ImportBatch.Outcome {
        var batch = ImportBatch(account: account)
        for name in names { try batch.add(path: SharedData.path(Self.root + name)) }
        return batch.finish()
    }

    private static let shares: Set<String> = ["STK", "ETF", "FUND", "OPT"]

    @Test(arguments: files) func everyRowIsAccountedFor(name: String) throws {
        let recount = Recount.of(try SharedData.text(Self.root + name))
        let outcome = try batch(name)
        let totals = outcome.report.totals
        #expect(totals.read == totals.imported + totals.duplicate + totals.skipped && totals.duplicate == 0)
        let trades = recount.rows("Trade")
        // A summary of cash repeats its details.
        let others = ["CashTransaction", "CorporateAction", "SalesTax", "Transfer"].flatMap { recount.rows($0) }
            .filter { $0["levelOfDetail"] != "SUMMARY" }
        // What a statement lists and its rows do not lead to stands beside them.
        let listed = outcome.bookings.flatMap(\.result.events).count { $0.kind == .statement }
        #expect(totals.read == trades.count + others.count + listed, "\(totals)")
        // What is kept out is kept out for a reason that the recount finds too.
        let outside = (trades + others).count { row in
            let category = row["assetCategory"] ?? ""
            let isForeign = !["", "USD"].contains(row["currency"] ?? "")
            // A dividend in cash of 100 shares and no cash: what it did to the holding is not told.
            let isEmptyDividend = row["type"] == "CD" && row["proceeds"] == "0.00"
            // Of bonds and bills the cash is booked.
            let booked = Self.shares.union(["", "CASH", "BOND", "BILL"])
            return isForeign || isEmptyDividend || !booked.contains(category)
        }
        #expect(totals.skipped == outside, "\(outcome.report.files.flatMap(\.skipped).map(\.reason))")
        #expect(outcome.bookings.map(\.target.name) == ["ibkr-0000"])
        #expect(outcome.report.files.allSatisfy { $0.format == .ibkr && $0.formatConfidence == 1 })
    }

    @Test(arguments: files) func cashAgrees(name: String) throws {
        let recount = Recount.of(try SharedData.text(Self.root + name))
        let outcome = try batch(name)
        let events = outcome.bookings.flatMap(\.result.events)
        func sum(_ rows: [[String: String]], _ key: String) -> Double {
            rows.filter { ["", "USD"].contains($0["currency"] ?? "") }.compactMap { Double($0[key] ?? "") }.reduce(0, +)
        }
        let trades = recount.rows("Trade").filter { Self.shares.contains($0["assetCategory"] ?? "") }
        let traded = events.filter { $0.instrument != nil && [.trade, .assignment, .exercise].contains($0.kind) }
        let difference = traded.map { ($0.amount + $0.fees).dollars }.reduce(0, +) - sum(trades, "netCash")
        if name.hasSuffix("File02.xml") {
            // Shares of an assignment: a commission of 2.00 is stated and missing in the net cash, which is said.
            #expect(abs(difference + 2) < 0.001)
            #expect(outcome.report.files[0].warnings.map(\.code) == ["value_mismatch", "unread_rows"])
        } else {
            #expect(abs(difference) < 0.0001 * Double(max(trades.count, 1)), "\(difference)")
            #expect(outcome.report.files[0].warnings.allSatisfy { $0.code != "value_mismatch" })
        }
        let cash = events.filter { [.dividend, .interest, .fee, .transfer].contains($0.kind) }
        let details = recount.rows("CashTransaction").filter { $0["levelOfDetail"] != "SUMMARY" }
        let expected = sum(details, "amount") + sum(recount.rows("SalesTax"), "salesTax")
        let other = events.filter {
            $0.kind == .adjustment && $0.instrument == nil && !$0.details.hasPrefix("conversion")
        }
        let found = (cash + other).filter { $0.quantity.isZero || $0.kind != .dividend }
            .map { ($0.amount + $0.fees).dollars }.reduce(0, +)
        let actions = events.filter { $0.kind == .dividend && !$0.quantity.isZero }.map(\.amount.dollars).reduce(0, +)
        #expect(abs(found - expected) < 0.0001 && abs(actions) < 0.0001, "\(found) \(expected)")
    }

    /// The positions the file states are what its rows lead to; the one file whose history begins earlier says so.
    @Test(arguments: files) func positionsAgree(name: String) throws {
        let recount = Recount.of(try SharedData.text(Self.root + name))
        let positions = recount.rows("OpenPosition")
        let outcome = try batch(name)
        let warnings = outcome.report.files.flatMap(\.warnings).filter { $0.code == "positions_differ" }
        guard !positions.isEmpty else { return #expect(warnings.isEmpty) }
        var stated: [String: Double] = [:]
        for row in positions {
            let symbol = (row["symbol"] ?? "").split(separator: " ").joined()
            stated[symbol, default: 0] += Double(row["position"] ?? "") ?? 0
        }
        let found = holdings(outcome.bookings.flatMap(\.result.events))
        switch name {
        case "portfolio-performance/testIBFlexStatementFile17.xml":
            // One day without a trade: all 13 positions are older, and what is listed is held.
            #expect(found == stated && stated.count == 13 && warnings.count == 1)
        case "ib-flex-rs-synthetic/activity_options.xml":
            // Made by hand: an assignment of one short call and the close of five puts that it never opened.
            #expect(warnings.count == 1)
            var rest = found
            for (symbol, quantity) in stated { #expect(rest.removeValue(forKey: symbol) == quantity) }
            #expect(rest == ["MSFT250115C00400000": -1, "SPY250118P00580000": 5])
        default:
            #expect(found == stated && warnings.isEmpty)
        }
    }

    /// First in, first out over dollars with costs in the basis, as the broker does it.
    @Test(arguments: files) func realisedProfitAgrees(name: String) throws {
        let recount = Recount.of(try SharedData.text(Self.root + name))
        let trades = recount.rows("Trade").filter {
            ["", "USD"].contains($0["currency"] ?? "") && Self.shares.contains($0["assetCategory"] ?? "")
        }
        let stated = trades.compactMap { Double($0["fifoPnlRealized"] ?? "") }.reduce(0, +)
        let events = try batch(name).bookings.flatMap(\.result.events)
        var lots: [String: [(quantity: Double, unit: Double)]] = [:]
        var realised = 0.0
        for event in events where event.instrument != nil && !event.quantity.isZero {
            let symbol = event.instrument.map(\.shortText) ?? ""
            var left = event.quantity.value
            let unit = -(event.amount + event.fees).dollars / left
            while left != 0, let first = lots[symbol]?.first, (first.quantity > 0) != (left > 0) {
                let size = min(abs(first.quantity), abs(left)) * (left > 0 ? 1 : -1)
                realised += -size * (unit - first.unit)
                left -= size
                lots[symbol]?[0].quantity += size
                if lots[symbol]?[0].quantity == 0 { lots[symbol]?.removeFirst() }
            }
            if left != 0 { lots[symbol, default: []].append((left, unit)) }
        }
        switch name {
        case "ib-flex-rs-synthetic/activity_options.xml":
            // Made by hand: it states profit on positions that it never opened.
            #expect(stated == 1921.75 && realised == 0)
        case "portfolio-performance/testIBFlexStatementFile16.xml":
            // The attribute is not in the query: bought at 100.33, sold for 199.70.
            #expect(stated == 0 && abs(realised - 99.37) < 0.005)
        case "portfolio-performance/testIBFlexStatementFile02.xml":
            // The broker moves the premium of an assigned put, 49.50 after costs, into the basis of the shares.
            #expect(stated == 0 && abs(realised - 49.5) < 0.005)
        default:
            #expect(abs(realised - stated) < 0.01, "\(realised) \(stated)")
        }
    }

    @Test(arguments: files) func twiceChangesNothing(name: String) throws {
        let once = try batch(name)
        let twice = try batch(name, name)
        #expect(twice.bookings.flatMap(\.result.events) == once.bookings.flatMap(\.result.events))
        var again = ImportBatch()
        try again.add(path: SharedData.path(Self.root + name))
        let known = Dictionary(uniqueKeysWithValues: once.bookings.map { ($0.target.name, $0.result.events) })
        let second = again.finish(existing: known)
        #expect(second.bookings.allSatisfy { $0.result.events.isEmpty })
        #expect(second.report.totals.duplicate == once.report.totals.imported)
    }
}
