import MagnusDesk
import MagnusDomain

/// `magnus scenario`: the book at every shock of a grid, or at stress presets.
enum ScenarioDocument {
    static func json(
        _ grid: ScenarioGrid, presets: [StressPreset], durationMilliseconds: Double, envelope: DocumentEnvelope
    ) -> JSONValue {
        let request = grid.request
        var axes = DocumentObject()
        axes.set("spot_percent", .array(request.spotPercents.map { JSONValue($0) }))
        axes.set("vol_points", .array(request.volatilityPoints.map { JSONValue($0) }))
        axes.set("days", .array(request.days.map { .integer($0) }))
        var base = DocumentObject()
        base.set("net_liquidation", grid.netLiquidation)
        base.set("value", JSONValue(grid.value))
        base.set("unknown_count", .integer(grid.netLiquidation.unknownCount))
        base.closeWithReasons()
        var content = DocumentObject()
        content.set("axes", axes)
        content.set("base", base)
        content.set("by", text: request.spotRule.rawValue)
        content.set("benchmark", text: grid.benchmark)
        content.set("vol_rule", JSONValue(grid.volatilityRule))
        content.set("trust", text: grid.trust.rawValue)
        content.set("cells", grid.cells.map { cell($0, grid) })
        if !presets.isEmpty {
            content.set("presets", zip(presets, grid.cells).map { preset($0, $1) })
        }
        content.set("excluded", grid.excluded.map(\.document))
        content.set("method", text: grid.method)
        content.set("duration_ms", JSONValue((durationMilliseconds * 1000).rounded() / 1000))
        return envelope.document(content)
    }

    private static func cell(_ cell: ScenarioGridCell, _ grid: ScenarioGrid) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("id", text: ScenarioCellIdentifier(cell.shock, in: grid.request).text)
        entry.set("spot_percent", JSONValue(cell.shock.spotPercent))
        entry.set("vol_points", JSONValue(cell.shock.volatilityPoints))
        entry.set("days", .integer(cell.shock.days))
        entry.set("value", JSONValue(cell.value))
        entry.set("pnl", JSONValue(cell.profit))
        entry.set("delta", cell.delta)
        entry.set("dollar_delta", cell.dollarDelta)
        entry.set("gamma", cell.gamma)
        entry.set("theta_per_day", cell.thetaPerDay)
        entry.set("vega_per_point", cell.vegaPerPoint)
        entry.set("unknown_count", .integer(cell.unknownCount))
        entry.set(
            "drivers",
            cell.drivers.map { driver in
                var part = DocumentObject()
                part.set("position_id", text: grid.positions[driver.index].id)
                part.set("pnl", JSONValue(driver.profit))
                return part
            })
        entry.set("other_pnl", JSONValue(cell.otherProfit))
        entry.set(
            "strategies",
            cell.strategies.map { driver in
                var part = DocumentObject()
                part.set("strategy_id", text: grid.strategies[driver.index].id)
                part.set("pnl", JSONValue(driver.profit))
                return part
            })
        entry.closeWithReasons()
        return entry
    }

    private static func preset(_ preset: StressPreset, _ cell: ScenarioGridCell) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("name", text: preset.name)
        entry.set("title", text: preset.title)
        entry.set("spot_percent", JSONValue(preset.shock.spotPercent))
        entry.set("vol_points", JSONValue(preset.shock.volatilityPoints))
        entry.set("days", .integer(preset.shock.days))
        entry.set("source", text: preset.source)
        entry.set("pnl", JSONValue(cell.profit))
        return entry
    }
}

extension ScenarioExclusion {
    /// As an entry of `excluded`.
    var document: DocumentObject {
        var entry = DocumentObject()
        entry.set("position_id", text: id)
        entry.set("title", text: title)
        entry.set("reason", text: reason.rawValue)
        return entry
    }

    /// Title and reason, for a line of them.
    var words: String { "\(title) (\(reason.rawValue))" }
}

extension ScenarioGridCell {
    /// Positions that are missing from at least one of the Greeks: at an exercise boundary gamma does not exist.
    var unknownCount: Int {
        [delta, dollarDelta, gamma, thetaPerDay, vegaPerPoint].map(\.unknownCount).max() ?? 0
    }
}
