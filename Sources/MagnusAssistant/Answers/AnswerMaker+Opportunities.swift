import MagnusDomain

extension AnswerMaker {
    func cite(_ candidate: Candidate) -> Int {
        out.cite(
            "scan", "\(candidate.symbol) \(candidate.contract.shortName)",
            passage: candidate.parts.map { "\($0.name): \($0.explanation)" }.joined(separator: "; "),
            reference: candidate.id, age: candidate.quoteAgeSeconds)
    }

    private func cite(_ scan: ScanResult) -> Int {
        out.cite(
            "scan", scan.strategy.rawValue, passage: scan.room, reference: "scan:\(scan.strategy.rawValue)",
            age: max(0, context.now.seconds(since: scan.scannedAt)))
    }

    private func word(_ strategy: ScanStrategy) -> Fragment {
        strategy == .cashSecuredPut ? "CSP" : "CC"
    }

    /// `CSP XLE 90P Fri 04-23, score 85, 13.3% a year`.
    func short(_ candidate: Candidate) -> Fragment {
        let cite = cite(candidate)
        return
            "\(word(candidate.strategy)) \(out.quote("\(candidate.symbol) \(candidate.contract.shortName)")) \(out.date(candidate.contract.expiry, today: today)) score \(out.decimal(Figure(candidate.score), "score", cite)), fill \(out.price(candidate.fill, "fill", cite)), \(out.percent(candidate.annualizedReturn, "annualised return", cite, decimals: 1)) a year"
    }

    func describe(_ candidate: Candidate) {
        let cite = cite(candidate)
        out.record("candidate", ["id": candidate.id], rows: 1)
        out.list(candidate.id, symbol: candidate.symbol, title: candidate.contract.shortName)
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

    private func sentence(_ failure: GateFailure) -> Fragment {
        let remedy = failure.remedy.map { " (\(out.quote($0)))" as Fragment } ?? Fragment()
        return "\(out.quote(failure.text))\(remedy)."
    }

    func opportunities() {
        out.record(
            "opportunities", ["symbol": symbol ?? ""], rows: context.scans.reduce(0) { $0 + $1.candidates.count })
        guard !context.scans.isEmpty else {
            out.line("No scan has run, so no candidate is known.")
            return
        }
        var scans = context.scans
        if let right = entities.contract.right {
            let chosen = scans.filter { ($0.strategy == .cashSecuredPut) == (right == .put) }
            if !chosen.isEmpty { scans = chosen }
        }
        var candidates = scans.flatMap(\.candidates).sorted {
            ($1.score, $1.annualizedReturn.value ?? 0, $0.id) < ($0.score, $0.annualizedReturn.value ?? 0, $1.id)
        }
        if let symbol { candidates = candidates.filter { $0.symbol == symbol } }
        if let symbol, candidates.isEmpty {
            if !misses(of: symbol).isEmpty { return whyNot() }
            out.line("No candidate in \(out.quote(symbol)) among the last scans.")
            return
        }
        guard !candidates.isEmpty else {
            for scan in scans { nothingPassed(scan) }
            return
        }
        // One contract a symbol and strategy, unless the question names the symbol; the scan command lists them all.
        if symbol == nil {
            var seen: Set<String> = []
            candidates = candidates.filter { seen.insert("\($0.strategy.rawValue) \($0.symbol)").inserted }
        }
        for candidate in candidates.prefix(8) {
            out.line("\(short(candidate))")
            out.list(candidate.id, symbol: candidate.symbol, title: candidate.contract.shortName)
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

    private func nothingPassed(_ scan: ScanResult) {
        let cite = cite(scan)
        if let waiting = scan.waitingReason {
            out.line("\(word(scan.strategy)): \(out.quote(waiting, cite))")
            return
        }
        let most = scan.rejected.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(3).map { entry in
            "\(out.count(entry.value, entry.key, cite)) \(out.quote(entry.key))" as Fragment
        }
        let reasons: Fragment = most.isEmpty ? Fragment() : "; most failed \(most.joined(", "))"
        out.line(
            "\(word(scan.strategy)): none of \(out.count(scan.contractsScanned, "contracts", cite)) contracts passed\(reasons)."
        )
        for miss in scan.nearestMisses.prefix(2) {
            out.list(miss.id, symbol: miss.symbol, title: miss.contract.shortName)
            out.line("Near: \(short(miss)); \((miss.failures.first.map(sentence)) ?? Fragment())")
        }
    }

    private func misses(of symbol: String) -> [Candidate] {
        context.scans.flatMap(\.nearestMisses).filter { $0.symbol == symbol }
    }

    func whyNot() {
        guard !context.scans.isEmpty else {
            out.record("why_not", rows: 0)
            out.line("No scan has run, so nothing was rejected.")
            return
        }
        if let subject = question.subject,
            let candidate = context.scans.flatMap({ $0.nearestMisses + $0.candidates }).first(where: {
                $0.id == subject.reference
            })
        {
            return describe(candidate)
        }
        guard let symbol else {
            out.record("why_not", rows: context.scans.count)
            for scan in context.scans {
                let cite = cite(scan)
                let reasons = scan.rejected.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(5).map { entry in
                    "\(out.count(entry.value, entry.key, cite)) \(out.quote(entry.key))" as Fragment
                }
                out.line(
                    "\(word(scan.strategy)): of \(out.count(scan.contractsScanned, "contracts", cite)) contracts, first failed gate: \(reasons.joined(", "))."
                )
                for miss in scan.nearestMisses.prefix(2) {
                    out.line("Nearest: \(short(miss)); \((miss.failures.first.map(sentence)) ?? Fragment())")
                    out.list(miss.id, symbol: miss.symbol, title: miss.contract.shortName)
                }
            }
            return
        }
        let misses = misses(of: symbol)
        out.record("why_not", ["symbol": symbol], rows: misses.count)
        if misses.isEmpty {
            let passed = context.scans.flatMap(\.candidates).filter { $0.symbol == symbol }
            if let best = passed.first {
                out.line("It did pass: \(short(best)).")
                if best.isCapped, let cap = best.cap { out.more("The score is held down by a cap: \(out.quote(cap)).") }
                out.list(best.id, symbol: best.symbol, title: best.contract.shortName)
                return
            }
            out.line("The last scans kept no reject of \(out.quote(symbol)); why it is absent is unknown here.")
            return
        }
        for miss in misses.prefix(3) {
            out.line("\(short(miss))")
            for failure in miss.failures { out.line("Fails \(out.quote(failure.gate)): \(sentence(failure))") }
            out.list(miss.id, symbol: miss.symbol, title: miss.contract.shortName)
        }
        if let first = misses.first { out.offer("details", "Details", ["reference": first.id]) }
    }
}
