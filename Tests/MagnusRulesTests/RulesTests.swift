import Foundation
import Testing

/// The rules of the code base, as tests over its own source.
@Suite struct RulesTests {
    /// What each target may import besides the standard library and Glibc; an arrow not listed here does not exist.
    static let allowedImports: [String: Set<String>] = [
        "MagnusQuant": ["CKernels"],
        "MagnusDomain": ["MagnusQuant"],
        "MagnusAnalysis": ["MagnusDomain", "MagnusQuant"],
        "MagnusNet": ["CCurl", "Synchronization"],
        "MagnusDesk": ["MagnusDomain", "MagnusQuant"],
        "MagnusTerminal": ["TOMLKit", "Dispatch", "Collections", "DequeModule"],
        "MagnusCurses": ["MagnusTerminal", "CNcurses", "Dispatch"],
        "MagnusStore": ["MagnusDomain", "MagnusQuant", "GRDB", "FoundationEssentials"],
        "MagnusConnectors": ["MagnusDomain", "MagnusQuant", "MagnusNet", "FoundationEssentials", "Synchronization"],
        "MagnusMonitors": ["MagnusAnalysis", "MagnusDomain", "MagnusQuant"],
        "MagnusSimulation": ["MagnusAnalysis", "MagnusDomain", "MagnusQuant", "Synchronization"],
        "MagnusAssistant": ["MagnusKnowledge", "MagnusAnalysis", "MagnusDomain", "MagnusQuant"],
        "MagnusDashboard": ["MagnusDesk", "MagnusDomain", "MagnusTerminal"],
        "MagnusEngine": [
            "MagnusAssistant", "MagnusKnowledge", "MagnusMonitors", "MagnusTrading", "MagnusSimulation",
            "MagnusLearning", "MagnusAnalysis", "MagnusStore", "MagnusDesk", "MagnusDomain", "MagnusQuant",
            "FoundationEssentials", "Dispatch", "Logging", "Synchronization", "DequeModule",
        ],
    ]

    @Test func importsPointOnlyDownwards() throws {
        for file in try SourceTree.files(below: "Sources", endings: [".swift"]) {
            guard let allowed = Self.allowedImports[file.target] else {
                #expect(file.target == "magnus", "\(file.path): no import rule for target \(file.target)")
                continue
            }
            for (number, line) in file.lines.enumerated() {
                let words = line.split(separator: " ")
                guard let index = words.firstIndex(of: "import"), index <= 2, index + 1 < words.count,
                    words.prefix(index).allSatisfy({ $0.hasPrefix("@") || $0 == "public" || $0 == "internal" })
                else { continue }
                let module = String(words[index + 1])
                #expect(
                    allowed.contains(module) || module == "Glibc",
                    "\(file.path):\(number + 1): \(file.target) must not import \(module)")
            }
        }
    }

    /// Patterns that are never right in Sources, with the reason.
    static let forbidden: [(pattern: String, reason: String, exceptIn: [String])] = [
        ("try!", "an error that stops the program", []),
        (" as! ", "a cast that stops the program", []),
        ("fatalError(", "stops the program", []),
        ("Date()", "reads the clock: time is a parameter", []),
        ("Date.now", "reads the clock: time is a parameter", []),
        (
            "clock_gettime", "reads the clock: time is a parameter",
            ["Sources/MagnusEngine/Clock", "Sources/MagnusCurses/"]
        ),
        ("DispatchTime.now()", "reads the clock: time is a parameter", ["Sources/magnus/", "Sources/MagnusCurses/"]),
        ("ContinuousClock", "reads the clock: time is a parameter", ["Sources/magnus/", "Sources/MagnusEngine/Clock"]),
        ("Task.sleep", "waits: the clock's owner alone may", ["Sources/magnus/", "Sources/MagnusEngine/Clock"]),
        ("usleep(", "blocks a thread", []),
        (".random(in:", "randomness is a parameter", []),
        ("SystemRandomNumberGenerator", "randomness is a parameter", ["Sources/magnus/"]),
        (" print(", "output belongs to the executable's printer", ["Sources/magnus/"]),
        ("nonisolated(unsafe)", "shared mutable state", ["Sources/MagnusQuant/American/LiveCollocation.swift"]),
        ("Task.detached", "work nobody owns", []),
    ]

    @Test func forbiddenCallsAreAbsent() throws {
        for file in try SourceTree.files(below: "Sources", endings: [".swift"]) {
            for (number, line) in file.lines.enumerated() {
                let code = SourceTree.code(line)
                for rule in Self.forbidden where code.contains(rule.pattern) {
                    #expect(
                        rule.exceptIn.contains { file.path.hasPrefix($0) },
                        "\(file.path):\(number + 1): \(rule.pattern) (\(rule.reason))")
                }
            }
        }
    }

    @Test func noForceUnwraps() throws {
        // An exclamation mark behind a name, bracket or parenthesis, not followed by `=`.
        let pattern = try Regex(#"[A-Za-z0-9_\)\]]!(?!=)"#)
        for file in try SourceTree.files(below: "Sources", endings: [".swift"]) {
            for (number, line) in file.lines.enumerated() where SourceTree.code(line).contains(pattern) {
                Issue.record("\(file.path):\(number + 1): force unwrap")
            }
        }
    }

    @Test func uncheckedSendableIsRareAndExplained() throws {
        var uses = 0
        for file in try SourceTree.files(below: "Sources", endings: [".swift"]) {
            for (number, line) in file.lines.enumerated() where SourceTree.code(line).contains("@unchecked Sendable") {
                uses += 1
                let near = file.lines[max(0, number - 3)..<min(file.lines.count, number + 3)]
                #expect(near.contains { $0.contains("//") }, "\(file.path):\(number + 1): say why it is safe")
            }
        }
        #expect(uses <= 3, "the whole project may have three @unchecked Sendable")
    }

    @Test func filesStayReadable() throws {
        for file in try SourceTree.files(below: "Sources", endings: [".swift", ".c", ".h"]) {
            #expect(file.lines.count <= 401, "\(file.path): \(file.lines.count) lines, split it by concern")
        }
    }

    @Test func noMarksOfUnfinishedWork() throws {
        // Brokers print XXX for hidden digits: as a mark it stands in a comment by itself.
        let marks = ["TODO", "FIXME", "// XXX", "HACK", "not implemented", "for now"]
        for file in try SourceTree.files(below: "Sources", endings: [".swift", ".c", ".h"]) {
            for (number, line) in file.lines.enumerated() {
                for mark in marks where line.contains(mark) {
                    Issue.record("\(file.path):\(number + 1): \(mark)")
                }
            }
        }
    }

    @Test func testsDoNotSleep() throws {
        for file in try SourceTree.files(below: "Tests", endings: [".swift"])
        where !file.path.contains("MagnusRulesTests") {
            for (number, line) in file.lines.enumerated() {
                let code = SourceTree.code(line)
                for pattern in ["Thread.sleep", "usleep(", "sleep(for:", "Task.sleep", ".disabled("]
                where code.contains(pattern) {
                    Issue.record("\(file.path):\(number + 1): \(pattern)")
                }
            }
        }
    }

    @Test func everyTargetHasAnImportRule() throws {
        let folders = try FileManager.default.contentsOfDirectory(
            atPath: SourceTree.root.appendingPathComponent("Sources").path)
        for folder in folders where !folder.hasPrefix("C") && folder != "magnus" {
            #expect(Self.allowedImports[folder] != nil, "\(folder) has no import rule")
        }
    }
}
