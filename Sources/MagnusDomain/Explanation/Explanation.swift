/// One input of an explained figure.
public struct ExplanationInput: Sendable, Hashable {
    public var name: String
    /// As used, unrounded enough to recompute by hand.
    public var value: String
    public var unit: String
    public var source: String
    public var ageSeconds: Double?
    public var trust: Trust
    /// What it belongs to where a figure has several parts, for example `PLTR -2 80P 04-16`; empty otherwise. Inputs of
    /// one group follow each other.
    public var group: String
    /// The id under which the input is itself explained; nil where it is a fact of a source.
    public var reference: String?

    public init(
        name: String, value: String, unit: String, source: String, ageSeconds: Double?, trust: Trust = .fresh,
        group: String = "", reference: String? = nil
    ) {
        self.group = group
        self.reference = reference
        self.name = name
        self.value = value
        self.unit = unit
        self.source = source
        self.ageSeconds = ageSeconds
        self.trust = trust
    }
}

/// Everything behind a figure on the screen.
public struct Explanation: Sendable, Hashable {
    public var id: String
    public var title: String
    /// Without a mark; ``trust`` tells it.
    public var value: String
    /// The least trustworthy of what the value was made from; of no meaning where there is none.
    public var trust: Trust
    /// In symbols, with the definition's name.
    public var formula: String
    public var inputs: [ExplanationInput]
    /// Which algorithm and accuracy.
    public var method: String
    /// The job, decision or import that made it.
    public var origin: String
    public var notes: [String]

    public init(
        id: String, title: String, value: String, formula: String, inputs: [ExplanationInput], method: String,
        origin: String, notes: [String] = [], trust: Trust = .fresh
    ) {
        self.trust = trust
        self.id = id
        self.title = title
        self.value = value
        self.formula = formula
        self.inputs = inputs
        self.method = method
        self.origin = origin
        self.notes = notes
    }
}
