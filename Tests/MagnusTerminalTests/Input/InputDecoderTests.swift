import Testing

@testable import MagnusTerminal

@Suite struct InputDecoderTests {
    private func decode(_ text: String) -> [InputEvent] {
        var decoder = InputDecoder()
        return decoder.decode(Array(text.utf8)) + decoder.flush()
    }

    @Test(arguments: [
        ("j", "j"), ("G", "G"), (" ", "<Space>"), ("\r", "<Enter>"), ("\t", "<Tab>"), ("\u{7F}", "<Backspace>"),
        ("\u{08}", "<Backspace>"), ("\u{04}", "<C-d>"), ("\u{00}", "<C-Space>"), ("\u{1F}", "<C-_>"),
        ("\u{0A}", "<C-j>"),
        ("é", "é"), ("日", "日"), ("🙂", "🙂"),
        // xterm
        ("\u{1B}[A", "<Up>"), ("\u{1B}OA", "<Up>"), ("\u{1B}[1;5A", "<C-Up>"), ("\u{1B}[1;2C", "<S-Right>"),
        ("\u{1B}[1;3D", "<A-Left>"), ("\u{1B}[H", "<Home>"), ("\u{1B}[F", "<End>"), ("\u{1B}[3~", "<Delete>"),
        ("\u{1B}[2~", "<Insert>"), ("\u{1B}[5~", "<PageUp>"), ("\u{1B}[6;5~", "<C-PageDown>"), ("\u{1B}OP", "<F1>"),
        ("\u{1B}[15~", "<F5>"), ("\u{1B}[24~", "<F12>"), ("\u{1B}[Z", "<S-Tab>"), ("\u{1B}[1;6P", "<C-S-F1>"),
        // tmux, screen
        ("\u{1B}[1~", "<Home>"), ("\u{1B}[4~", "<End>"),
        // Linux console
        ("\u{1B}[[A", "<F1>"), ("\u{1B}[[E", "<F5>"),
        // rxvt
        ("\u{1B}[7~", "<Home>"), ("\u{1B}[8~", "<End>"), ("\u{1B}[a", "<S-Up>"), ("\u{1B}Oa", "<C-Up>"),
        ("\u{1B}[3$", "<S-Delete>"), ("\u{1B}[3^", "<C-Delete>"), ("\u{1B}[3@", "<C-S-Delete>"),
        ("\u{1B}\u{1B}[A", "<A-Up>"), ("\u{1B}[11~", "<F1>"),
        // modifyOtherKeys and CSI u
        ("\u{1B}[27;5;13~", "<C-Enter>"), ("\u{1B}[97;5u", "<C-a>"), ("\u{1B}[13;2u", "<S-Enter>"),
        // Alt as a prefix
        ("\u{1B}x", "<A-x>"), ("\u{1B}<", "<A-lt>"), ("\u{1B}\u{7F}", "<A-Backspace>"), ("\u{1B}\u{06}", "<C-A-f>"),
        ("\u{1B}é", "<A-é>"),
    ])
    func keysOfManyTerminals(_ bytes: String, _ name: String) {
        let keys = decode(bytes).map { event -> String in
            if case .key(let chord) = event { return chord.description }
            return "\(event)"
        }
        #expect(keys == [name])
    }

    @Test func aLoneEscapeWaitsForTheCaller() {
        var decoder = InputDecoder()
        #expect(decoder.patience == nil)
        #expect(decoder.decode([0x1B]).isEmpty)
        #expect(decoder.patience == .milliseconds(25))
        #expect(decoder.flush() == [.key(KeyChord(.escape))])
        #expect(decoder.patience == nil && decoder.flush().isEmpty)
        #expect(decode("\u{1B}\u{1B}") == [.key(KeyChord(.escape)), .key(KeyChord(.escape))])
    }

    @Test func everySplitOfTheBytesGivesTheSameEvents() {
        let bytes = Array("aé日🙂\u{1B}[1;5A\u{1B}[<0;3;4M\u{1B}[200~x\u{1B}[y\r\n\u{1B}[201~\u{1B}OPz".utf8)
        var whole = InputDecoder()
        let expected = whole.decode(bytes)
        for cut in 1..<bytes.count {
            var decoder = InputDecoder()
            #expect(decoder.decode(bytes[..<cut]) + decoder.decode(bytes[cut...]) == expected, "cut at \(cut)")
        }
        var single = InputDecoder()
        #expect(bytes.flatMap { single.decode([$0]) } == expected)
    }

    @Test(arguments: [
        ("\u{1B}[<0;10;5M", MouseEvent(kind: .press(.left), column: 9, row: 4)),
        ("\u{1B}[<0;10;5m", MouseEvent(kind: .release(.left), column: 9, row: 4)),
        ("\u{1B}[<34;1;1M", MouseEvent(kind: .drag(.right), column: 0, row: 0)),
        ("\u{1B}[<35;400;120M", MouseEvent(kind: .move, column: 399, row: 119)),
        ("\u{1B}[<64;2;3M", MouseEvent(kind: .wheelUp, column: 1, row: 2)),
        ("\u{1B}[<69;2;3M", MouseEvent(kind: .wheelDown, column: 1, row: 2, modifiers: [.shift])),
        ("\u{1B}[M !\"", MouseEvent(kind: .press(.left), column: 0, row: 1)),
        ("\u{1B}[M#!!", MouseEvent(kind: .release(.other), column: 0, row: 0)),
    ])
    func mouse(_ bytes: String, _ event: MouseEvent) {
        #expect(decode(bytes) == [.mouse(event)])
    }

    @Test func aBurstLosesNothing() {
        #expect(decode("\u{1B}[<0;1;1M\u{1B}[<0;1;1m\u{1B}[<65;1;1M").count == 3)
        #expect(decode("\u{1B}[I\u{1B}[O") == [.focusGained, .focusLost])
    }

    @Test func aPasteIsOneTextWithoutControls() {
        #expect(
            decode("\u{1B}[200~a\u{1B}[2Jb\rc\r\nd\u{7}\u{202E}e\tf\u{1B}[201~")
                == [.paste("a[2Jb\nc\nde\tf", truncated: false)])
        // Keys hidden in a paste are text.
        #expect(decode("\u{1B}[200~:quit\r\u{1B}[201~") == [.paste(":quit\n", truncated: false)])
    }

    @Test func aPasteIsBounded() {
        var decoder = InputDecoder(pasteLimit: 4)
        #expect(
            decoder.decode(Array("\u{1B}[200~abcdefgh\u{1B}[201~j".utf8))
                == [.paste("abcd", truncated: true), .key(.character("j"))])
        #expect(decoder.decode(Array("\u{1B}[200~ab".utf8)).isEmpty)
        #expect(decoder.patience == .seconds(1))
        #expect(decoder.flush() == [.paste("ab", truncated: true)])
        // Its end got lost, and somebody types on faster than it times out.
        _ = decoder.decode(Array("\u{1B}[200~ab12".utf8))
        #expect(
            decoder.decode([0x03, 0x6A]) == [
                .paste("ab12", truncated: true), .key(KeyChord(.character("c"), [.control])), .key(.character("j")),
            ])
        #expect(decoder.decode(Array("j".utf8)) == [.key(.character("j"))])
        // Within pasted text it is a control character like any other: what is pasted presses no key.
        var roomy = InputDecoder()
        #expect(
            roomy.decode(Array("\u{1B}[200~a\u{3}b\u{3}c\u{1B}[201~".utf8)) == [.paste("abc", truncated: false)])
    }

    @Test(arguments: ["\u{1B}[?1;2c", "\u{1B}[9999999999~", "\u{1B}[200;1x", "\u{1B}[<1;2M", "\u{1B}[1;2;3;4;5;6R"])
    func unknownSequencesAreDropped(_ bytes: String) {
        #expect(decode(bytes + "j") == [.key(.character("j"))])
    }

    @Test func brokenUTF8BecomesReplacementCharacters() {
        var decoder = InputDecoder()
        let replacement = InputEvent.key(.character("\u{FFFD}"))
        #expect(decoder.decode([0xFF, 0x61]) == [replacement, .key(.character("a"))])
        #expect(decoder.decode([0xE6, 0x97, 0x61]) == [replacement, .key(.character("a"))])
        // A surrogate, and an overlong form.
        #expect(decoder.decode([0xED, 0xA0, 0x80]) == [replacement])
        #expect(decoder.decode([0xE0, 0x80, 0xAF]) == [replacement])
    }

    /// Random bytes, many of them from the alphabet of sequences: nothing stops it, and afterwards a key is a key.
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func garbageNeverStallsIt(_ seed: UInt64) {
        var random = SplitMix(state: seed)
        let alphabet = Array("\u{1B}[]O<M;0123456789~?$^@mABCDHFZuPQ \u{1B}[200~\u{1B}[201~".utf8)
        for _ in 0..<300 {
            var decoder = InputDecoder(pasteLimit: 64)
            let bytes = (0..<200).map { _ -> UInt8 in
                let value = random.next()
                return value & 3 == 0
                    ? UInt8(truncatingIfNeeded: value >> 8) : alphabet[Int(value >> 8) % alphabet.count]
            }
            for event in decoder.decode(bytes) {
                if case .paste(let text, _) = event { #expect(!text.unicodeScalars.contains("\u{1B}")) }
            }
            _ = decoder.flush()
            #expect(decoder.patience == nil)
            #expect(decoder.decode([UInt8(ascii: "j")]) == [.key(.character("j"))])
        }
    }
}

/// SplitMix64, so that every run sees the same bytes.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
