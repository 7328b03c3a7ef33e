import Glibc
import Testing

@testable import MagnusTerminal

/// Files the project ships, found from this source file.
enum Shipped {
    static let themes = [
        "16-colour", "catppuccin", "colour-blind-safe", "gruvbox", "high-contrast", "magnus-dark", "magnus-light",
        "monochrome", "nord", "solarized-dark", "solarized-light",
    ]
    static let keymaps = ["default", "emacs", "arrows"]

    static func sources(_ folder: String, _ names: [String]) throws -> [ConfigurationText] {
        try names.map { name in
            let path = root + "/" + folder + "/" + name + ".toml"
            return ConfigurationText(name: name, origin: folder + "/" + name + ".toml", text: try contents(path))
        }
    }

    static func catalog() throws -> ThemeCatalog {
        ThemeCatalog(sources: try sources("Themes", themes))
    }

    private static var root: String {
        // .../Tests/MagnusTerminalTests/Shipped.swift
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    }

    struct Missing: Error { let path: String }

    static func contents(_ path: String) throws -> String {
        guard let file = fopen(path, "r") else { throw Missing(path: path) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += buffer[..<count]
        }
    }
}
