import MagnusDomain

/// Contracts that a scan rejects, of which those nearest to a candidate are shown: fewest failed gates first, then the
/// score.
///
/// What orders them lies beside the place where they are found: nothing that belongs to a whole underlying is moved about
/// with them.
struct NearMisses {
    private struct Entry: Ranked {
        let rank: MissRank
        let symbolRank: Int
        let source: Source

        func precedes(_ other: Entry) -> Bool {
            if rank.gateCount != other.rank.gateCount { return rank.gateCount < other.rank.gateCount }
            if rank.score != other.rank.score { return rank.score > other.rank.score }
            return symbolRank == other.symbolRank ? rank.precedes(other.rank) : symbolRank < other.symbolRank
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

    /// What the rough pass rejected in one underlying: of more than may be shown only the nearest are looked at.
    mutating func add(_ tally: VerdictTally, scan: Int) {
        offered += tally.misses
        for place in tally.nearest {
            offer(draft.verdicts[scan][place], place, scan: scan, cap: caps[scan], .rough(scan: scan, position: place))
        }
    }

    /// - Parameters:
    ///   - place: of its verdict among those of the scan.
    ///   - fresh: its underlying as of the judgement.
    mutating func add(_ contract: ContractScan, at place: Int, scan: Int, as fresh: SymbolScan) {
        offered += 1
        judged.append((fresh, contract))
        let cap = Scanner.scoreLimit(scan: fresh, input: draft.input, isInSession: draft.isInSession)
        offer(ContractVerdict(contract), place, scan: scan, cap: cap, .judged(judged.count - 1))
    }

    private mutating func offer(_ verdict: ContractVerdict, _ place: Int, scan: Int, cap: Double, _ source: Source) {
        entries.offer(
            Entry(rank: MissRank(verdict, cap: cap, place: place), symbolRank: ranks[scan], source: source))
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
