import MagnusDomain

extension RollReport {
    /// A report that is not refreshed any more: every figure of its quotes past its age.
    public var old: RollReport {
        var report = self
        report.spot = spot.old
        report.buyBack = buyBack.old
        report.realized = realized.old
        for index in report.held.indices {
            report.held[index].mid = held[index].mid.old
            report.held[index].natural = held[index].natural.old
        }
        for index in report.cells.indices {
            for path in [\Cell.net, \.netAtMid, \.creditPerDay, \.breakeven, \.delta] {
                report.cells[index][keyPath: path] = cells[index][keyPath: path].old
            }
        }
        return report
    }
}
