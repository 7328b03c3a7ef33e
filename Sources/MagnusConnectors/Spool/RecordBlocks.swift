import Glibc

/// Where a record lies among ``RecordBlocks``.
struct RecordPlace: Sendable, Hashable {
    fileprivate var block: Int32
    fileprivate var offset: Int32
}

/// The bytes of many records, of which a bounded part is in memory: what is beyond it lies in a file of the folder for
/// temporary files that has no name, so that whatever ends the program also removes it.
///
/// Records are added and never changed. Where no such file can be made or written, everything stays in memory.
struct RecordBlocks {
    private enum Block {
        case memory([UInt8])
        case file(offset: Int, count: Int)
    }

    static let blockSize = 65_536
    private let residentLimit: Int
    private let folders: [String]
    private var blocks: [Block] = []
    private var tail: [UInt8] = []
    /// Blocks before this one were written out or refused.
    private var firstResident = 0
    private(set) var descriptor: Int32 = -1
    private var fileEnd = 0
    private var isFileRefused = false
    private var cache: [(block: Int, bytes: [UInt8])] = []
    private var nextCached = 0
    /// The block of the last record that was read alone: a second one from it makes the whole block worth reading.
    private var lastAlone = -1
    /// Why a record could not be read back; what was read since is worth nothing.
    private(set) var failure: String?

    /// - Parameters:
    ///   - residentLimit: bytes that may stay in memory.
    ///   - folders: where the file may be, the first that takes it.
    init(residentLimit: Int = 8_000_000, folders: [String] = Self.temporaryFolders) {
        self.residentLimit = residentLimit
        self.folders = folders
    }

    /// Large temporary files belong to `/var/tmp`: `/tmp` may be memory.
    static var temporaryFolders: [String] {
        let stated = getenv("TMPDIR").map { String(cString: $0) } ?? ""
        return (stated.isEmpty ? [] : [stated]) + ["/var/tmp", "/tmp"]
    }

    /// Bytes that lie in the file.
    var fileSize: Int { fileEnd }

    mutating func append(_ record: [UInt8]) -> RecordPlace {
        if !tail.isEmpty, tail.count + Self.prefixSize + record.count > Self.blockSize {
            blocks.append(.memory(tail))
            tail.removeAll(keepingCapacity: true)
            writeOut()
        }
        let place = RecordPlace(block: Int32(clamping: blocks.count), offset: Int32(clamping: tail.count))
        withUnsafeBytes(of: UInt32(clamping: record.count)) { tail.append(contentsOf: $0) }
        tail.append(contentsOf: record)
        return place
    }

    /// - Returns: what `body` makes of the bytes from the record on; nil when they cannot be read, see ``failure``.
    mutating func read<Value>(_ place: RecordPlace, _ body: (UnsafeRawBufferPointer) -> Value) -> Value? {
        func value(_ bytes: [UInt8], at offset: Int) -> Value {
            bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[(offset + Self.prefixSize)...])) }
        }
        let start = Int(place.offset)
        let block = Int(place.block)
        guard block < blocks.count else { return value(tail, at: start) }
        switch blocks[block] {
        case .memory(let bytes): return value(bytes, at: start)
        case .file(let offset, let count):
            if let cached = cache.first(where: { $0.block == block }) { return value(cached.bytes, at: start) }
            if lastAlone != block {
                // Rows out of order are read one by one: a block for each would be a hundred times as much.
                lastAlone = block
                return alone(at: offset + start, before: offset + count).map { value($0, at: 0) }
            }
            guard let bytes = load(offset: offset, count: count) else { return nil }
            if cache.count < 16 {
                cache.append((block, bytes))
            } else {
                cache[nextCached] = (block, bytes)
                nextCached = (nextCached + 1) % cache.count
            }
            return value(bytes, at: start)
        }
    }

    /// Every record has its size before it.
    private static let prefixSize = 4

    /// One record of the file with its size before it.
    /// - Parameter end: of its block.
    private mutating func alone(at offset: Int, before end: Int) -> [UInt8]? {
        guard let bytes = load(offset: offset, count: min(512, end - offset)) else { return nil }
        let size = bytes.withUnsafeBytes { Int($0.loadUnaligned(as: UInt32.self)) } + Self.prefixSize
        return size <= bytes.count ? bytes : load(offset: offset, count: size)
    }

    func close() {
        if descriptor >= 0 { Glibc.close(descriptor) }
    }

    private mutating func writeOut() {
        while !isFileRefused, (blocks.count - firstResident) * Self.blockSize > residentLimit {
            guard case .memory(let bytes) = blocks[firstResident], open(), write(bytes) else {
                isFileRefused = true
                return
            }
            blocks[firstResident] = .file(offset: fileEnd, count: bytes.count)
            fileEnd += bytes.count
            firstResident += 1
        }
    }

    private mutating func open() -> Bool {
        for folder in folders where descriptor < 0 {
            descriptor = Glibc.open(folder, Self.unnamedFile | O_RDWR | O_CLOEXEC, 0o600)
            if descriptor >= 0 { break }
            // File systems without unnamed files: a name for a moment.
            var name = Array("\(folder)/magnus-import-XXXXXX".utf8CString)
            descriptor = mkstemp(&name)
            guard descriptor >= 0 else { continue }
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            unlink(name)
        }
        return descriptor >= 0
    }

    /// `O_TMPFILE`, a macro that Swift does not see.
    private static let unnamedFile: Int32 = 0o20_000_000 | O_DIRECTORY

    private func write(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count {
                let rest = UnsafeRawBufferPointer(rebasing: buffer[done...])
                let count = pwrite(descriptor, rest.baseAddress, rest.count, off_t(fileEnd + done))
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                done += count
            }
            return true
        }
    }

    private mutating func load(offset: Int, count: Int) -> [UInt8]? {
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, done in
            while done < count {
                let start = buffer.baseAddress.map { $0 + done }
                let got = pread(descriptor, start, count - done, off_t(offset + done))
                if got < 0, errno == EINTR { continue }
                guard got > 0 else {
                    code = got < 0 ? errno : EIO
                    return
                }
                done += got
            }
        }
        guard bytes.count == count else {
            failure = failure ?? strerror(code).map { String(cString: $0) } ?? "error \(code)"
            return nil
        }
        return bytes
    }
}
