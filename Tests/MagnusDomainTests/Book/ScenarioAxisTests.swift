import Testing

@testable import MagnusDomain

@Suite struct ScenarioAxisTests {
    @Test func rangesAndListsAreRead() throws {
        #expect(try ScenarioAxis.spot.values("-20:20:10") == [-20, -10, 0, 10, 20])
        #expect(try ScenarioAxis.spot.values("-1:1:0.1").count == 21)
        #expect(try ScenarioAxis.spot.values("-1:1:0.1").contains(0.3))
        #expect(try ScenarioAxis.volatility.values("5,-5:0:5,5") == [-5, 0, 5])
        #expect(try ScenarioAxis.days.values("30,0,7") == [0, 7, 30])
        #expect(try ScenarioAxis.spot.values("3:3:1") == [3])
        #expect(try ScenarioAxis.spot.values("0:5:2") == [0, 2, 4])
        #expect(try ScenarioAxis.spot.values("+5, -5") == [-5, 5])
    }

    @Test(arguments: [
        ("", ScenarioAxisError.empty), (",", .empty), ("1,,2", .empty), ("x", .notANumber("x")),
        ("nan", .notANumber("nan")), ("inf", .notANumber("inf")), ("0x10", .notANumber("0x10")),
        ("1:2", .notANumber("1:2")), ("1:2:3:4", .notANumber("1:2:3:4")), ("5:-5:1", .reversed), ("0:5:0", .step),
        ("0:5:-1", .step), ("0:100:1e-9", .tooMany(limit: 201)), ("0:100:nan", .notANumber("nan")),
        ("-100", .outOfRange("-100", limits: -99...500)), ("1e9", .outOfRange("1e9", limits: -99...500)),
        ("0:1e999:1", .notANumber("1e999")),
    ])
    func nonsenseIsRefused(_ text: String, _ expected: ScenarioAxisError) {
        #expect(throws: expected) { try ScenarioAxis.spot.values(text) }
        #expect(!expected.text.isEmpty)
    }

    @Test func daysAreWholeAndNotNegative() {
        #expect(throws: ScenarioAxisError.notWhole("1.5")) { try ScenarioAxis.days.values("1.5") }
        #expect(throws: ScenarioAxisError.notWhole("0.5")) { try ScenarioAxis.days.values("0:2:0.5") }
        #expect(throws: ScenarioAxisError.outOfRange("-1", limits: 0...3650)) { try ScenarioAxis.days.values("-1") }
    }

    @Test func hundredsOfValuesAreTooMany() throws {
        #expect(try ScenarioAxis.spot.values("0:200:1").count == 201)
        #expect(throws: ScenarioAxisError.tooMany(limit: 201)) { try ScenarioAxis.spot.values("0:200:1,201") }
    }

    @Test func cellsHaveNames() throws {
        let cell = try #require(ScenarioCellIdentifier("scenario/-20.47/5/7/own/rule#pnl"))
        #expect(cell.shock == ScenarioShock(spotPercent: -20.47, volatilityPoints: 5, days: 7))
        #expect(cell.spotRule == .own && cell.followsVolatilityRule)
        #expect(cell.text == "scenario/-20.47/5/7/own/rule")
        let plain = ScenarioCellIdentifier(.none, in: .standard)
        #expect(plain.text == "scenario/0/0/0")
        #expect(ScenarioCellIdentifier(plain.text) == plain)
        for id in [
            "", "#", "rule", "own", "scenario", "scenario/1/2", "scenario/1/2/3/4", "scenario/x/2/3", "book#delta",
            "scenario/1:2:1/2/3", "scenario/-100/0/0", "scenario/0/0/-1", "scenario/0/0/1.5", "scenario/1e9/0/0",
        ] {
            #expect(ScenarioCellIdentifier(id) == nil, "\(id)")
        }
    }
}
