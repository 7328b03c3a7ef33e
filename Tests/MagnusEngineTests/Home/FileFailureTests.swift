import Foundation
import Glibc
import MagnusEngine
import Testing

/// What a person reads when the disk does not take a file: a plain sentence.
@Suite struct FileFailureTests {
    @Test func theSystemsWordsAndNoDump() {
        #expect(FileFailure.words(CocoaError(.fileWriteOutOfSpace)) == "No space left on device")
        #expect(FileFailure.words(CocoaError(.fileWriteVolumeReadOnly)) == "Read-only file system")
        #expect(FileFailure.words(POSIXError(.ENOSPC)) == "No space left on device")
        for code in [CocoaError.Code.fileWriteUnknown, .fileLocking, .fileWriteInvalidFileName] {
            let words = FileFailure.words(CocoaError(code))
            #expect(!words.contains("NSCocoa") && !words.contains("Domain") && !words.contains("\n"), "\(words)")
        }
    }

    /// What Foundation itself throws where nothing can be written.
    @Test func aRealFailureIsAPlainSentence() {
        do {
            try Data("x".utf8).write(to: URL(filePath: "/proc/no-such-folder/config.toml"), options: .atomic)
            Issue.record("written")
        } catch {
            let words = FileFailure.words(error)
            #expect(!words.contains("Domain") && !words.contains("UserInfo") && words.count < 60, "\(words)")
        }
    }
}
