import TOMLKit

/// A value of a TOML file.
indirect enum TOMLNode: Equatable {
    case string(String)
    case integer(Int)
    case boolean(Bool)
    case array([TOMLNode])
    case table([String: TOMLNode])
    /// A number with a fraction, a date or a time: nothing that themes and keymaps use.
    case other

    /// Name of its kind in messages.
    var kind: String {
        switch self {
        case .string: return "text"
        case .integer: return "a number"
        case .boolean: return "true or false"
        case .array: return "a list"
        case .table: return "a table"
        case .other: return "a date or a fraction"
        }
    }
}

/// A parsed file together with the places of its keys.
struct TOMLDocument {
    let root: [String: TOMLNode]
    let places: TOMLSourceMap
    let origin: String

    /// Parses with TOMLKit. A syntax error becomes a diagnostic with the parser's own line and column.
    static func parse(_ source: ConfigurationText) -> Result<TOMLDocument, ConfigurationDiagnostic> {
        if let problem = TOMLSyntaxGuard.problem(in: source.text) {
            return .failure(
                ConfigurationDiagnostic(
                    file: source.origin, line: problem.line, column: problem.column, message: problem.message))
        }
        do {
            let table = try TOMLTable(string: source.text)
            return .success(
                TOMLDocument(
                    root: convert(table), places: TOMLSourceMap(source.text), origin: source.origin))
        } catch let error as TOMLParseError {
            return .failure(
                ConfigurationDiagnostic(
                    file: source.origin, line: max(1, error.source.begin.line),
                    column: max(1, error.source.begin.column),
                    message: HarmlessText.sanitised(
                        TOMLSyntaxGuard.message(
                            error.description, line: error.source.begin.line, in: source.text))))
        } catch {
            return .failure(
                ConfigurationDiagnostic(
                    file: source.origin, line: 1, column: 1, message: HarmlessText.sanitised("\(error)")))
        }
    }

    /// A diagnostic at the key of a path.
    func mistake(
        at path: [String], _ message: String, severity: ConfigurationDiagnostic.Severity = .error, offset: Int = 0
    ) -> ConfigurationDiagnostic {
        let place = places.place(of: path)
        return ConfigurationDiagnostic(
            file: origin, line: place.line, column: place.column + offset, severity: severity,
            message: HarmlessText.sanitised(message))
    }

    private static func convert(_ table: TOMLTable) -> [String: TOMLNode] {
        var result: [String: TOMLNode] = [:]
        for key in table.keys {
            if let value = table[key] { result[key] = convert(value) }
        }
        return result
    }

    private static func convert(_ value: TOMLValueConvertible) -> TOMLNode {
        switch value.type {
        case .string: return value.string.map(TOMLNode.string) ?? .other
        case .int: return value.int.map(TOMLNode.integer) ?? .other
        case .bool: return value.bool.map(TOMLNode.boolean) ?? .other
        case .array: return value.array.map { .array($0.map(convert)) } ?? .other
        case .table: return value.table.map { .table(convert($0)) } ?? .other
        default: return .other
        }
    }
}
