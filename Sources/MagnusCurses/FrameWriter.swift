import Dispatch
import Glibc
import MagnusTerminal

/// Writes to a terminal that may be slow, without ever waiting for it.
@UIActor
final class FrameWriter {
    let descriptor: Int32
    private var pending: [UInt8] = []
    private var source: (any DispatchSourceWrite)?
    private var isLost = false
    /// All bytes ever handed to the terminal.
    private(set) var bytesWritten = 0
    /// The terminal has taken everything again.
    var drained: @UIActor () -> Void = {}
    /// The terminal is gone.
    var lost: @UIActor () -> Void = {}

    /// Bytes kept besides a frame (bells, clipboard) while the terminal does not take any.
    static let pendingLimit = 1 << 20

    /// - Parameter descriptor: not blocking; owned from now on.
    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Whether earlier bytes still wait.
    var isBusy: Bool { !pending.isEmpty }

    /// Sends bytes, keeping what the terminal does not take yet. Too much of it is dropped as a whole.
    func write(_ bytes: [UInt8]) {
        guard !isLost, !bytes.isEmpty else { return }
        guard pending.isEmpty else {
            if pending.count + bytes.count <= Self.pendingLimit { pending += bytes }
            return
        }
        let done = send(bytes[...])
        if done < bytes.count, !isLost {
            pending = Array(bytes[done...])
            listen()
        }
    }

    /// Sends bytes and waits for the terminal, for at most so many milliseconds: for giving it back.
    func writeFinally(_ bytes: [UInt8], milliseconds: Int32) {
        source?.cancel()
        source = nil
        let all = pending + bytes
        pending = []
        var rest = all[...]
        while !rest.isEmpty, !isLost {
            let done = send(rest)
            rest = rest.dropFirst(done)
            if rest.isEmpty || isLost { break }
            var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            guard poll(&waiting, 1, milliseconds) > 0, waiting.revents & Int16(POLLOUT) != 0 else { break }
        }
    }

    /// Forgets what waits, for a terminal that shall be left in good order at once.
    func discardPending() {
        pending = []
        source?.cancel()
        source = nil
    }

    func closeDescriptor() {
        discardPending()
        isLost = true
        close(descriptor)
    }

    private func send(_ bytes: ArraySlice<UInt8>) -> Int {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
                bytesWritten += count
            } else if count < 0, errno == EINTR {
                continue
            } else if count < 0, errno != EAGAIN {
                isLost = true
                pending = []
                lost()
                break
            } else {
                break
            }
        }
        return bytes.count - rest.count
    }

    private func listen() {
        guard source == nil else { return }
        let source = DispatchSource.makeWriteSource(fileDescriptor: descriptor, queue: UIActor.queue)
        source.setEventHandler { [weak self] in
            UIActor.assumeIsolated { self?.continueWriting() }
        }
        self.source = source
        source.activate()
    }

    private func continueWriting() {
        guard !isLost else { return discardPending() }
        pending.removeFirst(send(pending[...]))
        guard pending.isEmpty else { return }
        source?.cancel()
        source = nil
        if !isLost { drained() }
    }
}
