import Glibc
import MagnusDomain

/// What a score is made of. nil is missing: no points, and shown as missing.
public struct ScoreInputs: Sendable, Hashable {
    public var strategy: ScanStrategy
    /// max(HV20, HV60) without earnings days, annual decimal.
    public var realizedVolatility: Double?
    /// Of the strike, annual decimal.
    public var impliedVolatility: Double?
    /// Simple yearly return at fill after fees, fraction.
    public var annualizedReturn: Double?
    /// (spot - breakeven)/one sigma move for a put, (strike - spot)/one sigma move for a call.
    public var cushionSigmas: Double?
    /// Spread over mid.
    public var spreadFraction: Double?
    public var openInterest: Int?
    /// Contracts of the underlying a day.
    public var optionVolume: Int?
    /// 0-100 over 252 sessions.
    public var percentile: Double?
    /// Shares of net liquidation after the trade; the sector nil where none applies.
    public var nameShare: Double?
    public var sectorShare: Double?
    /// Covered calls: uncovered shares over shares held.
    public var idleShare: Double?
    public var isAboveAverage200: Bool?
    public var isUnderDemandZone: Bool?
    /// Of several legs; nil for a single option.
    public var kind: StrategyKind?
    /// Of spreads, fill over the distance between the strikes.
    public var creditToWidth: Double?
    /// Of calendars: (front - forward)/forward volatility.
    public var forwardFactor: Double?
    /// Theta of the front over that of the back.
    public var thetaRatio: Double?
    /// Debit over the spot.
    public var debitToSpot: Double?
    /// 0-1 at the front expiry.
    public var probabilityOfProfit: Double?
    /// An ex-date between both expiries of a calendar.
    public var hasDividendBetween: Bool?
    /// Of diagonals: debit over the distance of the strikes.
    public var debitToWidth: Double?
    /// Of diagonals, dollars per share at the prices assumed; what is bought below its intrinsic value is negative.
    public var soldExtrinsic: Double?
    public var boughtExtrinsic: Double?

    public init(strategy: ScanStrategy) {
        self.strategy = strategy
    }
}

/// The score of a candidate: weighted parts, each a straight line clipped at both ends.
public enum OpportunityScore {
    /// In the order they are shown: edge, pay, cushion, liquidity, percentile, fit, trend; calendars and
    /// diagonals have their own.
    public static func parts(_ inputs: ScoreInputs, profile: ScanProfile) -> [ScorePart] {
        if inputs.strategy == .calendar { return calendarParts(inputs, profile) }
        if inputs.strategy == .diagonal { return diagonalParts(inputs, profile) }
        return [
            edge(inputs, profile), pay(inputs, profile), cushion(inputs, profile), liquidity(inputs, profile),
            percentile(inputs, profile), fit(inputs, profile), trend(inputs, profile),
        ]
    }

    /// 0-100.
    public static func total(_ parts: [ScorePart]) -> Double { parts.reduce(0) { $0 + $1.points } }

    /// The points alone, without words: what the rough pass sorts by.
    static func quick(_ inputs: ScoreInputs, profile: ScanProfile) -> Double {
        if inputs.strategy.expiresApart {
            let isCalendar = inputs.strategy == .calendar
            return (isCalendar ? calendarShares(inputs, profile) : diagonalShares(inputs, profile))
                .reduce(0) { $0 + $1.weight * ($1.share ?? 0) }
        }
        // In the order of the parts, so that both sums round alike.
        var points = profile.edgeWeight * (edgeShare(inputs, profile) ?? 0)
        points += profile.payWeight * (payShare(inputs, profile) ?? 0)
        points += profile.cushionWeight * (cushionShare(inputs, profile) ?? 0)
        points += profile.liquidityWeight * (liquidityShare(inputs, profile) ?? 0)
        points += profile.percentileWeight * (inputs.percentile.map(profile.percentile.share) ?? 0)
        points += profile.fitWeight * (fitShare(inputs, profile) ?? 0)
        points += profile.trendWeight * (trendShare(inputs) ?? 0)
        return points
    }

    /// 0...1; the product under a cube root, so that one bad of three cannot hide.
    static func liquidityShare(_ inputs: ScoreInputs, _ profile: ScanProfile) -> Double? {
        guard let spread = inputs.spreadFraction, let interest = inputs.openInterest, let volume = inputs.optionVolume
        else { return nil }
        let product =
            profile.liquiditySpread.share(spread) * profile.liquidityOpenInterest.share(Double(interest))
            * profile.liquidityVolume.share(Double(volume))
        return cbrt(product)
    }

    /// 0-3 dots for the Liq column.
    static func dots(_ share: Double?) -> Int {
        guard let share else { return 0 }
        return share >= 0.85 ? 3 : share >= 0.6 ? 2 : share >= 0.3 ? 1 : 0
    }

    private static func edgeShare(_ inputs: ScoreInputs, _ profile: ScanProfile) -> Double? {
        guard let realized = inputs.realizedVolatility, let implied = inputs.impliedVolatility, implied > 0,
            realized.isFinite, implied.isFinite
        else { return nil }
        return profile.edge.share(1 - realized / implied)
    }

    private static func payShare(_ inputs: ScoreInputs, _ profile: ScanProfile) -> Double? {
        if inputs.kind != nil { return inputs.creditToWidth.map(profile.payOnWidth.share) }
        return inputs.annualizedReturn.map(profile.pay.share)
    }

    private static func cushionShare(_ inputs: ScoreInputs, _ profile: ScanProfile) -> Double? {
        inputs.cushionSigmas.map(profile.cushion.share)
    }

    private static func fitShare(_ inputs: ScoreInputs, _ profile: ScanProfile) -> Double? {
        if inputs.strategy == .coveredCall { return inputs.idleShare.map { min(max($0, 0), 1) } }
        guard let name = inputs.nameShare else { return nil }
        let sector = inputs.sectorShare.map(profile.fitSector.share) ?? 1
        return min(profile.fitName.share(name), sector)
    }

    private static func trendShare(_ inputs: ScoreInputs) -> Double? {
        if inputs.isAboveAverage200 == nil, inputs.isUnderDemandZone == nil { return nil }
        if inputs.kind == .bearCallSpread { return inputs.isAboveAverage200 == false ? 0.5 : 0 }
        return (inputs.isAboveAverage200 == true ? 0.5 : 0) + (inputs.isUnderDemandZone == true ? 0.5 : 0)
    }

    static func part(_ name: String, _ weight: Double, _ share: Double?, _ words: String) -> ScorePart {
        ScorePart(
            name: name, weight: weight, points: weight * (share ?? 0), isMissing: share == nil, explanation: words)
    }

    private static func edge(_ inputs: ScoreInputs, _ profile: ScanProfile) -> ScorePart {
        let words: String
        if let realized = inputs.realizedVolatility, let implied = inputs.impliedVolatility {
            words =
                "1 - realised \(percent(realized)) / implied \(percent(implied)), "
                + "\(percent(profile.edge.none)) to \(percent(profile.edge.full))"
        } else {
            words = "— no implied or realised volatility"
        }
        return part("edge", profile.edgeWeight, edgeShare(inputs, profile), words)
    }

    private static func pay(_ inputs: ScoreInputs, _ profile: ScanProfile) -> ScorePart {
        let line = profile.payOnWidth
        let words =
            inputs.kind != nil
            ? inputs.creditToWidth.map {
                "credit \(percent($0)) of the width, \(percent(line.none)) to \(percent(line.full))"
            } ?? "— no fill"
            : inputs.annualizedReturn.map {
                "\(percent($0)) a year after fees, \(percent(profile.pay.none)) to \(percent(profile.pay.full))"
            } ?? "— no fill"
        return part("pay", profile.payWeight, payShare(inputs, profile), words)
    }

    private static func cushion(_ inputs: ScoreInputs, _ profile: ScanProfile) -> ScorePart {
        let what = inputs.strategy == .coveredCall ? "to the strike" : "to breakeven"
        let words =
            inputs.cushionSigmas.map {
                "\(FixedText.decimals($0, 2)) sigma \(what), \(FixedText.decimals(profile.cushion.none, 1)) to "
                    + FixedText.decimals(profile.cushion.full, 1)
            } ?? "— no expected move"
        return part("cushion", profile.cushionWeight, cushionShare(inputs, profile), words)
    }

    static func liquidity(_ inputs: ScoreInputs, _ profile: ScanProfile) -> ScorePart {
        let spread = inputs.spreadFraction.map { percent($0) } ?? "—"
        let interest = inputs.openInterest.map { "\($0)" } ?? "—"
        let volume = inputs.optionVolume.map { "\($0)" } ?? "—"
        return part(
            "liquidity", profile.liquidityWeight, liquidityShare(inputs, profile),
            "\(inputs.kind == nil ? "spread" : "spreads of the legs") \(spread), open interest \(interest), \(volume) options a day"
        )
    }

    private static func percentile(_ inputs: ScoreInputs, _ profile: ScanProfile) -> ScorePart {
        let words =
            inputs.percentile.map {
                "IV percentile 252: \(FixedText.decimals($0, 0)), \(FixedText.decimals(profile.percentile.none, 0)) to "
                    + FixedText.decimals(profile.percentile.full, 0)
            } ?? "— too little history"
        return part("percentile", profile.percentileWeight, inputs.percentile.map(profile.percentile.share), words)
    }

    private static func fit(_ inputs: ScoreInputs, _ profile: ScanProfile) -> ScorePart {
        let words: String
        if inputs.strategy == .coveredCall {
            words = inputs.idleShare.map { "\(percent($0)) of the shares are idle" } ?? "— no shares"
        } else if let name = inputs.nameShare {
            words =
                "name \(percent(name)) after the trade"
                + (inputs.sectorShare.map { ", sector \(percent($0))" } ?? ", no sector")
        } else {
            words = "— net liquidation unknown"
        }
        return part("fit", profile.fitWeight, fitShare(inputs, profile), words)
    }

    private static func trend(_ inputs: ScoreInputs, _ profile: ScanProfile) -> ScorePart {
        if inputs.kind == .ironCondor {
            return part("trend", profile.trendWeight, nil, "— neither side of the market")
        }
        let average = inputs.isAboveAverage200.map { $0 ? "close over SMA200" : "close under SMA200" } ?? "— no SMA200"
        let zone =
            inputs.kind == .bearCallSpread
            ? "— no supply zone"
            : inputs.isUnderDemandZone.map { $0 ? "strike under fresh demand" : "strike over fresh demand" }
                ?? "— no demand zone"
        return part("trend", profile.trendWeight, trendShare(inputs), "\(average), \(zone)")
    }

    static func percent(_ value: Double) -> String { FixedText.percent(value, decimals: 1) }
}
