import MagnusDomain

/// The severity of a short option near expiry: one value per position, whatever rules it meets.
struct DangerTable {
    /// Where the spot stands against the strike.
    enum Standing: Equatable {
        /// d = |ln(K/S)| / (sigma root T left); nil when no volatility is known.
        case outOfTheMoney(sigmas: Double?)
        /// In the money, or so near the strike that it may be either at the cut-off.
        case inTheMoneyOrPinned
    }

    /// What assignment would mean.
    enum Consequence: Equatable {
        /// The owner does not want it, or has not said so.
        case unwanted
        /// Wanted, and cash or shares are there.
        case wantedAndFunded
        /// Cash or shares are missing, a protecting leg dies first, or a call is taken for its dividend.
        case uncovered
    }

    let settings: MonitorSettings.Expiration

    /// nil: no alert, the digest mentions it at most.
    func priority(
        days: Int, standing: Standing, consequence: Consequence, isWorthless: Bool
    ) -> AlertPriority? {
        guard days <= settings.weekDays else { return nil }
        let isSoon = days <= settings.soonDays
        switch standing {
        case .inTheMoneyOrPinned:
            switch consequence {
            case .uncovered, .unwanted: return isSoon ? .critical : .high
            case .wantedAndFunded: return isSoon ? .medium : .low
            }
        case .outOfTheMoney(let sigmas):
            guard let sigmas else { return isSoon ? .high : .medium }
            if sigmas < settings.comfortableSigmas { return isSoon ? .high : .medium }
            guard isSoon else { return nil }
            return isWorthless && sigmas >= settings.safeSigmas ? .low : .medium
        }
    }
}
