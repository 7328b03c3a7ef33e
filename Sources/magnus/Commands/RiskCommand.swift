import ArgumentParser
import MagnusDesk
import MagnusDomain
import MagnusEngine

struct RiskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "risk",
        abstract: "What a session may cost the book: value at risk and expected shortfall three ways; concentration.",
        discussion: """
            Every leg is fully revalued at joint moves of prices and volatilities: those of the sessions of the past year \
            as they were, the same scaled to the volatility of now, and draws with their covariances. 95 and 99 %, with \
            intervals. A symbol without a history of its own follows the benchmark by its beta and is named.

            Where the beta-weighted delta is outside its band, hedges that lead back are listed with their cost and what \
            they save; --hedge-to asks for them wherever the book stands.
            """)

    @OptionGroup var options: GlobalOptions
    @OptionGroup var world: WorldOptions

    @Option(
        name: .customLong("hedge-to"), parsing: .unconditional,
        help: "Hedges that lead to so many percent of net liquidation, beta-weighted; by default to the band.")
    var hedgeTo: Double?

    func validate() throws {
        guard let hedgeTo else { return }
        guard hedgeTo.isFinite, abs(hedgeTo) <= 1000 else {
            throw ValidationError("--hedge-to: percent of net liquidation, -1000 to 1000")
        }
    }

    func run() async throws {
        let runtime = try await Runtime.open(options, world, mode: .reading)
        let began = runtime.world.clock.monotonicSeconds()
        guard let report = try await runtime.engine.risk(hedgeTarget: hedgeTo.map { $0 / 100 }) else {
            throw CommandFailure(.failed, code: "nothing_loaded", "the book could not be valued")
        }
        let duration = (runtime.world.clock.monotonicSeconds() - began) * 1000
        let envelope = try await runtime.envelope()
        options.output.answer(
            RiskDocument.json(report, durationMilliseconds: duration, envelope: envelope),
            RiskDocument.text(report, durationMilliseconds: duration, format: options.format))
    }
}
