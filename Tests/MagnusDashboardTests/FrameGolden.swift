import Foundation
import MagnusDashboard
import MagnusDesk
import MagnusDomain
import MagnusTerminal
import Testing

/// Compares frames with recorded ones. `MAGNUS_RECORD_SNAPSHOTS=1` records; a missing file is recorded and fails.
enum FrameGolden {
    static func expect(
        _ frame: DashboardFrame, _ theme: ResolvedTheme, named name: String,
        location: SourceLocation = #_sourceLocation
    ) {
        expect(frame.surface.snapshot(names: theme.scopeNames), named: name, location: location)
    }

    static func expect(_ text: String, named name: String, location: SourceLocation = #_sourceLocation) {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Snapshots")
        let file = folder.appendingPathComponent(name + ".txt")
        let recorded = try? String(contentsOf: file, encoding: .utf8)
        let isRecording = ProcessInfo.processInfo.environment["MAGNUS_RECORD_SNAPSHOTS"] == "1"
        if recorded == text { return }
        if recorded == nil || isRecording {
            do {
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                try text.write(to: file, atomically: true, encoding: .utf8)
            } catch {
                Issue.record("cannot record \(file.path): \(error)", sourceLocation: location)
            }
            if !isRecording { Issue.record("recorded \(name): look at it and run again", sourceLocation: location) }
            return
        }
        let before = (recorded ?? "").split(separator: "\n", omittingEmptySubsequences: false)
        let after = text.split(separator: "\n", omittingEmptySubsequences: false)
        let line = zip(before, after).enumerated().first { $0.element.0 != $0.element.1 }
        Issue.record(
            """
            \(name) differs from line \((line?.offset ?? min(before.count, after.count)) + 1)
            recorded: \(line.map { String($0.element.0) } ?? "\(before.count) lines")
            now:      \(line.map { String($0.element.1) } ?? "\(after.count) lines")
            """, sourceLocation: location)
    }
}
