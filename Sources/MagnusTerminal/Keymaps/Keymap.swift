/// Keys of every action, by context.
public struct Keymap: Equatable, Sendable {
    /// Context whose actions may be bound in every other one too.
    public static let globalContext = "global"

    /// A key sequence bound to an action.
    public struct Binding: Hashable, Sendable {
        public var context: String
        public var sequence: [KeyChord]
        public var action: String

        public init(context: String, sequence: [KeyChord], action: String) {
            self.context = context
            self.sequence = sequence
            self.action = action
        }
    }

    public var name: String
    public var title: String
    /// In the order of the file, the first key of an action first.
    public let bindings: [Binding]
    private let table: [String: [[KeyChord]: String]]

    public init(name: String, title: String, bindings: [Binding]) {
        self.name = name
        self.title = title
        self.bindings = bindings
        var table: [String: [[KeyChord]: String]] = [:]
        for binding in bindings { table[binding.context, default: [:]][binding.sequence] = binding.action }
        self.table = table
    }

    /// Action of a complete sequence in a context.
    public func action(for sequence: [KeyChord], in context: String) -> String? {
        table[context]?[sequence]
    }

    /// Sequences bound to an action in a context; for hints, take the first.
    public func sequences(for action: String, in context: String) -> [[KeyChord]] {
        bindings.filter { $0.context == context && $0.action == action }.map(\.sequence)
    }

    /// The key to show for an action: the first bound in `contexts`, in that order; nil when it has none.
    public func hint(for action: String, in contexts: [String]) -> String? {
        for context in contexts {
            if let sequence = sequences(for: action, in: context).first { return KeyChord.describe(sequence) }
        }
        return nil
    }

    /// Bindings of a context that begin with `prefix` and go on.
    public func continuations(of prefix: [KeyChord], in context: String) -> [Binding] {
        bindings.filter {
            $0.context == context && $0.sequence.count > prefix.count && $0.sequence.starts(with: prefix)
        }
    }

    /// Names of all contexts with a binding.
    public var contexts: [String] { table.keys.sorted() }
}
