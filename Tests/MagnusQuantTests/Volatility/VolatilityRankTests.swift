import MagnusQuant
import Testing

@Suite("IV rank and percentile")
struct VolatilityRankTests {
    @Test("every row of ivrank.csv to 1e-10")
    func everyRow() throws {
        let rows = try ReferenceTable("ivrank").rows
        #expect(rows.count == 48)
        var undefined = 0
        for row in rows {
            let id = try row.text("id")
            let history = try row.text("history").split(separator: ";").map { try #require(Double($0)) }
            #expect(try history.count == Int(row.double("n")), "\(id)")
            let rank = try VolatilityRank(current: try row.double("current_iv"), history: history)
            func agree(_ actual: Double, _ column: String) throws {
                // The file prints 12 significant digits, so 1e-10 is relative above 1.
                let expected = try row.double(column)
                #expect(abs(actual - expected) <= 1e-10 * max(1, abs(expected)), "\(id) \(column)")
            }
            try agree(rank.percentileBelow, "iv_percentile_below")
            try agree(rank.percentileAtOrBelow, "iv_percentile_at_or_below")
            try agree(rank.percentileMid, "iv_percentile_mid")
            if try row.text("iv_rank_raw").isEmpty {
                undefined += 1
                #expect(throws: VolatilityRank.Undefined.noRange) { try rank.rawRank() }
                #expect(throws: VolatilityRank.Undefined.noRange) { try rank.rank() }
            } else {
                try agree(try rank.rawRank(), "iv_rank_raw")
                try agree(try rank.rank(), "iv_rank_clamped")
            }
        }
        #expect(undefined > 0)
    }

    @Test("low 30, high 60, now 45 is 50; beyond the range is held and marked")
    func worked() throws {
        let middle = try VolatilityRank(current: 0.45, history: [0.30, 0.60])
        #expect(try abs(middle.rank() - 50) < 1e-12)
        let high = try VolatilityRank(current: 0.75, history: [0.30, 0.60])
        #expect(try high.rank() == 100 && high.isNewHigh && !high.isNewLow)
        #expect(try abs(high.rawRank() - 150) < 1e-12)
        let low = try VolatilityRank(current: 0.1, history: [0.30, 0.60])
        #expect(try low.rank() == 0 && low.isNewLow)
    }

    @Test("a figure without a basis has a reason")
    func undefined() {
        typealias Reason = VolatilityRank.Undefined
        #expect(throws: Reason.tooFewObservations(count: 59, minimum: 60)) {
            try VolatilityRank(
                current: 0.2, history: [Double](repeating: 0.3, count: 59), minimumObservations: 60)
        }
        #expect(throws: Reason.tooFewObservations(count: 0, minimum: 1)) {
            try VolatilityRank(current: 0.2, history: [])
        }
        #expect(throws: Reason.badObservation(index: 1)) { try VolatilityRank(current: 0.2, history: [0.1, .nan]) }
        #expect(throws: Reason.badCurrent) { try VolatilityRank(current: .nan, history: [0.1]) }
        #expect(throws: Reason.badCurrent) { try VolatilityRank(current: -0.1, history: [0.1]) }
    }
}
