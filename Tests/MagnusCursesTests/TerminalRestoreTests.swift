import Glibc
import Testing

@testable import MagnusCurses

/// Faults F61 and F62: whatever ends the program, the terminal is as it was.
@Suite struct TerminalRestoreTests {
    enum Ending: String, CaseIterable, CustomTestStringConvertible {
        case quit = "q"
        case exitWithoutRestore = "x"
        case abort = "a"
        case segmentationFault = "v"
        case trap = "T"
        case terminated, interrupted, quitSignal, hangUpSignal, busError, illegal, floatingPoint
        case userSignal

        var testDescription: String { String(describing: self) }

        var signal: Int32? {
            switch self {
            case .terminated: return SIGTERM
            case .interrupted: return SIGINT
            case .quitSignal: return SIGQUIT
            case .hangUpSignal: return SIGHUP
            case .busError: return SIGBUS
            case .illegal: return SIGILL
            case .floatingPoint: return SIGFPE
            case .userSignal: return SIGUSR1
            default: return nil
            }
        }

        /// Exit code, or the signal that killed it.
        var expected: (code: Int32?, signal: Int32?) {
            switch self {
            case .quit: return (0, nil)
            case .exitWithoutRestore: return (7, nil)
            case .abort: return (nil, SIGABRT)
            case .segmentationFault: return (nil, SIGSEGV)
            // Traps are ILL on x86 and TRAP on ARM.
            case .trap: return (nil, nil)
            case .terminated: return (128 + SIGTERM, nil)
            case .interrupted: return (128 + SIGINT, nil)
            case .hangUpSignal: return (129, nil)
            case .quitSignal: return (nil, SIGQUIT)
            case .busError: return (nil, SIGBUS)
            case .illegal: return (nil, SIGILL)
            case .floatingPoint: return (nil, SIGFPE)
            case .userSignal: return (nil, SIGUSR1)
            }
        }
    }

    @Test(arguments: Ending.allCases)
    func everyWayOut(_ ending: Ending) throws {
        let run = try ProbeRun()
        try #require(run.wait(for: "\u{1B}[?2026l"), "no first frame: \(run.text.prefix(300))")
        #expect(!run.isCooked)
        if let signal = ending.signal { kill(run.process, signal) } else { run.send(ending.rawValue) }
        let status = try #require(run.waitForChange())
        let modes = run.finalModes()
        for mode in [1049, 2004, 1004, 1000, 1002, 1006, 2026] {
            #expect(modes[mode] == false, "mode \(mode) is left on after \(ending)")
        }
        #expect(modes[25] == true, "the cursor is left hidden after \(ending)")
        #expect(run.isCooked)
        let signal = status & 0x7F
        if let expected = ending.expected.signal { #expect(signal == expected) }
        if let expected = ending.expected.code { #expect(signal == 0 && status >> 8 & 0xFF == expected) }
        if ending == .trap { #expect(signal == SIGILL || signal == SIGTRAP) }
    }

    /// Swift's crash reporter would ask at the terminal and keep the process, with its locks, for half a minute.
    @Test(arguments: [SIGSEGV, SIGABRT, SIGQUIT]) func aCrashAsksNothing(_ signal: Int32) throws {
        let run = try ProbeRun(isReporterLeftAlone: true)
        try #require(run.wait(for: "\u{1B}[?2026l"))
        kill(run.process, signal)
        let status = try #require(run.waitForChange(within: .seconds(20)), "\(run.text.suffix(300))")
        #expect(status & 0x7F == signal && !run.text.contains("Press space"))
        #expect(run.isCooked && run.finalModes()[1049] == false)
    }

    @Test func aClosedTerminalEndsTheProgramAtOnce() throws {
        let run = try ProbeRun()
        try #require(run.wait(for: "\u{1B}[?2026l"))
        run.hangUp()
        // That it takes less than 200 ms is measured by Scripts/test-heavy: here the machine may be loaded.
        _ = try #require(run.waitForChange(within: .seconds(10)))
    }

    @Test func suspendAndContinue() throws {
        let run = try ProbeRun()
        try #require(run.wait(for: "\u{1B}[?2026l"))
        run.forget()
        // The leader of a session has no shell to continue it: the stop is ignored, and it must not stay suspended.
        run.send("z")
        try #require(run.wait(for: "\u{1B}[?1049l"))
        try #require(run.wait(for: "\u{1B}[?1049h"), "it takes the screen again: \(run.text)")
        try #require(run.wait(for: "resumed"))
        #expect(!run.isCooked)
        let modes = run.finalModes()
        for mode in [1049, 2004, 1004, 1000, 1006] { #expect(modes[mode] == true) }
        run.send("q")
        _ = try #require(run.waitForChange())
        #expect(run.isCooked)
    }

    @Test func aShellStopsAndContinuesIt() throws {
        let run = try ProbeRun(underShell: true)
        try #require(run.wait(for: "\u{1B}[?2026l"))
        run.forget()
        run.send("z")
        try #require(run.wait(for: "Stopped"), "\(run.text.suffix(300))")
        let modes = run.finalModes()
        for mode in [1049, 1004, 1000, 1006] { #expect(modes[mode] == false, "mode \(mode)") }
        run.forget()
        run.send("fg\n")
        try #require(run.wait(for: "resumed"))
        #expect(run.text.contains("\u{1B}[?1049h") && run.text.contains("1 Positions"))
        // The size is looked at again, since a stopped program misses the signal.
        run.send("z")
        try #require(run.wait(for: "Stopped"))
        run.resize(rows: 30, columns: 90)
        run.send("fg\n")
        #expect(run.wait(for: "resized 90x30"))
        #expect(run.wait(for: "resumed"))
        run.forget()
        run.send("q")
        // Sent earlier, the probe would read it.
        try #require(run.wait(for: "\u{1B}[?1049l"))
        run.send("exit\n")
        _ = try #require(run.waitForChange())
        #expect(run.isCooked)
    }

    @Test(arguments: [
        (["LC_ALL=C"], "plain: TERM is not set"), (["TERM=dumb"], "plain: TERM=dumb cannot place text on a screen"),
        (["TERM=no-such-terminal"], "plain: TERM=no-such-terminal is not in the terminfo database"),
    ])
    func terminalsThatCannotShowAScreen(_ environment: [String], _ message: String) throws {
        let run = try ProbeRun(environment: environment)
        #expect(run.wait(for: message), "\(run.text)")
        let status = try #require(run.waitForChange())
        #expect(status >> 8 & 0xFF == 3)
        #expect(run.isCooked)
        #expect(!run.text.contains("\u{1B}["))
    }
}
