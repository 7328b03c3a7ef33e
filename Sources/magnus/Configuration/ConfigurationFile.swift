import FoundationEssentials
import MagnusDomain
import MagnusEngine
import MagnusTerminal
import TOMLKit

/// A mistake in `config.toml`.
struct ConfigurationProblem: Equatable, CustomStringConvertible {
    var file: String
    var line: Int
    var column: Int
    var message: String

    var description: String { "\(file):\(line):\(column): \(message)" }
}

/// `config.toml` of one home: read with every mistake named, written without losing comments.
actor ConfigurationFile: SettingsStore {
    let path: String
    private let descriptors: [SettingDescriptor]
    private let overrides: [String: SettingValue]

    /// - Parameter overrides: values given on the command line; they win over the file.
    init(path: String, descriptors: [SettingDescriptor], overrides: [String: SettingValue] = [:]) {
        self.path = path
        self.descriptors = descriptors
        self.overrides = overrides
    }

    func load() async -> SettingsSnapshot { read().settings }

    /// Settings in force and every mistake of the file; what is right is used.
    func read() -> (settings: SettingsSnapshot, problems: [ConfigurationProblem]) {
        var settings = SettingsSnapshot(descriptors: descriptors)
        var problems: [ConfigurationProblem] = []
        if let text = try? String(decoding: Data(contentsOf: URL(filePath: path)), as: UTF8.self) {
            problems = apply(text, to: &settings)
        }
        for (key, value) in overrides { settings.set(key, value, origin: .commandLine) }
        return (settings, problems)
    }

    func save(key: String, value: SettingValue) async throws(SettingError) {
        guard let descriptor = descriptors.first(where: { $0.key == key }) else { throw .unknownKey(key) }
        guard descriptor.range.allows(value) else {
            throw .notAllowed(key: key, value: value.text, allowed: descriptor.range.words)
        }
        do {
            let old = (try? String(decoding: Data(contentsOf: URL(filePath: path)), as: UTF8.self)) ?? ""
            var source = ConfigurationSource(old)
            source.set(key, toTOML: Self.literal(value))
            // Written beside and renamed: a crash leaves the old or the new file, never half of one.
            try Data(source.text.utf8).write(to: URL(filePath: path), options: .atomic)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        } catch {
            throw .cannotWrite(path: path, reason: "\(error)")
        }
    }

    private func apply(_ text: String, to settings: inout SettingsSnapshot) -> [ConfigurationProblem] {
        let source = ConfigurationSource(text)
        if let problem = TOMLSyntaxGuard.problem(in: text) {
            return [
                ConfigurationProblem(
                    file: path, line: problem.line, column: problem.column, message: problem.message)
            ]
        }
        let table: TOMLTable
        do {
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            return [
                ConfigurationProblem(
                    file: path, line: error.source.begin.line, column: error.source.begin.column,
                    message: HarmlessText.sanitised(error.description, maximumLength: 200))
            ]
        } catch {
            return [ConfigurationProblem(file: path, line: 1, column: 1, message: "\(error)")]
        }
        var problems: [ConfigurationProblem] = []
        for (key, value) in Self.flattened(table, below: "") {
            let place = source.place(of: key)
            func report(_ message: String) {
                problems.append(
                    ConfigurationProblem(
                        file: path, line: place?.line ?? 1, column: place?.column ?? 1, message: message))
            }
            guard let descriptor = settings.descriptor(key) else {
                report("unknown setting \(HarmlessText.sanitised(key, maximumLength: 80))")
                continue
            }
            guard let value else {
                report("\(key): not a plain value; allowed: \(descriptor.range.words)")
                continue
            }
            if !settings.set(key, value, origin: .file) {
                let shown = HarmlessText.sanitised(value.text, maximumLength: 80)
                report("\(key): \(shown) is not allowed; allowed: \(descriptor.range.words)")
            }
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
