import MagnusEngine
import MagnusMonitors

extension EngineConfiguration {
    /// Puts the settings of the file in force.
    mutating func apply(_ settings: SettingsSnapshot) {
        for row in settings.rows where row.key.hasPrefix(SettingDescriptors.monitorPrefix) && row.source != "default" {
            guard let value = settings.value(row.key)?.number else { continue }
            let key = String(row.key.dropFirst(SettingDescriptors.monitorPrefix.count))
            do throws(MonitorSettings.Refusal) {
                try monitors.set(key, to: value)
            } catch {
                // The descriptor has the same range as the monitor's own setting, so this cannot happen.
                assertionFailure("\(row.key): \(error)")
            }
        }
    }
}
