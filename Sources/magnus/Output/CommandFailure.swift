/// A command that did not do what was asked, as one line and one exit code.
struct CommandFailure: Error, Equatable {
    /// Exit codes of the command-line contract.
    enum Exit: Int32 {
        case failed = 1
        case usage = 2
        case notFound = 3
        case unreachable = 4
        case refused = 5
        case interrupted = 130
    }

    /// One word for programs, for example `home_locked`.
    var code: String
    /// What is wrong and where.
    var message: String
    /// What to do; empty when nothing can be done.
    var hint: String
    var exit: Exit

    init(_ exit: Exit, code: String, _ message: String, hint: String = "") {
        self.exit = exit
        self.code = code
        self.message = message
        self.hint = hint
    }
}
