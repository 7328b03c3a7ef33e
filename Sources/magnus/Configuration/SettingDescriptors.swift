import MagnusEngine
import MagnusMonitors

/// Every setting there is.
enum SettingDescriptors {
    static let monitorPrefix = "monitors."

    static let all: [SettingDescriptor] =
        SettingCatalogue.general
        + MonitorSettings().explanations.compactMap { setting in
            guard let value = Double(setting.value), let range = range(setting.allowed) else { return nil }
            return SettingDescriptor(
                key: monitorPrefix + setting.key, defaultValue: .number(value), range: .number(range),
                explanation: setting.explanation)
        }

    /// `0.05 to 1.0` as a range.
    private static func range(_ words: String) -> ClosedRange<Double>? {
        let parts = words.split(separator: " ")
        let numbers = parts.compactMap { Double($0) }
        guard numbers.count == 2, numbers[0] <= numbers[1] else { return nil }
        return numbers[0]...numbers[1]
    }
}
