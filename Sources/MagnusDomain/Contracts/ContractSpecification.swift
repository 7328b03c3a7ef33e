import MagnusQuant

/// The terms that all series of an option root share.
public struct ContractSpecification: Sendable, Hashable {
    /// The option root: `SPXW`, `AAPL`, `LCID1`.
    public let root: String
    /// The underlying's symbol as quotes know it: `SPX`, `AAPL`, `BRK.B`, `LCID`.
    public let underlying: String
    public let style: ExerciseStyle
    public let settlement: Settlement
    /// Dollars of premium per 1.00 of quoted price.
    public let multiplier: Int
    public let deliverable: Deliverable

    /// Whether the option is on an index: cash-settled, a section 1256 contract.
    public var isIndex: Bool { settlement != .physical }

    /// The terms of a root.
    ///
    /// Index roots come from the table of Cboe and Nasdaq products. Any other root is an American option on 100 shares;
    /// with a trailing digit it is an adjusted contract whose deliverable is unknown until a source states it, and with
    /// a leading digit a FLEX option, whose terms its symbol does not tell.
    /// - Throws: ``ContractError/malformedRoot``.
    public init(root: String) throws(ContractError) {
        guard Self.isWellFormed(root: root) else { throw .malformedRoot }
        self.root = root
        if let index = Self.indexRoots[root] {
            underlying = index.underlying
            style = index.style
            settlement = index.settlement
            multiplier = index.multiplier
            deliverable = .cash
        } else {
            let shares = root.trimmingDigits
            underlying = Self.classShares[shares] ?? shares
            style = .american
            settlement = .physical
            multiplier = 100
            deliverable = shares == root ? .shares(100) : .unknown
        }
    }

    /// The multiplier of a contract of this root, from a source that states one.
    /// - Parameter stated: what the field says, nil when it is empty.
    /// - Throws: ``ContractError/multiplierMissing`` and ``ContractError/multiplierImplausible(_:)``: on an equity
    ///   option 1 or less or more than 10,000, on an index option anything but the product's own multiplier.
    public func multiplier(stated: Int?) throws(ContractError) -> Int {
        guard let stated else { throw .multiplierMissing }
        let isPlausible = isIndex ? stated == multiplier : (2...10_000).contains(stated)
        guard isPlausible else { throw .multiplierImplausible(stated) }
        return stated
    }

    static func isWellFormed(root: String) -> Bool {
        let bytes = root.utf8
        return (1...6).contains(bytes.count)
            && bytes.allSatisfy { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) }
            && bytes.contains { (0x41...0x5A).contains($0) }
    }

    /// The afternoon-settled root that lists the other expiries of a morning-settled monthly root.
    static let weeklySiblings = ["SPX": "SPXW", "NDX": "NDXP", "RUT": "RUTW", "VIX": "VIXW"]

    /// Option roots of share classes, whose tickers carry a separator.
    static let classShares = [
        "BRKB": "BRK.B", "BFA": "BF.A", "BFB": "BF.B", "HEIA": "HEI.A", "LENB": "LEN.B", "MOGA": "MOG.A",
    ]
}

extension String {
    /// Without the digits at both ends.
    fileprivate var trimmingDigits: String {
        var bytes = Substring(self).utf8
        while let last = bytes.last, (0x30...0x39).contains(last) { bytes.removeLast() }
        while let first = bytes.first, (0x30...0x39).contains(first) { bytes.removeFirst() }
        return String(Substring(bytes))
    }
}
