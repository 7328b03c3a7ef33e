import MagnusDomain

extension AnswerMaker {
    func cite(_ candidate: Candidate) -> Int {
        // The age of the quote is that of the last quoting; since then it has grown.
        let scan = context.everyScan.first { $0.candidates.contains(candidate) || $0.nearestMisses.contains(candidate) }
        let since = scan.map { max(0, context.now.seconds(since: $0.quotedAt)) } ?? 0
        return out.cite(
            "scan", "\(candidate.symbol) \(candidate.shortName)",
            passage: candidate.parts.map { "\($0.name): \($0.explanation)" }.joined(separator: "; "),
            reference: candidate.id, age: candidate.quoteAgeSeconds.map { $0 + since })
    }

    func cite(_ scan: ScanResult) -> Int {
        out.cite(
            "scan", scan.strategy.rawValue, passage: scan.room, reference: "scan:\(scan.strategy.rawValue)",
            age: max(0, context.now.seconds(since: scan.scannedAt)))
    }

    func word(_ strategy: ScanStrategy) -> Fragment { out.quote(strategy.word) }

    /// `13.3% a year`, of a spread `23% on what it can lose`; where the legs end apart what it can lose itself, as no return
    /// can be counted on.
    private func income(_ candidate: Candidate, _ cite: Int) -> Fragment {
        guard let spread = candidate.spread else {
            return "\(out.percent(candidate.annualizedReturn, "annualised return", cite, decimals: 1)) a year"
        }
        guard spread.kind.expiresApart else {
            return "\(out.percent(candidate.periodReturn, "return on risk", cite)) on what it can lose"
        }
        return "\(text(.maximumLoss, candidate, cite)), \(text(.maximumProfit, candidate, cite))"
    }

    /// `CSP XLE 90P Fri 04-23, score 85, 13.3% a year`.
    func short(_ candidate: Candidate) -> Fragment {
        let cite = cite(candidate)
        return
            "\(out.quote(candidate.typeWord)) \(out.quote("\(candidate.symbol) \(candidate.shortName)")) \(out.date(candidate.contract.expiry, today: today)) score \(out.decimal(Figure(candidate.score), "score", cite)), fill \(out.price(candidate.fill, "fill", cite)), \(income(candidate, cite))"
    }

    func describe(_ candidate: Candidate) {
        let cite = cite(candidate)
        out.record("candidate", ["id": candidate.id], rows: 1)
        out.list(candidate.id, symbol: candidate.symbol, title: candidate.shortName)
        out.line("\(short(candidate)).")
        out.line(
            "Spot \(out.price(Figure(candidate.spot), "spot", cite)), \(out.percent(candidate.outOfTheMoney, "out of the money", cite, decimals: 1)) out, breakeven \(out.price(candidate.breakeven, "breakeven", cite)), delta \(out.decimal(candidate.delta, "delta", cite, decimals: 2)), profit probability \(out.percent(candidate.probabilityOfProfit, "probability of profit", cite)), collateral \(out.dollars(candidate.collateral, "collateral", cite))."
        )
        if let earnings = candidate.earningsDate { out.line("Earnings \(out.date(earnings, today: today)).") }
        if !candidate.parts.isEmpty {
            let parts = candidate.parts.map { part in
                "\(out.quote(part.name)) \(out.decimal(Figure(part.points), part.name, cite, decimals: 1))" as Fragment
            }
            out.line("Score parts: \(parts.joined(", ")).")
        }
        if candidate.isCapped, let cap = candidate.cap { out.more("Held down by a cap: \(out.quote(cap)).") }
        for failure in candidate.failures { out.line("Fails \(out.quote(failure.gate)): \(sentence(failure))") }
        out.offer("details", "Details", ["reference": candidate.id])
    }

    func sentence(_ failure: GateFailure) -> Fragment {
        let remedy = failure.remedy.map { " (\(out.quote($0)))" as Fragment } ?? Fragment()
        return "\(out.quote(failure.text))\(remedy)."
    }

    /// The most collateral a question allows, dollars: `under 10k`.
    private var collateralLimit: Double? { candidateBounds.lazy.filter(isCollateralLimit).compactMap(\.upper).min() }

    /// Whether a bound is one of the collateral of candidates.
    func isCollateralLimit(_ bound: CandidateBound) -> Bool {
        bound.measure == .collateral && bound.lower == nil && (bound.upper ?? 0) >= 500
    }

    /// Ideas of a kind on one name, and no kind that is held of it.
    private var candidateKindIsAsked: Bool {
        let words = Set(question.words.map(\.text))
        return SpreadScanRules.looksForNew(question.words.map(\.text))
            || !words.isDisjoint(with: ["idea", "ideas", "candidate", "candidates", "find", "opportunities", "sell"])
    }

    /// The scan that looks for a kind of several legs; nil where none does.
    static func spreadStrategy(_ kind: String) -> ScanStrategy? {
        switch kind {
        case "condor", "condors": .condor
        case "calendar", "calendars": .calendar
        case "diagonal", "diagonals", "pmcc", "pmccs": .diagonal
        case "vertical", "verticals", "spread", "spreads": .vertical
        default: nil
        }
    }

    func sayUnscanned(_ kind: String) {
        out.line("No scan looks for \(out.quote(kind)): cash-secured puts and covered calls are scanned.")
        if let strategy = Self.spreadStrategy(kind) {
            out.line(
                "By hand one does: \(out.quote("magnus scan \(strategy.rawValue)")); the setting scan.spreads brings its candidates here."
            )
        }
        out.offer("show_all", "Opportunities")
    }

    /// The scans of a kind of several legs: those that ran, else one that runs for this question; nil where none can.
    private func scans(ofKind kind: String) async -> [ScanResult]? {
        let strategy = Self.spreadStrategy(kind)
        let ran = context.scans.filter { $0.strategy == strategy }
        // Of names that are asked about the scan looks now, on a list or not.
        guard let strategy, ran.isEmpty || symbol != nil else { return ran.isEmpty ? nil : ran }
        let names = entities.symbols.isEmpty ? nil : entities.symbols
        guard let found = await data.scan(for: strategy, symbols: names) else { return ran.isEmpty ? nil : ran }
        out.scans = found
        for scan in found {
            let of: Fragment = names.map { " of \($0.prefix(4).map { out.quote($0) }.joined(", "))" } ?? Fragment()
            out.line(
                "Scanned for this question: \(out.quote(strategy.rawValue))\(of), \(out.counted(scan.symbolsScanned, "symbol", cite(scan))), \(out.counted(scan.candidates.count, "candidate", cite(scan)))."
            )
        }
        return found
    }

    func opportunities() async {
        out.record(
            "opportunities", ["symbol": symbol ?? ""], rows: context.scans.reduce(0) { $0 + $1.candidates.count })
        var scans = context.scans
        var isOfKind = false
        if !filter.references.isEmpty {
            scans = context.everyScan
        } else if let kind = unscannedKinds.first, symbol == nil || candidateKindIsAsked {
            guard let found = await self.scans(ofKind: kind) else { return sayUnscanned(kind) }
            scans = found
            isOfKind = true
        }
        guard !scans.isEmpty else {
            out.line("No scan has run, so no candidate is known.")
            return
        }
        if let right = entities.contract.right ?? kindAsked {
            let chosen = scans.filter { $0.strategy.right.map { $0 == right } ?? true }
            if !chosen.isEmpty { scans = chosen }
        }
        var candidates = named(in: scans).sorted {
            ($1.score, $1.annualizedReturn.value ?? 0, $0.id) < ($0.score, $0.annualizedReturn.value ?? 0, $1.id)
        }
        // A poor man's covered call is a diagonal of calls; a condor has both sides.
        if let right = entities.contract.right ?? kindAsked {
            let sides = candidates.count
            candidates = candidates.filter {
                !$0.strategy.isSpread || $0.strategy == .condor || $0.contract.right == right
            }
            if isOfKind, candidates.isEmpty, sides > 0, let scan = scans.first {
                out.line(
                    "None of \(out.counted(sides, "candidate", cite(scan))) is of \(right == .put ? "puts" : "calls").")
                return
            }
        }
        if !entities.symbols.isEmpty { candidates = candidates.filter { entities.symbols.contains($0.symbol) } }
        let whole = candidates.count
        candidates = candidates.filter { !filter.excludedSymbols.contains($0.symbol) }
        if !filter.excludedSectors.isEmpty {
            let sectors = await sectors(of: candidates)
            sayUnknownSectors(candidates, sectors)
            // What may be of an excluded sector is kept, and said to be unknown.
            candidates = candidates.filter { candidate in
                !(sectors[candidate.symbol].map(filter.excludedSectors.contains) ?? false)
            }
        }
        if candidates.count < whole || !filter.isEmpty && filter.references.isEmpty, let scan = scans.first {
            out.line(
                "Left out as asked: \(out.counted(whole - candidates.count, "candidate", cite(scan))) (\(filter.labels.map { out.quote($0) }.joined(", ")))."
            )
        }
        if symbol != nil, candidates.isEmpty, !isOfKind {
            return await whyNot()
        }
        guard !candidates.isEmpty else {
            // What passed and was left out did pass.
            guard whole == 0 else { return out.line("None is left.") }
            for scan in scans { nothingPassed(scan) }
            return
        }
        if let span = expirySpan, let scan = scans.first {
            let all = candidates.count
            candidates = candidates.filter { span.contains($0.contract.expiry) }
            let of = out.counted(all, "candidate", cite(scan))
            guard !candidates.isEmpty else { return out.line("None of \(of) expires \(out.quote(span.label)).") }
            out.line(
                "\(out.count(candidates.count, "candidates", cite(scan))) of \(of) \(candidates.count == 1 ? "expires" : "expire") \(out.quote(span.label)):"
            )
        }
        if let limit = collateralLimit, let scan = scans.first {
            let all = candidates.count
            candidates = candidates.filter { ($0.collateral.value ?? .infinity) <= limit }
            let most = out.dollars(Figure(limit), "limit", cite(scan))
            guard !candidates.isEmpty else {
                out.line("None of \(out.counted(all, "candidate", cite(scan))) binds at most \(most).")
                return
            }
            out.line(
                "\(out.counted(candidates.count, "candidate", cite(scan))) of \(out.count(all, "candidates", cite(scan))) bind at most \(most):"
            )
        }
        if let scan = scans.first {
            guard let left = await chosen(of: candidates, cite(scan)) else { return }
            candidates = left
            guard let kept = overBasis(candidates, cite(scan)) else { return }
            candidates = kept
        }
        let order = OrderAsked.read(question.words).first { $0.key != nil }
        if let order, let key = order.key {
            candidates.sort { left, right in
                switch (key.value(of: left, today: today), key.value(of: right, today: today)) {
                case (let first?, let second?) where first != second:
                    order.isAscending ? first < second : first > second
                case (nil, .some): false
                case (.some, nil): true
                default: (right.score, left.id) < (left.score, right.id)
                }
            }
            out.line(
                "In the order of \(out.quote(key.name)), \(order.isAscending ? "lowest" : "highest") first (\(out.quote(order.typed))):"
            )
        }
        let all = candidates.count
        // One contract a symbol and strategy, unless the question names the symbol; the scan command lists them all.
        if symbol == nil, filter.references.isEmpty {
            var seen: Set<String> = []
            candidates = candidates.filter { seen.insert("\($0.strategy.rawValue) \($0.symbol)").inserted }
        }
        if candidates.count < all {
            out.line(
                order == nil ? "The best contract of each symbol:" : "The first contract of each symbol in that order:")
        }
        for candidate in candidates.prefix(countAsked ?? 8) {
            out.line("\(short(candidate))\(order.map { figure($0, of: candidate) } ?? Fragment())")
            out.list(candidate.id, symbol: candidate.symbol, title: candidate.shortName)
        }
        if let scan = scans.first {
            out.line(
                "Room: \(out.quote(scan.room, cite(scan))). Scores rank candidates by fixed parts; each part and the nearest misses can be shown."
            )
            if let waiting = scan.waitingReason { out.line(out.quote(waiting, cite(scan))) }
        }
        if let first = candidates.first { out.offer("details", "Details", ["reference": first.id]) }
        out.offer("why_not", "Why not others")
    }

    /// "Above my basis": calls whose strike is at or over what the shares cost; nil where none is left.
    private func overBasis(_ candidates: [Candidate], _ cite: Int) -> [Candidate]? {
        guard question.words.contains(where: { $0.text == "basis" }), let symbol else { return candidates }
        let leg = context.book.strategies.filter { $0.symbol == symbol }.flatMap(\.legs).first { leg in
            if case .stock = leg.position.instrument { return !leg.position.quantity.isShort }
            return false
        }
        guard let basis = leg?.position.stockBasis?.broker ?? leg?.position.averagePrice else {
            out.line("The basis of \(out.quote(symbol)) shares is not known: none is held, or its opening is missing.")
            return candidates
        }
        let kept = candidates.filter { $0.contract.strike >= basis }
        out.line(
            "\(kept.isEmpty ? "None" : out.count(kept.count, "candidates", cite)) of \(out.counted(candidates.count, "candidate", cite)) at or over the broker basis of \(out.price(Figure(basis), "broker basis", citeBook()))\(kept.isEmpty ? "." : ":")"
        )
        return kept.isEmpty ? nil : kept
    }

    /// Candidates, or those of the last answer where it is asked about them, near ones too.
    func named(in scans: [ScanResult]) -> [Candidate] {
        guard !filter.references.isEmpty else { return scans.flatMap(\.candidates) }
        return scans.flatMap { $0.candidates + $0.nearestMisses }.filter { filter.references.contains($0.id) }
    }

    /// The figure candidates stand in the order of, where their line has it not.
    private func figure(_ order: OrderAsked.Order, of candidate: Candidate) -> Fragment {
        guard let key = order.key, case .measure(let measure) = key, measure != .annualizedReturn else {
            return Fragment()
        }
        let name: Fragment = ", \(out.quote(measure.rawValue)) "
        guard let value = key.value(of: candidate, today: today) else { return name + "unknown" }
        let cite = cite(candidate)
        if measure == .collateral { return name + out.dollars(Figure(value), measure.rawValue, cite) }
        if measure.isFraction { return name + out.percent(Figure(value), measure.rawValue, cite, decimals: 1) }
        let decimals = [.delta, .strike].contains(measure) ? 2 : 0
        return name + out.decimal(Figure(value), measure.rawValue, cite, decimals: decimals)
    }

    /// Sectors as the sources tell them, by symbol; a symbol no source knows has none.
    func sectors(of candidates: [Candidate]) async -> [String: String] {
        var result: [String: String] = [:]
        for name in Set(candidates.map(\.symbol)) {
            if let sector = await profile(name)?.sector, !sector.isEmpty { result[name] = sector }
        }
        return result
    }

    func sayUnknownSectors(_ candidates: [Candidate], _ sectors: [String: String]) {
        let unknown = Set(candidates.map(\.symbol)).filter { sectors[$0] == nil }.sorted()
        guard !unknown.isEmpty else { return }
        let shown: Fragment = unknown.prefix(8).map { out.quote($0) }.joined(", ")
        let rest: Fragment = unknown.count > 8 ? " and others" : Fragment()
        out.line("Sector unknown (no source): \(shown)\(rest).")
    }
}
