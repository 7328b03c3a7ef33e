import ArgumentParser
import MagnusDesk
import MagnusDomain
import MagnusEngine

struct ExpiryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "expiry",
        abstract: "What ends next: distances, broker clocks, cash and shares all out, as now, all in; cash by expiry.",
        discussion: """
            One line for each position with contracts that end this week; when the week's last session is over and its \
            holders cannot decide any more, next week's. What the broker has not reported yet stays. Three worlds show free \
            cash and shares once all of it has ended; the ladder what every later expiry takes.
            """)

    @OptionGroup var options: GlobalOptions
    @OptionGroup var world: WorldOptions

    @Option(help: "The last expiry day, YYYY-MM-DD (default: the last session of the week).")
    var through: String?

    func run() async throws {
        var request = ExpiryRequest()
        if let day = try CalendarDate.option("--through", through) { request.through = day }
        let board = try await ExpiryReading.board(request, options, world)
        options.output.answer(
            ExpiryDocument.json(board.board, envelope: board.envelope),
            ExpiryDocument.text(board.board, format: options.format))
    }
}

struct CalendarCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar",
        abstract: "What is due for the book: expiries, last trades, ex-dates, earnings, half days, holidays.",
        discussion: """
            Dates come from contracts, company profiles and the exchange calendar. Dates of FOMC, CPI and jobs reports are \
            left out: no source tells them. An unconfirmed date is marked.
            """)

    @OptionGroup var options: GlobalOptions
    @OptionGroup var world: WorldOptions

    @Option(help: "Calendar days to look ahead, 0 to 400.")
    var days = ExpiryRequest.usualDays

    func run() async throws {
        guard (0...400).contains(days) else {
            throw CommandFailure(.usage, code: "usage", "--days \(days): not allowed", hint: "0 to 400")
        }
        let board = try await ExpiryReading.board(ExpiryRequest(deadlineDays: days), options, world)
        options.output.answer(
            CalendarDocument.json(board.board, envelope: board.envelope),
            CalendarDocument.text(board.board, format: options.format))
    }
}

/// The board of a one-shot command, with the alerts that its rows carry.
private enum ExpiryReading {
    static func board(
        _ request: ExpiryRequest, _ options: GlobalOptions, _ world: WorldOptions
    ) async throws -> (board: ExpiryBoard, envelope: DocumentEnvelope) {
        let runtime = try await Runtime.open(options, world, mode: .reading)
        await runtime.engine.judgeOnce(textsAreRead: false)
        guard let board = await runtime.engine.expiry(request) else {
            throw CommandFailure(.failed, code: "nothing_loaded", "the book could not be valued")
        }
        return (board, try await runtime.envelope())
    }
}
