import FoundationEssentials

/// Where everything of one home lives.
///
/// With an explicit folder all is below it; without one the XDG base directories are used.
public struct HomeLayout: Sendable, Hashable {
    /// Settings, own themes and keymaps.
    public var configuration: String
    /// Database and backups.
    public var data: String
    /// Lock, socket, log.
    public var state: String
    /// What may be deleted at any time.
    public var cache: String

    /// - Parameters:
    ///   - home: the value of `--home` or `MAGNUS_HOME`; nil for the XDG base directories.
    ///   - environment: the process environment.
    public init(home: String?, environment: [String: String]) {
        if let home, !home.isEmpty {
            let base = Self.expanded(home, environment)
            configuration = "\(base)/config"
            data = "\(base)/data"
            state = "\(base)/state"
            cache = "\(base)/cache"
            return
        }
        let user = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "/root"
        // XDG Base Directory Specification: a relative path in a variable is ignored.
        func folder(_ variable: String, _ fallback: String) -> String {
            guard let value = environment[variable], value.hasPrefix("/") else { return "\(user)/\(fallback)/magnus" }
            return "\(value)/magnus"
        }
        configuration = folder("XDG_CONFIG_HOME", ".config")
        data = folder("XDG_DATA_HOME", ".local/share")
        state = folder("XDG_STATE_HOME", ".local/state")
        cache = folder("XDG_CACHE_HOME", ".cache")
    }

    public var configurationFile: String { "\(configuration)/config.toml" }
    public var themes: String { "\(configuration)/themes" }
    public var keymaps: String { "\(configuration)/keymaps" }
    public var database: String { "\(data)/magnus.db" }
    public var backups: String { "\(data)/backups" }
    public var lock: String { "\(state)/lock" }
    public var log: String { "\(state)/magnus.log" }

    /// Creates every folder, private to the user.
    /// - Throws: ``HomeError/cannotCreate(path:reason:)``.
    public func create() throws(HomeError) {
        for folder in [configuration, themes, keymaps, data, backups, state, cache] {
            do {
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            } catch {
                throw .cannotCreate(
                    path: folder, reason: FileFailure.words(error))
            }
        }
    }

    private static func expanded(_ path: String, _ environment: [String: String]) -> String {
        var path = path
        if path == "~" || path.hasPrefix("~/"), let user = environment["HOME"] { path = user + path.dropFirst() }
        if !path.hasPrefix("/") { path = FileManager.default.currentDirectoryPath + "/" + path }
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }
}

/// Why a home cannot be used.
public enum HomeError: Error, Sendable, Equatable, CustomStringConvertible {
    case cannotCreate(path: String, reason: String)
    /// The file system takes no writes: what is there can be read.
    case readOnly(path: String, reason: String)
    /// Another Magnus owns the home.
    case locked(path: String, processIdentifier: Int32?, process: String)

    public var description: String { "\(fault); \(advice)" }

    /// What is wrong and where.
    public var fault: String {
        switch self {
        case .cannotCreate(let path, let reason), .readOnly(let path, let reason):
            "\(path): cannot be created (\(reason))"
        case .locked(let path, let identifier, let process):
            "\(path): in use by \(process)\(identifier.map { " (process \($0))" } ?? "")"
        }
    }

    /// What to do.
    public var advice: String {
        switch self {
        case .cannotCreate, .readOnly: "choose another folder with --home"
        case .locked: "quit it or choose another folder with --home"
        }
    }
}
