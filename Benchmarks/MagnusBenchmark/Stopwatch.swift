import Dispatch
import Glibc

/// Monotonic time and what is made of samples of it.
enum Stopwatch {
    static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Processor seconds this process has used on all its threads.
    static func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    static func seconds(_ body: () throws -> Void) rethrows -> Double {
        let start = now()
        try body()
        return now() - start
    }

    /// Wall seconds of `runs` passes after one to warm up, on `threads` threads that each get their number.
    static func passes(_ runs: Int, threads: Int, _ body: @Sendable (Int) -> Void) -> [Double] {
        (0...runs).map { _ in
            seconds { DispatchQueue.concurrentPerform(iterations: threads) { body($0) } }
        }
        .dropFirst().sorted()
    }
}

extension Array where Element == Double {
    /// The value below which a share of the samples lies, nearest rank; the array is sorted. NaN when empty.
    func quantile(_ share: Double) -> Double {
        guard !isEmpty else { return .nan }
        return self[Swift.min(count - 1, Swift.max(0, Int((Double(count) * share).rounded(.up)) - 1))]
    }

    var median: Double { quantile(0.5) }
}
