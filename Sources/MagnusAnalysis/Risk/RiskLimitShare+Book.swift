import MagnusDomain

extension RiskLimitShare {
    /// Names, sectors and groups of a book against net liquidation (trader.md section 2, M10), by kind, the largest first.
    /// - Parameter groups: Names that move together.
    static func found(_ room: BookRoom, groups: [[String]], limits: RiskLimits) -> [RiskLimitShare] {
        func share(_ kind: Kind, _ key: String, _ amount: Double, _ limit: Double) -> RiskLimitShare {
            RiskLimitShare(
                kind: kind, key: key, amount: amount,
                share: room.netLiquidation.map { $0 > 0 ? amount / $0 : .nan }, limit: limit)
        }
        func ordered(_ kind: Kind, _ amounts: [String: Double], _ limit: Double) -> [RiskLimitShare] {
            amounts.filter { $0.value > 0 }.sorted { ($0.value, $1.key) > ($1.value, $0.key) }
                .map { share(kind, $0.key, $0.value, limit) }
        }
        let together = groups.map { members in
            share(
                .group, members.joined(separator: " "), members.reduce(0) { $0 + (room.names[$1] ?? 0) }, limits.group)
        }
        return ordered(.name, room.names, limits.name) + ordered(.sector, room.sectors, limits.sector)
            + together.sorted { ($0.amount, $1.key) > ($1.amount, $0.key) }
    }
}
