import Foundation
import Testing

@testable import MagnusDomain

@Suite struct StressPresetTests {
    @Test func namesAndMovesAreThoseOfTheCloses() {
        let shocks = Dictionary(uniqueKeysWithValues: StressPreset.published.map { ($0.name, $0.shock) })
        func stated(_ percent: Double, _ points: Double, days: Int = 0) -> ScenarioShock {
            ScenarioShock(spotPercent: percent, volatilityPoints: points, days: days, statesVolatility: true)
        }
        #expect(shocks["1987"] == stated(-20.47, 113.82))
        #expect(shocks["2008"] == stated(-18.2, 24.81, days: 7))
        #expect(shocks["2015-08-24"] == stated(-3.94, 12.71))
        #expect(shocks["2018-02"] == stated(-4.1, 20.01))
        #expect(shocks["2020-03"] == stated(-11.98, 24.86))
        #expect(StressPreset.published.count == 5)
    }

    private static let folder =
        (ProcessInfo.processInfo.environment["MAGNUS_SHARED_DATA"] ?? "../shared/data") + "/rates-and-indices"

    /// The days before and after, in recorded closes of both indices; 1987 lies before them.
    @Test(.enabled(if: FileManager.default.fileExists(atPath: folder), "shared data is absent"))
    func agreesWithRecordedCloses() throws {
        func column(_ file: String, _ index: Int) throws -> [String: Double] {
            let text = try String(contentsOfFile: "\(Self.folder)/\(file)", encoding: .utf8)
            var result: [String: Double] = [:]
            for line in text.split(whereSeparator: \.isNewline).dropFirst() {
                let cells = line.split(separator: ",", omittingEmptySubsequences: false)
                if cells.count > index { result[String(cells[0])] = Double(cells[index]) }
            }
            return result
        }
        let index = try column("sp500_index_daily_close.csv", 1)
        let volatility = try column("vix-daily.csv", 4)
        for (name, before, after) in [
            ("2008", "2008-10-03", "2008-10-10"), ("2015-08-24", "2015-08-21", "2015-08-24"),
            ("2018-02", "2018-02-02", "2018-02-05"), ("2020-03", "2020-03-13", "2020-03-16"),
        ] {
            let preset = try #require(StressPreset.published.first { $0.name == name })
            let percent = (try #require(index[after]) / (try #require(index[before])) - 1) * 100
            let points = try #require(volatility[after]) - (try #require(volatility[before]))
            #expect(abs(preset.shock.spotPercent - percent) < 0.006, "\(name)")
            #expect(abs(preset.shock.volatilityPoints - points) < 0.006, "\(name)")
        }
    }

    @Test func ownOnesAreReadOrRefused() throws {
        let own = try StressPreset.parse("bad week: -8 12 5")
        #expect(own.name == "bad week")
        #expect(
            own.shock == ScenarioShock(spotPercent: -8, volatilityPoints: 12, days: 5, statesVolatility: true))
        #expect(try StressPreset.parse("up:3").shock == ScenarioShock(spotPercent: 3))
        for (text, error) in [
            ("-8 12", StressPresetError.noName), (": -8", .noName), ("1987: -8", .taken("1987")), ("a:", .pieces),
            ("all: 3", .taken("all")), ("a: 1 2 3 4", .pieces), ("a: x", .axis(.notANumber("x"))),
            ("a: 1:2:1", .axis(.notANumber("1:2:1"))), ("a: -8 0 -1", .axis(.outOfRange("-1", limits: 0...3650))),
        ] {
            #expect(throws: error) { try StressPreset.parse(text) }
        }
    }
}
