import Foundation
import Testing

extension EndToEnd {
    /// The rows of the command stand in the order of the screen: severity, deadline, days to expiry.
    @Suite struct PositionOrderTests {
        @Test func theCommandOrdersRowsAsTheScreenDoes() throws {
            let home = try TemporaryHome()
            let screen = try home.run("--plain").text.components(separatedBy: "\n")
            let begin = try #require(screen.firstIndex { $0.hasPrefix("POSITIONS:") })
            let end = try #require(screen[begin...].firstIndex { $0.hasPrefix("Total:") })
            let severities = ["CRITICAL, ", "HIGH, ", "MEDIUM, ", "LOW, "]
            let names = screen[(begin + 1)..<end].map { line in
                let word = severities.first { line.hasPrefix($0) } ?? ""
                return String(line.dropFirst(word.count).prefix { $0 != "," })
            }
            #expect(names.count == 18)
            #expect(screen[begin + 1].hasPrefix("CRITICAL, "))
            let result = try home.run("positions")
            #expect(result.code == 0)
            let rows = result.text.components(separatedBy: "\n").map {
                $0.split(separator: " ").joined(separator: " ") + " "
            }
            let places = names.map { name in rows.firstIndex { $0.contains(name + " ") } }
            #expect(places.allSatisfy { $0 != nil }, "\(zip(names, places).filter { $0.1 == nil })")
            #expect(places.compactMap(\.self) == places.compactMap(\.self).sorted(), "\(result.text)")
        }
    }
}
