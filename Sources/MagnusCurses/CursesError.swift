/// Why the full screen cannot be shown. In every case plain text can.
public enum CursesError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Input or output is a file or a pipe.
    case notATerminal
    /// `TERM` is not set.
    case termUnset
    /// `TERM` names a terminal that cannot place text (`dumb`).
    case termCannotDraw(String)
    /// terminfo knows nothing of it.
    case termUnknown(String)
    /// The device refused: what was asked, and the system's error number.
    case device(String, code: Int32)
    /// A screen is running in this process already.
    case alreadyRunning

    public var description: String {
        switch self {
        case .notATerminal: return "input or output is not a terminal"
        case .termUnset: return "TERM is not set"
        case .termCannotDraw(let term): return "TERM=\(term) cannot place text on a screen"
        case .termUnknown(let term): return "TERM=\(term) is not in the terminfo database"
        case .device(let what, let code): return "\(what) failed, system error \(code)"
        case .alreadyRunning: return "the screen is running already"
        }
    }
}
