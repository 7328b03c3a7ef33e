import Glibc
import MagnusDashboard
import MagnusDomain

/// Writes a view of the history to a file of its own.
enum ViewFile {
    /// `.md` and `.markdown` are Markdown, everything else CSV. A file that is there is never written over.
    @concurrent
    static func write(_ path: String, headings: [String], rows: [[String]]) async -> DashboardEvent {
        let lower = path.lowercased()
        let isMarkdown = lower.hasSuffix(".md") || lower.hasSuffix(".markdown")
        var table = ExportTable(headings)
        for row in rows { table.add(row) }
        let bytes = Array(table.text(isMarkdown ? .markdown : .csv).utf8)
        let descriptor = Glibc.open(
            PathCompletion.expanded(path), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return refusal(path, errno) }
        var written = 0
        var failure: Int32 = 0
        while written < bytes.count, failure == 0 {
            let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 { written += count } else if errno != EINTR { failure = errno }
        }
        if close(descriptor) != 0, failure == 0 { failure = errno }
        guard failure == 0 else {
            // Half a table would pass for a whole one.
            unlink(PathCompletion.expanded(path))
            return refusal(path, failure)
        }
        let format = isMarkdown ? "Markdown" : "CSV"
        return .report("Wrote \(rows.count) rows as \(format) to \(path)", isError: false)
    }

    private static func refusal(_ path: String, _ code: Int32) -> DashboardEvent {
        let reason = code == EEXIST ? "is there already; choose another name" : String(cString: strerror(code))
        return .report("\(path): \(reason)", isError: true)
    }
}
