import MagnusDomain

/// Contracts that a scan rejects, of which those nearest to a candidate are shown: fewest failed gates first, then the
/// score.
///
/// What orders them lies beside the place where they are found: nothing that belongs to a whole underlying is moved about
/// with them.
struct NearMisses {
    private struct Entry: Ranked {
        let gateCount: Int
        /// As it is printed: without gates, under its cap.
        let score: Double
        let symbolRank: Int
        let index: Int
        /// Several spreads sell the same contract: then as they were offered.
        let order: Int
        let source: Source

        func precedes(_ other: Entry) -> Bool {
            if gateCount != other.gateCount { return gateCount < other.gateCount }
            if score != other.score { return score > other.score }
            return (symbolRank, index, order) < (other.symbolRank, other.index, other.order)
        }
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
    private var entries: Shortlist<Entry>
    private var judged: [(scan: SymbolScan, contract: ContractScan)] = []
    private(set) var offered = 0

    /// - Parameter limit: so many are shown.
    init(_ draft: Scanner.Draft, limit: Int) {
        self.draft = draft
        entries = Shortlist(limit: limit)
        let order = draft.scans.indices.sorted { draft.scans[$0].symbol < draft.scans[$1].symbol }
        var ranks = Array(repeating: 0, count: order.count)
        for (rank, number) in order.enumerated() { ranks[number] = rank }
        self.ranks = ranks
        caps = draft.scans.map { Scanner.scoreLimit(scan: $0, input: draft.input, isInSession: draft.isInSession) }
    }

    /// As the rough pass left it.
    mutating func add(_ contract: ContractVerdict, scan: Int, position: Int) {
        add(contract, scan: scan, limit: caps[scan], source: .rough(scan: scan, position: position))
    }

    /// - Parameter fresh: its underlying as of the judgement.
    mutating func add(_ contract: ContractScan, scan: Int, as fresh: SymbolScan) {
        judged.append((fresh, contract))
        add(
            ContractVerdict(contract), scan: scan,
            limit: Scanner.scoreLimit(scan: fresh, input: draft.input, isInSession: draft.isInSession),
            source: .judged(judged.count - 1))
    }

    private mutating func add(_ contract: ContractVerdict, scan: Int, limit cap: Double, source: Source) {
        offered += 1
        entries.offer(
            Entry(
                gateCount: contract.gateCount, score: min(contract.score, cap), symbolRank: ranks[scan],
                index: contract.index, order: offered, source: source))
    }

    /// In order.
    var nearest: [(scan: SymbolScan, contract: ContractScan)] {
        entries.items.map { entry in
            switch entry.source {
            case .rough(let scan, let position):
                (draft.scans[scan], draft.judge(scan).whole(draft.verdicts[scan][position]))
            case .judged(let number): judged[number]
            }
        }
    }
}
