import MagnusDomain

/// The score of diagonals: that of calendars, with what makes a substitute for shares good in place of the forward factor.
///
/// A forward factor compares volatilities of one strike; between two strikes it would take the smile for the term structure.
/// An ex-date between the expiries is no part: whoever pays dividends has one in so long a time, and it is in the price.
extension OpportunityScore {
    /// In the order they are shown.
    static func diagonalShares(
        _ inputs: ScoreInputs, _ profile: ScanProfile
    ) -> [(name: String, weight: Double, share: Double?)] {
        [
            ("extrinsic", profile.extrinsicWeight, extrinsicShare(inputs, profile)),
            ("debit", profile.debitOnWidthWeight, inputs.debitToWidth.map(profile.debitOnWidth.share)),
            ("probability", profile.chanceWeight, inputs.probabilityOfProfit.map(profile.chance.share)),
            ("theta_ratio", profile.thetaWeight, inputs.thetaRatio.map(profile.thetaOfDiagonal.share)),
            ("liquidity", profile.liquidityWeight, liquidityShare(inputs, profile)),
            ("trend", profile.trendWeight, trendShare(ofDiagonal: inputs)),
        ]
    }

    static func diagonalParts(_ inputs: ScoreInputs, _ profile: ScanProfile) -> [ScorePart] {
        diagonalShares(inputs, profile).map { entry in
            let words =
                switch entry.name {
                case "extrinsic": extrinsic(inputs, profile)
                case "debit": line(inputs.debitToWidth, "debit over the width", profile.debitOnWidth, percent)
                case "probability":
                    line(inputs.probabilityOfProfit, "profit at the front expiry", profile.chance, percent)
                case "theta_ratio": line(inputs.thetaRatio, "front over back theta", profile.thetaOfDiagonal, ratio)
                case "liquidity": liquidity(inputs, profile).explanation
                default: trend(ofDiagonal: inputs)
                }
            return part(entry.name, entry.weight, entry.share, words)
        }
    }

    /// Everything where no time value is bought.
    private static func extrinsicShare(_ inputs: ScoreInputs, _ profile: ScanProfile) -> Double? {
        guard let sold = inputs.soldExtrinsic, let bought = inputs.boughtExtrinsic else { return nil }
        return bought > 0 ? profile.extrinsic.share(sold / bought) : 1
    }

    private static func extrinsic(_ inputs: ScoreInputs, _ profile: ScanProfile) -> String {
        guard let sold = inputs.soldExtrinsic, let bought = inputs.boughtExtrinsic else { return "— no fill" }
        let values = "extrinsic value \(FixedText.price(sold)) sold, \(FixedText.price(bought)) bought"
        guard bought > 0 else { return "\(values): no time value is paid" }
        let ends = [profile.extrinsic.none, profile.extrinsic.full].map(ratio).joined(separator: " to ")
        return "\(values): \(ratio(sold / bought)), \(ends)"
    }

    /// Calls gain by a rise, puts by a fall.
    private static func trendShare(ofDiagonal inputs: ScoreInputs) -> Double? {
        inputs.isAboveAverage200.map { $0 == (inputs.kind != .putDiagonal) ? 1 : 0 }
    }

    private static func trend(ofDiagonal inputs: ScoreInputs) -> String {
        guard let isAbove = inputs.isAboveAverage200 else { return "— no SMA200" }
        let side = inputs.kind == .putDiagonal ? "gains by a fall" : "gains by a rise"
        return "close \(isAbove ? "over" : "under") SMA200, \(side)"
    }
}
