import MagnusEngine

/// Every setting there is.
enum SettingDescriptors {
    static let all: [SettingDescriptor] = SettingCatalogue.general
}
