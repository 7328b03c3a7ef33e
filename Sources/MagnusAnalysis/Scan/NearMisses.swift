import MagnusDomain

/// Contracts that a scan rejects, of which those nearest to a candidate are shown.
///
/// Thousands are ordered and a few shown: what orders them lies beside the place where they are found, and nothing that
/// belongs to a whole underlying is moved about with them.
struct NearMisses {
    private struct Entry {
        let gateCount: Int
        /// As it is printed: without gates, under its cap.
        let score: Double
        let symbolRank: Int
        let index: Int
        let source: Source
    }

    private enum Source {
        /// Of the rough pass: number of its scan, position in it.
        case rough(scan: Int, position: Int)
        /// Judged again since.
        case judged(Int)
    }

    private let draft: Scanner.Draft
    /// Per scan of the draft: its symbol's place in the alphabet.
    private let ranks: [Int]
    /// Per scan of the draft: the score no contract of it can exceed.
    private let caps: [Double]
    private var entries: [Entry] = []
    private var judged: [(scan: SymbolScan, contract: ContractScan)] = []

    init(_ draft: Scanner.Draft) {
        self.draft = draft
        let order = draft.scans.indices.sorted { draft.scans[$0].symbol < draft.scans[$1].symbol }
        var ranks = Array(repeating: 0, count: order.count)
        for (rank, number) in order.enumerated() { ranks[number] = rank }
        self.ranks = ranks
        caps = draft.scans.map { Scanner.scoreLimit(scan: $0, input: draft.input, isInSession: draft.isInSession) }
    }

    var isEmpty: Bool { entries.isEmpty }

    /// As the rough pass left it.
    mutating func add(scan: Int, position: Int) {
        add(
            draft.verdicts[scan][position], scan: scan, limit: caps[scan],
            source: .rough(scan: scan, position: position))
    }

    /// - Parameter fresh: its underlying as of the judgement.
    mutating func add(_ contract: ContractScan, scan: Int, as fresh: SymbolScan) {
        judged.append((fresh, contract))
        add(
            ContractVerdict(contract), scan: scan,
            limit: Scanner.scoreLimit(scan: fresh, input: draft.input, isInSession: draft.isInSession),
            source: .judged(judged.count - 1))
    }

    private mutating func add(_ contract: ContractVerdict, scan: Int, limit: Double, source: Source) {
        entries.append(
            Entry(
                gateCount: contract.gateCount, score: min(contract.score, limit), symbolRank: ranks[scan],
                index: contract.index, source: source))
    }

    /// Fewest failed gates first, then the score.
    func nearest(_ count: Int) -> [(scan: SymbolScan, contract: ContractScan)] {
        guard count > 0 else { return [] }
        // The few that are shown, in order: all others are compared once, with the last of them.
        var order: [Int] = []
        for place in entries.indices {
            if order.count == count, let last = order.last, !precedes(place, last) { continue }
            let position = order.firstIndex { precedes(place, $0) } ?? order.count
            order.insert(place, at: position)
            if order.count > count { order.removeLast() }
        }
        return order.map { place in
            switch entries[place].source {
            case .rough(let scan, let position):
                (draft.scans[scan], draft.judge(scan).whole(draft.verdicts[scan][position]))
            case .judged(let number): judged[number]
            }
        }
    }

    private func precedes(_ left: Int, _ right: Int) -> Bool {
        let (one, other) = (entries[left], entries[right])
        if one.gateCount != other.gateCount { return one.gateCount < other.gateCount }
        if one.score != other.score { return one.score > other.score }
        // Several spreads sell the same contract: then as they were found.
        return (one.symbolRank, one.index, left) < (other.symbolRank, other.index, right)
    }
}
