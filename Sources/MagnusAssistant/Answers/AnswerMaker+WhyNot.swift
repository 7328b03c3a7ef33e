import MagnusDomain

/// Why a scan found nothing, and why a symbol or contract is no candidate.
extension AnswerMaker {
    /// "Why is XLE ranked first", "why is XLE the top candidate": what its place is made of.
    static func asksRank(_ words: [Word]) -> Bool {
        let set = Set(words.map { $0.typed.lowercased() })
        return set.contains("why") && !set.isDisjoint(with: ["first", "top", "ranked", "ranks"])
            && set.isDisjoint(with: [
                "not", "no", "never", "alert", "alerts", "iv", "volatility", "loss", "loser", "winner", "position",
                "positions", "my", "expire", "expires", "last",
            ])
    }

    func nothingPassed(_ scan: ScanResult) {
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
            "\(word(scan.strategy)): none of \(out.counted(scan.contractsScanned, "contract", cite)) passed\(reasons)."
        )
        for miss in scan.nearestMisses.prefix(2) {
            out.list(miss.id, symbol: miss.symbol, title: miss.shortName)
            out.line("Near: \(short(miss)); \((miss.failures.first.map(sentence)) ?? Fragment())")
        }
    }

    func whyNot() async {
        guard !context.scans.isEmpty else {
            out.record("why_not", rows: 0)
            out.line("No scan has run, so nothing was rejected.")
            return
        }
        if let subject = question.subject,
            let candidate = context.everyScan.flatMap({ $0.nearestMisses + $0.candidates }).first(where: {
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
                    "\(word(scan.strategy)): of \(out.counted(scan.contractsScanned, "contract", cite)), first failed gate: \(reasons.joined(", "))."
                )
                for miss in scan.nearestMisses.prefix(2) {
                    out.line("Nearest: \(short(miss)); \((miss.failures.first.map(sentence)) ?? Fragment())")
                    out.list(miss.id, symbol: miss.symbol, title: miss.shortName)
                }
            }
            return
        }
        await whyNot(symbol)
    }

    /// Why one symbol is or is not among the candidates: from the scans that ran, else from one of it alone.
    private func whyNot(_ symbol: String) async {
        var scans = context.scans
        var isAlone = false
        let asksScore =
            Self.asksRank(question.words)
            || question.words.contains { ["score", "scores", "scored", "scoring"].contains($0.typed.lowercased()) }
        func isAsked(_ contract: OptionContract) -> Bool {
            if let strike = entities.contract.strike,
                contract.strikeThousandths != Int((strike * 1000).rounded())
            {
                return false
            }
            return entities.contract.expiry.map { contract.expiry == $0 } ?? true
        }
        func ofSymbol(_ list: KeyPath<ScanResult, [Candidate]>) -> [Candidate] {
            scans.flatMap { $0[keyPath: list] }.filter { candidate in
                candidate.symbol == symbol && (!asksScore || isAsked(candidate.contract))
                    && (entities.contract.right == nil
                        || candidate.contract.right == entities.contract.right)
            }
        }
        if ofSymbol(\.candidates).isEmpty, ofSymbol(\.nearestMisses).isEmpty, let own = await data.scan(of: symbol) {
            scans = own
            isAlone = true
        }
        let misses = ofSymbol(\.nearestMisses)
        out.record("why_not", ["symbol": symbol], rows: misses.count)
        if asksScore, let found = ofSymbol(\.candidates).first ?? misses.first {
            if isAlone { sayUnlisted(symbol) }
            return describe(found)
        }
        if asksScore, let strike = entities.contract.strike {
            let shown = scans.flatMap { $0.candidates + $0.nearestMisses }.filter { $0.symbol == symbol }
            let others = shown.prefix(3).map(short).joined("; ")
            let cite = scans.first.map(cite) ?? citeBook()
            out.line(
                "No scan kept a contract of \(out.quote(symbol)) at \(out.price(Figure(strike), "strike", cite)), so its score is unknown here.\(shown.isEmpty ? Fragment() : " Kept: \(others).")"
            )
            return
        }
        if let best = ofSymbol(\.candidates).first {
            out.line("It did pass: \(short(best)).")
            if best.isCapped, let cap = best.cap { out.more("The score is held down by a cap: \(out.quote(cap)).") }
            if isAlone { sayUnlisted(symbol) }
            out.list(best.id, symbol: best.symbol, title: best.shortName)
            return
        }
        for scan in scans where isAlone { await tellAlone(scan, symbol) }
        guard !misses.isEmpty else {
            if !isAlone {
                out.line("The last scans kept no reject of \(out.quote(symbol)); why it is absent is unknown here.")
            }
            sayUnlisted(symbol)
            return
        }
        // The nearest of each strategy: three contracts that fail alike say no more than one.
        var told: Set<ScanStrategy> = []
        for miss in misses where told.insert(miss.strategy).inserted || misses.count <= 3 {
            out.line("Nearest: \(short(miss))")
            for failure in miss.failures { out.line("Fails \(out.quote(failure.gate)): \(sentence(failure))") }
            out.list(miss.id, symbol: miss.symbol, title: miss.shortName)
        }
        if isAlone { sayUnlisted(symbol) }
        if let first = misses.first { out.offer("details", "Details", ["reference": first.id]) }
    }

    /// What a scan of the symbol alone found, by reason.
    private func tellAlone(_ scan: ScanResult, _ symbol: String) async {
        if let right = entities.contract.right, let own = scan.strategy.right, own != right { return }
        let cite = cite(scan)
        if let waiting = scan.waitingReason {
            out.line("\(word(scan.strategy)): \(out.quote(waiting, cite))")
            return
        }
        guard scan.contractsScanned > 0 else {
            if await data.chain(of: symbol) == nil {
                out.line("\(word(scan.strategy)): no source lists options on \(out.quote(symbol)).")
            } else if scan.strategy == .coveredCall {
                out.line(
                    "\(word(scan.strategy)): no free shares of \(out.quote(symbol)) are held to write calls against.")
            } else {
                out.line("\(word(scan.strategy)): no contract of \(out.quote(symbol)) could be looked at.")
            }
            return
        }
        let reasons = scan.rejected.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(4).map { entry in
            "\(out.count(entry.value, entry.key, cite)) \(out.quote(entry.key))" as Fragment
        }
        out.line(
            "\(word(scan.strategy)): none of \(out.counted(scan.contractsScanned, "contract", cite)) of \(out.quote(symbol)) passes; first failed gate: \(reasons.joined(", "))."
        )
    }

    /// The regular scans look at the lists and at what is held.
    private func sayUnlisted(_ symbol: String) {
        guard !context.ownList.contains(symbol), !context.watchList.contains(symbol),
            !book.strategies.contains(where: { $0.symbol == symbol })
        else { return }
        out.line("\(out.quote(symbol)) is on neither the own nor the watch list, so the regular scans leave it out.")
    }
}
