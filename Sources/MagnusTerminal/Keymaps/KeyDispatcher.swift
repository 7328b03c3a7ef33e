/// Follows key presses through sequences. A value: the caller keeps one and shows the hints when a sequence stays pending
/// for a while; nothing ever blocks.
public struct KeyDispatcher: Equatable, Sendable {
    /// What a press led to.
    public enum Outcome: Equatable, Sendable {
        /// A sequence is complete.
        case action(String, context: String)
        /// The keys so far begin one or more sequences: what may follow.
        case pending([Continuation])
        /// No sequence begins so. The chords are handed back, so that text fields can take them.
        case unmatched([KeyChord])
        /// Escape left a pending sequence.
        case cancelled
    }

    /// One way to go on.
    public struct Continuation: Hashable, Sendable {
        /// Keys still to press.
        public var keys: [KeyChord]
        public var action: String
        public var context: String
    }

    /// Keys pressed so far.
    public private(set) var pending: [KeyChord] = []

    public init() {}

    /// Forgets pending keys: focus changed, an overlay opened.
    public mutating func reset() {
        pending = []
    }

    /// Handles one press. `contexts` are asked in order; the first that knows the keys, wholly or as a beginning, has them.
    public mutating func press(_ chord: KeyChord, in contexts: [String], keymap: Keymap) -> Outcome {
        let keys = pending + [chord]
        for context in contexts {
            if let action = keymap.action(for: keys, in: context) {
                pending = []
                return .action(action, context: context)
            }
            if !keymap.continuations(of: keys, in: context).isEmpty {
                pending = keys
                return .pending(continuations(in: contexts, keymap: keymap))
            }
        }
        let wasPending = !pending.isEmpty
        pending = []
        return wasPending && chord == KeyChord(.escape) ? .cancelled : .unmatched(keys)
    }

    /// What may follow the pending keys, for the hint window. Empty when nothing is pending.
    public func continuations(in contexts: [String], keymap: Keymap) -> [Continuation] {
        guard !pending.isEmpty else { return [] }
        var seen: Set<[KeyChord]> = []
        var result: [Continuation] = []
        for context in contexts {
            for binding in keymap.continuations(of: pending, in: context) {
                let rest = Array(binding.sequence.dropFirst(pending.count))
                guard seen.insert(rest).inserted else { continue }
                result.append(Continuation(keys: rest, action: binding.action, context: context))
            }
        }
        return result
    }
}
