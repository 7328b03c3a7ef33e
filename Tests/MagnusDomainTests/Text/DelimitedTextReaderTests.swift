import Testing

@testable import MagnusDomain

@Suite struct DelimitedTextReaderTests {
    private func texts(_ text: String, separator: Character? = ",") -> [[String]] {
        DelimitedTextReader.records(of: Array(text.utf8), separator: separator).map(\.texts)
    }

    @Test func plainAndQuoted() {
        #expect(texts("a,b\nc,d\n") == [["a", "b"], ["c", "d"]])
        #expect(texts("a,b") == [["a", "b"]])
        #expect(texts("a,\n,b\n") == [["a", ""], ["", "b"]])
        #expect(texts("\"a,b\",\"c\"\"d\"\n") == [["a,b", "c\"d"]])
        #expect(texts("\"\"\n") == [[""]])
        #expect(texts("") == [])
        #expect(texts("a\n\n\nb\n") == [["a"], [], [], ["b"]])
        #expect(texts(" \"x,y\" ,z") == [["x,y", "z"]])
        #expect(texts("5\" pipe,6\"") == [["5\" pipe", "6\""]])
        #expect(texts("a\"b,c") == [["a\"b", "c"]])
    }

    @Test func lineEndsMixed() {
        #expect(texts("a\r\nb\rc\nd\r\r\ne") == [["a"], ["b"], ["c"], ["d"], [], ["e"]])
        #expect(texts("\"x\r\ny\rz\nw\",2\r\n") == [["x\ny\nz\nw", "2"]])
    }

    @Test func positions() throws {
        let records = DelimitedTextReader.records(of: Array("é,b\n\"l1\nl2\", \"q\",t\nlast".utf8), separator: ",")
        let first = try #require(records.first)
        #expect(first.fields.map(\.column) == [1, 3])
        let second = records[1]
        #expect(
            second.line == 2 && second.fields.map(\.line) == [2, 3, 3] && second.fields.map(\.column) == [1, 6, 10])
        #expect(second.fields.map(\.isQuoted) == [true, true, false])
        #expect(records[2].line == 4)
    }

    @Test func problemsAreLocated() {
        let records = DelimitedTextReader.records(of: Array("a,b\u{0}c\n\"x\"y,z\n\"open\nstill".utf8), separator: ",")
        #expect(records.count == 4)
        #expect(records[0].texts == ["a", "bc"])
        #expect(records[0].problems == [DelimitedProblem(cause: .controlByte(0), line: 1, column: 4)])
        #expect(records[1].texts == ["xy", "z"])
        #expect(records[1].problems == [DelimitedProblem(cause: .textAfterQuote, line: 2, column: 4)])
        #expect(records[2].texts == ["open"])
        #expect(records[2].problems == [DelimitedProblem(cause: .unclosedQuote, line: 3, column: 1)])
        #expect(records[3].texts == ["still"] && records[3].line == 4 && records[3].problems.isEmpty)
    }

    @Test func capsHold() {
        let limits = DelimitedTextReader.Limits(fieldBytes: 5, recordBytes: 20, fields: 3)
        func records(_ text: String) -> [DelimitedRecord] {
            DelimitedTextReader.records(of: Array(text.utf8), separator: ",", limits: limits)
        }
        let long = records("abcdefgh,x\nok\n")
        #expect(long.map(\.texts) == [["abcde", "x"], ["ok"]])
        #expect(long[0].problems.map(\.cause) == [.fieldTooLong])
        let many = records("1,2,3,4,5\nok\n")
        #expect(many.map(\.texts) == [["1", "2", "3"], ["ok"]] && many[0].problems.map(\.cause) == [.recordTooLong])
        // A quote without an end costs one record, not the file.
        let unclosed = records("\"abc\n" + String(repeating: "line\n", count: 8) + "good,row\n")
        #expect(unclosed.last?.texts == ["good", "row"])
        #expect(unclosed[0].problems.map(\.cause).contains(.unclosedQuote))
        #expect(records("äöüä\n").map(\.texts) == [["äö"]])
        let noise = DelimitedTextReader.records(of: [UInt8](repeating: 0x01, count: 100_000), separator: ",")
        #expect(noise.map(\.problems.count) == [16])
    }

    @Test func separatorIsSniffed() {
        #expect(texts("a;b;c\n1,5;2;3\n", separator: nil).map(\.count) == [3, 3])
        #expect(texts("a\tb\n1,000\t2\n", separator: nil).map(\.count) == [2, 2])
        #expect(texts("Date,Text\n1,\"a;b;c;d\"\n", separator: nil).map(\.count) == [2, 2])
        #expect(texts("alone\n", separator: nil) == [["alone"]])
    }

    @Test func encodings() {
        let text = "Näme;Größe\n€;“x”\n"
        let bom: [UInt8] = [0xEF, 0xBB, 0xBF]
        let little = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        let long = text.unicodeScalars.flatMap { scalar in (0..<4).map { UInt8(scalar.value >> ($0 * 8) & 0xFF) } }
        let longBig = text.unicodeScalars.flatMap { scalar in
            (0..<4).reversed().map { UInt8(scalar.value >> ($0 * 8) & 0xFF) }
        }
        let windows: [UInt8] = text.unicodeScalars.map { scalar in
            switch scalar {
            case "€": 0x80
            case "“": 0x93
            case "”": 0x94
            default: UInt8(scalar.value)
            }
        }
        for (bytes, encoding) in [
            (Array(text.utf8), TextEncoding.utf8), (bom + Array(text.utf8), .utf8),
            ([0xFF, 0xFE] + little, .utf16LittleEndian),
            (little, .utf16LittleEndian), ([0xFE, 0xFF] + big, .utf16BigEndian), (big, .utf16BigEndian),
            (windows, .windows1252), ([0xFF, 0xFE, 0, 0] + long, .utf32LittleEndian), (long, .utf32LittleEndian),
            ([0, 0, 0xFE, 0xFF] + longBig, .utf32BigEndian), (longBig, .utf32BigEndian),
        ] {
            var reader = DelimitedTextReader()
            var records = reader.read(bytes)
            records += reader.finish()
            #expect(reader.encoding == encoding && reader.separator == 0x3B)
            #expect(records.map(\.texts) == [["Näme", "Größe"], ["€", "“x”"]])
        }
        #expect(
            DelimitedTextReader.records(of: [0xE9, 0x2C, 0x80], encoding: .latin1).map(\.texts) == [["é", "\u{80}"]])
        #expect(
            DelimitedTextReader.records(of: [0x3D, 0xD8, 0x41, 0x00], encoding: .utf16LittleEndian).map(\.texts) == [
                ["\u{FFFD}A"]
            ])
        // 🙂 is U+1F642; U+D83D is half a character, and the last one is cut off.
        let face: [UInt8] = [0x42, 0xF6, 0x01, 0, 0x3D, 0xD8, 0, 0, 0x41]
        #expect(
            DelimitedTextReader.records(of: face, encoding: .utf32LittleEndian).map(\.texts) == [["🙂\u{FFFD}\u{FFFD}"]])
        #expect(
            DelimitedTextReader.records(of: [0x3D, 0xD8, 0x42, 0xDE], encoding: .utf16LittleEndian).map(\.texts) == [
                ["🙂"]
            ])
    }

    /// UTF-8 that breaks far behind the part that is looked at: the cell is read as Windows-1252 and reported.
    @Test func lateWrongBytes() {
        let bytes = Array(String(repeating: "ä,b\n", count: 5000).utf8) + [0x4D, 0xFC, 0x6C, 0x2C, 0x78, 0x0A]
        let records = DelimitedTextReader.records(of: bytes)
        #expect(records.last?.texts == ["Mül", "x"])
        #expect(records.last?.problems.map(\.cause) == [.wrongEncoding])
        #expect(records.last?.problems.first?.line == 5001)
    }

    private static let sample =
        "\u{FEFF}Date;Text;Amount\r\n2027-03-15;\"two\r\nlines; \"\"q\"\"\";(1.234,50)\r\r\n"
        + ";é€🙂;\"\"\n\u{0}x\"y\";z\n\"tail\" t;\"open\n"

    @Test func everySplitGivesTheSame() {
        let bytes = Array(Self.sample.utf8)
        let whole = DelimitedTextReader.records(of: bytes)
        #expect(whole.count == 6)
        for first in 0...bytes.count {
            for second in first...bytes.count {
                var reader = DelimitedTextReader()
                var records = reader.read(bytes[..<first])
                records += reader.read(bytes[first..<second])
                records += reader.read(bytes[second...])
                records += reader.finish()
                if records != whole { Issue.record("split at \(first) and \(second)") }
            }
        }
    }

    /// Beyond the bytes that are looked at first, pieces go through the parser one by one.
    @Test func splitsBehindTheHead() {
        var random = SeededGenerator(seed: 13)
        let padding = Array(String(repeating: "a;b\n", count: 4090).utf8)
        let bytes = padding + Array(Self.sample.utf8)
        let whole = DelimitedTextReader.records(of: bytes)
        for _ in 0..<20 {
            var reader = DelimitedTextReader()
            var records: [DelimitedRecord] = []
            var start = 0
            while start < bytes.count {
                let size = start < padding.count - 50 ? 4000 : Int.random(in: 1...9, using: &random)
                let end = min(start + size, bytes.count)
                records += reader.read(bytes[start..<end])
                start = end
            }
            records += reader.finish()
            if records != whole { Issue.record("pieces give another result") }
        }
    }

    @Test func noiseNeverTraps() {
        var random = SeededGenerator(seed: 17)
        let common: [UInt8] = [0x22, 0x2C, 0x3B, 0x0A, 0x0D, 0x09, 0x00, 0x20, 0xC3, 0xE2, 0xFF, 0xFE, 0x61]
        let limits = DelimitedTextReader.Limits(fieldBytes: 7, recordBytes: 30, fields: 4)
        for _ in 0..<400 {
            let bytes = (0..<Int.random(in: 0...200, using: &random)).map { _ in
                Bool.random(using: &random)
                    ? common[Int.random(in: 0..<common.count, using: &random)]
                    : UInt8.random(in: 0...255, using: &random)
            }
            for encoding in [nil, TextEncoding.utf16BigEndian, .latin1] {
                let whole = DelimitedTextReader.records(of: bytes, encoding: encoding, limits: limits)
                var reader = DelimitedTextReader(encoding: encoding, limits: limits)
                var records: [DelimitedRecord] = []
                for byte in bytes { records += reader.read(CollectionOfOne(byte)) }
                records += reader.finish()
                #expect(records == whole)
                #expect(whole.allSatisfy { $0.fields.count <= 4 })
            }
        }
    }
}
