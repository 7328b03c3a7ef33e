import MagnusDashboard
import MagnusEngine

extension ScreenSettings {
    /// What the screen of this home begins with: as `config.toml` says; what it leaves open, as a screen of an earlier
    /// version kept it for itself.
    init(_ settings: SettingsSnapshot, former: [String: String]) {
        self.init()
        var settings = settings
        for (key, value) in Self.unsaid(settings, former) { settings.set(key, value, origin: .file) }
        theme = settings.value(Key.theme)?.string ?? theme
        keymap = settings.value(Key.keymap)?.string ?? keymap
        isMouseEnabled = settings.value(Key.mouse)?.flag ?? isMouseEnabled
    }

    /// Of what an earlier version kept, the part that the settings leave open and that is not their default anyway.
    static func unsaid(
        _ settings: SettingsSnapshot, _ former: [String: String]
    ) -> [(key: String, value: SettingValue)] {
        former.sorted { $0.key < $1.key }.compactMap { key, text in
            guard !settings.isChosen(key), let descriptor = settings.descriptor(key),
                let value = descriptor.range.value(from: text), value != descriptor.defaultValue
            else { return nil }
            return (key, value)
        }
    }
}

extension PreferencesFile {
    /// Moves what an earlier version kept here into the settings, where it is one with what `config show` says.
    /// - Returns: what went wrong, nil when it is done or there was nothing to do.
    func moveFormer(to file: ConfigurationFile) async -> String? {
        let former = former
        guard !former.isEmpty, let kept = read() else { return nil }
        do throws(SettingError) {
            for (key, value) in ScreenSettings.unsaid(await file.read().settings, former) {
                try await file.save(key: key, value: value)
            }
        } catch {
            return error.description
        }
        return write(kept)
    }
}
