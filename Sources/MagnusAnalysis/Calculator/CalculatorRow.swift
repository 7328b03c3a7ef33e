/// One row of the calculator's answer.
public struct CalculatorRow: Sendable, Equatable {
    /// A named figure; nil where it does not exist or the row has an error.
    public struct Figure: Sendable, Equatable {
        public var name: String
        public var value: Double?
        /// Why a row without an error lacks this figure.
        public var reason: MissingGreek?

        public init(name: String, value: Double?, reason: MissingGreek? = nil) {
            self.name = name
            self.value = value
            self.reason = value == nil ? reason : nil
        }
    }

    /// An input column of the row.
    public struct Input: Sendable, Equatable {
        public var name: String
        /// The value without quotes.
        public var text: String
        /// As it stood in the line, quotes included.
        public var raw: String
    }

    /// The line number the caller gave.
    public var number: Int
    /// In the order of the header.
    public var inputs: [Input]
    /// `price` and the Greeks, or `vol`, in the order of the output columns.
    public var figures: [Figure]
    public var error: CalculatorError?

    /// The output line without a line end: input columns as they came, figures, error word.
    public var csv: String {
        var line = ""
        for input in inputs {
            line += input.raw
            line += ","
        }
        for figure in figures {
            line += CalculatorNumber.text(figure.value)
            line += ","
        }
        return line + (error?.rawValue ?? "")
    }
}
