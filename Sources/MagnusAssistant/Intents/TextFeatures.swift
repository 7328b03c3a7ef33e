/// Features of a text for the classifier: words, pairs of words, and character groups inside words.
enum TextFeatures {
    /// Hashes of the features; one that occurs several times is repeated.
    static func hashes(of words: [String]) -> [UInt64] {
        var result: [UInt64] = []
        result.reserveCapacity(words.count * 12)
        var previous = "^"
        for word in words {
            result.append(hash("w", word))
            result.append(hash("b", previous + " " + word))
            previous = word
            if word.hasPrefix("x"), word.count > 5 { continue }
            let letters = Array(("<" + word + ">").utf8)
            guard letters.count >= 5 else { continue }
            for length in 3...5 where letters.count >= length {
                for start in 0...(letters.count - length) {
                    result.append(hash(UInt8(0x63), letters[start..<(start + length)]))
                }
            }
        }
        result.append(hash("b", previous + " $"))
        if let first = words.first { result.append(hash("f", first)) }
        return result
    }

    private static func hash(_ kind: String, _ text: String) -> UInt64 {
        text.utf8.reduce(kind.utf8.reduce(0xCBF2_9CE4_8422_2325, step), step)
    }

    private static func hash(_ kind: UInt8, _ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(step(0xCBF2_9CE4_8422_2325, kind), step)
    }

    /// FNV-1a, 64 bits.
    private static func step(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
        (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }
}
