import Foundation
import Glibc

/// Real recordings beside the project; tests of them are skipped where they are absent.
enum SharedRecordings {
    static let root = ProcessInfo.processInfo.environment["MAGNUS_SHARED_DATA"] ?? "../shared/data"
    static let script = "Scripts/unpack-lean"

    /// Whether the chains of GOOG on 2015-12-23 and what unpacks them are here.
    static var canReplay: Bool {
        FileManager.default.fileExists(atPath: root + "/lean-options/minute/goog")
            && FileManager.default.isExecutableFile(atPath: script)
    }

    /// Unpacks a folder of zipped recordings.
    static func unpack(_ name: String, to target: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: script)
        process.arguments = [root + "/" + name, target]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw ChildProcess.Failure.spawn(process.terminationStatus) }
    }
}
