import Logging
import MagnusDomain
import MagnusEngine

/// Writes log events into the file of the home and, when asked for, to standard error. Never on the screen.
struct MagnusLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level
    let label: String
    let file: LogFile?
    let isOnStandardError: Bool
    let clock: any EngineClock

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var facts = metadata.merging(event.metadata ?? [:]) { $1 }
        if let error = event.error { facts["error"] = "\(error)" }
        let line = LogLine.text(
            time: clock.now(), level: event.level, label: label, message: "\(event.message)", metadata: facts)
        file?.write(line)
        if isOnStandardError { Output.diagnostic(line) }
    }
}

extension GlobalOptions {
    /// The log of a process that runs or changes the home. A reading command logs to standard error alone, and only
    /// with `--verbose`.
    /// - Parameter ownsTerminal: standard error is the screen; nothing may be written there.
    func logger(_ label: String, intoFile: Bool, ownsTerminal: Bool = false) -> Logger {
        let file = intoFile ? LogFile(path: layout.log) : nil
        let isOnStandardError = verbose && !quiet && !ownsTerminal
        guard file != nil || isOnStandardError else { return Logger(label: label) { _ in SwiftLogNoOpLogHandler() } }
        return Logger(label: label) { label in
            MagnusLogHandler(
                logLevel: verbose ? .debug : .info, label: label, file: file, isOnStandardError: isOnStandardError,
                clock: WallEngineClock())
        }
    }
}
