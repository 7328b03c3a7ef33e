/// A forward reader over the bytes of a short text: the common ground of the strict parsers of this target.
struct ByteCursor {
    let bytes: [UInt8]
    private(set) var position = 0

    init(_ text: some StringProtocol) {
        bytes = Array(text.utf8)
    }

    var isAtEnd: Bool { position >= bytes.count }
    var remaining: Int { bytes.count - position }
    var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// Takes the next byte when it is one of `accepted`.
    mutating func take(_ accepted: UInt8...) -> Bool {
        guard let next = peek, accepted.contains(next) else { return false }
        position += 1
        return true
    }

    mutating func next() -> UInt8? {
        guard let next = peek else { return nil }
        position += 1
        return next
    }

    /// Exactly `count` decimal digits as a number; leaves the position alone when they are not there. `count` <= 9.
    mutating func digits(_ count: Int) -> Int? {
        guard remaining >= count else { return nil }
        var value = 0
        for index in position..<(position + count) {
            guard let digit = Self.digit(bytes[index]) else { return nil }
            value = value * 10 + digit
        }
        position += count
        return value
    }

    /// Between one and `most` decimal digits, as many as there are. `most` <= 9.
    mutating func digits(upTo most: Int) -> Int? {
        var count = 0
        while count < most, position + count < bytes.count, Self.digit(bytes[position + count]) != nil { count += 1 }
        return count == 0 ? nil : digits(count)
    }

    static func digit(_ byte: UInt8) -> Int? {
        (0x30...0x39).contains(byte) ? Int(byte) - 0x30 : nil
    }
}

extension Int {
    /// At least `width` decimal digits, zero-padded; the sign is dropped.
    func padded(_ width: Int) -> String {
        let digits = String(magnitude)
        return digits.count >= width ? digits : String(repeating: "0", count: width - digits.count) + digits
    }
}
