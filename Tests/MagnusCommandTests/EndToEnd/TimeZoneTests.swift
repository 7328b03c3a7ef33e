import Testing

extension EndToEnd {
    /// Sessions, expiries and deadlines are New York's wherever the machine stands.
    @Suite struct TimeZoneTests {
        @Test(arguments: [["positions"], ["alerts"], ["settlement"], ["trades"]])
        func theMachinesZoneChangesNothing(_ command: [String]) throws {
            let zones = [[], ["TZ=Asia/Kolkata"], ["TZ=America/New_York"], ["TZ=Pacific/Kiritimati"], ["TZ=nonsense"]]
            var texts: [String] = []
            for zone in zones {
                let home = try TemporaryHome()
                let result = try home.run(
                    arguments: command + ["--json"], environment: ["TERM=dumb", "LC_ALL=C.UTF-8"] + zone)
                try #require(result.code == 0, "\(zone) \(result.errors)")
                texts.append(result.text)
            }
            #expect(texts[0].contains("2027-03-1"), "the paper account's own moments")
            for (zone, text) in zip(zones, texts).dropFirst() { #expect(text == texts[0], "\(zone)") }
        }

        /// Near midnight the dates of the zones differ by a day: the date meant is New York's.
        @Test func aMomentNearMidnightHasOneDate() throws {
            var texts: [String] = []
            for zone in ["UTC", "Asia/Kolkata", "Pacific/Kiritimati", "America/Los_Angeles"] {
                let home = try TemporaryHome()
                let result = try home.run(
                    arguments: ["positions", "--json", "--freeze", "--start", "2027-03-16T03:30:00Z"],
                    environment: ["TERM=dumb", "LC_ALL=C.UTF-8", "TZ=" + zone])
                try #require(result.code == 0, "\(zone) \(result.errors)")
                texts.append(result.text)
            }
            #expect(Set(texts).count == 1)
        }
    }
}
