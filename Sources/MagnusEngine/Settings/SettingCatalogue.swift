/// Every setting of Magnus outside the monitors and scans, which describe their own.
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
            explanation: "minutes between scans in the session"),
    ]
}
