/// How often frames are drawn because figures changed. Frames that answer a key do not wait for it.
public struct FramePace: Sendable, Equatable {
    /// At most ten a second: figures that change faster cannot be read.
    public static let shortest = 0.1
    public static let longest = 1.0
    /// A frame may take this part of the time at most, so that a slow machine stays free for keys.
    public static let share = 0.1

    private var last = -Self.longest
    private var interval = Self.shortest

    public init() {}

    /// Seconds to wait before the next such frame; 0 or less when it may be drawn at once.
    public func wait(at now: Double) -> Double { last + interval - now }

    /// Takes note of a frame that was drawn.
    public mutating func drew(from start: Double, to end: Double) {
        last = start
        interval = min(Self.longest, max(Self.shortest, (end - start) / Self.share))
    }
}
