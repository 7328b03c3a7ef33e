import Foundation
import Glibc
import Testing

@testable import MagnusConnectors

/// Files that are none, and files that move under the reader.
@Suite struct FileBytesTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = NSTemporaryDirectory() + "magnus-bytes-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    private func append(_ text: String, to path: String) {
        guard let file = fopen(path, "a") else { return }
        fputs(text, file)
        fclose(file)
    }

    @Test func whatIsNoFileIsRefusedAtOnce() throws {
        try withFolder { folder in
            let pipe = folder + "/pipe"
            #expect(mkfifo(pipe, 0o600) == 0)
            for (path, error) in [
                (pipe, ImportError.notRegular), ("/dev/zero", .notRegular), (folder, .isDirectory),
                (folder + "/absent", .notFound),
            ] {
                #expect(throws: error) { try FileBytes.forEachPiece(ofFile: path) { _ throws(ImportError) in } }
                #expect(!error.message.isEmpty && !error.hint.isEmpty && !error.code.isEmpty)
            }
        }
    }

    @Test func aFileThatGrowsOrShrinksIsNotTaken() throws {
        try withFolder { folder in
            let path = folder + "/export.csv"
            for isShrinking in [false, true] {
                append(String(repeating: "a,b,c\n", count: 100_000), to: path)
                var pieces = 0
                #expect(throws: ImportError.changed) {
                    try FileBytes.forEachPiece(ofFile: path) { _ throws(ImportError) in
                        pieces += 1
                        guard pieces == 1 else { return }
                        if isShrinking { truncate(path, 300_000) } else { append("more\n", to: path) }
                    }
                }
                #expect(pieces > 1)
            }
        }
    }

    @Test func aFileThatVanishesIsReadToItsEnd() throws {
        try withFolder { folder in
            let path = folder + "/export.csv"
            append(String(repeating: "a,b,c\n", count: 100_000), to: path)
            var count = 0
            try FileBytes.forEachPiece(ofFile: path) { piece throws(ImportError) in
                if count == 0 { unlink(path) }
                count += piece.count
            }
            #expect(count == 600_000)
        }
    }
}
