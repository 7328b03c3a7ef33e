import Glibc

/// Completes a path as a shell does: the names in a folder that begin with what was typed.
enum PathCompletion {
    /// Names offered at most.
    static let limit = 200

    /// Whole paths, folders with a slash behind them, in order; hidden ones only when a point was typed.
    @concurrent
    static func candidates(_ typed: String) async -> [String] {
        let slash = typed.lastIndex(of: "/")
        let folder = slash.map { String(typed[...$0]) } ?? ""
        let start = slash.map { String(typed[typed.index(after: $0)...]) } ?? typed
        guard let directory = opendir(folder.isEmpty ? "." : expanded(folder)) else { return [] }
        defer { closedir(directory) }
        var found: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name != ".", name != "..", name.hasPrefix(start), start.hasPrefix(".") || !name.hasPrefix(".") else {
                continue
            }
            var status = stat()
            let isFolder =
                stat(expanded(folder + name), &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
            found.append(folder + name + (isFolder ? "/" : ""))
        }
        return Array(found.sorted().prefix(limit))
    }

    /// `~` as the home folder of the user.
    static func expanded(_ path: String) -> String {
        guard path == "~" || path.hasPrefix("~/"), let home = getenv("HOME") else { return path }
        return String(cString: home) + path.dropFirst()
    }
}
