import Glibc

/// Lines of a file or of standard input, one at a time, with bounded memory.
struct LineReader {
    private let descriptor: Int32
    private let ownsDescriptor: Bool
    /// What a fault of reading is told of.
    private let name: String
    private var buffer: [UInt8] = []
    private var position = 0
    private var isAtEnd = false

    /// A longer line is not a row of figures; it is cut so that memory stays bounded and its row is refused.
    static let maximumLineBytes = 1 << 20

    /// - Parameter path: a file, or `-` for standard input.
    /// - Throws: ``CommandFailure`` (exit 3) when the file cannot be opened.
    init(path: String) throws {
        name = path == "-" ? "standard input" : path
        if path == "-" {
            descriptor = STDIN_FILENO
            ownsDescriptor = false
        } else {
            descriptor = open(path, O_RDONLY | O_CLOEXEC)
            ownsDescriptor = true
            guard descriptor >= 0 else {
                throw CommandFailure(
                    .notFound, code: "no_such_file", "\(path): \(String(cString: strerror(errno)))",
                    hint: "name a readable file, or - for standard input")
            }
        }
    }

    /// The next line without its line end, nil at the end of the input.
    /// - Throws: ``CommandFailure`` when reading fails.
    mutating func next() throws -> String? {
        var line: [UInt8] = []
        while true {
            if let end = buffer[position...].firstIndex(of: 0x0A) {
                append(buffer[position..<end], to: &line)
                position = end + 1
                return Self.text(line)
            }
            append(buffer[position...], to: &line)
            guard try fill() else { return line.isEmpty ? nil : Self.text(line) }
        }
    }

    func close() {
        if ownsDescriptor { _ = Glibc.close(descriptor) }
    }

    private func append(_ bytes: ArraySlice<UInt8>, to line: inout [UInt8]) {
        let room = Self.maximumLineBytes - line.count
        if room > 0 { line += bytes.prefix(room) }
    }

    private mutating func fill() throws -> Bool {
        position = 0
        guard !isAtEnd else {
            buffer = []
            return false
        }
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let received = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if received < 0, errno == EINTR { continue }
            guard received >= 0 else {
                throw CommandFailure(
                    .failed, code: "read_failed", "\(name): \(String(cString: strerror(errno)))",
                    hint: "name a readable file, or - for standard input")
            }
            isAtEnd = received == 0
            buffer = Array(chunk.prefix(received))
            return received > 0
        }
    }

    private static func text(_ line: [UInt8]) -> String {
        var bytes = line[...]
        if bytes.last == 0x0D { bytes.removeLast() }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
