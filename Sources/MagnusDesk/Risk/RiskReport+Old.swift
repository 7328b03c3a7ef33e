import MagnusDomain

extension RiskReport {
    /// A report of a book that moved on: every figure that rests on its quotes past its age. What past sessions were stays.
    public var old: RiskReport {
        var report = self
        report.netLiquidation = netLiquidation.old
        for index in report.measures.indices {
            for path in [
                \RiskMeasure.valueAtRisk, \.valueAtRiskLow, \.valueAtRiskHigh, \.expectedShortfall, \.shortfallError,
            ] { report.measures[index][keyPath: path] = report.measures[index][keyPath: path].old }
        }
        report.exposure = exposure.old
        for path in [\RiskReport.concentration, \.deltaConcentration] {
            report[keyPath: path].index = report[keyPath: path].index.old
            report[keyPath: path].effectiveNames = report[keyPath: path].effectiveNames.old
        }
        return report
    }
}

extension RiskExposure {
    var old: RiskExposure {
        var exposure = self
        exposure.deltaFraction = deltaFraction.old
        exposure.greeks.betaWeightedDelta = greeks.betaWeightedDelta.old
        exposure.greeks.dollarDelta = greeks.dollarDelta.old
        exposure.greeks.dollarGammaOnePercent = greeks.dollarGammaOnePercent.old
        exposure.greeks.thetaPerDay = greeks.thetaPerDay.old
        exposure.greeks.vegaPerPoint = greeks.vegaPerPoint.old
        exposure.greeks.vega30 = greeks.vega30.old
        for index in exposure.shares.indices { exposure.shares[index].share = shares[index].share.old }
        for index in exposure.accounts.indices {
            exposure.accounts[index].netLiquidation = accounts[index].netLiquidation.old
            for path in [\AccountValuation.marginRequirement, \.buyingPower, \.buyingPowerUsedFraction] {
                exposure.accounts[index][keyPath: path] = accounts[index][keyPath: path].old
            }
        }
        for index in exposure.portfolioMargins.indices {
            exposure.portfolioMargins[index].requirement = portfolioMargins[index].requirement.old
            exposure.portfolioMargins[index].excess = portfolioMargins[index].excess.old
            for place in exposure.portfolioMargins[index].classes.indices {
                exposure.portfolioMargins[index].classes[place].requirement =
                    portfolioMargins[index].classes[place].requirement.old
            }
        }
        for index in exposure.events.indices {
            for path in [\RiskEvent.shares, \.dollars, \.earlyExercise] {
                exposure.events[index][keyPath: path] = events[index][keyPath: path].old
            }
        }
        for index in exposure.assignments.indices {
            exposure.assignments[index].highest = assignments[index].highest.old
            for path in [\AssignmentSum.expected, \.expectedEarly, \.expectedCash] {
                exposure.assignments[index][keyPath: path] = assignments[index][keyPath: path].old
            }
        }
        exposure.hedges = hedges?.old
        if let table = attribution {
            exposure.attribution?.book = table.book.old
            exposure.attribution?.rows = table.rows.map(\.old)
        }
        return exposure
    }
}

extension HedgeReport {
    fileprivate var old: HedgeReport {
        var report = self
        for path in [\HedgeReport.deltaFraction, \.excess, \.benchmarkPrice] {
            report[keyPath: path] = report[keyPath: path].old
        }
        for index in moves.indices { report.moves[index].profit = moves[index].profit.old }
        for index in suggestions.indices {
            for path in [
                \HedgeSuggestion.cash, \.cost, \.betaWeightedDelta, \.deltaFraction, \.thetaPerDay, \.vegaPerPoint,
            ] { report.suggestions[index][keyPath: path] = report.suggestions[index][keyPath: path].old }
            report.suggestions[index].savings = suggestions[index].savings.map(\.old)
            for place in suggestions[index].legs.indices {
                report.suggestions[index].legs[place].price = suggestions[index].legs[place].price.old
                report.suggestions[index].legs[place].intrinsic = suggestions[index].legs[place].intrinsic.old
            }
        }
        return report
    }
}

extension DayAttribution {
    fileprivate var old: DayAttribution {
        var row = self
        for path in [\DayAttribution.total, \.delta, \.gamma, \.theta, \.vega, \.residual] {
            row[keyPath: path] = row[keyPath: path].old
        }
        return row
    }
}

extension Total {
    fileprivate var old: Total { Total(figure: figure.old, unknownCount: unknownCount) }
}
