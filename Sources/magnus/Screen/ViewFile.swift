import Glibc
import MagnusDashboard
import MagnusDesk
import MagnusDomain

/// Writes a view of the history to a file of its own.
enum ViewFile {
    /// A file that is there is never written over; one that could not be written whole is taken away again.
    @concurrent
    static func write(_ export: LedgerExport) async -> DashboardEvent {
        var table = ExportTable(export.headings)
        for row in export.rows { table.add(row) }
        let bytes = Array(table.text(export.format == .markdown ? .markdown : .csv).utf8)
        let path = PathCompletion.expanded(export.path)
        let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return refusal(export.path, errno) }
        var failure = write(bytes, to: descriptor)
        // Written means on the disk: a full one may tell only now. Pipes and devices have nothing to bring there.
        if failure == 0, fsync(descriptor) != 0, errno != EINVAL, errno != EROFS { failure = errno }
        if close(descriptor) != 0, failure == 0 { failure = errno }
        guard failure == 0 else {
            // Half a table would pass for a whole one.
            unlink(path)
            return refusal(export.path, failure)
        }
        let format = export.format == .markdown ? "Markdown" : "CSV"
        return .report(
            "Wrote \(CountedNoun.text(export.rows.count, "row")) as \(format) to \(export.path)", isError: false)
    }

    /// - Returns: 0, or the error that ended it.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                written += count
            } else if count == 0 {
                // Nothing taken and no reason given: asking again would go on for ever.
                return EIO
            } else if errno != EINTR {
                return errno
            }
        }
        return 0
    }

    private static func refusal(_ path: String, _ code: Int32) -> DashboardEvent {
        let reason = code == EEXIST ? "is there already; choose another name" : String(cString: strerror(code))
        return .report("\(path): \(reason)", isError: true)
    }
}
