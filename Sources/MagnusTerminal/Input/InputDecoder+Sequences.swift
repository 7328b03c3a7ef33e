extension InputDecoder {
    /// Key of a byte below 0x80.
    static func plainKey(_ byte: UInt8) -> (Key, KeyModifiers) {
        switch byte {
        case 0x00: return (.character(" "), [.control])
        case 0x09: return (.tab, [])
        case 0x0D: return (.enter, [])
        // Many terminals send BS for the Backspace key, so Ctrl-H cannot be a key of its own.
        case 0x08, 0x7F: return (.backspace, [])
        case 0x1B: return (.escape, [])
        case 0x01...0x1A: return (.character(Character(Unicode.Scalar(byte + 0x60))), [.control])
        case 0x1C...0x1F: return (.character(Character(Unicode.Scalar(byte + 0x40))), [.control])
        default: return (.character(Character(Unicode.Scalar(byte))), [])
        }
    }

    /// Event of `ESC [ bytes final`; nil for what Magnus has no use for.
    static func controlSequence(_ bytes: [UInt8], final: UInt8, alt: Bool) -> InputEvent? {
        if bytes.first == UInt8(ascii: "<") {
            return mouse(extended: Array(bytes.dropFirst()), released: final == UInt8(ascii: "m")).map(InputEvent.mouse)
        }
        if bytes.first == UInt8(ascii: "[") {
            return linuxFunctionKey(final).map { .key(KeyChord($0, alt ? [.alt] : [])) }
        }
        guard let parameters = parameters(bytes) else { return nil }
        let first = parameters.first ?? 0
        var modifiers = alt ? KeyModifiers.alt : []
        if parameters.count > 1 { modifiers.formUnion(Self.modifiers(parameters[1])) }
        switch final {
        case UInt8(ascii: "I") where bytes.isEmpty: return .focusGained
        case UInt8(ascii: "O") where bytes.isEmpty: return .focusLost
        case UInt8(ascii: "Z"): return .key(KeyChord(.tab, modifiers.union(.shift)))
        case UInt8(ascii: "~"):
            // xterm's modifyOtherKeys: 27 ; modifiers ; code.
            if first == 27, parameters.count == 3 { return coded(parameters[2], modifiers) }
            return numberedKey(first).map { .key(KeyChord($0, modifiers)) }
        // rxvt: shift, control, both.
        case UInt8(ascii: "$"): return numberedKey(first).map { .key(KeyChord($0, modifiers.union(.shift))) }
        case UInt8(ascii: "^"): return numberedKey(first).map { .key(KeyChord($0, modifiers.union(.control))) }
        case UInt8(ascii: "@"):
            return numberedKey(first).map { .key(KeyChord($0, modifiers.union([.shift, .control]))) }
        case UInt8(ascii: "u"): return coded(first, modifiers)
        case UInt8(ascii: "a")...UInt8(ascii: "d"):
            return letterKey(final - 0x20).map { .key(KeyChord($0, modifiers.union(.shift))) }
        default:
            // More parameters make it a report, such as the place of the cursor.
            guard parameters.count <= 2 else { return nil }
            return letterKey(final).map { .key(KeyChord($0, modifiers)) }
        }
    }

    /// Event of `ESC O bytes final`.
    static func singleShiftSequence(_ bytes: [UInt8], final: UInt8, alt: Bool) -> InputEvent? {
        var modifiers = alt ? KeyModifiers.alt : []
        if let parameters = parameters(bytes), let first = parameters.first {
            modifiers.formUnion(Self.modifiers(first))
        }
        if let key = letterKey(final) { return .key(KeyChord(key, modifiers)) }
        switch final {
        case UInt8(ascii: "a")...UInt8(ascii: "d"):
            return letterKey(final - 0x20).map { .key(KeyChord($0, modifiers.union(.control))) }
        case UInt8(ascii: "M"): return .key(KeyChord(.enter, modifiers))
        // Digits and operators of the keypad in application mode.
        case UInt8(ascii: "j")...UInt8(ascii: "y"):
            return .key(KeyChord(.character(Character(Unicode.Scalar(final - 0x40))), modifiers))
        default: return .key(KeyChord(.character(Character(Unicode.Scalar(final))), modifiers.union([.alt, .shift])))
        }
    }

    private static func letterKey(_ letter: UInt8) -> Key? {
        switch letter {
        case UInt8(ascii: "A"): return .up
        case UInt8(ascii: "B"): return .down
        case UInt8(ascii: "C"): return .right
        case UInt8(ascii: "D"): return .left
        case UInt8(ascii: "F"): return .end
        case UInt8(ascii: "H"): return .home
        case UInt8(ascii: "P")...UInt8(ascii: "S"): return .function(Int(letter - UInt8(ascii: "P")) + 1)
        default: return nil
        }
    }

    private static func linuxFunctionKey(_ letter: UInt8) -> Key? {
        (UInt8(ascii: "A")...UInt8(ascii: "E")).contains(letter)
            ? .function(Int(letter - UInt8(ascii: "A")) + 1) : nil
    }

    private static func numberedKey(_ number: Int) -> Key? {
        switch number {
        case 1, 7: return .home
        case 2: return .insert
        case 3: return .delete
        case 4, 8: return .end
        case 5: return .pageUp
        case 6: return .pageDown
        case 11...15: return .function(number - 10)
        case 17...21: return .function(number - 11)
        case 23...26: return .function(number - 12)
        case 28, 29: return .function(number - 13)
        case 31...34: return .function(number - 14)
        default: return nil
        }
    }

    // A key given by its code point (CSI u, modifyOtherKeys).
    private static func coded(_ code: Int, _ modifiers: KeyModifiers) -> InputEvent? {
        guard let value = UInt32(exactly: code), let scalar = Unicode.Scalar(value) else { return nil }
        if value < 0x20 || value == 0x7F {
            let (key, own) = plainKey(UInt8(value))
            return .key(KeyChord(key, own.union(modifiers)))
        }
        // 57344 and up are the private codes of the kitty protocol, which Magnus does not switch on.
        guard HarmlessText.visibleForm(of: scalar) == nil, !(0xE000...0xF8FF).contains(value) else { return nil }
        return .key(KeyChord(.character(Character(scalar)), modifiers))
    }

    private static func modifiers(_ parameter: Int) -> KeyModifiers {
        guard (2...16).contains(parameter) else { return [] }
        let bits = parameter - 1
        var result: KeyModifiers = []
        if bits & 1 != 0 { result.insert(.shift) }
        // 8 is Meta, which is Alt on today's keyboards.
        if bits & 2 != 0 || bits & 8 != 0 { result.insert(.alt) }
        if bits & 4 != 0 { result.insert(.control) }
        return result
    }

    /// Decimal numbers separated by `;`, each below 2^24; sub-parameters after `:` are skipped. Nil for other bytes.
    static func parameters(_ bytes: [UInt8]) -> [Int]? {
        if bytes.isEmpty { return [] }
        var result = [0]
        var skipping = false
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                guard !skipping else { continue }
                let value = result[result.count - 1] * 10 + Int(byte - UInt8(ascii: "0"))
                guard value < 1 << 24 else { return nil }
                result[result.count - 1] = value
            case UInt8(ascii: ";"):
                result.append(0)
                skipping = false
            case UInt8(ascii: ":"): skipping = true
            default: return nil
            }
        }
        return result
    }

    static func mouse(extended bytes: [UInt8], released: Bool) -> MouseEvent? {
        guard let numbers = parameters(bytes), numbers.count == 3, numbers[1] > 0, numbers[2] > 0 else { return nil }
        return mouse(code: numbers[0], column: numbers[1] - 1, row: numbers[2] - 1, released: released)
    }

    static func mouse(old bytes: [UInt8]) -> MouseEvent? {
        guard bytes.count == 3, bytes.allSatisfy({ $0 >= 32 }), bytes[1] > 32, bytes[2] > 32 else { return nil }
        let code = Int(bytes[0]) - 32
        return mouse(
            code: code, column: Int(bytes[1]) - 33, row: Int(bytes[2]) - 33, released: code & 3 == 3 && code & 96 == 0)
    }

    private static func mouse(code: Int, column: Int, row: Int, released: Bool) -> MouseEvent? {
        var modifiers: KeyModifiers = []
        if code & 4 != 0 { modifiers.insert(.shift) }
        if code & 8 != 0 { modifiers.insert(.alt) }
        if code & 16 != 0 { modifiers.insert(.control) }
        let number = code & 3
        let button: MouseEvent.Button = number == 0 ? .left : number == 1 ? .middle : number == 2 ? .right : .other
        let kind: MouseEvent.Kind
        if code & 64 != 0 {
            kind = number == 0 ? .wheelUp : number == 1 ? .wheelDown : number == 2 ? .wheelLeft : .wheelRight
        } else if code & 128 != 0 {
            kind = released ? .release(.other) : .press(.other)
        } else if code & 32 != 0 {
            kind = number == 3 ? .move : .drag(button)
        } else {
            kind = released ? .release(button) : .press(button)
        }
        return MouseEvent(kind: kind, column: column, row: row, modifiers: modifiers)
    }
}
