/// Turns the bytes a terminal sends into events: keys of xterm, tmux, screen, linux, rxvt, UTF-8, bracketed paste, SGR
/// mouse, focus reports.
///
/// A value without a clock. Bytes may come cut at any place. A lone Escape cannot be told from the beginning of a sequence
/// until nothing follows: while `patience` is not nil and no byte has come for that long, the caller calls `flush()`.
/// No input stops it: sequences and pastes are bounded, what is not understood is dropped.
public struct InputDecoder: Sendable {
    enum State: Equatable, Sendable {
        case ground
        case escape
        /// Inside `ESC [`, with the bytes after it.
        case control([UInt8])
        /// After `ESC O`, with a modifier digit when one came.
        case singleShift([UInt8])
        /// The three bytes of an old mouse report.
        case oldMouse([UInt8])
        case utf8([UInt8], missing: Int)
    }

    var state = State.ground
    /// Escape came before the current key.
    var alt = false
    private var paste: PasteCollector?
    private let pasteLimit: Int

    /// Longest control sequence kept; a longer one is dropped as a whole.
    static let longestSequence = 64

    /// - Parameter pasteLimit: bytes of one paste that are kept; the rest is read and dropped.
    public init(pasteLimit: Int = 1 << 20) {
        self.pasteLimit = max(0, pasteLimit)
    }

    /// How long the caller should wait for more bytes before it calls `flush()`; nil when nothing is pending.
    public var patience: Duration? {
        if paste != nil { return .seconds(1) }
        return state == .ground ? nil : .milliseconds(25)
    }

    /// Decodes bytes as they come, those of one read together.
    public mutating func decode(_ bytes: some Sequence<UInt8>) -> [InputEvent] {
        var events: [InputEvent] = []
        var isFirst = true
        for byte in bytes {
            if isFirst, byte == 0x03, let pending = paste {
                // Ctrl-C that is typed comes alone, pasted text in blocks: somebody wants out of a paste whose end got lost.
                paste = nil
                events.append(.paste(pending.text, truncated: true))
            }
            isFirst = false
            consume(byte, &events)
        }
        return events
    }

    /// Ends what is pending: a lone Escape becomes the key, a paste whose end never came is delivered as it is, an
    /// unfinished sequence is dropped.
    public mutating func flush() -> [InputEvent] {
        if let pending = paste {
            paste = nil
            return [.paste(pending.text, truncated: true)]
        }
        defer {
            state = .ground
            alt = false
        }
        switch state {
        case .ground, .oldMouse: return []
        case .escape: return alt ? [escapeKey, escapeKey] : [escapeKey]
        case .control(let bytes): return bytes.isEmpty ? [.key(KeyChord(.character("["), [.alt]))] : []
        case .singleShift(let bytes): return bytes.isEmpty ? [.key(KeyChord(.character("O"), [.alt]))] : []
        case .utf8: return [key(.character("\u{FFFD}"))]
        }
    }

    private var escapeKey: InputEvent { .key(KeyChord(.escape)) }

    private mutating func consume(_ byte: UInt8, _ events: inout [InputEvent]) {
        if paste != nil {
            if paste?.append(byte) == true, let done = paste {
                paste = nil
                events.append(.paste(done.text, truncated: done.truncated))
            }
            return
        }
        switch state {
        case .ground: ground(byte, &events)
        case .escape: afterEscape(byte, &events)
        case .control(let bytes): control(bytes, byte, &events)
        case .singleShift(let bytes): singleShift(bytes, byte, &events)
        case .oldMouse(let bytes):
            state = bytes.count == 2 ? .ground : .oldMouse(bytes + [byte])
            if bytes.count == 2, let event = Self.mouse(old: bytes + [byte]) { events.append(.mouse(event)) }
        case .utf8(let bytes, let missing): utf8(bytes, missing, byte, &events)
        }
    }

    private mutating func ground(_ byte: UInt8, _ events: inout [InputEvent]) {
        switch byte {
        case 0x1B: state = .escape
        case 0xC2...0xDF: state = .utf8([byte], missing: 1)
        case 0xE0...0xEF: state = .utf8([byte], missing: 2)
        case 0xF0...0xF4: state = .utf8([byte], missing: 3)
        case 0x80...0xFF: emit(.character("\u{FFFD}"), [], &events)
        default:
            let (key, modifiers) = Self.plainKey(byte)
            emit(key, modifiers, &events)
        }
    }

    private mutating func afterEscape(_ byte: UInt8, _ events: inout [InputEvent]) {
        switch byte {
        case 0x1B:
            // rxvt sends Alt with a cursor key as two Escapes; a third one means the first was a key of its own.
            if alt { events.append(escapeKey) }
            alt = true
        case UInt8(ascii: "["): state = .control([])
        case UInt8(ascii: "O"): state = .singleShift([])
        default:
            if alt { events.append(escapeKey) }
            alt = true
            state = .ground
            ground(byte, &events)
        }
    }

    private mutating func control(_ bytes: [UInt8], _ byte: UInt8, _ events: inout [InputEvent]) {
        if interrupts(byte) { return restart(byte, &events) }
        if bytes.isEmpty, byte == UInt8(ascii: "M") {
            state = .oldMouse([])
            alt = false
            return
        }
        // The linux console sends F1 to F5 as ESC [ [ A ... E.
        let linuxFunction = bytes.isEmpty && byte == UInt8(ascii: "[")
        // rxvt ends shifted keys in `$`, which otherwise is an intermediate byte.
        let rxvtShift = byte == UInt8(ascii: "$") && bytes.last.map { (0x30...0x39).contains($0) } == true
        guard (0x40...0x7E).contains(byte) && !linuxFunction || rxvtShift else {
            state = bytes.count < Self.longestSequence ? .control(bytes + [byte]) : .control(bytes)
            return
        }
        state = .ground
        let wasAlt = alt
        alt = false
        guard bytes.count < Self.longestSequence else { return }
        if byte == UInt8(ascii: "~"), bytes.elementsEqual("200".utf8) {
            paste = PasteCollector(limit: pasteLimit)
            return
        }
        if let event = Self.controlSequence(bytes, final: byte, alt: wasAlt) { events.append(event) }
    }

    private mutating func singleShift(_ bytes: [UInt8], _ byte: UInt8, _ events: inout [InputEvent]) {
        if interrupts(byte) { return restart(byte, &events) }
        if (0x30...0x39).contains(byte), bytes.count < 2 {
            state = .singleShift(bytes + [byte])
            return
        }
        state = .ground
        let wasAlt = alt
        alt = false
        if let event = Self.singleShiftSequence(bytes, final: byte, alt: wasAlt) { events.append(event) }
    }

    // A control character or a byte beyond ASCII inside a sequence ends it: the sequence was broken on its way.
    private func interrupts(_ byte: UInt8) -> Bool { byte < 0x20 || byte > 0x7E }

    private mutating func restart(_ byte: UInt8, _ events: inout [InputEvent]) {
        state = .ground
        alt = false
        // CAN and SUB only cancel.
        if byte != 0x18 && byte != 0x1A { ground(byte, &events) }
    }

    private mutating func utf8(_ bytes: [UInt8], _ missing: Int, _ byte: UInt8, _ events: inout [InputEvent]) {
        guard (0x80...0xBF).contains(byte) else {
            state = .ground
            emit(.character("\u{FFFD}"), [], &events)
            ground(byte, &events)
            return
        }
        let all = bytes + [byte]
        if missing > 1 {
            state = .utf8(all, missing: missing - 1)
            return
        }
        state = .ground
        // Repairing decoding turns overlong forms and surrogates into U+FFFD.
        emit(.character(String(decoding: all, as: UTF8.self).first ?? "\u{FFFD}"), [], &events)
    }

    private mutating func emit(_ key: Key, _ modifiers: KeyModifiers, _ events: inout [InputEvent]) {
        events.append(.key(KeyChord(key, alt ? modifiers.union(.alt) : modifiers)))
        alt = false
    }

    private func key(_ key: Key) -> InputEvent {
        .key(KeyChord(key, alt ? [.alt] : []))
    }
}

/// Gathers the bytes of a bracketed paste up to its end mark.
private struct PasteCollector: Sendable {
    private static let end = Array("\u{1B}[201~".utf8)
    private let limit: Int
    private var bytes: [UInt8] = []
    private var matched = 0
    private(set) var truncated = false

    init(limit: Int) {
        self.limit = limit
    }

    /// - Returns: whether the end mark is complete.
    mutating func append(_ byte: UInt8) -> Bool {
        if byte == Self.end[matched] {
            matched += 1
            if matched == Self.end.count { return true }
            return false
        }
        for held in Self.end[..<matched] { keep(held) }
        matched = byte == Self.end[0] ? 1 : 0
        if matched == 0 { keep(byte) }
        return false
    }

    private mutating func keep(_ byte: UInt8) {
        if bytes.count < limit { bytes.append(byte) } else { truncated = true }
    }

    /// Line ends as `\n`; other controls, which could be meant to press keys, are gone.
    var text: String {
        var result = String.UnicodeScalarView()
        var afterReturn = false
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            defer { afterReturn = scalar == "\r" }
            switch scalar {
            case "\r": result.append("\n")
            case "\n": if !afterReturn { result.append(scalar) }
            case "\t": result.append(scalar)
            default: if HarmlessText.visibleForm(of: scalar) == nil { result.append(scalar) }
            }
        }
        return String(result)
    }
}
