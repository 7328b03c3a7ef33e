import FoundationEssentials
import Glibc

/// Why a file or folder could not be made or written, in a few words.
public enum FileFailure {
    /// - Returns: what the system says (`No space left on device`); never the library's own dump of an error.
    public static func words(_ error: any Error) -> String {
        if let error = error as? CocoaError {
            if let cause = error.underlying { return words(cause) }
            switch error.code {
            case .fileWriteOutOfSpace: return text(ENOSPC)
            case .fileWriteVolumeReadOnly: return text(EROFS)
            case .fileWriteNoPermission, .fileReadNoPermission: return text(EACCES)
            case .fileNoSuchFile, .fileReadNoSuchFile: return text(ENOENT)
            case .fileWriteFileExists: return text(EEXIST)
            default: return "error \(error.code.rawValue) of the file system"
            }
        }
        if let error = error as? POSIXError { return text(error.code.rawValue) }
        return "\(error)"
    }

    private static func text(_ code: Int32) -> String {
        strerror(code).map { String(cString: $0) } ?? "error \(code) of the system"
    }
}
