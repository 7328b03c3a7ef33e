import Foundation

/// The project's own files, read by the rules.
struct SourceTree {
    struct File {
        /// Path below the package folder, for example `Sources/MagnusDesk/DeskCommand.swift`.
        var path: String
        var lines: [String]

        /// The target a file below `Sources` belongs to.
        var target: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }
    }

    static let root: URL = {
        var url = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { url.deleteLastPathComponent() }
        return url
    }()

    static func files(below folder: String, endings: [String]) throws -> [File] {
        let base = root.appendingPathComponent(folder)
        guard let walker = FileManager.default.enumerator(atPath: base.path) else { return [] }
        var files: [File] = []
        for case let name as String in walker where endings.contains(where: name.hasSuffix) {
            let text = try String(contentsOf: base.appendingPathComponent(name), encoding: .utf8)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            files.append(File(path: "\(folder)/\(name)", lines: lines))
        }
        return files.sorted { $0.path < $1.path }
    }

    /// A line without its comment and without the contents of its string literals.
    static func code(_ line: String) -> String {
        var result = ""
        var isInString = false
        var previous: Character = " "
        for character in line {
            if character == "\"" && previous != "\\" {
                isInString.toggle()
                result.append(character)
            } else if !isInString {
                if character == "/" && previous == "/" {
                    result.removeLast()
                    break
                }
                result.append(character)
            }
            previous = character
        }
        return result
    }
}
