import MagnusAnalysis
import MagnusDomain
import Testing

/// Broker, tax and wheel basis as one set, of lots and of holdings.
@Suite struct StockBasisTests {
    private let ko = Ledger.stock("KO")
    private let call = Ledger.option("KO", .call, 63, "2025-01-17")
    private let put = Ledger.option("KO", .put, 58, "2025-02-21")
    private let next = Ledger.option("KO", .call, 63, "2025-02-21")

    private func isNear(_ basis: StockBasis?, _ broker: Double, _ tax: Double, _ wheel: Double) -> Bool {
        guard let basis, let ownTax = basis.tax, let ownWheel = basis.wheel else { return false }
        return [basis.broker - broker, ownTax - tax, ownWheel - wheel].allSatisfy { abs($0) < 1e-9 }
    }

    private func lots(_ book: LedgerBook) -> [StockBasis?] {
        book.openLots.filter { $0.instrument == ko }.map(\.stockBasis)
    }

    /// 100 at 60.00, a call of 1.00 expires, then a put at 0.90 and a call at 0.70 end on one day, the put with 100 shares
    /// at 58. The first hundred: 6,000 - 100 - 70. The new one: 5,800 - 90, and nothing of a call that ended as it came,
    /// in whatever order the rows stand.
    @Test(arguments: [["6", "7", "8"], ["8", "6", "7"], ["7", "6", "8"]])
    func aNewLotHasItsOwnBases(ids: [String]) throws {
        let book = LedgerBook([
            Ledger.event("1", "2025-01-02", ko, 100, 60), Ledger.event("2", "2025-01-03", call, -1, 1),
            Ledger.event("3", "2025-01-17", .expiration, call, 1, hour: 17),
            Ledger.event("4", "2025-01-21", put, -1, 0.90), Ledger.event("5", "2025-01-21", next, -1, 0.70),
            Ledger.event(ids[0], "2025-02-21", .expiration, next, 1, hour: 17),
            Ledger.event(ids[1], "2025-02-21", .assignment, put, 1, hour: 17),
            Ledger.event(ids[2], "2025-02-21", .assignment, ko, 100, 58, hour: 17),
        ])
        let own = lots(book)
        #expect(isNear(own[0], 60, 60, 58.30) && isNear(own[1], 58, 57.10, 57.10))
        // Both: 59, 11,710 and 11,540 over 200 shares.
        #expect(isNear(book.positions.first { $0.instrument == ko }?.stockBasis, 59, 58.55, 57.70))
    }

    /// A report of the next week gives nothing to shares that came after the expiry.
    @Test func aLateReportCountsOnTheExpiry() {
        let book = LedgerBook([
            Ledger.event("1", "2025-01-02", ko, 100, 60), Ledger.event("2", "2025-01-03", call, -1, 1),
            Ledger.event("3", "2025-01-21", ko, 100, 58), Ledger.event("4", "2025-01-22", .expiration, call, 1),
        ])
        let own = lots(book)
        #expect(isNear(own[0], 60, 60, 59) && isNear(own[1], 58, 58, 58))
    }

    /// Fees of the shares are in tax and wheel basis. Lots leave first in first out with what they collected: of 100 at
    /// 60.00 (fee 5) and 100 at 50.00 (fee 3), call results of 2.00 and 1.00 a share in the first, 1.00 in the second.
    @Test func lotsLeaveWithWhatTheyCollected() {
        let events = [
            Ledger.event("1", "2025-01-02", ko, 100, 60, fees: -5), Ledger.event("2", "2025-01-03", call, -1, 2),
            Ledger.event("3", "2025-01-17", .expiration, call, 1, hour: 17),
            Ledger.event("4", "2025-01-21", ko, 100, 50, fees: -3), Ledger.event("5", "2025-01-21", next, -2, 1.5),
            Ledger.event("6", "2025-02-03", next, 2, 0.5), Ledger.event("7", "2025-02-04", ko, -100, 61),
        ]
        let both = LedgerBook(Array(events.prefix(6)))
        #expect(isNear(lots(both)[0], 60, 60.05, 57.05) && isNear(lots(both)[1], 50, 50.03, 49.03))
        let left = LedgerBook(events)
        #expect(isNear(left.positions.first?.stockBasis, 50, 50.03, 49.03))
        // Two for one: the same dollars over twice the shares. A call of 30 dollars ends after it.
        let split = LedgerBook(
            events + [
                Ledger.event("8", "2025-02-05", .split, ko, 100, order: "s"),
                Ledger.event("9", "2025-02-06", next, -1, 0.50), Ledger.event("9b", "2025-02-07", next, 1, 0.20),
            ])
        #expect(isNear(split.positions.first?.stockBasis, 25, 25.015, 24.515 - 0.15))
    }

    /// A new name takes the bases along; a premium that no event tells leaves tax and wheel unknown.
    @Test func basesThatGoOnAndBasesThatAreUnknown() throws {
        let renamed = LedgerBook([
            Ledger.event("1", "2025-01-02", ko, 100, 60), Ledger.event("2", "2025-01-03", call, -1, 1),
            Ledger.event("3", "2025-01-17", .expiration, call, 1, hour: 17),
            Ledger.event("4", "2025-02-03", .symbolChange, ko, -100, order: "n"),
            Ledger.event("5", "2025-02-03", .symbolChange, Ledger.stock("KOX"), 100, order: "n"),
        ])
        #expect(isNear(renamed.positions.first?.stockBasis, 60, 60, 59))
        let unknown = LedgerBook([
            Ledger.event("1", "2025-02-21", .assignment, put, 1),
            Ledger.event("2", "2025-02-21", .assignment, ko, 100, 58),
        ])
        #expect(try #require(unknown.positions.first?.stockBasis) == StockBasis(broker: 58, tax: nil, wheel: nil))
    }
}
