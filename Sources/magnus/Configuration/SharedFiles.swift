import FoundationEssentials
import MagnusEngine
import MagnusTerminal

/// Finds shipped and own themes and keymaps, nearest first, as the command-line contract orders.
struct SharedFiles {
    /// Folders that may hold `Themes/` and `Keymaps/` (or `themes/` and `keymaps/`), nearest first.
    let folders: [String]
    private let layout: HomeLayout

    init(layout: HomeLayout, environment: [String: String], executableFolder: String?) {
        self.layout = layout
        var folders: [String] = []
        if let share = environment["MAGNUS_SHARE"], !share.isEmpty { folders.append(share) }
        if let executable = executableFolder {
            folders.append("\(executable)/../share/magnus")
            var parts = executable.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            while parts.count > 1 {
                let folder = parts.joined(separator: "/")
                if FileManager.default.fileExists(atPath: "\(folder)/Package.swift") {
                    folders.append(folder)
                    break
                }
                parts.removeLast()
            }
        }
        folders.append("/usr/share/magnus")
        self.folders = folders
    }

    /// Folders whose files a person may edit while the screen runs.
    var watchedFolders: [String] {
        [layout.themes, layout.keymaps] + folders.flatMap { ["\($0)/Themes", "\($0)/Keymaps"] }
    }

    /// Every theme text, nearest first.
    func themes() -> [ConfigurationText] { texts(own: layout.themes, names: ["Themes", "themes"]) }

    /// Every keymap text, nearest first.
    func keymaps() -> [ConfigurationText] { texts(own: layout.keymaps, names: ["Keymaps", "keymaps"]) }

    private func texts(own: String, names: [String]) -> [ConfigurationText] {
        let places = [own] + folders.flatMap { folder in names.map { "\(folder)/\($0)" } }
        return places.flatMap { folder -> [ConfigurationText] in
            let files = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
            return files.filter { $0.hasSuffix(".toml") }.compactMap { file in
                let path = "\(folder)/\(file)"
                guard let data = try? Data(contentsOf: URL(filePath: path)), data.count < 1 << 20 else { return nil }
                return ConfigurationText(
                    name: String(file.dropLast(5)), origin: path, text: String(decoding: data, as: UTF8.self))
            }
        }
    }
}
