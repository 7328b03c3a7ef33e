import MagnusQuant

/// What the holder of a short option may do, as probabilities in [0, 1].
struct ExerciseChances: Sendable, Hashable {
    var total: Double
    var early: Double
    /// nil when no next session was named.
    var byNextSession: Double?
}

extension PricingRequest {
    /// The model's share of the figures by the time value of the mark: 0 at what exercising pays, 1 from the band on.
    ///
    /// The band is never more than the intrinsic value: an option at the money has nothing to exercise.
    static func timeShare(mark: Double, intrinsic: Double, band: Double) -> Double {
        guard intrinsic > 0 else { return 1 }
        let excess = mark - intrinsic
        guard excess > 1e-9 else { return 0 }
        let width = min(band, intrinsic)
        return width > excess ? excess / width : 1
    }

    var timeShare: Double { Self.timeShare(mark: mark, intrinsic: intrinsic, band: parityBand) }
}

extension PricedOption {
    static func chances(_ terms: OptionTerms, request: PricingRequest) -> ExerciseChances? {
        (try? AssignmentProbability.american(
            terms, lastSession: request.lastSession, nextSession: request.nextSession)).map {
                ExerciseChances(total: $0.total, early: $0.early, byNextSession: $0.byNextSession)
            }
    }

    /// Shares instead of the option: what exercising makes of it.
    static func exercised(_ request: PricingRequest) -> OptionValuation {
        OptionValuation(
            price: request.intrinsic, delta: request.terms.right.sign, gamma: 0, vega: 0, theta: 0, rho: 0)
    }

    /// Turns the model's figures into the mean of theirs and those of the exercised option.
    mutating func mix(_ request: PricingRequest) {
        let share = timeShare
        func part(_ model: Double?, _ other: Double = 0) -> Double? { model.map { share * $0 + (1 - share) * other } }
        let theta = nextDayChange ?? value.theta.map { $0 / 365 }
        value.delta = part(value.delta, request.terms.right.sign)
        value.gamma = part(value.gamma)
        value.vega = part(value.vega)
        value.theta = part(value.theta)
        value.rho = part(value.rho)
        value.vanna = part(value.vanna)
        value.charm = part(value.charm)
        value.volga = part(value.volga)
        value.speed = part(value.speed)
        deltaChange = part(deltaChange)
        nextDayChange = part(theta)
        var own = request.terms
        own.volatility = request.fallbackVolatility ?? 0
        let other = Self.changes(own, request: request, isParity: true)
        scenarioChanges = zip(scenarioChanges, other).map { model, exercised in
            exercised.flatMap { part(model, $0) }
        }
        guard let model = assignment, own.volatility > 0, let exercised = Self.chances(own, request: request) else {
            return
        }
        assignment = ExerciseChances(
            total: share * model.total + (1 - share) * exercised.total,
            early: share * model.early + (1 - share) * exercised.early,
            byNextSession: exercised.byNextSession.flatMap { part(model.byNextSession, $0) })
    }
}
