import MagnusAnalysis
import MagnusDomain

/// M6: candidates that reach the score in two scans five minutes apart; the three best.
///
/// Closing quotes raise and confirm nothing. What stands is judged by them, under their cap: its words are those of the pane.
enum OpportunityRule {
    static func key(_ candidate: Candidate) -> String {
        "opportunity:\(candidate.strategy.rawValue):\(candidate.symbol)"
    }

    static func report(context: MonitorContext, memory: MonitorMemory) -> MonitorReport {
        let settings = context.settings.opportunities
        var report = MonitorReport(memory: memory)
        // One candidate per symbol and strategy: the best. A neighbouring strike is the same opportunity.
        var best: [String: (candidate: Candidate, scan: ScanResult)] = [:]
        for scan in context.scans where scan.waitingReason == nil {
            for candidate in scan.candidates where candidate.failures.isEmpty && candidate.score.isFinite {
                let key = key(candidate)
                if let other = best[key], !isBetter(candidate, than: other.candidate) { continue }
                best[key] = (candidate, scan)
            }
        }
        let waiting = context.scans.filter { $0.waitingReason != nil }.map(\.strategy)
        var records: [String: MonitorMemory.CandidateRecord] = [:]
        for (key, record) in memory.candidates {
            let isWaiting = waiting.contains { key.hasPrefix("opportunity:\($0.rawValue):") }
            if isWaiting, record.isRaised { report.undetermined.insert(key) }
            let isForgotten = abs(context.now.seconds(since: record.lastSeen)) > settings.forgetSeconds
            if isWaiting, !isForgotten { records[key] = record }
        }
        var qualified: [(key: String, candidate: Candidate, scan: ScanResult)] = []
        for (key, entry) in best {
            let before = memory.candidates[key]
            let line = before?.isRaised == true ? settings.releaseScore : settings.score
            guard entry.candidate.score >= line else { continue }
            let at = entry.scan.scannedAt
            let isFresh = before.map { abs(at.seconds(since: $0.lastSeen)) <= settings.forgetSeconds } ?? false
            let isStanding = isFresh && before?.isRaised == true
            guard isStanding || context.calendar.status(at: at).phase.isRegularSession else { continue }
            var record =
                isFresh
                ? before ?? .init(firstSeen: at, lastSeen: at, isRaised: false)
                : .init(firstSeen: at, lastSeen: at, isRaised: false)
            record.lastSeen = max(record.lastSeen, at)
            let isConfirmed = record.lastSeen.seconds(since: record.firstSeen) >= settings.confirmationSeconds
            if record.isRaised || (isConfirmed && record.lastSeen > record.firstSeen) {
                qualified.append((key, entry.candidate, entry.scan))
            }
            records[key] = record
        }
        qualified.sort { isBetter($0.candidate, than: $1.candidate) }
        let muted = { (symbol: String) in context.mutes.contains { $0.covers(.opportunities, symbol: symbol) } }
        for entry in qualified.prefix(settings.top) where !muted(entry.candidate.symbol) {
            records[entry.key]?.isRaised = true
            report.findings.append(
                finding(entry.candidate, scan: entry.scan, key: entry.key, now: context.now))
        }
        report.memory.candidates = records
        let first = { (left: Candidate, right: Candidate) in (left.score, right.id) < (right.score, left.id) }
        let confirmed = Set(qualified.map(\.key))
        let waits = best.filter { entry in
            entry.value.candidate.score >= settings.score && !confirmed.contains(entry.key)
                && !muted(entry.value.candidate.symbol)
        }
        if let near = waits.values.map(\.candidate).max(by: first) {
            report.nearest[.opportunities] = "\(words(near, settings)), waits for its second scan"
        } else if let near = qualified.dropFirst(settings.top).first(where: { !muted($0.candidate.symbol) }) {
            report.nearest[.opportunities] = "\(words(near.candidate, settings)), behind the \(settings.top) best"
        } else if let near = best.values.map(\.candidate)
            .filter({ $0.score < settings.score && !muted($0.symbol) }).max(by: first)
        {
            report.nearest[.opportunities] = words(near, settings)
        }
        return report
    }

    /// In the order of the pane, where a cap makes scores equal.
    private static func isBetter(_ left: Candidate, than right: Candidate) -> Bool {
        if left.score != right.score { return left.score > right.score }
        let returns = (left.annualizedReturn.value ?? -.infinity, right.annualizedReturn.value ?? -.infinity)
        return returns.0 != returns.1 ? returns.0 > returns.1 : left.id < right.id
    }

    /// `XLE 90P, 79 of 80`.
    private static func words(_ candidate: Candidate, _ settings: MonitorSettings.Opportunities) -> String {
        "\(candidate.symbol) \(candidate.shortName), \(FixedText.decimals(candidate.score, 0)) of "
            + FixedText.decimals(settings.score, 0)
    }

    private static func finding(
        _ candidate: Candidate, scan: ScanResult, key: String, now: Instant
    ) -> AlertFinding {
        let label = "\(candidate.symbol) \(candidate.shortName)"
        let trailing = "score \(FixedText.decimals(candidate.score, 0))\(candidate.isCapped ? "c" : "")"
        let kind = candidate.action
        var reasons: [String] = []
        if let width = candidate.spread?.width, let risk = candidate.periodReturn.value,
            let fill = candidate.fill.value
        {
            reasons.append(
                "\(FixedText.price(fill)) of \(FixedText.price(width)) for \(candidate.daysToExpiry)d, "
                    + "\(FixedText.percent(risk)) on risk")
        } else if let pay = candidate.annualizedReturn.value, let fill = candidate.fill.value {
            reasons.append(
                "\(FixedText.price(fill)) for \(candidate.daysToExpiry)d, \(FixedText.percent(pay, decimals: 1))/yr")
        }
        if let out = candidate.outOfTheMoney.value { reasons.append("\(FixedText.percent(out, decimals: 1)) out") }
        if let profit = candidate.probabilityOfProfit.value { reasons.append("POP \(FixedText.percent(profit))") }
        let facts: [(String, Figure, String)] = [
            ("fill", candidate.fill, "USD/share"), ("return per year", candidate.annualizedReturn, "fraction"),
            ("delta", candidate.delta, "shares"), ("probability of profit", candidate.probabilityOfProfit, "fraction"),
            ("collateral", candidate.collateral, "USD"),
        ]
        let said = [
            candidate.fill, candidate.spread == nil ? candidate.annualizedReturn : candidate.periodReturn,
            candidate.outOfTheMoney, candidate.probabilityOfProfit,
        ]
        let trust: Trust = said.contains { $0.trust == .estimated } ? .estimated : .fresh
        // Ages grow from the moment the quotes were asked for, not from this look at them.
        let age = candidate.quoteAgeSeconds.map { $0 + max(0, now.seconds(since: scan.quotedAt)) }
        let title = PaneWords.title(["\(label) \(kind)", label], trailing: trailing)
        return AlertFinding(
            monitor: .opportunities, conditionKey: key, priority: .medium,
            title: title.full, trailing: trailing,
            message: PaneWords.message(reasons, trust: trust), symbol: candidate.symbol, positionIdentifier: nil,
            evidence: [
                AlertEvidence(
                    name: "score", value: candidate.score, unit: "of 100", source: "scan \(scan.watchlist)",
                    ageSeconds: age)
            ]
                + facts.map {
                    AlertEvidence(name: $0.0, figure: $0.1, unit: $0.2, source: "scan", ageSeconds: age)
                },
            actions: [
                AlertAction(action: "review", label: "Parts of the score", parameters: ["candidate": candidate.id]),
                AlertAction(action: "show_all", label: "All candidates"),
                AlertAction(action: "snooze", label: "Snooze"), AlertAction(action: "dismiss", label: "Dismiss"),
            ], groupIdentifier: "opportunities", shortTitle: title.short)
    }
}
