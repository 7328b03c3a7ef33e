/// Puts the clauses of a supposition together: who is meant where a clause names nobody, and what each says.
struct MoveJoiner {
    typealias Clause = MoveReader.Clause

    var clauses: [Clause]
    let isInherited: Bool

    func reading() -> MoveReader.Reading {
        let joined = named(merged())
        var result = MoveReader.Reading()
        result.problem = foreign
        for (index, clause) in joined.enumerated() {
            guard let subject = clause.subject else { continue }
            guard clause.isSized else {
                // "How much do I lose if ..." supposes nothing; "vol rises and ..." lacks its size.
                let isAsked =
                    clause.opening == .question
                    || clause.opening == .none && joined[(index + 1)...].contains { $0.opening == .supposition }
                // "The VIX does not move" is no rule to move it by.
                if clause.isNegated, subject == .volatility || subject == .volatilityIndex, !isAsked {
                    result.problem = result.problem ?? .negated(subject)
                    continue
                }
                let isSizedElsewhere = joined.contains { $0.subject == subject && $0.isSized }
                guard !clause.directions.isEmpty || clause.isUndirected, !isAsked else { continue }
                if isSizedElsewhere, isInherited || subject == .price && clause.directions.isEmpty { continue }
                result.problem = result.problem ?? .noSize(subject)
                continue
            }
            result.places.formUnion(clause.amounts.map(\.place))
            if clause.isNegated {
                result.problem = result.problem ?? .negated(subject)
                continue
            }
            switch Self.size(of: clause, subject) {
            case .failure(let problem): result.problem = result.problem ?? problem.reason
            case .success(let size):
                var move = SupposedMove(
                    subject: subject, names: clause.names, isOfMarket: clause.isOfMarket, size: size)
                if case .level = size { move.levelIsFall = clause.directions.first }
                add(move, to: &result)
            }
        }
        return result
    }

    /// A size said of what no revaluation knows.
    private var foreign: SupposedMove.Problem? {
        for clause in clauses where clause.isSized || !clause.directions.isEmpty {
            if let name = clause.foreign { return .notRevalued(name) }
            // "Oil stocks" are no stocks of the book.
            let isUnnamed =
                clause.subject == nil || clause.subject == .price && clause.names.isEmpty && !clause.isOfMarket
            if isUnnamed, let name = clause.unread.first { return .notRevalued(name) }
            if clause.isPerPeriod { return .perPeriod(clause.subject ?? .price) }
        }
        return nil
    }

    private func add(_ move: SupposedMove, to result: inout MoveReader.Reading) {
        let isSame = { (other: SupposedMove) in
            other.subject == move.subject
                && (other.subject != .price || other.names.isEmpty && move.names.isEmpty
                    || (other.names.isEmpty || move.names.isEmpty) && other.isOfMarket == move.isOfMarket
                    || !Set(other.names).isDisjoint(with: move.names))
        }
        if isInherited {
            result.moves.removeAll(where: isSame)
        } else if let other = result.moves.first(where: isSame), other != move {
            result.problem = result.problem ?? .severalSizes(move.subject)
        }
        if !result.moves.contains(move) { result.moves.append(move) }
    }

    // MARK: - Who is meant

    /// "AAPL and MSFT drop 10%", "SPY, down 3%": a name alone goes with what follows it.
    private func merged() -> [Clause] {
        var result: [Clause] = []
        for clause in clauses {
            // "What if it falls", then "and 10%?": the size of the question before was replaced.
            if isInherited, let last = result.last, last.subject == nil, !last.isSized, !last.directions.isEmpty,
                clause.isSized, clause.directions.isEmpty
            {
                var joined = clause
                joined.directions = last.directions
                joined.opening = last.opening
                result[result.count - 1] = joined
                continue
            }
            guard let last = result.last, last.isBareSubject, clause.opening == .joint, !clause.isBareSubject else {
                result.append(clause)
                continue
            }
            var joined = clause
            if clause.subject == nil {
                (joined.subject, joined.names, joined.isOfMarket) = (last.subject, last.names, last.isOfMarket)
            } else if clause.subject == last.subject, last.subject == .price {
                joined.names = last.names + clause.names.filter { !last.names.contains($0) }
                joined.isOfMarket = last.isOfMarket || clause.isOfMarket
            } else {
                result.append(clause)
                continue
            }
            joined.opening = last.opening
            joined.isNegated = last.isNegated || clause.isNegated
            result[result.count - 1] = joined
        }
        // "KO, AAPL and MSFT drop" leaves names in front of names.
        return result.count < clauses.count && result.count > 1
            ? MoveJoiner(clauses: result, isInherited: isInherited).merged() : result
    }

    /// Clauses that name nobody are about what was named before them, else about what is named behind.
    private func named(_ clauses: [Clause]) -> [Clause] {
        var result: [Clause] = []
        for (index, clause) in clauses.enumerated() {
            var clause = clause
            guard clause.subject == nil, clause.isSized || !clause.directions.isEmpty else {
                result.append(clause)
                continue
            }
            if let last = result.last(where: { $0.subject != nil && $0.opening != .question }),
                clause.opening != .supposition
            {
                // "SPY falls ... and 10%?": the number of an unfinished clause.
                if !last.isSized, !last.directions.isEmpty, clause.directions.isEmpty {
                    clause.directions = last.directions
                } else if !clause.isSized, last.isSized {
                    // "... and never recovers" leaves the end where it is.
                    if clause.isNegated { continue }
                    // "SPY falls 3% and recovers" has no one end.
                    clause.isUndirected = true
                }
                (clause.subject, clause.names, clause.isOfMarket) = (last.subject, last.names, last.isOfMarket)
                if clause.directions.isEmpty { clause.directions = last.directions }
                if let place = result.lastIndex(where: {
                    $0.subject != nil && !$0.isSized && $0.subject == clause.subject
                }
                ), clause.isSized {
                    result.remove(at: place)
                }
            } else if clause.isSized {
                let behind = clauses[(index + 1)...].first
                let isTaken = behind.map { $0.isBareSubject && $0.opening != .question } ?? false
                if isTaken, let behind {
                    (clause.subject, clause.names, clause.isOfMarket) = (
                        behind.subject, behind.names, behind.isOfMarket
                    )
                } else {
                    // "A 25bp hike" is one of rates.
                    let isOfRates = !clause.amounts.isEmpty && clause.amounts.allSatisfy { $0.unit == .basisPoints }
                    clause.subject = isOfRates ? .rates : .price
                }
            } else if clause.opening == .supposition, !clauses.contains(where: { $0.isSized }) {
                clause.subject = .price
            }
            result.append(clause)
        }
        return result
    }

    // MARK: - What is said

    private struct Failure: Error { let reason: SupposedMove.Problem }

    private static func size(
        of clause: Clause, _ subject: SupposedMove.Subject
    ) -> Result<SupposedMove.Size, Failure> {
        func failure(_ problem: SupposedMove.Problem) -> Result<SupposedMove.Size, Failure> {
            .failure(Failure(reason: problem))
        }
        var changes: [MoveReader.Amount] = []
        var levels: [MoveReader.Amount] = []
        for amount in clause.amounts {
            switch amount.role {
            case .origin: continue
            case .change: changes.append(amount)
            case .level:
                // "Is 5% lower" and "at -5%" are changes: of a price a percentage is no level.
                if subject == .price, amount.unit == .percent || amount.unit == .basisPoints {
                    guard ["is", "was", "at"].contains(amount.mark) else { return failure(.unclear(subject)) }
                    changes.append(amount)
                } else if amount.mark == "is" || amount.mark == "was", !clause.directions.isEmpty {
                    // "Is 5 higher".
                    changes.append(amount)
                } else {
                    levels.append(amount)
                }
            case .bound:
                // "Falls below 500" is a level, "falls over 5%" a least change.
                let isSizeOfChange = amount.unit == .points || subject == .price && amount.unit != .plain
                if isSizeOfChange { changes.append(amount) } else { levels.append(amount) }
            }
        }
        let origin = clause.amounts.first { $0.role == .origin }
        if let multiple = clause.multiple {
            guard changes.isEmpty, levels.isEmpty else { return failure(.severalSizes(subject)) }
            if let isFall = clause.directions.first, isFall != (multiple < 1) {
                return failure(.mixedDirections(subject))
            }
            return .success(.multiple(multiple))
        }
        guard changes.count <= 1, levels.count <= 1 else { return failure(.severalSizes(subject)) }
        if let level = levels.first {
            if let origin, origin.unit == level.unit || origin.unit == .plain || level.unit == .plain {
                let unit = level.unit == .plain ? origin.unit : level.unit
                if let isFall = clause.directions.first, isFall != (level.value < origin.value) {
                    return failure(.mixedDirections(subject))
                }
                return .success(.path(from: origin.value, to: level.value, unit))
            }
            let value = level.isNegative == true ? -level.value : level.value
            guard let change = changes.first else { return .success(.level(value, level.unit)) }
            // "Rises 5 points to 25": of volatility the change is what counts; a price has one end.
            if subject == .price || subject == .volatilityIndex { return failure(.severalSizes(subject)) }
            return signed(change, clause, subject)
        }
        guard let change = changes.first else { return failure(.noSize(subject)) }
        return signed(change, clause, subject)
    }

    private static func signed(
        _ change: MoveReader.Amount, _ clause: Clause, _ subject: SupposedMove.Subject
    ) -> Result<SupposedMove.Size, Failure> {
        let said = Set(clause.directions + (change.isNegative.map { [$0] } ?? []))
        guard said.count < 2 else { return .failure(Failure(reason: .mixedDirections(subject))) }
        guard let isFall = said.first else {
            // "AAPL 250", "VIX 30": a bare number is where it stands; a bare percentage goes nowhere.
            let isLevel =
                change.unit == .plain && change.mark != "by" && !clause.isUndirected
                && (subject == .price && !clause.isOfMarket || subject == .volatilityIndex)
            return isLevel
                ? .success(.level(change.value, .plain)) : .failure(Failure(reason: .noDirection(subject)))
        }
        return .success(.change(isFall ? -change.value : change.value, change.unit))
    }
}
