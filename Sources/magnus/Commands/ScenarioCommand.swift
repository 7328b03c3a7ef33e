import ArgumentParser
import MagnusDesk
import MagnusDomain
import MagnusEngine

extension ScenarioSpotRule: ExpressibleByArgument {}

struct ScenarioCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scenario",
        abstract: "The whole book revalued at moves of the market, of volatilities and after days; stress presets.",
        discussion: """
            Axes are low:high:step or values separated by commas. The spot axis moves the benchmark, every underlying \
            follows by its beta; --by own moves every symbol by the same percentage. Volatility points are added to every \
            implied volatility. What expires inside the days is settled at its intrinsic value. Presets: 1987, 2008, \
            2015-08-24, 2018-02, 2020-03, all of them with your own as "all".
            """)

    @OptionGroup var options: GlobalOptions
    @OptionGroup var world: WorldOptions

    @Option(parsing: .unconditional, help: "Moves in percent, -99 to 500 (default: -20:20:2).")
    var spot: String?

    @Option(parsing: .unconditional, help: "Points added to every volatility, -200 to 500 (default: -10:10:5).")
    var vol: String?

    @Option(parsing: .unconditional, help: "Calendar days that pass, whole, 0 to 3650 (default: 0,7,30).")
    var days: String?

    @Option(help: "What the spot axis moves: beta (the benchmark, others by beta) or own (every symbol alike).")
    var by = ScenarioSpotRule.beta

    @Flag(help: "First move volatilities with the spot as the Greeks pane does, then add the points.")
    var volRule = false

    @Option(help: "A stress preset instead of the axes, or all; may be repeated.")
    var preset: [String] = []

    @Option(parsing: .unconditional, help: "Positions named per cell, the largest first, 0 to 1000.")
    var drivers = 10

    func run() async throws {
        let stated = try axes()
        guard (0...1000).contains(drivers) else {
            throw CommandFailure(
                .usage, code: "usage", "--drivers \(drivers): not allowed", hint: "0 to 1000")
        }
        if !preset.isEmpty, spot != nil || vol != nil || days != nil {
            throw CommandFailure(
                .usage, code: "usage", "--preset and axes exclude each other",
                hint: "leave out --spot, --vol and --days")
        }
        let runtime = try await Runtime.open(options, world, mode: .reading)
        let presets = try chosen(Self.presets(runtime))
        let request =
            presets.isEmpty
            ? stated
            : ScenarioRequest(
                shocks: presets.map(\.shock), spotRule: by, followsVolatilityRule: volRule, driverLimit: drivers)
        let began = runtime.world.clock.monotonicSeconds()
        guard let grid = await runtime.engine.scenario(request) else {
            throw CommandFailure(.failed, code: "nothing_loaded", "the book could not be valued")
        }
        let duration = (runtime.world.clock.monotonicSeconds() - began) * 1000
        let envelope = try await runtime.envelope()
        options.output.answer(
            ScenarioDocument.json(grid, presets: presets, durationMilliseconds: duration, envelope: envelope),
            ScenarioDocument.text(
                grid, presets: presets, durationMilliseconds: duration, format: options.format))
    }

    private func axes() throws -> ScenarioRequest {
        func values(_ option: String, _ text: String?, _ axis: ScenarioAxis, _ standard: [Double]) throws -> [Double] {
            guard let text else { return standard }
            do throws(ScenarioAxisError) {
                return try axis.values(text)
            } catch {
                let shown = HarmlessText.sanitised(text, maximumLength: 100)
                throw CommandFailure(
                    .usage, code: "usage", "\(option) \(shown): \(error.text)",
                    hint: "low:high:step or values separated by commas, as in \(option)=\(axis.example)")
            }
        }
        let standard = ScenarioRequest.standard
        let request = ScenarioRequest(
            spotPercents: try values("--spot", spot, .spot, standard.spotPercents),
            volatilityPoints: try values("--vol", vol, .volatility, standard.volatilityPoints),
            days: try values("--days", days, .days, standard.days.map(Double.init)).map { Int($0) }, spotRule: by,
            followsVolatilityRule: volRule, driverLimit: drivers)
        guard request.shocks.count <= ScenarioRequest.cellLimit else {
            throw CommandFailure(
                .usage, code: "usage",
                "\(request.shocks.count) cells: more than \(ScenarioRequest.cellLimit)", hint: "choose wider steps")
        }
        return request
    }

    /// The published ones, then those of the configuration.
    private static func presets(_ runtime: Runtime) -> [StressPreset] {
        let own = runtime.factory.settings.value(SettingCatalogue.Key.stressPresets)?.strings ?? []
        return StressPreset.published + own.compactMap { try? StressPreset.parse($0) }
    }

    private func chosen(_ known: [StressPreset]) throws -> [StressPreset] {
        var found: [StressPreset] = []
        for name in preset {
            if name.lowercased() == "all" { return known }
            guard let match = known.first(where: { $0.name.lowercased() == name.lowercased() }) else {
                throw CommandFailure(
                    .notFound, code: "unknown_preset",
                    "\(HarmlessText.sanitised(name, maximumLength: 100)): no such preset",
                    hint: "there are \(known.map(\.name).joined(separator: ", ")); scenario.presets adds your own")
            }
            if !found.contains(match) { found.append(match) }
        }
        return found
    }
}

extension ScenarioAxis {
    fileprivate var example: String {
        switch self {
        case .spot: "-20:20:2"
        case .volatility: "-10:10:5"
        case .days: "0,7,30"
        }
    }
}
