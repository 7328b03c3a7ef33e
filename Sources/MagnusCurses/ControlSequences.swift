import MagnusTerminal

/// Sequences that ncurses does not know.
enum ControlSequences {
    /// Synchronised output (DEC 2026): the terminal shows the frame as one.
    static let beginFrame = Array("\u{1B}[?2026h".utf8)
    static let endFrame = Array("\u{1B}[?2026l".utf8)
    static let hideCursor = Array("\u{1B}[?25l".utf8)
    static let showCursor = Array("\u{1B}[?25h".utf8)
    static let bell: [UInt8] = [7]

    /// Bracketed paste, focus reports, and the mouse: presses, drags, SGR coordinates.
    static func enter(mouse: Bool) -> [UInt8] {
        Array(("\u{1B}[?2004h\u{1B}[?1004h" + (mouse ? "\u{1B}[?1000h\u{1B}[?1002h\u{1B}[?1006h" : "")).utf8)
    }

    static let mouseOn = Array("\u{1B}[?1000h\u{1B}[?1002h\u{1B}[?1006h".utf8)
    static let mouseOff = Array("\u{1B}[?1006l\u{1B}[?1002l\u{1B}[?1000l".utf8)

    /// Undoes `enter`, whatever was switched on, and leaves a sequence that was cut in its middle (CAN).
    static let leave = "\u{18}\u{1B}[?2026l\u{1B}[?1006l\u{1B}[?1002l\u{1B}[?1000l\u{1B}[?1004l\u{1B}[?2004l\u{1B}[0m"
    /// What the crash guard writes: `leave`, main screen, cursor.
    static let emergency = leave + "\u{1B}[?1l\u{1B}>\u{1B}[?1049l\u{1B}[?25h\r"

    /// OSC 9 (iTerm2, Windows Terminal, ConEmu) and OSC 777 (rxvt, foot, Ghostty, WezTerm).
    static func notification(title: String, body: String) -> [UInt8] {
        let heading = field(title, limit: 80)
        let text = field(body, limit: 240)
        let joined = heading.isEmpty ? text : text.isEmpty ? heading : heading + ": " + text
        return Array("\u{1B}]9;\(joined)\u{7}\u{1B}]777;notify;\(heading);\(text)\u{7}".utf8)
    }

    // A semicolon would end the field.
    private static func field(_ text: String, limit: Int) -> String {
        String(TextFitting.truncated(HarmlessText.sanitised(text), to: limit).map { $0 == ";" ? "," : $0 })
    }

    /// OSC 52: the clipboard.
    static func clipboard(_ text: String) -> [UInt8] {
        Array("\u{1B}]52;c;".utf8) + base64(Array(text.utf8)) + [7]
    }

    /// RFC 4648 with padding.
    static func base64(_ bytes: [UInt8]) -> [UInt8] {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var result: [UInt8] = []
        result.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var value = group.reduce(0) { $0 << 8 | Int($1) }
            value <<= 8 * (3 - group.count)
            for index in 0..<4 {
                result.append(
                    index <= group.count ? alphabet[value >> (18 - 6 * index) & 63] : UInt8(ascii: "="))
            }
        }
        return result
    }
}
