/// What becomes of a candidate between two scans: its quotes grow old.
extension Candidate {
    /// As it is some time after its scan: its quotes are so many seconds older.
    public func aged(by seconds: Double) -> Candidate {
        var older = self
        older.quoteAgeSeconds = quoteAgeSeconds.map { $0 + max(0, seconds) }
        older.spotAgeSeconds = spotAgeSeconds.map { $0 + max(0, seconds) }
        return older
    }

    /// Figures made of quotes past their age are stale, some time after the scan; the ages stay those of the scan.
    ///
    /// A quote without an age is as old as nobody knows. The price of the shares was then at least asked for by the scan.
    public func trusted(after seconds: Double, optionSeconds: Double, underlyingSeconds: Double) -> Candidate {
        let later = aged(by: seconds)
        let isQuoteOld = later.quoteAgeSeconds.map { $0 > optionSeconds } ?? true
        let isSpotOld = (later.spotAgeSeconds ?? max(0, seconds)) > underlyingSeconds
        guard isQuoteOld || isSpotOld else { return self }
        var result = self
        if isQuoteOld { result.quoteTrust = .stale }
        if isSpotOld { result.spotTrust = .stale }
        // Only a covered call is paid for by the shares under it.
        let isPaidOnStrike = strategy != .coveredCall
        var old: [WritableKeyPath<Candidate, Figure>] = [
            \.cushion, \.expectedMove, \.delta, \.impliedVolatility, \.probabilityOfProfit, \.probabilityOfTouch,
        ]
        if isQuoteOld { old += [\.fill, \.spreadFraction] }
        if isQuoteOld || !isPaidOnStrike { old += [\.periodReturn, \.annualizedReturn, \.breakeven] }
        if isSpotOld { old.append(\.outOfTheMoney) }
        if isSpotOld, !isPaidOnStrike { old.append(\.collateral) }
        for path in old { result[keyPath: path] = self[keyPath: path].madeStale }
        if isQuoteOld, strategy.isSpread { result.collateral = collateral.madeStale }
        result.spread = spread?.trusted(isQuoteOld: isQuoteOld)
        return result
    }

    /// ``score`` with the trust of the quotes that it was made of.
    public var scoreFigure: Figure { Figure(score, trust: Trust.worse(quoteTrust, spotTrust)) }

    /// ``spot`` with its trust.
    public var spotFigure: Figure { Figure(spot, trust: spotTrust) }
}

extension CandidateSpread {
    /// With the marks of old quotes. Bounds and breakevens of a credit rest on the quotes alone; all that a model makes
    /// rests on the shares too.
    func trusted(isQuoteOld: Bool) -> CandidateSpread {
        var result = self
        var old: [WritableKeyPath<CandidateSpread, Figure>] = [
            \.expectedValue, \.positionDelta, \.forwardFactor, \.thetaRatio, \.extrinsicRatio,
        ]
        if isQuoteOld { old += [\.naturalCredit, \.midCredit, \.creditToWidth, \.maximumLoss] }
        if isQuoteOld || kind.expiresApart { old.append(\.maximumProfit) }
        for path in old { result[keyPath: path] = self[keyPath: path].madeStale }
        result.maximumProfitBand = maximumProfitBand.map(\.madeStale)
        for index in legs.indices {
            if isQuoteOld { result.legs[index].price = legs[index].price.madeStale }
            result.legs[index].impliedVolatility = legs[index].impliedVolatility.madeStale
            result.legs[index].delta = legs[index].delta.madeStale
        }
        return result
    }
}

extension ScanResult {
    /// Its candidates and near misses as far as they may be trusted at a later moment in session.
    public func trusted(at now: Instant, optionSeconds: Double, underlyingSeconds: Double) -> ScanResult {
        let seconds = now.seconds(since: quotedAt)
        func marked(_ candidates: [Candidate]) -> [Candidate] {
            candidates.map {
                $0.trusted(after: seconds, optionSeconds: optionSeconds, underlyingSeconds: underlyingSeconds)
            }
        }
        var result = self
        result.candidates = marked(candidates)
        result.nearestMisses = marked(nearestMisses)
        return result
    }
}

extension Figure {
    /// The same value, not to be taken for a live one; what is unknown stays so.
    public var madeStale: Figure { value.map { Figure($0, trust: .stale) } ?? self }
}
