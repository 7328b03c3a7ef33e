import MagnusDomain

extension AssignmentSum {
    /// The short options of a book by expiry, the nearest first.
    static func found(_ book: BookValuation) -> [AssignmentSum] {
        var byExpiry: [CalendarDate: [PositionValuation]] = [:]
        for leg in book.strategies.flatMap(\.legs) where leg.position.quantity.isShort {
            guard case .option(let contract) = leg.position.instrument else { continue }
            byExpiry[contract.expiry, default: []].append(leg)
        }
        return byExpiry.sorted { $0.key < $1.key }.map { found($0, $1, today: book.asOf.newYork.date) }
    }

    private static func found(
        _ expiry: CalendarDate, _ legs: [PositionValuation], today: CalendarDate
    ) -> AssignmentSum {
        var (expected, early, cash) = (FigureSum(), FigureSum(), FigureSum())
        var (contracts, settled) = (0, 0)
        var (putCash, callCash) = (0.0, 0.0)
        var likeliest: (title: String, figure: Figure)?
        for leg in legs {
            guard case .option(let contract) = leg.position.instrument else { continue }
            let count = -leg.position.quantity.value
            contracts += Int(count.rounded())
            expected.add(leg.assignmentProbability.map { $0 * count })
            if (leg.assignmentProbability.value ?? -1) > (likeliest?.figure.value ?? -1) || likeliest == nil {
                likeliest = (Explainer.name(leg.position), leg.assignmentProbability)
            }
            // What settles in cash takes its intrinsic value only, and never before expiry.
            guard contract.settlement == .physical else {
                settled += Int(count.rounded())
                continue
            }
            early.add(leg.earlyExerciseProbability.map { $0 * count })
            let amount = contract.strike * Double(contract.multiplier) * count
            if contract.right == .put { putCash += amount } else { callCash += amount }
            cash.add(leg.assignmentProbability.map { $0 * (contract.right == .put ? amount : -amount) })
        }
        return AssignmentSum(
            expiry: expiry, daysToExpiry: legs.compactMap(\.daysToExpiry).min() ?? expiry.days(since: today),
            contracts: contracts, cashSettled: settled, expected: expected.total, expectedEarly: early.total,
            putCash: putCash, callCash: callCash, expectedCash: cash.total, likeliest: likeliest?.title ?? "",
            highest: likeliest?.figure ?? .unknown(.notApplicable))
    }
}
