import MagnusDesk
import MagnusDomain

/// Makes the sample book stale.
enum SampleStates {
    static func stale(_ row: StrategyValuation) -> StrategyValuation {
        var row = row
        let age = { (figure: Figure) -> Figure in
            if case .known(let value, _) = figure { .known(value, .stale) } else { figure }
        }
        row.unrealizedProfit = row.symbol == "MU" ? .unknown(.stale) : age(row.unrealizedProfit)
        row.captured = age(row.captured)
        row.distance = age(row.distance)
        row.distanceDollars = age(row.distanceDollars)
        row.delta = age(row.delta)
        row.thetaPerDay = age(row.thetaPerDay)
        row.assignmentProbability = row.symbol == "KO" ? .known(0.5, .estimated) : age(row.assignmentProbability)
        return row
    }
}
