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
            """)

    @OptionGroup var options: GlobalOptions
    @OptionGroup var world: WorldOptions

    func run() async throws {
        let runtime = try await Runtime.open(options, world, mode: .reading)
        let began = runtime.world.clock.monotonicSeconds()
        guard let report = try await runtime.engine.risk() else {
            throw CommandFailure(.failed, code: "nothing_loaded", "the book could not be valued")
        }
        let duration = (runtime.world.clock.monotonicSeconds() - began) * 1000
        let envelope = try await runtime.envelope()
        options.output.answer(
            RiskDocument.json(report, durationMilliseconds: duration, envelope: envelope),
            RiskDocument.text(report, durationMilliseconds: duration, format: options.format))
    }
}
