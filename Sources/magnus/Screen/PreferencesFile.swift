import FoundationEssentials
import MagnusDashboard
import MagnusEngine

/// What the screen keeps between sessions, in the home's state folder.
struct PreferencesFile: Sendable {
    let path: String

    /// nil when there is none yet: the first run.
    func read() -> DashboardPreferences? {
        text.map { DashboardPreferences(text: $0) }
    }

    /// Settings that an earlier version kept here, by key.
    var former: [String: String] { text.map { ScreenSettings.former(in: $0) } ?? [:] }

    private var text: String? {
        guard let data = try? Data(contentsOf: URL(filePath: path)), data.count < 1 << 16 else { return nil }
        return String(decoding: data, as: UTF8.self)
    }

    /// - Returns: what went wrong, nil when it was written.
    func write(_ preferences: DashboardPreferences) -> String? { write(preferences.text, to: path) }

    /// Whether the tour was left once. It changes no preference, so it is kept beside them.
    var isTourSeen: Bool { FileManager.default.fileExists(atPath: tourPath) }

    /// - Returns: what went wrong, nil when it was written.
    func keepTourSeen() -> String? { write("", to: tourPath) }

    private var tourPath: String { path + ".tour" }

    private func write(_ text: String, to path: String) -> String? {
        do {
            try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
            return nil
        } catch {
            return "\(path): not saved (\(FileFailure.words(error)))"
        }
    }
}
