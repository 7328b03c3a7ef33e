import Glibc
import MagnusDesk
import MagnusDomain
import MagnusEngine
import MagnusTerminal
import Synchronization

/// The only writer of standard output and standard error outside the full screen.
struct Output: Sendable {
    var isJSON: Bool
    var isQuiet: Bool
    var isVerbose: Bool
    /// Texts for a person are written in ASCII. JSON is UTF-8 (RFC 8259), and files keep what they hold.
    var isASCII = false

    /// A text as this terminal can show it.
    func shown(_ text: String) -> String { isASCII ? GlyphSet.ascii.adapted(text) : text }

    /// A line of the answer.
    func line(_ text: String = "") {
        guard !isJSON else { return }
        Self.write(shown(text) + "\n", to: STDOUT_FILENO)
    }

    /// The answer as one document; ignored unless `--json` was given.
    /// - Parameter keepsDigits: for a calculator, whose digits are the answer.
    func document(_ value: JSONValue, keepsDigits: Bool = false) {
        guard isJSON else { return }
        let whole = Self.enveloped(value)
        Self.write((keepsDigits ? whole : DocumentNumbers.rounded(whole)).text + "\n", to: STDOUT_FILENO)
    }

    /// Documents about the installation carry the real time; those of the book bring their own envelope.
    private static func enveloped(_ value: JSONValue) -> JSONValue {
        guard case .object(let members) = value, value["as_of"] == nil, value["error"] == nil else { return value }
        return .object(
            [
                .init("as_of", .string(WallEngineClock().now().rfc3339)), .init("simulated", false),
                .init("account", .null),
            ] + members)
    }

    /// How a document that is streamed begins: the envelope, up to the first key of its own.
    static var documentHead: String {
        "{\"as_of\": \"\(WallEngineClock().now().rfc3339)\", \"simulated\": false, \"account\": null, "
    }

    /// Raw output of a streaming command.
    func raw(_ text: String) {
        Self.write(text, to: STDOUT_FILENO)
    }

    /// A line of the log on standard error.
    static func diagnostic(_ line: String) { write(line + "\n", to: STDERR_FILENO) }

    /// A diagnostic for the person, never part of the answer.
    func note(_ text: String) {
        guard !isQuiet else { return }
        Self.write("magnus: \(shown(text))\n", to: STDERR_FILENO)
    }

    /// One line on a terminal that each text replaces and an empty one takes away; nothing anywhere else.
    func progress() -> @Sendable (String) -> Void {
        guard !isQuiet, isatty(STDERR_FILENO) == 1 else { return { _ in } }
        return { text in
            Self.write("\r\u{1B}[K" + (text.isEmpty ? "" : "magnus: \(shown(text))"), to: STDERR_FILENO)
        }
    }

    /// Detail that only `--verbose` shows.
    func detail(_ text: String) {
        guard isVerbose, !isQuiet else { return }
        Self.write("magnus: \(shown(text))\n", to: STDERR_FILENO)
    }

    /// One line on standard error, or an error object on standard output with `--json`.
    func failure(_ failure: CommandFailure) {
        let message = HarmlessText.sanitised(failure.message, maximumLength: 2000)
        if isJSON {
            let value: JSONValue = [
                "error": [
                    "code": .string(failure.code), "message": .string(message), "hint": .string(failure.hint),
                ]
            ]
            Self.write(value.text + "\n", to: STDOUT_FILENO)
        } else {
            // A message that ends as a question stays one.
            let hint = message.hasSuffix("?") ? " (\(failure.hint))" : "; \(failure.hint)"
            Self.write("magnus: \(shown(failure.hint.isEmpty ? message : message + hint))\n", to: STDERR_FILENO)
        }
    }

    /// The system's error that kept some of the answer from standard output; 0 when all of it went out.
    private static let lost = Atomic<Int32>(0)

    /// What became of an answer that did not reach standard output whole, a full disk for example; nil when it did.
    static var lostAnswer: CommandFailure? {
        let code = lost.load(ordering: .relaxed)
        guard code != 0 else { return nil }
        return CommandFailure(
            .failed, code: "output_failed", "the answer could not be written: \(String(cString: strerror(code)))")
    }

    private static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written > 0 {
                bytes = bytes.dropFirst(written)
                continue
            }
            switch errno {
            case EINTR: continue
            case EAGAIN:
                var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&ready, 1, -1)
            case EPIPE:
                // The reader had enough: there is nobody left to tell.
                return
            default:
                if descriptor == STDOUT_FILENO { lost.store(errno, ordering: .relaxed) }
                return
            }
        }
    }
}
