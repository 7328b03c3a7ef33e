import MagnusDomain

/// One contract looked at, alone or with others: figures, reasons against it, score.
struct ContractScan: Sendable {
    /// The option sold.
    let index: Int
    let slice: Int
    /// The legs it is one of; nil where it stands alone.
    var plan: SpreadPlan?
    var reasons: [GateReason]
    /// nil where nothing was computed: outside the days of the profile.
    var figures: Figures?
    var score = 0.0

    struct Figures: Sendable {
        var fill: Double?
        var netFill: Double?
        var periodReturn: Double?
        var annualizedReturn: Double?
        var impliedVolatility: Double?
        var impliedReason: UnknownReason?
        var delta: Double?
        var expectedMove: Double?
        var collateral: Double
        var inputs: ScoreInputs
        /// Of several legs.
        var spread: SpreadFigures?
    }
}
