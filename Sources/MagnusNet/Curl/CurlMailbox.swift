import CCurl
import Synchronization

/// What other threads want of the transfer thread. Posting wakes it.
final class CurlMailbox: Sendable {
    enum Command: Sendable {
        case start(CurlOrder)
        case cancel(UInt64)
    }

    /// The multi handle, for waking only.
    // Safe: curl_multi_wakeup may be called from any thread while the handle lives; the mailbox calls it under its lock
    // and forgets it under the same lock before the transfer thread frees the handle.
    private struct Wake: @unchecked Sendable {
        let multi: OpaquePointer
    }

    private struct State {
        var commands: [Command] = []
        var wake: Wake?
        var isClosed = false
        var lastID: UInt64 = 0
    }

    private let state: Mutex<State>

    init(multi: OpaquePointer) {
        let wake = Wake(multi: multi)
        state = Mutex(State(wake: wake))
    }

    func nextID() -> UInt64 {
        state.withLock {
            $0.lastID += 1
            return $0.lastID
        }
    }

    /// False when the client is closed and the command will not be carried out.
    func post(_ command: Command) -> Bool {
        state.withLock { state in
            if state.isClosed { return false }
            state.commands.append(command)
            if let wake = state.wake { _ = cc_multi_wakeup(wake.multi) }
            return true
        }
    }

    func close() {
        state.withLock { state in
            state.isClosed = true
            if let wake = state.wake { _ = cc_multi_wakeup(wake.multi) }
        }
    }

    /// For the transfer thread: what has come since the last call, and whether it shall end.
    func take() -> (commands: [Command], isClosed: Bool) {
        state.withLock { state in
            let commands = state.commands
            state.commands = []
            return (commands, state.isClosed)
        }
    }

    /// For the transfer thread: the handle is about to be freed; nothing is accepted any more.
    func retire() {
        state.withLock { state in
            state.isClosed = true
            state.wake = nil
        }
    }
}

/// Says that a request was cancelled, also before it was started.
final class CancellationMark: Sendable {
    private let mark = Atomic(false)
    var isSet: Bool { mark.load(ordering: .acquiring) }
    func set() { mark.store(true, ordering: .releasing) }
}

/// A request on its way to the transfer thread, with the place its answer goes to.
struct CurlOrder: Sendable {
    typealias Whole = CheckedContinuation<Result<HTTPResponse, HTTPError>, Never>
    typealias Head = CheckedContinuation<Result<CurlHead, HTTPError>, Never>

    enum Receiver: Sendable {
        case whole(Whole)
        case stream(Head, AsyncThrowingStream<[UInt8], any Error>.Continuation)
    }

    var id: UInt64
    var request: HTTPRequest
    var userAgent: String
    var certificateFile: String?
    var cancellation: CancellationMark
    var receiver: Receiver

    /// Answers without a transfer.
    func refuse(_ error: HTTPError) {
        switch receiver {
        case .whole(let continuation): continuation.resume(returning: .failure(error))
        case .stream(let head, let body):
            head.resume(returning: .failure(error))
            body.finish(throwing: error)
        }
    }
}

/// Status and header fields of an answer.
struct CurlHead: Sendable {
    var status: Int
    var headers: [HTTPField]
}
