import MagnusEngine
import MagnusTerminal

/// Every setting there is.
enum SettingDescriptors {
    /// With the themes and keymaps that are on this machine.
    static func all(_ files: SharedFiles) -> [SettingDescriptor] {
        let resources = ScreenResources(files)
        return SettingCatalogue.all.map { descriptor in
            var descriptor = descriptor
            switch descriptor.key {
            case SettingCatalogue.Key.theme: descriptor.range = .choice(resources.themes.names)
            case SettingCatalogue.Key.keymap: descriptor.range = .choice(resources.keymaps.names)
            default: break
            }
            return descriptor
        }
    }
}
