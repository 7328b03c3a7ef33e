import MagnusDesk

/// Why there is nothing to show in a book, by the world it is in.
public enum EmptyBook {
    /// - Returns: nil where importing a file or choosing an account helps.
    public static func reason(in kind: WorldKind) -> String? {
        kind == .replay
            ? "No positions: at this moment nothing that outlives its recording is quoted on both sides. --from DAY begins the replay elsewhere."
            : nil
    }
}
