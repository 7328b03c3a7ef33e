import MagnusDomain

extension VolatilityReport {
    /// What was read of a chain that is not refreshed any more: every figure of today's quotes past its age. Closes and
    /// bars of past sessions stay what they were.
    public var old: VolatilityReport {
        var report = self
        report.spot = spot.old
        report.impliedVolatility = impliedVolatility.old
        report.premium = premium.old
        report.termStructure.near = termStructure.near.old
        report.termStructure.far = termStructure.far.old
        report.exposure.total = exposure.total.old
        report.exposure.flip = exposure.flip.old
        for index in report.expiries.indices {
            for path in [
                \ExpiryVolatility.forward, \.atTheMoneyVolatility, \.fittedVolatility, \.forwardVolatility,
                \.putVolatility25, \.callVolatility25, \.putStrike25, \.callStrike25,
            ] { report.expiries[index][keyPath: path] = report.expiries[index][keyPath: path].old }
        }
        return report
    }
}
