import MagnusDomain

/// The score of calendars: reference/domain.md section 4.2, whose dates before the front expiry a gate takes.
extension OpportunityScore {
    /// In the order they are shown.
    static func calendarShares(
        _ inputs: ScoreInputs, _ profile: ScanProfile
    ) -> [(name: String, weight: Double, share: Double?)] {
        [
            (
                "forward_factor", profile.forwardFactorWeight,
                inputs.forwardFactor.map(profile.forwardFactor.share)
            ),
            ("theta_ratio", profile.thetaWeight, inputs.thetaRatio.map(profile.theta.share)),
            ("debit", profile.debitWeight, inputs.debitToSpot.map(profile.debit.share)),
            ("probability", profile.chanceWeight, inputs.probabilityOfProfit.map(profile.chance.share)),
            ("liquidity", profile.liquidityWeight, liquidityShare(inputs, profile)),
            ("dates", profile.betweenWeight, inputs.hasDividendBetween.map { $0 ? 0 : 1 }),
        ]
    }

    static func calendarParts(_ inputs: ScoreInputs, _ profile: ScanProfile) -> [ScorePart] {
        calendarShares(inputs, profile).map { entry in
            let words =
                switch entry.name {
                case "forward_factor":
                    line(inputs.forwardFactor, "front over forward IV", profile.forwardFactor, percent)
                case "theta_ratio": line(inputs.thetaRatio, "front over back theta", profile.theta, ratio)
                case "debit": line(inputs.debitToSpot, "debit over spot", profile.debit, percent)
                case "probability":
                    line(inputs.probabilityOfProfit, "profit at the front expiry", profile.chance, percent)
                case "liquidity": liquidity(inputs, profile).explanation
                default:
                    inputs.hasDividendBetween.map {
                        $0 ? "an ex-date between both expiries" : "no ex-date between both expiries"
                    } ?? "— dividends unknown"
                }
            return part(entry.name, entry.weight, entry.share, words)
        }
    }

    static func line(
        _ value: Double?, _ what: String, _ line: ScoreLine, _ text: (Double) -> String
    ) -> String {
        value.map { "\(what) \(text($0)), \(text(line.none)) to \(text(line.full))" } ?? "— no \(what)"
    }

    static func ratio(_ value: Double) -> String { FixedText.decimals(value, 2) }
}
