/// Text from outside made safe to print: on the screen, in CLI output, in logs.
///
/// Whoever writes a headline, a file cell or a symbol must not be able to move the cursor, set the clipboard or the
/// window title, hide text or turn its direction round.
public enum HarmlessText {
    /// The text with everything that acts on a terminal or hides content taken out, on one line.
    ///
    /// Removed: escape sequences as a whole (CSI, OSC, DCS, SOS, PM, APC, both the ESC and the C1 form; of one that
    /// does not end, only the introducer, so that it cannot swallow the rest), other control characters, bidirectional
    /// controls, zero-width and invisible characters, tag and private-use characters, combining marks beyond the third
    /// in a row.
    /// Line breaks, tabs and exotic blanks become one blank each. What is left may be empty.
    /// - Parameters:
    ///   - maximumLength: Unicode scalars of the result at most, the `…` of a shortened text included; 0 or less gives
    ///     the empty text. The work is bounded by it, not by the length of the input.
    public static func sanitised(_ text: String, maximumLength: Int) -> String {
        guard maximumLength > 0 else { return "" }
        // Enough of the input to fill the result with a few sequences in between; the rest is never looked at.
        let window = maximumLength.multipliedReportingOverflow(by: 8)
        let limit = window.overflow ? Int.max : max(window.partialValue, 4096)
        let input = Array(text.unicodeScalars.prefix(limit))
        var isShortened =
            text.unicodeScalars.index(
                text.unicodeScalars.startIndex, offsetBy: limit, limitedBy: text.unicodeScalars.endIndex
            ).map { $0 != text.unicodeScalars.endIndex } ?? false
        var output: [Unicode.Scalar] = []
        var marks = 0
        var index = 0
        while index < input.count {
            if output.count > maximumLength {
                isShortened = true
                break
            }
            let scalar = input[index]
            if let end = endOfSequence(input, at: index) {
                index = end
                continue
            }
            index += 1
            guard let visible = visible(scalar) else { continue }
            marks = isCombining(visible) ? marks + 1 : 0
            if marks <= 3 { output.append(visible) }
        }
        if output.count > maximumLength { isShortened = true }
        if isShortened {
            output = Array(output.prefix(maximumLength - 1))
            output.append("…")
        }
        var result = String.UnicodeScalarView()
        result.append(contentsOf: output)
        return String(result)
    }

    /// The index behind the terminal sequence that begins at `index`, nil when none does.
    private static func endOfSequence(_ input: [Unicode.Scalar], at index: Int) -> Int? {
        var kind = input[index].value
        var body = index + 1
        if kind == 0x1B {
            guard body < input.count else { return body }
            let next = input[body].value
            // ESC followed by 0x40...0x5F is the seven-bit form of a C1 control.
            guard (0x40...0x5F).contains(next) else {
                if (0x20...0x2F).contains(next) { return endOfIntermediates(input, from: body) }
                return (0x30...0x7E).contains(next) ? body + 1 : body
            }
            kind = next + 0x40
            body += 1
        }
        switch kind {
        case 0x9B: return endOfControlSequence(input, from: body)
        case 0x90, 0x98, 0x9D, 0x9E, 0x9F: return endOfString(input, from: body) ?? body
        case 0x80...0x9F: return body
        default: return nil
        }
    }

    /// CSI: parameters and intermediates 0x20...0x3F, then one final byte 0x40...0x7E.
    private static func endOfControlSequence(_ input: [Unicode.Scalar], from start: Int) -> Int {
        var index = start
        while index < input.count, index - start < 64, (0x20...0x3F).contains(input[index].value) { index += 1 }
        guard index < input.count, (0x40...0x7E).contains(input[index].value) else { return start }
        return index + 1
    }

    private static func endOfIntermediates(_ input: [Unicode.Scalar], from start: Int) -> Int {
        var index = start
        while index < input.count, index - start < 8, (0x20...0x2F).contains(input[index].value) { index += 1 }
        guard index < input.count, (0x30...0x7E).contains(input[index].value) else { return start }
        return index + 1
    }

    /// OSC and its kin: up to BEL, ST or ESC \; nil when none follows within the part that is looked at.
    private static func endOfString(_ input: [Unicode.Scalar], from start: Int) -> Int? {
        for index in start..<min(input.count, start + 4096) {
            switch input[index].value {
            case 0x07, 0x9C: return index + 1
            case 0x1B:
                let isTerminator = index + 1 < input.count && input[index + 1] == "\\"
                return isTerminator ? index + 2 : index
            default: continue
            }
        }
        return nil
    }

    private static func isCombining(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .spacingMark: true
        default: false
        }
    }

    /// The scalar as it may be shown, a blank in place of any other white space, nil when it must not be.
    private static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar.value {
        case 0x20...0x7E: return scalar
        case 0x09...0x0D, 0x85, 0xA0, 0x2028, 0x2029: return " "
        case 0...0x1F, 0x7F...0x9F: return nil
        // Blank although they count as letters or marks: fillers, selectors beyond the common sixteen.
        case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, 0x180B...0x180F: return nil
        case 0xE0000...0xE0FFF: return nil
        default: break
        }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned: return nil
        case .spaceSeparator, .lineSeparator, .paragraphSeparator: return " "
        default: return scalar
        }
    }
}
