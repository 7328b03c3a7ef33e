import Glibc
import Testing

@testable import MagnusCurses

@Suite struct FrameBytesTests {
    private static let terminals = ["xterm-256color", "tmux-256color", "screen-256color", "linux", "xterm", "vt100"]

    @Test(arguments: terminals)
    func oneCellIsUnderAHundredBytesAndAnEqualFrameNone(_ term: String) throws {
        let run = try ProbeRun(environment: ["TERM=\(term)", "LC_ALL=C.UTF-8"], rows: 36, columns: 120)
        try #require(run.wait(for: "\u{1B}[?2026l"), "\(run.text.prefix(200))")
        run.forget()
        // A frame is whole with its last sequence: nothing of this one is left to come.
        run.send("t")
        try #require(run.wait(for: "\u{1B}[?2026l"))
        #expect(run.text.contains("1"))
        run.forget()
        // Four equal frames write nothing, so the next bytes are those of the changed cell.
        run.send("nnnnt")
        try #require(run.wait(for: "\u{1B}[?2026l"))
        #expect(run.text.contains("2"))
        #expect(run.output.count < 100, "\(run.output.count) bytes: \(run.text.debugDescription)")
        #expect(run.text.hasPrefix("\u{1B}[?2026h"))
    }

    @Test func twentyFourBitColoursThroughADerivedEntry() throws {
        let cache = "/tmp/magnus-terminfo-\(getpid())"
        let run = try ProbeRun(
            ["--cache", cache], environment: ["TERM=xterm-256color", "COLORTERM=truecolor", "LC_ALL=C.UTF-8"],
            rows: 36, columns: 120)
        try #require(run.wait(for: "\u{1B}[?2026l"))
        // The ground of magnus-dark: #12151c.
        #expect(run.text.contains("48;2;18;21;28"))
        #expect(run.text.contains("COLORTERM=truecolor"))
    }

    /// Several emulators and recorders draw scrolled regions wrongly.
    @Test(arguments: ["xterm-256color", "tmux-256color", "screen-256color", "linux", "vt100"], [true, false])
    func nothingIsScrolled(_ term: String, _ isDirect: Bool) throws {
        let cache = "/tmp/magnus-terminfo-scroll-\(getpid())"
        let run = try ProbeRun(
            ["--cache", cache],
            environment: ["TERM=\(term)", "LC_ALL=C.UTF-8"] + (isDirect ? ["COLORTERM=truecolor"] : []), rows: 36,
            columns: 120)
        try #require(run.wait(for: "\u{1B}[?2026l"), "\(run.text.prefix(200))")
        run.forget()
        run.send("st")
        try #require(run.wait(for: "Positions"))
        var rest = run.text[...]
        while let start = rest.firstRange(of: "\u{1B}[") {
            rest = rest[start.upperBound...]
            let body = rest.prefix { $0.isNumber || $0 == ";" || $0 == "?" }
            let final = rest.dropFirst(body.count).first
            // Scroll up and down, insert and delete lines, a region of its own.
            #expect(!"STLMr".contains(final ?? " "), "CSI \(body)\(final ?? " ") under \(term)")
        }
        #expect(!run.text.contains("\u{1B}M") && !run.text.contains("\u{1B}D"))
    }

    @Test(arguments: [
        (["NO_COLOR=1"], [String]()), ([], ["--color", "none"]),
    ])
    func noColourMeansNoColour(_ environment: [String], _ arguments: [String]) throws {
        let run = try ProbeRun(arguments, environment: ["TERM=xterm-256color", "LC_ALL=C.UTF-8"] + environment)
        try #require(run.wait(for: "\u{1B}[?2026l"))
        for code in ["[38;", "[48;", "[3", "[4"].map({ "\u{1B}" + $0 }) {
            // 39 and 49 name the default colours.
            let found = run.text.ranges(of: code).filter {
                let rest = run.text[$0.upperBound...].prefix { $0 != "m" }
                return rest != "9" && rest != "9;49" && run.text[$0.upperBound...].first != "m" && rest.count < 12
                    && !rest.contains("H") && !rest.contains("\u{1B}") && rest.allSatisfy { $0.isNumber || $0 == ";" }
            }
            #expect(found.isEmpty, "a colour: \(found.map { run.text[$0.lowerBound...].prefix(12).debugDescription })")
        }
    }

    @Test func withoutUTF8NoByteBeyondASCII() throws {
        let run = try ProbeRun(environment: ["TERM=xterm-256color", "LC_ALL=C"])
        try #require(run.wait(for: "\u{1B}[?2026l"))
        #expect(run.output.allSatisfy { $0 < 0x80 })
        #expect(run.text.contains("1 Positions"))
    }

    @Test func aTerminalThatNobodyReadsBlocksNothing() throws {
        let run = try ProbeRun(rows: 60, columns: 200)
        try #require(run.wait(for: "\u{1B}[?2026l"))
        run.forget()
        // While nothing is read the pseudo-terminal holds some kilobytes; 500 frames are six megabytes.
        run.send("f")
        try #require(run.wait(for: "flooded deferring", within: .seconds(20)))
        #expect(run.output.count < 1 << 20, "frames were queued instead of dropped")
        run.send("q")
        let status = try #require(run.waitForChange())
        #expect(status == 0)
    }

    @Test func aStormOfResizesEndsInTheLastSize() throws {
        let run = try ProbeRun()
        try #require(run.wait(for: "\u{1B}[?2026l"))
        for step in 0..<200 {
            run.resize(rows: UInt16(5 + step % 60), columns: UInt16(20 + step))
        }
        run.resize(rows: 40, columns: 100)
        #expect(run.wait(for: "resized 100x40"))
        run.resize(rows: 5, columns: 20)
        #expect(run.wait(for: "20x5"))
        run.send("q")
        let status = try #require(run.waitForChange())
        #expect(status == 0)
    }

    @Test func keysPastesAndMouseArrive() throws {
        let run = try ProbeRun()
        try #require(run.wait(for: "\u{1B}[?2026l"))
        run.send("\u{1B}[1;5A")
        #expect(run.wait(for: "key <C-Up>"))
        run.send("\u{1B}")
        #expect(run.wait(for: "Esc>"))
        run.send("\u{1B}[200~hello\u{1B}[201~")
        #expect(run.wait(for: "paste hello"))
        run.send("\u{1B}[<0;10;5M")
        #expect(run.wait(for: "mouse press(", within: .seconds(5)) && run.wait(for: "9,4"))
    }

    @Test func clipboardAndNotificationAreOneSequenceEach() throws {
        let run = try ProbeRun()
        try #require(run.wait(for: "\u{1B}[?2026l"))
        run.send("C")
        #expect(run.wait(for: "\u{1B}]52;c;Y29waWVkIHRleHQ=\u{7}"))
        run.send("N")
        #expect(run.wait(for: "\u{1B}]9;Alert, ^[]52,c,AAAA^G: XSP expires\u{7}"))
    }
}
