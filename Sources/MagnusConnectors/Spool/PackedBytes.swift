/// Writes values one behind the other, in the order of this machine.
struct PackedBytes {
    private(set) var bytes: [UInt8] = []

    mutating func clear() { bytes.removeAll(keepingCapacity: true) }

    mutating func put(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number) { bytes.append(contentsOf: $0) }
    }

    mutating func put(_ text: String) {
        put(UInt32(clamping: text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    /// A flag, then the value if there is one.
    mutating func put(_ number: (some FixedWidthInteger)?) {
        put(UInt8(number == nil ? 0 : 1))
        if let number { put(number) }
    }

    mutating func put(_ text: String?) {
        put(UInt8(text == nil ? 0 : 1))
        if let text { put(text) }
    }
}

/// Reads what ``PackedBytes`` wrote, in the same order.
struct UnpackedBytes {
    private let buffer: UnsafeRawBufferPointer
    private var offset = 0

    init(_ buffer: UnsafeRawBufferPointer) {
        self.buffer = buffer
    }

    mutating func number<Number: FixedWidthInteger>(_ type: Number.Type = Number.self) -> Number {
        defer { offset += MemoryLayout<Number>.size }
        return buffer.loadUnaligned(fromByteOffset: offset, as: Number.self)
    }

    mutating func text() -> String {
        let count = Int(number(UInt32.self))
        defer { offset += count }
        return String(decoding: UnsafeRawBufferPointer(rebasing: buffer[offset..<offset + count]), as: UTF8.self)
    }

    mutating func optionalNumber<Number: FixedWidthInteger>(_ type: Number.Type = Number.self) -> Number? {
        number(UInt8.self) == 0 ? nil : number(Number.self)
    }

    mutating func optionalText() -> String? {
        number(UInt8.self) == 0 ? nil : text()
    }
}
