import FoundationEssentials
import Glibc
import MagnusDomain
import MagnusEngine
import MagnusTerminal
import TOMLKit

/// A mistake in `config.toml`.
struct ConfigurationProblem: Error, Equatable, CustomStringConvertible {
    var file: String
    var line: Int
    var column: Int
    var message: String

    var description: String { "\(file):\(line):\(column): \(message)" }
}

/// `config.toml` of one home: read with every mistake named, written without losing comments.
actor ConfigurationFile: SettingsStore {
    let path: String
    private let catalogue: @Sendable () -> [SettingDescriptor]
    private let overrides: [String: SettingValue]
    /// What the last reading gave, so that a file that cannot be read while the screen runs changes nothing.
    private var last: (stamp: Stamp, settings: SettingsSnapshot, problems: [ConfigurationProblem])?

    /// Tells one state of the file from another.
    private struct Stamp: Equatable {
        var seconds = 0
        var nanoseconds = 0
        var size = 0
        var node: UInt = 0
    }

    /// - Parameters:
    ///   - descriptors: asked for at every reading and writing: themes and keymaps come and go while the screen runs.
    ///   - overrides: values given on the command line; they win over the file.
    init(
        path: String, descriptors: @escaping @Sendable @autoclosure () -> [SettingDescriptor],
        overrides: [String: SettingValue] = [:]
    ) {
        self.path = path
        catalogue = descriptors
        self.overrides = overrides
    }

    func load() async -> SettingsSnapshot { read().settings }

    func problems() async -> [String] { last?.problems.map(\.description) ?? [] }

    /// Settings in force and every mistake of the file; what is right is used. Of a file whose text is no TOML nothing
    /// is: what was in force before stays.
    func read() -> (settings: SettingsSnapshot, problems: [ConfigurationProblem]) {
        let stamp = stamp()
        if let last, last.stamp == stamp { return (last.settings, last.problems) }
        var settings = SettingsSnapshot(descriptors: catalogue())
        var problems: [ConfigurationProblem] = []
        do throws(ConfigurationProblem) {
            let text = try text()
            problems = apply(try table(of: text).get(), of: text, to: &settings)
        } catch {
            problems = [error]
            settings = last?.settings ?? settings
        }
        for (key, value) in overrides { settings.set(key, value, origin: .commandLine) }
        last = (stamp, settings, problems)
        return (settings, problems)
    }

    /// Empty when there is no file: every setting has its default then.
    /// - Throws: ``ConfigurationProblem`` for one that is there and cannot be read, which is no file without settings.
    private func text() throws(ConfigurationProblem) -> String {
        var status = stat()
        guard stat(path, &status) == 0 || errno != ENOENT else { return "" }
        do {
            return String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        } catch {
            let isFolder = status.st_mode & S_IFMT == S_IFDIR
            throw ConfigurationProblem(
                file: path, line: 1, column: 1,
                message: "cannot be read (\(isFolder ? "it is a folder" : FileFailure.words(error)))")
        }
    }

    private func stamp() -> Stamp {
        var status = stat()
        guard stat(path, &status) == 0 else { return Stamp() }
        return Stamp(
            seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec, size: status.st_size,
            node: status.st_ino)
    }

    func save(key: String, value: SettingValue) async throws(SettingError) {
        guard let descriptor = catalogue().first(where: { $0.key == key }) else { throw .unknownKey(key) }
        guard descriptor.range.allows(value) else {
            throw .notAllowed(key: key, value: value.text, allowed: descriptor.allowed)
        }
        var wanted = read().settings
        wanted.set(key, value, origin: .file)
        if let conflict = SettingCatalogue.conflicts(in: wanted).first(where: { $0.low == key || $0.high == key }) {
            throw .outOfOrder(conflict.words)
        }
        var source: ConfigurationSource
        do throws(ConfigurationProblem) {
            source = ConfigurationSource(try text())
        } catch {
            throw .brokenFile(error.description)
        }
        source.set(key, toTOML: Self.literal(value))
        // A file that stays refused as a whole puts no value in force.
        if case .failure(let problem) = table(of: source.text) { throw .brokenFile(problem.description) }
        do {
            // Written beside and renamed: a crash leaves the old or the new file, never half of one.
            try Data(source.text.utf8).write(to: URL(filePath: path), options: .atomic)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        } catch {
            throw .cannotWrite(path: path, reason: FileFailure.words(error))
        }
    }

    private func table(of text: String) -> Result<TOMLTable, ConfigurationProblem> {
        func problem(_ line: Int, _ column: Int, _ message: String) -> Result<TOMLTable, ConfigurationProblem> {
            .failure(ConfigurationProblem(file: path, line: line, column: column, message: message))
        }
        if let found = TOMLSyntaxGuard.problem(in: text) { return problem(found.line, found.column, found.message) }
        do {
            return .success(try TOMLTable(string: text))
        } catch let error as TOMLParseError {
            return problem(
                error.source.begin.line, error.source.begin.column,
                HarmlessText.sanitised(
                    TOMLSyntaxGuard.message(error.description, line: error.source.begin.line, in: text),
                    maximumLength: 200))
        } catch {
            return problem(1, 1, "\(error)")
        }
    }

    private func apply(
        _ table: TOMLTable, of text: String, to settings: inout SettingsSnapshot
    ) -> [ConfigurationProblem] {
        let source = ConfigurationSource(text)
        var problems: [ConfigurationProblem] = []
        func report(_ key: String, _ message: String) {
            let place = source.place(of: key)
            problems.append(
                ConfigurationProblem(file: path, line: place?.line ?? 1, column: place?.column ?? 1, message: message))
        }
        for (key, value) in Self.flattened(table, below: "") {
            guard let descriptor = settings.descriptor(key) else {
                let near = Spelling.nearest(to: key, among: settings.descriptors.map(\.key))
                    .map { "; did you mean \($0)?" }
                report(key, "unknown setting \(HarmlessText.sanitised(key, maximumLength: 80))\(near ?? "")")
                continue
            }
            guard let value else {
                report(key, "\(key): not a plain value; allowed: \(descriptor.allowed)")
                continue
            }
            if !settings.set(key, value, origin: .file) {
                let shown = HarmlessText.sanitised(value.text, maximumLength: 80)
                report(key, "\(key): \(shown) is not allowed; \(descriptor.advice(for: value.text))")
            }
        }
        for conflict in SettingCatalogue.conflicts(in: settings) {
            report(settings.isChosen(conflict.high) ? conflict.high : conflict.low, conflict.words)
            // Neither end means what it says, so both go back to their defaults.
            settings.reset(conflict.low)
            settings.reset(conflict.high)
        }
        return problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
    }

    private static func flattened(_ table: TOMLTable, below path: String) -> [(String, SettingValue?)] {
        table.keys.sorted().flatMap { name -> [(String, SettingValue?)] in
            let key = path.isEmpty ? name : "\(path).\(name)"
            guard let value = table[name] else { return [] }
            if let inner = value.table { return flattened(inner, below: key) }
            return [(key, Self.plain(value))]
        }
    }

    private static func plain(_ value: any TOMLValueConvertible) -> SettingValue? {
        if let number = value.int { return .number(Double(number)) }
        if let number = value.double { return number.isFinite ? .number(number) : nil }
        if let flag = value.bool { return .flag(flag) }
        if let text = value.string { return .text(text) }
        if let array = value.array {
            var texts: [String] = []
            for element in array {
                guard let text = element.string else { return nil }
                texts.append(text)
            }
            return .list(texts)
        }
        return nil
    }

    private static func literal(_ value: SettingValue) -> String {
        func quoted(_ text: String) -> String {
            "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
        }
        switch value {
        case .number, .flag: return value.text
        case .text(let text): return quoted(text)
        case .list(let texts): return "[" + texts.map(quoted).joined(separator: ", ") + "]"
        }
    }
}

extension SettingDescriptor {
    /// What to write instead of a value that is not allowed.
    func advice(for text: String) -> String {
        guard case .choice(let names) = range, let near = Spelling.nearest(to: text, among: names) else {
            return "allowed: \(allowed)"
        }
        return "did you mean \(near)? allowed: \(allowed)"
    }
}
