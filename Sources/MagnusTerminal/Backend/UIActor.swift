import Dispatch

/// Runs jobs of an actor on one serial queue.
public final class QueueExecutor: SerialExecutor, Sendable {
    public let queue: DispatchQueue

    public init(label: String) {
        queue = DispatchQueue(label: label, qos: .userInteractive)
    }

    public func enqueue(_ job: UnownedJob) {
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    public func checkIsolated() {
        dispatchPrecondition(condition: .onQueue(queue))
    }
}

/// The actor of the screen: everything that touches the terminal runs on its serial queue, and the Dispatch sources for
/// keys and signals deliver on the same queue.
@globalActor
public actor UIActor {
    public static let shared = UIActor()
    private static let executor = QueueExecutor(label: "magnus.ui")

    /// Queue for Dispatch sources whose handlers enter the actor by `assumeIsolated`.
    public static var queue: DispatchQueue { executor.queue }

    public nonisolated var unownedExecutor: UnownedSerialExecutor { Self.executor.asUnownedSerialExecutor() }

    /// Enters the actor at once from code that already runs on its queue, such as the handler of a Dispatch source.
    /// Anywhere else it stops the program, as `MainActor.assumeIsolated` does.
    public static func assumeIsolated<T: Sendable>(_ body: @UIActor () throws -> T) rethrows -> T {
        shared.preconditionIsolated()
        // The closure only loses its isolation in the type; that it holds was just checked.
        return try withoutActuallyEscaping(body) { body in
            try unsafeBitCast(body, to: (() throws -> T).self)()
        }
    }
}
