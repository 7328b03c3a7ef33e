import Glibc
import MagnusAnalysis
import MagnusQuant
import Testing

/// Every row of `Tests/ReferenceVectors/strategies.csv`: extremes and breakevens at the first expiry.
@Suite struct StrategyVectorTests {
    struct Row: Sendable {
        var id: String
        var legs: [PayoffLeg]
        var maximumProfit: Double
        var maximumLoss: Double
        var breakevens: [Double]
        var isCurved: Bool
    }

    /// The rows of the file by column.
    static func table() throws -> [[String: String]] {
        let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(
            separator: "/")
        let file = try #require(fopen(folder + "/ReferenceVectors/strategies.csv", "r"))
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
        let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).map { line in
            line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let header = try #require(lines.first)
        return lines.dropFirst().map { Dictionary(zip(header, $0), uniquingKeysWith: { first, _ in first }) }
    }

    static func rows() throws -> [Row] {
        try table().map { cells in
            func cell(_ name: String) -> String { cells[name] ?? "" }
            func number(_ name: String) -> Double { Double(cell(name)) ?? .nan }
            let horizon = number("days")
            let legs: [PayoffLeg] = cell("legs").split(separator: ";").map { text in
                let parts = text.split(separator: ":")
                func part(_ index: Int) -> Double { Double(parts[index]) ?? .nan }
                if parts[1] == "stock" { return PayoffLeg(instrument: .shares, quantity: part(0), entry: part(2)) }
                return PayoffLeg(
                    instrument: .option(parts[1] == "call" ? .call : .put, strike: part(2)), quantity: part(0),
                    entry: part(3), remainingYears: max(0, part(4) - horizon) / 365, volatility: part(5),
                    rate: number("r"), dividendYield: number("q"))
            }
            return Row(
                id: cell("id"), legs: legs, maximumProfit: number("max_profit"),
                maximumLoss: number("max_loss"),
                breakevens: cell("breakevens").split(separator: ";").compactMap { Double($0) },
                isCurved: legs.contains { $0.remainingYears > 0 })
        }
    }

    @Test func everyRowHolds() throws {
        let rows = try Self.rows()
        try #require(rows.count > 100)
        for row in rows {
            let payoff = PayoffProfile(row.legs)
            let tolerance = row.isCurved ? 1e-6 : 1e-7
            func agrees(_ found: Double?, _ expected: Double, _ what: String) {
                guard expected.isFinite else {
                    #expect(found == nil, "\(row.id) \(what)")
                    return
                }
                let difference = abs((found ?? .infinity) - expected)
                #expect(difference <= tolerance * max(1, abs(expected)) * 10, "\(row.id) \(what): \(difference)")
            }
            agrees(payoff.maximumProfit, row.maximumProfit, "maximum profit")
            agrees(payoff.maximumLoss.map { -$0 }, row.maximumLoss, "maximum loss")
            #expect(payoff.breakevens.count == row.breakevens.count, "\(row.id) \(payoff.breakevens)")
            for (found, expected) in zip(payoff.breakevens, row.breakevens) {
                #expect(abs(found - expected) <= 1e-7 * expected * 10, "\(row.id) breakeven \(found) \(expected)")
            }
        }
    }
}
