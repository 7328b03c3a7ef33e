import MagnusDomain
import MagnusMonitors
import Testing

@testable import MagnusEngine

@Suite struct SettingCatalogueTests {
    /// A value other than the default that the range allows.
    private static func other(_ descriptor: SettingDescriptor) -> SettingValue {
        switch descriptor.range {
        case .number(let range):
            let middle = (range.lowerBound + range.upperBound) / 2
            return .number(descriptor.defaultValue == .number(middle) ? range.upperBound : middle)
        case .whole(let range):
            let high = Double(range.upperBound)
            return .number(descriptor.defaultValue == .number(high) ? Double(range.lowerBound) : high)
        case .flag: return .flag(descriptor.defaultValue != .flag(true))
        case .timeOfDay: return .text("22:30")
        case .choice(let names): return .text(names.last { .text($0) != descriptor.defaultValue } ?? "")
        case .text: return .text("other")
        case .list: return .list(["KO"])
        case .presets: return .list(["Mine: -10 5 0"])
        case .brokerClocks: return .list(["schwab 2026-05-01 13:30 calls you"])
        }
    }

    /// What the engine sees of a configuration, as text that names every field.
    private static func picture(_ configuration: EngineConfiguration) -> [String] {
        var text = ""
        dump(configuration, to: &text)
        return text.split(separator: "\n").map(String.init)
    }

    /// Each key reaches the engine's configuration, in one place, and what nobody chose is the default.
    @Test(arguments: SettingCatalogue.bindings.map(\.descriptor)) func everyKeyHasItsEffect(
        _ descriptor: SettingDescriptor
    ) {
        var settings = SettingsSnapshot(descriptors: SettingCatalogue.all)
        var standard = EngineConfiguration()
        standard.apply(settings)
        #expect(Self.picture(standard) == Self.picture(EngineConfiguration()))
        let value = Self.other(descriptor)
        let isTaken = settings.set(descriptor.key, value, origin: .file)
        #expect(isTaken, "\(value)")
        var changed = standard
        changed.apply(settings)
        let (left, right) = (Self.picture(standard), Self.picture(changed))
        let differences = right.filter { !left.contains($0) }
        #expect(!differences.isEmpty, "\(descriptor.key) = \(value.text) changes nothing")
        if let number = value.number {
            let shown = number == number.rounded() ? "\(Int(number))" : "\(number)"
            #expect(differences.contains { $0.contains(shown) }, "\(descriptor.key): \(differences)")
        }
        settings.reset(descriptor.key)
        changed.apply(settings)
        #expect(Self.picture(changed) == left, "taken away, the default is back")
    }

    @Test func theKeysAreUniqueAndExplained() {
        let keys = SettingCatalogue.all.map(\.key)
        #expect(Set(keys).count == keys.count)
        for descriptor in SettingCatalogue.all {
            #expect(descriptor.explanation.count > 5, "\(descriptor.key)")
            #expect(descriptor.range.allows(descriptor.defaultValue), "\(descriptor.key)")
            #expect(
                descriptor.key.allSatisfy { $0.isLowercase || $0.isNumber || "._".contains($0) }, "\(descriptor.key)")
        }
        let standard = SettingsSnapshot(descriptors: SettingCatalogue.all)
        #expect(SettingCatalogue.conflicts(in: standard).isEmpty, "the defaults are in order")
        // M1, M2, M3 of trader.md section 2, M6, M20, M21 and the scan.
        for key in [
            "monitors.expiration.worthless", "monitors.expiration.safe_sigmas", "monitors.expiration.week_days",
            "monitors.profit_target.income", "monitors.profit_target.straddle", "monitors.profit_target.debit",
            "monitors.assignment.high", "monitors.assignment.critical", "monitors.assignment.within_days",
            "monitors.opportunities.score", "monitors.schedule.session", "alerts.repeat_after", "alerts.quiet_from",
            "scan.profile", "scan.list", "scan.interval_minutes", "scan.delta_low",
        ] { #expect(keys.contains(key), "\(key)") }
    }

    @Test func everyMonitorThresholdIsASetting() {
        for setting in MonitorSettings().explanations {
            #expect(SettingCatalogue.all.contains { $0.key == "monitors." + setting.key }, "\(setting.key)")
        }
    }

    @Test(arguments: SettingCatalogue.bindings.map(\.descriptor)) func whatIsOutOfRangeIsRefused(
        _ descriptor: SettingDescriptor
    ) {
        let wrong: [String]
        switch descriptor.range {
        case .number(let range): wrong = ["\(range.upperBound * 2 + 1)", "nan", "inf", "", "1e999", "seven"]
        case .whole(let range): wrong = ["\(range.upperBound + 1)", "\(range.lowerBound - 1)", "1.5", "nan", ""]
        case .flag: wrong = ["2", "", "maybe"]
        case .timeOfDay: wrong = ["24:00", "7", "07:60", "-1:00", "07:0a", "7:000"]
        case .choice: wrong = ["", "no-such-word"]
        case .presets: wrong = ["Mine", "Mine: -10", "Mine: x 5 0", "Mine: -10 5 0 7", "Mine: nan 5 0", ": -10 5 0"]
        case .brokerClocks:
            wrong = ["schwab", "schwab May day calls", "schwab 2026-05-01 noon calls", "x 2026-05-01 day"]
        case .text, .list: wrong = []
        }
        for text in wrong { #expect(descriptor.range.value(from: text) == nil, "\(descriptor.key) \(text)") }
        if case .whole = descriptor.range { #expect(!descriptor.range.allows(.number(1.5))) }
    }

    @Test func bothEndsOfARangeMoveTogether() {
        var settings = SettingsSnapshot(descriptors: SettingCatalogue.all)
        settings.set("scan.delta_low", .number(0.4), origin: .file)
        #expect(
            SettingCatalogue.conflicts(in: settings).map(\.words) == [
                "scan.delta_low 0.4 is above scan.delta_high 0.32"
            ])
        settings.set("scan.delta_high", .number(0.5), origin: .file)
        #expect(SettingCatalogue.conflicts(in: settings).isEmpty)
        var configuration = EngineConfiguration()
        configuration.apply(settings)
        #expect(configuration.scans.delta == 0.4...0.5)
        settings.set("scan.profile", .text("weekly"), origin: .file)
        configuration.apply(settings)
        #expect(configuration.scans.days == 5...14 && configuration.scans.delta == 0.4...0.5)
    }

    @Test(arguments: [
        ("22:00", "07:00", 23, 0, true), ("22:00", "07:00", 6, 59, true), ("22:00", "07:00", 7, 0, false),
        ("22:00", "07:00", 21, 59, false), ("12:00", "13:00", 12, 30, true), ("12:00", "13:00", 13, 0, false),
        ("9:30", "9:30", 9, 30, false),
    ]) func quietHoursGoOverMidnight(_ from: String, _ to: String, _ hour: Int, _ minute: Int, _ isInside: Bool) throws
    {
        let (start, end) = (try #require(TimeOfDay(from)), try #require(TimeOfDay(to)))
        #expect(TimeOfDay.isBetween(start, end, try march(16, hour, minute)) == isInside)
    }
}
