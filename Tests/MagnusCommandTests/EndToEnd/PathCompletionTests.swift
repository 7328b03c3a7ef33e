import Foundation
import Testing

@testable import magnus

@Suite struct PathCompletionTests {
    @Test func namesOfAFolderThatBeginSo() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("magnus-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder + "/archive", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for name in ["a-2026.csv", "a-2025.csv", "b.csv", ".hidden.csv"] {
            try Data("x".utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
        }
        let found = await PathCompletion.candidates(folder + "/a")
        #expect(found == ["/a-2025.csv", "/a-2026.csv", "/archive/"].map { folder + $0 })
        #expect(await PathCompletion.candidates(folder + "/").count == 4)
        #expect(await PathCompletion.candidates(folder + "/.h") == [folder + "/.hidden.csv"])
        #expect(await PathCompletion.candidates(folder + "/none/").isEmpty)
    }

    @Test func theHomeFolderIsMeantByATilde() throws {
        let home = try #require(ProcessInfo.processInfo.environment["HOME"])
        #expect(PathCompletion.expanded("~/x.csv") == home + "/x.csv")
        #expect(PathCompletion.expanded("a~/x.csv") == "a~/x.csv")
    }
}
