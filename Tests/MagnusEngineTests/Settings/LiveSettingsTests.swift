import MagnusDesk
import MagnusDomain
import MagnusMonitors
import MagnusSimulation
import Testing

@testable import MagnusEngine

/// A settings file that a person edits while the engine runs.
actor EditedSettings: SettingsStore {
    private var snapshot = SettingsSnapshot(descriptors: SettingCatalogue.all)
    private var mistakes: [String] = []

    func load() async -> SettingsSnapshot { snapshot }
    func problems() async -> [String] { mistakes }
    func save(key: String, value: SettingValue) async throws(SettingError) { snapshot.set(key, value, origin: .file) }
    func edit(_ key: String, _ value: SettingValue) { snapshot.set(key, value, origin: .file) }
    func spoil(_ lines: [String]) { mistakes = lines }
}

@Suite struct LiveSettingsTests {
    let clock = TestClock()
    let file = EditedSettings()

    private func step(_ engine: Engine, seconds: Double = 3) async {
        clock.move(seconds: seconds)
        await engine.step()
    }

    @Test func whatIsWrittenIntoTheFileHoldsAtOnce() async throws {
        let engine = try await EngineWorlds.opened(clock: clock, settings: file)
        await step(engine)
        #expect(try await engine.shown().alerts.contains { $0.finding.title.contains("AMD 150P 62% captured") })
        await file.edit("monitors.profit_target.income", .number(0.9))
        await file.edit("alerts.resolve_after", .number(0))
        await file.edit("alerts.minimum_hold", .number(0))
        await step(engine)
        await step(engine)
        let after = try await engine.shown()
        #expect(!after.alerts.contains { $0.finding.title.contains("AMD 150P 62% captured") }, "the target is 90% now")
        #expect(after.notices.filter { $0.text.contains("settings read again") }.count == 1, "said once")
        #expect(after.settings.first { $0.key == "monitors.profit_target.income" }?.value == "0.9")
        #expect(after.settings.first { $0.key == "alerts.resolve_after" }?.allowed == "0 to 86400 seconds")
        await engine.close()
    }

    /// The marks P and D of a row and the alerts on it are by one setting each.
    @Test func marksFollowTheSettingsOfTheirAlerts() async throws {
        let engine = try await EngineWorlds.opened(clock: clock, settings: file)
        func flags(_ symbol: String) async throws -> Set<PositionFlag> {
            await step(engine)
            return Set(try await engine.shown().book.strategies.filter { $0.symbol == symbol }.flatMap(\.flags))
        }
        let before = try await flags("KO")
        #expect(before.contains(.pin))
        await file.edit("monitors.expiration.pin_fraction", .number(0))
        let after = try await flags("KO")
        #expect(!after.contains(.pin))
        #expect(await engine.configuration.book.pinFraction == 0)
        #expect(await engine.settings?.descriptor("book.pin_fraction") == nil)
        // Ex-dates: MO tomorrow counts by any setting; how far the mark looks is what the alert looks.
        await file.edit("monitors.assignment.dividend_sessions", .number(9))
        #expect(try await flags("MO").contains(.dividend))
        #expect(await engine.configuration.book.dividendSessions == 9)
        await engine.close()
    }

    /// Found at the start, it is on the screen with the first frame, not in the log alone.
    @Test func aMistakeOfTheStartIsSaid() async throws {
        await file.spoil(["config.toml:3:1: screen.keymap: no text", "config.toml:4:1: scan.foo: no such setting"])
        let engine = try await EngineWorlds.opened(clock: clock, settings: file)
        await step(engine)
        let told = try await engine.shown().notices.filter { $0.text.contains("config.toml:3:1") }
        #expect(told.count == 1 && told.first?.kind == .failure && told.first?.text.contains("1 more") == true)
        await engine.close()
    }

    @Test func aMistakeIsSaidOnceWithItsPlaceAndChangesNothing() async throws {
        let engine = try await EngineWorlds.opened(clock: clock, settings: file)
        await step(engine)
        await file.spoil(["config.toml:3:5: scan.days_low: 2000 is not allowed"])
        for _ in 0..<3 { await step(engine) }
        let notices = try await engine.shown().notices.filter { $0.text.contains("config.toml:3:5") }
        #expect(notices.count == 1 && notices.first?.kind == .failure)
        #expect(await engine.configuration.scans.days == 25...50)
        await engine.close()
    }

    @Test func commandsChangeTheEngineAndKeepOrder() async throws {
        let engine = try await EngineWorlds.opened(clock: clock, settings: file)
        #expect(
            await engine.perform(.setSetting(key: "book.stale_option", value: "30"))
                == .message("book.stale_option = 30"))
        #expect(await engine.configuration.book.quoteLimits.optionSeconds == 30)
        #expect(
            await engine.perform(.setSetting(key: "scan.delta_low", value: "0.5")).refusal?.contains("is above") == true
        )
        #expect(await engine.configuration.scans.delta == 0.15...0.32)
        #expect(
            await engine.perform(.setSetting(key: "alerts.group_from", value: "2.5")).refusal?.contains("whole") == true
        )
        #expect(await engine.perform(.setSetting(key: "monitors.schedule.session", value: "60")).refusal == nil)
        #expect(await engine.schedule.settings.sessionSeconds == 60)
        await engine.close()
    }

    /// The age from which a figure is stale is a setting that the book sees without a restart.
    @Test func otherLimitsOfTheBookMarkItAnew() async throws {
        let market = TamperedMarket()
        market.set { faults in
            faults.option = { _, quote in
                var quote = quote
                quote.time = quote.time?.adding(seconds: -8)
                return quote
            }
        }
        let engine = try await EngineWorlds.opened(clock: clock, market: market, settings: file)
        await step(engine)
        let before = try await engine.shown()
        #expect(try before.leg("PLTR").mark.trust == .fresh && before.leg("PLTR").dayProfit.value != nil)
        await file.edit("book.stale_option", .number(5))
        await step(engine)
        let after = try await engine.shown()
        #expect(try after.leg("PLTR").mark.trust == .stale)
        #expect(try after.leg("PLTR").dayProfit.value != nil, "yesterday's marks are kept")
        await engine.close()
    }

    @Test func quietHoursHoldBackAllButTheCriticalAndTellThemAfterwards() async throws {
        await file.edit("alerts.quiet_from", .text("10:00"))
        await file.edit("alerts.quiet_to", .text("10:45"))
        let engine = try await EngineWorlds.opened(clock: clock, settings: file)
        await step(engine)
        let during = try await engine.shown()
        #expect(during.alerts.contains { $0.finding.priority == .high }, "they are listed")
        #expect(!during.notices.contains { $0.text.hasPrefix("HIGH") || $0.text.hasPrefix("MEDIUM") })
        #expect(during.notices.contains { $0.text.hasPrefix("CRITICAL") })
        clock.move(to: try march(15, 10, 45))
        await engine.step()
        let after = try await engine.shown()
        let told = after.notices.filter { $0.text.contains("during quiet hours") }
        #expect(told.count == 1 && told.first?.kind == .warning, "\(after.notices.map(\.text))")
        await step(engine)
        #expect(try await engine.shown().notices.filter { $0.text.contains("during quiet hours") }.count == 1)
        await engine.close()
    }

    @Test func theListsAndTheProfileSteerTheScan() async throws {
        await file.edit("scan.list", .text("own"))
        await file.edit("lists.own", .list(["XLE"]))
        let engine = try await EngineWorlds.opened(clock: clock, settings: file)
        await engine.scanNow()
        let own = await engine.scans
        let scanned = Set(own.flatMap { $0.candidates + $0.nearestMisses }.map(\.symbol))
        #expect(
            scanned.contains("XLE") && scanned.isSubset(of: ["XLE", "MO", "DIS", "BAC", "SGOV", "INTC"]), "\(scanned)")
        #expect(own.flatMap(\.candidates).allSatisfy { (25...50).contains($0.daysToExpiry) })
        #expect(await engine.perform(.setSetting(key: "scan.profile", value: "weekly")).refusal == nil)
        await engine.scanNow()
        #expect(await engine.scans.flatMap(\.candidates).allSatisfy { (5...14).contains($0.daysToExpiry) })
        await engine.close()
    }
}
