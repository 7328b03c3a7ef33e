import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// What the open card of the day remembers.
public struct TodayPage: Sendable, Equatable {
    /// Chosen among the lines the cursor stops at.
    public var row = 0
    /// First line shown, counted as they are wrapped.
    var offset = 0

    public init() {}
}

extension TodayPage: OnDemandPage {
    static var inquiry: WritableKeyPath<DashboardState, Inquiry<WholeBook, TodayCard>> { \.today }
    static let pace = InquiryPace(refresh: 5, retry: 1)
    static let upkeep = OnDemandUpkeep.whileOpen
    static let hints: [(DashboardAction, String)] = [
        (.moveDown, "down"), (.moveUp, "up"), (.open, "go there"), (.explain, "explain"), (.refresh, "refresh"),
        (.mask, "mask"), (.copy, "copy"), (.back, "close"),
    ]

    static func effect(_ question: WholeBook, number: Int) -> DashboardEffect { .fetchToday(number: number) }

    var overlay: Overlay { .today(self) }

    func question(_ snapshot: DeskSnapshot?) -> WholeBook { WholeBook() }

    func paint(_ painter: inout FramePainter) { painter.paint(self) }
}

extension TodayCard: AgingReport {}

extension TodayAnswer {
    /// Figures of another book would be taken for those of this one.
    var outcome: InquiryOutcome<TodayCard> { InquiryOutcome(report: card, account: account, keepsReport: true) }
}

/// Lines of the card wrapped to a width, each knowing which of them it is a part of.
struct TodaySheet: Equatable {
    struct Piece: Equatable {
        var text: String
        /// Index among ``lines``.
        var line: Int
    }

    let lines: [TodayLine]
    let pieces: [Piece]
    /// Indices of the lines the cursor stops at.
    let stops: [Int]

    init(_ lines: [TodayLine], width: Int, glyphs: GlyphSet) {
        self.lines = lines
        stops = lines.indices.filter { lines[$0].isChoosable }
        var pieces: [Piece] = []
        for (index, line) in lines.enumerated() {
            // Parts stand apart.
            if line.tone == .heading, index > 0 { pieces.append(Piece(text: "", line: index)) }
            let indent = line.tone == .heading ? "" : "  "
            let text = HarmlessText.sanitised(glyphs.adapted(line.text), maximumLength: 400)
            for (step, part) in TextFitting.wrapped(text, to: max(8, width - 4)).enumerated() {
                pieces.append(Piece(text: indent + (step > 0 ? "  " : "") + part, line: index))
            }
        }
        self.pieces = pieces
    }

    /// The line a cursor stands on; nil where there is none to stand on.
    func line(at row: Int) -> Int? { stops.indices.contains(row) ? stops[row] : nil }
}

extension TodayLine {
    /// Whether the cursor stops at it.
    var isChoosable: Bool { tone != .heading }

    var scope: ThemeScope {
        switch tone {
        case .heading: .header
        case .plain: .text
        case .strong: .textStrong
        case .dim: .textDim
        case .warning: .alertHigh
        case .critical: .alertCritical
        case .unknown: .dataUnknown
        }
    }
}

/// Where the card stands.
struct TodayLayout: Equatable {
    let edge: ViewArea
    let list: Rectangle

    init(_ size: TerminalSize) {
        edge = ViewArea(size)
        list = edge.inside
    }
}
