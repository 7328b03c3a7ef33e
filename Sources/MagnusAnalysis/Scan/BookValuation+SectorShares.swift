import MagnusDomain

extension BookValuation {
    /// What is at risk in each sector as a fraction of the net liquidation of all accounts in view, as the scans judge it and
    /// explanations of `room#sector/…` tell it; indices, broad funds and unknown sectors are none. Unknown while the net
    /// liquidation is, or where it is not above zero.
    public func sectorShares(market: MarketSnapshot) -> [String: Figure] {
        let room = BookRoom(self, market: market)
        return room.sectors.mapValues { dollars in
            room.netLiquidation.map { $0 > 0 ? dollars / $0 : .nan }
        }
    }
}
