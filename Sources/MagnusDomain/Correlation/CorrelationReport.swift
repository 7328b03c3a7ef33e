/// How the daily moves of several names go together.
public struct CorrelationReport: Sendable, Hashable {
    /// One name, or one sector, of the matrix.
    public struct Member: Sendable, Hashable {
        public var name: String
        /// Daily returns it has in the window.
        public var returns: Int
        /// Sessions of the window from its first bar on that it has no usable bar for.
        public var missing: [CalendarDate]
        /// The first day after a break that no market makes overnight; nil without one.
        public var seam: CalendarDate?
        /// Why it has no correlation with anything; nil where it has.
        public var reason: UnknownReason?

        public init(
            name: String, returns: Int, missing: [CalendarDate], seam: CalendarDate?, reason: UnknownReason?
        ) {
            self.name = name
            self.returns = returns
            self.missing = missing
            self.seam = seam
            self.reason = reason
        }
    }

    public var members: [Member]
    /// Pearson's coefficient of the daily log returns of the sessions that both members have, -1 to 1; by row and column in
    /// the order of the members, symmetric. Nothing is shrunk.
    public var coefficients: [[Figure]]
    /// Returns that both have.
    public var jointReturns: [[Int]]
    /// Sessions of the window, and its first and last one; nil without bars.
    public var sessions: Int
    public var first: CalendarDate?
    public var last: CalendarDate?
    public var source: String

    public init(
        members: [Member], coefficients: [[Figure]], jointReturns: [[Int]], sessions: Int, first: CalendarDate?,
        last: CalendarDate?, source: String
    ) {
        self.members = members
        self.coefficients = coefficients
        self.jointReturns = jointReturns
        self.sessions = sessions
        self.first = first
        self.last = last
        self.source = source
    }

    /// Joint returns without which there is no coefficient.
    public static let minimum = 60
    /// Sessions of the window unless asked otherwise: a year.
    public static let window = 252

    /// Pairs of different members whose coefficient is known, highest first.
    public var pairs: [(left: Int, right: Int, coefficient: Double)] {
        var pairs: [(left: Int, right: Int, coefficient: Double)] = []
        for row in members.indices {
            for column in members.indices where column > row {
                if let value = coefficients[row][column].value { pairs.append((row, column, value)) }
            }
        }
        return pairs.sorted { ($0.coefficient, $1.left, $1.right) > ($1.coefficient, $0.left, $0.right) }
    }

    /// The mean of all pairs.
    public var mean: Figure {
        let pairs = pairs
        guard !pairs.isEmpty else { return .unknown(.insufficientHistory) }
        return Figure(pairs.reduce(0) { $0 + $1.coefficient } / Double(pairs.count))
    }
}
