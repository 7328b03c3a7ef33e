import MagnusDesk

/// Hands snapshots to any number of front ends; a slow one sees only the latest.
struct SnapshotHub {
    private var readers: [Int: AsyncStream<DeskSnapshot>.Continuation] = [:]
    private var nextReader = 0
    private(set) var latest: DeskSnapshot?

    /// A new reader's stream, starting with the latest snapshot.
    mutating func add(onEnd: @escaping @Sendable (Int) -> Void) -> AsyncStream<DeskSnapshot> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: DeskSnapshot.self, bufferingPolicy: .bufferingNewest(1))
        let identifier = nextReader
        nextReader += 1
        readers[identifier] = continuation
        continuation.onTermination = { _ in onEnd(identifier) }
        if let latest { continuation.yield(latest) }
        return stream
    }

    mutating func remove(_ identifier: Int) {
        readers[identifier] = nil
    }

    mutating func publish(_ snapshot: DeskSnapshot) {
        latest = snapshot
        for reader in readers.values { reader.yield(snapshot) }
    }

    mutating func finish() {
        for reader in readers.values { reader.finish() }
        readers = [:]
    }
}
