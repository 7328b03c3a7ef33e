import ArgumentParser
import MagnusDomain

/// A table that leaves the program for other programs.
struct ExportTable: Sendable, Hashable {
    enum Format: String, Sendable, CaseIterable, ExpressibleByArgument {
        case csv
        case markdown
    }

    let headings: [String]
    private(set) var rows: [[String]] = []

    init(_ headings: [String]) {
        self.headings = headings
    }

    /// Adds a row; missing cells are blank.
    mutating func add(_ cells: [String]) {
        rows.append(headings.indices.map { $0 < cells.count ? cells[$0] : "" })
    }

    func text(_ format: Format) -> String {
        switch format {
        case .csv:
            let writer = DelimitedTextWriter()
            return ([headings] + rows).map(writer.record).joined()
        case .markdown:
            let rule = "|" + headings.map { _ in " --- |" }.joined()
            return ([Self.line(headings), rule] + rows.map(Self.line)).map { $0 + "\n" }.joined()
        }
    }

    /// Far beyond any note a person writes; what is longer ends with `…`.
    private static let longestCell = 100_000

    /// One line: a bar would end the cell, a line break the row, and a bracket or angle may begin a link or HTML.
    private static func line(_ cells: [String]) -> String {
        "|"
            + cells.map { cell in
                var text = " "
                for character in HarmlessText.sanitised(cell, maximumLength: longestCell) {
                    if "\\|`*_[]<>#".contains(character) { text.append("\\") }
                    text.append(character.isNewline ? " " : character)
                }
                return text + " |"
            }
            .joined()
    }
}
