import MagnusAnalysis

/// Every setting of Magnus.
public enum SettingCatalogue {
    /// Keys used in code.
    public enum Key {
        public static let account = "account"
        public static let theme = "screen.theme"
        public static let keymap = "screen.keymap"
        public static let color = "screen.color"
        public static let ascii = "screen.ascii"
        public static let mouse = "screen.mouse"
        public static let bell = "screen.bell"
        public static let desktopNotification = "screen.desktop_notification"
        public static let ownList = "lists.own"
        public static let watchList = "lists.watch"
        public static let scanMinutes = "scan.interval_minutes"
        public static let scanProfile = "scan.profile"
        public static let scanList = "scan.list"
        public static let stressPresets = "scenario.presets"
    }

    /// Settings of the monitors begin so.
    static let monitorPrefix = "monitors."

    /// All of them, in display order.
    public static let all: [SettingDescriptor] = general + bindings.map(\.descriptor)

    /// Pairs that must be in order: the first is at most the second.
    static let ordered: [(low: String, high: String)] =
        [
            "scan.delta", "scan.days", "scan.delta_band", "scan.width", "scan.calendar_delta", "scan.calendar_gap",
        ].map { ("\($0)_low", "\($0)_high") } + [
            ("monitors.assignment.high", "monitors.assignment.critical"),
            ("monitors.expiration.today_days", "monitors.expiration.soon_days"),
            ("monitors.expiration.soon_days", "monitors.expiration.week_days"),
            ("monitors.expiration.comfortable_sigmas", "monitors.expiration.safe_sigmas"),
            ("monitors.opportunities.release_score", "monitors.opportunities.score"),
        ]

    /// What is out of order in a set of settings: the keys, and the words for it.
    public static func conflicts(in settings: SettingsSnapshot) -> [(low: String, high: String, words: String)] {
        ordered.compactMap { low, high in
            guard let left = settings.value(low), let right = settings.value(high), let least = left.number,
                let most = right.number, least > most
            else { return nil }
            return (low, high, "\(low) \(left.text) is above \(high) \(right.text)")
        }
    }

    /// In display order.
    public static let general: [SettingDescriptor] = [
        SettingDescriptor(
            key: Key.account, defaultValue: .text(""), range: .text,
            explanation: "account shown first; empty: the last imported, else paper"),
        SettingDescriptor(
            key: Key.theme, defaultValue: .text("magnus-dark"), range: .text, explanation: "colour theme"),
        SettingDescriptor(
            key: Key.keymap, defaultValue: .text("default"), range: .text, explanation: "keymap"),
        SettingDescriptor(
            key: Key.color, defaultValue: .text("auto"), range: .choice(["auto", "truecolor", "256", "16", "none"]),
            explanation: "colours; auto asks the terminal"),
        SettingDescriptor(
            key: Key.ascii, defaultValue: .flag(false), range: .flag, explanation: "draw with plain ASCII"),
        SettingDescriptor(
            key: Key.mouse, defaultValue: .flag(true), range: .flag,
            explanation: "use the mouse; off leaves selecting text to the terminal"),
        SettingDescriptor(
            key: Key.bell, defaultValue: .flag(true), range: .flag, explanation: "ring the bell on CRITICAL alerts"),
        SettingDescriptor(
            key: Key.desktopNotification, defaultValue: .flag(true), range: .flag,
            explanation: "desktop notification (OSC 9 and 777) on CRITICAL alerts"),
        SettingDescriptor(
            key: Key.ownList, defaultValue: .list([]), range: .list,
            explanation: "symbols you are glad to own; empty: the list that comes with the account"),
        SettingDescriptor(
            key: Key.watchList, defaultValue: .list([]), range: .list,
            explanation: "symbols scanned besides; empty: the list that comes with the account"),
        SettingDescriptor(
            key: Key.scanMinutes, defaultValue: .number(5), range: .number(1...240),
            unit: "minutes", explanation: "between scans in the session"),
        SettingDescriptor(
            key: Key.scanProfile, defaultValue: .text(ScanProfile.standard.name),
            range: .choice(ScanProfile.shipped.map(\.name)),
            explanation: "thresholds that scans begin with; the settings below change single ones"),
        SettingDescriptor(
            key: Key.scanList, defaultValue: .text("own+watch"),
            range: .choice(["own+watch", "own", "watch", "default"]),
            explanation: "lists that scans look at; default: every symbol the source knows"),
        SettingDescriptor(
            key: Key.stressPresets, defaultValue: .list([]), range: .presets,
            explanation: "stress presets of your own for scenario, each NAME: PERCENT POINTS DAYS"),
    ]
}
