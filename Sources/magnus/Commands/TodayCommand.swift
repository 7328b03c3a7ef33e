import ArgumentParser
import MagnusDesk
import MagnusDomain
import MagnusEngine

struct TodayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "today",
        abstract: "What has to be looked at before a day's trading: overnight, cash, gaps, deadlines, orders, sources.",
        discussion: """
            Six parts in a fixed order; one without anything to tell says so. Overnight counts from the latest official \
            close. Gaps are held names by what is left to their nearest short strike, in standard deviations. Deadlines \
            are those of today and of the next session's opening.
            """)

    @OptionGroup var options: GlobalOptions
    @OptionGroup var world: WorldOptions

    func run() async throws {
        let runtime = try await Runtime.open(options, world, mode: .reading)
        guard let card = await runtime.engine.today() else {
            throw CommandFailure(.failed, code: "nothing_loaded", "the book could not be valued")
        }
        let envelope = try await runtime.envelope()
        options.output.answer(
            TodayDocument.json(card, envelope: envelope), TodayDocument.text(card, format: options.format))
    }
}
