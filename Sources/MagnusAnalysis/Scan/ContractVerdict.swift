/// What is kept of every contract that a scan looked at: enough to count and to rank it.
///
/// A scan looks at hundreds of thousands and shows a few dozen, whose figures and reasons are computed again from the same
/// quotes: ``ContractJudge/whole(_:)``.
struct ContractVerdict: Sendable {
    /// The option sold.
    let index: Int
    let slice: Int
    /// The legs it is one of; nil where it stands alone.
    let plan: SpreadPlan?
    let score: Double
    /// A bit for every gate that it fails, by the order of the gates.
    let gates: UInt8
    /// False where nothing was computed: outside the days of the profile, or without a price.
    let hasFigures: Bool

    init(_ scan: ContractScan) {
        self.init(
            index: scan.index, slice: scan.slice, plan: scan.plan, score: scan.score, gates: scan.reasons.gates,
            hasFigures: scan.figures != nil)
    }

    init(index: Int, slice: Int, plan: SpreadPlan?, score: Double, gates: UInt8, hasFigures: Bool) {
        self.index = index
        self.slice = slice
        self.plan = plan
        self.score = score
        self.gates = gates
        self.hasFigures = hasFigures
    }

    var isPassed: Bool { gates == 0 }
    /// The gate it is counted at.
    var firstGate: ScanGate? { isPassed ? nil : ScanGate.allCases[gates.trailingZeroBitCount] }
    /// How many gates it fails, each counted once whatever the number of its reasons.
    var gateCount: Int { gates.nonzeroBitCount }

    /// Whether an underlying still has the expiries of all its legs.
    func isWithin(_ scan: SymbolScan) -> Bool {
        (plan?.legs.map(\.slice) ?? [slice]).allSatisfy(scan.slices.indices.contains)
    }
}
