import Glibc

/// How the process keeps its free memory.
public enum ProcessHeap {
    /// From here on all threads share so many heaps, so that what one scan freed serves the next.
    ///
    /// glibc gives threads heaps of their own, up to eight a core, and each keeps the memory of the largest scan that ever
    /// ran on it: over hours the resident size climbs by steps of a scan. With one heap two threads of a scan wait for each
    /// other at every array: 500 symbols take 165 ms on two cores instead of 135.
    /// - Parameter heaps: 1 or more; as many as threads that work at once.
    /// - Returns: false where the C library knows no such setting; nothing is changed then.
    @discardableResult
    public static func share(heaps: Int) -> Bool {
        // Not in Swift's Glibc module; mallopt(3): M_ARENA_MAX is -8.
        guard heaps > 0, let count = Int32(exactly: heaps), let symbol = dlsym(nil, "mallopt") else { return false }
        let setOption = unsafeBitCast(symbol, to: (@convention(c) (Int32, Int32) -> Int32).self)
        return setOption(-8, count) == 1
    }
}
